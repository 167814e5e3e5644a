"""The award letter, from the award and the proposal that was approved."""

from datetime import timedelta

from sqlalchemy.orm import Session

from workflows.amendments.in_force import approved_first
from workflows.clock import local_date
from workflows.documents.builders.parts import (
    RESTRICTIONS,
    SOURCES,
    affiliate_party,
    goal_lines,
    paper,
    payment_lines,
    payments_total,
    person,
    report_lines,
)
from workflows.documents.contexts.award_letter import AwardCondition, AwardLetter
from workflows.documents.contexts.common import Signature
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_director, get_award_of, get_snapshot
from workflows.documents.words import dollars, fingerprint, lines_of, local_day, period
from workflows.funding.models import Award
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
    enrollment = award.enrollment
    zone = enrollment.affiliate.time_zone
    snapshot = get_snapshot(session, enrollment.id)
    director = find_director(session, enrollment.affiliate_id)
    context = AwardLetter(
        paper=paper(
            enrollment,
            title="Award letter",
            number=award.number,
            standing="Issued",
            prepared_on=local_day(award.awarded_at, zone),
            fingerprint=fingerprint([award.number, amount, award.awarded_at, snapshot.digest]),
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
        conditions=_conditions(award),
        goals=goal_lines(snapshot.content),
        reports=report_lines(list_reports_of(session, award.enrollment_id), zone),
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
    return Draft(
        subject_id=award.id,
        title=f"Award letter {award.number}",
        affiliate=enrollment.affiliate.name,
        template="award_letter.docx",
        context=context,
    )


def accept_by(award: Award, zone: str) -> str:
    """Two weeks to answer, and never later than the day the year begins."""
    two_weeks_on = award.awarded_at + DAYS_TO_ACCEPT
    if local_date(two_weeks_on, zone) <= award.starts_on:
        return local_day(two_weeks_on, zone)
    return f"{award.starts_on:%A} {award.starts_on.day} {award.starts_on:%B} {award.starts_on.year}"


def _conditions(award: Award) -> tuple[AwardCondition, ...]:
    """A line of the decision's conditions each (2 CFR 200.208 asks for nature, reason, fix, time and appeal)."""
    return tuple(
        AwardCondition(
            condition=line,
            reason="Agreed with the decision on your proposal",
            remedy="Show your coach that it is met",
            due_on="Before the next payment",
            appeal="Write to the program manager named in this letter",
        )
        for line in lines_of(award.conditions)
    )
