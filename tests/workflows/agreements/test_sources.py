"""What the contract of a database allows, recorded by whoever read it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_enrollment
from workflows.agreements.answers import SourceAnswers
from workflows.agreements.sources import change_source, record_source
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.permissions import Role
from workflows.stages import Stage

GIVEN = SourceAnswers("Case database", "The network", "Reports without names", "No export of notes", True, None)


@pytest.mark.parametrize("role", [Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD, Role.PRIVACY_STEWARD])
def test_the_reading_keeps_who_and_when(session: Session, role: Role) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    person = a_person(session, role, affiliate=None if role.is_national else year.affiliate)
    source = record_source(year, GIVEN, session=session, actor=person.as_actor(NOW), now=NOW)
    assert (source.checked_by_id, source.checked_at, source.may_be_used_on(NOW.date())) == (person.id, NOW, True)
    later = NOW + timedelta(days=3)
    ended = replace(GIVEN, ends_on=date(2026, 3, 4))
    change_source(source, ended, expected_version=1, session=session, actor=person.as_actor(later), now=later)
    assert (source.checked_at, source.may_be_used_on(later.date())) == (later, False)


def test_a_database_is_recorded_once_and_a_slow_hand_is_told(session: Session) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    actor = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=year.affiliate).as_actor(NOW)
    source = record_source(year, GIVEN, session=session, actor=actor, now=NOW)
    with pytest.raises(DomainError, match="recorded already"):
        record_source(year, GIVEN, session=session, actor=actor, now=NOW)
    with pytest.raises(Stale):
        change_source(source, GIVEN, expected_version=7, session=session, actor=actor, now=NOW)


def test_others_record_nothing(session: Session) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    staff = a_person(session, Role.AFFILIATE_STAFF, affiliate=year.affiliate)
    with pytest.raises(Refused, match="You may not record what a database contract allows"):
        record_source(year, GIVEN, session=session, actor=staff.as_actor(NOW), now=NOW)
