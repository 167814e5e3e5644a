"""The grant agreement, from the award and the proposal that was approved."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from workflows.documents.builders.award_letter import AWARD_KIND
from workflows.documents.builders.parts import (
    RESTRICTIONS,
    SOURCES,
    affiliate_party,
    budget,
    condition_lines,
    conditions_stamp,
    goal_lines,
    network_party,
    paper,
    payment_lines,
    payments_total,
    report_lines,
    signature,
)
from workflows.documents.contexts.grant_agreement import DataDue, FederalElement, GrantAgreement
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_director, get_award_of, get_snapshot
from workflows.documents.words import day, dollars, fingerprint, local_day
from workflows.funding.federal.answers import ELEMENTS
from workflows.funding.federal.prefill import Known, prefill
from workflows.funding.federal.telling import told_element
from workflows.funding.models import Award, FundingSource
from workflows.people.answers import NETWORK_NAME
from workflows.people.queries import find_person
from workflows.reporting.queries import list_reports_of
from workflows.signing.models import Side

DATA_DUE = (
    DataDue(
        what="Pseudonymous extract of the case database",
        how="Uploaded to Accompany, which keeps figures and no person",
        when="With each progress report",
    ),
)


def build(session: Session, wanted: Wanted) -> Draft:
    """The agreement of the enrollment's award, for both sides to sign; raises NotFound before there is one."""
    award = get_award_of(session, wanted.enrollment_id)
    enrollment = award.enrollment
    zone = enrollment.affiliate.time_zone
    content = get_snapshot(session, enrollment.id).content
    director = find_director(session, enrollment.affiliate_id)
    manager = find_person(session, award.awarded_by_id)
    known = prefill(session, award) if award.source is FundingSource.FEDERAL else {}
    context = GrantAgreement(
        paper=paper(
            enrollment,
            title="Grant agreement",
            number=award.number,
            standing="For signature",
            prepared_on=local_day(award.awarded_at, zone),
            fingerprint=fingerprint([award.number, award.amount, award.awarded_at, content["budget"], *_stamp(award)]),
        ),
        network=network_party(manager),
        affiliate=affiliate_party(enrollment, director),
        award_number=award.number,
        award_kind=AWARD_KIND,
        purpose=content["title"],
        period_start=day(award.starts_on),
        period_end=day(award.ends_on),
        amount=dollars(award.amount),
        funding_source=SOURCES[award.source.value],
        restriction=RESTRICTIONS[award.restriction],
        conditions=condition_lines(award),
        goals=goal_lines(content),
        budget=budget(content, narrative=_narrative(award, content["budget"]["total"])),
        payment_method="The network pays by bank transfer, in these installments.",
        payments=payment_lines(award),
        payments_total=payments_total(award),
        indirect_rate="As in the budget; at most the de minimis rate of 15% of modified total direct costs",
        match_required="None",
        reports=report_lines(list_reports_of(session, award.enrollment_id), zone),
        data_due=DATA_DUE,
        data_agreement="the data-sharing agreement between the parties",
        free_transfer="10%",
        extension_notice="30 days",
        retention="three years",
        termination_notice="30 days",
        governing_law=f"the State of {enrollment.affiliate.state}",
        federal=_federal(award, known),
        signatures=(
            signature(
                award.signatures, Side.NETWORK, party=NETWORK_NAME, expected=manager, role="Program manager", zone=zone
            ),
            signature(
                award.signatures,
                Side.AFFILIATE,
                party=enrollment.affiliate.name,
                expected=director,
                role="Director",
                zone=zone,
            ),
        ),
    )
    return Draft(
        subject_id=award.id,
        title=f"Grant agreement {award.number}",
        affiliate=enrollment.affiliate.name,
        template="grant_agreement.docx",
        context=context,
    )


def _stamp(award: Award) -> list[object]:
    """What makes the file another one: conditions and federal information as they were saved for the last time."""
    saved = [award.federal.saved_at] if award.source is FundingSource.FEDERAL and award.federal else []
    return [*conditions_stamp(award), *saved]


def _narrative(award: Award, requested: str) -> str:
    """What the lines alone do not say, when less was awarded than was asked for."""
    if dollars(requested) == dollars(award.amount):
        return ""
    return f"The proposal asked for {dollars(requested)}; the award of {dollars(award.amount)} is the limit."


def _federal(award: Award, known: Mapping[str, Known]) -> tuple[FederalElement, ...]:
    """The fourteen elements as they are stated, or what is known of them so far; none for private money."""
    if award.source is not FundingSource.FEDERAL:
        return ()
    return tuple(
        FederalElement(f"{element.number}  {element.label}", told_element(element, known), element.citation)
        for element in ELEMENTS
    )
