"""The award letter, from the award and the proposal that was approved."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.amendments.in_force import approved_first
from workflows.clock import local_date
from workflows.documents.builders.parts import (
    RESTRICTIONS,
    SOURCES,
    Awarded,
    affiliate_party,
    condition_lines,
    conditions_stamp,
    goal_lines,
    paper,
    payment_lines,
    payments_total,
    person,
    report_lines,
)
from workflows.documents.contexts.award_letter import AwardLetter
from workflows.documents.contexts.common import Signature
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_director, get_award_of, get_snapshot
from workflows.documents.words import dollars, fingerprint, local_day, period
from workflows.people.queries import find_person
from workflows.reporting.queries import list_reports_of

DAYS_TO_ACCEPT = timedelta(days=14)
AWARD_KIND = "Fixed amount"
FREE_CHANGES = (
    "Move up to 10% of the award between budget categories",
    "Change the days, hours or places of activities",
    "Name another person for a piece of work, except the data lead",
)
CHANGES_TO_ASK = (
    "A goal, an indicator or a target",
    "The director or the data lead",
    "More than 10% of the award between budget categories",
    "The period, or more time without more money",
)


def build(session: Session, wanted: Wanted) -> Draft:
    """The letter of the enrollment's award, as it was decided; raises NotFound before there is one.

    What was amended since has letters of its own.
    """
    award = get_award_of(session, wanted.enrollment_id)
    amount, ends_on = approved_first(session, award)
    return Draft(
        subject_id=award.id,
        title=f"Award letter {award.number}",
        affiliate=award.enrollment.affiliate.name,
        template="award_letter.docx",
        context=letter_of(session, award, amount=amount, ends_on=ends_on),
    )


def letter_of(session: Session, award: Awarded, *, amount: Decimal, ends_on: date) -> AwardLetter:
    """What the letter shows, of an award or of one that is only decided; `amount` is US dollars."""
    enrollment = award.enrollment
    zone = enrollment.affiliate.time_zone
    snapshot = get_snapshot(session, enrollment.id)
    director = find_director(session, enrollment.affiliate_id)
    return AwardLetter(
        paper=paper(
            enrollment,
            title="Award letter",
            number=award.number,
            standing="Issued",
            prepared_on=local_day(award.awarded_at, zone),
            fingerprint=fingerprint(
                [award.number, amount, award.awarded_at, snapshot.digest, *conditions_stamp(award)]
            ),
        ),
        addressee=person(director, "Director"),
        affiliate=affiliate_party(enrollment, director),
        award_number=award.number,
        award_kind=AWARD_KIND,
        amount=dollars(amount),
        funding_source=SOURCES[award.source.value],
        restriction=RESTRICTIONS[award.restriction],
        period=period(award.starts_on, ends_on),
        payments=payment_lines(award),
        payments_total=payments_total(award),
        conditions=condition_lines(award),
        goals=goal_lines(snapshot.content),
        reports=report_lines(list_reports_of(session, enrollment.id), zone),
        coach=person(enrollment.coach, "Coach"),
        free_changes=FREE_CHANGES,
        changes_to_ask=CHANGES_TO_ASK,
        accept_by=accept_by(award, zone),
        signed_by=person(find_person(session, award.awarded_by_id), "Program manager"),
        acceptance=Signature(
            party=enrollment.affiliate.name,
            name=director.name if director else "",
            role="Director",
            signed_as="",
            signed_at="",
        ),
    )


def accept_by(award: Awarded, zone: str) -> str:
    """Two weeks to answer, and never later than the day the year begins."""
    two_weeks_on = award.awarded_at + DAYS_TO_ACCEPT
    if local_date(two_weeks_on, zone) <= award.starts_on:
        return local_day(two_weeks_on, zone)
    return f"{award.starts_on:%A} {award.starts_on.day} {award.starts_on:%B} {award.starts_on.year}"
