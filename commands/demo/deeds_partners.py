"""Deeds of going together: a joint proposal with an affiliate and a library, its papers, and a question that waits."""

from collections.abc import Iterator

from commands.demo.cast import MEMBER_BY_KEY
from commands.demo.world import Deed, Scene, Step, step
from workflows.attached import Attachment
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import PaperAnswers, PaperKind
from workflows.proposals.papers.operations import add_paper, keep_first
from workflows.proposals.partners.answering import answer_as_affiliate, answer_by_link
from workflows.proposals.partners.answers import GivenAnswer, PartnerAnswers, PartnerRole
from workflows.proposals.partners.content import standing
from workflows.proposals.partners.operations import ask_partner, name_partner
from workflows.proposals.partners.queries import Partnership
from workflows.proposals.queries import find_proposal_of

LIBRARY = "Grassy Ford Public Library"
_PAPERS = (
    (PaperKind.W9, "W-9 2026.pdf", "Signed in January"),
    (PaperKind.BOARD, "Board list.pdf", "Nine members, two of them came as refugees"),
)


def list_partner_steps() -> Iterator[Step]:
    """Prairie goes with Ridgeview and the library; Cascade has asked Harbor and waits."""
    prairie, cascade, ridgeview = (MEMBER_BY_KEY[key] for key in ("Prairie", "Cascade", "Ridgeview"))
    yield step(90, prairie.data_email, "go_with_affiliate", "Prairie", partner="Ridgeview", role="training",
               brings="Two days at Ridgeview for our case managers, who learn how they call employers, and their "
               "script for the first visit.", gives="24 hours")  # fmt: skip
    yield step(89, prairie.data_email, "go_with_organization", "Prairie", hour=16, name=LIBRARY,
               contact="Joan Pettibone", email="joan.pettibone@library.example.org",
               brings="A room with ten computers on Tuesday and Thursday evenings, and a librarian who helps.",
               gives="$2,400 in kind")  # fmt: skip
    yield step(84, ridgeview.director_email, "confirm_partnership", "Prairie", name=ridgeview.director)
    yield step(81, "", "confirm_by_link", "Prairie", partner=LIBRARY, name="Joan Pettibone")
    yield step(60, prairie.data_email, "add_papers", "Prairie")
    yield step(20, cascade.data_email, "go_with_affiliate", "Cascade", partner="Harbor", role="data_partner",
               brings="An hour a month in which Samir Haddad and our data lead compare how they count interviews, "
               "and Harbor’s list of checks.", gives="12 hours")  # fmt: skip


def go_with_affiliate(scene: Scene, *, partner: str, role: str, brings: str, gives: str) -> None:
    affiliate = scene.world.enrollments[partner].affiliate
    _name_and_ask(scene, PartnerAnswers(affiliate.id, "", "", "", PartnerRole(role), "", brings, gives))


def go_with_organization(scene: Scene, *, name: str, contact: str, email: str, brings: str, gives: str) -> None:
    typed = PartnerAnswers(None, name, contact, email, PartnerRole.SERVICE_PROVIDER, "", brings, gives)
    _name_and_ask(scene, typed)


def _name_and_ask(scene: Scene, answers: PartnerAnswers) -> None:
    partner = name_partner(
        _proposal(scene), answers, is_checked=False, session=scene.session, actor=scene.actor, now=scene.now
    )
    ask_partner(partner, session=scene.session, actor=scene.actor, now=scene.now)


def confirm_partnership(scene: Scene, *, name: str) -> None:
    """The director of the affiliate that was asked first."""
    partner = next(one for one in standing(_proposal(scene)) if one.affiliate_id is not None)
    given = GivenAnswer(True, name, "We look forward to it.", partner.text_sha256)
    answer_as_affiliate(Partnership(partner), given, session=scene.session, actor=scene.actor, now=scene.now)


def confirm_by_link(scene: Scene, *, partner: str, name: str) -> None:
    asked = next(one for one in standing(_proposal(scene)) if one.name == partner)
    given = GivenAnswer(True, name, shown_sha256=asked.text_sha256)
    answer_by_link(asked, given, asked_round=asked.round, session=scene.session, now=scene.now)


def add_papers(scene: Scene) -> None:
    for kind, name, note in _PAPERS:
        content = _a_page(f"{kind.label} of {scene.member.name}. A page of the demo world.")
        kept = keep_first(Attachment(name, content), files=scene.world.files)
        add_paper(
            _proposal(scene),
            PaperAnswers(kind, note),
            kept,
            session=scene.session,
            actor=scene.actor,
            now=scene.now,
        )


def _proposal(scene: Scene) -> Proposal:
    proposal = find_proposal_of(scene.session, scene.enrollment.id)
    assert proposal is not None
    return proposal


def _a_page(text: str) -> bytes:
    """A PDF of one page with one line."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1", "replace")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(written))
    return written + head + table + tail


PARTNER_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (go_with_affiliate, go_with_organization, confirm_partnership, confirm_by_link, add_papers)
}
