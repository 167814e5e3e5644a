"""How prospects look: their tone, the labels of their steps, and the rows of the summary file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.prospects.answers import ProspectKind, ProspectState
from workflows.prospects.lifecycle import DAY_SAYS, PROSPECT
from workflows.prospects.models import Prospect
from workflows.prospects.totals import NOBODY_YET, Sum

TONES = {
    ProspectState.IDEA: "open",
    ProspectState.ASKED: "wait",
    ProspectState.WON: "good",
    ProspectState.DECLINED: "watch",
    ProspectState.WITHDRAWN: "open",
}
HEADER = ("Cohort", "Type", "Kind of source", "Where it stands", "Prospects", "Sought (US dollars)", "Won (US dollars)")


@dataclass(frozen=True, slots=True)
class StepWords:
    """What the page of one step asks; `amount` and `day` are labels, or None where the step has no such field."""

    name: str
    label: str
    day: str | None
    amount: str | None
    note: str


def steps_of(prospect: Prospect) -> list[StepWords]:
    """Every step that leads on from where it stands, in the order of the table."""
    return [step_words(prospect, row.name) for row in PROSPECT.open_to(prospect.state)]


def step_words(prospect: Prospect, name: str) -> StepWords:
    row = PROSPECT.row(name)
    is_funding = prospect.kind is ProspectKind.FUNDING
    amount = ("How much you won" if is_funding else "What it is worth, if you can say") if name == "win" else None
    note = "Why it goes back" if row.needs_note else "Anything to remember"
    return StepWords(name, row.label, DAY_SAYS.get(name), amount, note)


def file_rows(sums: Iterable[Sum]) -> Iterator[Sequence[object]]:
    """Plain numbers, one line for each cohort, type, source and state."""
    for row in sums:
        source = NOBODY_YET if row.source_kind is None else row.source_kind.words
        yield (
            row.cohort,
            row.kind.words,
            source,
            row.state.words,
            row.prospects,
            f"{row.sought:.2f}",
            f"{row.won:.2f}",
        )
