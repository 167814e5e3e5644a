"""One record of every kind of practice and peers for one affiliate, for tests that walk the whole product."""

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_practice import CHECKED, REMARKS, a_product
from workflows.enrollments.models import Enrollment
from workflows.exercises.operations import give_feedback, share_with_group
from workflows.peers.examples import offer_example
from workflows.peers.models import Example, ExampleAudience, GroupPlace, LogEntry, PeerGroup
from workflows.peers.operations import answer_question, ask_question
from workflows.peers.queries import get_circle
from workflows.people.models import User
from workflows.permissions import Role
from workflows.training.models import TrainingSession


def every_record(
    session: Session, enrollment: Enrollment, training_session: TrainingSession, *, coach: User, manager: User
) -> dict[str, int | str]:
    """The values of addresses: a shared product with feedback, a group with its log, the board, an example."""
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate).as_actor(NOW)
    staff = manager.as_actor(NOW)
    enrollment.coach_id = coach.id
    group = PeerGroup(cohort_id=enrollment.cohort_id, name="Group A", formed_at=NOW)
    group.places = [GroupPlace(enrollment_id=enrollment.id)]
    session.add(group)
    session.flush()
    entry = LogEntry(
        group=group, held_on=NOW.date(), minutes=60, present=[enrollment.affiliate_id], topic="Baselines",
        takeaway="Ask for last year’s figures first.", written_by_id=lead.id, written_at=NOW,
    )  # fmt: skip
    session.add(entry)
    product = a_product(session, enrollment, training_session, lead)
    said = give_feedback(product, REMARKS, session=session, actor=coach.as_actor(NOW), **CHECKED)
    share_with_group(product, session=session, actor=lead)
    circle = get_circle(session, enrollment.cohort_id)
    question = ask_question(
        circle, title="How do you ask for consent?", text="In which language?", session=session, actor=lead, **CHECKED
    )
    answer = answer_question(question, text="Aloud, in both languages.", session=session, actor=staff, **CHECKED)
    example = _example(session, enrollment, training_session, lead_id=lead.id)
    session.flush()
    return {
        "product_id": product.id,
        "feedback_id": said.id,
        "group_id": group.id,
        "entry_id": entry.id,
        "question_id": question.id,
        "answer_id": answer.id,
        "example_id": example.id,
        "source": "domain_map.gaps",
        "exercises.of_enrollment.enrollment_id": enrollment.id,
        "exercises.start.enrollment_id": enrollment.id,
    }


def _example(session: Session, enrollment: Enrollment, training_session: TrainingSession, *, lead_id: int) -> Example:
    """Of another product, so that the first one may still be offered."""
    lead = session.get_one(User, lead_id).as_actor(NOW)
    other = TrainingSession(
        cohort_id=enrollment.cohort_id, number=training_session.number + 1, title="Program logic", kind="live",
        practice_product="Logic model", starts_at=training_session.ends_at, minutes=90, time_zone="America/New_York",
    )  # fmt: skip
    session.add(other)
    session.flush()
    return offer_example(
        a_product(session, enrollment, other, lead),
        audience=ExampleAudience.COHORT,
        why="One page is enough.",
        consents=True,
        session=session,
        actor=lead,
        **CHECKED,
    )


def a_product_for_the_draft(session: Session, enrollment: Enrollment) -> None:
    """What the enrollment's proposal can take over."""
    lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate).as_actor(NOW)
    asked = TrainingSession(
        cohort_id=enrollment.cohort_id, number=enrollment.id, title="Ten domains", kind="live",
        practice_product="Domain map", starts_at=NOW, minutes=90, time_zone="America/New_York",
    )  # fmt: skip
    session.add(asked)
    session.flush()
    a_product(session, enrollment, asked, lead)
