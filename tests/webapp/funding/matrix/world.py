"""The records that the actions are about: one affiliate with its years, each with something that waits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_agreements import a_file, a_source, in_force, offered
from tests.scenes_awards import a_condition
from tests.scenes_documents import sealed_content
from tests.scenes_money import a_payment, asked_back, paid
from tests.scenes_reviews import Scene, a_scene, an_agreement, as_actor, awarded, funded, reviewed
from tests.scenes_staging import APPROVAL, stage
from workflows.agreements.models import DataSharingAgreement, DataSource
from workflows.amendments.answers import AmendmentType, Track
from workflows.amendments.models import Amendment, AmendmentChange, AmendmentState, Suspension
from workflows.documents.models import Document
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.holds.answers import Releaser
from workflows.funding.holds.models import PaymentHold
from workflows.funding.models import Award, Payment
from workflows.funding.payments import approve_payment, request_payment
from workflows.funding.reversals.models import PaymentReversal
from workflows.people.models import Affiliate, User
from workflows.permissions import Role
from workflows.proposals.partners.models import Partner, PartnerRole, PartnerState
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.operations import declare_no_conflict, step_aside
from workflows.reviews.staging.models import StagedDecision
from workflows.signing.queries import find_document_to_sign
from workflows.stages import Stage


@dataclass(frozen=True, slots=True)
class World:
    """A decision that waits for its second person, an agreement to sign, an award in use and one that rests."""

    scene: Scene  # of the proposal whose decision is kept: the first manager took it
    scoring: User
    left: User
    partner: Affiliate
    steward: User
    lead: User  # of the affiliate; sent the amendment that the first manager wrote
    staged: StagedDecision
    fresh: Award
    condition: AwardCondition  # of the fresh award, as is the hold, which a program manager releases
    hold: PaymentHold
    running: Award
    scheduled: Payment
    requested: Payment  # by the first finance officer
    approved: Payment
    paid: Payment
    reversal: PaymentReversal  # asked for by the first finance officer
    amendment: Amendment
    data_agreement: DataSharingAgreement
    source: DataSource
    resting: Award
    signed: Document
    sealed: Document  # an agreement about data that is in force
    edition: int  # of the schedule of the running award

    @property
    def numbers(self) -> Mapping[str, int]:
        """What addresses and forms name."""
        records = ("staged", "fresh", "condition", "hold", "running", "scheduled", "requested", "approved", "paid",
                   "reversal", "amendment", "data_agreement", "source", "resting", "signed", "sealed")  # fmt: skip
        return {
            **{name: getattr(self, name).id for name in records},
            "proposal": self.scene.proposal.id,
            "cohort": self.scene.enrollment.cohort_id,
            "running_year": self.running.enrollment_id,
            "fresh_year": self.fresh.enrollment_id,
            "edition": self.edition,
        }


def a_world(session: Session) -> World:
    first = a_scene(session, content=sealed_content(1))
    scoring, left, steward = (a_person(session, role) for role in (Role.REVIEWER, Role.REVIEWER, Role.PRIVACY_STEWARD))
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=first.enrollment.affiliate)
    partner = an_affiliate(session)
    scenes = [first, *(_again(session, first) for _ in range(2))]
    for scene in scenes:
        _step_aside(session, scene, left)
        _confirm_partner(session, scene, partner)
    deciding, signing, running = scenes
    _open_seat(session, reviewed(session, deciding), scoring)
    fresh, in_use = awarded(session, signing), funded(session, running)
    an_agreement(session, fresh, digest="b" * 64)
    payments = _payments(session, in_use, first)
    signed = find_document_to_sign(session, kind="grant_agreement", subject_id=in_use.id)
    assert signed is not None
    world = World(
        scene=first,
        scoring=scoring,
        left=left,
        partner=partner,
        steward=steward,
        lead=lead,
        staged=_kept(session, deciding),
        fresh=fresh,
        condition=a_condition(session, fresh, first.managers[0]),
        hold=_a_hold(session, fresh, first),
        running=in_use,
        **payments,
        reversal=asked_back(session, payments["paid"], first, "500"),
        amendment=_an_amendment(session, in_use, first.managers[0], lead),
        data_agreement=offered(session, running.enrollment, steward),
        source=a_source(session, running.enrollment, by=steward),
        resting=_at_rest(session, first),
        signed=signed,
        sealed=_a_sealed_data_agreement(session, fresh, steward),
        edition=sum(payment.version for payment in payments.values()),
    )
    session.flush()
    return world


def _again(session: Session, first: Scene) -> Scene:
    """Another year of the same affiliate with the same people."""
    scene = a_scene(session)
    scene.enrollment.affiliate = first.enrollment.affiliate
    scene.enrollment.coach_id = first.coach.id
    session.flush()
    return replace(first, enrollment=scene.enrollment, proposal=scene.proposal)


def _seat(session: Session, scene: Scene, person: User) -> Any:
    (review,) = assign_reviewers(
        scene.proposal, reviewer_ids=[person.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    return review


def _open_seat(session: Session, scene: Scene, person: User) -> None:
    declare_no_conflict(_seat(session, scene, person), session=session, actor=as_actor(person), now=NOW)
    session.flush()


def _step_aside(session: Session, scene: Scene, person: User) -> None:
    seat = _seat(session, scene, person)
    step_aside(seat, reason="My sister works there.", session=session, actor=as_actor(person), now=NOW)
    session.flush()


def _confirm_partner(session: Session, scene: Scene, partner: Affiliate) -> None:
    session.add(
        Partner(
            proposal=scene.proposal,
            affiliate_id=partner.id,
            role=next(iter(PartnerRole)),
            state=PartnerState.CONFIRMED,
            named_at=NOW,
        )
    )
    session.flush()


def _kept(session: Session, scene: Scene) -> StagedDecision:
    """An approval above the amount from which a second person confirms."""
    scene.enrollment.cohort.confirm_above = Decimal(20_000)
    session.flush()
    return stage(session, scene, APPROVAL)


def _payments(session: Session, award: Award, scene: Scene) -> dict[str, Payment]:
    """One in each state, of $2,000 each."""
    asks, approves = (as_actor(person) for person in scene.finance)
    scheduled, requested, approved, over = (a_payment(session, award, scene, "2000") for _ in range(4))
    for payment in (requested, approved):
        request_payment(payment, session=session, actor=asks, now=NOW)
    approve_payment(approved, session=session, actor=approves, now=NOW)
    paid(session, over, scene)
    return {"scheduled": scheduled, "requested": requested, "approved": approved, "paid": over}


def _a_hold(session: Session, award: Award, scene: Scene) -> PaymentHold:
    hold = PaymentHold(
        award=award,
        reason="The second signer is missing.",
        release_path="Name a second signer.",
        releaser=Releaser.PROGRAM_MANAGER,
        held_by_id=scene.managers[0].id,
        held_at=NOW,
    )
    session.add(hold)
    session.flush()
    return hold


def _an_amendment(session: Session, award: Award, writer: User, lead: User) -> Amendment:
    """Another title, written by one person, sent by the data lead, and not decided on."""
    amendment = Amendment(
        award=award,
        number=1,
        type=AmendmentType.SCOPE,
        state=AmendmentState.SUBMITTED,
        reason="Two employers closed.",
        evidence="Of 40 people, 18 had a job.",
        effects="None on the budget.",
        track=Track.FULL,
        track_reasons=["It changes the scope."],
        requested_by_id=writer.id,
        requested_at=NOW,
        submitted_by_id=lead.id,
        submitted_at=NOW,
    )
    title = AmendmentChange(place="scope", field="title", position=1, old="Evening English", new="Morning English")
    amendment.changes.append(title)
    session.add(amendment)
    session.flush()
    return amendment


def _a_sealed_data_agreement(session: Session, award: Award, steward: User) -> Document:
    agreement = in_force(session, award.enrollment, steward=steward)
    document = a_file(session, agreement, sha256="e" * 64)
    document.sealed_at = NOW
    session.flush()
    return document


def _at_rest(session: Session, scene: Scene) -> Award:
    """A year of the same affiliate that the first manager suspended."""
    affiliate, manager = scene.enrollment.affiliate, scene.managers[0]
    year = an_enrollment(session, Stage.SUSPENDED, affiliate=affiliate, coach_id=scene.coach.id)
    award = Award(
        enrollment=year,
        number=f"ACC-2026-{year.id:04}",
        amount=Decimal(10_000),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        awarded_at=NOW,
        awarded_by_id=manager.id,
    )
    rest = Suspension(
        award=award,
        begins_on=NOW.date(),
        reason="The director has left.",
        lifts_when="Name a new director.",
        suspended_by_id=manager.id,
        suspended_at=NOW,
    )
    session.add_all([award, rest])
    session.flush()
    return award
