"""A partner answers for itself, reads what it may, is written to, and keeps its people out of the review."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_partners import (
    A_NO,
    JointScene,
    a_joint_scene,
    a_yes,
    an_affiliate_as_partner,
    an_organization,
    answered,
    asked,
    changed,
    confirmed_by_prairie,
    named,
    submitted,
)
from tests.scenes_reviews import as_actor
from tests.workflows.notifications.owed import Postbox, context_of
from workflows.errors import DomainError, Forbidden
from workflows.home.due import list_due
from workflows.machine import Refused
from workflows.notifications.jobs import send_message
from workflows.outbox import JobRun, OutboxEvent, expand_events
from workflows.people.models import RoleAssignment
from workflows.permissions import VISITOR, Permission, Role, can
from workflows.proposals.models import ProposalState
from workflows.proposals.partners.answering import (
    PromiseChanged,
    answer_as_affiliate,
    answer_by_link,
    is_over,
    why_not_answer,
)
from workflows.proposals.partners.content import changes_since, standing
from workflows.proposals.partners.jobs import write_to_partner
from workflows.proposals.partners.models import PartnerState
from workflows.proposals.partners.operations import ask_partner, withdraw_partner
from workflows.proposals.partners.queries import Partnership, get_partnership, list_partnerships
from workflows.proposals.queries import count_proposals, list_proposals
from workflows.reviews.candidates import list_candidates
from workflows.stages import Stage


@pytest.fixture
def scene(session: Session) -> JointScene:
    return a_joint_scene(session)


def runs(session: Session, job: str, kind: str) -> list[JobRun]:
    while expand_events(session, now=NOW):
        session.flush()
    session.commit()
    found = session.scalars(select(JobRun).where(JobRun.job == job).order_by(JobRun.id)).all()
    return [run for run in found if run.arguments["kind"] == kind]


@pytest.mark.parametrize("role", [Role.AFFILIATE_DATA_LEAD, Role.AFFILIATE_STAFF, Role.AFFILIATE_FINANCE])
def test_only_the_partners_director_answers(session: Session, scene: JointScene, role: Role) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    colleague = a_person(session, role, affiliate=scene.prairie).as_actor(NOW)
    for actor in (colleague, scene.writing.director.as_actor(NOW), VISITOR):
        with pytest.raises(Forbidden):
            answer_as_affiliate(Partnership(partner), a_yes(partner), session=session, actor=actor, now=NOW)
    assert partner.state is PartnerState.ASKED


def test_a_second_yes_is_the_first_one(session: Session, scene: JointScene) -> None:
    partner = confirmed_by_prairie(session, scene)
    first = partner.last_answer
    assert answered(session, scene, partner, a_yes(partner)) is first
    assert len(partner.answers) == 1
    told = session.scalars(select(OutboxEvent.name).where(OutboxEvent.name == "partner_confirmed")).all()
    assert len(told) == 1


def test_a_no_carries_its_reason_and_may_become_a_yes(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    answered(session, scene, partner, A_NO)
    assert (partner.state, partner.last_answer.note) == (  # type: ignore[union-attr]
        PartnerState.DECLINED,
        "We have no room this year.",
    )
    answered(session, scene, partner, a_yes(partner))
    assert [given.confirms for given in partner.answers] == [False, True]
    assert partner.state is PartnerState.CONFIRMED


def test_words_that_changed_while_they_were_read_are_read_again(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    read = a_yes(partner)
    changed(session, scene, partner, contribution="Ten evenings a month.")
    with pytest.raises(PromiseChanged):
        answered(session, scene, partner, read)
    assert (partner.state, partner.answers) == (PartnerState.ASKED, [])


def test_a_link_ends_when_another_one_is_sent_or_the_lead_goes_without(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_organization())
    assert is_over(partner, 1) is False
    with pytest.raises(Refused, match="asked less than a day ago"):
        ask_partner(partner, session=session, actor=scene.lead, now=NOW + timedelta(hours=23))
    assert (partner.round, is_over(partner, 1)) == (1, False)
    ask_partner(partner, session=session, actor=scene.lead, now=NOW + timedelta(days=1))
    with pytest.raises(Refused, match="does not work any more"):
        answer_by_link(partner, a_yes(partner), asked_round=1, session=session, now=NOW)
    withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    with pytest.raises(Refused, match="does not work any more"):
        answer_by_link(partner, a_yes(partner), asked_round=2, session=session, now=NOW)
    assert (partner.state, partner.answers) == (PartnerState.WITHDRAWN, [])


def test_the_link_of_an_affiliate_is_none(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    assert is_over(partner, partner.round) is True


def test_before_the_yes_a_partner_sees_its_page_and_after_it_the_proposal(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    staff = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.prairie).as_actor(NOW)
    see = Permission.SEE_PROPOSAL
    assert (can(staff, see, scene.proposal), can(staff, Permission.SEE_PARTNERSHIP, Partnership(partner))) == (
        False,
        True,
    )
    assert count_proposals(session, staff) == 0
    answered(session, scene, partner, a_yes(partner))
    session.flush()
    assert (can(staff, see, scene.proposal), can(staff, Permission.WRITE_PROPOSAL, scene.proposal)) == (True, False)
    assert [row.id for row in list_proposals(session, staff)] == [scene.proposal.id]
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)).as_actor(NOW)
    assert (can(stranger, see, scene.proposal), count_proposals(session, stranger)) == (False, 0)
    answered(session, scene, partner, A_NO)
    session.flush()
    assert (can(staff, see, scene.proposal), count_proposals(session, staff)) == (False, 0)


def test_an_affiliate_learns_of_a_partnership_only_when_it_is_asked(session: Session, scene: JointScene) -> None:
    partner = named(session, scene, an_affiliate_as_partner(scene.prairie))
    with pytest.raises(DomainError):
        get_partnership(session, partner.id)
    assert list(list_partnerships(session, scene.prairie.id)) == []
    ask_partner(partner, session=session, actor=scene.lead, now=NOW)
    session.flush()
    assert get_partnership(session, partner.id).reach.affiliate_id == scene.prairie.id
    assert [row.id for row in list_partnerships(session, scene.prairie.id)] == [partner.id]


def test_the_snapshot_names_every_partner_and_a_later_no_is_shown_beside_it(
    session: Session, scene: JointScene
) -> None:
    partner = confirmed_by_prairie(session, scene)
    named(session, scene, an_organization())
    snapshot = submitted(session, scene)
    rows = [(row["name"], row["is_affiliate"], row["state"], row["confirmed_by"], row["letter"])
            for row in snapshot.content["partners"]]  # fmt: skip
    assert rows == [
        ("Prairie Neighbors", True, "confirmed", "Helen Whitcomb", None),
        ("Port Ansel Library", False, "named", "", None),
    ]
    assert changes_since(snapshot, scene.proposal) == ()
    answered(session, scene, partner, A_NO)
    session.flush()
    (since,) = changes_since(snapshot, scene.proposal)
    assert (since.name, since.was, since.state, since.at, since.note) == (
        "Prairie Neighbors",
        "Confirmed",
        PartnerState.DECLINED,
        NOW,
        "We have no room this year.",
    )
    assert (scene.proposal.state, len(standing(scene.proposal))) == (ProposalState.SUBMITTED, 2)
    assert snapshot.content["partners"][0]["state"] == "confirmed"


def test_a_partner_of_a_year_that_ended_answers_nothing_more(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    scene.writing.enrollment.stage = Stage.WITHDRAWN
    session.flush()
    assert [reason.sentence for reason in why_not_answer(partner)] == [
        f"The year of {scene.writing.affiliate.name} is over, so this stays as it is."
    ]
    with pytest.raises(Refused):
        answered(session, scene, partner, a_yes(partner))


def test_who_works_for_a_partner_or_coaches_it_does_not_review(session: Session, scene: JointScene) -> None:
    coach = a_person(session, Role.COACH, name="Bernard Cole")
    another = an_enrollment(
        session, Stage.TRAINING, affiliate=scene.prairie, cohort=a_cohort(session), coach_id=coach.id
    )
    people = [a_person(session, Role.REVIEWER, name=name) for name in ("Ann", "Bo")]
    for person, role, affiliate in ((coach, Role.REVIEWER, None), (people[0], Role.AFFILIATE_STAFF, scene.prairie)):
        person.roles.append(_role(role, affiliate.id if affiliate else None))
    confirmed_by_prairie(session, scene)
    session.flush()
    found = {c.person.id: c.reasons for c in list_candidates(session, scene.proposal, now=NOW)}
    assert found == {
        people[0].id: ("Works at Prairie Neighbors, a partner in this proposal.",),
        people[1].id: (),
        another.coach_id: ("Coaches Prairie Neighbors, a partner in this proposal.",),
    }


def _role(role: Role, affiliate_id: int | None) -> Any:
    return RoleAssignment(role=role, affiliate_id=affiliate_id, granted_at=NOW)


def test_the_director_gets_a_message_and_an_item_on_home(session: Session, scene: JointScene) -> None:
    own_year = an_enrollment(session, Stage.TRAINING, affiliate=scene.prairie, cohort=a_cohort(session))
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    due = [item for item in list_due(session, own_year, now=NOW) if item.what == "Confirm the partnership"]
    assert [(item.endpoint, item.key, item.due_at) for item in due] == [
        ("proposals.partnership", partner.id, scene.writing.enrollment.cohort.proposals_due_at)
    ]
    postbox = Postbox()
    send_message(context_of(runs(session, "send_message", "partner_asked")[0], postbox))
    assert postbox.addresses == [scene.prairie_director.email]
    assert f"https://accompany.example.org/proposals/partnerships/{partner.id}" in postbox.sent[0][2]
    answered(session, scene, partner, a_yes(partner))
    session.commit()
    assert [i.what for i in list_due(session, own_year, now=NOW) if "partnership" in i.what] == []
    told = Postbox()
    send_message(context_of(runs(session, "send_message", "partner_answered")[0], told))
    assert set(told.addresses) == {scene.writing.director.email, scene.writing.data_lead.email}


def test_an_organization_gets_one_letter_with_its_own_link(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_organization())
    (run,) = runs(session, "write_to_partner", "invitation")
    postbox = Postbox()
    signed: list[tuple[str, dict[str, int]]] = []

    def sign(purpose: str, content: Any) -> str:
        signed.append((purpose, dict(content)))
        return "token"

    context = replace(context_of(run, postbox), sign=sign)
    write_to_partner(context)(session)
    session.commit()
    assert signed == [("proposal-partner", {"partner": partner.id, "round": 1})]
    (sent,) = postbox.sent
    assert (sent[0], "https://accompany.example.org/proposals/partner/token" in sent[2]) == (
        "ada@library.example.org",
        True,
    )
    write_to_partner(context)(session)
    assert len(postbox.sent) == 1
    (message,) = runs(session, "send_message", "partner_asked")
    nobody = Postbox()
    send_message(context_of(message, nobody))
    assert nobody.sent == []


def test_no_letter_leaves_for_who_is_no_partner_any_more(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_organization())
    (run,) = runs(session, "write_to_partner", "invitation")
    withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    session.commit()
    postbox = Postbox()
    write_to_partner(context_of(run, postbox))(session)
    assert postbox.sent == []


def test_staff_hear_of_a_partner_that_left_after_the_submission_alone(session: Session, scene: JointScene) -> None:
    manager = a_person(session, Role.PROGRAM_MANAGER)
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    answered(session, scene, partner, A_NO)
    before = Postbox()
    send_message(context_of(runs(session, "send_message", "partner_left")[-1], before))
    answered(session, scene, partner, a_yes(partner))
    submitted(session, scene)
    answered(session, scene, partner, A_NO)
    after = Postbox()
    send_message(context_of(runs(session, "send_message", "partner_left")[-1], after))
    assert (before.addresses, after.addresses) == ([], [manager.email])


def test_a_later_deadline_is_no_reason_to_forget(session: Session, scene: JointScene) -> None:
    """An answer after the proposals closed still counts: it is the partner's word, not the lead's."""
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    director = as_actor(scene.prairie_director)
    given = answer_as_affiliate(
        Partnership(partner), a_yes(partner), session=session, actor=director, now=NOW + timedelta(days=90)
    )
    assert given.at == NOW + timedelta(days=90)
