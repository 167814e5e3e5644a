"""The papers of a proposal: which stand, which are missing, and how a snapshot names them."""

from typing import Any

from workflows.errors import Reason
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import REQUIRED_KINDS, PaperKind
from workflows.proposals.papers.models import Paper


def papers_of(proposal: Proposal) -> tuple[Paper, ...]:
    """The papers of the draft, oldest first, without the letters of partners."""
    return tuple(p for p in proposal.papers if p.removed_at is None and p.kind is not PaperKind.PARTNER_LETTER)


def paper_gaps(proposal: Proposal) -> list[Reason]:
    """What the cohort asks for and nobody added yet."""
    if not proposal.enrollment.cohort.requires_papers:
        return []
    there = {paper.kind for paper in papers_of(proposal)}
    return [
        Reason(f"This cohort asks for your {_in_a_sentence(kind)}. Add it under Attachments.", "papers.kind")
        for kind in REQUIRED_KINDS
        if kind not in there
    ]


def papers_content(proposal: Proposal) -> list[dict[str, Any]]:
    """Each paper as plain values: id, kind, label, file_name, sha256, size in bytes, note."""
    return [
        {"kind": paper.kind.value, "label": paper.kind.label, **file_content(paper)} for paper in papers_of(proposal)
    ]


def file_content(paper: Paper) -> dict[str, Any]:
    """The file by its name, digest and size; `id` is where it is downloaded."""
    return {
        "id": paper.id,
        "file_name": paper.file_name,
        "sha256": paper.file_sha256,
        "size": paper.file_size,
        "note": paper.note,
    }


def is_sealed(paper: Paper) -> bool:
    """Whether a submitted version names this file."""
    contents = [snapshot.content for snapshot in paper.proposal.snapshots]
    named = [row for content in contents for row in content.get("papers", ())]
    named += [row["letter"] for content in contents for row in content.get("partners", ()) if row["letter"]]
    return any(row["id"] == paper.id for row in named)


def _in_a_sentence(kind: PaperKind) -> str:
    return kind.label if kind is PaperKind.W9 else kind.label.lower()
