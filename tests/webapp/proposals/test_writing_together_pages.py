"""Two people with the same page open: each keeps what they wrote, and both texts of one answer are shown to choose."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_person, an_affiliate
from tests.scenes_proposals import WritingScene, a_complete_proposal, a_draft, an_affiliate_that_writes
from tests.webapp.proposals.test_writing_pages import AUTOMATIC, STORY, SignIn, a_goal_form, kept
from webapp.proposals.words import side_by_side
from workflows.clock import utc_now
from workflows.permissions import Role
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.together.models import ProposalPresence, SetAside

MOST_STATEMENTS = 12


def two_writers(session: Session, sign_in: SignIn) -> tuple[Proposal, FlaskClient, FlaskClient, str]:
    """A draft, Dana's and Lee's browsers, and the address of its first section."""
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    return proposal, sign_in(scene.director), sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"


def typed(version: int, turn: int = 1, page: str = "lee", **answers: Any) -> dict[str, Any]:
    return {**STORY, **answers, "version": str(version), "editor": page, "turn": str(turn)}


def save(client: FlaskClient, address: str, form: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(address, data=form, headers=AUTOMATIC)
    assert answer.status_code == 200
    return dict(answer.json or {})


def test_each_hears_what_the_other_changed_and_both_are_kept(session: Session, sign_in: SignIn) -> None:
    proposal, dana, lee, address = two_writers(session, sign_in)
    save(dana, address, typed(1, page="dana", title="Dana's title", summary=""))
    answer = save(lee, address, typed(1, title="", summary="Lee's summary"))
    assert answer["theirs"] == {"title": "Dana's title"}
    assert answer["changed"] == "Dana Ortiz changed “Title”."
    assert (answer["apart"], answer["version"]) == ([], 3)
    answers = kept(session, proposal).section("story").answers  # type: ignore[union-attr]
    assert (answers["title"], answers["summary"]) == ("Dana's title", "Lee's summary")


def look(session: Session, client: FlaskClient, address: str) -> str:
    """The page as a browser gets it, with nothing read before."""
    session.expire_all()
    return client.get(address).text


def in_conflict(dana: FlaskClient, lee: FlaskClient, address: str) -> dict[str, Any]:
    save(dana, address, typed(1, page="dana", title="", summary="Adults find work slowly."))
    return save(lee, address, typed(1, title="Lee's title", summary="Adults find work late."))


def test_two_texts_for_one_answer_are_both_kept_and_shown(session: Session, sign_in: SignIn) -> None:
    proposal, dana, lee, address = two_writers(session, sign_in)
    answer = in_conflict(dana, lee, address)
    assert (answer["theirs"], answer["apart"]) == ({}, ["summary"])
    assert "Two texts for “Summary”" in answer["waiting"]
    answers = kept(session, proposal).section("story").answers  # type: ignore[union-attr]
    assert (answers["title"], answers["summary"]) == ("Lee's title", "Adults find work slowly.")
    for client in (dana, lee):
        page = look(session, client, address)
        assert "Saved, by Dana Ortiz" in page
        assert "Waiting, by Lee Abara" in page
        assert "Adults find work <mark>slowly.</mark>" in page
        assert "Adults find work <mark>late.</mark>" in page
    assert "Your project: two texts wait for a choice at «Summary»." in look(
        session, lee, f"/proposals/{proposal.id}/submit"
    )


def test_who_goes_on_typing_changes_the_waiting_text_and_not_the_saved_one(session: Session, sign_in: SignIn) -> None:
    proposal, dana, lee, address = two_writers(session, sign_in)
    version = in_conflict(dana, lee, address)["version"]
    form = typed(version, 2, title="Lee's title", summary="Adults find work late, we saw.")
    answer = save(lee, address, {**form, "apart": "summary"})
    assert answer["apart"] == ["summary"]
    assert kept(session, proposal).answer("story", "summary") == "Adults find work slowly."
    assert [row.text for row in session.scalars(select(SetAside))] == ["Adults find work late, we saw."]


def test_a_save_that_arrives_twice_keeps_one_waiting_text(session: Session, sign_in: SignIn) -> None:
    _, dana, lee, address = two_writers(session, sign_in)
    in_conflict(dana, lee, address)
    save(lee, address, typed(1, title="Lee's title", summary="Adults find work late."))
    assert len(session.scalars(select(SetAside)).all()) == 1


def test_the_button_without_a_script_leads_to_both_texts(session: Session, sign_in: SignIn) -> None:
    proposal, dana, lee, address = two_writers(session, sign_in)
    save(dana, address, typed(1, page="dana", summary="Dana's"))
    answer = lee.post(address, data={**STORY, "summary": "Lee's", "version": "1"})
    assert (answer.status_code, answer.location) == (303, address)
    page = look(session, lee, address)
    assert "Somebody else changed “Summary” while you wrote. Both texts are kept" in page
    assert "Two texts for “Summary”" in page
    assert kept(session, proposal).answer("story", "summary") == "Dana's"


def choices_on(page: str) -> dict[str, str]:
    """What the first choice of a page would send, besides the button."""
    form = page.split("data-choose", 1)[1]
    return {
        name: re.findall(f'name="{name}" type="hidden" value="([^"]*)"', form)[0] for name in ("seen_text", "seen_part")
    }


def choose(client: FlaskClient, session: Session, address: str, choice: str) -> Any:
    sent = choices_on(look(session, client, address))
    number = session.scalars(select(SetAside.id)).one()
    return client.post(f"/proposals/texts/{number}", data={**sent, "choice": choice})


def test_keeping_using_and_joining_settle_the_answer(session: Session, sign_in: SignIn) -> None:
    for choice, expected in {
        "keep": "Adults find work slowly.",
        "use": "Adults find work late.",
        "both": "Adults find work slowly.\n\nAdults find work late.",
    }.items():
        proposal, dana, lee, address = two_writers(session, sign_in)
        in_conflict(dana, lee, address)
        answer = choose(dana, session, address, choice)
        assert (answer.status_code, answer.location) == (303, address)
        assert kept(session, proposal).answer("story", "summary") == expected
        assert "Two texts for" not in look(session, dana, address)
        (row,) = session.scalars(select(SetAside)).all()
        assert (row.chosen, row.resolved_by_id is not None) == (choice, True)
        session.delete(row)
        session.commit()


def test_a_choice_about_a_text_that_changed_since_is_asked_again(session: Session, sign_in: SignIn) -> None:
    proposal, dana, lee, address = two_writers(session, sign_in)
    version = in_conflict(dana, lee, address)["version"]
    seen = choices_on(look(session, dana, address))
    save(lee, address, {**typed(version, 2, title="Lee's title", summary="Later."), "apart": "summary"})
    number = session.scalars(select(SetAside.id)).one()
    answer = dana.post(f"/proposals/texts/{number}", data={**seen, "choice": "use"})
    assert answer.status_code == 303
    assert "One of the two texts was changed while you were choosing." in look(session, dana, address)
    assert kept(session, proposal).answer("story", "summary") == "Adults find work slowly."


def test_a_choice_that_is_none_is_refused(session: Session, sign_in: SignIn) -> None:
    _, dana, lee, address = two_writers(session, sign_in)
    in_conflict(dana, lee, address)
    answer = choose(dana, session, address, "mine")
    assert answer.status_code == 422
    assert "Choose which of the two texts stays." in answer.text


def test_texts_of_another_affiliate_do_not_exist(session: Session, sign_in: SignIn) -> None:
    _, dana, lee, address = two_writers(session, sign_in)
    in_conflict(dana, lee, address)
    number = session.scalars(select(SetAside.id)).one()
    stranger = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)))
    assert stranger.post(f"/proposals/texts/{number}", data={"choice": "use"}).status_code == 404
    manager = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    assert manager.post(f"/proposals/texts/{number}", data={"choice": "use"}).status_code == 403


def test_a_goal_is_merged_answer_by_answer_and_shows_two_indicators_in_words(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    goal = a_complete_proposal(session, scene).goals[0]
    dana, lee, address = sign_in(scene.director), sign_in(scene.data_lead), f"/proposals/goals/{goal.id}"
    form = a_goal_form(goal, owner="", rationale="")
    version = save(dana, address, {**form, "editor": "dana", "turn": "1"})["version"]
    theirs = {**form, "version": str(version), "owner": "Dana", "target_value": "65", "editor": "dana", "turn": "2"}
    save(dana, address, theirs)
    mine = {**form, "version": str(version), "rationale": "Ours", "target_value": "70", "editor": "lee", "turn": "1"}
    answer = save(lee, address, mine)
    assert answer["theirs"] == {"owner": "Dana"}
    assert answer["apart"] == ["target_value"]
    assert "Two texts for “Target”" in answer["waiting"]
    fresh = kept(session, goal.proposal).goals[0]
    assert (fresh.owner, fresh.rationale, fresh.target_value) == ("Dana", "Ours", Decimal(65))
    page = look(session, lee, address)
    assert "Keep both" not in page  # a figure is one or the other
    gaps = look(session, lee, f"/proposals/{goal.proposal_id}/submit")
    assert "Goal 1: two texts wait for a choice." in gaps
    assert choose(lee, session, address, "use").location == address
    assert kept(session, goal.proposal).goals[0].target_value == Decimal(70)


def here(client: FlaskClient, proposal: Proposal, part: str) -> Any:
    return client.post(f"/proposals/{proposal.id}/here", data={"part": part}, headers=AUTOMATIC)


def test_who_is_here_is_told_to_the_others_and_forgotten_after_a_while(session: Session, sign_in: SignIn) -> None:
    proposal, dana, lee, address = two_writers(session, sign_in)
    assert here(lee, proposal, "story").json == {"here": "", "sections": {}, "version": 1}
    answer = here(dana, proposal, "budget").json
    assert answer["here"] == "Lee Abara is here too, in “Your project”."
    assert answer["sections"] == {"story": "Lee Abara"}
    assert "Dana Ortiz is here too, in “Budget”." in look(session, lee, address)
    assert "Dana Ortiz is here</small>" in look(session, lee, address)
    here(dana, proposal, "story")
    assert "Dana Ortiz is here too, on this page." in look(session, lee, address)
    session.execute(update(ProposalPresence).values(seen_at=utc_now() - timedelta(seconds=91)))
    session.commit()
    assert "is here too" not in look(session, lee, address)


def test_a_sign_of_life_needs_a_part_and_a_proposal_that_is_open(session: Session, sign_in: SignIn) -> None:
    proposal, dana, _, _ = two_writers(session, sign_in)
    assert [here(dana, proposal, part).status_code for part in ("", "nowhere", "goal:1", "goal:x")] == [
        422,
        404,
        404,
        404,
    ]
    session.execute(update(Proposal).values(state=ProposalState.SUBMITTED, submitted_at=proposal.started_at))
    session.commit()
    assert here(dana, proposal, "story").status_code == 200
    assert session.scalars(select(ProposalPresence)).all() == []


def test_an_automatic_save_and_a_sign_of_life_stay_cheap(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene: WritingScene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    lee, address = sign_in(scene.data_lead), f"/proposals/{proposal.id}/sections/story"
    save(lee, address, typed(1, 1, title="One"))
    counts = []
    for deed in (
        lambda: save(lee, address, typed(2, 2, title="Two")),
        lambda: here(lee, proposal, "story"),
    ):
        session.expire_all()
        session.commit()
        count_queries.clear()
        deed()
        counts.append(len(count_queries))
    assert counts[0] <= MOST_STATEMENTS
    of_presence = [statement for statement in count_queries if "proposal_presence" in statement]
    assert (len(of_presence), counts[1] <= 8) == (2, True)


def test_differences_are_marked_word_by_word() -> None:
    left, right = side_by_side("Adults find work slowly now", "Adults find good work now")
    assert "".join(run.text for run in left) == "Adults find work slowly now"
    assert "".join(run.text for run in right) == "Adults find good work now"
    assert [run.text.strip() for run in left if run.differs] == ["slowly"]
    assert [run.text.strip() for run in right if run.differs] == ["good"]
    assert side_by_side("", "New") == ([], side_by_side("", "New")[1])
