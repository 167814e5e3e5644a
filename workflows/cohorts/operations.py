"""Set up a cohort and change its rules."""

from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort, CohortKind
from workflows.cohorts.queries import find_cohort, is_built_on, is_name_taken
from workflows.cohorts.terms import CohortTerms
from workflows.errors import DomainError, Reason, Stale
from workflows.frameworks.models import Framework
from workflows.money import dollars


def create_cohort(terms: CohortTerms, *, session: Session) -> Cohort:
    """A new cohort without affiliates; raises DomainError when the terms contradict each other."""
    cohort = Cohort(**terms.as_columns(), seats_taken=0, seats_offered=0, waiting=0)
    _require_sense(terms, cohort, session=session)
    session.add(cohort)
    session.flush()  # the series and the enrollments point at its key
    return cohort


def edit_cohort(cohort: Cohort, terms: CohortTerms, *, expected_version: int, session: Session) -> None:
    """Change the rules; raises Stale when somebody saved since `expected_version`, DomainError for contradictions."""
    changed = {name: value for name, value in terms.as_columns().items() if getattr(cohort, name) != value}
    if cohort.version != expected_version:
        raise Stale(mine=_shown(changed), theirs=_shown({name: getattr(cohort, name) for name in changed}))
    _require_sense(terms, cohort, session=session)
    for name, value in changed.items():
        setattr(cohort, name, value)


def _require_sense(terms: CohortTerms, cohort: Cohort, *, session: Session) -> None:
    reasons = []
    if is_name_taken(session, terms.name, but=cohort.id):
        reasons.append(Reason("Another cohort has this name. Choose one that tells them apart.", "name"))
    if terms.ends_on <= terms.starts_on:
        reasons.append(Reason("The cohort ends after it starts.", "ends_on"))
    if terms.award_ceiling > terms.award_budget:
        reasons.append(Reason("One award cannot be larger than the whole budget.", "award_ceiling"))
    framework = session.get(Framework, terms.framework_id)
    if framework is None or not framework.is_published:
        reasons.append(Reason("Choose a framework that is published.", "framework"))
    reasons += _why_not_fewer(terms, cohort)
    if terms.commitments_due_at is not None and terms.commitments_due_at > terms.proposals_due_at:
        reasons.append(Reason("Commitments are due before proposals are.", "commitments_due_on"))
    reasons += _why_not_pilot(terms, cohort, session=session)
    reasons += _why_not_less_money(terms, cohort)
    if reasons:
        raise DomainError(*reasons)


def _why_not_less_money(terms: CohortTerms, cohort: Cohort) -> list[Reason]:
    committed, staged = cohort.committed_amount or Decimal(0), cohort.staged_amount or Decimal(0)
    if terms.award_budget >= committed + staged:
        return []
    also = f", and {dollars(staged)} is held by decisions that are not announced yet" if staged else ""
    return [Reason(f"{dollars(committed)} is committed already{also}.", "award_budget")]


def _why_not_fewer(terms: CohortTerms, cohort: Cohort) -> list[Reason]:
    reasons = []
    promised = cohort.seats_offered or 0
    if terms.seats < cohort.seats_taken + promised:
        also = f", and {promised} promised to the waiting list" if promised else ""
        reasons.append(Reason(f"{cohort.seats_taken} seats are taken already{also}.", "seats"))
    if terms.waiting_places < (cohort.waiting or 0):
        reasons.append(Reason(f"{cohort.waiting} affiliates are on the waiting list already.", "waiting_places"))
    return reasons


def _why_not_pilot(terms: CohortTerms, cohort: Cohort, *, session: Session) -> list[Reason]:
    """An expansion says which pilot it builds on, and what others build on stays a pilot."""
    if terms.kind is CohortKind.PILOT:
        return [] if terms.pilot_id is None else [Reason("A pilot builds on no other cohort.", "pilot")]
    if cohort.id is not None and is_built_on(session, cohort.id):
        return [Reason("An expansion builds on this cohort, so it stays a pilot.", "kind")]
    pilot = find_cohort(session, terms.pilot_id)
    if pilot is None or pilot.kind is not CohortKind.PILOT or pilot.id == cohort.id:
        return [Reason("Choose the pilot that this expansion builds on; its learning review opens it.", "pilot")]
    return []


def _shown(values: dict[str, object]) -> dict[str, str]:
    return {name.replace("_", " ").capitalize(): str(value) for name, value in values.items()}
