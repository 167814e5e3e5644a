"""The amendment letter, from the approved request and the award's terms."""

from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.amendments.cases import get_case
from workflows.amendments.checks import Case
from workflows.amendments.models import AmendmentState
from workflows.amendments.queries import get_amendment
from workflows.amendments.shown import about_text, show_changes
from workflows.amendments.terms import day_of, replay
from workflows.documents.builders.parts import affiliate_party, paper, person
from workflows.documents.contexts.amendment import AmendmentLetter, ChangedTerm
from workflows.documents.contexts.common import Signature
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_director
from workflows.documents.words import NOT_GIVEN, day, dollars, fingerprint, lines_of, local_day, period
from workflows.errors import DomainError, NotFound
from workflows.people.answers import NETWORK_NAME
from workflows.people.models import User
from workflows.people.queries import find_person

APPROVED = frozenset({AmendmentState.APPROVED, AmendmentState.IN_EFFECT})


def build(session: Session, wanted: Wanted) -> Draft:
    """The letter of one approved amendment; raises NotFound, or DomainError before it was approved."""
    if wanted.subject_id is None:
        raise NotFound("There is no amendment to make a letter of.")
    amendment = get_amendment(session, wanted.subject_id)
    if amendment.state not in APPROVED or amendment.decided_at is None:
        raise DomainError("An amendment letter is made of an amendment that was approved.")
    enrollment = amendment.award.enrollment
    context = _letter(
        get_case(session, amendment, now=amendment.decided_at),
        director=find_director(session, enrollment.affiliate_id),
        manager=find_person(session, amendment.decided_by_id),
        asker=find_person(session, amendment.submitted_by_id),
    )
    return Draft(
        subject_id=amendment.id,
        title=f"Amendment {amendment.number} to {amendment.award.number}",
        affiliate=enrollment.affiliate.name,
        template="amendment.docx",
        context=context,
    )


def _letter(case: Case, *, director: User | None, manager: User | None, asker: User | None) -> AmendmentLetter:
    amendment, award = case.amendment, case.amendment.award
    enrollment, zone = award.enrollment, award.enrollment.affiliate.time_zone
    changes = [(change.place, change.field, change.old, change.new) for change in amendment.changes]
    amount, period_in_force = _terms_after(case)
    return AmendmentLetter(
        paper=paper(
            enrollment,
            title="Amendment letter",
            number=f"{award.number}-A{amendment.number}",
            standing="For signature" if amendment.needs_signatures else "Issued",
            prepared_on=local_day(amendment.decided_at, zone),
            fingerprint=fingerprint([award.number, amendment.number, amendment.effective_on, changes]),
        ),
        addressee=person(director, "Director"),
        affiliate=affiliate_party(enrollment, director),
        award_number=award.number,
        amendment_number=str(amendment.number),
        kind=amendment.row.label,
        about=about_text(amendment, case.plan) or "The whole award",
        track=amendment.track.label if amendment.track else NOT_GIVEN,
        track_reasons=tuple(amendment.track_reasons),
        requested_by=asker.name if asker else NOT_GIVEN,
        requested_on=local_day(amendment.submitted_at, zone),
        reason=amendment.reason,
        evidence=amendment.evidence,
        effects=amendment.effects or "None",
        changes=tuple(
            ChangedTerm(one.label, one.old, one.new) for one in show_changes(amendment, case.plan, case.indicators)
        ),
        effective_on=day(amendment.effective_on),
        amount=amount,
        period=period_in_force,
        conditions=lines_of(amendment.conditions),
        decided_on=local_day(amendment.decided_at, zone),
        signed_by=person(manager, "Program manager"),
        signatures=_signatures(case, director=director, manager=manager),
    )


def _terms_after(case: Case) -> tuple[str, str]:
    """The award's amount and period once this amendment is in effect, whatever else follows later."""
    ids = [change.amendment_id for change in case.plan.changes]
    own = case.amendment.id
    before = case.plan.changes[: ids.index(own)] if own in ids else case.plan.changes
    terms = replay(replay(case.plan.original, before), case.amendment.changes)
    ends_on = day_of(terms["period", "ends_on"])
    assert ends_on is not None
    return dollars(Decimal(terms["budget", "amount"])), period(case.plan.award.starts_on, ends_on)


def _signatures(case: Case, *, director: User | None, manager: User | None) -> tuple[Signature, ...]:
    """Both blocks on the full track, to be signed as the agreement is; none where nobody signs."""
    if not case.amendment.needs_signatures:
        return ()
    name = case.amendment.award.enrollment.affiliate.name
    return (
        Signature(NETWORK_NAME, manager.name if manager else "", "Program manager", "", ""),
        Signature(name, director.name if director else "", "Director", "", ""),
    )
