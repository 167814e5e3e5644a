"""Partners are named by the lead, confirm what is written, and are asked again when it changes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_partners import (
    A_NO,
    JointScene,
    a_joint_scene,
    a_yes,
    an_affiliate_as_partner,
    an_organization,
    asked,
    confirmed_by_link,
    confirmed_by_prairie,
    named,
)
from tests.scenes_reviews import as_actor
from tests.workflows.notifications.owed import Postbox, context_of
from tests.workflows.training.material_samples import PDF
from workflows.attached import Attachment
from workflows.errors import DomainError, Forbidden, Stale
from workflows.files import FileStore
from workflows.home.due import list_due
from workflows.machine import Refused
from workflows.notifications.jobs import send_message
from workflows.outbox import JobRun, OutboxEvent, expand_events
from workflows.permissions import VISITOR, Permission, Role, can
from workflows.proposals.completeness import list_gaps
from workflows.proposals.models import ProposalState
from workflows.proposals.operations import submit_proposal
from workflows.proposals.papers.operations import keep_first
from workflows.proposals.partners.answering import (
    PromiseChanged,
    answer_as_affiliate,
    answer_by_link,
    is_over,
    why_not_answer,
)
from workflows.proposals.partners.answers import PARTNERS_MAX, GivenAnswer, PartnerAnswers, PartnerRole
from workflows.proposals.partners.content import changes_since, partners_content, standing
from workflows.proposals.partners.jobs import write_to_partner
from workflows.proposals.partners.models import Partner, PartnerState
from workflows.proposals.partners.operations import add_letter, ask_partner, change_partner, withdraw_partner
from workflows.proposals.partners.queries import Partnership, get_partnership, list_partnerships
from workflows.proposals.queries import count_proposals, get_proposal, list_proposals
from workflows.reviews.queries import list_candidates
from workflows.stages import Stage


@pytest.fixture
def scene(session: Session) -> JointScene:
    return a_joint_scene(session)


def change(session: Session, scene: JointScene, partner: Partner, **values: Any) -> None:
    change_partner(
        partner,
        replace(partner.typed, **values),
        expected_version=partner.version,
        is_checked=False,
        session=session,
        actor=scene.lead,
        now=NOW,
    )
    session.flush()


def answer(session: Session, scene: JointScene, partner: Partner, given: GivenAnswer) -> Any:
    director = scene.prairie_director.as_actor(NOW)
    return answer_as_affiliate(Partnership(partner), given, session=session, actor=director, now=NOW)


def submit(session: Session, scene: JointScene) -> Any:
    director = scene.writing.director.as_actor(NOW)
    return submit_proposal(scene.proposal, typed_name="Dana Ortiz", session=session, actor=director, now=NOW)


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
    assert answer(session, scene, partner, a_yes(partner)) is first
    assert len(partner.answers) == 1
    assert announced(session) == ["partner_asked", "partner_confirmed"]


def test_a_no_carries_its_reason_and_may_become_a_yes(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    answer(session, scene, partner, A_NO)
    assert (partner.state, partner.last_answer.note) == (  # type: ignore[union-attr]
        PartnerState.DECLINED,
        "We have no room this year.",
    )
    answer(session, scene, partner, a_yes(partner))
    assert [given.confirms for given in partner.answers] == [False, True]
    assert partner.state is PartnerState.CONFIRMED


def test_words_that_changed_while_they_were_read_are_read_again(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    read = a_yes(partner)
    change(session, scene, partner, contribution="Ten evenings a month.")
    with pytest.raises(PromiseChanged):
        answer(session, scene, partner, read)
    assert (partner.state, partner.answers) == (PartnerState.ASKED, [])


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
    change(session, scene, partner, **values)
    assert (partner.state, partner.round) == (state, rounds)
    assert len(partner.answers) == 1


def test_a_link_ends_when_another_one_is_sent_or_the_lead_goes_without(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_organization())
    assert is_over(partner, 1) is False
    ask_partner(partner, session=session, actor=scene.lead, now=NOW)
    with pytest.raises(Refused, match="does not work any more"):
        answer_by_link(partner, a_yes(partner), asked_round=1, session=session, now=NOW)
    withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    with pytest.raises(Refused, match="does not work any more"):
        answer_by_link(partner, a_yes(partner), asked_round=2, session=session, now=NOW)
    assert (partner.state, partner.answers) == (PartnerState.WITHDRAWN, [])


def test_the_link_of_an_affiliate_is_none(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    assert is_over(partner, partner.round) is True


def test_who_the_partner_is_stays(session: Session, scene: JointScene) -> None:
    partner = named(session, scene, an_affiliate_as_partner(scene.prairie))
    with pytest.raises(DomainError) as refusal:
        change(session, scene, partner, affiliate_id=None, organization="Somebody else")
    assert sentences(refusal) == [("affiliate", "Another partner is named anew, and this one withdrawn.")]


def test_the_slower_of_two_writers_sees_both_texts(session: Session, scene: JointScene) -> None:
    partner = named(session, scene, an_organization())
    version = partner.version
    change(session, scene, partner, contribution="A room, and tea.")
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


def letter(session: Session, scene: JointScene, partner: Partner, *, confirms: bool, content: bytes = PDF) -> Any:
    kept = keep_first(Attachment("letter.pdf", content), files=FileStore("memory://letters"))
    return add_letter(partner, kept, confirms=confirms, is_checked=False, session=session, actor=scene.lead, now=NOW)


def test_the_letter_of_an_organization_without_email_counts_and_says_so(session: Session, scene: JointScene) -> None:
    partner = named(session, scene, an_organization(contact_email=""))
    letter(session, scene, partner, confirms=True)
    row = partners_content(scene.proposal)[0]
    assert (row["state"], row["by_letter"], row["confirmed_by"], row["letter"]["file_name"]) == (
        "confirmed",
        True,
        scene.writing.data_lead.name,
        "letter.pdf",
    )
    change(session, scene, partner, contribution="A hall.")
    assert (partner.state, partner.letter is not None) == (PartnerState.NAMED, True)
    letter(session, scene, partner, confirms=True, content=PDF + b"%%EOF\n")
    assert (partner.state, len(partner.answers)) == (PartnerState.CONFIRMED, 2)


def test_a_letter_does_not_speak_for_who_can_answer(session: Session, scene: JointScene) -> None:
    for answers in (an_organization(), an_affiliate_as_partner(scene.prairie)):
        partner = named(session, scene, answers)
        with pytest.raises(DomainError, match="can answer itself"):
            letter(session, scene, partner, confirms=True)
        assert partner.state is PartnerState.NAMED


def test_before_the_yes_a_partner_sees_its_page_and_after_it_the_proposal(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    staff = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.prairie).as_actor(NOW)
    see = Permission.SEE_PROPOSAL
    assert (can(staff, see, scene.proposal), can(staff, Permission.SEE_PARTNERSHIP, Partnership(partner))) == (
        False,
        True,
    )
    assert count_proposals(session, staff) == 0
    answer(session, scene, partner, a_yes(partner))
    session.flush()
    assert (can(staff, see, scene.proposal), can(staff, Permission.WRITE_PROPOSAL, scene.proposal)) == (True, False)
    assert [row.id for row in list_proposals(session, staff)] == [scene.proposal.id]
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)).as_actor(NOW)
    assert (can(stranger, see, scene.proposal), count_proposals(session, stranger)) == (False, 0)
    answer(session, scene, partner, A_NO)
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


def test_a_cohort_that_asks_for_a_partner_says_how_to_get_one(session: Session) -> None:
    scene = a_joint_scene(session, requires_partner=True)

    def gaps() -> list[tuple[str, str]]:
        return [(gap.where, gap.sentence) for gap in list_gaps(scene.proposal)]

    begin = "This cohort asks for a partner that has confirmed."
    assert gaps() == [("partners", f"{begin} Name one under Partners, and ask it to confirm.")]
    with pytest.raises(Refused, match="asks for a partner"):
        submit(session, scene)
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    assert gaps()[0][1].startswith(f"{begin} Prairie Neighbors did not answer yet.")
    answer(session, scene, partner, a_yes(partner))
    assert gaps() == []
    assert submit(session, scene).content["partners"][0]["state"] == "confirmed"


def test_where_papers_are_required_each_confirmed_partner_has_a_letter(session: Session) -> None:
    scene = a_joint_scene(session, requires_papers=True)
    partner = confirmed_by_prairie(session, scene)
    wanted = f"partners.partner-{partner.id}"
    assert wanted in {gap.where for gap in list_gaps(scene.proposal)}
    letter(session, scene, partner, confirms=False)
    assert wanted not in {gap.where for gap in list_gaps(scene.proposal)}


def test_the_snapshot_names_every_partner_and_a_later_no_is_shown_beside_it(
    session: Session, scene: JointScene
) -> None:
    partner = confirmed_by_prairie(session, scene)
    named(session, scene, an_organization())
    snapshot = submit(session, scene)
    rows = [(row["name"], row["is_affiliate"], row["state"], row["confirmed_by"], row["letter"])
            for row in snapshot.content["partners"]]  # fmt: skip
    assert rows == [
        ("Prairie Neighbors", True, "confirmed", "Helen Whitcomb", None),
        ("Port Ansel Library", False, "named", "", None),
    ]
    assert changes_since(snapshot, scene.proposal) == ()
    answer(session, scene, partner, A_NO)
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


def test_after_submission_the_lead_changes_nothing_about_partners(session: Session, scene: JointScene) -> None:
    partner = confirmed_by_prairie(session, scene)
    submit(session, scene)
    for act in (
        lambda: named(session, scene, an_organization()),
        lambda: change(session, scene, partner, commitment="1 hour"),
        lambda: ask_partner(partner, session=session, actor=scene.lead, now=NOW),
        lambda: letter(session, scene, partner, confirms=False),
        lambda: withdraw_partner(partner, session=session, actor=scene.lead, now=NOW),
    ):
        with pytest.raises(Refused, match="was submitted"):
            act()
    assert partner.state is PartnerState.CONFIRMED


def test_a_partner_of_a_year_that_ended_answers_nothing_more(session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    scene.writing.enrollment.stage = Stage.WITHDRAWN
    session.flush()
    assert [reason.sentence for reason in why_not_answer(partner)] == [
        f"The year of {scene.writing.affiliate.name} is over, so this stays as it is."
    ]
    with pytest.raises(Refused):
        answer(session, scene, partner, a_yes(partner))


def test_going_without_a_partner_keeps_what_it_said(session: Session, scene: JointScene) -> None:
    partner = confirmed_by_prairie(session, scene)
    withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    session.flush()
    assert (partner.state, len(partner.answers), standing(scene.proposal)) == (PartnerState.WITHDRAWN, 1, ())
    again = named(session, scene, an_affiliate_as_partner(scene.prairie))
    assert again is not partner
    assert announced(session) == ["partner_asked", "partner_confirmed", "partner_withdrawn"]


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
    from workflows.people.models import RoleAssignment  # noqa: PLC0415  only here

    return RoleAssignment(role=role, affiliate_id=affiliate_id, granted_at=NOW)


def runs(session: Session, job: str, kind: str) -> list[JobRun]:
    while expand_events(session, now=NOW):
        session.flush()
    session.commit()
    found = session.scalars(select(JobRun).where(JobRun.job == job).order_by(JobRun.id)).all()
    return [run for run in found if run.arguments["kind"] == kind]


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
    answer(session, scene, partner, a_yes(partner))
    session.commit()
    assert [i.what for i in list_due(session, own_year, now=NOW) if "partnership" in i.what] == []
    answered = Postbox()
    send_message(context_of(runs(session, "send_message", "partner_answered")[0], answered))
    assert set(answered.addresses) == {scene.writing.director.email, scene.writing.data_lead.email}


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
    answer(session, scene, partner, A_NO)
    before = Postbox()
    send_message(context_of(runs(session, "send_message", "partner_left")[-1], before))
    answer(session, scene, partner, a_yes(partner))
    submit(session, scene)
    answer(session, scene, partner, A_NO)
    after = Postbox()
    send_message(context_of(runs(session, "send_message", "partner_left")[-1], after))
    assert (before.addresses, after.addresses) == ([], [manager.email])


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


def test_a_later_deadline_is_no_reason_to_forget(session: Session, scene: JointScene) -> None:
    """An answer after the proposals closed still counts: it is the partner's word, not the lead's."""
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    director = as_actor(scene.prairie_director)
    given = answer_as_affiliate(
        Partnership(partner), a_yes(partner), session=session, actor=director, now=NOW + timedelta(days=90)
    )
    assert given.at == NOW + timedelta(days=90)
