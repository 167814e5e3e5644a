"""The log of prospects: written down, changed, moved along its way, with every refusal; and the list of funders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_prospects import (
    ANSWERED_ON,
    ASKED_ON,
    a_funder,
    a_prospect,
    funder_answers,
    prospect_answers,
    step_answers,
    take,
)
from tests.scenes_year import LATER, YearScene, a_figure, a_year, acting
from workflows.errors import DomainError, Forbidden, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Permission, Role, can
from workflows.prospects.answers import Basis, BasisKind, ProspectKind, ProspectState
from workflows.prospects.lifecycle import PROSPECT
from workflows.prospects.models import Prospect
from workflows.prospects.operations import change_funder, change_prospect, list_funder, move_prospect, write_prospect
from workflows.prospects.queries import list_bases, list_funders, list_near_deadlines, list_prospects_of
from workflows.reporting.models import ReportState
from workflows.stages import Stage

S = ProspectState


@pytest.fixture
def scene(session: Session) -> YearScene:
    return a_year(session)


def test_an_idea_is_asked_and_won_and_the_timeline_says_so(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene, "ask")
    assert (prospect.state, prospect.asked_on, prospect.answered_on) == (S.ASKED, ASKED_ON, None)
    take(session, prospect, "win", scene.director, amount_won=Decimal("12500.50"))
    assert (prospect.state, prospect.answered_on, prospect.amount_won) == (S.WON, ANSWERED_ON, Decimal("12500.50"))
    events = session.scalars(select(OutboxEvent).where(OutboxEvent.subject_id == prospect.id).order_by(OutboxEvent.id))
    told = [(event.name, event.details["whom"]) for event in events if event.name.startswith("prospect_")]
    assert told == [("prospect_asked", "Port Ansel Rotary"), ("prospect_won", "Port Ansel Rotary")]


def test_an_answer_is_taken_back_only_with_a_note(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene, "ask", "win")
    with pytest.raises(Refused, match="Say why in a sentence"):
        take(session, prospect, "reopen", scene.staff, note=" ")
    take(session, prospect, "reopen", scene.staff, note="It was another letter.")
    kept = (prospect.state, prospect.amount_won, prospect.answered_on, prospect.asked_on, prospect.state_note)
    assert kept == (S.ASKED, None, None, ASKED_ON, "It was another letter.")
    take(session, prospect, "rethink", scene.staff)
    assert (prospect.state, prospect.asked_on) == (S.IDEA, None)
    take(session, prospect, "withdraw", scene.staff, note="")
    assert prospect.state is S.WITHDRAWN


def test_everything_that_an_ask_misses_is_said_at_once(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene, funder_name="", amount_sought=None, evidence="")
    with pytest.raises(Refused) as refusal:
        take(session, prospect, "ask", scene.staff)
    assert [reason.where for reason in refusal.value.reasons] == ["funder_id", "amount_sought", "basis"]
    assert "Say which data the ask rests on" in str(refusal.value)


def test_a_partnership_needs_no_amount(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene, "ask", kind=ProspectKind.PARTNERSHIP, amount_sought=None)
    take(session, prospect, "win", scene.staff, amount_won=None)
    assert (prospect.state, prospect.amount_won) == (S.WON, Decimal(0))


@pytest.mark.parametrize("amount", [None, Decimal(0)])
def test_funding_is_won_with_an_amount(session: Session, scene: YearScene, amount: Decimal | None) -> None:
    prospect = a_prospect(session, scene, "ask")
    with pytest.raises(Refused, match="Say how much you won"):
        take(session, prospect, "win", scene.staff, amount_won=amount)


def test_days_run_forward(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene)
    with pytest.raises(DomainError, match="still ahead"):
        take(session, prospect, "ask", scene.staff, on=LATER.date() + timedelta(days=1))
    take(session, prospect, "ask", scene.staff)
    with pytest.raises(DomainError, match="You asked on 4 May 2026"):
        take(session, prospect, "decline", scene.staff, on=ASKED_ON - timedelta(days=1))


def test_an_ask_rests_on_something_of_its_own_year(session: Session, scene: YearScene) -> None:
    a_figure(session, scene, as_of=date(2026, 6, 30), numerator=31, denominator=57)
    scene.first.state, scene.first.submitted_at = ReportState.SUBMITTED, LATER  # type: ignore[assignment]
    session.flush()
    bases = list_bases(session, scene.enrollment.id)
    assert [choice.basis.kind for choice in bases] == [BasisKind.GOAL, BasisKind.INDICATOR, BasisKind.REPORT]
    assert bases[2].words == "Progress report 1"
    told = [a_prospect(session, scene, "ask", basis=one.basis, evidence="").basis_words for one in bases]
    assert [words.split(":")[0] for words in told] == ["Goal", "Outcome", "Report"]
    other = a_year(session, cohort=scene.enrollment.cohort)
    with pytest.raises(DomainError, match="does not belong to the year"):
        a_prospect(session, other, basis=Basis(BasisKind.REPORT, scene.first.id))


def test_a_funder_is_listed_or_named_never_both(session: Session, scene: YearScene) -> None:
    funder = a_funder(session, scene.manager)
    with pytest.raises(DomainError, match="not both"):
        a_prospect(session, scene, funder_id=funder.id, funder_name="Somebody")
    listed = a_prospect(session, scene, "ask", funder_id=funder.id, funder_name="")
    assert (listed.whom, listed.source_kind) == (funder.name, funder.kind)


def test_a_retired_funder_stays_where_it_is_and_is_not_chosen_anew(session: Session, scene: YearScene) -> None:
    funder = a_funder(session, scene.manager)
    prospect = a_prospect(session, scene, funder_id=funder.id, funder_name="")
    given = funder_answers(funder.name, is_retired=True)
    actor = acting(scene.manager)
    change_funder(funder, given, expected_version=funder.version, session=session, actor=actor)
    _change(session, scene, prospect, funder_id=funder.id, funder_name="", title="Evening classes go on")
    assert prospect.title == "Evening classes go on"
    assert (funder in list_funders(session), funder in list_funders(session, retired=True)) == (False, True)
    with pytest.raises(DomainError, match="no longer in the list"):
        a_prospect(session, scene, funder_id=funder.id, funder_name="")


def _change(session: Session, scene: YearScene, prospect: Prospect, *, version: int = 0, **values: object) -> None:
    change_prospect(
        prospect,
        prospect_answers(**values),
        expected_version=version or prospect.version,
        session=session,
        actor=acting(scene.staff),
        now=LATER,
    )
    session.flush()


def test_the_slower_of_two_sees_both_texts(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene)
    seen = prospect.version
    _change(session, scene, prospect, amount_sought=Decimal(20_000))
    with pytest.raises(Stale) as refusal:
        _change(session, scene, prospect, version=seen, title="Two evenings a week")
    assert refusal.value.mine == {"What you seek": "Two evenings a week", "Amount": "$18,000"}
    assert refusal.value.theirs == {"What you seek": "A second year of evening classes", "Amount": "$20,000"}
    told, actor = step_answers("ask", prospect), acting(scene.staff)
    with pytest.raises(Stale) as refusal:
        move_prospect(prospect, "ask", told, expected_version=seen, session=session, actor=actor, now=LATER)
    assert (refusal.value.mine, refusal.value.theirs) == ({"Where it stands": "Asked"}, {"Where it stands": "Idea"})


def test_what_was_asked_keeps_what_an_ask_needs(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene, "ask")
    with pytest.raises(DomainError) as refusal:
        _change(session, scene, prospect, evidence="", amount_sought=None)
    assert [reason.where for reason in refusal.value.reasons] == ["amount_sought", "basis"]


def test_what_was_answered_is_not_rewritten(session: Session, scene: YearScene) -> None:
    prospect = a_prospect(session, scene, "ask", "decline")
    with pytest.raises(DomainError, match=r"It is declined\. Take it back with a note"):
        _change(session, scene, prospect, title="Another one")


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"title": "  "}, "title"),
        ({"amount_sought": Decimal(-1)}, "amount_sought"),
        ({"amount_sought": Decimal(100_000_001)}, "amount_sought"),
        ({"owner_id": 10_000}, "owner_id"),
    ],
)
def test_what_cannot_be_is_refused(session: Session, scene: YearScene, values: dict[str, object], where: str) -> None:
    with pytest.raises(DomainError) as refusal:
        a_prospect(session, scene, **values)
    assert [reason.where for reason in refusal.value.reasons] == [where]


def test_a_year_without_confirmation_has_no_log(session: Session) -> None:
    harbor = an_affiliate(session)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor)
    year = an_enrollment(session, Stage.INVITED, affiliate=harbor)
    with pytest.raises(DomainError, match="once the enrollment is confirmed"):
        write_prospect(year, prospect_answers(), session=session, actor=acting(director), now=LATER)


def test_every_step_of_the_table_is_taken_once_and_no_other_is_open(session: Session, scene: YearScene) -> None:
    roads = {S.IDEA: (), S.ASKED: ("ask",), S.WON: ("ask", "win"), S.DECLINED: ("ask", "decline")}
    roads |= {S.WITHDRAWN: ("withdraw",)}
    for state, road in roads.items():
        for row in PROSPECT.rows:
            prospect = a_prospect(session, scene, *road)
            if state in row.sources:
                take(session, prospect, row.name, scene.staff)
                assert prospect.state is row.target
            else:
                with pytest.raises(Refused, match="This is possible in the stage"):
                    take(session, prospect, row.name, scene.staff)
                assert prospect.state is state


WRITERS = (Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD, Role.AFFILIATE_STAFF, Role.AFFILIATE_FINANCE)
READERS = (Role.NETWORK_ADMINISTRATOR, Role.PROGRAM_MANAGER, Role.FINANCE_OFFICER, Role.AUDITOR)
KEEPERS = (Role.NETWORK_ADMINISTRATOR, Role.PROGRAM_MANAGER)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what(session: Session, scene: YearScene, role: Role) -> None:
    prospect, funder = a_prospect(session, scene), a_funder(session, scene.manager)
    own, strange = (
        acting(a_person(session, role, affiliate=None if role.is_national else affiliate), NOW)
        for affiliate in (scene.enrollment.affiliate, an_affiliate(session))
    )
    is_own = not role.is_national
    assert can(own, Permission.SEE_PROSPECTS, prospect) == (is_own or role in READERS)
    assert can(own, Permission.WRITE_PROSPECTS, prospect) == (role in WRITERS)
    assert can(own, Permission.MANAGE_FUNDERS, funder) == (role in KEEPERS)
    assert can(own, Permission.SEE_FUNDERS, funder) == (is_own or role in (*READERS, Role.COACH))
    assert can(strange, Permission.SEE_PROSPECTS, prospect) == (role in READERS)
    assert can(strange, Permission.WRITE_PROSPECTS, prospect) is False
    assert can(acting(scene.coach), Permission.SEE_PROSPECTS, prospect) is True
    if role not in WRITERS:
        with pytest.raises(Forbidden):
            write_prospect(scene.enrollment, prospect_answers(), session=session, actor=own, now=LATER)
    if role not in KEEPERS:
        with pytest.raises(Forbidden):
            list_funder(funder_answers("Another"), session=session, actor=own, now=NOW)


def test_two_funders_of_one_name_are_one(session: Session, scene: YearScene) -> None:
    actor = acting(scene.manager)
    funder = list_funder(funder_answers("Lantern Fund"), session=session, actor=actor, now=NOW)
    with pytest.raises(DomainError, match="in the list already"):
        list_funder(funder_answers("lantern fund "), session=session, actor=actor, now=NOW)
    other = a_funder(session, scene.manager, "Bridge Trust")
    with pytest.raises(DomainError, match="in the list already"):
        change_funder(
            other, funder_answers("Lantern Fund"), expected_version=other.version, session=session, actor=actor
        )
    with pytest.raises(Stale) as refusal:
        change_funder(
            funder, funder_answers("Lantern Fund", funds="Rent"), expected_version=99, session=session, actor=actor
        )
    assert refusal.value.mine == {"What they fund": "Rent"}


def test_home_shows_near_deadlines_to_whoever_looks_after_them(session: Session, scene: YearScene) -> None:
    today, days = LATER.date(), (-15, -14, 0, 14, 15)
    near = [a_prospect(session, scene, deadline_on=today + timedelta(days=day), title=f"{day}") for day in days]
    take(session, near[2], "withdraw", scene.staff)
    assert [p.title for p in list_near_deadlines(session, acting(scene.staff), today=today)] == ["-14", "14"]
    assert list_near_deadlines(session, acting(scene.director), today=today) == []


def test_open_ones_stand_first_by_their_deadline(session: Session, scene: YearScene) -> None:
    a_prospect(session, scene, "ask", "decline", title="No", deadline_on=date(2026, 7, 1))
    a_prospect(session, scene, title="Some day")
    a_prospect(session, scene, title="Later", deadline_on=date(2026, 9, 1))
    a_prospect(session, scene, "ask", title="Soon", deadline_on=date(2026, 8, 1))
    assert [p.title for p in list_prospects_of(session, scene.enrollment.id)] == ["Soon", "Later", "Some day", "No"]
