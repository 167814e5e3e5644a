"""Deeds around joining a cohort: what the pilot taught, interests, reminders and the waiting list."""

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import select

from commands.demo.cast import EXPANSION, MEMBER_BY_KEY, PILOT
from commands.demo.world import Deed, Scene, Step, step
from workflows.cohorts.answers import LearningAnswers
from workflows.cohorts.learning import approve_learning, save_learning, start_learning_review, submit_learning
from workflows.cohorts.operations import edit_cohort
from workflows.cohorts.queries import get_learning_review
from workflows.cohorts.terms import CohortTerms
from workflows.enrollments.answers import InterestAnswers, Readiness
from workflows.enrollments.commitment import remind
from workflows.enrollments.interests import express_interest, pass_over
from workflows.enrollments.invitation_queries import find_interest
from workflows.enrollments.waiting_list import join_waiting_list, move_up
from workflows.people.models import Affiliate

_ADMIN, _MANAGER = "admin@national.example.org", "manager@national.example.org"

LEARNING = LearningAnswers(
    evidence="Attendance of all twelve sessions, the six proposals with their reviews, the first two quarterly "
    "reports, and an hour each with the six data leads and both coaches.",
    worked="The labs on people’s own exports: five of six affiliates found a wrong date in their data in week one. "
    "Pairs of sites of the same size helped each other more than any handout. The coach on the phone in the week "
    "before the proposal.",
    did_not_work="Session 9 fell into the last week of the quarter and three data leads watched it from the recording. "
    "Two directors signed without having talked to their data lead. Willow Street started with one person, and when "
    "that person left there was nobody.",
    changes="Marisol keeps the last week of a quarter free of sessions. The commitment names the data lead, and both "
    "are invited to the first session. Bernard asks each small site who would step in. We take affiliates in small "
    "groups through the year instead of twelve at once.",
)

MEADOW_WHY = (
    "We place about ninety people a year and cannot say which of our three job trainings leads to work that lasts. "
    "Our board has asked twice, and we would like to answer with figures instead of stories alone."
)
FOOTHILL_WHY = (
    "We would like to learn how others measure language progress. We are changing our case system this winter."
)
FOOTHILL_ANSWER = (
    "Your new system arrives in the middle of the training, and the labs need six months of data in one place. "
    "Tell us in summer how it went; you are first on our list for the next round."
)


def list_joining() -> Iterator[Step]:
    """Every step, in no order yet."""
    granite, meadow, foothill = (MEMBER_BY_KEY[key] for key in ("Granite", "Meadow", "Foothill"))
    yield step(356, _MANAGER, "write_learning")
    yield step(352, _MANAGER, "hand_in_learning")
    yield step(346, _ADMIN, "approve_pilot")
    yield step(8, _MANAGER, "wait_in_line", "Delta")
    yield step(17, _MANAGER, "invite", "Granite")
    yield step(7, granite.director_email, "commit", "Granite", hour=16)
    yield step(6, _MANAGER, "wait_in_line", "Granite")
    yield step(3, _MANAGER, "raise_seats", by=1)
    yield step(5, _MANAGER, "remind_director", "Fairview")
    yield step(27, foothill.director_email, "say_interest", "Foothill", why=FOOTHILL_WHY, ready="needs_help",
               help="Somebody who has moved systems before.", hour=16)  # fmt: skip
    yield step(22, _MANAGER, "answer_no", "Foothill", reason=FOOTHILL_ANSWER)
    yield step(4, meadow.director_email, "say_interest", "Meadow", why=MEADOW_WHY, ready="soon",
               help="A second pair of eyes on our export.", hour=16)  # fmt: skip


def write_learning(scene: Scene) -> None:
    pilot = scene.world.cohorts[PILOT]
    review = start_learning_review(pilot, session=scene.session, actor=scene.actor, now=scene.now)
    save_learning(
        review,
        LEARNING,
        expected_version=review.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def hand_in_learning(scene: Scene) -> None:
    review = get_learning_review(scene.session, scene.world.cohorts[PILOT].id)
    submit_learning(review, session=scene.session, actor=scene.actor, now=scene.now)


def approve_pilot(scene: Scene) -> None:
    review = get_learning_review(scene.session, scene.world.cohorts[PILOT].id)
    approve_learning(review, session=scene.session, actor=scene.actor, now=scene.now)


def wait_in_line(scene: Scene) -> None:
    join_waiting_list(scene.enrollment, session=scene.session, actor=scene.actor, now=scene.now)


def raise_seats(scene: Scene, *, by: int) -> None:
    cohort = scene.world.cohorts[EXPANSION]
    own = {field.name: getattr(cohort, field.name) for field in fields(CohortTerms)}
    terms = CohortTerms(**{**own, "seats": cohort.seats + by})
    edit_cohort(cohort, terms, expected_version=cohort.version, session=scene.session)
    move_up(cohort, session=scene.session, now=scene.now)


def remind_director(scene: Scene) -> None:
    remind(scene.enrollment, session=scene.session, actor=scene.actor, now=scene.now)


def say_interest(scene: Scene, *, why: str, ready: str, help: str) -> None:
    answers = InterestAnswers(why, scene.member.data_lead, Readiness(ready), help)
    cohort = scene.world.cohorts[EXPANSION]
    express_interest(cohort, _affiliate(scene), answers, session=scene.session, actor=scene.actor, now=scene.now)


def answer_no(scene: Scene, *, reason: str) -> None:
    cohort = scene.world.cohorts[EXPANSION]
    interest = find_interest(scene.session, cohort_id=cohort.id, affiliate_id=_affiliate(scene).id)
    assert interest is not None  # the story says it before it is answered
    pass_over(interest, reason=reason, session=scene.session, actor=scene.actor, now=scene.now)


def _affiliate(scene: Scene) -> Affiliate:
    return scene.session.scalars(select(Affiliate).where(Affiliate.code == scene.member.code)).one()


JOINING_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        write_learning,
        hand_in_learning,
        approve_pilot,
        wait_in_line,
        raise_seats,
        remind_director,
        say_interest,
        answer_no,
    )
}
