"""From an uploaded extract to figures, and nothing else stays."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_measurement import AS_OF, CLEAN, SAMPLES, a_year, reduced, taken_in, work
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError
from workflows.files import FileStore
from workflows.frameworks.models import Indicator
from workflows.machine import Refused
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.models import ExtractImport, ExtractState, Measurement
from workflows.measurement.operations import upload_extract
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.goals.data_facts import keep_data_facts
from workflows.proposals.goals.models import DataFacts
from workflows.stages import Stage

EXPECTED = json.loads((SAMPLES / "expected_indicator_values.json").read_text(encoding="utf-8"))["values"]


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path / "files"))


def kept(tmp_path: Path) -> int:
    return sum(path.is_file() for path in (tmp_path / "files").rglob("*"))


def a_lead(session: Session, enrollment: Enrollment) -> User:
    return a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate)


def parts(row: Measurement) -> dict[str, Any]:
    figure = Figure("", row.site, row.numerator, row.denominator, row.total, row.n)
    value = float(figure.value) if figure.value is not None else None
    if figure.denominator is not None:
        return {"numerator": figure.numerator, "denominator": figure.denominator, "value": value}
    return {"value": value} if figure.total is None else {"n": figure.n, "value": value}


@pytest.mark.parametrize("code", ["AFF-01", "AFF-02", "AFF-03", "AFF-04", "AFF-05"])
def test_every_measurement_equals_the_expected_value(
    session: Session, files: FileStore, tmp_path: Path, code: str
) -> None:
    year = a_year(session, code)
    extract = taken_in(year, CLEAN.read_bytes(), files=files, uploader=a_lead(session, year))
    assert work(files) == ["compute_extract", "forget_reduced_file"]
    rows = session.execute(select(Indicator.code, Measurement).join(Measurement.indicator))
    own, everyone = {}, {}
    for of, row in rows:
        (everyone if row.site == ALL_SITES else own)[of] = parts(row)
    assert own == {of: values[code] for of, values in EXPECTED.items()}
    assert everyone == own
    assert (extract.state, extract.reduced_sha256, kept(tmp_path)) == (ExtractState.COMPUTED, None, 0)
    assert session.get_one(OutboxEvent, session.query(OutboxEvent).count()).details == {
        "number": 1,
        "figures": 21,
        "as_of": "30 September 2024",
    }


def test_an_import_tells_arrivals_and_completeness_for_the_goals(session: Session, files: FileStore) -> None:
    year = a_year(session, "AFF-01")
    lead = a_lead(session, year)
    taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead)
    work(files)
    told = session.scalars(select(DataFacts)).one()
    assert (told.affiliate_id, told.as_of) == (year.affiliate_id, date(2024, 9, 30))
    people = session.scalars(select(Measurement.n).join(Measurement.indicator).where(Indicator.code == "OUT-01")).all()
    assert sum(told.arrivals_by_month.values()) == max(people)
    assert set(told.field_completeness) == {"employed_day_180", "case_self_sufficient_180", "housing_status_180"}
    assert all(0 <= Decimal(share) <= 1 for share in told.field_completeness.values())


def test_an_earlier_import_leaves_what_a_later_one_told(session: Session) -> None:
    year = a_year(session, "AFF-01")
    told: dict[str, Any] = {"arrivals_by_month": {"2024-08": 3}, "field_completeness": {"employed_day_180": Decimal(1)}}
    keep_data_facts(session, year.affiliate_id, as_of=date(2024, 9, 30), **told)
    keep_data_facts(session, year.affiliate_id, as_of=date(2024, 6, 30), arrivals_by_month={}, field_completeness={})
    kept_facts = session.scalars(select(DataFacts)).one()
    assert (kept_facts.as_of, kept_facts.field_completeness) == (date(2024, 9, 30), {"employed_day_180": "1.0000"})
    keep_data_facts(session, year.affiliate_id, as_of=date(2024, 12, 31), arrivals_by_month={}, field_completeness={})
    assert session.scalars(select(DataFacts)).one().as_of == date(2024, 12, 31)


def test_rows_of_other_affiliates_are_counted_and_left_out(session: Session, files: FileStore) -> None:
    year = a_year(session, "AFF-01")
    quality = taken_in(year, CLEAN.read_bytes(), files=files, uploader=a_lead(session, year)).quality
    assert quality["rows_read"] == 378
    assert quality["rows_kept"] + quality["rows_of_others"] == 378
    assert quality["sites"] == ["AFF-01"]


def test_the_same_file_for_the_same_day_changes_nothing(session: Session, files: FileStore) -> None:
    year = a_year(session)
    lead = a_lead(session, year)
    first = taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead)
    again = taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead)
    assert again is first
    work(files)
    assert taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead).state is ExtractState.COMPUTED
    assert work(files) == []
    assert session.query(Measurement).count() == 42


def test_another_day_is_another_import_and_neither_takes_the_others_file(session: Session, files: FileStore) -> None:
    year = a_year(session)
    lead = a_lead(session, year)
    first = taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead)
    second = taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead, as_of=date(2024, 12, 31))
    work(files)
    assert [(e.number, e.state) for e in (first, second)] == [(1, ExtractState.COMPUTED), (2, ExtractState.COMPUTED)]


def test_a_lost_file_refuses_the_import_in_words_and_can_be_uploaded_again(
    session: Session, files: FileStore, tmp_path: Path
) -> None:
    year = a_year(session)
    lead = a_lead(session, year)
    extract = taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead)
    files.remove(extract.reduced_sha256 or "")
    work(files)
    assert (extract.state, extract.problem) == (
        ExtractState.REFUSED,
        "The reduced file was lost before its figures were computed. Upload the extract again.",
    )
    assert taken_in(year, CLEAN.read_bytes(), files=files, uploader=lead) is extract
    work(files)
    assert (extract.state, extract.problem, kept(tmp_path)) == (ExtractState.COMPUTED, "", 0)


def test_a_file_without_the_columns_of_any_indicator_is_refused_in_words(session: Session, files: FileStore) -> None:
    year = a_year(session)
    content = b"affiliate_code,case_number,individual_id,arrival_date\nAFF-01,C1,I1,2024-01-01\n"
    for indicator in session.query(Indicator).where(Indicator.formula.is_not(None)):
        if indicator.code != "EMP-01":
            indicator.formula = None
    extract = taken_in(year, content, files=files, uploader=a_lead(session, year))
    work(files)
    assert extract.problem == ("The file holds the columns of none of the indicators, so there is nothing to compute.")


def test_an_extract_is_refused_before_the_training(session: Session, files: FileStore, tmp_path: Path) -> None:
    year = a_year(session, stage=Stage.COMMITTED)
    with pytest.raises(Refused, match="from the training on"):
        taken_in(year, CLEAN.read_bytes(), files=files, uploader=a_lead(session, year))
    assert (session.query(ExtractImport).count(), kept(tmp_path)) == (0, 0)


def test_a_day_that_has_not_come_is_refused(session: Session, files: FileStore) -> None:
    year = a_year(session)
    with pytest.raises(DomainError, match="has not come yet"):
        taken_in(year, CLEAN.read_bytes(), files=files, uploader=a_lead(session, year), as_of=date(2026, 3, 3))


def test_a_file_without_rows_of_the_affiliate_is_refused(session: Session, files: FileStore) -> None:
    year = a_year(session, "AFF-77")
    with pytest.raises(DomainError, match="nowhere says AFF-77"):
        taken_in(year, CLEAN.read_bytes(), files=files, uploader=a_lead(session, year))


def test_a_file_whose_rows_all_have_problems_is_refused_with_the_first_of_them(
    session: Session, files: FileStore
) -> None:
    year = a_year(session)
    content = b"affiliate_code,case_number,individual_id,arrival_date\nAFF-01,C1,I1,yesterday\n"
    with pytest.raises(DomainError) as refusal:
        taken_in(year, content, files=files, uploader=a_lead(session, year))
    assert refusal.value.sentences[0].startswith("None of your rows")
    assert refusal.value.sentences[1].startswith("Row 2: ")


def test_national_staff_may_not_upload(session: Session, files: FileStore) -> None:
    year = a_year(session)
    manager = a_person(session, Role.PROGRAM_MANAGER)
    with pytest.raises(Refused, match="You may not upload an extract"):
        taken_in(year, CLEAN.read_bytes(), files=files, uploader=manager)


def test_a_name_of_a_file_keeps_no_folder(session: Session, files: FileStore) -> None:
    year = a_year(session)
    extract = replace(reduced(CLEAN.read_bytes(), year), file_name="C:\\people\\export.csv")
    actor = a_lead(session, year).as_actor(NOW)
    row = upload_extract(year, extract=extract, as_of=AS_OF, files=files, session=session, actor=actor, now=NOW)
    assert row.file_name == "export.csv"
