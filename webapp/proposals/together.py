"""Writing together as pages show it: two texts for one answer with a choice, and who else is here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.together import ChooseForm, HereForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import section_url
from webapp.proposals.words import Run, side_by_side
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import DomainError, NotFound, Stale
from workflows.people.queries import names_of
from workflows.permissions import Permission
from workflows.proposals.answers import SECTION_BY_NAME
from workflows.proposals.models import Proposal
from workflows.proposals.queries import get_proposal_at_the_gate
from workflows.proposals.together.choosing import can_join, choose_text, get_set_aside, saved_values, section_of
from workflows.proposals.together.gaps import GOAL
from workflows.proposals.together.models import SetAside
from workflows.proposals.together.presence import Here, list_here, note_presence, version_of
from workflows.proposals.together.trail import edits_since, writers_of
from workflows.proposals.writing import why_not_write

STALE = "One of the two texts was changed while you were choosing. Look at them again."
DONE = "Your choice is saved. You can still edit the text."


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """One answer with a saved text and one that waits, ready to show."""

    id: int
    label: str
    saved: list[Run]
    waiting: list[Run]
    saved_by: str
    waiting_by: str
    waiting_at: datetime
    joins: bool
    form: ChooseForm


@bp.post("/texts/<int:set_aside_id>")
@guarded(Permission.WRITE_PROPOSAL, get_set_aside)
def choose(row: SetAside) -> ResponseReturnValue:
    form, onward = ChooseForm(), place_of(row)
    if not form.validate():
        raise DomainError("Choose which of the two texts stays.")
    seen_text, seen_part = form.seen
    try:
        with transaction() as session:
            choose_text(
                row,
                form.chosen,
                seen_text=seen_text,
                seen_part=seen_part,
                session=session,
                actor=actor(),
                now=utc_now(),
            )
    except Stale:
        flash(STALE, "info")
        return redirect(onward, 303)
    flash(DONE, "good")
    return redirect(onward, 303)


@bp.post("/<int:proposal_id>/here")
@guarded(Permission.WRITE_PROPOSAL, get_proposal_at_the_gate)
def here(proposal: Proposal) -> ResponseReturnValue:
    """A page's sign of life, answered with {here, sections, version}: who else writes, and what is saved by now."""
    form = HereForm()
    if not form.validate():
        raise DomainError("This page does not say which part of the proposal it shows.")
    part = str(form.part.data)
    version = version_of(db.session(), proposal.id, part)
    if version is None and part not in SECTION_BY_NAME:
        raise NotFound()
    if not why_not_write(proposal, section_name(part), actor=actor()):
        with transaction() as session:
            note_presence(proposal.id, part, session=session, actor=actor(), now=utc_now())
    others = list_here(db.session(), proposal.id, actor=actor(), now=utc_now())
    return jsonify(here=here_words(others, part), sections=names_in_sections(others), version=version or 1)


def others_here(session: Session, proposal: Proposal) -> Iterable[Here]:
    return list_here(session, proposal.id, actor=actor(), now=utc_now())


def here_words(others: Iterable[Here], part: str) -> str:
    """`Ben Lee is here too, in Budget.`; empty when nobody else is."""
    return " ".join(f"{one.name} is here too{_where(one.part, part)}." for one in others)


def _where(theirs: str, mine: str) -> str:
    if theirs == mine:
        return ", on this page"
    section = SECTION_BY_NAME.get(section_name(theirs))
    return f", in “{section.title}”" if section is not None else ""


def names_in_sections(others: Iterable[Here]) -> dict[str, str]:
    """Who else is in each section: section → names."""
    names: dict[str, list[str]] = {}
    for one in others:
        names.setdefault(section_name(one.part), []).append(one.name)
    return {section: ", ".join(people) for section, people in names.items()}


def section_name(part: str) -> str:
    return "goals" if part.startswith(GOAL) else part


def two_texts(
    rows: Iterable[SetAside], *, version: int, labels: Mapping[str, str], choices: Mapping[str, Mapping[Any, str]]
) -> list[TwoTexts]:
    """What waits in one part, as saved at `version`, with the words of its answers and choices."""
    rows = list(rows)
    if not rows:
        return []
    session, first = db.session(), rows[0]
    saved = saved_values(first)
    edits = edits_since(session, first.proposal_id, first.part, min(row.over_version for row in rows))
    writers = {row.name: row.over_by_id for row in rows} | writers_of(edits)
    people = names_of(session, {row.by_id for row in rows} | {person for person in writers.values() if person})
    return [
        _two_texts(row, saved.get(row.name), writers, people, version=version, labels=labels, choices=choices)
        for row in rows
    ]


def _two_texts(
    row: SetAside,
    saved: Any,
    writers: Mapping[str, int | None],
    people: Mapping[int, str],
    *,
    version: int,
    labels: Mapping[str, str],
    choices: Mapping[str, Mapping[Any, str]],
) -> TwoTexts:
    words = choices.get(row.name, {})
    left, right = side_by_side(shown(saved, words), shown(row.text, words))
    return TwoTexts(
        id=row.id,
        label=labels.get(row.name, row.name.replace("_", " ").capitalize()),
        saved=left,
        waiting=right,
        saved_by=people.get(writers.get(row.name) or 0, ""),
        waiting_by=people.get(row.by_id, ""),
        waiting_at=row.at,
        joins=can_join(row, saved),
        form=ChooseForm(formdata=None, data={"seen_text": row.version, "seen_part": version}),
    )


def shown(value: Any, words: Mapping[Any, str]) -> str:
    """A kept answer as people read it: one entry of a list a line, a choice by its words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "\n".join(shown(one, words) for one in value)
    if isinstance(value, dict):
        return ": ".join(str(part) for part in value.values() if part)
    return "" if value is None else words.get(value, str(value))


def place_of(row: SetAside) -> str:
    """The page on which the answer is written."""
    if row.part.startswith(GOAL):
        return url_for("proposals.goal", goal_id=int(row.part.removeprefix(GOAL)))
    return section_url(row.proposal, section_of(row))
