"""Questions: owner, due time, who may read and do what, and notes that never leave the office."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import ROOT
from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_library import a_ticket, an_answer
from tests.workflows.notifications.owed import Postbox, context_of
from tests.workflows.training.material_samples import PNG
from workflows.attached import Attachment, keep
from workflows.audit import AuditEntry
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import list_timeline
from workflows.errors import DomainError, Forbidden, Stale
from workflows.files import FileStore
from workflows.helpdesk import operations
from workflows.helpdesk.answers import FILE_KINDS, FILE_MAX_BYTES
from workflows.helpdesk.business_time import due_after
from workflows.helpdesk.lifecycle import TICKET
from workflows.helpdesk.models import Ticket, TicketState, Urgency
from workflows.helpdesk.operations import AskedFrom, without_names
from workflows.helpdesk.queries import (
    TicketFilter,
    count_tickets,
    get_ticket,
    list_kept_digests,
    list_notes,
    list_tickets,
    list_waiting_for,
)
from workflows.library.models import Publication
from workflows.machine import Refused
from workflows.notifications.jobs import send_message
from workflows.outbox import JobRun, OutboxEvent, expand_events
from workflows.people.models import User
from workflows.permissions import Actor, Permission, Role, can
from workflows.stages import Stage

LATER = NOW + timedelta(days=2)


@dataclass
class Desk:
    year: Enrollment
    asker: User
    colleague: User
    coach: User
    manager: User
    stranger: User
    other_coach: User

    def people(self, session: Session) -> dict[str, User]:
        return {
            **{name: getattr(self, name) for name in ("asker", "colleague", "coach", "manager", "stranger")},
            "other_coach": self.other_coach,
            **{role.value: a_person(session, role) for role in _NATIONAL},
        }


_NATIONAL = (
    Role.NETWORK_ADMINISTRATOR, Role.FINANCE_OFFICER, Role.PRIVACY_STEWARD, Role.REVIEWER, Role.AUDITOR,
)  # fmt: skip  # the roles beside coach and manager


@pytest.fixture
def desk(session: Session) -> Desk:
    harbor, prairie = an_affiliate(session, "Harbor"), an_affiliate(session, "Prairie")
    coach, other = a_person(session, Role.COACH, name="Amara Diallo"), a_person(session, Role.COACH)
    year = an_enrollment(session, Stage.TRAINING, affiliate=harbor, coach=coach)
    an_enrollment(session, Stage.TRAINING, affiliate=prairie, coach=other)
    return Desk(
        year,
        asker=a_person(session, Role.AFFILIATE_STAFF, affiliate=harbor, name="Samir Haddad"),
        colleague=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor),
        coach=coach,
        manager=a_person(session, Role.PROGRAM_MANAGER),
        stranger=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=prairie),
        other_coach=other,
    )


def acting(person: User) -> Actor:
    return person.as_actor(NOW)


def test_a_question_goes_to_the_coach_with_its_due_time(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker, urgency=Urgency.URGENT)
    assert (ticket.owner_id, ticket.affiliate_id, ticket.enrollment_id) == (
        desk.coach.id, desk.year.affiliate_id, desk.year.id,
    )  # fmt: skip
    assert ticket.due_at == ticket.first_due_at == due_after(NOW, business_days=1, zone="America/New_York")
    assert a_ticket(session, desk.asker).due_at > ticket.due_at


def test_without_a_coach_it_waits_in_the_managers_queue(session: Session, desk: Desk) -> None:
    desk.year.coach = None
    ticket = a_ticket(session, desk.asker)
    assert ticket.owner_id is None
    assert list_waiting_for(session, acting(desk.manager)) == [ticket]
    assert list_waiting_for(session, acting(desk.coach)) == []
    an_answer(session, ticket, desk.manager)
    assert ticket.owner_id == desk.manager.id


def test_a_coach_who_left_leaves_nobody_waiting(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker)
    desk.coach.is_active = False
    assert a_ticket(session, desk.asker).owner_id is None
    assert ticket in list_waiting_for(session, acting(desk.manager))


def test_what_the_national_office_asks_about_an_affiliate_stays_inside(session: Session, desk: Desk) -> None:
    finance = a_person(session, Role.FINANCE_OFFICER)
    ticket = a_ticket(session, finance, asked_from=AskedFrom("/funding/of/1", "Funding", desk.year))
    assert (ticket.affiliate_id, ticket.enrollment_id) == (None, desk.year.id)
    seen = {
        name: can(acting(person), Permission.SEE_TICKETS, ticket)
        for name, person in {"asker": finance, "affiliate": desk.colleague, "coach": desk.coach}.items()
    }
    assert seen == {"asker": True, "affiliate": False, "coach": False}
    assert list_tickets(session, TicketFilter(), actor=acting(desk.colleague)) == []
    assert list_tickets(session, TicketFilter(), actor=acting(desk.coach)) == []


def test_the_page_s_year_counts_only_when_it_is_the_asker_s_own(session: Session, desk: Desk) -> None:
    foreign = an_enrollment(session, Stage.TRAINING)
    assert a_ticket(session, desk.asker, asked_from=AskedFrom("/x", "X", foreign)).enrollment_id == desk.year.id


def test_who_reads_which_questions(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker)
    people = desk.people(session)
    alone = {name: can(acting(person), Permission.SEE_TICKETS, ticket) for name, person in people.items()}
    listed = {
        name: bool(list_tickets(session, TicketFilter(), actor=acting(person))) for name, person in people.items()
    }
    readers = {
        "asker", "colleague", "coach", "manager", "network_administrator", "finance_officer", "privacy_steward",
        "auditor",
    }  # fmt: skip  # staff all, the affiliate its own
    assert {name for name, may in alone.items() if may} == readers
    assert listed == alone


_SIDES = {
    "answer": {"coach", "manager", "network_administrator", "finance_officer", "privacy_steward"},
    "reply": {"asker", "colleague"},
}
_MOVES = {
    "answer": (_SIDES["answer"], {TicketState.NEW, TicketState.ANSWERED, TicketState.WAITING}),
    "ask_back": (_SIDES["answer"], {TicketState.NEW, TicketState.ANSWERED, TicketState.WAITING}),
    "reply": (_SIDES["reply"], {TicketState.NEW, TicketState.ANSWERED, TicketState.WAITING}),
    "solve": (_SIDES["reply"], {TicketState.NEW, TicketState.ANSWERED, TicketState.WAITING}),
    "settle": (_SIDES["answer"], {TicketState.ANSWERED, TicketState.WAITING}),
    "reopen": (_SIDES["reply"], {TicketState.SOLVED}),
}


def test_every_step_is_open_to_its_side_in_its_states_alone(session: Session, desk: Desk) -> None:
    """The matrix: state × step × person."""
    people = desk.people(session)
    tickets = {state: _in_state(session, desk, state) for state in TicketState}
    found = {
        (row.name, state, name)
        for row in TICKET.rows
        for state, ticket in tickets.items()
        for name, person in people.items()
        if not TICKET.why_not(ticket, row.name, actor=acting(person), now=LATER, note="Still open.")
    }
    expected = {(move, state, name) for move, (names, states) in _MOVES.items() for state in states for name in names}
    assert found == expected


def _in_state(session: Session, desk: Desk, state: TicketState) -> Ticket:
    ticket = a_ticket(session, desk.asker)
    if state is not TicketState.NEW:
        an_answer(session, ticket, desk.coach, asks_back=state is TicketState.WAITING)
    if state is TicketState.SOLVED:
        operations.solve(ticket, actor=acting(desk.asker), now=NOW)
    assert ticket.state is state
    return ticket


def test_nobody_answers_what_they_asked(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.manager)
    with pytest.raises(Refused, match="You asked this yourself"):
        an_answer(session, ticket, desk.manager)
    assert ticket.first_answered_at is None


def test_a_question_goes_to_and_fro_until_it_is_solved(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker)
    first_due = ticket.first_due_at
    an_answer(session, ticket, desk.coach, "Which report?", asks_back=True, now=NOW + timedelta(hours=3))
    operations.reply(ticket, text="The second.", file=None, session=session,
                     actor=acting(desk.colleague), now=LATER)  # fmt: skip
    assert (ticket.state, ticket.first_due_at) == (TicketState.NEW, first_due)
    assert ticket.due_at == due_after(LATER, business_days=3, zone="America/New_York")
    an_answer(session, ticket, desk.coach, "Then take the first column.", now=LATER)
    assert ticket.first_answered_at == NOW + timedelta(hours=3)
    operations.solve(ticket, actor=acting(desk.asker), now=LATER)
    assert (ticket.state, ticket.solved_at) == (TicketState.SOLVED, LATER)
    assert [m.is_answer for m in get_ticket(session, ticket.id).messages] == [False, True, False, True]


def test_a_solved_question_opens_again_for_thirty_days(session: Session, desk: Desk) -> None:
    ticket = _in_state(session, desk, TicketState.SOLVED)
    told = {"session": session, "actor": acting(desk.asker)}
    with pytest.raises(Refused, match="more than 30 days ago"):
        operations.reopen(ticket, text="Again.", now=NOW + timedelta(days=30, seconds=1), **told)
    operations.reopen(ticket, text="Again.", now=NOW + timedelta(days=30), **told)
    session.flush()
    assert (ticket.state, ticket.solved_at, ticket.messages[-1].text) == (TicketState.NEW, None, "Again.")


def test_handing_on_leaves_a_note_and_needs_somebody_who_answers(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker)
    finance = a_person(session, Role.FINANCE_OFFICER)

    def hand_to(person: User, *, by: User = desk.coach, version: int | None = None) -> None:
        operations.hand_on(
            ticket, to_id=person.id, note="It is about a payment.", expected_version=version or ticket.version,
            session=session, actor=acting(by), now=NOW,
        )  # fmt: skip

    for person, why in ((desk.stranger, "who answers"), (desk.coach, "own it already"), (desk.asker, "asked it")):
        with pytest.raises(DomainError, match=why):
            hand_to(person)
    with pytest.raises(Forbidden):
        hand_to(finance, by=desk.colleague)
    opened = ticket.version
    hand_to(finance)
    session.flush()
    assert ticket.owner_id == finance.id
    (note,) = list_notes(session, ticket, actor=acting(desk.manager))
    assert (note.text, note.handed_to_id) == ("It is about a payment.", finance.id)
    with pytest.raises(Stale):
        hand_to(desk.manager, by=finance, version=opened)


def test_whom_a_question_was_handed_to_may_read_and_answer_it(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker)
    operations.hand_on(
        ticket, to_id=desk.other_coach.id, note="Please.", expected_version=ticket.version, session=session,
        actor=acting(desk.coach), now=NOW,
    )  # fmt: skip
    session.flush()
    other = acting(desk.other_coach)
    assert list_tickets(session, TicketFilter(), actor=other) == list_waiting_for(session, other) == [ticket]
    an_answer(session, ticket, desk.other_coach)


@pytest.mark.parametrize("who", ["asker", "colleague", "stranger", "other_coach"])
def test_notes_are_for_staff_alone(session: Session, desk: Desk, who: str) -> None:
    ticket = a_ticket(session, desk.asker)
    operations.add_note(ticket, text="The director is upset.", session=session, actor=acting(desk.coach), now=NOW)
    with pytest.raises(Forbidden):
        list_notes(session, ticket, actor=acting(getattr(desk, who)))
    with pytest.raises(Forbidden):
        operations.add_note(ticket, text="x", session=session, actor=acting(getattr(desk, who)), now=NOW)


def test_mail_holds_a_link_and_no_word_of_anybody(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker, subject="Secret subject", text="Secret question")
    operations.add_note(ticket, text="Secret note", session=session, actor=acting(desk.coach), now=NOW)
    asked = _mail_of(session)
    an_answer(session, ticket, desk.coach, "Secret answer")
    answered = _mail_of(session)
    assert [to for to, _, _ in asked] == [desk.coach.email]
    assert [to for to, _, _ in answered] == [desk.asker.email]
    texts = [f"{subject} {text}" for _, subject, text in (*asked, *answered)]
    assert [text for text in texts if "Secret" in text] == []
    assert all(f"https://accompany.example.org/help/{ticket.id}" in text for text in texts)


def _mail_of(session: Session) -> list[tuple[str, str, str]]:
    """What the events since the last call ask to be sent."""
    postbox = Postbox()
    session.flush()
    expand_events(session, now=NOW)
    session.commit()
    for run in session.scalars(select(JobRun).where(JobRun.job == "send_message", JobRun.progress_text == "")).all():
        send_message(context_of(run, postbox))
        run.progress_text = "told"
    session.commit()
    return postbox.sent


def test_the_shared_record_and_the_audit_trail_repeat_no_words(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker, subject="About A123456789", text="Secret question")
    an_answer(session, ticket, desk.coach)
    session.flush()
    assert list_timeline(session, desk.year, actor=acting(desk.manager)) == []
    kept = [str((row.before, row.after)) for row in session.scalars(select(AuditEntry))]
    kept += [str((row.details, row.note)) for row in session.scalars(select(OutboxEvent))]
    assert [text for text in kept if "Secret" in text or "A123456789" in text] == []


def test_a_small_picture_goes_along_and_a_table_does_not(session: Session, desk: Desk) -> None:
    taken = {"kinds": FILE_KINDS, "at_most": FILE_MAX_BYTES, "files": FileStore("memory://help")}
    ticket = a_ticket(session, desk.asker, file=keep(Attachment("screen.png", PNG), **taken))
    assert list_kept_digests(session) == {ticket.messages[0].file_sha256}
    with pytest.raises(DomainError, match="cannot be kept here"):
        keep(Attachment("clients.csv", b"name\n"), **taken)


def test_a_resource_from_an_answer_knows_nothing_of_the_asker(session: Session, desk: Desk) -> None:
    ticket = a_ticket(session, desk.asker, subject="Harbor is lost")
    text = "Hello Samir, at Harbor you open Reports.\n\n- Choose “people”.\nSamir Haddad can call me."
    message = an_answer(session, ticket, desk.coach, text)
    resource = operations.draft_resource(message, session=session, actor=acting(desk.coach), now=NOW)
    assert resource.body == "Hello …, at … you open Reports.\n\n- Choose “people”.\n… can call me."
    assert (resource.state, resource.written_by, ticket.resource_id) == (
        Publication.DRAFT, "Amara Diallo", resource.id,
    )  # fmt: skip
    assert "Harbor" not in f"{resource.title}{resource.summary}{resource.folded_text}"
    with pytest.raises(DomainError, match="Only an answer"):
        operations.draft_resource(ticket.messages[0], session=session, actor=acting(desk.coach), now=NOW)


def test_words_of_the_language_stay_when_a_name_has_them() -> None:
    assert without_names("Ask the Center for data.", ["Harbor Newcomer Center"]) == "Ask the Center for data."


def test_the_list_is_narrowed_sorted_and_paged_with_the_same_number_of_queries(
    session: Session, desk: Desk, count_queries: Statements
) -> None:
    actor = acting(desk.manager)
    a_ticket(session, desk.asker, subject="100 % done_now", urgency=Urgency.URGENT)
    counts = []
    for number in (1, 30):
        for each in range(1, number):
            a_ticket(session, desk.asker, subject=f"Question {each}")
        session.flush()
        session.expire_all()
        count_queries.clear()
        rows = list_tickets(session, TicketFilter(), actor=actor, at_most=50)
        assert len([(row.asked_by.name, row.owner and row.owner.name, row.affiliate) for row in rows]) == number
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert rows[0].urgency is Urgency.URGENT
    wanted: dict[TicketFilter, int] = {
        TicketFilter(words="100 %"): 1,
        TicketFilter(words="done_now"): 1,
        TicketFilter(words="doneXnow"): 0,
        TicketFilter(urgency=Urgency.URGENT): 1,
        TicketFilter(owner=desk.coach.id): 30,
        TicketFilter(owner=0): 0,
        TicketFilter(state="solved"): 0,
        TicketFilter(affiliate_id=desk.year.affiliate_id, state="all"): 30,
    }
    assert {each: count_tickets(session, each, actor=actor) for each in wanted} == wanted


def test_notes_are_read_by_one_query_alone() -> None:
    """Nothing but `list_notes` selects from the table, so nothing shows a note by accident."""
    sources = [path for package in ("workflows", "webapp", "forms") for path in (ROOT / package).rglob("*.py")]
    readers = [path.name for path in sources if "select(TicketNote)" in path.read_text(encoding="utf-8")]
    assert readers == ["queries.py"]
