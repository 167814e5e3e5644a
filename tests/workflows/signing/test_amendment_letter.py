"""Two signatures under an amendment letter: what they ask for, and what follows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_amendments import (
    EFFECTIVE,
    PlanScene,
    a_plan,
    approved,
    drafted,
    letter_of,
    sent,
    sign_letter,
    target_asked,
)
from tests.scenes_year import LATER, acting
from workflows.amendments.answers import AmendmentType
from workflows.amendments.deciding import bring_into_effect, why_not_in_effect
from workflows.amendments.models import Amendment, AmendmentState
from workflows.home.waiting import list_waiting
from workflows.machine import Refused
from workflows.notifications.messages import MESSAGES
from workflows.notifications.queries import get_occasion
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role
from workflows.signing.models import Side
from workflows.signing.operations import find_file_of, why_not_sign

FIRST = "Both sides sign the amendment letter first."


def _extension(session: Session, scene: PlanScene, *, effective_on: date | None = None) -> Amendment:
    """Six months more, approved and not signed."""
    asked = sent(session, drafted(session, scene, AmendmentType.PERIOD, ends_on="2027-09-30"), scene.lead)
    return approved(session, asked, scene.year.manager, effective_on=effective_on, sign=False)


def _sign_both(session: Session, amendment: Amendment, scene: PlanScene) -> None:
    sign_letter(session, amendment, Side.AFFILIATE, scene.year.director)
    sign_letter(session, amendment, Side.NETWORK, scene.year.manager)


def test_the_second_signature_brings_the_change_into_effect(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene)
    assert [str(r) for r in why_not_in_effect(amendment, session=session, now=LATER)] == [FIRST]
    letter = letter_of(session, amendment)
    sign_letter(session, amendment, Side.AFFILIATE, scene.year.director)
    assert (amendment.state, amendment.signed_at, letter.sealed_at) == (AmendmentState.APPROVED, None, LATER)
    sign_letter(session, amendment, Side.NETWORK, scene.year.manager)
    assert (amendment.state, amendment.signed_at, amendment.took_effect_at) == (AmendmentState.IN_EFFECT, LATER, LATER)
    assert scene.year.award.ends_on == date(2027, 9, 30)
    told = session.scalars(
        select(OutboxEvent).where(OutboxEvent.name.startswith("amendment_")).order_by(OutboxEvent.id)
    )
    assert [(event.name, event.details.get("side")) for event in told] == [
        ("amendment_submitted", None),
        ("amendment_approved", None),
        ("amendment_signed_by_side", "affiliate"),
        ("amendment_signed_by_side", "national office"),
        ("amendment_signed", None),
        ("amendment_in_effect", None),
    ]


def test_a_signed_change_waits_for_its_day(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene, effective_on=EFFECTIVE)
    letter_of(session, amendment)
    _sign_both(session, amendment, scene)
    assert (amendment.state, amendment.signed_at) == (AmendmentState.APPROVED, LATER)
    on_the_day = datetime(2026, 10, 1, 12, tzinfo=UTC)
    assert not bring_into_effect(amendment, session=session, now=on_the_day - timedelta(days=1))
    assert bring_into_effect(amendment, session=session, now=on_the_day)


def test_the_day_alone_changes_nothing(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene, effective_on=EFFECTIVE)
    letter_of(session, amendment)
    sign_letter(session, amendment, Side.AFFILIATE, scene.year.director)
    assert not bring_into_effect(amendment, session=session, now=datetime(2026, 10, 2, 12, tzinfo=UTC))
    assert (amendment.state, scene.year.award.ends_on) == (AmendmentState.APPROVED, date(2027, 3, 31))


def test_the_database_asks_for_both_signatures(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene)
    amendment.state, amendment.took_effect_at = AmendmentState.IN_EFFECT, LATER
    with pytest.raises(IntegrityError, match="signed_by_both"):
        session.flush()


def _reasons(session: Session, amendment: Amendment, side: Side, who: User) -> list[str]:
    document = find_file_of(session, "amendment", amendment)
    reasons = why_not_sign("amendment", amendment, document, [], side=side, actor=acting(who), now=LATER)
    return [str(reason) for reason in reasons]


def test_only_an_approved_change_on_the_full_track_is_signed(session: Session) -> None:
    scene = a_plan(session)
    being_made = "The amendment letter is being made. It can be signed in a moment."
    fast = target_asked(session, scene, effective_on=EFFECTIVE)
    assert _reasons(session, fast, Side.AFFILIATE, scene.year.director) == [
        "The letter is signed once the change is approved.",
        "Only the letter of a change on the full track is signed.",
        being_made,
    ]
    full = _extension(session, scene)
    assert _reasons(session, full, Side.NETWORK, scene.year.manager) == [being_made]
    letter_of(session, full)
    assert _reasons(session, full, Side.AFFILIATE, scene.year.director) == []
    assert _reasons(session, full, Side.AFFILIATE, scene.lead) == [
        "You may not sign for the affiliate. The affiliate director can."
    ]
    assert _reasons(session, full, Side.NETWORK, scene.year.director) == [
        "You may not sign for the national office. The program manager can."
    ]


def test_a_letter_from_before_the_decision_is_not_the_one_to_sign(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene)
    letter_of(session, amendment).made_at = LATER - timedelta(days=1)
    session.flush()
    assert find_file_of(session, "amendment", amendment) is None


def test_one_person_does_not_sign_for_both(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene)
    letter_of(session, amendment)
    _sign_both(session, amendment, scene)
    assert amendment.state is AmendmentState.IN_EFFECT
    with pytest.raises(Refused, match="The change is in effect, so nobody signs its letter now"):
        sign_letter(session, amendment, Side.NETWORK, a_person(session, Role.PROGRAM_MANAGER))


def test_a_plan_that_moved_on_keeps_the_signatures_and_changes_nothing(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene)
    letter_of(session, amendment)
    scene.year.award.ends_on = date(2027, 4, 30)
    session.flush()
    _sign_both(session, amendment, scene)
    assert (amendment.state, amendment.signed_at) == (AmendmentState.APPROVED, LATER)
    assert [str(r) for r in why_not_in_effect(amendment, session=session, now=LATER)] == [
        "The plan changed since this was approved. Ask for it anew."
    ]


def _waits(session: Session, who: User) -> list[str]:
    rows = list_waiting(session, acting(who), now=LATER)
    return [row.why for row in rows if row.what == "Sign an amendment letter"]


def test_home_says_whose_signature_is_missing(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene)
    director, manager = scene.year.director, scene.year.manager
    assert (_waits(session, director), _waits(session, manager)) == ([], [])
    letter_of(session, amendment)
    assert (_waits(session, director), _waits(session, manager)) == (
        ["It waits for your signature."],
        ["It waits for the national office."],
    )
    assert (_waits(session, scene.lead), _waits(session, scene.finance)) == ([], [])
    sign_letter(session, amendment, Side.AFFILIATE, director)
    assert (_waits(session, director), _waits(session, manager)) == ([], ["It waits for the national office."])
    sign_letter(session, amendment, Side.NETWORK, manager)
    assert (_waits(session, director), _waits(session, manager)) == ([], [])


def _hear(session: Session, event: str, kind: str) -> tuple[bool, list[str]]:
    happened = session.scalars(select(OutboxEvent).where(OutboxEvent.name == event)).one()
    message = MESSAGES[kind]
    occasion = get_occasion(session, happened.id, about=message.about, now=LATER)
    return message.is_still_true(occasion), sorted(person.name for person in message.to(occasion, session))


def test_both_ends_hear_that_it_waits_and_that_it_is_signed(session: Session) -> None:
    scene = a_plan(session)
    amendment = _extension(session, scene)
    both = ["Amina Diallo", "Ruth Adeyemi"]
    assert _hear(session, "amendment_approved", "amendment_to_sign") == (True, both)
    letter_of(session, amendment)
    _sign_both(session, amendment, scene)
    assert _hear(session, "amendment_approved", "amendment_to_sign") == (False, both)
    assert _hear(session, "amendment_signed", "amendment_signed") == (
        True,
        ["Amina Diallo", "Daniel Okafor", "Ruth Adeyemi", "Samuel Haile"],
    )


def test_nobody_is_asked_to_sign_a_change_on_the_fast_track(session: Session) -> None:
    scene = a_plan(session)
    approved(session, target_asked(session, scene, effective_on=EFFECTIVE), scene.year.manager)
    assert _hear(session, "amendment_approved", "amendment_to_sign")[1] == []
