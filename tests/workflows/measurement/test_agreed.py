"""No import without an agreement in force, a contract that was read, and agreed fields alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_agreements import a_source, in_force
from tests.scenes_measurement import AS_OF, CLEAN, KEY, taken_in
from workflows.agreements.models import AgreementState, DataSharingAgreement, DataSource
from workflows.agreements.operations import terminate_data_agreement
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError
from workflows.files import FileStore
from workflows.frameworks.operations import seed_framework
from workflows.machine import Refused
from workflows.measurement.columns import ALWAYS_KEPT, SHAREABLE
from workflows.measurement.formula import library_formulas
from workflows.measurement.models import ExtractImport
from workflows.measurement.operations import ReducedExtract, sha256_of, upload_extract
from workflows.measurement.reduction import reduce_bytes
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

CONTENT = CLEAN.read_bytes()


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path / "files"))


@pytest.fixture
def year(session: Session) -> Enrollment:
    cohort = a_cohort(session, framework_id=seed_framework(session=session).id)
    return an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=an_affiliate(session, code="AFF-01"))


@pytest.fixture
def lead(session: Session, year: Enrollment) -> User:
    return a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=year.affiliate)


def refusal(year: Enrollment, files: FileStore, lead: User) -> str:
    with pytest.raises(Refused) as refused:
        taken_in(year, CONTENT, files=files, uploader=lead)
    return str(refused.value)


def test_without_an_agreement_nothing_is_imported(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    a_source(session, year)
    in_force(session, year, state=AgreementState.OFFERED, active_at=None)
    assert refusal(year, files, lead) == (
        "No data-sharing agreement is in force, so nothing can be imported. Both sides sign it on the page “Data "
        "sharing”."
    )
    assert session.query(ExtractImport).count() == 0


def test_before_its_first_day_nothing_is_imported(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    in_force(session, year, starts_on=date(2026, 3, 3))
    assert "The data-sharing agreement begins on 3 March 2026." in refusal(year, files, lead)


def test_after_its_last_day_nothing_is_imported(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    in_force(session, year, ends_on=date(2026, 3, 1))
    assert "The data-sharing agreement ended on 1 March 2026" in refusal(year, files, lead)


def test_the_first_and_the_last_day_belong_to_the_term(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    in_force(session, year, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3))
    assert taken_in(year, CONTENT, files=files, uploader=lead).number == 1


def test_an_agreement_that_was_ended_stops_imports_at_once(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    agreement = in_force(session, year)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=year.affiliate)
    terminate_data_agreement(agreement, note="Enough.", session=session, actor=director.as_actor(NOW), now=NOW)
    session.flush()
    assert "The data-sharing agreement ended on 2 March 2026" in refusal(year, files, lead)


def test_a_database_that_nobody_read_the_contract_of_gives_nothing(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    in_force(session, year)
    session.delete(session.query(DataSource).one())
    session.flush()
    assert "Nobody has recorded yet what the contract of your database allows." in refusal(year, files, lead)


def test_a_contract_that_forbids_gives_nothing(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    a_source(session, year, allows_sharing=False)
    in_force(session, year)
    assert "The contract of Case database does not allow to share data" in refusal(year, files, lead)


def test_a_contract_that_is_over_gives_nothing(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    a_source(session, year, ends_on=date(2026, 3, 1))
    in_force(session, year)
    assert "The contract of Case database ended on 1 March 2026." in refusal(year, files, lead)


def test_of_two_databases_one_is_named(session: Session, files: FileStore, year: Enrollment, lead: User) -> None:
    agreement = in_force(session, year)
    second = a_source(session, year, name="Volunteer list")
    with pytest.raises(DomainError, match="Choose the database that this extract comes from"):
        _taken_in(session, year, files, lead, agreement)
    row = _taken_in(session, year, files, lead, agreement, source_id=second.id)
    assert (row.source_id, row.agreement_id) == (second.id, agreement.id)


def _taken_in(
    session: Session,
    year: Enrollment,
    files: FileStore,
    lead: User,
    agreement: DataSharingAgreement,
    *,
    source_id: int | None = None,
    only_agreed: bool = False,
) -> ExtractImport:
    kept, report = reduce_bytes(
        CONTENT, key=KEY, formulas=library_formulas().values(), site="AFF-01", agreed=agreement.elements
    )
    assert set(report.columns_kept) <= {*ALWAYS_KEPT, *agreement.elements}
    return upload_extract(
        year,
        extract=ReducedExtract("extract.csv", sha256_of(CONTENT), kept, report),
        as_of=AS_OF,
        files=files,
        session=session,
        actor=lead.as_actor(NOW),
        now=NOW,
        source_id=source_id,
        only_agreed=only_agreed,
    )


def test_fields_outside_of_the_agreement_are_named_and_left_out_on_request(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    fewer = [name for name in SHAREABLE if name not in ("hourly_wage", "monthly_rent")]
    agreement = in_force(session, year, elements=fewer)
    with pytest.raises(DomainError) as refused:
        _taken_in(session, year, files, lead, agreement)
    assert "does not name these fields: hourly wage, monthly rent." in str(refused.value)
    assert refused.value.reasons[0].where == "only_agreed"
    row = _taken_in(session, year, files, lead, agreement, only_agreed=True)
    assert row.quality["columns_not_agreed"] == ["hourly_wage", "monthly_rent"]
    header = files.open(row.reduced_sha256 or "").readline().decode().strip().split(",")
    assert {"hourly_wage", "monthly_rent"} & set(header) == set()


def test_what_was_reduced_under_other_terms_is_refused_whatever_was_ticked(
    session: Session, files: FileStore, year: Enrollment, lead: User
) -> None:
    agreement = in_force(session, year, elements=["sex"])
    kept, report = reduce_bytes(CONTENT, key=KEY, formulas=library_formulas().values(), site="AFF-01")
    extract = ReducedExtract("extract.csv", sha256_of(CONTENT), kept, report)
    with pytest.raises(DomainError, match="does not name these fields"):
        upload_extract(
            year, extract=extract, as_of=AS_OF, files=files, session=session, actor=lead.as_actor(NOW), now=NOW,
            only_agreed=True,
        )  # fmt: skip
    assert agreement.is_in_force_on(NOW.date() + timedelta(days=1))
