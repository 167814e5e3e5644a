// Every page works without this; each module adds one comfort.
import { autosave } from "./autosave.js";
import { addUpBudget } from "./budget.js";
import { autoSubmit } from "./filters.js";
import { chartNumbers } from "./charts.js";
import { checkWhileTyping } from "./check.js";
import { copyLinks } from "./copy.js";
import { oneCriterionAtATime } from "./criteria.js";
import { countCharacters } from "./count.js";
import { errorSummary } from "./errors.js";
import { followProgress } from "./progress.js";
import { keepLive } from "./live.js";
import { printPages } from "./print.js";
import { reveal } from "./reveal.js";
import { sections } from "./sections.js";
import { submitOnce } from "./once.js";
import { runningTotal } from "./total.js";
import { guardUnsaved } from "./unsaved.js";
import { writeTogether } from "./together.js";

for (const enhance of [
  errorSummary, sections, submitOnce, guardUnsaved, autosave, countCharacters, autoSubmit, followProgress, chartNumbers, copyLinks,
  runningTotal, oneCriterionAtATime, addUpBudget, keepLive, checkWhileTyping, printPages, reveal, writeTogether,
]) enhance(document);
