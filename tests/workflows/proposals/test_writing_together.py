"""Two people write one section or goal: each change is kept, and two texts for one answer wait for a choice."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import WritingScene, a_complete_proposal, a_draft, an_affiliate_that_writes
from tests.two_at_once import at_once
from tests.workflows.proposals.pages import Page
from workflows.db import db
from workflows.errors import DomainError, NotFound, Stale
from workflows.machine import Refused
from workflows.permissions import Actor, Role
from workflows.proposals.completeness import list_gaps
from workflows.proposals.goals.operations import add_goal, remove_goal
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.queries import get_proposal
from workflows.proposals.together.answers import Choice, Editor
from workflows.proposals.together.asides import list_waiting
from workflows.proposals.together.choosing import choose_text, get_set_aside
from workflows.proposals.together.gaps import goal_part
from workflows.proposals.together.models import ProposalEdit, SetAside
from workflows.proposals.together.presence import Here, list_here, note_presence, version_of
from workflows.proposals.writing import save_section


def two_pages(session: Session) -> tuple[Proposal, Page, Page]:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    dana, lee = (Page(proposal, "story", who.as_actor(NOW), session, NOW) for who in (scene.director, scene.data_lead))
    return proposal, dana, lee


def story(proposal: Proposal) -> dict[str, Any]:
    return {name: text for name, text in proposal.section("story").answers.items() if text}  # type: ignore[union-attr]


def waiting(session: Session, proposal: Proposal) -> list[tuple[str, Any]]:
    return [(row.name, row.text) for row in list_waiting(session, proposal.id, "story")]


def test_two_people_in_different_answers_never_meet(session: Session) -> None:
    proposal, dana, lee = two_pages(session)
    dana.texts["title"] = "Work"
    lee.texts["summary"] = "Adults who arrived lately"
    dana.saves()
    saved = lee.saves()
    assert story(proposal) == {"title": "Work", "summary": "Adults who arrived lately"}
    assert (saved.theirs, saved.waiting) == ({"title": dana.actor.id}, ())
    assert lee.texts["title"] == "Work"


def in_conflict(session: Session) -> tuple[Proposal, Page, Page]:
    proposal, dana, lee = two_pages(session)
    dana.texts["summary"], lee.texts["summary"] = "Dana's", "Lee's"
    dana.saves()
    lee.saves()
    return proposal, dana, lee


def test_the_slower_of_two_texts_waits_and_the_saved_one_stays(session: Session) -> None:
    proposal, dana, lee = in_conflict(session)
    assert story(proposal) == {"summary": "Dana's"}
    assert waiting(session, proposal) == [("summary", "Lee's")]
    (row,) = list_waiting(session, proposal.id, "story")
    assert (row.by_id, row.over_by_id, row.over_version) == (lee.actor.id, dana.actor.id, 2)


def test_a_lost_answer_makes_nobody_conflict_with_oneself(session: Session) -> None:
    proposal, dana, _ = two_pages(session)
    dana.texts["summary"] = "Adu"
    dana.sends()
    dana.answer = None  # lost on the way
    dana.texts["summary"] = "Adults"
    dana.saves()
    assert story(proposal) == {"summary": "Adults"}
    assert waiting(session, proposal) == []


def test_an_older_save_that_arrives_late_changes_nothing(session: Session) -> None:
    proposal, dana, _ = two_pages(session)
    early = dict(dana.texts, summary="Adu")
    dana.texts["summary"] = "Adults"
    dana.turn = 1
    dana.saves()
    dana.arrives(early, Editor(dana.token, 1), 1)
    assert story(proposal) == {"summary": "Adults"}


def test_an_older_text_that_arrives_late_does_not_take_the_place_of_the_newer_one(session: Session) -> None:
    proposal, _, lee = in_conflict(session)
    lee.texts["summary"] = "Lee's, and more"
    lee.saves()
    lee.arrives({"summary": "Lee's"}, Editor(lee.token, 1), 1)
    assert waiting(session, proposal) == [("summary", "Lee's, and more")]


def test_two_tabs_of_one_person_are_two_editors(session: Session) -> None:
    proposal, dana, _ = two_pages(session)
    tab = Page(proposal, "story", dana.actor, session, NOW)
    dana.texts["summary"], tab.texts["summary"] = "First tab", "Second tab"
    dana.saves()
    tab.saves()
    assert story(proposal) == {"summary": "First tab"}
    assert waiting(session, proposal) == [("summary", "Second tab")]


def test_a_text_typed_into_while_the_other_came_waits_too(session: Session) -> None:
    proposal, dana, lee = two_pages(session)
    dana.texts["title"] = "Dana's"
    dana.saves()
    lee.sends()
    lee.texts["title"] = "Lee's"  # before the answer is back
    lee.hears()
    lee.saves()
    assert story(proposal) == {"title": "Dana's"}
    assert waiting(session, proposal) == [("title", "Lee's")]


def test_an_emptied_text_waits_no_longer_and_gives_way(session: Session) -> None:
    proposal, _, lee = in_conflict(session)
    lee.texts["summary"] = ""
    saved = lee.saves()
    assert waiting(session, proposal) == []
    assert saved.theirs == {"summary": 0}
    assert lee.texts["summary"] == "Dana's"
    assert session.scalars(select(SetAside.chosen)).all() == [Choice.WITHDRAWN.value]


def test_the_same_words_again_wait_anew_after_a_choice(session: Session) -> None:
    """Lee's words were put away; Lee writes them once more, over what was chosen, while Dana writes again."""
    proposal, dana, lee = in_conflict(session)
    choose(session, proposal, Choice.KEEP, lee.actor)
    lee.saves()
    assert lee.texts["summary"] == "Dana's"
    dana.texts["summary"] = "Dana's again"
    dana.saves()
    lee.texts["summary"] = "Lee's"
    lee.saves()
    assert waiting(session, proposal) == [("summary", "Lee's")]


def test_a_draft_from_before_the_trail_is_never_overwritten_by_an_old_page(session: Session) -> None:
    proposal, _, lee = two_pages(session)
    lee.version = 1
    proposal.section("story").answers = {"summary": "From before"}  # type: ignore[union-attr]
    session.flush()
    lee.texts["summary"] = "Lee's"
    lee.saves()
    assert story(proposal) == {"summary": "From before"}
    assert waiting(session, proposal) == [("summary", "Lee's")]


def test_the_trail_names_who_changed_what_at_which_version(session: Session) -> None:
    _, dana, lee = in_conflict(session)
    lee.texts["title"] = "Lee's title"
    lee.saves()
    edits = session.scalars(select(ProposalEdit).order_by(ProposalEdit.version)).all()
    assert [(edit.version, edit.before, edit.by_id) for edit in edits] == [
        (2, {"summary": None}, dana.actor.id),
        (3, {"title": None}, lee.actor.id),
    ]


def test_a_text_over_its_limit_does_not_wait_but_is_refused(session: Session) -> None:
    proposal, dana, lee = two_pages(session)
    dana.texts["summary"], lee.texts["summary"] = "Dana's", "x" * 801
    dana.saves()
    with pytest.raises(DomainError, match="at most 800 characters"):
        lee.saves()
    assert waiting(session, proposal) == []


def choose(session: Session, proposal: Proposal, choice: Choice, actor: Actor, **seen: int) -> None:
    (row,) = list_waiting(session, proposal.id, "story")
    section = proposal.section("story")
    assert section is not None
    versions = {"seen_text": row.version, "seen_part": section.version, **seen}
    choose_text(row, choice, session=session, actor=actor, now=NOW, **versions)
    session.flush()


@pytest.mark.parametrize(
    ("choice", "summary"),
    [(Choice.KEEP, "Dana's"), (Choice.USE, "Lee's"), (Choice.BOTH, "Dana's\n\nLee's")],
)
def test_a_choice_settles_the_answer_and_the_page_takes_it_over(session: Session, choice: Choice, summary: str) -> None:
    proposal, dana, lee = in_conflict(session)
    choose(session, proposal, choice, dana.actor)
    assert story(proposal) == {"summary": summary}
    lee.saves()
    assert lee.texts["summary"] == summary
    assert (story(proposal), waiting(session, proposal)) == ({"summary": summary}, [])


def test_what_was_typed_on_after_a_choice_waits_again(session: Session) -> None:
    proposal, dana, lee = in_conflict(session)
    choose(session, proposal, Choice.KEEP, dana.actor)
    lee.texts["summary"] = "Lee's, and more"
    lee.saves()
    assert story(proposal) == {"summary": "Dana's"}
    assert waiting(session, proposal) == [("summary", "Lee's, and more")]


def test_choosing_twice_changes_nothing_and_choosing_late_is_asked_again(session: Session) -> None:
    proposal, dana, lee = in_conflict(session)
    (row,) = list_waiting(session, proposal.id, "story")
    with pytest.raises(Stale):
        choose(session, proposal, Choice.USE, dana.actor, seen_text=row.version + 1)
    dana.texts["summary"] = "Dana's, and more"
    dana.saves()
    with pytest.raises(Stale):
        choose(session, proposal, Choice.USE, lee.actor, seen_part=2)
    choose(session, proposal, Choice.USE, lee.actor)
    seen = {"seen_text": row.version, "seen_part": 4, "session": session, "now": NOW}
    choose_text(row, Choice.KEEP, actor=dana.actor, **seen)  # type: ignore[arg-type]
    assert (row.chosen, story(proposal)) == ("use", {"summary": "Lee's"})


def test_both_together_too_long_are_refused_and_still_wait(session: Session) -> None:
    proposal, dana, lee = two_pages(session)
    dana.texts["summary"], lee.texts["summary"] = "d" * 500, "l" * 500
    dana.saves()
    lee.saves()
    with pytest.raises(DomainError, match="Both together are too long"):
        choose(session, proposal, Choice.BOTH, dana.actor)
    assert waiting(session, proposal) == [("summary", "l" * 500)]


def test_figures_are_one_or_the_other(session: Session) -> None:
    proposal, dana, lee = two_pages(session)
    dana.texts["eligible_n"], lee.texts["eligible_n"] = 140, 150
    dana.saves()
    lee.saves()
    with pytest.raises(DomainError, match="cannot both stay"):
        choose(session, proposal, Choice.BOTH, dana.actor)
    choose(session, proposal, Choice.USE, dana.actor)
    assert story(proposal) == {"eligible_n": 150}


def test_a_stranger_does_not_choose_and_nobody_after_the_submission(session: Session) -> None:
    proposal, dana, _ = in_conflict(session)
    coach = a_person(session, Role.COACH).as_actor(NOW)
    with pytest.raises(Refused):
        choose(session, proposal, Choice.USE, coach)
    session.execute(Proposal.__table__.update().values(state=ProposalState.SUBMITTED, submitted_at=NOW))
    with pytest.raises(Refused, match="was submitted"):
        choose(session, proposal, Choice.USE, dana.actor)


def test_a_text_that_waits_keeps_a_complete_proposal_from_being_submitted(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    lee = Page(proposal, "story", scene.data_lead.as_actor(NOW), session, NOW)
    lee.texts = {**proposal.section("story").answers, "title": "Another title"}  # type: ignore[union-attr]
    lee.saves()
    session.flush()
    proposal = get_proposal(session, proposal.id, fresh=True)
    assert [(gap.sentence, gap.where) for gap in list_gaps(proposal)] == [
        ("Your project: two texts wait for a choice at «Title».", "story.waiting")
    ]


def test_a_removed_goal_leaves_no_trail_for_the_next_one(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal, actor = a_complete_proposal(session, scene), scene.data_lead.as_actor(NOW)
    goal = proposal.goals[0]
    part = goal_part(goal.id)
    assert session.scalars(select(ProposalEdit.part).where(ProposalEdit.part == part)).all() == [part]
    remove_goal(goal, session=session, actor=actor, now=NOW)
    session.flush()
    assert session.scalars(select(ProposalEdit).where(ProposalEdit.part == part)).all() == []
    add_goal(proposal, session=session, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        get_set_aside(session, 1)


def test_people_are_here_for_a_while_and_only_the_others_are_named(session: Session) -> None:
    scene: WritingScene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    dana, lee = (person.as_actor(NOW) for person in (scene.director, scene.data_lead))
    note_presence(proposal.id, "story", session=session, actor=lee, now=NOW)
    note_presence(proposal.id, "budget", session=session, actor=lee, now=NOW + timedelta(seconds=60))
    seen = [
        list_here(session, proposal.id, actor=who, now=NOW + timedelta(seconds=seconds))
        for who, seconds in ((dana, 149), (dana, 150), (lee, 60))
    ]
    assert seen == [[Here("Lee Abara", "budget")], [], []]
    parts = ("story", "goal:7", "goal:x", "nothing")
    assert [version_of(session, proposal.id, part) for part in parts] == [1, None, None, None]


@pytest.mark.postgres
def test_two_people_who_save_one_section_in_the_same_moment_both_keep_their_text(postgres_app: Flask) -> None:
    session = db.session()
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    session.commit()
    people = [(proposal.id, scene.director.id), (proposal.id, scene.data_lead.id)]

    def write(session: Session, proposal_id: int, actor: Actor) -> None:
        save_section(
            get_proposal(session, proposal_id),
            name="story",
            answers={"title": "Same title", "summary": f"By {actor.name}"},
            expected_version=1,
            session=session,
            actor=actor,
            now=NOW,
            editor=Editor(f"page of {actor.name}", 1),
        )

    assert at_once(postgres_app, get_proposal, write, people) == ["done", "done"]
    session.rollback()
    kept = get_proposal(session, proposal.id, fresh=True)
    (row,) = kept.waiting
    assert {kept.answer("story", "summary"), row.text} == {"By Dana Ortiz", "By Lee Abara"}
    assert kept.section("story").version == 2  # type: ignore[union-attr]


@pytest.mark.postgres
def test_two_tabs_that_come_in_the_same_moment_are_one_person_here(postgres_app: Flask) -> None:
    session = db.session()
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    session.commit()

    def come(session: Session, proposal_id: int, actor: Actor) -> None:
        note_presence(proposal_id, "story", session=session, actor=actor, now=NOW)

    twice = [(proposal.id, scene.director.id)] * 2
    assert at_once(postgres_app, get_proposal, come, twice) == ["done", "done"]
    session.rollback()
    lee = scene.data_lead.as_actor(NOW)
    assert list_here(session, proposal.id, actor=lee, now=NOW) == [Here("Dana Ortiz", "story")]
