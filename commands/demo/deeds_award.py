"""Deeds between the training and the project year: proposal, reviews, decision, signatures and payments."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from commands.demo.papers import make_now
from commands.demo.proposals import PROJECTS, answers_for, budget_for
from commands.demo.review_texts import GRADES, STRENGTHS
from commands.demo.world import Deed, Scene
from workflows.advance import advance_if_ready
from workflows.clock import months_between
from workflows.frameworks.models import Indicator
from workflows.frameworks.queries import list_indicators
from workflows.funding.models import Award, FundingSource, Payment, Restriction
from workflows.funding.operations import approve_proposal
from workflows.funding.payments import approve_payment, record_paid, request_payment
from workflows.funding.schedules.operations import schedule_suggested
from workflows.permissions import PROGRAM
from workflows.proposals.answers import SECTION_BY_NAME
from workflows.proposals.budget.operations import save_budget
from workflows.proposals.certifying import hand_over
from workflows.proposals.checks import count_words
from workflows.proposals.deadlines.operations import ask_for_time
from workflows.proposals.goals.answers import GoalAnswers, MilestoneAnswers, PlanAnswers, RiskAnswers, WatchedAnswers
from workflows.proposals.goals.operations import add_goal, kept_plan, save_goal, save_plan
from workflows.proposals.models import Proposal
from workflows.proposals.operations import start_proposal, submit_proposal
from workflows.proposals.revisions.asked import list_asked
from workflows.proposals.revisions.operations import answer_request
from workflows.proposals.writing import save_section
from workflows.reporting.operations import ensure_reports
from workflows.reviews.amounts import core_costs_of
from workflows.reviews.answers import PlannedCondition, ScoreAnswer
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.decisions import decline_proposal, request_changes
from workflows.reviews.models import Review
from workflows.reviews.operations import declare_no_conflict, edition_of, finish_review, save_scores
from workflows.signing.models import Side
from workflows.signing.operations import find_file_of, sign_document

SECONDS_A_WORD = 12  # of writing, talking and looking things up
PAID_FOR = "The hours are in the first line of the budget, which is for all our goals together."


def write_proposal(scene: Scene, *, sections: tuple[str, ...] = (), goals: bool = True, budget: bool = True) -> None:
    """Write the member's project; `sections` limits it to these for a draft."""
    project = PROJECTS[scene.key]
    proposal = start_proposal(scene.enrollment, session=scene.session, actor=scene.actor, now=scene.now)
    codes = [goal.indicator for goal in project.goals]
    found = {one.code: one for one in list_indicators(scene.session, proposal.framework_id)}
    domains = tuple(dict.fromkeys(found[code].domain for code in codes))
    months = months_between(scene.now.date() + timedelta(days=90), scene.enrollment.cohort.ends_on)
    for name, answers in answers_for(scene.member, domains=domains, months=months).items():
        if sections and name not in sections:
            continue
        row = proposal.section(name)
        assert row is not None
        save_section(
            proposal,
            name=name,
            answers=answers,
            expected_version=row.version,
            session=scene.session,
            actor=scene.actor,
            now=scene.now,
        )
        row.seconds_spent = SECONDS_A_WORD * count_words(SECTION_BY_NAME[name], answers)
    if goals:
        for number in range(len(project.goals)):
            _write_goal(scene, proposal, number)
        _write_plan(scene, proposal)
    if budget:
        _write_budget(scene, proposal)


def _write_goal(scene: Scene, proposal: Proposal, number: int) -> None:
    told = PROJECTS[scene.key].goals[number]
    indicator = _indicator(scene, proposal, told.indicator)
    due_on = scene.enrollment.cohort.ends_on - timedelta(days=20)
    goal = add_goal(proposal, session=scene.session, actor=scene.actor, now=scene.now)
    answers = GoalAnswers(
        indicator_id=indicator.id,
        population=told.population,
        direction_verb=told.verb,
        baseline_value=Decimal(told.baseline),
        baseline_n=told.baseline_n,
        baseline_on=scene.now.date() - timedelta(days=9),
        target_value=Decimal(told.target),
        due_on=due_on,
        milestones=_milestones(told.baseline, told.target, due_on),
        data_source="Monthly extract of the case database",
        owner=f"{scene.member.data_lead}, data lead",
        activities=told.activities,
        risks=(RiskAnswers(*told.risk),) if told.risk[0] else (),
        justifications={"R5": PAID_FOR, **told.because},
        rationale=told.rationale,
        activity_rationale=told.activity_rationale,
    )
    save_goal(
        goal, answers=answers, expected_version=goal.version, session=scene.session, actor=scene.actor, now=scene.now
    )


def _write_plan(scene: Scene, proposal: Proposal) -> None:
    watched = tuple(
        WatchedAnswers(
            indicator_id=_indicator(scene, proposal, code).id,
            baseline_on=scene.enrollment.cohort.ends_on - timedelta(days=300),  # still to be set
            target_value=Decimal(target),
            data_source="Monthly extract of the case database",
            owner=f"{scene.member.data_lead}, data lead",
        )
        for code, target in PROJECTS[scene.key].watched
    )
    save_plan(
        proposal,
        answers=PlanAnswers(watched),
        expected_version=kept_plan(proposal).version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def _indicator(scene: Scene, proposal: Proposal, code: str) -> Indicator:
    wanted = select(Indicator).where(Indicator.framework_id == proposal.framework_id, Indicator.code == code)
    return scene.session.scalars(wanted).one()


def _milestones(baseline: str, target: str, due_on: date) -> tuple[MilestoneAnswers, ...]:
    """A third and two thirds of the way, four and eight months before the end."""
    start, end = Decimal(baseline), Decimal(target)
    return tuple(
        MilestoneAnswers(due_on - timedelta(days=days), (start + (end - start) * third / 3).quantize(Decimal("0.1")))
        for third, days in ((1, 240), (2, 120))
    )


def _write_budget(scene: Scene, proposal: Proposal) -> None:
    row = proposal.section("budget")
    assert row is not None
    save_budget(
        proposal,
        answers=budget_for(scene.member, proposal.goals[0].id if proposal.goals else None),
        expected_version=row.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def hand_to_director(scene: Scene) -> None:
    hand_over(_proposal(scene), session=scene.session, actor=scene.actor, now=scene.now)


def submit(scene: Scene) -> None:
    submit_proposal(
        _proposal(scene), typed_name=scene.member.director, session=scene.session, actor=scene.actor, now=scene.now
    )


def _proposal(scene: Scene) -> Proposal:
    proposal = scene.session.scalars(
        select(Proposal).where(Proposal.enrollment_id == scene.enrollment.id).execution_options(populate_existing=True)
    ).one()
    scene.session.refresh(proposal, ["reviews", "goals", "snapshots", "sections", "budget_lines", "budget_indirect"])
    return proposal


def ask_reviewers(scene: Scene, *, boxes: tuple[str, ...]) -> None:
    people = [scene.world.people[f"{box}@national.example.org"].id for box in boxes]
    assign_reviewers(_proposal(scene), reviewer_ids=people, session=scene.session, actor=scene.actor, now=scene.now)


def _own_review(scene: Scene) -> Review:
    return scene.session.scalars(
        select(Review)
        .join(Proposal, Proposal.id == Review.proposal_id)
        .where(Proposal.enrollment_id == scene.enrollment.id, Review.reviewer_id == scene.actor.id)
    ).one()


def score(scene: Scene, *, anchors: tuple[int, ...], questions: str = "", files: bool = True) -> None:
    """Declare, score the first criteria by these anchors, and file the review where all nine are given."""
    review = _own_review(scene)
    if review.declared_at is None:
        declare_no_conflict(review, session=scene.session, actor=scene.actor, now=scene.now)
    scene.session.flush()  # the edition below counts the versions that are saved
    title = PROJECTS[scene.key].title
    answers = [
        ScoreAnswer(f"C{number}", anchor, GRADES[f"C{number}", anchor].format(title=title, name=scene.member.name))
        for number, anchor in enumerate(anchors, 1)
    ]
    save_scores(
        review,
        scores=answers,
        strengths=STRENGTHS[len(title) % len(STRENGTHS)].format(title=title, name=scene.member.name),
        questions=questions,
        edition=edition_of(review),
        session=scene.session,
        actor=scene.actor,
    )
    scene.session.flush()  # filing reads what is saved
    if files:
        finish_review(review, session=scene.session, actor=scene.actor, now=scene.now)


def approve(
    scene: Scene,
    *,
    starts: int,
    feedback: str,
    conditions: tuple[PlannedCondition, ...] = (),
    source: FundingSource = FundingSource.PRIVATE,
) -> None:
    proposal = _proposal(scene)
    restriction = Restriction.PARTLY_RESTRICTED if core_costs_of(proposal) else Restriction.RESTRICTED
    approve_proposal(
        proposal,
        amount=proposal.total,
        starts_on=scene.world.day(starts),
        feedback=feedback,
        conditions=conditions,
        source=source,
        restriction=restriction,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def ask_for_changes(scene: Scene, *, note: str, requests: tuple[tuple[str, str], ...]) -> None:
    request_changes(
        _proposal(scene), dict(requests), note=note, session=scene.session, actor=scene.actor, now=scene.now
    )


def answer_changes(scene: Scene, *, answers: tuple[tuple[str, str], ...]) -> None:
    """Say what was done about the requests of these sections."""
    told = dict(answers)
    for asked in list_asked(_proposal(scene)):
        if asked.section in told:
            answer_request(
                asked,
                answer=told[asked.section],
                expected_version=asked.version,
                session=scene.session,
                actor=scene.actor,
                now=scene.now,
            )


def ask_for_more_time(scene: Scene, *, days: int, reason: str) -> None:
    """Ask for so many days more than the deadline that stands."""
    until = max(scene.enrollment.proposal_due_at, scene.now) + timedelta(days=days)
    ask_for_time(scene.enrollment, reason=reason, until=until, session=scene.session, actor=scene.actor, now=scene.now)


def decline(scene: Scene, *, feedback: str) -> None:
    decline_proposal(_proposal(scene), feedback=feedback, session=scene.session, actor=scene.actor, now=scene.now)


def _award(scene: Scene) -> Award:
    return scene.session.scalars(select(Award).where(Award.enrollment_id == scene.enrollment.id)).one()


def print_agreement(scene: Scene) -> None:
    """Signatures name the agreement's file, so it is made at once, by the job itself."""
    make_now(scene, "grant_agreement", _award(scene).id)


def sign(scene: Scene, *, side: str, name: str) -> None:
    sign_file(scene, "grant_agreement", _award(scene), side=side, name=name)


def sign_file(scene: Scene, kind: str, record: Any, *, side: str, name: str) -> None:
    """Sign the file of the record that is there to be signed."""
    document = find_file_of(scene.session, kind, record)
    assert document is not None
    sign_document(
        kind,
        record,
        side=Side(side),
        seen_sha256=document.file_sha256,
        typed_name=name,
        address="192.0.2.10",
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def schedule_payments(scene: Scene) -> None:
    schedule_suggested(_award(scene), session=scene.session, actor=scene.actor, now=scene.now)


def _payment(scene: Scene, number: int) -> Payment:
    award = _award(scene)
    return scene.session.scalars(select(Payment).where(Payment.award_id == award.id, Payment.number == number)).one()


def ask_payment(scene: Scene, *, number: int) -> None:
    request_payment(_payment(scene, number), session=scene.session, actor=scene.actor, now=scene.now)


def release_payment(scene: Scene, *, number: int) -> None:
    approve_payment(_payment(scene, number), session=scene.session, actor=scene.actor, now=scene.now)


def pay(scene: Scene, *, number: int) -> None:
    reference = f"ACH-{scene.now:%y%m%d}-{scene.enrollment.id:03}"
    record_paid(
        _payment(scene, number),
        paid_on=scene.now.date(),
        reference=reference,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def begin_year(scene: Scene) -> None:
    advance_if_ready(scene.enrollment, "begin_project_year", session=scene.session, actor=PROGRAM, now=scene.now)
    ensure_reports(scene.enrollment, session=scene.session)


AWARD_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        write_proposal,
        hand_to_director,
        submit,
        ask_reviewers,
        score,
        approve,
        ask_for_changes,
        answer_changes,
        ask_for_more_time,
        decline,
        print_agreement,
        sign,
        schedule_payments,
        ask_payment,
        release_payment,
        pay,
        begin_year,
    )
}
