"""Time-bound: a due date inside the project, points on the way, and words that say the same day."""

from calendar import monthrange
from datetime import date
from itertools import pairwise

from workflows.proposals.smart.facts import GoalFacts
from workflows.proposals.smart.sentence import deadlines_in
from workflows.proposals.smart.wording import Broken, long_day

MILESTONE_MONTHS = 4


def outside_the_project(goal: GoalFacts) -> Broken:
    """T1: a due date between the first and the last day of the project."""
    due, starts, ends = goal.due_date, goal.project_starts_on, goal.project_ends_on
    first, last = long_day(starts) if starts else "", long_day(ends) if ends else ""
    mend = f"Choose a day from {first} to {last}." if first and last else "Choose a day inside your project."
    if due is None:
        return {"problem": "There is no due date yet.", "mend": mend}
    if (starts is not None and due < starts) or (ends is not None and due > ends):
        return {"problem": f"{long_day(due)} is outside your project.", "mend": mend}
    return None


def far_milestones(goal: GoalFacts) -> Broken:
    """T2: at least one milestone, and never more than four months between two of them.

    Only milestones are compared: the way to the first one and from the last one to the due date may be longer, as in
    the program's own example of 60% by 28 February and 75% by 31 August.
    """
    days = sorted(row.on for row in goal.milestones if row.on is not None)
    if not days:
        return {"problem": "There is no milestone yet."}
    for earlier, later in pairwise(days):
        if later > _months_after(earlier, MILESTONE_MONTHS):
            return {"problem": f"More than four months lie between {long_day(earlier)} and {long_day(later)}."}
    return None


def other_date(goal: GoalFacts) -> Broken:
    """T3: of the days that the sentence names as an end, one is the due date."""
    said = deadlines_in(goal.statement)
    if goal.due_date is None or not said or any(deadline.agrees_with(goal.due_date) for deadline in said):
        return None
    return {"said": said[0].said, "due": long_day(goal.due_date)}


def _months_after(day: date, months: int) -> date:
    """The same day so many months on; the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
