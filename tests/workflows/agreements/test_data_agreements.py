"""An agreement about data: drafted at confirmation, offered, signed by both sides, renewed, and ended."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_enrollment
from tests.scenes_agreements import a_file, drafted, in_force, offered, sign_data
from workflows.agreements.answers import TermsAnswers
from workflows.agreements.jobs import draft_agreement
from workflows.agreements.models import AgreementState as S
from workflows.agreements.models import DataSharingAgreement
from workflows.agreements.operations import (
    change_terms,
    draft_data_agreement,
    follow_terms,
    offer_data_agreement,
    renew_data_agreement,
    take_back,
    terminate_data_agreement,
)
from workflows.agreements.queries import list_data_agreements
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Stale
from workflows.events import EVENTS
from workflows.machine import Refused
from workflows.measurement.columns import SHAREABLE
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import PROGRAM, Role
from workflows.signing.models import Side
from workflows.signing.operations import find_file_of
from workflows.stages import Stage


@pytest.fixture
def year(session: Session) -> Enrollment:
    return an_enrollment(session, Stage.ENROLLED)


@pytest.fixture
def steward(session: Session) -> User:
    return a_person(session, Role.PRIVACY_STEWARD)


def a_director(session: Session, year: Enrollment) -> User:
    return a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=year.affiliate)


def terms(**changed: object) -> TermsAnswers:
    usual = {
        "purpose": "To learn what helps",
        "elements": ("sex", "hourly_wage"),
        "permitted_uses": ("Compute indicators",),
        "retention": "Three years",
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2027, 2, 28),
    }
    return TermsAnswers(**{**usual, **changed})  # type: ignore[arg-type]


def names_of_events(session: Session) -> list[str]:
    return [event.name for event in session.query(OutboxEvent).order_by(OutboxEvent.id)]


def test_a_confirmed_enrollment_owes_a_draft() -> None:
    owed = {(s.job, s.kind) for s in EVENTS["enrollment_confirmed"].subscribers}
    assert ("draft_agreement", "data_sharing_agreement") in owed
    assert draft_agreement.__doc__


def test_the_draft_names_parties_every_field_and_two_years(session: Session, year: Enrollment) -> None:
    agreement = drafted(session, year)
    assert (agreement.state, agreement.edition, agreement.affiliate_party) == (S.DRAFTED, 1, year.affiliate.name)
    assert (agreement.starts_on, agreement.ends_on) == (date(2026, 3, 2), date(2028, 3, 1))
    assert tuple(agreement.elements) == SHAREABLE
    assert drafted(session, year) is agreement
    assert names_of_events(session) == ["data_agreement_drafted"]


@pytest.mark.parametrize("stage", [Stage.INVITED, Stage.COMMITTED, Stage.WITHDRAWN])
def test_without_a_seat_there_is_nothing_to_agree_on(session: Session, stage: Stage) -> None:
    with pytest.raises(Refused, match="so there is nothing to agree on"):
        draft_data_agreement(an_enrollment(session, stage), session=session, actor=PROGRAM, now=NOW)


def test_terms_are_changed_while_it_is_a_draft(session: Session, year: Enrollment, steward: User) -> None:
    agreement, actor = drafted(session, year), steward.as_actor(NOW)
    change_terms(agreement, terms(), expected_version=agreement.version, session=session, actor=actor)
    session.flush()
    assert (agreement.elements, agreement.ends_on) == (["sex", "hourly_wage"], date(2027, 2, 28))
    with pytest.raises(Stale):
        change_terms(agreement, terms(), expected_version=1, session=session, actor=actor)
    offer_data_agreement(agreement, session=session, actor=actor, now=NOW)
    with pytest.raises(Refused, match="Only a draft is changed"):
        change_terms(agreement, terms(), expected_version=agreement.version, session=session, actor=actor)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"elements": ()}, "Choose at least one field that may be shared."),
        ({"elements": ("ssn",)}, "These fields cannot be shared: ssn."),
        ({"permitted_uses": ()}, "Say at least one use that is allowed."),
        ({"ends_on": date(2026, 2, 1)}, "The last day comes after the first."),
    ],
)
def test_impossible_terms_are_refused(
    session: Session, year: Enrollment, steward: User, changed: dict[str, object], sentence: str
) -> None:
    agreement = drafted(session, year)
    with pytest.raises(DomainError) as refusal:
        change_terms(agreement, terms(**changed), expected_version=1, session=session, actor=steward.as_actor(NOW))
    assert refusal.value.sentences == (sentence,)


@pytest.mark.parametrize("national", [Role.PRIVACY_STEWARD, Role.PROGRAM_MANAGER])
def test_both_signatures_bring_it_into_force(session: Session, year: Enrollment, national: Role) -> None:
    person, director = a_person(session, national), a_director(session, year)
    agreement = offered(session, year, person)
    sign_data(session, agreement, Side.NETWORK, person)
    assert (agreement.state, agreement.is_in_force_on(date(2026, 3, 2))) == (S.OFFERED, False)
    sign_data(session, agreement, Side.AFFILIATE, director)
    assert (agreement.state, agreement.active_at) == (S.ACTIVE, NOW)
    assert [agreement.is_in_force_on(d) for d in (date(2026, 3, 1), date(2026, 3, 2), date(2028, 3, 2))] == [
        False,
        True,
        False,
    ]


def test_nobody_signs_a_draft(session: Session, year: Enrollment, steward: User) -> None:
    agreement = drafted(session, year)
    a_file(session, agreement, sha256="d" * 64)
    with pytest.raises(Refused, match="The national office offers it for signature first"):
        sign_data(session, agreement, Side.NETWORK, steward)


@pytest.mark.parametrize(
    ("role", "side"),
    [(Role.AFFILIATE_DATA_LEAD, Side.AFFILIATE), (Role.FINANCE_OFFICER, Side.NETWORK), (Role.COACH, Side.NETWORK)],
)
def test_other_people_may_not_sign(session: Session, year: Enrollment, steward: User, role: Role, side: Side) -> None:
    agreement = offered(session, year, steward)
    person = a_person(session, role, affiliate=None if role.is_national else year.affiliate)
    with pytest.raises(Refused, match="You may not sign"):
        sign_data(session, agreement, side, person)


def test_what_was_offered_is_taken_back_until_a_side_has_signed(
    session: Session, year: Enrollment, steward: User
) -> None:
    agreement, actor = offered(session, year, steward), steward.as_actor(NOW)
    take_back(agreement, session=session, actor=actor, now=NOW)
    later = NOW + timedelta(hours=1)
    offer_data_agreement(agreement, session=session, actor=actor, now=later)
    assert find_file_of(session, "data_sharing_agreement", agreement) is None  # the file of before does not count
    a_file(session, agreement, sha256="e" * 64, now=later)
    sign_data(session, agreement, Side.NETWORK, steward, sha256="e" * 64, now=later)
    with pytest.raises(Refused, match="A side has signed it"):
        take_back(agreement, session=session, actor=actor, now=later)


def test_the_next_edition_begins_where_this_one_ends(session: Session, year: Enrollment, steward: User) -> None:
    first = in_force(session, year, ends_on=date(2026, 3, 20))
    director = a_director(session, year)
    second = renew_data_agreement(first, session=session, actor=steward.as_actor(NOW), now=NOW)
    assert (second.edition, second.starts_on, second.ends_on) == (2, date(2026, 3, 21), date(2027, 3, 20))
    assert renew_data_agreement(first, session=session, actor=steward.as_actor(NOW), now=NOW) is second
    offer_data_agreement(second, session=session, actor=steward.as_actor(NOW), now=NOW)
    a_file(session, second, sha256="d" * 64)
    for side, signer in ((Side.AFFILIATE, director), (Side.NETWORK, steward)):
        sign_data(session, second, side, signer)
    assert (first.state, second.state) == (S.ACTIVE, S.ACTIVE)  # no day without one
    follow_terms(session, now=NOW + timedelta(days=19))
    assert (first.state, second.state) == (S.EXPIRED, S.ACTIVE)


def test_an_edition_that_begins_today_ends_the_one_before(session: Session, year: Enrollment, steward: User) -> None:
    first = in_force(session, year)
    second = renew_data_agreement(first, session=session, actor=steward.as_actor(NOW), now=NOW)
    same_day = terms(starts_on=date(2026, 3, 2))
    change_terms(second, same_day, expected_version=1, session=session, actor=steward.as_actor(NOW))
    offer_data_agreement(second, session=session, actor=steward.as_actor(NOW), now=NOW)
    a_file(session, second, sha256="d" * 64)
    for side, signer in ((Side.AFFILIATE, a_director(session, year)), (Side.NETWORK, steward)):
        sign_data(session, second, side, signer)
    assert (first.state, first.end_reason, second.state) == (S.ENDED, "Edition 2 is in force.", S.ACTIVE)


def test_either_side_ends_it_early_with_a_reason(session: Session, year: Enrollment, steward: User) -> None:
    agreement, director = in_force(session, year), a_director(session, year)
    with pytest.raises(Refused, match="Say why in a sentence"):
        terminate_data_agreement(agreement, note=" ", session=session, actor=director.as_actor(NOW), now=NOW)
    terminate_data_agreement(agreement, note="We change databases.", session=session,
                             actor=director.as_actor(NOW), now=NOW)  # fmt: skip
    session.flush()
    assert (agreement.state, agreement.end_reason, agreement.ended_by_id) == (
        S.TERMINATED, "We change databases.", director.id,
    )  # fmt: skip
    assert renew_data_agreement(agreement, session=session, actor=steward.as_actor(NOW), now=NOW).edition == 2


def test_the_program_warns_once_thirty_days_before_and_ends_it_after(session: Session, year: Enrollment) -> None:
    agreement = in_force(session, year, ends_on=date(2026, 4, 1))
    follow_terms(session, now=NOW - timedelta(days=1))
    assert agreement.warned_at is None
    for _ in range(2):
        follow_terms(session, now=NOW)
        session.flush()
    assert (agreement.warned_at, names_of_events(session)) == (NOW, ["data_agreement_ends_soon"])
    follow_terms(session, now=NOW + timedelta(days=31))
    assert (agreement.state, names_of_events(session)[-1]) == (S.EXPIRED, "data_agreement_expired")


def test_a_year_that_is_over_ends_its_agreement(session: Session) -> None:
    agreement = in_force(session, an_enrollment(session, Stage.COMPLETED))
    follow_terms(session, now=NOW)
    assert (agreement.state, agreement.end_reason) == (S.ENDED, "The year is over.")


def test_editions_are_listed_newest_first(session: Session, year: Enrollment, steward: User) -> None:
    first: DataSharingAgreement = in_force(session, year)
    second = renew_data_agreement(first, session=session, actor=steward.as_actor(NOW), now=NOW)
    assert [row.id for row in list_data_agreements(session, year.id)] == [second.id, first.id]
