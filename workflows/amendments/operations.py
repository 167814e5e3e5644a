"""What the affiliate does with a request, or staff for it: begin, write, send, withdraw."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.amendments.answers import TYPE_ROWS, AmendmentAnswers, AmendmentType, KeyRole, Track, Value, place_of
from workflows.amendments.cases import get_case, size_of_case
from workflows.amendments.checks import Case, list_gaps
from workflows.amendments.effects import apply_changes, hold, tell
from workflows.amendments.in_force import get_plan
from workflows.amendments.lifecycle import AMENDABLE, AMENDMENT
from workflows.amendments.models import Amendment, AmendmentChange, AmendmentState
from workflows.amendments.queries import find_open, next_number
from workflows.amendments.tracks import track_of, why_track
from workflows.amendments.working_days import decision_due
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.funding.models import Award
from workflows.machine import Refused
from workflows.permissions import Actor, Permission, can, require, why_cannot

WRITABLE = frozenset({AmendmentState.DRAFT, AmendmentState.RETURNED})


def why_not_begin(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against a new request about this award by this person."""
    found, stage = [why_cannot(actor, Permission.WRITE_AMENDMENT, award)], award.enrollment.stage
    if stage not in AMENDABLE:
        found.append(Reason(f"The year is {stage.label.lower()}, so its plan is not changed any more."))
    return tuple(reason for reason in found if reason is not None)


def begin_amendment(
    award: Award, type: AmendmentType, *, about: str = "", session: Session, actor: Actor, now: datetime
) -> Amendment:
    """A draft of that type; `about` is the goal's id or the key role. Raises Refused.

    One request of a type is open at a time: the second person is told where the first one is.
    """
    lock(session, award.enrollment)
    lock(session, award)
    reasons = list(why_not_begin(award, actor=actor))
    found = find_open(session, award.id, type)
    if found is not None:
        reasons.append(Reason(f"{found.title} is open already. One request of a kind is open at a time.", "type"))
    reasons += _why_not_about(award, type, about, session=session)
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    amendment = Amendment(
        award=award,
        number=next_number(session, award.id),
        type=type,
        about=about,
        state=AMENDMENT.initial,
        requested_by_id=actor.id,
        requested_at=now,
    )
    session.add(amendment)
    session.flush()  # the page of the draft is named by its number
    return amendment


def _why_not_about(award: Award, type: AmendmentType, about: str, *, session: Session) -> list[Reason]:
    row = TYPE_ROWS[type]
    terms = get_plan(session, award).in_force
    place = place_of(row, about)
    if row.place:
        return [] if not about else [Reason("This kind of change is about the whole award.", "about")]
    known = {role.value for role in KeyRole} if type is AmendmentType.KEY_PERSON else None
    if (known is not None and about in known) or (known is None and any(where == place for where, _ in terms)):
        return []
    return [Reason("Choose which goal it is about." if known is None else "Choose whose part it is.", "about")]


def save_amendment(
    amendment: Amendment,
    answers: AmendmentAnswers,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what was written so far: of each field that differs from what is in force, the old and the new value.

    Raises DomainError when it is not open for writing, Stale with both texts by label.
    """
    lock(session, amendment)
    require(actor, Permission.WRITE_AMENDMENT, amendment)
    if amendment.state not in WRITABLE:
        raise DomainError(f"{amendment.title} is {amendment.state.words.lower()}, so it is not written any more.")
    if amendment.version != expected_version:
        raise _stale(amendment, answers)
    plan = get_plan(session, amendment.award)
    wanted = dict(_wanted(amendment, answers, actor=actor))
    changed = [
        (field, plan.in_force.get((amendment.place, field)), value)
        for field, value in wanted.items()
        if value != plan.in_force.get((amendment.place, field))
    ]
    _keep_changes(amendment, changed)
    amendment.reason, amendment.evidence, amendment.effects = answers.reason, answers.evidence, answers.effects
    amendment.effective_on = answers.effective_on
    amendment.saved_at = now


def _wanted(amendment: Amendment, answers: AmendmentAnswers, *, actor: Actor) -> Iterator[tuple[str, Value]]:
    """The values of the type's own fields; what only staff change is left out for everybody else."""
    is_staff = can(actor, Permission.MANAGE_AWARD, amendment.award)
    for field in amendment.row.fields:
        if field.name in answers.values and (is_staff or not field.staff_only):
            yield field.name, answers.values[field.name]


def _keep_changes(amendment: Amendment, changed: list[tuple[str, Value, Value]]) -> None:
    rows = {change.field: change for change in amendment.changes}
    for field in set(rows) - {name for name, _, _ in changed}:
        amendment.changes.remove(rows[field])
    for position, (field, old, new) in enumerate(changed, 1):
        row = rows.get(field)
        if row is None:
            row = AmendmentChange(place=amendment.place, field=field)
            amendment.changes.append(row)
        row.position, row.old, row.new = position, old, new


def why_not_send(case: Case, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against sending it now, by this person."""
    found = [why_cannot(actor, Permission.SUBMIT_AMENDMENT, case.amendment)]
    if case.amendment.state not in WRITABLE:
        found.append(Reason(f"It is {case.amendment.state.words.lower()}."))
    elif case.amendment.award.enrollment.stage not in AMENDABLE:
        found.append(Reason("The year has ended, so its plan is not changed any more."))
    else:
        found += list_gaps(case)
    return tuple(reason for reason in found if reason is not None)


def send_amendment(
    amendment: Amendment, *, expected_version: int, session: Session, actor: Actor, now: datetime
) -> Track:
    """Send it on the track that the rules ask for, and return the track.

    A notice is in effect at once, in the same transaction; for the others the day of the decision is set. Raises
    Refused with everything that is missing, Stale when somebody saved in between.
    """
    hold(amendment, session=session)
    if amendment.version != expected_version:
        raise Stale()
    case = get_case(session, amendment, now=now)
    reasons = why_not_send(case, actor=actor)
    if reasons:
        raise Refused(*reasons)
    size = size_of_case(case)
    amendment.track, amendment.track_reasons = track_of(size), why_track(size)
    amendment.submitted_by_id, amendment.submitted_at = actor.id, now
    amendment.decision_due_at = decision_due(
        amendment.track, sent_at=now, time_zone=amendment.award.enrollment.affiliate.time_zone
    )
    _forget_the_last_round(amendment)
    if amendment.track is Track.NOTIFY:
        amendment.effective_on = case.today
        amendment.took_effect_at = now
        _move(amendment, "notify", session=session, actor=actor, now=now)
        apply_changes(amendment, session=session)
    else:
        _move(amendment, "submit", session=session, actor=actor, now=now, track=amendment.track.label.lower())
    return amendment.track


def _forget_the_last_round(amendment: Amendment) -> None:
    amendment.advice = amendment.advised_by_id = amendment.advised_at = None
    amendment.advice_words = amendment.decision_note = ""
    amendment.decided_by_id = amendment.decided_at = amendment.returned_at = None


def withdraw_amendment(amendment: Amendment, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    """Take the request back; the kind of change is free for another one. Raises Refused."""
    hold(amendment, session=session)
    _move(amendment, "withdraw", session=session, actor=actor, now=now, note=note)
    amendment.decision_note = note


def _move(
    amendment: Amendment,
    name: str,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    note: str = "",
    **details: str,
) -> None:
    row = AMENDMENT.move(amendment, name, actor=actor, now=now, note=note)
    for event in row.announces:
        tell(amendment, event, session=session, actor=actor, now=now, note=note, **details)


def _stale(amendment: Amendment, answers: AmendmentAnswers) -> Stale:
    """Both texts of what differs, by label."""
    kept: dict[str, Any] = {change.field: change.new for change in amendment.changes}
    mine, theirs = {}, {}
    for field in amendment.row.fields:
        if field.name in answers.values and field.name in kept and answers.values[field.name] != kept[field.name]:
            mine[field.label], theirs[field.label] = _text(answers.values[field.name]), _text(kept[field.name])
    for label, my, their in (
        ("Why the change is needed", answers.reason, amendment.reason),
        ("What your data shows", answers.evidence, amendment.evidence),
        ("What it means for the rest", answers.effects, amendment.effects),
    ):
        if my != their:
            mine[label], theirs[label] = my, their
    return Stale(mine=mine, theirs=theirs)


def _text(value: Value) -> str:
    if isinstance(value, list):
        return "\n".join(row if isinstance(row, str) else f"{row['description']}: ${row['amount']}" for row in value)
    return "" if value is None else str(value)
