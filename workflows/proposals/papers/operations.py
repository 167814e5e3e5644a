"""Papers are added, replaced and removed; their files go into the store first, so that no row lacks its file."""

import unicodedata
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.attached import Attachment, KeptFile, hold, keep
from workflows.clock import local_date
from workflows.errors import DomainError, Reason
from workflows.files import FileStore
from workflows.permissions import Actor
from workflows.personal_data import require_no_personal_data
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import PAPER_KINDS, PAPER_MAX_BYTES, PAPERS_MAX, PaperAnswers, PaperKind
from workflows.proposals.papers.content import is_sealed
from workflows.proposals.papers.models import Paper
from workflows.proposals.writing import hold_open, touch

SECTION = "papers"
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def keep_first(given: Attachment, *, files: FileStore) -> KeptFile:
    """Check the file by its content and put it into the store, before any row names it.

    Raises DomainError at the field `file`. What no row names in the end is swept away.
    """
    if _TURNING & set(given.name):
        sentence = "The name of this file holds hidden signs that turn letters around. Rename it, then choose it again."
        raise DomainError(Reason(sentence, "file"))
    return keep(given, kinds=PAPER_KINDS, at_most=PAPER_MAX_BYTES, files=files)


def file_of(paper: Paper) -> KeptFile:
    """The file that the paper holds already."""
    assert paper.file_sha256 is not None
    return KeptFile(paper.file_sha256, paper.file_size, paper.file_name, paper.file_type)


def add_paper(
    proposal: Proposal,
    answers: PaperAnswers,
    kept: KeptFile,
    *,
    section: str = SECTION,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Paper:
    """One more paper of the draft. The same file of the same kind a second time is the first one."""
    hold_open(proposal, section, session=session, actor=actor)
    session.refresh(proposal, ["papers"])
    there = [paper for paper in proposal.papers if paper.removed_at is None]
    same = [paper for paper in there if (paper.kind, paper.file_sha256) == (answers.kind, kept.sha256)]
    if same and answers.kind is not PaperKind.PARTNER_LETTER:
        return same[0]
    if len(there) >= PAPERS_MAX:
        raise DomainError(Reason(f"A proposal takes {PAPERS_MAX} files in all. Remove one first.", "file"))
    _require_no_clients(proposal, answers, kept, now=now)
    paper = Paper(kind=answers.kind, note=answers.note, added_by_id=actor.id, added_at=now)
    hold(paper, kept)
    proposal.papers.append(paper)
    touch(proposal, section, session=session, actor=actor, now=now)
    session.flush()  # a partner names its letter by the key
    return paper


def replace_paper(
    paper: Paper, answers: PaperAnswers, kept: KeptFile, *, session: Session, actor: Actor, now: datetime
) -> Paper:
    """Another file or other words in the place of this one, which stays for the snapshots that name it."""
    proposal = paper.proposal
    hold_open(proposal, SECTION, session=session, actor=actor)
    if not _stands(paper, session=session):
        raise DomainError("Somebody removed this paper in the meantime. Add the new one under Attachments.")
    if (paper.kind, paper.note, paper.file_sha256) == (answers.kind, answers.note, kept.sha256):
        return paper
    _require_no_clients(proposal, answers, kept, now=now)
    take_out(paper, session=session, now=now)
    return add_paper(proposal, answers, kept, session=session, actor=actor, now=now)


def remove_paper(paper: Paper, *, session: Session, actor: Actor, now: datetime) -> None:
    """Out of the draft. Removing it again changes nothing."""
    proposal = paper.proposal
    hold_open(proposal, SECTION, session=session, actor=actor)
    if _stands(paper, session=session):
        take_out(paper, session=session, now=now)
        touch(proposal, SECTION, session=session, actor=actor, now=now)


def take_out(paper: Paper, *, session: Session, now: datetime) -> None:
    """Remove the row, unless a submitted version names its file: then it is only marked. The caller holds the draft."""
    if is_sealed(paper):
        paper.removed_at = now
        return
    paper.proposal.papers.remove(paper)
    session.delete(paper)
    session.flush()  # the count of the draft's papers is read next


def _stands(paper: Paper, *, session: Session) -> bool:
    """As the database has it now: somebody may have removed it since it was read."""
    session.refresh(paper.proposal, ["papers"])
    if paper not in paper.proposal.papers:
        return False
    session.refresh(paper)
    return paper.removed_at is None


def _require_no_clients(proposal: Proposal, answers: PaperAnswers, kept: KeptFile, *, now: datetime) -> None:
    today = local_date(now, proposal.enrollment.affiliate.time_zone)
    name = kept.name.rpartition(".")[0]
    require_no_personal_data((answers.note, _spoken(name)), is_checked=answers.is_checked, today=today)


def _spoken(name: str) -> str:
    """A file's name as words: what is joined by underscores is looked at apart."""
    return unicodedata.normalize("NFKC", name).replace("_", " ")
