"""One person presses submit and another one certifies; what goes back is open again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import (
    a_complete_proposal,
    a_draft,
    an_affiliate_that_writes,
    answered,
    changes_asked,
    handed_over,
    submitted,
)
from workflows.errors import DomainError
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.certifying import hand_over, send_back, take_back
from workflows.proposals.goals.operations import add_goal
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.operations import submit_proposal
from workflows.proposals.snapshot import written_digest
from workflows.stages import Stage


def press(session: Session, proposal: Proposal, person: User) -> Proposal:
    return hand_over(proposal, session=session, actor=person.as_actor(NOW), now=NOW)


def names_announced(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(OutboxEvent.name).order_by(OutboxEvent.id)))


def test_what_is_handed_over_is_closed_and_holds_who_when_and_what(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = handed_over(session, scene, a_complete_proposal(session, scene))
    assert (proposal.state, proposal.handed_over_at, proposal.handed_over_by_id) == (
        ProposalState.READY,
        NOW,
        scene.data_lead.id,
    )
    assert proposal.handed_over_digest == written_digest(proposal)
    assert scene.enrollment.stage is Stage.PROPOSING
    assert names_announced(session) == ["proposal_handed_over"]
    with pytest.raises(Refused) as refused:
        add_goal(proposal, session=session, actor=scene.data_lead.as_actor(NOW), now=NOW)
    assert refused.value.sentences == (
        "The proposal waits for the director, so it stays as it is. Take it back to write on.",
    )


def test_pressing_twice_also_by_a_colleague_changes_nothing(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = handed_over(session, scene, a_complete_proposal(session, scene))
    colleague = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.affiliate)
    later = NOW + timedelta(hours=1)
    assert hand_over(proposal, session=session, actor=colleague.as_actor(NOW), now=later) is proposal
    assert (proposal.handed_over_by_id, proposal.handed_over_at) == (scene.data_lead.id, NOW)
    assert names_announced(session) == ["proposal_handed_over"]


def test_an_incomplete_proposal_is_not_handed_over_and_every_gap_is_listed(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    with pytest.raises(Refused) as refused:
        press(session, proposal, scene.data_lead)
    assert "There is no goal yet. Add at least one." in refused.value.sentences
    assert len(refused.value.reasons) == 30
    assert (proposal.state, proposal.handed_over_at) == (ProposalState.DRAFT, None)


def test_a_stranger_does_not_press(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    with pytest.raises(Refused, match="You may not write this proposal"):
        press(session, a_complete_proposal(session, scene), a_person(session, Role.PROGRAM_MANAGER))


def test_the_only_director_reads_who_presses_so_that_they_can_certify(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.affiliate, name="Zoe Baptiste")
    with pytest.raises(Refused) as refused:
        press(session, a_complete_proposal(session, scene), scene.director)
    assert refused.value.sentences == (
        "Lee Abara (data lead) or Zoe Baptiste (staff) can press submit, then you certify.",
    )


def test_of_two_directors_one_presses_and_the_other_certifies(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    second = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=scene.affiliate, name="Sam Okoye")
    proposal = press(session, a_complete_proposal(session, scene), scene.director)
    with pytest.raises(Refused) as refused:
        submit_proposal(proposal, typed_name="D", session=session, actor=scene.director.as_actor(NOW), now=NOW)
    assert refused.value.sentences == ("You pressed submit, so another person certifies: Sam Okoye (director).",)
    snapshot = submit_proposal(proposal, typed_name="S", session=session, actor=second.as_actor(NOW), now=NOW)
    assert snapshot.handed_over_by_id == scene.director.id


def test_a_director_who_became_the_only_one_after_pressing_reads_the_way_out(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    second = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=scene.affiliate)
    proposal = press(session, a_complete_proposal(session, scene), scene.director)
    second.is_active = False
    with pytest.raises(Refused) as refused:
        submit_proposal(proposal, typed_name="D", session=session, actor=scene.director.as_actor(NOW), now=NOW)
    assert refused.value.sentences == (
        "You pressed submit, so another person certifies. "
        "Take it back: Lee Abara (data lead) can press submit, then you certify.",
    )


def test_whoever_is_alone_does_both_in_one_step(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    scene.data_lead.is_active = False
    alone = scene.director.as_actor(NOW)
    snapshot = submit_proposal(proposal, typed_name="Dana Ortiz", session=session, actor=alone, now=NOW)
    assert (snapshot.handed_over_by_id, snapshot.submitted_by_id) == (alone.id, alone.id)
    assert proposal.state is ProposalState.SUBMITTED
    assert names_announced(session) == ["proposal_submitted"]


def test_whoever_is_not_alone_does_not_certify_a_draft(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    with pytest.raises(Refused) as refused:
        submit_proposal(proposal, typed_name="D", session=session, actor=scene.director.as_actor(NOW), now=NOW)
    assert refused.value.sentences == (
        "The proposal is open to writing, so there is nothing to certify. Somebody presses submit first.",
    )


def test_without_any_director_it_is_not_handed_over_into_the_void(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    scene.director.is_active = False
    with pytest.raises(Refused, match="Nobody at your affiliate has the role of director here"):
        press(session, proposal, scene.data_lead)


def test_any_writer_takes_it_back_and_it_is_open_again(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = handed_over(session, scene, a_complete_proposal(session, scene))
    colleague = a_person(session, Role.AFFILIATE_FINANCE, affiliate=scene.affiliate).as_actor(NOW)
    for _ in range(2):  # a second click changes nothing
        take_back(proposal, session=session, actor=colleague, now=NOW)
    assert (proposal.state, proposal.handed_over_at, proposal.clock_stopped_at, proposal.handed_over_digest) == (
        ProposalState.DRAFT,
        None,
        None,
        "",
    )
    assert names_announced(session) == ["proposal_handed_over", "proposal_taken_back"]
    assert add_goal(proposal, session=session, actor=colleague, now=NOW).position == 2


def test_what_is_submitted_is_not_taken_back(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    submitted(session, scene, proposal)
    with pytest.raises(Refused, match="certified and submitted, so it cannot be taken back"):
        take_back(proposal, session=session, actor=scene.data_lead.as_actor(NOW), now=NOW)


def test_the_director_sends_it_back_with_words_to_whoever_pressed(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = handed_over(session, scene, a_complete_proposal(session, scene))
    director = scene.director.as_actor(NOW)
    send_back(proposal, words=" Please name the second site. ", session=session, actor=director, now=NOW)
    assert (proposal.state, proposal.handed_over_at) == (ProposalState.DRAFT, None)
    assert (proposal.sent_back_because, proposal.sent_back_by_id) == ("Please name the second site.", director.id)
    assert proposal.clock_stopped_at == NOW  # it came in time
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "proposal_sent_back")).one()
    assert (event.details, event.subject_id) == ({"presser_id": scene.data_lead.id}, proposal.id)


@pytest.mark.parametrize("words", ["", "  "])
def test_sending_back_needs_words(session: Session, words: str) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = handed_over(session, scene, a_complete_proposal(session, scene))
    with pytest.raises(DomainError, match="Say why in a sentence"):
        send_back(proposal, words=words, session=session, actor=scene.director.as_actor(NOW), now=NOW)


def test_a_writer_does_not_send_back_what_waits_for_the_director(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = handed_over(session, scene, a_complete_proposal(session, scene))
    with pytest.raises(Refused, match="You may not certify and submit this proposal"):
        send_back(proposal, words="No.", session=session, actor=scene.data_lead.as_actor(NOW), now=NOW)


def test_nothing_is_sent_back_that_was_not_handed_over(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    with pytest.raises(Refused, match="open to writing, so there is nothing to certify"):
        send_back(proposal, words="No.", session=session, actor=scene.director.as_actor(NOW), now=NOW)


def test_a_revision_goes_back_to_its_changes_and_not_to_a_draft(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    submitted(session, scene, proposal)
    answered(session, scene, changes_asked(session, scene, proposal, ["story"]))
    handed_over(session, scene, proposal)
    take_back(proposal, session=session, actor=scene.data_lead.as_actor(NOW), now=NOW)
    assert proposal.state is ProposalState.CHANGES_REQUESTED
    handed_over(session, scene, proposal)
    send_back(proposal, words="Look again.", session=session, actor=scene.director.as_actor(NOW), now=NOW)
    assert proposal.state is ProposalState.CHANGES_REQUESTED
