"""The award's page in depth: conditions, federal information and risk, as each side sees them."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_awards import (
    BY_HAND,
    UEI,
    a_condition,
    all_values,
    assessed,
    check_sam,
    federal_award,
    levels,
    state_elements,
)
from tests.scenes_reviews import a_scene, an_agreement, awarded, funded, reviewed
from workflows.enrollments.answers import RiskTier
from workflows.enrollments.models import Enrollment
from workflows.funding.conditions.models import AwardCondition, ConditionState
from workflows.funding.federal.models import ExclusionCheck, FederalElements
from workflows.funding.models import Award, Restriction
from workflows.funding.risk.answers import Level
from workflows.funding.risk.models import RiskAssessment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.budget.models import BudgetLine

SignIn = Callable[[User], FlaskClient]
CONDITION = {
    "text": "Name a second signer.",
    "remedy": "Send the minutes.",
    "holds_payment": "y",
    "reason": "",
    "due_on": "",
    "appeal": "Write to us.",
}


def test_the_manager_adds_words_anew_and_lifts_and_the_affiliate_reads_along(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    client, here = sign_in(scene.managers[0]), f"/funding/of/{scene.enrollment.id}"
    assert client.get(f"/funding/{award.id}/conditions/new").status_code == 200
    added = client.post(f"/funding/{award.id}/conditions/new", data={**CONDITION, "once": "a"})
    again = client.post(f"/funding/{award.id}/conditions/new", data={**CONDITION, "once": "a"})
    assert (added.status_code, again.status_code) == (303, 303)
    condition = session.scalars(select(AwardCondition)).one()
    director = sign_in(scene.director)
    page = director.get(here).text
    assert "What lifts it: Send the minutes." in page
    assert "Payments wait for condition 1." in page
    assert "Next step: do what lifts it" in page
    assert f"/funding/conditions/{condition.id}/lift" not in page
    change = f"/funding/conditions/{condition.id}/change"
    assert 'value="1"' in client.get(change).text
    given = {**CONDITION, "remedy": "Send the minutes by mail.", "version": "1"}
    assert client.post(change, data={**given, "once": "b"}).status_code == 303
    slower = client.post(change, data={**given, "remedy": "Call us.", "once": "c"})
    assert (slower.status_code, "Call us." in slower.text, "by mail" in slower.text) == (409, True, True)
    lift = f"/funding/conditions/{condition.id}/lift"
    assert client.post(lift, data={"words": "", "once": "d"}).status_code == 422
    assert client.post(lift, data={"words": "They came.", "once": "e"}).status_code == 303
    assert client.post(lift, data={"words": "They came.", "once": "f"}).status_code == 422
    session.expire_all()
    assert condition.state is ConditionState.LIFTED
    page = director.get(here).text
    assert ("They came." in page, "Payments wait for" in page) == (True, False)
    assert "It cannot be lifted now" in client.get(lift).text


APPROVAL = {
    "amount": "24000", "starts_on": "2100-04-01", "source": "private", "restriction": "restricted",
    "feedback": "A clear plan.", "version": "0", "announce": "yes",
}  # fmt: skip  # what the button that announces at once posts


def test_the_approval_form_makes_a_condition_of_each_row(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    rows = {
        "conditions-0-text": "Name a second signer.", "conditions-0-lifted_by": "The minutes name one.",
        "conditions-0-holds_payment": "y",
        "conditions-1-text": "", "conditions-1-lifted_by": "",
        "conditions-2-text": "Call each month.", "conditions-2-lifted_by": "The year is over.",
    }  # fmt: skip
    address = f"/reviews/proposals/{scene.proposal.id}/approve"
    answer = sign_in(scene.managers[0]).post(address, data={**APPROVAL, **rows, "once": "a"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/funding/of/{scene.enrollment.id}")
    made = session.scalars(select(AwardCondition).order_by(AwardCondition.number)).all()
    assert [(row.number, row.text, row.remedy, row.holds_payment) for row in made] == [
        (1, "Name a second signer.", "The minutes name one.", True),
        (2, "Call each month.", "The year is over.", False),
    ]


def test_core_costs_need_an_award_that_pays_them(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    line = session.scalars(select(BudgetLine).where(BudgetLine.proposal_id == scene.proposal.id)).one()
    line.tag = "core_costs"
    session.flush()
    client = sign_in(scene.managers[0])
    address = f"/reviews/proposals/{scene.proposal.id}/approve"
    refused = client.post(address, data={**APPROVAL, "once": "a"})
    told = "The budget has core costs of $24,000, and a restricted award does not pay for them."
    assert (refused.status_code, told in refused.text) == (422, True)
    assert client.post(address, data={**APPROVAL, "restriction": "unrestricted", "once": "b"}).status_code == 303
    page = client.get(f"/funding/of/{scene.enrollment.id}").text
    assert session.scalars(select(Award.restriction)).one() is Restriction.UNRESTRICTED
    assert "The affiliate decides what it is for; core costs are paid." in page


def test_finance_completes_the_elements_and_then_both_can_sign(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    an_agreement(session, award)
    here, client = f"/funding/of/{scene.enrollment.id}", sign_in(scene.finance[0])
    page = client.get(here).text
    assert ("14 of 14 elements open" in page, "Complete the federal information" in page) == (True, True)
    assert "The federal information" in client.get("/funding/").text
    form = client.get(f"/funding/{award.id}/federal").text
    assert "Filled in from the award." in form
    values = all_values(session, award)
    wrong = client.post(f"/funding/{award.id}/federal", data={**values, "uei": "SYNTHO000017", "once": "a"})
    assert (wrong.status_code, "has no letter I or O" in wrong.text) == (422, True)
    assert client.post(f"/funding/{award.id}/federal", data={**values, "once": "b"}).status_code == 303
    sam = {"checked_on": date(2026, 3, 1).isoformat(), "result": "clear", "note": "Print in the file", "once": "c"}
    assert client.get(f"/funding/{award.id}/exclusion").status_code == 200
    assert client.post(f"/funding/{award.id}/exclusion", data=sam).status_code == 303
    assert client.post(f"/funding/{award.id}/exclusion", data=sam).status_code == 303
    session.expire_all()
    assert session.scalars(select(FederalElements.values)).one()["uei"] == UEI
    assert session.scalar(select(func.count(ExclusionCheck.id))) == 1
    page = sign_in(scene.director).get(here).text
    assert ("Print in the file" in page, "EX-2026-00017" in page, "2 CFR 200.332(b)(1)(xiv)" in page) == (True,) * 3
    assert f"/funding/{award.id}/federal" not in page


def test_what_is_missing_is_said_where_the_signature_would_be(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    document = an_agreement(session, award)
    client = sign_in(scene.director)
    page = client.get(f"/funding/of/{scene.enrollment.id}").text
    assert '<a href="#federal">The federal information is not complete' in page
    given = {"typed_name": "Dana Ortiz", "agrees": "y", "document_sha256": document.file_sha256, "once": "a"}
    refused = client.post(f"/funding/{award.id}/sign-for-affiliate", data=given)
    assert (refused.status_code, "The federal information is not complete" in refused.text) == (422, True)


def test_private_money_is_never_asked_for_federal_information(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    client = sign_in(scene.finance[0])
    page = client.get(f"/funding/of/{scene.enrollment.id}").text
    assert ("fourteen" in page, "SAM.gov" in page) == (False, False)
    sentence = "This award is private money, so no federal information is asked for."
    for name in ("federal", "exclusion"):
        assert sentence in client.get(f"/funding/{award.id}/{name}").text
    assert client.post(f"/funding/{award.id}/federal", data={**BY_HAND, "once": "a"}).status_code == 422
    assert session.scalar(select(func.count(FederalElements.id))) == 0


def test_a_federal_agreement_that_is_signed_shows_its_elements_and_takes_no_others(
    session: Session, sign_in: SignIn
) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    state_elements(session, award, scene.finance[0])
    check_sam(session, award, scene.finance[0])
    document = an_agreement(session, award)
    given = {"typed_name": "Dana Ortiz", "agrees": "y", "document_sha256": document.file_sha256, "once": "a"}
    assert sign_in(scene.director).post(f"/funding/{award.id}/sign-for-affiliate", data=given).status_code == 303
    page = sign_in(scene.finance[0]).get(f"/funding/{award.id}/federal").text
    assert "stays as it was signed" in page


RISK = {"experience": "low", "audit": "medium", "audit_note": "Two small findings.", "chosen_tier": "", "version": "0"}


def test_finance_assesses_the_coach_reads_and_the_affiliate_sees_only_its_tier(
    session: Session, sign_in: SignIn
) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    client, address = sign_in(scene.finance[0]), f"/funding/risk/{scene.enrollment.id}"
    assert "Not assessed yet" in client.get(address).text
    bare = client.post(f"{address}/assess", data={**RISK, "audit_note": "", "once": "a"})
    assert (bare.status_code, "Audit: say in a sentence what you saw" in bare.text) == (422, True)
    assert client.post(f"{address}/assess", data={**RISK, "once": "b"}).status_code == 303
    slower = sign_in(scene.finance[1]).post(f"{address}/assess", data={**RISK, "once": "c"})
    assert slower.status_code == 409
    session.expire_all()
    assert session.get_one(Enrollment, scene.enrollment.id).risk_tier is RiskTier.MEDIUM
    read = sign_in(scene.coach).get(address).text
    assert ("Two small findings." in read, "Assess again" in read) == (True, False)
    assert "Two small findings." in client.get(f"{address}/assess").text
    page = sign_in(scene.director).get(f"/funding/of/{award.enrollment_id}").text
    assert ("Medium risk" in page, "What follows for you" in page) == (True, True)
    assert ("Two small findings." in page, address in page) == (False, False)


@pytest.mark.parametrize("tier", list(RiskTier))
def test_what_follows_is_coaching_first(session: Session, sign_in: SignIn, tier: RiskTier) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    assessed(session, award.enrollment, scene.finance[0], levels(Level(tier.value)))
    page = sign_in(scene.director).get(f"/funding/of/{award.enrollment_id}").text
    assert (f"{tier.label} risk" in page, "Coaching and technical assistance" in page) == (True, True)


ADDRESSES = ("conditions/new", "federal", "exclusion")
PEOPLE: tuple[tuple[str, tuple[int, int, int], int], ...] = (
    ("manager", (200, 200, 200), 200),
    ("finance", (403, 200, 200), 200),
    ("administrator", (403, 403, 403), 200),
    ("auditor", (403, 403, 403), 200),
    ("coach", (403, 403, 403), 200),
    ("director", (403, 403, 403), 403),
    ("another coach", (404, 404, 404), 404),
    ("another director", (404, 404, 404), 404),
    ("reviewer", (404, 404, 404), 404),
    ("steward", (404, 404, 404), 403),
)


@pytest.mark.parametrize(("name", "pages", "risk"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_who_opens_what(session: Session, sign_in: SignIn, name: str, pages: tuple[int, int, int], risk: int) -> None:
    scene, other = a_scene(session), a_scene(session)
    award = federal_award(session, scene)
    assessed(session, scene.enrollment, scene.finance[0], levels())
    people: dict[str, Callable[[], User]] = {
        "manager": lambda: scene.managers[0],
        "finance": lambda: scene.finance[0],
        "administrator": lambda: a_person(session, Role.NETWORK_ADMINISTRATOR),
        "auditor": lambda: a_person(session, Role.AUDITOR),
        "coach": lambda: scene.coach,
        "director": lambda: scene.director,
        "another coach": lambda: other.coach,
        "another director": lambda: other.director,
        "reviewer": lambda: scene.reviewers[0],
        "steward": lambda: a_person(session, Role.PRIVACY_STEWARD),
    }
    client = sign_in(people[name]())
    assert tuple(client.get(f"/funding/{award.id}/{page}").status_code for page in ADDRESSES) == pages
    assert client.get(f"/funding/risk/{scene.enrollment.id}").status_code == risk


def test_a_condition_is_lifted_by_nobody_else(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    condition = a_condition(session, funded(session, scene), scene.managers[0])
    for person, status in (
        (scene.finance[0], 403),
        (scene.coach, 403),
        (scene.director, 403),
        (scene.reviewers[0], 404),
    ):
        given = {"words": "Met.", "once": f"by-{person.id}"}
        assert sign_in(person).post(f"/funding/conditions/{condition.id}/lift", data=given).status_code == status
    assert condition.state is ConditionState.OPEN


def test_home_names_federal_gaps_and_conditions_whose_day_has_come(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = federal_award(session, scene)
    condition = a_condition(session, award, scene.managers[0], due_on=date(2026, 3, 2), holds_payment=True)
    manager, director = sign_in(scene.managers[0]).get("/").text, sign_in(scene.director).get("/").text
    assert ("Complete the federal information" in manager, "Look at a condition of the award" in manager) == (
        True,
        True,
    )
    assert f"Condition {condition.number} of the award" in director
    state_elements(session, award, scene.finance[0])
    check_sam(session, award, scene.finance[0])
    session.commit()
    assert "Complete the federal information" not in sign_in(scene.finance[0]).get("/").text


def test_an_assessment_before_the_award_is_reached_from_the_empty_page(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    client = sign_in(scene.finance[0])
    assert f"/funding/risk/{scene.enrollment.id}" in client.get(f"/funding/of/{scene.enrollment.id}").text
    assert (
        f"/funding/risk/{scene.enrollment.id}"
        not in sign_in(scene.director).get(f"/funding/of/{scene.enrollment.id}").text
    )
    assert session.scalar(select(func.count(RiskAssessment.id))) == 0
