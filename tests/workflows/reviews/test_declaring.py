"""Conflicts of interest: what is declared is kept, the seat is free, and the proposal is closed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_reviews import a_scene, as_actor, awarded, every_score, score, seats_of
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.home.waiting import list_waiting
from workflows.machine import Refused
from workflows.notifications.messages import MESSAGES
from workflows.notifications.queries import get_occasion
from workflows.outbox import OutboxEvent
from workflows.people.models import RoleAssignment, User
from workflows.permissions import CLOSED_BY_RECUSAL, Permission, Role, can, why_cannot
from workflows.proposals.queries import list_proposals
from workflows.reviews.answers import NO_CONFLICT_TEXT, ConflictKind
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.models import Declaration, Review, ReviewState
from workflows.reviews.operations import declare_no_conflict, step_aside


def _leave(session: Session, seat: Review, kind: ConflictKind = ConflictKind.FAMILY) -> None:
    step_aside(
        seat, kind=kind, reason="My sister works there.", session=session, actor=as_actor(seat.reviewer), now=NOW
    )
    session.flush()


def _manager_too(session: Session, person: User) -> User:
    session.add(RoleAssignment(user=person, role=Role.PROGRAM_MANAGER, granted_at=NOW))
    session.flush()
    return person


def test_each_declaration_is_a_row_with_its_wording_and_time(session: Session) -> None:
    seat, _ = seats_of(session, a_scene(session))
    declare_no_conflict(seat, session=session, actor=as_actor(seat.reviewer), now=NOW)
    session.flush()
    _leave(session, seat)
    said = session.scalars(select(Declaration).order_by(Declaration.id)).all()
    assert [(d.kind, d.wording, d.text, d.is_later, d.declared_at) for d in said] == [
        (ConflictKind.NONE, NO_CONFLICT_TEXT, "", False, NOW),
        (ConflictKind.FAMILY, ConflictKind.FAMILY.wording, "My sister works there.", True, NOW),
    ]


def test_a_declaration_is_never_changed_or_taken_back(session: Session) -> None:
    seat, _ = seats_of(session, a_scene(session))
    _leave(session, seat)
    said = session.scalars(select(Declaration)).one()
    said.text = "Nothing."
    with pytest.raises(RuntimeError, match="kept as it was made"):
        session.flush()
    session.rollback()


def test_stepping_aside_names_a_conflict(session: Session) -> None:
    seat, _ = seats_of(session, a_scene(session))
    with pytest.raises(Refused, match="Say which kind of conflict it is"):
        _leave(session, seat, ConflictKind.NONE)
    assert seat.state is ReviewState.ASSIGNED


def test_a_conflict_before_opening_never_opens_the_proposal(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    _leave(session, seat)
    assert (seat.state, seat.declared_at, seat.recused_at) == (ReviewState.RECUSED, None, NOW)
    assert can(as_actor(seat.reviewer), Permission.SEE_PROPOSAL, scene.proposal) is False


def test_a_conflict_found_after_filing_takes_the_scores_out_of_the_count(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    score(session, seat, every_score(75))
    assert scene.enrollment.final_reviews == 1
    _leave(session, seat)
    assert (seat.state, scene.enrollment.final_reviews) == (ReviewState.RECUSED, 0)


def test_after_the_decision_a_filed_review_stays(session: Session) -> None:
    scene = a_scene(session)
    awarded(session, scene)
    with pytest.raises(Refused, match="not in review now"):
        _leave(session, scene.proposal.reviews[0])


def test_a_manager_who_stepped_aside_neither_sees_nor_decides_nor_assigns(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    actor = as_actor(_manager_too(session, seat.reviewer))
    assert [p.name for p in CLOSED_BY_RECUSAL if not can(actor, p, scene.proposal)] == []
    _leave(session, seat)
    closed = "You stepped aside from this proposal for a conflict of interest, so it is closed to you."
    for subject in (scene.proposal, scene.enrollment, seat):
        assert {str(why_cannot(actor, p, subject)) for p in CLOSED_BY_RECUSAL} == {closed}
    assert can(as_actor(scene.managers[0]), Permission.SEE_PROPOSAL, scene.proposal) is True


def test_lists_leave_out_what_somebody_stepped_aside_from(session: Session) -> None:
    scene, other = a_scene(session), a_scene(session)
    seat, _ = seats_of(session, scene)
    actor = as_actor(_manager_too(session, seat.reviewer))
    _leave(session, seat)
    assert [row.id for row in list_proposals(session, actor)] == [other.proposal.id]
    for permission in CLOSED_BY_RECUSAL:
        seen = session.scalars(select(Enrollment.id).where(visible_to(actor, permission))).all()
        assert seen == [other.enrollment.id]
    every = session.scalars(select(Enrollment.id).where(visible_to(actor, Permission.SEE_ENROLLMENT)))
    assert sorted(every) == [scene.enrollment.id, other.enrollment.id]


def test_a_reviewer_lists_a_proposal_only_between_declaring_and_stepping_aside(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    actor = as_actor(seat.reviewer)
    seen = [len(list_proposals(session, actor))]
    declare_no_conflict(seat, session=session, actor=actor, now=NOW)
    session.flush()
    seen.append(len(list_proposals(session, actor)))
    _leave(session, seat)
    seen.append(len(list_proposals(session, actor)))
    assert seen == [0, 1, 0]


def _waits(session: Session, person: User) -> list[str]:
    return [row.what for row in list_waiting(session, as_actor(person), now=NOW)]


def test_the_manager_finds_the_freed_seat_on_home_until_somebody_follows(session: Session) -> None:
    scene = a_scene(session)
    manager = scene.managers[0]
    assert _waits(session, manager) == ["Assign reviewers"]
    seat, _ = seats_of(session, scene)
    assert (_waits(session, manager), _waits(session, seat.reviewer)) == ([], ["Review a proposal"])
    _leave(session, seat)
    assert (_waits(session, manager), _waits(session, seat.reviewer)) == (["Find another reviewer"], [])


def _told(session: Session) -> tuple[list[User], bool]:
    """Who hears of the freed seat, and whether it is still true."""
    message = MESSAGES["seat_freed"]
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "conflict_declared")).one()
    occasion = get_occasion(session, event.id, about=message.about, now=NOW)
    return list(message.to(occasion, session)), message.is_still_true(occasion)


def test_the_managers_are_told_of_a_freed_seat_unless_they_read_it_too(session: Session) -> None:
    scene = a_scene(session)
    seat, other = seats_of(session, scene)
    _manager_too(session, other.reviewer)
    _leave(session, seat)
    assert _told(session) == (list(scene.managers), True)


def test_a_message_about_a_freed_seat_is_not_sent_when_somebody_follows_by_then(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    _leave(session, seat)
    assign_reviewers(
        scene.proposal,
        reviewer_ids=[a_person(session, Role.REVIEWER).id],
        session=session,
        actor=as_actor(scene.managers[0]),
        now=NOW,
    )
    session.expire_all()
    assert _told(session)[1] is False
