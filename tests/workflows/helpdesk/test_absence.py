"""While somebody is away a colleague owns their questions, and gives back what is still open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_library import a_ticket
from workflows.errors import DomainError, Forbidden
from workflows.helpdesk import operations
from workflows.helpdesk.absence import Absence, end_cover, keep_covers, plan_cover
from workflows.helpdesk.models import Cover
from workflows.helpdesk.queries import list_notes
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.stages import Stage

TODAY = NOW.date()


@dataclass
class Office:
    coach: User
    colleague: User
    manager: User
    asker: User


@pytest.fixture
def office(session: Session) -> Office:
    coach = a_person(session, Role.COACH, name="Amara Diallo", time_zone="America/Denver")
    harbor = an_affiliate(session)
    an_enrollment(session, Stage.TRAINING, affiliate=harbor, coach=coach)
    return Office(
        coach,
        a_person(session, Role.COACH, name="Bernard Achebe"),
        a_person(session, Role.PROGRAM_MANAGER),
        a_person(session, Role.AFFILIATE_STAFF, affiliate=harbor),
    )


def acting(person: User) -> Actor:
    return person.as_actor(NOW)


def plan(
    session: Session, person: User, cover: User, *, starts: int = 0, lasts: int = 5, by: User | None = None
) -> Cover:
    first = TODAY + timedelta(days=starts)
    absence = Absence(first, first + timedelta(days=lasts), cover.id)
    planned = plan_cover(person, absence, session=session, actor=acting(by or person), now=NOW)
    session.flush()
    return planned


def on(days: int, hour: int = 15) -> datetime:
    return (NOW + timedelta(days=days)).replace(hour=hour)


def test_open_questions_go_over_at_once_and_new_ones_follow(session: Session, office: Office) -> None:
    before, solved = a_ticket(session, office.asker), a_ticket(session, office.asker)
    operations.solve(solved, actor=acting(office.asker), now=NOW)
    plan(session, office.coach, office.colleague)
    during = a_ticket(session, office.asker)
    assert [(t.owner_id, t.covered_for_id) for t in (before, during, solved)] == [
        (office.colleague.id, office.coach.id),
        (office.colleague.id, office.coach.id),
        (office.coach.id, None),
    ]
    (note,) = list_notes(session, before, actor=acting(office.manager))
    assert note.text == "Amara Diallo is away until 7 March; Bernard Achebe answers."


def test_a_planned_absence_begins_and_ends_by_the_calendar_of_the_absent(session: Session, office: Office) -> None:
    ticket = a_ticket(session, office.asker)
    cover = plan(session, office.coach, office.colleague, starts=2, lasts=1)
    assert (ticket.owner_id, cover.begun_at) == (office.coach.id, None)
    early = on(2, hour=5)  # still the evening before in Denver
    assert (keep_covers(session=session, now=early), ticket.owner_id) == (0, office.coach.id)
    assert (keep_covers(session=session, now=on(2)), ticket.owner_id) == (1, office.colleague.id)
    assert keep_covers(session=session, now=on(3)) == 0
    assert (keep_covers(session=session, now=on(4)), ticket.owner_id) == (1, office.coach.id)
    assert (cover.ended_at, ticket.covered_for_id) == (on(4), None)
    assert keep_covers(session=session, now=on(5)) == 0


def test_what_was_handed_on_meanwhile_does_not_come_back(session: Session, office: Office) -> None:
    ticket = a_ticket(session, office.asker)
    cover = plan(session, office.coach, office.colleague)
    operations.hand_on(
        ticket, to_id=office.manager.id, note="Yours.", expected_version=ticket.version, session=session,
        actor=acting(office.colleague), now=NOW,
    )  # fmt: skip
    end_cover(cover, session=session, actor=acting(office.coach), now=NOW)
    assert ticket.owner_id == office.manager.id
    with pytest.raises(DomainError, match="ended already"):
        end_cover(cover, session=session, actor=acting(office.coach), now=NOW)


def test_whoever_assigns_coaches_may_settle_it_for_a_colleague_who_fell_ill(session: Session, office: Office) -> None:
    ticket = a_ticket(session, office.asker)
    cover = plan(session, office.coach, office.colleague, by=office.manager)
    assert ticket.owner_id == office.colleague.id
    with pytest.raises(Forbidden):
        plan(session, office.manager, office.coach, by=office.colleague)
    with pytest.raises(Forbidden):
        end_cover(cover, session=session, actor=acting(office.colleague), now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [(3, 1, "before the first one"), (-9, -2, "These days are over"), (0, 200, "Up to 120 days")],
)
def test_impossible_days_are_refused(session: Session, office: Office, first: int, last: int, why: str) -> None:
    absence = Absence(_day(first), _day(last), office.colleague.id)
    with pytest.raises(DomainError, match=why):
        plan_cover(office.coach, absence, session=session, actor=acting(office.coach), now=NOW)


def test_nobody_covers_for_themselves_and_days_do_not_overlap(session: Session, office: Office) -> None:
    with pytest.raises(DomainError, match="Choose a colleague"):
        plan(session, office.coach, office.coach)
    with pytest.raises(DomainError, match="Choose a colleague"):
        plan(session, office.coach, office.asker)
    plan(session, office.coach, office.colleague, starts=3)
    with pytest.raises(DomainError, match="settled already"):
        plan(session, office.coach, office.manager, starts=1)


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)
