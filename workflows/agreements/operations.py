"""Making, changing, offering, renewing and ending the data-sharing agreement of an enrollment."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.agreements.answers import (
    PERMITTED_USES,
    PURPOSE,
    RENEWED_MONTHS,
    RETENTION,
    TERM_MONTHS,
    WARN_BEFORE,
    TermsAnswers,
)
from workflows.agreements.lifecycle import AGREEMENT, BEFORE_THE_SEAT
from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.agreements.queries import (
    find_open_agreement,
    has_newer,
    is_signed_by_somebody,
    list_data_agreements,
    list_to_follow,
)
from workflows.clock import local_date
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.funding.answers import months_after
from workflows.machine import Refused, words_of
from workflows.measurement.columns import SHAREABLE
from workflows.outbox import announce
from workflows.people.answers import NETWORK_NAME
from workflows.permissions import PROGRAM, Actor, Permission, why_cannot
from workflows.stages import TERMINAL

YEAR_IS_OVER = "The year is over."
RENEWED = "Edition {edition} is in force."


def why_not_draft(enrollment: Enrollment, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against a new agreement by this person."""
    found = [why_cannot(actor, Permission.MANAGE_DATA_AGREEMENT, enrollment)]
    if enrollment.stage in TERMINAL | BEFORE_THE_SEAT:
        found.append(Reason(f"The enrollment is {words_of(enrollment.stage)}, so there is nothing to agree on."))
    return tuple(reason for reason in found if reason is not None)


def draft_data_agreement(
    enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime
) -> DataSharingAgreement:
    """The draft with the usual terms; the edition that is open or in force where there is one. Raises Refused."""
    lock(session, enrollment)
    reasons = why_not_draft(enrollment, actor=actor)
    if reasons:
        raise Refused(*reasons)
    today = local_date(now, enrollment.affiliate.time_zone)
    there = [row for row in list_data_agreements(session, enrollment.id) if _counts(row, today)]
    if there:
        return there[0]
    terms = TermsAnswers(
        PURPOSE, SHAREABLE, PERMITTED_USES, RETENTION, today, months_after(today, TERM_MONTHS) - timedelta(days=1)
    )
    return _new_edition(enrollment, terms, session=session, actor=actor, now=now)


def renew_data_agreement(
    agreement: DataSharingAgreement, *, session: Session, actor: Actor, now: datetime
) -> DataSharingAgreement:
    """A draft of the next edition with the same terms, from the day after this one ends; the open one if there is one.

    Raises Refused.
    """
    enrollment = agreement.enrollment
    lock(session, enrollment)
    reasons = why_not_draft(enrollment, actor=actor)
    if reasons:
        raise Refused(*reasons)
    there = find_open_agreement(session, enrollment.id)
    if there is not None:
        return there
    today = local_date(now, enrollment.affiliate.time_zone)
    goes_on = agreement.state is AgreementState.ACTIVE and agreement.ends_on >= today
    starts_on = agreement.ends_on + timedelta(days=1) if goes_on else today
    terms = TermsAnswers(
        agreement.purpose,
        tuple(agreement.elements),
        tuple(agreement.permitted_uses),
        agreement.retention,
        starts_on,
        months_after(starts_on, RENEWED_MONTHS) - timedelta(days=1),
    )
    return _new_edition(enrollment, terms, session=session, actor=actor, now=now)


def change_terms(
    agreement: DataSharingAgreement,
    terms: TermsAnswers,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
) -> None:
    """Write the terms of a draft; what was offered is taken back first. Raises Refused, DomainError or Stale."""
    _hold(agreement, session=session)
    reasons = why_not_change(agreement, actor=actor)
    if reasons:
        raise Refused(*reasons)
    if agreement.version != expected_version:
        raise Stale()
    _check_terms(terms)
    agreement.purpose, agreement.retention = terms.purpose, terms.retention
    agreement.elements = [name for name in SHAREABLE if name in terms.elements]
    agreement.permitted_uses = list(terms.permitted_uses)
    agreement.starts_on, agreement.ends_on = terms.starts_on, terms.ends_on


def why_not_change(agreement: DataSharingAgreement, *, actor: Actor) -> tuple[Reason, ...]:
    found = [why_cannot(actor, Permission.MANAGE_DATA_AGREEMENT, agreement)]
    if agreement.state is not AgreementState.DRAFTED:
        found.append(Reason(f"The agreement is {words_of(agreement.state)}. Only a draft is changed."))
    return tuple(reason for reason in found if reason is not None)


def offer_data_agreement(agreement: DataSharingAgreement, *, session: Session, actor: Actor, now: datetime) -> None:
    """Ask both sides to sign it as it stands: its Word file is made. Raises Refused."""
    _hold(agreement, session=session)
    _move(agreement, "offer", session=session, actor=actor, now=now)
    agreement.offered_at, agreement.offered_by_id = now, actor.id


def take_back(agreement: DataSharingAgreement, *, session: Session, actor: Actor, now: datetime) -> None:
    """Make it a draft again while nobody has signed. Raises Refused."""
    _hold(agreement, session=session)
    if is_signed_by_somebody(session, agreement):
        raise Refused("A side has signed it, so it is not changed any more. End it and draft a new one.")
    _move(agreement, "take_back", session=session, actor=actor, now=now)


def terminate_data_agreement(
    agreement: DataSharingAgreement, *, note: str, session: Session, actor: Actor, now: datetime
) -> None:
    """End it early; from now on nothing is imported under it. Raises Refused."""
    _hold(agreement, session=session)
    _end(agreement, "terminate", note=note, session=session, actor=actor, now=now)


def activate(agreement: DataSharingAgreement, session: Session, now: datetime) -> None:
    """Both sides have signed; an earlier edition that this one overlaps ends. The caller holds the enrollment."""
    agreement.active_at = now
    _move(agreement, "activate", session=session, actor=PROGRAM, now=now)
    today = local_date(now, agreement.enrollment.affiliate.time_zone)
    if agreement.starts_on > today:
        return  # the earlier one goes on until its own last day
    for row in list_data_agreements(session, agreement.enrollment_id):
        if row.edition < agreement.edition and row.state is AgreementState.ACTIVE:
            lock(session, row)
            note = RENEWED.format(edition=agreement.edition)
            _end(row, "replace", note=note, session=session, actor=PROGRAM, now=now)


def follow_terms(session: Session, *, now: datetime) -> None:
    """Warn of terms that end within thirty days, end those that are over, and those of years that are over."""
    for agreement in list_to_follow(session, until=now.date() + WARN_BEFORE + timedelta(days=1)):
        lock(session, agreement.enrollment)
        lock(session, agreement)
        if agreement.state is AgreementState.ACTIVE:
            _follow_term(agreement, session=session, now=now)


def _follow_term(agreement: DataSharingAgreement, *, session: Session, now: datetime) -> None:
    enrollment = agreement.enrollment
    today = local_date(now, enrollment.affiliate.time_zone)
    if enrollment.stage in TERMINAL:
        _end(agreement, "replace", note=YEAR_IS_OVER, session=session, actor=PROGRAM, now=now)
    elif agreement.ends_on < today:
        _end(agreement, "expire", note="", session=session, actor=PROGRAM, now=now)
    elif agreement.warned_at is None and agreement.ends_on - WARN_BEFORE <= today and not has_newer(session, agreement):
        agreement.warned_at = now
        _announce(agreement, "data_agreement_ends_soon", session=session, actor=PROGRAM, now=now)


def _counts(agreement: DataSharingAgreement, today: date) -> bool:
    is_open = agreement.state in (AgreementState.DRAFTED, AgreementState.OFFERED)
    return is_open or (agreement.state is AgreementState.ACTIVE and agreement.ends_on >= today)


def _new_edition(
    enrollment: Enrollment, terms: TermsAnswers, *, session: Session, actor: Actor, now: datetime
) -> DataSharingAgreement:
    of_enrollment = DataSharingAgreement.enrollment_id == enrollment.id
    edition = (session.scalar(select(func.max(DataSharingAgreement.edition)).where(of_enrollment)) or 0) + 1
    agreement = DataSharingAgreement(
        enrollment=enrollment,
        edition=edition,
        number=f"DSA-{enrollment.id:04}-{edition}",
        network_party=NETWORK_NAME,
        affiliate_party=enrollment.affiliate.name,
        purpose=terms.purpose,
        elements=list(terms.elements),
        permitted_uses=list(terms.permitted_uses),
        retention=terms.retention,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        drafted_at=now,
    )
    session.add(agreement)
    session.flush()  # the event names its key
    _announce(agreement, "data_agreement_drafted", session=session, actor=actor, now=now)
    return agreement


def _check_terms(terms: TermsAnswers) -> None:
    unknown = [name for name in terms.elements if name not in SHAREABLE]
    rules = (
        (terms.ends_on <= terms.starts_on, Reason("The last day comes after the first.", "ends_on")),
        (bool(unknown), Reason(f"These fields cannot be shared: {', '.join(unknown)}.", "elements")),
        (not terms.elements, Reason("Choose at least one field that may be shared.", "elements")),
        (not terms.permitted_uses, Reason("Say at least one use that is allowed.", "permitted_uses")),
    )
    reasons = [reason for broken, reason in rules if broken]
    if reasons:
        raise DomainError(*reasons)


def _hold(agreement: DataSharingAgreement, *, session: Session) -> None:
    lock(session, agreement.enrollment)
    lock(session, agreement)


def _end(
    agreement: DataSharingAgreement, name: str, *, note: str, session: Session, actor: Actor, now: datetime
) -> None:
    _move(agreement, name, session=session, actor=actor, now=now, note=note)
    agreement.ended_at, agreement.ended_by_id, agreement.end_reason = now, actor.id, note


def _move(
    agreement: DataSharingAgreement, name: str, *, session: Session, actor: Actor, now: datetime, note: str = ""
) -> None:
    row = AGREEMENT.move(agreement, name, actor=actor, now=now, note=note)
    for event in row.announces:
        _announce(agreement, event, session=session, actor=actor, now=now, note=note)


def _announce(
    agreement: DataSharingAgreement, event: str, *, session: Session, actor: Actor, now: datetime, note: str = ""
) -> None:
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=agreement.enrollment_id,
        subject_id=agreement.id,
        note=note,
        number=agreement.number,
        ends_on=agreement.last_day,
    )
