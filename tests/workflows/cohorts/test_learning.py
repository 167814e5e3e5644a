"""What a pilot taught, and the gate that it opens for an expansion."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate
from tests.scenes_cohorts import TEXTS, a_learning_review, an_expansion
from tests.workflows.cohorts.test_cohort_operations import the_terms
from workflows.cohorts.answers import LearningAnswers
from workflows.cohorts.learning import (
    approve_learning,
    return_learning,
    save_learning,
    start_learning_review,
    submit_learning,
    why_closed,
)
from workflows.cohorts.models import Cohort, CohortKind, LearningReview, LearningState
from workflows.cohorts.operations import create_cohort, edit_cohort
from workflows.enrollments.invitations import invite_affiliate
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.permissions import Actor, Role

ANSWERS = LearningAnswers(**TEXTS)


@pytest.fixture
def author(session: Session) -> Actor:
    return a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)


@pytest.fixture
def other(session: Session) -> Actor:
    return a_person(session, Role.NETWORK_ADMINISTRATOR).as_actor(NOW)


def save(review: LearningReview, answers: LearningAnswers, actor: Actor, *, session: Session) -> None:
    save_learning(review, answers, expected_version=review.version, session=session, actor=actor, now=NOW)


def test_a_review_goes_from_draft_to_approved_by_another_person(session: Session, author: Actor, other: Actor) -> None:
    pilot = a_cohort(session)
    review = start_learning_review(pilot, session=session, actor=author, now=NOW)
    assert start_learning_review(pilot, session=session, actor=other, now=NOW) is review
    with pytest.raises(Refused) as gaps:
        submit_learning(review, session=session, actor=author, now=NOW)
    assert gaps.value.sentences[0] == "“What did you look at?” has no answer yet."
    save(review, ANSWERS, author, session=session)
    submit_learning(review, session=session, actor=author, now=NOW)
    with pytest.raises(Refused) as separated:
        approve_learning(review, session=session, actor=author, now=NOW)
    assert separated.value.sentences == ("You wrote in this learning review, so someone else approves it.",)
    return_learning(review, question="Which sessions?", session=session, actor=other, now=NOW)
    assert (review.state, review.question) == (LearningState.RETURNED, "Which sessions?")
    submit_learning(review, session=session, actor=author, now=NOW)
    approve_learning(review, session=session, actor=other, now=NOW)
    assert (review.state, review.decided_by_id) == (LearningState.APPROVED, other.id)


def test_whoever_wrote_one_sentence_does_not_approve(session: Session, author: Actor, other: Actor) -> None:
    review = start_learning_review(a_cohort(session), session=session, actor=author, now=NOW)
    save(review, ANSWERS, other, session=session)
    submit_learning(review, session=session, actor=author, now=NOW)
    with pytest.raises(Refused, match="someone else approves"):
        approve_learning(review, session=session, actor=other, now=NOW)


def test_the_slower_writer_sees_both_and_a_handed_in_text_stays(session: Session, author: Actor) -> None:
    review = start_learning_review(a_cohort(session), session=session, actor=author, now=NOW)
    seen = review.version
    save(review, ANSWERS, author, session=session)
    mine = LearningAnswers(**{**TEXTS, "worked": "The peer groups."})
    with pytest.raises(Stale) as conflict:
        save_learning(review, mine, expected_version=seen, session=session, actor=author, now=NOW)
    assert conflict.value.mine == {"What worked?": "The peer groups."}
    assert conflict.value.theirs == {"What worked?": TEXTS["worked"]}
    submit_learning(review, session=session, actor=author, now=NOW)
    with pytest.raises(DomainError, match="was handed in"):
        save(review, mine, author, session=session)


def test_an_expansion_is_planned_with_its_pilot_and_invites_once_that_review_is_approved(
    session: Session, author: Actor
) -> None:
    pilot = a_cohort(session, name="Pilot 2025")
    with pytest.raises(DomainError) as refusal:
        create_cohort(the_terms(session, kind=CohortKind.EXPANSION), session=session)
    assert [reason.where for reason in refusal.value.reasons] == ["pilot"]
    terms = the_terms(session, name="Expansion 2026", kind=CohortKind.EXPANSION, pilot_id=pilot.id)
    expansion = create_cohort(terms, session=session)
    assert sentences(expansion, session) == [
        "Expansion 2026 opens once the learning review of Pilot 2025 is approved. Nobody has begun it yet."
    ]
    review = a_learning_review(session, pilot, author=a_person(session, Role.PROGRAM_MANAGER))
    with pytest.raises(DomainError, match="It is being written"):
        invite_affiliate(expansion, an_affiliate(session), session=session, actor=author, now=NOW)
    submit_learning(review, session=session, actor=author, now=NOW)
    approve_learning(review, session=session, actor=a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW), now=NOW)
    session.flush()
    assert sentences(expansion, session) == []
    invite_affiliate(expansion, an_affiliate(session), session=session, actor=author, now=NOW)


def test_what_an_expansion_builds_on_stays_a_pilot(session: Session) -> None:
    expansion = an_expansion(session)
    pilot = session.get_one(Cohort, expansion.pilot_id)
    terms = the_terms(session, kind=CohortKind.EXPANSION, pilot_id=a_cohort(session).id)
    with pytest.raises(DomainError, match="so it stays a pilot"):
        edit_cohort(pilot, terms, expected_version=pilot.version, session=session)
    with pytest.raises(DomainError, match="Choose the pilot that this expansion builds on"):
        create_cohort(
            the_terms(session, name="Third", kind=CohortKind.EXPANSION, pilot_id=expansion.id), session=session
        )


def sentences(cohort: Cohort, session: Session) -> list[str]:
    return [str(reason) for reason in why_closed(cohort, session=session)]
