"""Partners as pages and rules need them: the lead's view, the partner's own, and whom a proposal could ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, select
from sqlalchemy.orm import Session, joinedload

from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.frameworks.models import Indicator
from workflows.people.models import Affiliate, RoleAssignment, User
from workflows.permissions import Reach, Role
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal
from workflows.proposals.partners.models import Partner, PartnerState
from workflows.proposals.partners.suggesting import Site, list_words
from workflows.proposals.queries import get_proposal
from workflows.stages import TERMINAL, Stage


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partner as its own affiliate sees it: whose it is, is the partner's affiliate, not the lead."""

    partner: Partner

    @property
    def reach(self) -> Reach:
        return Reach(affiliate_id=self.partner.affiliate_id)


def get_partner(session: Session, partner_id: int) -> Partner:
    """With the whole proposal of its lead, its affiliate, its letter and its answers; raises NotFound."""
    proposal_id = session.scalar(select(Partner.proposal_id).where(Partner.id == partner_id))
    if proposal_id is None:
        raise NotFound()
    return next(partner for partner in get_proposal(session, proposal_id).partners if partner.id == partner_id)


def get_partnership(session: Session, partner_id: int) -> Partnership:
    """What an affiliate was asked; raises NotFound for an organization, and for who was never asked."""
    partner = get_partner(session, partner_id)
    if partner.affiliate_id is None or partner.round == 0:
        raise NotFound()
    return Partnership(partner)


def list_partnerships(session: Session, affiliate_id: int) -> Sequence[Partner]:
    """Every standing partnership that this affiliate was asked for, newest first, with lead and title."""
    proposal = joinedload(Partner.proposal, innerjoin=True)
    rows = (
        select(Partner)
        .where(Partner.affiliate_id == affiliate_id, Partner.round > 0, Partner.state != PartnerState.WITHDRAWN)
        .options(proposal.joinedload(Proposal.enrollment, innerjoin=True), proposal.selectinload(Proposal.sections))
        .order_by(Partner.id.desc())
    )
    return session.scalars(rows).unique().all()


def list_directed(session: Session, affiliate_ids: Collection[int]) -> frozenset[int]:
    """Those of the affiliates for which somebody could confirm: they have a director with an open account."""
    held = (
        select(RoleAssignment.affiliate_id)
        .join(User, User.id == RoleAssignment.user_id)
        .where(
            RoleAssignment.affiliate_id.in_(affiliate_ids),
            RoleAssignment.role == Role.AFFILIATE_DIRECTOR,
            RoleAssignment.ended_at.is_(None),
            User.is_active,
        )
    )
    return frozenset(key for key in session.scalars(held) if key is not None)


def list_affiliate_choices(session: Session, proposal: Proposal) -> Sequence[Affiliate]:
    """The other affiliates of the network, by name."""
    others = select(Affiliate).where(Affiliate.id != proposal.enrollment.affiliate_id)
    return session.scalars(others.order_by(Affiliate.name)).all()


def works_for_lead(session: Session, proposal: Proposal, email: str) -> bool:
    """Whether this address belongs to somebody of the lead's own affiliate."""
    own = select(RoleAssignment.id).where(
        RoleAssignment.user_id == User.id,
        RoleAssignment.affiliate_id == proposal.enrollment.affiliate_id,
        RoleAssignment.ended_at.is_(None),
    )
    return session.scalar(select(User.id).where(User.email == email.strip().lower(), own.exists())) is not None


@dataclass(frozen=True, slots=True)
class Insider:
    """A partner affiliate of a proposal with who coaches it: none of its people reviews the proposal."""

    proposal_id: int
    affiliate_id: int
    name: str
    coach_ids: frozenset[int]


def list_insiders(session: Session, proposals: Sequence[Proposal]) -> Sequence[Insider]:
    """The affiliates that are asked or confirmed as partners of these proposals; one query."""
    rows = (
        select(Partner.proposal_id, Affiliate.id, Affiliate.name, Enrollment.coach_id)
        .join(Affiliate, Partner.affiliate_id == Affiliate.id)
        .outerjoin(Enrollment, (Enrollment.affiliate_id == Affiliate.id) & Enrollment.stage.not_in(TERMINAL))
        .where(
            Partner.proposal_id.in_([proposal.id for proposal in proposals]),
            Partner.state.in_((PartnerState.ASKED, PartnerState.CONFIRMED)),
        )
    )
    found: dict[tuple[int, int], tuple[str, set[int]]] = {}
    for proposal_id, affiliate_id, name, coach_id in session.execute(rows):
        _, coaches = found.setdefault((proposal_id, affiliate_id), (name, set()))
        coaches |= {coach_id} if coach_id is not None else set()
    return [Insider(*key, name, frozenset(coaches)) for key, (name, coaches) in found.items()]


def find_site(session: Session, proposal: Proposal) -> Site:
    """The lead as it is compared with others."""
    enrollment = proposal.enrollment
    return _site(enrollment, _domains_of(session, [enrollment.id]).get(enrollment.id, frozenset()))


def list_sites(session: Session, proposal: Proposal) -> Sequence[Site]:
    """Affiliates of the same cohort that write, too, are in no joint proposal of it, and may be suggested."""
    cohort_id = proposal.enrollment.cohort_id
    joint = _in_joint_proposals(cohort_id)
    rows = (
        select(Enrollment)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(
            Enrollment.cohort_id == cohort_id,
            Enrollment.stage == Stage.PROPOSING,
            Affiliate.may_be_suggested,
            Affiliate.id != proposal.enrollment.affiliate_id,
            Affiliate.id.not_in(joint),
        )
        .order_by(Enrollment.id)
    )
    enrollments = session.scalars(rows).unique().all()
    domains = _domains_of(session, [enrollment.id for enrollment in enrollments])
    return [_site(enrollment, domains.get(enrollment.id, frozenset())) for enrollment in enrollments]


def _in_joint_proposals(cohort_id: int) -> CompoundSelect[tuple[int | None]]:
    """Leads and partners of every proposal of the cohort that has a standing partner of the network."""
    of_cohort = (
        select(Enrollment.affiliate_id.label("lead_id"), Partner.affiliate_id.label("partner_id"))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .join(Partner, Partner.proposal_id == Proposal.id)
        .where(
            Enrollment.cohort_id == cohort_id,
            Partner.affiliate_id.is_not(None),
            Partner.state.in_((PartnerState.NAMED, PartnerState.ASKED, PartnerState.CONFIRMED)),
        )
        .subquery()
    )
    return select(of_cohort.c.lead_id).union(select(of_cohort.c.partner_id))


def _domains_of(session: Session, enrollment_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The domains of the goals that each enrollment's proposal has, one query for all."""
    rows = (
        select(Proposal.enrollment_id, Indicator.domain)
        .join(Goal, Goal.proposal_id == Proposal.id)
        .join(Indicator, Indicator.id == Goal.indicator_id)
        .where(Proposal.enrollment_id.in_(enrollment_ids))
    )
    found: dict[int, frozenset[str]] = {}
    for enrollment_id, domain in session.execute(rows):
        found[enrollment_id] = found.get(enrollment_id, frozenset()) | {domain}
    return found


def _site(enrollment: Enrollment, domains: frozenset[str]) -> Site:
    affiliate = enrollment.affiliate
    return Site(
        affiliate_id=affiliate.id,
        name=affiliate.name,
        town=affiliate.town,
        state=affiliate.state,
        is_rural=affiliate.is_rural,
        staff_count=affiliate.staff_count,
        languages=list_words(affiliate.languages),
        domains=domains,
    )
