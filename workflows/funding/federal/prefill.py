"""What is known already about a federal award, so that nobody types it twice; people look at it before it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment
from workflows.funding.federal.answers import PARTS, SHARED_IN_A_COHORT
from workflows.funding.federal.models import FederalElements
from workflows.funding.models import Award, FundingSource
from workflows.people.answers import NETWORK_NAME
from workflows.people.models import User
from workflows.proposals.budget.answers import IndirectMode
from workflows.proposals.models import Proposal, ProposalSnapshot


@dataclass(frozen=True, slots=True)
class Known:
    """One value, and where it comes from in words."""

    value: str
    source: str


def prefill(session: Session, award: Award) -> Mapping[str, Known]:
    """By the name of the part: what was saved, else what records say, else what another award of the cohort says."""
    saved = award.federal.values if award.federal is not None else {}
    known = {
        **_from_cohort(session, award),
        **_from_award(session, award),
        **_from_budget(session, award),
        **_from_profile(award),
    }
    if award.federal is not None:
        known |= {name: Known(value, "") for name, value in saved.items() if value}
    return {name: one for name, one in known.items() if name in PARTS and one.value}


def _from_profile(award: Award) -> dict[str, Known]:
    affiliate = award.enrollment.affiliate
    return {
        "subrecipient_name": Known(affiliate.legal_name or affiliate.name, "from the affiliate’s profile"),
        "uei": Known(affiliate.uei, "from the affiliate’s profile"),
    }


def _from_award(session: Session, award: Award) -> dict[str, Known]:
    source, total = "from the award", f"{_obligated(session, award):.2f}"
    starts, ends = award.starts_on.isoformat(), award.ends_on.isoformat()
    official = session.get_one(User, award.awarded_by_id)
    values = {
        "period_starts_on": starts,
        "period_ends_on": ends,
        "budget_starts_on": starts,
        "budget_ends_on": ends,
        "obligated_now": f"{award.amount:.2f}",
        "obligated_total": total,
        "committed_total": total,
        "listing_amount": f"{award.amount:.2f}",
        "pass_through": NETWORK_NAME,
        "official": f"{official.name}, {official.email}",
    }
    return {name: Known(value, source) for name, value in values.items()}


def _obligated(session: Session, award: Award) -> Decimal:
    """All federal awards of the affiliate, without what went back, in US dollars."""
    amounts = (
        select(func.sum(Award.amount), func.sum(Award.returned_amount))
        .join(Award.enrollment)
        .where(Enrollment.affiliate_id == award.enrollment.affiliate_id, Award.source == FundingSource.FEDERAL)
    )
    given, returned = session.execute(amounts).one()
    return (given or award.amount) - (returned or Decimal(0))


def _from_budget(session: Session, award: Award) -> dict[str, Known]:
    newest = (
        select(ProposalSnapshot.content)
        .join(Proposal)
        .where(Proposal.enrollment_id == award.enrollment_id)
        .order_by(ProposalSnapshot.number.desc())
    )
    content = session.scalar(newest.limit(1)) or {}
    told = (content.get("budget") or {}).get("indirect") or {}
    if not told:
        return {}
    is_de_minimis = told.get("mode") == IndirectMode.DE_MINIMIS.value
    return {
        "indirect_rate": Known(str(told.get("way", "")), "from the proposal’s budget"),
        "is_de_minimis": Known("yes" if is_de_minimis else "no", "from the proposal’s budget"),
    }


def _from_cohort(session: Session, award: Award) -> dict[str, Known]:
    """What the newest other federal award of the cohort says about the federal award itself."""
    others = (
        select(FederalElements.values, Award.number)
        .join(FederalElements.award)
        .join(Award.enrollment)
        .where(Enrollment.cohort_id == award.enrollment.cohort_id, Award.id != award.id)
        .order_by(FederalElements.saved_at.desc(), FederalElements.id.desc())
    )
    found = session.execute(others.limit(1)).first()
    if found is None:
        return {}
    values, number = found
    return {name: Known(values.get(name, ""), f"as in award {number}") for name in SHARED_IN_A_COHORT}
