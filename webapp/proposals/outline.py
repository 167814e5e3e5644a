"""A proposal's sections as its pages show them: how far each is, what comes next, and where a gap is mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from webapp.filters import clock_time, money, plural, short_date_time
from workflows.clock import local_date
from workflows.errors import Reason
from workflows.proposals.answers import Section, count_words
from workflows.proposals.completeness import gaps_of
from workflows.proposals.form import sections_of
from workflows.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One section: its title, how far it is as word and tone, and how much is written."""

    title: str
    url: str
    word: str
    tone: str
    amount: str
    current: bool
    name: str = ""
    people: str = ""  # who else is there now


@dataclass(frozen=True, slots=True)
class Onward:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class GapLink:
    sentence: str
    url: str


def outline_of(proposal: Proposal, current: str = "", *, people: Mapping[str, str] | None = None) -> list[OutlineRow]:
    """Every section in the order of the form; `people` are the names of those who are in a section now."""
    here = people or {}
    return [_row(proposal, section, current, here.get(section.name, "")) for section in sections_of(proposal)]


def onward_from(proposal: Proposal, name: str) -> Onward:
    """The section after `name`, or the last page."""
    sections = sections_of(proposal)
    names = [section.name for section in sections]
    following = names.index(name) + 1
    if following == len(names):
        return Onward("Next: Check and submit", url_for(".submit", proposal_id=proposal.id))
    return Onward(f"Next: {sections[following].title}", section_url(proposal, names[following]))


def crumb_of(proposal: Proposal, name: str) -> str:
    names = [section.name for section in sections_of(proposal)]
    return f"{proposal.enrollment.affiliate.name} · Proposal · section {names.index(name) + 1} of {len(names)}"


def gap_links(proposal: Proposal, gaps: tuple[Reason, ...]) -> list[GapLink]:
    """Each gap with the address of the field that mends it."""
    return [GapLink(gap.sentence, place_url(proposal, gap.where)) for gap in gaps]


def place_url(proposal: Proposal, where: str) -> str:
    """The page and field that a reason names: «story.title», «goals.1.due_on», «budget»."""
    name, _, rest = where.partition(".")
    if name not in {section.name for section in sections_of(proposal)}:
        return ""
    if name != "goals" or not rest:
        return section_url(proposal, name) + (f"#{rest}" if rest else "")
    position, _, field = rest.partition(".")
    goal = next(goal for goal in proposal.goals if goal.position == int(position))
    return url_for(".goal", goal_id=goal.id) + (f"#{field}" if field else "")


def section_url(proposal: Proposal, name: str) -> str:
    return url_for(".section", proposal_id=proposal.id, name=name)


def first_open_url(proposal: Proposal) -> str:
    """Where writing goes on: the first section with a gap, or the last page when there is none."""
    open_names = (section.name for section in sections_of(proposal) if gaps_of(proposal, section))
    name = next(open_names, None)
    return section_url(proposal, name) if name else url_for(".submit", proposal_id=proposal.id)


def saved_words(proposal: Proposal, name: str, *, zone: str, now: datetime) -> str:
    """`Saved 10:42 am EST`, with the day when it was not today; empty before the first save."""
    row = proposal.section(name)
    if row is None or row.version == 1:
        return ""
    return saved_at_words(row.saved_at, zone=zone, now=now)


def saved_at_words(saved_at: datetime, *, zone: str, now: datetime) -> str:
    """`Saved 10:42 am EST`, with the day when it was not today."""
    is_today = local_date(saved_at, zone) == local_date(now, zone)
    return f"Saved {clock_time(saved_at, zone) if is_today else short_date_time(saved_at, zone)}"


def _row(proposal: Proposal, section: Section, current: str, people: str) -> OutlineRow:
    amount = _amount(proposal, section)
    word, tone = (
        ("Done", "good") if not gaps_of(proposal, section) else ("Begun", "wait") if amount else ("Open", "open")
    )
    return OutlineRow(
        title=section.title,
        url=section_url(proposal, section.name),
        word=word,
        tone=tone,
        amount=amount,
        current=section.name == current,
        name=section.name,
        people=people,
    )


def _amount(proposal: Proposal, section: Section) -> str:
    if section.name == "goals":
        return plural(len(proposal.goals), "goal") if proposal.goals else ""
    if section.name == "budget":
        return money(proposal.total) if proposal.budget_lines else ""
    row = proposal.section(section.name)
    words = count_words(section, row.answers) if row else 0
    return plural(words, "word") if words else ""
