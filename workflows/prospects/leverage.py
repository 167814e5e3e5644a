"""The log in the words of a progress report, so that nobody types it twice."""

from collections.abc import Iterable
from datetime import date

from workflows.money import dollars
from workflows.prospects.answers import ProspectState
from workflows.prospects.models import Prospect


def leverage_lines(prospects: Iterable[Prospect], *, last: date) -> list[str]:
    """A sentence for each, as it stood at the end of the day `last`."""
    return [_line(prospect, last=last) for prospect in prospects]


def leverage_text(lines: Iterable[str], *, most: int) -> str:
    """The lines as one text of at most so many characters; what does not fit is counted, never cut in the middle."""
    lines = list(lines)
    for kept in range(len(lines), 0, -1):
        rest = len(lines) - kept
        text = "\n".join([*lines[:kept], *([f"And {rest} more in our log of prospects."] if rest else [])])
        if len(text) <= most:
            return text
    return ""


def _line(prospect: Prospect, *, last: date) -> str:
    what = f"{prospect.kind.words}: {prospect.title}, {prospect.whom}"
    sought = f" for {dollars(prospect.amount_sought)}" if prospect.amount_sought else ""
    if prospect.answered_on is None or prospect.answered_on > last:
        return f"{what}. Asked{sought}; the answer is open."
    if prospect.state is ProspectState.DECLINED:
        return f"{what}. Asked{sought}; declined."
    won = f": {dollars(prospect.amount_won)}" if prospect.amount_won else ""
    return f"{what}. Won{won}."
