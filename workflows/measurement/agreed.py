"""What an extract may hold: the agreement in force, the contract of its database, and the fields agreed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.agreements.models import AgreementState, DataSharingAgreement, DataSource
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason
from workflows.measurement.columns import ALWAYS_KEPT
from workflows.measurement.reduction import ReductionReport

NOT_SIGNED = (
    "No data-sharing agreement is in force, so nothing can be imported. Both sides sign it on the page “Data sharing”."
)
NO_SOURCE = (
    "Nobody has recorded yet what the contract of your database allows. Record it on the page “Data sharing” first."
)


@dataclass(frozen=True, slots=True)
class DataTerms:
    """What stands about an enrollment's data: signed agreements, newest first, and the databases by name."""

    agreements: Sequence[DataSharingAgreement]
    sources: Sequence[DataSource]

    def in_force_on(self, day: date) -> DataSharingAgreement | None:
        return next((row for row in self.agreements if row.is_in_force_on(day)), None)

    def sources_on(self, day: date) -> list[DataSource]:
        """Those whose contract lets data go to the network on that day."""
        return [row for row in self.sources if row.may_be_used_on(day)]


def get_data_terms(session: Session, enrollment: Enrollment, *, hold: bool = False) -> DataTerms:
    """As saved now, in two queries; with `hold` no agreement of it ends before the caller's transaction does."""
    agreements = (
        select(DataSharingAgreement)
        .where(
            DataSharingAgreement.enrollment_id == enrollment.id,
            DataSharingAgreement.state.in_((AgreementState.ACTIVE, AgreementState.EXPIRED, AgreementState.TERMINATED)),
        )
        .order_by(DataSharingAgreement.edition.desc())
    )
    if hold:
        agreements = agreements.with_for_update(read=True)
    sources = select(DataSource).where(DataSource.affiliate_id == enrollment.affiliate_id)
    return DataTerms(
        session.scalars(agreements, execution_options={"populate_existing": True}).all(),
        session.scalars(sources.order_by(DataSource.name), execution_options={"populate_existing": True}).all(),
    )


def why_not_agreed(terms: DataTerms, *, today: date) -> Reason | None:
    """The reason why no agreement lets an extract in today, or None."""
    if terms.in_force_on(today) is not None:
        return None
    ahead = [row for row in terms.agreements if row.state is AgreementState.ACTIVE and row.starts_on > today]
    if ahead:
        return Reason(f"The data-sharing agreement begins on {_day(ahead[-1].starts_on)}. Upload the extract then.")
    if not terms.agreements:
        return Reason(NOT_SIGNED)
    ended = terms.agreements[0]
    on = ended.ended_at.date() if ended.state is AgreementState.TERMINATED and ended.ended_at else ended.ends_on
    return Reason(
        f"The data-sharing agreement ended on {_day(on)}, so nothing can be imported. Ask the national office for a "
        "new one; both sides sign it on the page “Data sharing”."
    )


def why_not_from(terms: DataTerms, *, today: date) -> Reason | None:
    """The reason why no database of the affiliate may be imported from today, or None."""
    if terms.sources_on(today):
        return None
    if not terms.sources:
        return Reason(NO_SOURCE)
    over = [row for row in terms.sources if row.allows_sharing and row.ends_on is not None]
    if over:
        return Reason(
            f"The contract of {over[0].name} ended on {_day(over[0].ends_on)}. Record what stands now on the page "
            "“Data sharing”."
        )
    return Reason(
        f"The contract of {terms.sources[0].name} does not allow to share data with the national office. If that has "
        "changed, record it on the page “Data sharing”."
    )


def find_source(terms: DataTerms, source_id: int | None, *, today: date) -> DataSource:
    """The database of that id, or the only one that there is; raises DomainError at `source`."""
    usable = terms.sources_on(today)
    if source_id is None and len(usable) == 1:
        return usable[0]
    found = next((row for row in usable if row.id == source_id), None)
    if found is None:
        raise DomainError(Reason("Choose the database that this extract comes from.", "source"))
    return found


def check_fields(report: ReductionReport, agreement: DataSharingAgreement, *, only_agreed: bool) -> None:
    """Raises DomainError with the list of fields that were not agreed on, unless the person left them out.

    Whatever was reduced, no column but the agreed ones passes.
    """
    kept = set(report.columns_kept) - set(ALWAYS_KEPT)
    left_out = sorted(set(report.columns_not_agreed) | (kept - set(agreement.elements)))
    if kept - set(agreement.elements) or (left_out and not only_agreed):
        names = ", ".join(name.replace("_", " ") for name in left_out)
        raise DomainError(
            Reason(
                f"The data-sharing agreement does not name these fields: {names}. Tick “Take only the agreed fields” "
                "to go on without them, or ask the national office for a new edition of the agreement.",
                "only_agreed",
            )
        )


def _day(value: date | None) -> str:
    return "" if value is None else f"{value.day} {value:%B} {value.year}"
