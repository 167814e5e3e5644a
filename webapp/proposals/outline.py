"""A proposal's sections as its pages show them: how far each is, what comes next, and where a gap is mended."""

from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from forms.base import Confirmation
from webapp.filters import clock_time, money, plural, short_date_time
from workflows.clock import local_date
from workflows.errors import Reason
from workflows.money import dollars
from workflows.proposals.answers import Section
from workflows.proposals.checks import count_words, has_answers
from workflows.proposals.completeness import gaps_by_section, gaps_of
from workflows.proposals.form import is_short, offers_short_form, sections_of
from workflows.proposals.models import Proposal
from workflows.proposals.papers.content import papers_of
from workflows.proposals.partners.content import standing
from workflows.proposals.partners.models import Partner
from workflows.proposals.revisions.asked import why_closed

MINUTES_SHOWN_FROM = 5


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


@dataclass(frozen=True, slots=True)
class Outline:
    """The panel beside the form: its sections, which form it is with the way to the other, and the time spent."""

    rows: list[OutlineRow]
    form_words: str
    switch_label: str
    switch_url: str
    time_words: str
    button: Confirmation


def outline_of(
    proposal: Proposal,
    current: str = "",
    *,
    people: Mapping[str, str] | None = None,
    gaps: Mapping[str, Sequence[Reason]] | None = None,
) -> Outline:
    """Every section in the order of the form; `people` are the names of those who are in a section now, and `gaps` what
    each section lacks where that is found already."""
    lacks = gaps_by_section(proposal) if gaps is None else gaps
    cohort, short, here = proposal.enrollment.cohort, is_short(proposal), people or {}
    limit, switch_to = dollars(cohort.short_form_up_to), "long" if short else "short"
    offered = offers_short_form(cohort)
    return Outline(
        rows=[
            _row(
                proposal,
                section,
                is_current=section.name == current,
                people=here.get(section.name, ""),
                has_gaps=bool(lacks[section.name]),
            )
            for section in sections_of(proposal)
        ],
        form_words=f"Short form, for up to {limit}" if short else "Long form" if offered else "",
        switch_label="Switch to the long form" if short else f"We ask for {limit} or less" if offered else "",
        switch_url=url_for("proposals.switch", proposal_id=proposal.id, to=switch_to) if offered else "",
        time_words=time_words(proposal.minutes_spent),
        button=Confirmation(),
    )


def time_words(minutes: int) -> str:
    """`3 h 20 min`, or `40 min`; empty below five minutes, which say nothing."""
    hours, rest = divmod(minutes, 60)
    return "" if minutes < MINUTES_SHOWN_FROM else f"{hours} h {rest} min" if hours else f"{rest} min"


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
    if name == "requests":
        return _request_url(proposal, int(rest))
    if name not in {section.name for section in sections_of(proposal)}:
        return ""
    if name != "goals" or not rest:
        return section_url(proposal, name) + (f"#{rest}" if rest else "")
    position, _, field = rest.partition(".")
    goal = next(goal for goal in proposal.goals if goal.position == int(position))
    return url_for(".goal", goal_id=goal.id) + (f"#{field}" if field else "")


def _request_url(proposal: Proposal, request_id: int) -> str:
    """The box beside the text that the request is about; its own page where it is about the whole."""
    asked = next(one for one in proposal.change_requests if one.id == request_id)
    if not asked.section:
        return url_for(".answer", request_id=request_id)
    return section_url(proposal, asked.section) + f"#request-{request_id}"


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


def _row(proposal: Proposal, section: Section, *, is_current: bool, people: str, has_gaps: bool) -> OutlineRow:
    amount = _amount(proposal, section)
    word, tone = _standing(proposal, section, amount, has_gaps=has_gaps)
    return OutlineRow(
        title=section.title,
        url=section_url(proposal, section.name),
        word=word,
        tone=tone,
        amount=amount,
        current=is_current,
        name=section.name,
        people=people,
    )


def _standing(proposal: Proposal, section: Section, amount: str, *, has_gaps: bool) -> tuple[str, str]:
    """How far the section is, as word and tone."""
    row = proposal.section(section.name)
    if row is not None and row.is_copied:
        return "Look it over", "watch"
    if why_closed(proposal, section.name):
        return "Stays", "open"
    if has_gaps:
        return ("Begun", "wait") if amount else ("Open", "open")
    return ("Done", "good") if amount else ("Optional", "open")


def _amount(proposal: Proposal, section: Section) -> str:
    of_rows = _AMOUNTS_OF_ROWS.get(section.name)
    if of_rows is not None:
        return of_rows(proposal)
    row = proposal.section(section.name)
    words = count_words(section, row.answers) if row else 0
    if words or row is None:
        return plural(words, "word") if words else ""
    return "Answered" if has_answers(section, row.answers) else ""


def _counted(rows: Sized, word: str) -> str:
    return plural(len(rows), word) if rows else ""


def _partners(partners: Sequence[Partner]) -> str:
    """`2 partners, 1 confirmed`."""
    confirmed = sum(partner.is_confirmed for partner in partners)
    return f"{plural(len(partners), 'partner')}, {confirmed or 'none'} confirmed" if partners else ""


_AMOUNTS_OF_ROWS: dict[str, Callable[[Proposal], str]] = {
    "goals": lambda proposal: _counted(proposal.goals, "goal"),
    "budget": lambda proposal: money(proposal.total) if proposal.budget_lines else "",
    "partners": lambda proposal: _partners(standing(proposal)),
    "papers": lambda proposal: _counted(papers_of(proposal), "file"),
}
"""How much there is of the sections that are made of rows."""
