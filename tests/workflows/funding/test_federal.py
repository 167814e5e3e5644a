"""Federal information: asked for only when the money is federal, and complete before anybody signs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_awards import UEI, all_values, check_sam, federal_award, state_elements
from tests.scenes_reviews import a_scene, an_agreement, as_actor, awarded, reasons_not_to_sign, sign
from workflows.errors import Stale
from workflows.funding.federal.answers import ELEMENTS, PARTS, ExclusionAnswers, ExclusionResult, FederalAnswers
from workflows.funding.federal.checks import list_gaps
from workflows.funding.federal.models import FederalElements
from workflows.funding.federal.operations import record_exclusion_check, save_elements, why_not_check, why_not_federal
from workflows.funding.federal.prefill import prefill
from workflows.funding.models import Award, FundingSource
from workflows.funding.queries import AGREEMENT
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Role
from workflows.signing.models import Side
from workflows.signing.operations import find_file_of
from workflows.stages import Stage

ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


def test_the_table_holds_the_fourteen_elements_of_the_rule() -> None:
    assert [element.number for element in ELEMENTS] == list(range(1, 15))
    assert [element.citation for element in ELEMENTS] == [f"2 CFR 200.332(b)(1)({roman})" for roman in ROMANS]
    assert len(PARTS) == sum(len(element.parts) for element in ELEMENTS)


@given(st.sampled_from(FundingSource), st.dictionaries(st.sampled_from(sorted(PARTS)), st.just("x")))
def test_elements_are_asked_for_exactly_when_the_money_is_federal(source: FundingSource, values: dict) -> None:
    award = Award(source=source)
    award.federal = FederalElements(values=values)
    gaps = {gap.element.number for gap in list_gaps(award)}
    missing = {e.number for e in ELEMENTS if any(part.name not in values for part in e.parts)}
    assert gaps == (missing if source is FundingSource.FEDERAL else set())


def test_a_private_award_is_never_asked(session: Session) -> None:
    scene = a_scene(session)
    award, finance = awarded(session, scene), as_actor(scene.finance[0])
    sentence = "This award is private money, so no federal information is asked for."
    assert [r.sentence for r in why_not_federal(award, actor=finance)] == [sentence]
    assert [r.sentence for r in why_not_check(award, actor=finance)] == [sentence]
    an_agreement(session, award)
    assert reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0]) == []


def test_a_federal_agreement_is_signed_only_when_complete_and_not_excluded(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    document = an_agreement(session, award)
    reasons = reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0])
    assert [(r.sentence, r.where) for r in reasons] == [
        (
            "The federal information is not complete: element 1 (Subrecipient’s name), 2 (Unique Entity Identifier), "
            "3 (Federal Award Identification Number) and 11 more. The national office completes it on the award’s "
            "page (2 CFR 200.332(b)(1)).",
            "federal",
        ),
        (
            "Nobody has checked SAM.gov for an exclusion of the affiliate yet. The national office records it on the "
            "award’s page (2 CFR 200.332(a)).",
            "federal",
        ),
    ]
    state_elements(session, award, scene.finance[0])
    check_sam(session, award, scene.finance[0], ExclusionResult.EXCLUDED)
    reasons = reasons_not_to_sign(session, award, Side.AFFILIATE, scene.director)
    assert [r.sentence for r in reasons] == [
        "SAM.gov shows an active exclusion of the affiliate, so federal money cannot be agreed. Once it has ended, "
        "record a new check (2 CFR 200.332(a))."
    ]
    check_sam(session, award, scene.finance[0])
    sign(session, award, document, Side.AFFILIATE, scene.director)
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    assert award.enrollment.stage is Stage.FUNDED
    assert [check.result for check in award.exclusion_checks] == [ExclusionResult.EXCLUDED, ExclusionResult.CLEAR]


def test_what_is_known_is_filled_in_and_says_where_from(session: Session) -> None:
    scene = a_scene(session)
    scene.enrollment.affiliate.legal_name, scene.enrollment.affiliate.uei = "Harbor, Inc.", UEI
    award = federal_award(session, scene)
    known = prefill(session, award)
    assert {name: known[name].value for name in ("subrecipient_name", "uei", "period_ends_on", "obligated_now")} == {
        "subrecipient_name": "Harbor, Inc.",
        "uei": UEI,
        "period_ends_on": "2027-03-31",
        "obligated_now": "24000.00",
    }
    assert known["uei"].source == "from the affiliate’s profile"
    assert "fain" not in known


def test_another_award_of_the_cohort_lends_what_both_share(session: Session) -> None:
    first, second = a_scene(session), None
    award = federal_award(session, first)
    state_elements(session, award, first.finance[0])
    second = a_scene(session, cohort=first.enrollment.cohort)
    known = prefill(session, federal_award(session, second))
    assert (known["fain"].value, known["fain"].source) == ("EX-2026-00017", f"as in award {award.number}")
    assert known["subrecipient_name"].value == second.enrollment.affiliate.name


WRONG = (
    ("uei", "SYNTHO000017", "A Unique Entity Identifier has no letter I or O. Use the digits 1 and 0, or copy it from "
     "SAM.gov."),
    ("uei", "SHORT", "A Unique Entity Identifier has 12 characters; this one has 5. Copy it from SAM.gov."),
    ("listing_number", "12345", "An Assistance Listing number has two digits, a dot and three digits, such as 12.345."),
    ("obligated_total", "NaN", "Write an amount of US dollars, such as 1500 or 1500.50."),
    ("federal_award_on", "soon", "Choose a day."),
    ("is_research", "maybe", "Choose yes or no."),
    ("obligated_now", "100.00", "This subaward obligates the amount of the award, $24,000."),
    ("obligated_total", "100.00", "The total includes this subaward, so it cannot be less."),
    ("committed_total", "100.00", "What is committed includes what is obligated, so it cannot be less."),
    ("period_ends_on", "2020-01-01", "The period of performance ends before it begins."),
)  # fmt: skip


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_what_cannot_be_right_is_refused_at_its_field(session: Session, name: str, value: str, sentence: str) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    with pytest.raises(Refused) as refusal:
        state_elements(session, award, scene.finance[0], **{name: value})
    assert (sentence, name) in [(r.sentence, r.where) for r in refusal.value.reasons]
    assert award.federal is None


def test_saving_in_steps_announces_completion_once_and_the_same_again_changes_nothing(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    state_elements(session, award, scene.finance[0], fain="")
    assert ([gap.element.number for gap in list_gaps(award)], award.federal.completed_at) == ([3], None)
    state_elements(session, award, scene.finance[0], version=1)
    state_elements(session, award, scene.finance[0], version=1)
    names = session.scalars(select(OutboxEvent.name).where(OutboxEvent.name.startswith("federal_"))).all()
    assert names == ["federal_information_saved", "federal_information_completed"]
    assert (award.federal.version, award.federal.completed_at) == (2, NOW)


def test_the_slower_writer_sees_both_texts(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    state_elements(session, award, scene.finance[0])
    with pytest.raises(Stale) as stale:
        state_elements(session, award, scene.finance[1], fain="EX-2")
    assert (stale.value.mine, stale.value.theirs) == ({"FAIN": "EX-2"}, {"FAIN": "EX-2026-00017"})


def test_signed_information_stays_as_it_was_signed(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    state_elements(session, award, scene.finance[0])
    check_sam(session, award, scene.finance[0])
    sign(session, award, an_agreement(session, award), Side.AFFILIATE, scene.director)
    reasons = why_not_federal(award, actor=as_actor(scene.finance[0]))
    assert [r.sentence for r in reasons] == [
        "The agreement is signed, so its federal information stays as it was signed."
    ]


def test_an_agreement_without_the_newest_information_is_made_anew_first(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    an_agreement(session, award)
    later = NOW + timedelta(minutes=5)
    save_elements(
        award,
        FederalAnswers(all_values(session, award)),
        expected_version=0,
        session=session,
        actor=as_actor(scene.finance[0]),
        now=later,
    )
    check_sam(session, award, scene.finance[0])
    reasons = reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0])
    assert [r.sentence for r in reasons] == ["The grant agreement is being made. It can be signed in a moment."]
    an_agreement(session, award, digest="b" * 64, made_at=later)
    assert reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0]) == []


def test_information_that_is_still_incomplete_makes_no_agreement_anew(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    document = an_agreement(session, award)
    later = NOW + timedelta(minutes=5)
    given = FederalAnswers({**all_values(session, award), "fain": ""})
    save_elements(award, given, expected_version=0, session=session, actor=as_actor(scene.finance[0]), now=later)
    assert find_file_of(session, AGREEMENT, award) is document
    sentences = [r.sentence for r in reasons_not_to_sign(session, award, Side.NETWORK, scene.managers[0])]
    assert [s.partition(":")[0] for s in sentences if "SAM.gov" not in s] == ["The federal information is not complete"]


def test_a_check_lies_not_ahead_and_is_never_changed(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    ahead = ExclusionAnswers(NOW.date() + timedelta(days=2), ExclusionResult.CLEAR, "")
    with pytest.raises(Refused, match="lies ahead"):
        record_exclusion_check(award, ahead, session=session, actor=as_actor(scene.finance[0]), now=NOW)
    check_sam(session, award, scene.finance[0])
    award.exclusion_checks[0].note = "Another word"
    with pytest.raises(RuntimeError, match="kept as it was recorded"):
        session.flush()


@pytest.mark.parametrize("role", [Role.COACH, Role.AUDITOR, Role.NETWORK_ADMINISTRATOR, Role.REVIEWER])
def test_who_may_not_write_it(session: Session, role: Role) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    sentence = "You may not complete the federal information. The finance officer or program manager can."
    assert [r.sentence for r in why_not_federal(award, actor=as_actor(a_person(session, role)))] == [sentence]


def test_all_federal_awards_of_the_affiliate_make_the_total(session: Session) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene, amount=Decimal(20_000))
    assert prefill(session, award)["obligated_total"].value == "20000.00"
