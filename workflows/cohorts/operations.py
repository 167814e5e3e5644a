"""Set up a cohort and change its rules."""

from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import is_name_taken
from workflows.cohorts.terms import CohortTerms
from workflows.errors import DomainError, Reason, Stale
from workflows.money import dollars


def create_cohort(terms: CohortTerms, *, session: Session) -> Cohort:
    """A new cohort without affiliates; raises DomainError when the terms contradict each other."""
    cohort = Cohort(**terms.as_columns(), seats_taken=0)
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
    if terms.seats < cohort.seats_taken:
        reasons.append(Reason(f"{cohort.seats_taken} seats are taken already.", "seats"))
    if cohort.committed_amount is not None and terms.award_budget < cohort.committed_amount:
        reasons.append(Reason(f"{dollars(cohort.committed_amount)} is committed already.", "award_budget"))
    if reasons:
        raise DomainError(*reasons)


def _shown(values: dict[str, object]) -> dict[str, str]:
    return {name.replace("_", " ").capitalize(): str(value) for name, value in values.items()}
