"""Changes are asked for by section, only these open, and each request is answered."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import (
    WritingScene,
    a_complete_proposal,
    an_affiliate_that_writes,
    answered,
    changes_asked,
    handed_over,
    submitted,
)
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.permissions import Role
from workflows.proposals.certifying import hand_over
from workflows.proposals.completeness import list_gaps
from workflows.proposals.goals.operations import add_goal
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.revisions.answers import CHANGE_ANSWER_MAX, CHANGE_WORDS_MAX
from workflows.proposals.revisions.asked import list_asked
from workflows.proposals.revisions.models import ChangeRequest
from workflows.proposals.revisions.operations import answer_request
from workflows.proposals.writing import save_section, why_not_write
from workflows.reviews.decisions import request_changes
from workflows.reviews.models import Decision
from workflows.stages import Stage


def a_returned_proposal(session: Session, *sections: str) -> tuple[WritingScene, Proposal]:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    submitted(session, scene, proposal)
    changes_asked(session, scene, proposal, sections)
    return scene, proposal


def ask(session: Session, scene: WritingScene, proposal: Proposal, requests: dict[str, str]) -> None:
    scene.enrollment.final_reviews = scene.enrollment.cohort.minimum_reviews
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    request_changes(proposal, requests, session=session, actor=manager, now=NOW)


def test_asking_keeps_one_row_a_section_and_all_of_it_in_the_decision(session: Session) -> None:
    scene, proposal = a_returned_proposal(session, "goals", "story")
    assert (proposal.state, scene.enrollment.stage) == (ProposalState.CHANGES_REQUESTED, Stage.PROPOSING)
    assert [(row.section, row.snapshot_number, row.words) for row in list_asked(proposal)] == [
        ("story", 1, "Please look at story again."),
        ("goals", 1, "Please look at goals again."),
    ]
    assert session.scalars(select(Decision.feedback)).one() == (
        "Thank you for this.\n\nYour project: Please look at story again.\n\n"
        "Goals and indicators: Please look at goals again."
    )


def test_only_these_sections_open_and_the_others_say_which_are(session: Session) -> None:
    scene, proposal = a_returned_proposal(session, "story", "budget")
    actor = scene.data_lead.as_actor(NOW)
    why = (
        "Changes are asked for in “Your project” and “Budget”, so only that is open. "
        "The rest stays as you submitted it.",
    )
    assert [reason.sentence for reason in why_not_write(proposal, "goals", actor=actor)] == list(why)
    assert (why_not_write(proposal, "story", actor=actor), why_not_write(proposal, actor=actor)) == ((), ())
    with pytest.raises(Refused) as refused:
        add_goal(proposal, session=session, actor=actor, now=NOW)
    assert refused.value.sentences == why
    answers = {"title": "Shorter"}
    version = proposal.section("story").version  # type: ignore[union-attr]
    save_section(
        proposal, name="story", answers=answers, expected_version=version, session=session, actor=actor, now=NOW
    )
    assert proposal.title == "Shorter"


def test_a_request_about_the_whole_opens_everything(session: Session) -> None:
    scene, proposal = a_returned_proposal(session, "story")
    list_asked(proposal)[0].section = ""  # as what was asked in one text before there were sections
    assert why_not_write(proposal, "budget", actor=scene.data_lead.as_actor(NOW)) == ()
    assert list_gaps(proposal)[-1].sentence == (
        "The whole proposal: say what you did about the change that was asked for."
    )


def test_what_is_not_answered_is_a_gap_at_its_box(session: Session) -> None:
    scene, proposal = a_returned_proposal(session, "goals")
    (request,) = list_asked(proposal)
    with pytest.raises(Refused) as refused:
        hand_over(proposal, session=session, actor=scene.data_lead.as_actor(NOW), now=NOW)
    assert [(reason.sentence, reason.where) for reason in refused.value.reasons] == [
        ("Goals and indicators: say what you did about the change that was asked for.", f"requests.{request.id}")
    ]
    answered(session, scene, [request])
    assert list_gaps(proposal) == ()
    assert handed_over(session, scene, proposal).state is ProposalState.READY


def test_an_answer_is_kept_once_and_the_slower_of_two_is_told(session: Session) -> None:
    scene, proposal = a_returned_proposal(session, "goals")
    (request,) = list_asked(proposal)
    actor = scene.data_lead.as_actor(NOW)

    def answer(text: str, version: int) -> ChangeRequest:
        return answer_request(request, answer=text, expected_version=version, session=session, actor=actor, now=NOW)

    answer("We named the source.", 1)
    session.flush()
    assert (request.answered_by_id, request.answered_at, request.version) == (actor.id, NOW, 2)
    assert answer("We named the source. ", 1).version == 2  # the same text again
    with pytest.raises(Stale) as stale:
        answer("Something else", 1)
    assert (stale.value.mine, stale.value.theirs) == (
        {"What you did": "Something else"},
        {"What you did": "We named the source."},
    )


def test_an_answer_that_is_too_long_is_refused_at_its_field(session: Session) -> None:
    scene, proposal = a_returned_proposal(session, "goals")
    with pytest.raises(DomainError) as refused:
        answer_request(
            list_asked(proposal)[0],
            answer="x" * (CHANGE_ANSWER_MAX + 1),
            expected_version=1,
            session=session,
            actor=scene.data_lead.as_actor(NOW),
            now=NOW,
        )
    assert refused.value.reasons[0].where == "answer"


def test_after_the_next_version_the_answers_stay_as_they_are(session: Session) -> None:
    scene, proposal = a_returned_proposal(session, "goals")
    first = list_asked(proposal)
    answered(session, scene, first)
    submitted(session, scene, proposal)
    assert list_asked(proposal) == []
    with pytest.raises(Refused, match="The proposal was submitted, so it stays as it is"):
        answered(session, scene, first)
    changes_asked(session, scene, proposal, ["goals"])
    first[0].answer = "Changed later"
    with pytest.raises(Refused, match="about an earlier version"):
        answered(session, scene, first)


@pytest.mark.parametrize(
    ("requests", "sentence", "where"),
    [
        ({}, "Choose at least one section, and say there what to change.", ""),
        ({"story": "  "}, "Say what to change in “Your project”.", "words_story"),
        ({"story": "x" * (CHANGE_WORDS_MAX + 1)}, "At most 2,000 characters. Shorten it a little.", "words_story"),
        ({"attic": "Clear it."}, "This proposal has no such section.", ""),
    ],
)
def test_a_request_names_a_section_and_says_what_to_change(
    session: Session, requests: dict[str, str], sentence: str, where: str
) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    submitted(session, scene, proposal)
    with pytest.raises(DomainError) as refused:
        ask(session, scene, proposal, requests)
    assert [(reason.sentence, reason.where) for reason in refused.value.reasons] == [(sentence, where)]
    assert (proposal.state, proposal.change_requests) == (ProposalState.SUBMITTED, [])
