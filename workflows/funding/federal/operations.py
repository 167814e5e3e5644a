"""What happens to federal information: saved until it is complete, and the check for exclusions recorded."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import Reason, Stale
from workflows.funding.federal.answers import PARTS, ExclusionAnswers, FederalAnswers
from workflows.funding.federal.checks import is_federal, list_gaps, why_not_values
from workflows.funding.federal.models import ExclusionCheck, FederalElements
from workflows.funding.models import Award
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot

PRIVATE = "This award is private money, so no federal information is asked for."


def why_not_federal(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against writing federal information now: private money, or a signature that names it as it is."""
    found = [why_cannot(actor, Permission.KEEP_FEDERAL, award)]
    if not is_federal(award):
        found.append(Reason(PRIVATE))
    elif award.signatures:
        found.append(Reason("The agreement is signed, so its federal information stays as it was signed."))
    return tuple(reason for reason in found if reason is not None)


def save_elements(
    award: Award, given: FederalAnswers, *, expected_version: int, session: Session, actor: Actor, now: datetime
) -> None:
    """Keep what is known; gaps may stay. Saving something new makes the agreement anew.

    `expected_version` is 0 before anything was saved. Raises Refused with every reason, Stale with both texts.
    """
    lock(session, award.enrollment)
    lock(session, award)
    values = {name: given.values.get(name, "").strip() for name in PARTS}
    reasons = (*why_not_federal(award, actor=actor), *why_not_values(award, values))
    if reasons:
        raise Refused(*reasons)
    kept = award.federal
    if kept is not None and kept.values == values:
        return
    if (kept.version if kept is not None else 0) != expected_version:
        raise _stale(values, kept)
    assert actor.id is not None
    if kept is None:
        kept = award.federal = FederalElements(values=values, saved_at=now, saved_by_id=actor.id)
    else:
        kept.values, kept.saved_at, kept.saved_by_id = values, now, actor.id
    kept.completed_at = None if list_gaps(award) else now
    name = "federal_information_completed" if kept.completed_at else "federal_information_saved"
    _tell(award, name, session=session, actor=actor, now=now)


def _stale(values: dict[str, str], kept: FederalElements | None) -> Stale:
    theirs = kept.values if kept is not None else {}
    changed = [name for name, value in values.items() if value != theirs.get(name, "")]
    return Stale(
        mine={PARTS[name].label: values[name] for name in changed},
        theirs={PARTS[name].label: theirs.get(name, "") for name in changed},
    )


def why_not_check(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against recording a check for exclusions."""
    found = [why_cannot(actor, Permission.KEEP_FEDERAL, award), None if is_federal(award) else Reason(PRIVATE)]
    return tuple(reason for reason in found if reason is not None)


def record_exclusion_check(
    award: Award, given: ExclusionAnswers, *, session: Session, actor: Actor, now: datetime
) -> ExclusionCheck:
    """What SAM.gov said on a day (2 CFR 200.332(a)); the newest counts. Raises Refused with every reason."""
    lock(session, award.enrollment)
    lock(session, award)
    reasons = list(why_not_check(award, actor=actor))
    if given.checked_on > local_date(now, award.enrollment.cohort.time_zone):
        reasons.append(Reason("The day of the check lies ahead. Choose the day on which you looked.", "checked_on"))
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    check = ExclusionCheck(
        checked_on=given.checked_on,
        result=given.result,
        note=given.note.strip(),
        checked_by_id=actor.id,
        recorded_at=now,
    )
    award.exclusion_checks.append(check)
    _tell(award, "exclusion_checked", session=session, actor=actor, now=now, result=given.result.label)
    return check


def _tell(award: Award, event: str, *, session: Session, actor: Actor, now: datetime, **details: str) -> None:
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=award.enrollment_id,
        subject_id=award.id,
        **details,
    )
