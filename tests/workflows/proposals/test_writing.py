"""A proposal is started once, written by section by several people, and says what it still lacks."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_framework
from tests.scenes_proposals import a_complete_proposal, a_draft, a_good_goal, an_affiliate_that_writes
from workflows.db import transaction
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.permissions import Actor, Holding, Role
from workflows.proposals.answers import SECTIONS
from workflows.proposals.budget.answers import BUDGET_LINES_MAX, BudgetAnswers, BudgetLineAnswers
from workflows.proposals.budget.operations import budget_of, save_budget
from workflows.proposals.completeness import list_gaps
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, remove_goal, save_goal
from workflows.proposals.goals.written import answers_of
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.operations import start_proposal
from workflows.proposals.writing import save_section
from workflows.stages import Stage

STORY = {"title": "Work at day 180", "summary": "Who, what, why now.", "need_with_data": "", "population": "adults"}


def test_a_proposal_starts_once_and_keeps_the_framework_of_the_cohort(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    first = a_draft(session, scene)
    framework_id = scene.enrollment.cohort.framework_id
    scene.enrollment.cohort.framework_id = a_framework(session).id
    assert a_draft(session, scene) is first
    assert first.framework_id == framework_id
    assert first.state is ProposalState.DRAFT
    assert [section.name for section in first.sections] == [section.name for section in SECTIONS]
    assert session.scalar(select(func.count(Proposal.id))) == 1


def test_a_proposal_waits_for_the_training_and_says_which_sessions_are_open(session: Session) -> None:
    scene = an_affiliate_that_writes(session, Stage.TRAINING)
    with pytest.raises(Refused) as refused:
        start_proposal(scene.enrollment, session=session, actor=scene.director.as_actor(NOW), now=NOW)
    assert refused.value.sentences == ("1 of 2 sessions is open: 2. Watch the recordings to finish.",)
    assert session.scalar(select(func.count(Proposal.id))) == 0


def test_a_new_draft_lists_every_gap_with_its_place(session: Session) -> None:
    gaps = list_gaps(a_draft(session, an_affiliate_that_writes(session)))
    assert gaps[0].sentence == "Who you are: please tick «We looked at it, and it is right»."
    assert gaps[1].sentence == "Your project: «Title» is empty."
    assert [gap.where for gap in gaps][:9] == [
        "profile.confirmed",
        "story.title",
        "story.summary",
        "story.need_with_data",
        "story.population",
        "story.eligible_n",
        "story.benefit",
        "story.domains",
        "goals",
    ]
    assert gaps[-1].sentence == "The budget is empty. Add at least one line with an amount."


def test_a_complete_proposal_lacks_nothing(session: Session) -> None:
    proposal = a_complete_proposal(session, an_affiliate_that_writes(session))
    assert list_gaps(proposal) == ()
    assert proposal.total == Decimal("24000.00")


def test_what_the_rules_ask_is_a_gap_at_its_field(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    goal = proposal.goals[0]
    save_goal(
        goal,
        answers=a_good_goal(goal.indicator_id or 0, population="clients", rationale=""),
        expected_version=goal.version,
        session=session,
        actor=scene.director.as_actor(NOW),
        now=NOW,
    )
    assert [(gap.sentence, gap.where) for gap in list_gaps(proposal)] == [
        (
            "Goal 1: “clients” could be anyone. Say who exactly: age, sex, arrival, program, level or site.",
            "goals.1.population",
        ),
        (
            "Goal 1: Say why this is realistic: your own trend, what peers reach, or a national figure. Change it, or "
            "say why.",
            "goals.1.because_R1",
        ),
    ]


def save_story(session: Session, proposal: Proposal, version: int, **answers: object) -> None:
    affiliate_id = proposal.enrollment.affiliate_id
    actor = Actor(proposal.section("story").saved_by_id, "Lee", (Holding(Role.AFFILIATE_STAFF, affiliate_id),))  # type: ignore[union-attr]
    save_section(
        proposal,
        name="story",
        answers={**STORY, **answers},
        expected_version=version,
        session=session,
        actor=actor,
        now=NOW,
    )


def test_the_same_text_arriving_twice_is_no_conflict(session: Session) -> None:
    proposal = a_draft(session, an_affiliate_that_writes(session))
    save_story(session, proposal, 1)
    session.flush()
    save_story(session, proposal, 1)
    assert proposal.section("story").version == 2  # type: ignore[union-attr]


def test_a_text_over_its_limit_is_refused_at_its_field(session: Session) -> None:
    proposal = a_draft(session, an_affiliate_that_writes(session))
    with pytest.raises(DomainError) as refused:
        save_story(session, proposal, 1, title="x" * 121)
    assert [(r.sentence, r.where) for r in refused.value.reasons] == [
        ("Title: at most 120 characters. Shorten it a little.", "title")
    ]


def test_goals_are_at_most_three_and_a_removed_one_frees_its_place(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal, actor = a_draft(session, scene), scene.director.as_actor(NOW)
    goals = [add_goal(proposal, session=session, actor=actor, now=NOW) for _ in range(3)]
    with pytest.raises(DomainError, match="at most 3 goals"):
        add_goal(proposal, session=session, actor=actor, now=NOW)
    remove_goal(goals[1], session=session, actor=actor, now=NOW)
    session.flush()
    assert add_goal(proposal, session=session, actor=actor, now=NOW).position == 2
    assert session.scalar(select(func.count(Goal.id))) == 3


def test_a_goal_keeps_what_was_typed_and_its_sentence(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    session.expire_all()
    goal = proposal.goals[0]
    assert answers_of(goal) == a_good_goal(goal.indicator_id or 0)
    assert goal.statement.startswith("By 30 June 2027, raise “Employed at day 180” among employable adults")


def test_an_indicator_of_another_framework_is_refused(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    goal = a_complete_proposal(session, scene).goals[0]
    other = a_framework(session).indicators[0]
    with pytest.raises(DomainError, match="not in the framework"):
        save_goal(
            goal,
            answers=a_good_goal(other.id),
            expected_version=goal.version,
            session=session,
            actor=scene.director.as_actor(NOW),
            now=NOW,
        )


def test_budget_lines_are_replaced_as_a_whole_and_guarded_by_a_version(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal, actor = a_complete_proposal(session, scene), scene.director.as_actor(NOW)
    version = proposal.section("budget").version  # type: ignore[union-attr]
    kept = BudgetAnswers(lines=(BudgetLineAnswers("TRA", "Bus to the job fair", Decimal("1.5"), Decimal("33.35")),))
    save_budget(proposal, answers=kept, expected_version=version, session=session, actor=actor, now=NOW)
    session.flush()
    session.expire_all()
    assert budget_of(proposal) == kept
    assert proposal.total == Decimal("50.03")
    with pytest.raises(Stale):
        save_budget(proposal, answers=BudgetAnswers(), expected_version=version, session=session, actor=actor, now=NOW)


def test_a_budget_has_a_most_of_lines(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    budget = BudgetAnswers(lines=(BudgetLineAnswers("OTH", "line", Decimal(1), Decimal(1)),) * (BUDGET_LINES_MAX + 1))
    with pytest.raises(DomainError, match="at most 100 lines"):
        save_budget(
            proposal, answers=budget, expected_version=1, session=session, actor=scene.director.as_actor(NOW), now=NOW
        )


def test_a_submitted_proposal_is_no_longer_written(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    session.commit()
    with transaction() as writing:
        writing.execute(Proposal.__table__.update().values(state="submitted"))
    with pytest.raises(Refused, match="opens again if changes are asked for"):
        add_goal(proposal, session=session, actor=scene.director.as_actor(NOW), now=NOW)
