"""A project year with a whole plan, ready to be amended: goal, budget, activities, partners and key people."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_year import LATER, YearScene, a_year, acting
from workflows.amendments.answers import AmendmentAnswers, AmendmentType, Choice, DecisionAnswers
from workflows.amendments.deciding import decide
from workflows.amendments.in_force import get_plan
from workflows.amendments.models import Amendment
from workflows.amendments.operations import begin_amendment, save_amendment, send_amendment
from workflows.documents.models import Document
from workflows.documents.sources import find_director
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import ProposalSection
from workflows.proposals.queries import find_proposal_of
from workflows.signing.models import Side
from workflows.signing.operations import sign_document

EFFECTIVE = date(2026, 10, 1)
WHY: dict[str, Any] = {
    "reason": "Two employers closed, so fewer jobs are near.",
    "evidence": "Of 40 people who reached day 180, 18 had a job.",
    "effects": "None on the budget.",
}


@dataclass(frozen=True)
class PlanScene:
    year: YearScene
    goal: Goal
    lead: User
    finance: User

    @property
    def about_goal(self) -> str:
        return str(self.goal.id)


def a_plan(session: Session, name: str | None = None, **values: Any) -> PlanScene:
    """Lines of $15,000 staff, $4,000 travel and $6,000 for participants: the award of $25,000."""
    return with_a_plan(session, a_year(session, name, **values))


def with_a_plan(session: Session, year: YearScene) -> PlanScene:
    harbor = year.enrollment.affiliate
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=harbor, name="Samuel Haile")
    finance = a_person(session, Role.FINANCE_OFFICER)
    proposal = find_proposal_of(session, year.enrollment.id)
    assert proposal is not None
    story = {"title": "Evening classes", "summary": "We test evening classes.", "population": "Adults at our site"}
    proposal.sections.append(ProposalSection(name="story", answers=story, saved_by_id=year.director.id, saved_at=LATER))
    for position, (category, text, amount) in enumerate(
        (("PER", "Evening teacher", 15_000), ("TRA", "Bus passes", 4_000), ("PAR", "Child care", 6_000)), 1
    ):
        proposal.budget_lines.append(
            BudgetLine(position=position, category=category, description=text, quantity=Decimal(1),
                       unit_cost=Decimal(amount), amount=Decimal(amount), justification="Needed.")
        )  # fmt: skip  # one line
    goal = proposal.goals[0]
    goal.population, goal.direction_verb = "adults who arrived in the last year", "raise"
    goal.owner = "Samuel Haile, data lead"
    goal.activities = ["Call employers every week", "Teach two evening classes"]
    goal.activity_rationale = "Employers we visited hire more."
    year.enrollment.cohort.committed_amount = year.award.amount
    year.award.scheduled_amount = Decimal(22_500)
    session.flush()
    return PlanScene(year, goal, lead, finance)


def drafted(
    session: Session, scene: PlanScene, type: AmendmentType, *, about: str = "", by: User | None = None, **values: Any
) -> Amendment:
    """A draft with its reasons; `values` are the new values by field, `effective_on` apart."""
    writer = acting(by or scene.year.director)
    effective_on = values.pop("effective_on", None)
    amendment = begin_amendment(scene.year.award, type, about=about, session=session, actor=writer, now=LATER)
    save_amendment(
        amendment,
        AmendmentAnswers(values, effective_on=effective_on, **WHY),
        expected_version=amendment.version,
        session=session,
        actor=writer,
        now=LATER,
    )
    session.flush()
    return amendment


def sent(session: Session, amendment: Amendment, by: User) -> Amendment:
    send_amendment(amendment, expected_version=amendment.version, session=session, actor=acting(by), now=LATER)
    session.flush()
    return amendment


def approved(
    session: Session, amendment: Amendment, by: User, *, effective_on: date | None = None, sign: bool = True
) -> Amendment:
    """Approved by that manager and, on the full track, signed by the director and by the manager."""
    decide(
        amendment,
        DecisionAnswers(Choice.APPROVE, effective_on=effective_on),
        expected_version=amendment.version,
        session=session,
        actor=acting(by),
        now=LATER,
    )
    session.flush()
    if sign and amendment.needs_signatures:
        letter_of(session, amendment)
        director = find_director(session, amendment.enrollment.affiliate_id)
        assert director is not None
        sign_letter(session, amendment, Side.AFFILIATE, director)
        sign_letter(session, amendment, Side.NETWORK, by)
    return amendment


def target_asked(session: Session, scene: PlanScene, target: str = "58", **values: Any) -> Amendment:
    """A request for another target, sent by the director."""
    amendment = drafted(session, scene, AmendmentType.TARGET, about=scene.about_goal, target_value=target, **values)
    return sent(session, amendment, scene.year.director)


def new_lines(session: Session, scene: PlanScene, **amounts: str) -> list[dict[str, str]]:
    """The budget lines in force with other amounts by category, as `TRA="6000.00"`."""
    lines = get_plan(session, scene.year.award).in_force["budget", "lines"]
    return [{**row, "amount": amounts.get(row["category"], row["amount"])} for row in lines]


def letter_of(session: Session, amendment: Amendment) -> Document:
    """The amendment letter as the worker would have made it."""
    digest = f"{amendment.id:064x}"
    letter = Document(
        kind="amendment",
        enrollment_id=amendment.enrollment_id,
        subject_id=amendment.id,
        title=f"Amendment {amendment.number} to {amendment.award.number}",
        file_name=f"amendment-{amendment.id}.docx",
        digest=digest,
        file_sha256=digest,
        size=31_000,
        made_at=LATER,
    )
    session.add(letter)
    session.flush()
    return letter


def sign_letter(session: Session, amendment: Amendment, side: Side, signer: User, *, now: datetime = LATER) -> None:
    sign_document(
        "amendment",
        amendment,
        side=side,
        seen_sha256=f"{amendment.id:064x}",
        typed_name=signer.name,
        address="192.0.2.7",
        session=session,
        actor=acting(signer),
        now=now,
    )
    session.flush()
