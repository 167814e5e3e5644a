"""What belongs to a draft that several people write: requests, texts that wait, partners, papers, questions."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_partners import an_affiliate_as_partner, an_organization
from tests.scenes_reviews import as_actor
from tests.workflows.training.material_samples import PDF
from workflows.attached import Attachment
from workflows.files import FileStore
from workflows.people.models import Affiliate, User
from workflows.permissions import PROGRAM, Role
from workflows.proposals.deadlines.models import ExtensionRequest
from workflows.proposals.extra.answers import ExtraKind, QuestionAnswers
from workflows.proposals.extra.models import ExtraFile
from workflows.proposals.extra.operations import add_question
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import PaperAnswers, PaperKind
from workflows.proposals.papers.operations import add_paper, keep_first
from workflows.proposals.partners.lifecycle import PARTNERSHIP
from workflows.proposals.partners.operations import name_partner
from workflows.proposals.queries import get_proposal
from workflows.proposals.revisions.models import ChangeRequest
from workflows.proposals.together.models import SetAside


def a_change_asked(session: Session, proposal: Proposal, manager: User) -> int:
    """A request about the story of a proposal, as an earlier round left it."""
    asked = ChangeRequest(
        proposal=proposal, snapshot_number=1, section="story", words="Who is it for?", asked_by_id=manager.id,
        asked_at=NOW, answer="",
    )  # fmt: skip  # one row reads best as one
    session.add(asked)
    session.flush()
    return asked.id


def more_time_asked(session: Session, proposal: Proposal) -> int:
    writer_id = proposal.sections[0].saved_by_id
    asked = ExtensionRequest(
        enrollment=proposal.enrollment, reason="Our office flooded.", wanted_until=NOW + timedelta(days=70),
        asked_by_id=writer_id, asked_at=NOW,
    )  # fmt: skip  # one row reads best as one
    session.add(asked)
    session.flush()
    return asked.id


def questions_of_the_staff(session: Session, proposal: Proposal, keeper: User) -> dict[str, int | str]:
    """A question for a file in the draft's cohort, and a file that was kept for it."""
    wanted = QuestionAnswers("story", ExtraKind.FILE, "The letter", "", is_required=False, most=0, choices=())
    question = add_question(proposal.enrollment.cohort, wanted, session=session, now=NOW)
    kept = ExtraFile(proposal=proposal, question=question, kept_by_id=keeper.id, kept_at=NOW)
    kept.file_sha256, kept.file_name, kept.file_type, kept.file_size = "0" * 64, "letter.pdf", "application/pdf", 9
    session.add(kept)
    session.flush()
    asking = ("cohorts.question", "cohorts.move", "cohorts.retire")
    answering = ("proposals.keep_answer_file", "proposals.remove_answer_file")
    return {f"{endpoint}.question_id": question.id for endpoint in (*asking, *answering)} | {
        "cohorts.move.way": "up",
        "proposals.answer_file.file_id": kept.id,
        "proposals.switch.to": "long",
    }


def going_together(session: Session, proposal_id: int, files: FileStore) -> dict[str, int | str]:
    """An organization that is named in the draft, and a paper."""
    proposal = get_proposal(session, proposal_id)
    writer = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=proposal.enrollment.affiliate)
    typed = an_organization(contribution="")
    given = {"session": session, "actor": as_actor(writer), "now": NOW}
    partner = name_partner(proposal, typed, is_checked=False, **given)
    kept = keep_first(Attachment("w9.pdf", PDF), files=files)
    paper = add_paper(proposal, PaperAnswers(PaperKind.W9), kept, **given)
    session.flush()
    return {"partner_id": partner.id, "paper_id": paper.id}


def asked_by(session: Session, proposal_id: int, who: Affiliate) -> dict[str, int | str]:
    """The affiliate is asked to be a partner in somebody else's draft, and did not answer yet."""
    proposal = get_proposal(session, proposal_id)
    writer = as_actor(a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=proposal.enrollment.affiliate))
    typed = an_affiliate_as_partner(who)
    partner = name_partner(proposal, typed, is_checked=False, session=session, actor=writer, now=NOW)
    partner.round, partner.asked_at = 1, NOW
    PARTNERSHIP.move(partner, "ask", actor=PROGRAM, now=NOW)
    session.flush()
    return {f"proposals.{name}.partner_id": partner.id for name in ("partnership", "answer_partnership")}


def a_waiting_text(session: Session, proposal: Proposal) -> SetAside:
    """Somebody's summary that was written while another one was saved."""
    section = proposal.section("story")
    assert section is not None
    row = SetAside(
        proposal_id=proposal.id,
        part="story",
        name="summary",
        text="Adults who arrived lately find work slowly.",
        over_version=section.version,
        editor="another page",
        turn=1,
        by_id=section.saved_by_id,
        at=NOW,
    )
    session.add(row)
    session.flush()
    return row
