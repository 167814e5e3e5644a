"""The lead names its partners, changes and asks them, adds letters, and goes without them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, an_affiliate
from tests.scenes_partners import (
    JointScene,
    a_joint_scene,
    a_letter,
    a_yes,
    an_affiliate_as_partner,
    an_organization,
    answered,
    asked,
    changed,
    confirmed_by_link,
    confirmed_by_prairie,
    named,
    submitted,
)
from tests.workflows.training.material_samples import PDF
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.proposals.completeness import list_gaps
from workflows.proposals.partners.answers import PARTNERS_MAX, PartnerAnswers, PartnerRole
from workflows.proposals.partners.content import partners_content, standing
from workflows.proposals.partners.models import PartnerState
from workflows.proposals.partners.operations import ask_partner, change_partner, withdraw_partner
from workflows.proposals.queries import get_proposal


@pytest.fixture
def scene(session: Session) -> JointScene:
    return a_joint_scene(session)


def sentences(refusal: pytest.ExceptionInfo[DomainError]) -> list[tuple[str, str]]:
    return [(reason.where, reason.sentence) for reason in refusal.value.reasons]


def announced(session: Session) -> list[str]:
    rows = session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))
    return [row.name for row in rows if row.name.startswith("partner_")]


def test_an_affiliate_is_named_asked_and_confirms_with_the_words_as_they_were(
    session: Session, scene: JointScene
) -> None:
    partner = confirmed_by_prairie(session, scene)
    assert partner.state is PartnerState.CONFIRMED
    given = partner.last_answer
    assert given is not None
    assert (given.confirms, given.typed_name, given.at, given.given_by_id, given.by_letter) == (
        True,
        "Helen Whitcomb",
        NOW,
        scene.prairie_director.id,
        False,
    )
    assert given.text == (
        f"Prairie Neighbors is a partner of {scene.writing.affiliate.name} in the project “Title: what we wrote”.\n"
        "Role: Provides services\nWhat we bring: Two evenings of job club a month, in Dari.\nHours or dollars: 40 hours"
    )
    assert announced(session) == ["partner_asked", "partner_confirmed"]


def test_naming_twice_is_one_partner(session: Session, scene: JointScene) -> None:
    first = named(session, scene, an_organization())
    assert named(session, scene, an_organization()) is first
    assert len(scene.proposal.partners) == 1


@pytest.mark.parametrize(
    ("values", "where", "says"),
    [
        ({"affiliate_id": "own"}, "affiliate", "you are the lead yourself"),
        ({"affiliate_id": "prairie"}, "affiliate", "is a partner already"),
        ({"organization": ""}, "organization", "write the name of an organization"),
        ({"organization": "prairie neighbors"}, "organization", "Choose it from the list"),
        ({"organization": "PORT ANSEL LIBRARY"}, "organization", "This organization is a partner already"),
        ({"organization": "own"}, "organization", "You are the lead yourself"),
        ({"organization": "Food Bank", "contact_email": "own"}, "contact_email", "belongs to your own office"),
        ({"organization": "Food Bank", "role": PartnerRole.OTHER}, "role_words", "Say in a few words"),
        ({"organization": "Food Bank", "contribution": "Ask for A123456789"}, "is_checked", "looks like an A-number"),
    ],
)
def test_a_partner_that_makes_no_sense_is_refused_at_its_field(
    session: Session, scene: JointScene, values: dict[str, Any], where: str, says: str
) -> None:
    named(session, scene, an_affiliate_as_partner(scene.prairie))
    named(session, scene, an_organization())
    own = scene.writing
    known = {
        "affiliate_id": {"own": own.affiliate.id, "prairie": scene.prairie.id},
        "organization": {"own": own.affiliate.name},
        "contact_email": {"own": own.director.email},
    }
    given = {name: known.get(name, {}).get(value, value) for name, value in values.items()}
    wanted = an_organization(**given) if "affiliate_id" not in given else _affiliate(given["affiliate_id"])
    with pytest.raises(DomainError) as refusal:
        named(session, scene, wanted)
    found = dict(sentences(refusal))
    assert says in found[where]
    assert len(scene.proposal.partners) == 2


def _affiliate(affiliate_id: int) -> PartnerAnswers:
    return PartnerAnswers(affiliate_id, "", "", "", PartnerRole.FUNDER, "", "Money for bus passes.", "$500")


def test_there_is_an_end_to_partners(session: Session, scene: JointScene) -> None:
    for number in range(PARTNERS_MAX):
        named(session, scene, an_organization(organization=f"Organization {number}"))
    with pytest.raises(DomainError, match=f"at most {PARTNERS_MAX} partners"):
        named(session, scene, an_organization(organization="One more"))


def test_nobody_is_asked_before_there_is_something_to_confirm(session: Session, scene: JointScene) -> None:
    lonely = an_affiliate(session, "Lonely House")
    cases = [
        (an_organization(contribution=""), "Say what Port Ansel Library brings"),
        (an_organization(organization="Food Bank", contact_email=""), "Add a work e-mail of Food Bank"),
        (an_affiliate_as_partner(lonely), "Lonely House has no director here yet"),
    ]
    for answers, says in cases:
        partner = named(session, scene, answers)
        with pytest.raises(Refused, match=says):
            ask_partner(partner, session=session, actor=scene.lead, now=NOW)
    scene.proposal.section("story").answers = {}  # type: ignore[union-attr]
    with pytest.raises(Refused, match="Write the title and the summary"):
        asked(session, scene, an_affiliate_as_partner(scene.prairie))


@pytest.mark.parametrize(
    ("values", "state", "rounds"),
    [
        ({"contribution": "Ten evenings a month."}, PartnerState.ASKED, 2),
        ({"role": PartnerRole.FUNDER}, PartnerState.ASKED, 2),
        ({"commitment": "400 hours"}, PartnerState.ASKED, 2),
        ({"contact_name": "Somebody else"}, PartnerState.CONFIRMED, 1),
    ],
)
def test_a_changed_promise_is_asked_again_and_another_contact_is_not(
    session: Session, scene: JointScene, values: dict[str, Any], state: PartnerState, rounds: int
) -> None:
    partner = confirmed_by_link(session, scene)
    changed(session, scene, partner, **values)
    assert (partner.state, partner.round) == (state, rounds)
    assert len(partner.answers) == 1


def test_who_the_partner_is_stays(session: Session, scene: JointScene) -> None:
    partner = named(session, scene, an_affiliate_as_partner(scene.prairie))
    with pytest.raises(DomainError) as refusal:
        changed(session, scene, partner, affiliate_id=None, organization="Somebody else")
    assert sentences(refusal) == [("affiliate", "Another partner is named anew, and this one withdrawn.")]


def test_the_slower_of_two_writers_sees_both_texts(session: Session, scene: JointScene) -> None:
    partner = named(session, scene, an_organization())
    version = partner.version
    changed(session, scene, partner, contribution="A room, and tea.")
    with pytest.raises(Stale) as stale:
        change_partner(
            partner,
            an_organization(contribution="A hall."),
            expected_version=version,
            is_checked=False,
            session=session,
            actor=scene.lead,
            now=NOW,
        )
    assert (stale.value.mine, stale.value.theirs) == (
        {"What they bring": "A hall."},
        {"What they bring": "A room, and tea."},
    )


def test_the_letter_of_an_organization_without_email_counts_and_says_so(session: Session, scene: JointScene) -> None:
    partner = named(session, scene, an_organization(contact_email=""))
    a_letter(session, scene, partner, confirms=True)
    row = partners_content(scene.proposal)[0]
    assert (row["state"], row["by_letter"], row["confirmed_by"], row["letter"]["file_name"]) == (
        "confirmed",
        True,
        scene.writing.data_lead.name,
        "letter.pdf",
    )
    changed(session, scene, partner, contribution="A hall.")
    assert (partner.state, partner.letter is not None) == (PartnerState.NAMED, True)
    a_letter(session, scene, partner, confirms=True, content=PDF + b"%%EOF\n")
    assert (partner.state, len(partner.answers)) == (PartnerState.CONFIRMED, 2)


def test_a_letter_does_not_speak_for_who_can_answer(session: Session, scene: JointScene) -> None:
    for answers in (an_organization(), an_affiliate_as_partner(scene.prairie)):
        partner = named(session, scene, answers)
        with pytest.raises(DomainError, match="can answer itself"):
            a_letter(session, scene, partner, confirms=True)
        assert partner.state is PartnerState.NAMED


def test_a_cohort_that_asks_for_a_partner_says_how_to_get_one(session: Session) -> None:
    scene = a_joint_scene(session, requires_partner=True)

    def gaps() -> list[tuple[str, str]]:
        return [(gap.where, gap.sentence) for gap in list_gaps(scene.proposal)]

    begin = "This cohort asks for a partner that has confirmed."
    assert gaps() == [("partners", f"{begin} Name one under Partners, and ask it to confirm.")]
    with pytest.raises(Refused, match="asks for a partner"):
        submitted(session, scene)
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    assert gaps()[0][1].startswith(f"{begin} Prairie Neighbors did not answer yet.")
    answered(session, scene, partner, a_yes(partner))
    assert gaps() == []
    assert submitted(session, scene).content["partners"][0]["state"] == "confirmed"


def test_where_papers_are_required_each_confirmed_partner_has_a_letter(session: Session) -> None:
    scene = a_joint_scene(session, requires_papers=True)
    partner = confirmed_by_prairie(session, scene)
    wanted = f"partners.partner-{partner.id}"
    assert wanted in {gap.where for gap in list_gaps(scene.proposal)}
    a_letter(session, scene, partner, confirms=False)
    assert wanted not in {gap.where for gap in list_gaps(scene.proposal)}


def test_after_submission_the_lead_changes_nothing_about_partners(session: Session, scene: JointScene) -> None:
    partner = confirmed_by_prairie(session, scene)
    submitted(session, scene)
    for act in (
        lambda: named(session, scene, an_organization()),
        lambda: changed(session, scene, partner, commitment="1 hour"),
        lambda: ask_partner(partner, session=session, actor=scene.lead, now=NOW),
        lambda: a_letter(session, scene, partner, confirms=False),
        lambda: withdraw_partner(partner, session=session, actor=scene.lead, now=NOW),
    ):
        with pytest.raises(Refused, match="was submitted"):
            act()
    assert partner.state is PartnerState.CONFIRMED


def test_going_without_a_partner_keeps_what_it_said(session: Session, scene: JointScene) -> None:
    partner = confirmed_by_prairie(session, scene)
    withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    session.flush()
    assert (partner.state, len(partner.answers), standing(scene.proposal)) == (PartnerState.WITHDRAWN, 1, ())
    again = named(session, scene, an_affiliate_as_partner(scene.prairie))
    assert again is not partner
    assert announced(session) == ["partner_asked", "partner_confirmed", "partner_withdrawn"]


def test_a_proposal_loads_its_partners_in_the_same_number_of_queries(
    session: Session, scene: JointScene, count_queries: Statements
) -> None:
    def count() -> int:
        session.commit()
        session.expunge_all()
        count_queries.clear()
        partners_content(get_proposal(session, proposal_id))
        return len(count_queries)

    named(session, scene, an_organization())
    proposal_id = scene.proposal.id
    one = count()
    fresh = replace(scene, proposal=get_proposal(session, proposal_id))
    for number in range(PARTNERS_MAX - 1):
        asked(session, fresh, an_organization(organization=f"Organization {number}"))
    assert count() == one
