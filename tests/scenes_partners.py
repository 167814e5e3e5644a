"""Scenes with partners: Harbor writes, Prairie and an outside organization go along."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from tests import scenes_proposals
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_proposals import WritingScene, a_complete_proposal, an_affiliate_that_writes
from tests.workflows.training.material_samples import PDF
from workflows.attached import Attachment
from workflows.files import FileStore
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Role
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import PaperAnswers, PaperKind
from workflows.proposals.papers.models import Paper
from workflows.proposals.papers.operations import add_paper, keep_first
from workflows.proposals.partners.answering import answer_as_affiliate, answer_by_link
from workflows.proposals.partners.answers import GivenAnswer, PartnerAnswers, PartnerRole
from workflows.proposals.partners.models import Partner
from workflows.proposals.partners.operations import add_letter, ask_partner, change_partner, name_partner
from workflows.proposals.partners.queries import Partnership


@dataclass(frozen=True, slots=True)
class JointScene:
    """Harbor's complete draft, and Prairie with its director."""

    writing: WritingScene
    proposal: Proposal
    prairie: Affiliate
    prairie_director: User

    @property
    def lead(self) -> Actor:
        return self.writing.data_lead.as_actor(NOW)


def a_joint_scene(session: Session, **cohort: Any) -> JointScene:
    writing = an_affiliate_that_writes(session, **cohort)
    proposal = a_complete_proposal(session, writing)
    prairie = an_affiliate(session, "Prairie Neighbors", languages="Dari, Spanish")
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=prairie, name="Helen Whitcomb")
    return JointScene(writing, proposal, prairie, director)


def an_affiliate_as_partner(affiliate: Affiliate, **values: Any) -> PartnerAnswers:
    brings = "Two evenings of job club a month, in Dari."
    typed = PartnerAnswers(affiliate.id, "", "", "", PartnerRole.SERVICE_PROVIDER, "", brings, "40 hours")
    return replace(typed, **values)


def an_organization(**values: Any) -> PartnerAnswers:
    return PartnerAnswers(
        **{
            "affiliate_id": None,
            "organization": "Port Ansel Library",
            "contact_name": "Ada Moreau",
            "contact_email": "ada@library.example.org",
            "role": PartnerRole.REFERRAL_PARTNER,
            "role_words": "",
            "contribution": "A room on two evenings a week.",
            "commitment": "$2,400 in kind",
            **values,
        }
    )


def named(session: Session, scene: JointScene, answers: PartnerAnswers) -> Partner:
    partner = name_partner(scene.proposal, answers, is_checked=False, session=session, actor=scene.lead, now=NOW)
    session.flush()
    return partner


def asked(session: Session, scene: JointScene, answers: PartnerAnswers) -> Partner:
    partner = named(session, scene, answers)
    ask_partner(partner, session=session, actor=scene.lead, now=NOW)
    session.flush()
    return partner


def a_yes(partner: Partner, name: str = "Helen Whitcomb") -> GivenAnswer:
    return GivenAnswer(True, name, shown_sha256=partner.text_sha256)


A_NO = GivenAnswer(False, "Helen Whitcomb", "We have no room this year.")


def confirmed_by_prairie(session: Session, scene: JointScene) -> Partner:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    director = scene.prairie_director.as_actor(NOW)
    answer_as_affiliate(Partnership(partner), a_yes(partner), session=session, actor=director, now=NOW)
    session.flush()
    return partner


def confirmed_by_link(session: Session, scene: JointScene) -> Partner:
    partner = asked(session, scene, an_organization())
    answer_by_link(partner, a_yes(partner, "Ada Moreau"), asked_round=partner.round, session=session, now=NOW)
    session.flush()
    return partner


def a_paper(
    session: Session,
    proposal: Proposal,
    actor: Actor,
    files: FileStore,
    *,
    kind: PaperKind = PaperKind.W9,
    content: bytes = PDF,
    name: str = "w9.pdf",
) -> Paper:
    kept = keep_first(Attachment(name, content), files=files)
    paper = add_paper(proposal, PaperAnswers(kind, "Of this year"), kept, session=session, actor=actor, now=NOW)
    session.flush()
    return paper


def changed(session: Session, scene: JointScene, partner: Partner, **values: Any) -> None:
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


def answered(session: Session, scene: JointScene, partner: Partner, given: GivenAnswer) -> Any:
    director = scene.prairie_director.as_actor(NOW)
    return answer_as_affiliate(Partnership(partner), given, session=session, actor=director, now=NOW)


def submitted(session: Session, scene: JointScene) -> Any:
    return scenes_proposals.submitted(session, scene.writing, scene.proposal)


def a_letter(session: Session, scene: JointScene, partner: Partner, *, confirms: bool, content: bytes = PDF) -> Any:
    kept = keep_first(Attachment("letter.pdf", content), files=FileStore("memory://letters"))
    return add_letter(partner, kept, confirms=confirms, is_checked=False, session=session, actor=scene.lead, now=NOW)
