"""A file as the answer of a question: kept, taken away, and named in the section's answers."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.attached import Attachment, KeptFile, hold, keep
from workflows.errors import DomainError, NotFound
from workflows.files import FileStore
from workflows.permissions import Actor
from workflows.proposals.answers import Kind, Section
from workflows.proposals.extra.answers import FILE_KINDS, FILE_MAX_BYTES
from workflows.proposals.extra.models import ExtraFile
from workflows.proposals.form import sections_of
from workflows.proposals.models import Proposal, ProposalSection
from workflows.proposals.writing import fresh_section, hold_open, sign


def section_asking(proposal: Proposal, question_id: int) -> Section:
    """The section of this proposal's form that asks for the file; raises NotFound where nothing does."""
    key = f"extra-{question_id}"
    for section in sections_of(proposal):
        field = section.field(key)
        if field is not None and field.kind is Kind.FILE:
            return section
    raise NotFound()


def keep_first(given: Attachment | None, *, files: FileStore) -> KeptFile:
    """Check the file by its content and put it into the store, before any row names it.

    Raises DomainError at `file` for what cannot be kept. What no row names in the end is swept away.
    """
    if given is None:
        raise DomainError("Choose a file first.")
    return keep(given, kinds=FILE_KINDS, at_most=FILE_MAX_BYTES, files=files, instead="Save it as a PDF, please.")


def answer_with_file(
    proposal: Proposal, question_id: int, kept: KeptFile, *, session: Session, actor: Actor, now: datetime
) -> ProposalSection:
    """The file answers the question, in the place of the one before.

    Raises Refused while the section is not open to writing.
    """
    section = section_asking(proposal, question_id)
    hold_open(proposal, section.name, session=session, actor=actor)
    assert actor.id is not None
    file = ExtraFile(proposal_id=proposal.id, question_id=question_id, kept_by_id=actor.id, kept_at=now)
    hold(file, kept)
    session.add(file)
    session.flush()  # the answer names it by its key
    answer = {"file_id": file.id, "name": file.file_name, "size": file.file_size, "sha256": file.file_sha256}
    return _answer(proposal, section, question_id, answer, session=session, actor=actor, now=now)


def take_file_away(
    proposal: Proposal, question_id: int, *, session: Session, actor: Actor, now: datetime
) -> ProposalSection:
    """The question is open again; raises Refused while the section is not open to writing."""
    section = section_asking(proposal, question_id)
    hold_open(proposal, section.name, session=session, actor=actor)
    return _answer(proposal, section, question_id, None, session=session, actor=actor, now=now)


def _answer(
    proposal: Proposal,
    section: Section,
    question_id: int,
    answer: dict[str, Any] | None,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> ProposalSection:
    row = fresh_section(proposal, section.name, session=session, actor=actor, now=now)
    key = f"extra-{question_id}"
    _forget(proposal, row.answers.get(key), session=session)
    row.answers = {**row.answers, key: answer}
    sign(row, actor=actor, now=now)
    return row


def _forget(proposal: Proposal, answer: dict[str, Any] | None, *, session: Session) -> None:
    """Remove the file before, unless a submitted version names it."""
    before = session.get(ExtraFile, answer["file_id"]) if answer else None
    if before is not None and all(snapshot.submitted_at < before.kept_at for snapshot in proposal.snapshots):
        session.delete(before)
