"""Letter and agreement of a real award: who the affiliate legally is, its conditions, and its federal elements."""

from datetime import timedelta

from sqlalchemy.orm import Session
from word_files import template, told

from tests.factories import NOW
from tests.scenes_awards import BY_HAND, a_condition, all_values
from tests.scenes_documents import Year, a_year
from tests.scenes_reviews import as_actor
from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.draft import Draft, Wanted
from workflows.documents.render import render
from workflows.funding.conditions.operations import lift_condition
from workflows.funding.federal.answers import ELEMENTS
from workflows.funding.federal.models import FederalElements
from workflows.funding.models import FundingSource
from workflows.people.queries import find_person


def _draft(session: Session, year: Year, kind: str) -> Draft:
    session.flush()
    session.expire_all()
    return DOCUMENTS[kind].build(session, Wanted(year.enrollment.id, None))


def test_the_papers_name_the_affiliate_as_it_is_registered(session: Session) -> None:
    year = a_year(session)
    affiliate = year.enrollment.affiliate
    affiliate.legal_name, affiliate.postal_address = "Harbor Services, Inc.", "12 Quay Street, Port Example, ME"
    affiliate.ein, affiliate.uei = "00-0000017", "SYNTH0000017"
    for kind in ("award_letter", "grant_agreement"):
        text = told(render(template(kind), _draft(session, year, kind).context))
        for fact in ("Harbor Services, Inc.", "12 Quay Street, Port Example, ME", "00-0000017", "SYNTH0000017"):
            assert fact in text


def test_conditions_are_listed_with_what_lifts_them_and_say_when_they_are_lifted(session: Session) -> None:
    year = a_year(session)
    award = year.enrollment.award
    manager = find_person(session, award.awarded_by_id)
    before = _draft(session, year, "grant_agreement").context
    lift_condition(
        award.conditions[0], words="They came.", session=session, actor=as_actor(manager), now=NOW + timedelta(days=1)
    )
    added = a_condition(session, award, manager, text="Call each month.", remedy="Three calls.")
    for kind in ("award_letter", "grant_agreement"):
        lines = _draft(session, year, kind).context.conditions
        assert [(line.condition, line.remedy, line.due_on, line.payments) for line in lines] == [
            (
                "Name a second signer for payments",
                "Board minutes with the name",
                "Lifted Tuesday 3 March 2026",
                "Wait until it is lifted",
            ),
            ("Call each month.", added.remedy, "No set day", "Go on"),
        ]
    assert before.paper.fingerprint != _draft(session, year, "grant_agreement").context.paper.fingerprint


def test_a_private_agreement_has_no_federal_table(session: Session) -> None:
    year = a_year(session)
    draft = _draft(session, year, "grant_agreement")
    text = told(render(template("grant_agreement"), draft.context))
    assert draft.context.federal == ()
    assert "No federal money is part of this award; 2 CFR part 200 does not apply to it." in text
    assert "200.332(b)(1)(" not in text


def test_a_federal_agreement_states_all_fourteen_elements(session: Session) -> None:
    year = a_year(session)
    award = year.enrollment.award
    award.source = FundingSource.FEDERAL
    session.flush()
    open_now = _draft(session, year, "grant_agreement").context.federal
    assert [line.name.split()[0] for line in open_now] == [str(number) for number in range(1, 15)]
    assert open_now[2].value == "Not stated yet"
    award.federal = FederalElements(
        values=dict(all_values(session, award)), saved_at=NOW, completed_at=NOW, saved_by_id=award.awarded_by_id
    )
    text = told(render(template("grant_agreement"), _draft(session, year, "grant_agreement").context))
    for element in ELEMENTS:
        assert element.citation in text
        assert f"{element.number}  {element.label}" in text
    assert "Not stated yet" not in text
    for fact in (BY_HAND["fain"], "1 October 2025", "Assistance Listing number: 12.345", "$25,000.00"):
        assert fact in text
