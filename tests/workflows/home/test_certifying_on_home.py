"""What waits for the director's certification, and requests for more time, are seen on Home and told by message."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import WritingScene, a_complete_proposal, an_affiliate_that_writes, handed_over
from workflows.enrollments.next_step import next_step
from workflows.home.due import list_due
from workflows.home.waiting import list_waiting
from workflows.notifications.messages import MESSAGES
from workflows.notifications.queries import get_occasion
from workflows.outbox import OutboxEvent
from workflows.permissions import Role
from workflows.proposals.certifying import send_back, take_back
from workflows.proposals.deadlines.operations import ask_for_time, refuse_time


def told(session: Session, event: str, kind: str) -> list[str]:
    """Who gets the message of the last such event, if it is still true."""
    session.flush()
    happened = session.scalars(select(OutboxEvent).where(OutboxEvent.name == event).order_by(OutboxEvent.id)).all()[-1]
    message = MESSAGES[kind]
    occasion = get_occasion(session, happened.id, about=message.about, now=NOW)
    return [person.name for person in message.to(occasion, session)] if message.is_still_true(occasion) else []


def proposal_lines(session: Session, scene: WritingScene) -> list[tuple[str, str]]:
    items = list_due(session, scene.enrollment, now=NOW)
    return [(item.what, item.detail) for item in items if item.endpoint == "proposals.of_enrollment"]


def test_a_handed_over_proposal_is_the_directors_next_step_and_due(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    assert proposal_lines(session, scene) == [("Proposal", "")]
    handed_over(session, scene, proposal)
    session.flush()
    assert proposal_lines(session, scene) == [
        ("Certify the proposal", "handed over by Lee Abara, waits for the director")
    ]
    people = (scene.director, scene.data_lead, a_person(session, Role.PROGRAM_MANAGER))
    steps = [next_step(scene.enrollment, actor=person.as_actor(NOW), now=NOW) for person in people]
    assert [step.title for step in steps] == [
        "Read the proposal and certify it",
        "The proposal waits for your director",
        "The proposal waits for the director",
    ]
    assert {step.due_at for step in steps} == {scene.enrollment.proposal_grace_ends_at}


def test_directors_hear_of_it_unless_it_was_taken_back_meanwhile(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    handed_over(session, scene, proposal)
    assert told(session, "proposal_handed_over", "proposal_to_certify") == ["Dana Ortiz"]
    take_back(proposal, session=session, actor=scene.data_lead.as_actor(NOW), now=NOW)
    assert told(session, "proposal_handed_over", "proposal_to_certify") == []


def test_whoever_pressed_hears_that_it_came_back(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = handed_over(session, scene, a_complete_proposal(session, scene))
    send_back(proposal, words="One word.", session=session, actor=scene.director.as_actor(NOW), now=NOW)
    assert told(session, "proposal_sent_back", "proposal_sent_back") == ["Lee Abara"]


def test_a_request_for_more_time_waits_for_the_program_manager_alone(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    manager = a_person(session, Role.PROGRAM_MANAGER, name="Ruth Adeyemi")
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    until = scene.enrollment.proposal_due_at + timedelta(days=5)
    lead = scene.data_lead.as_actor(NOW)
    request = ask_for_time(scene.enrollment, reason="A flood.", until=until, session=session, actor=lead, now=NOW)
    session.flush()

    def waiting(person: object) -> list[str]:
        rows = list_waiting(session, person.as_actor(NOW), now=NOW)  # type: ignore[attr-defined]
        return [row.what for row in rows if row.endpoint == "proposals.deadline"]

    assert (waiting(manager), waiting(administrator)) == (["Answer a request for more time"], [])
    assert told(session, "extension_asked", "extension_to_answer") == ["Ruth Adeyemi"]
    refuse_time(request, reason="Reviewers wait.", session=session, actor=manager.as_actor(NOW), now=NOW)
    session.flush()
    assert waiting(manager) == []
    assert told(session, "extension_asked", "extension_to_answer") == []
    assert told(session, "extension_refused", "extension_refused") == ["Dana Ortiz", "Lee Abara"]
