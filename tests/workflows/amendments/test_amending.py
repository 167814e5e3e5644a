"""From the draft to the effect: what each step asks, keeps and refuses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_amendments import (
    EFFECTIVE,
    WHY,
    a_plan,
    approved,
    drafted,
    new_lines,
    sent,
    target_asked,
)
from tests.scenes_year import LATER, acting
from workflows.amendments.answers import (
    Advice,
    AmendmentAnswers,
    AmendmentType,
    Choice,
    DecisionAnswers,
    Track,
)
from workflows.amendments.deciding import advise, bring_into_effect, decide, why_not_decide
from workflows.amendments.in_force import get_plan, list_goals_in_force
from workflows.amendments.models import AmendmentState
from workflows.amendments.operations import begin_amendment, save_amendment, send_amendment, withdraw_amendment
from workflows.errors import Stale
from workflows.funding.models import FundingSource
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Role
from workflows.stages import Stage

T = AmendmentType


def test_a_target_is_approved_and_counts_from_its_day(session: Session) -> None:
    scene = a_plan(session)
    amendment = target_asked(session, scene, effective_on=EFFECTIVE)
    assert (amendment.state, amendment.track) == (AmendmentState.SUBMITTED, Track.FAST)
    approved(session, amendment, scene.year.manager)
    assert (amendment.state, amendment.effective_on) == (AmendmentState.APPROVED, EFFECTIVE)
    on_the_day = datetime(2026, 10, 1, 12, tzinfo=UTC)
    assert not bring_into_effect(amendment, session=session, now=on_the_day - timedelta(days=1))
    assert bring_into_effect(amendment, session=session, now=on_the_day)
    session.flush()
    before = list_goals_in_force(session, [scene.goal], on=EFFECTIVE - timedelta(days=1))[scene.goal.id]
    after = list_goals_in_force(session, [scene.goal], on=EFFECTIVE)[scene.goal.id]
    assert (before.target_value, before.original_target, before.target_since) == (Decimal(60), None, None)
    assert (after.target_value, after.original_target, after.target_since) == (Decimal(58), Decimal(60), EFFECTIVE)
    assert scene.goal.target_value == Decimal(60)
    assert "to 58%" in after.statement


def test_an_approval_without_a_day_is_in_effect_at_once(session: Session) -> None:
    scene = a_plan(session)
    amendment = approved(session, target_asked(session, scene), scene.year.manager)
    assert (amendment.state, amendment.effective_on) == (AmendmentState.IN_EFFECT, LATER.date())
    told = session.scalars(
        select(OutboxEvent.name).where(OutboxEvent.name.startswith("amendment_")).order_by(OutboxEvent.id)
    ).all()
    assert told == ["amendment_submitted", "amendment_approved", "amendment_in_effect"]


def test_a_notice_is_in_effect_when_it_is_sent(session: Session) -> None:
    scene = a_plan(session)
    amendment = drafted(session, scene, T.BUDGET, lines=new_lines(session, scene, PER="13000.00", TRA="6000.00"))
    sent(session, amendment, scene.lead)
    assert (amendment.state, amendment.track, amendment.decision_due_at) == (
        AmendmentState.IN_EFFECT, Track.NOTIFY, None,
    )  # fmt: skip  # what a notice is
    assert amendment.track_reasons == [
        "Not more than 10 percent of the award moves between categories, counted since the budget that was last "
        "approved. (Our grant agreement)"
    ]
    lines = get_plan(session, scene.year.award).in_force["budget", "lines"]
    assert [row["amount"] for row in lines] == ["13000.00", "6000.00", "6000.00"]


def test_small_moves_add_up_until_somebody_approved(session: Session) -> None:
    scene = a_plan(session)
    first = drafted(session, scene, T.BUDGET, lines=new_lines(session, scene, PER="13000.00", TRA="6000.00"))
    sent(session, first, scene.lead)
    second = drafted(session, scene, T.BUDGET, lines=new_lines(session, scene, PER="12000.00", TRA="7000.00"))
    sent(session, second, scene.lead)
    assert (second.state, second.track) == (AmendmentState.SUBMITTED, Track.FAST)
    approved(session, second, scene.year.manager)
    third = drafted(session, scene, T.BUDGET, lines=new_lines(session, scene, PER="11000.00", TRA="8000.00"))
    assert sent(session, third, scene.lead).track is Track.NOTIFY


def test_one_request_of_a_kind_is_open_at_a_time(session: Session) -> None:
    scene = a_plan(session)
    first = target_asked(session, scene)
    with pytest.raises(Refused) as refusal:
        begin_amendment(
            scene.year.award, T.TARGET, about=scene.about_goal, session=session, actor=acting(scene.lead), now=LATER
        )
    assert refusal.value.sentences == (
        "Amendment 1: a target is open already. One request of a kind is open at a time.",
    )
    withdraw_amendment(first, note="We wait.", session=session, actor=acting(scene.lead), now=LATER)
    again = begin_amendment(
        scene.year.award, T.TARGET, about=scene.about_goal, session=session, actor=acting(scene.lead), now=LATER
    )
    assert again.number == 2


def test_what_is_missing_is_said_all_at_once(session: Session) -> None:
    scene = a_plan(session)
    amendment = begin_amendment(scene.year.award, T.PERIOD, session=session, actor=acting(scene.lead), now=LATER)
    with pytest.raises(Refused) as refusal:
        sent(session, amendment, scene.lead)
    assert refusal.value.sentences == (
        "Nothing changes yet. Write the new value beside the old one.",
        "Say why the change is needed.",
        "Say what your data shows, or that there is none yet and why.",
    )


def test_a_changed_target_still_has_to_be_a_good_goal(session: Session) -> None:
    scene = a_plan(session)
    with pytest.raises(Refused) as refusal:
        target_asked(session, scene, "40")
    assert [reason.where for reason in refusal.value.reasons] == ["target_value"]
    assert "baseline" in str(refusal.value)


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        (
            {"TRA": "4000.01"},
            "With indirect costs the budget adds up to $25,000.01, which is $0.01 more than the award of $25,000.",
        ),
        ({"TRA": "-1.00"}, "“Bus passes” is below nothing."),
    ],
)
def test_a_budget_stays_within_the_award(session: Session, amounts: dict[str, str], sentence: str) -> None:
    scene = a_plan(session)
    amendment = drafted(session, scene, T.BUDGET, lines=new_lines(session, scene, **amounts))
    with pytest.raises(Refused) as refusal:
        sent(session, amendment, scene.lead)
    assert refusal.value.sentences == (sentence,)


def test_only_the_national_office_changes_the_amount(session: Session) -> None:
    scene = a_plan(session)
    mine = drafted(session, scene, T.BUDGET, by=scene.year.director, amount="30000.00")
    assert mine.changes == []
    withdraw_amendment(mine, note="No.", session=session, actor=acting(scene.year.director), now=LATER)
    manager, other = scene.year.manager, a_person(session, Role.PROGRAM_MANAGER)
    theirs = sent(session, drafted(session, scene, T.BUDGET, by=manager, amount="30000.00"), manager)
    assert theirs.track is Track.FULL
    approved(session, theirs, other)
    award = scene.year.award
    assert (award.amount, award.enrollment.cohort.committed_amount) == (Decimal(30_000), Decimal(30_000))


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("22000.00", "Payments of $22,500 are scheduled, so the award cannot be less."),
        ("300000.01", "$275,000 of the budget of Pilot is still free."),
    ],
)
def test_an_amount_stays_between_the_payments_and_the_cohort(session: Session, amount: str, sentence: str) -> None:
    scene = a_plan(session)
    scene.year.enrollment.cohort.name = "Pilot"
    lines = new_lines(session, scene, PER="1000.00")
    amendment = drafted(session, scene, T.BUDGET, by=scene.year.manager, amount=amount, lines=lines)
    with pytest.raises(Refused) as refusal:
        sent(session, amendment, scene.year.manager)
    assert refusal.value.sentences == (sentence,)


@pytest.mark.parametrize(
    ("ends_on", "sentence"),
    [
        ("2027-03-31", "Nothing changes yet. Write the new value beside the old one."),
        ("2027-03-30", "An extension ends later than the project year does now."),
        ("2028-04-01", "All extensions together are at most 12 months: until 31 March 2028."),
    ],
)
def test_an_extension_has_its_limits(session: Session, ends_on: str, sentence: str) -> None:
    scene = a_plan(session)
    amendment = drafted(session, scene, T.PERIOD, ends_on=ends_on)
    with pytest.raises(Refused) as refusal:
        sent(session, amendment, scene.lead)
    assert refusal.value.sentences == (sentence,)


@pytest.mark.parametrize(
    ("source", "day", "sentence"),
    [
        (FundingSource.PRIVATE, date(2027, 4, 1),
         "An extension is asked for before the end, which was 31 March 2027."),
        (FundingSource.FEDERAL, date(2027, 3, 22),
         "An extension is asked for at least 10 days before the end, which was 31 March 2027."),
    ],
)  # fmt: skip  # one case a paragraph
def test_an_extension_is_asked_for_in_time(session: Session, source: FundingSource, day: date, sentence: str) -> None:
    scene = a_plan(session)
    scene.year.award.source = source
    amendment = drafted(session, scene, T.PERIOD, ends_on="2027-06-30")
    late = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    with pytest.raises(Refused) as refusal:
        send_amendment(amendment, expected_version=amendment.version, session=session,
                       actor=acting(scene.lead), now=late)  # fmt: skip  # one call
    assert refusal.value.sentences == (sentence,)


def test_a_longer_year_moves_the_award_and_keeps_its_first_end(session: Session) -> None:
    scene = a_plan(session)
    amendment = sent(session, drafted(session, scene, T.PERIOD, ends_on="2027-09-30"), scene.lead)
    assert amendment.track is Track.FULL
    approved(session, amendment, scene.year.manager)
    plan = get_plan(session, scene.year.award)
    assert scene.year.award.ends_on == date(2027, 9, 30)
    assert (plan.original["period", "ends_on"], plan.in_force["period", "ends_on"]) == ("2027-03-31", "2027-09-30")


def test_a_key_person_comes_from_the_affiliates_people(session: Session) -> None:
    scene = a_plan(session)
    stranger = drafted(session, scene, T.KEY_PERSON, about="director", name="Nobody Known")
    with pytest.raises(Refused, match="Nobody Known has no role at your organization yet"):
        sent(session, stranger, scene.lead)
    withdraw_amendment(stranger, note="A slip.", session=session, actor=acting(scene.lead), now=LATER)
    known = drafted(session, scene, T.KEY_PERSON, about="director", name="Lena Brandt")
    assert (known.changes[0].old, sent(session, known, scene.lead).track) == ("Amina Diallo", Track.FULL)


def test_who_asked_or_coaches_does_not_decide(session: Session) -> None:
    scene = a_plan(session)
    manager = scene.year.manager
    own = sent(session, drafted(session, scene, T.TARGET, about=scene.about_goal, by=manager, target_value="58"),
               manager)  # fmt: skip  # one step
    assert [str(r) for r in why_not_decide(own, Choice.APPROVE, actor=acting(manager), now=LATER)] == [
        "You asked for this change, so someone else decides on it."
    ]
    coaching = a_person(session, Role.PROGRAM_MANAGER)
    scene.year.enrollment.coach_id = coaching.id
    session.flush()
    assert [str(r) for r in why_not_decide(own, Choice.APPROVE, actor=acting(coaching), now=LATER)] == [
        "You coach this affiliate, so you recommend and someone else decides on its changes."
    ]
    assert [str(r) for r in why_not_decide(own, Choice.APPROVE, actor=acting(scene.year.director), now=LATER)] == [
        "You may not decide on changes to this award. The program manager can."
    ]


def test_the_coach_says_a_word_on_the_fast_track_only(session: Session) -> None:
    scene = a_plan(session)
    amendment, coach = target_asked(session, scene), acting(scene.year.coach)
    advise(amendment, Advice.APPROVE, words="It fits what we saw.", session=session, actor=coach, now=LATER)
    assert (amendment.advice, amendment.state) == (Advice.APPROVE, AmendmentState.SUBMITTED)
    full = sent(session, drafted(session, scene, T.SCOPE, title="Morning classes"), scene.lead)
    with pytest.raises(Refused) as refusal:
        advise(full, Advice.APPROVE, words="", session=session, actor=coach, now=LATER)
    assert refusal.value.sentences == (
        "The coach says a word while a request on the fast track waits for its decision.",
    )


def test_a_returned_request_is_written_again_and_its_word_forgotten(session: Session) -> None:
    scene = a_plan(session)
    amendment = target_asked(session, scene)
    coach, manager, director = (acting(p) for p in (scene.year.coach, scene.year.manager, scene.year.director))
    advise(amendment, Advice.TALK, words="Why 58?", session=session, actor=coach, now=LATER)
    session.flush()
    asked = DecisionAnswers(Choice.RETURN, note="Why 58?")
    decide(amendment, asked, expected_version=amendment.version, session=session, actor=manager, now=LATER)
    session.flush()
    assert (amendment.state, amendment.decision_note) == (AmendmentState.RETURNED, "Why 58?")
    answers = AmendmentAnswers({"target_value": "59"}, **WHY)
    save_amendment(amendment, answers, expected_version=amendment.version, session=session, actor=director, now=LATER)
    session.flush()
    sent(session, amendment, scene.year.director)
    assert (amendment.state, amendment.advice, amendment.decision_note) == (AmendmentState.SUBMITTED, None, "")
    assert [change.new for change in amendment.changes] == ["59"]


def test_declining_and_returning_ask_why(session: Session) -> None:
    scene = a_plan(session)
    amendment = target_asked(session, scene)
    for choice in (Choice.DECLINE, Choice.RETURN):
        with pytest.raises(Refused, match="Say why in a sentence"):
            decide(amendment, DecisionAnswers(choice), expected_version=amendment.version, session=session,
                   actor=acting(scene.year.manager), now=LATER)  # fmt: skip  # one call


def test_a_plan_that_moved_on_asks_to_look_again(session: Session) -> None:
    scene = a_plan(session)
    other = drafted(session, scene, T.INDICATOR, about=scene.about_goal, target_value="62")
    approved(session, target_asked(session, scene), scene.year.manager)
    with pytest.raises(Refused) as refusal:
        sent(session, other, scene.lead)
    assert refusal.value.sentences[0].startswith("The plan changed since this was written.")


def test_a_second_approval_of_the_same_term_waits(session: Session) -> None:
    scene = a_plan(session)
    first = target_asked(session, scene, effective_on=EFFECTIVE)
    second = sent(session, drafted(session, scene, T.INDICATOR, about=scene.about_goal, target_value="62"), scene.lead)
    approved(session, first, scene.year.manager)
    with pytest.raises(Refused) as refusal:
        approved(session, second, scene.year.manager)
    assert refusal.value.sentences == (
        "Amendment 1: a target is approved and changes the same. Wait until it is in effect.",
    )


def test_the_slower_writer_and_decider_see_both_versions(session: Session) -> None:
    scene = a_plan(session)
    amendment = drafted(session, scene, T.TARGET, about=scene.about_goal, target_value="58")
    with pytest.raises(Stale) as refusal:
        save_amendment(amendment, AmendmentAnswers({"target_value": "59"}, **WHY), expected_version=0,
                       session=session, actor=acting(scene.lead), now=LATER)  # fmt: skip  # one call
    assert (refusal.value.mine, refusal.value.theirs) == ({"Target": "59"}, {"Target": "58"})
    sent(session, amendment, scene.lead)
    with pytest.raises(Stale) as refusal:
        decide(amendment, DecisionAnswers(Choice.DECLINE, note="Not now."), expected_version=0, session=session,
               actor=acting(scene.year.manager), now=LATER)  # fmt: skip  # one call
    assert (refusal.value.mine["Decision"], refusal.value.theirs["Decision"]) == ("Decline", "Waits for a decision")


@pytest.mark.parametrize("stage", [Stage.TERMINATED, Stage.COMPLETED])
def test_a_year_that_ended_is_not_amended(session: Session, stage: Stage) -> None:
    scene = a_plan(session)
    scene.year.enrollment.reports_accepted_at = scene.year.enrollment.closeout_accepted_at = LATER
    scene.year.enrollment.stage = stage
    session.flush()
    with pytest.raises(Refused, match=f"The year is {stage.label.lower()}, so its plan is not changed any more"):
        begin_amendment(scene.year.award, T.SCOPE, session=session, actor=acting(scene.lead), now=LATER)
