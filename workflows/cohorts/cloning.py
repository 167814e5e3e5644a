"""A new cohort with the terms of another, every date moved by the distance of the two first days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflows.clock import moment_at
from workflows.cohorts.models import Cohort, CohortKind
from workflows.cohorts.operations import create_cohort
from workflows.cohorts.terms import CohortTerms


@dataclass(frozen=True, slots=True)
class CloneAnswers:
    """What the copy does not take over: its name, first day and kind, and the pilot it builds on."""

    name: str
    starts_on: date
    kind: CohortKind
    pilot_id: int | None


def clone_cohort(cohort: Cohort, given: CloneAnswers, *, session: Session) -> Cohort:
    """The copy, with no affiliate and no session yet; raises DomainError as `create_cohort` does."""
    made = create_cohort(_terms_of(cohort, given), session=session)
    made.short_form_up_to, made.sections_off = cohort.short_form_up_to, list(cohort.sections_off)
    return made


def shift_of(cohort: Cohort, given: CloneAnswers) -> timedelta:
    """How far the copy's dates lie from the original's: whole days on the wall calendar."""
    return given.starts_on - cohort.starts_on


def shifted(moment: datetime, by: timedelta, zone: str) -> datetime:
    """The same time on the clock in `zone`, whole days later or earlier, whatever the clocks did in between."""
    local = moment.astimezone(ZoneInfo(zone))
    return moment_at(local.date() + by, local.time(), zone)


def _terms_of(cohort: Cohort, given: CloneAnswers) -> CohortTerms:
    by, zone = shift_of(cohort, given), cohort.time_zone
    due = cohort.commitments_due_at
    own = {name: getattr(cohort, name) for name in CohortTerms.__dataclass_fields__}
    moved = {
        "name": given.name,
        "kind": given.kind,
        "pilot_id": given.pilot_id,
        "starts_on": given.starts_on,
        "ends_on": cohort.ends_on + by,
        "proposals_due_at": shifted(cohort.proposals_due_at, by, zone),
        "commitments_due_at": None if due is None else shifted(due, by, zone),
    }
    return CohortTerms(**own | moved)
