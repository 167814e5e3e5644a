"""The deadline by the server's clock in the cohort's zone: grace for the director, and more time for one affiliate."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import (
    WritingScene,
    a_complete_proposal,
    an_affiliate_that_writes,
    handed_over,
    submitted,
)
from workflows.errors import DomainError, Forbidden
from workflows.lifecycle import proposals_are_open
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Actor, Role
from workflows.proposals.certifying import deadline_words, hand_over, send_back, take_back
from workflows.proposals.deadlines.models import DeadlineExtension, ExtensionRequest, RequestState
from workflows.proposals.deadlines.operations import ask_for_time, extend_deadline, refuse_time
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.operations import submit_proposal

DUE = datetime(2026, 3, 7, 4, 59, tzinfo=UTC)  # Friday 6 March, 11:59 pm in the cohort's zone
AFTER = DUE + timedelta(hours=1)
CLOSED = "Proposals closed on Friday 6 March 2026, 11:59 pm EST. Ask the program manager for more time."


def a_scene(session: Session, grace: int = 24) -> tuple[WritingScene, Proposal]:
    scene = an_affiliate_that_writes(session, proposals_due_at=DUE, proposals_grace_hours=grace)
    return scene, a_complete_proposal(session, scene)


def a_manager(session: Session) -> Actor:
    return a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)


def certify(session: Session, scene: WritingScene, proposal: Proposal, now: datetime) -> Proposal:
    director = scene.director.as_actor(now)
    submit_proposal(proposal, typed_name="Dana Ortiz", session=session, actor=director, now=now)
    return proposal


def test_the_last_minute_is_in_time_and_the_next_is_not(session: Session) -> None:
    scene, proposal = a_scene(session)
    with pytest.raises(Refused) as refused:
        hand_over(proposal, session=session, actor=scene.data_lead.as_actor(NOW), now=DUE + timedelta(microseconds=1))
    assert refused.value.sentences == (CLOSED,)
    assert handed_over(session, scene, proposal, now=DUE).state is ProposalState.READY


def test_what_was_handed_over_in_time_is_certified_until_the_grace_ends(session: Session) -> None:
    scene, proposal = a_scene(session)
    handed_over(session, scene, proposal, now=DUE)
    too_late = DUE + timedelta(hours=24, seconds=1)
    with pytest.raises(Refused) as refused:
        certify(session, scene, proposal, too_late)
    assert refused.value.sentences == (
        "It was handed over in time, and the time to certify it ended on Saturday 7 March 2026, 11:59 pm EST. "
        "Ask the program manager for more time.",
    )
    assert certify(session, scene, proposal, DUE + timedelta(hours=24)).state is ProposalState.SUBMITTED


def test_without_grace_the_deadline_is_the_directors_too(session: Session) -> None:
    scene, proposal = a_scene(session, grace=0)
    handed_over(session, scene, proposal, now=DUE)
    with pytest.raises(Refused, match="the time to certify it ended on Friday 6 March 2026, 11:59 pm EST"):
        certify(session, scene, proposal, DUE + timedelta(seconds=1))


def test_a_take_back_after_the_deadline_starts_the_clock_again(session: Session) -> None:
    scene, proposal = a_scene(session)
    handed_over(session, scene, proposal, now=DUE)
    lead = scene.data_lead.as_actor(NOW)
    take_back(proposal, session=session, actor=lead, now=AFTER)
    with pytest.raises(Refused) as refused:
        hand_over(proposal, session=session, actor=lead, now=AFTER)
    assert refused.value.sentences == (CLOSED,)


def test_what_the_director_sends_back_in_the_grace_may_come_again_until_it_ends(session: Session) -> None:
    scene, proposal = a_scene(session)
    handed_over(session, scene, proposal, now=DUE)
    send_back(proposal, words="One word.", session=session, actor=scene.director.as_actor(NOW), now=AFTER)
    handed_over(session, scene, proposal, now=AFTER)
    assert (proposal.clock_stopped_at, proposal.handed_over_at) == (DUE, AFTER)
    assert certify(session, scene, proposal, AFTER).state is ProposalState.SUBMITTED


def test_the_deadline_is_said_as_a_sentence_with_its_zone(session: Session) -> None:
    scene, proposal = a_scene(session)
    assert deadline_words(proposal, now=NOW) == "It can be handed over until Friday 6 March 2026, 11:59 pm EST."
    assert deadline_words(proposal, now=AFTER) == "The deadline was Friday 6 March 2026, 11:59 pm EST."
    handed_over(session, scene, proposal, now=DUE)
    graced = "Saturday 7 March 2026, 11:59 pm EST"
    assert deadline_words(proposal, now=AFTER) == f"It can be certified until {graced}."
    assert deadline_words(proposal, now=AFTER + timedelta(days=1)) == f"The time to certify it ended on {graced}."
    send_back(proposal, words="One word.", session=session, actor=scene.director.as_actor(NOW), now=AFTER)
    assert deadline_words(proposal, now=AFTER) == (
        f"It was handed over in time once, so it can be submitted again until {graced}."
    )
    handed_over(session, scene, proposal, now=AFTER)
    certify(session, scene, proposal, AFTER)
    assert deadline_words(proposal, now=AFTER) == "It came in time once, so there is no deadline for the changes."


def test_more_time_is_for_one_affiliate_and_moves_the_grace_with_it(session: Session) -> None:
    scene, proposal = a_scene(session)
    other = an_affiliate_that_writes(session, proposals_due_at=DUE)
    until, manager = DUE + timedelta(days=3), a_manager(session)
    extend_deadline(scene.enrollment, until=until, reason="The ice storm.", session=session, actor=manager, now=AFTER)
    assert scene.enrollment.proposal_due_at == until
    assert proposals_are_open(scene.enrollment, until) is None
    assert proposals_are_open(other.enrollment, until) is not None
    handed_over(session, scene, proposal, now=until)
    assert certify(session, scene, proposal, until + timedelta(hours=24)).state is ProposalState.SUBMITTED
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "deadline_extended")).one()
    assert (event.details, event.note) == ({"until": "Tuesday 10 March 2026, 12:59 am EDT"}, "The ice storm.")


def test_every_extension_is_kept_with_its_reason(session: Session) -> None:
    scene, _proposal = a_scene(session)
    manager = a_manager(session)
    for days, reason in ((2, "The ice storm."), (4, "The roads are still closed.")):
        until = DUE + timedelta(days=days)
        extend_deadline(scene.enrollment, until=until, reason=reason, session=session, actor=manager, now=AFTER)
    session.flush()
    assert session.execute(select(DeadlineExtension.until, DeadlineExtension.reason)).all() == [
        (DUE + timedelta(days=2), "The ice storm."),
        (DUE + timedelta(days=4), "The roads are still closed."),
    ]
    assert scene.enrollment.proposal_due_at == DUE + timedelta(days=4)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (NOW - timedelta(days=1), "This moment is over. Choose a later one."),
        (DUE, "It is due on Friday 6 March 2026, 11:59 pm EST already. Choose a later day."),
        (DUE + timedelta(days=121), "At most 120 days more. After that, a later cohort is kinder."),
    ],
)
def test_more_time_is_later_and_not_for_ever(session: Session, until: datetime, sentence: str) -> None:
    scene, _proposal = a_scene(session)
    with pytest.raises(DomainError) as refused:
        extend_deadline(scene.enrollment, until=until, reason="So.", session=session, actor=a_manager(session), now=NOW)
    assert [(reason.sentence, reason.where) for reason in refused.value.reasons] == [(sentence, "until_on")]
    assert scene.enrollment.proposals_extended_to is None


def test_what_came_in_needs_no_more_time(session: Session) -> None:
    scene, proposal = a_scene(session)
    submitted(session, scene, proposal)
    until = DUE + timedelta(days=2)
    with pytest.raises(DomainError, match="came in already, so there is no deadline to extend"):
        extend_deadline(scene.enrollment, until=until, reason="So.", session=session, actor=a_manager(session), now=NOW)


def test_only_the_program_manager_gives_more_time(session: Session) -> None:
    scene, _proposal = a_scene(session)
    for person in (scene.director, a_person(session, Role.COACH), a_person(session, Role.NETWORK_ADMINISTRATOR)):
        with pytest.raises(Forbidden, match="You may not give more time for this proposal"):
            extend_deadline(
                scene.enrollment,
                until=DUE + timedelta(days=2),
                reason="So.",
                session=session,
                actor=person.as_actor(NOW),
                now=NOW,
            )


def asked(session: Session, scene: WritingScene) -> ExtensionRequest:
    until = DUE + timedelta(days=5)
    lead = scene.data_lead.as_actor(NOW)
    return ask_for_time(
        scene.enrollment, reason="Our office flooded.", until=until, session=session, actor=lead, now=AFTER
    )


def test_asking_twice_is_one_request(session: Session) -> None:
    scene, _proposal = a_scene(session)
    first = asked(session, scene)
    assert asked(session, scene) is first
    assert (first.state, first.reason, first.wanted_until) == (
        RequestState.ASKED,
        "Our office flooded.",
        DUE + timedelta(days=5),
    )
    assert session.scalars(select(OutboxEvent.name)).all() == ["extension_asked"]


def test_giving_time_answers_the_request(session: Session) -> None:
    scene, _proposal = a_scene(session)
    request = asked(session, scene)
    extension = extend_deadline(
        scene.enrollment,
        until=DUE + timedelta(days=4),
        reason="Of course.",
        session=session,
        actor=a_manager(session),
        now=AFTER,
    )
    assert (request.state, request.answer, extension.request_id) == (RequestState.GRANTED, "Of course.", request.id)


def test_a_no_has_its_reason_and_comes_once(session: Session) -> None:
    scene, _proposal = a_scene(session)
    request, manager = asked(session, scene), a_manager(session)
    with pytest.raises(DomainError, match="Say why in a sentence"):
        refuse_time(request, reason=" ", session=session, actor=manager, now=AFTER)
    refuse_time(request, reason="Reviewers are waiting.", session=session, actor=manager, now=AFTER)
    assert (request.state, request.answer) == (RequestState.REFUSED, "Reviewers are waiting.")
    with pytest.raises(DomainError, match="answered already"):
        refuse_time(request, reason="Again.", session=session, actor=manager, now=AFTER)
    assert scene.enrollment.proposal_due_at == DUE


def test_a_reviewer_does_not_ask_for_the_affiliate(session: Session) -> None:
    scene, _proposal = a_scene(session)
    with pytest.raises(Forbidden):
        ask_for_time(
            scene.enrollment,
            reason="So.",
            until=DUE + timedelta(days=2),
            session=session,
            actor=a_person(session, Role.REVIEWER).as_actor(NOW),
            now=NOW,
        )
