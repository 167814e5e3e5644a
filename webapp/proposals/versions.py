"""Every version of a proposal: the list, two of them side by side, and the draft beside what was submitted last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.access import allows, guarded
from webapp.enrollments.tabs import list_tabs
from webapp.proposals.blueprint import bp
from workflows.db import db
from workflows.errors import NotFound
from workflows.people.queries import names_of
from workflows.permissions import Permission
from workflows.proposals.models import Proposal, ProposalSnapshot, ProposalState
from workflows.proposals.queries import get_proposal, get_proposal_with_snapshots
from workflows.proposals.revisions.asked import titles_of
from workflows.proposals.revisions.comparing import compare, count_changed
from workflows.proposals.revisions.models import ChangeRequest
from workflows.proposals.snapshot import content_of, is_intact

_NOT_SUBMITTED = (ProposalState.DRAFT, ProposalState.READY, ProposalState.CHANGES_REQUESTED)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One submitted version; `changed` counts the sections that differ from the version before."""

    snapshot: ProposalSnapshot
    pressed_by: str
    certified_by: str
    intact: bool
    changed: int
    asked: list[ChangeRequest]


def get_proposal_with_versions(session: Session, proposal_id: int, first: int, second: int) -> Proposal:
    """Raises NotFound unless both versions are there."""
    return _with(get_proposal_with_snapshots(session, proposal_id), {first, second})


def get_proposal_with_version(session: Session, proposal_id: int, number: int) -> Proposal:
    """The whole draft too; raises NotFound unless the version is there."""
    return _with(get_proposal(session, proposal_id), {number})


def _with(proposal: Proposal, numbers: set[int]) -> Proposal:
    if not numbers <= {snapshot.number for snapshot in proposal.snapshots}:
        raise NotFound()
    return proposal


@bp.get("/<int:proposal_id>/versions")
@guarded(Permission.SEE_PROPOSAL, get_proposal_with_snapshots)
def versions(proposal: Proposal) -> ResponseReturnValue:
    people = {who for one in proposal.snapshots for who in (one.handed_over_by_id, one.submitted_by_id) if who}
    names = names_of(db.session(), people)
    rows = [_row(proposal, one, names) for one in reversed(proposal.snapshots)]
    last = proposal.snapshots[-1].number if proposal.snapshots else 0
    drafts = bool(last) and proposal.state in _NOT_SUBMITTED and allows(Permission.WRITE_PROPOSAL, proposal)
    return render_template(
        "proposals/versions.html",
        proposal=proposal,
        rows=rows,
        titles=titles_of(proposal),
        draft_url=url_for(".compare_draft", proposal_id=proposal.id, number=last) if drafts else "",
        tabs=list_tabs(proposal.enrollment, "Proposal"),
    )


def _row(proposal: Proposal, one: ProposalSnapshot, names: Mapping[int, str]) -> VersionRow:
    before = next((s for s in proposal.snapshots if s.number == one.number - 1), None)
    return VersionRow(
        snapshot=one,
        pressed_by=names[one.handed_over_by_id or one.submitted_by_id],
        certified_by=names[one.submitted_by_id],
        intact=is_intact(one),
        changed=count_changed(compare(before.content, one.content)) if before is not None else 0,
        asked=[asked for asked in proposal.change_requests if asked.snapshot_number == one.number],
    )


@bp.get("/<int:proposal_id>/versions/<int:first>/<int:second>")
@guarded(Permission.SEE_PROPOSAL, get_proposal_with_versions)
def compare_versions(proposal: Proposal) -> ResponseReturnValue:
    given = request.view_args or {}
    first, second = sorted((int(given["first"]), int(given["second"])))
    by_number = {snapshot.number: snapshot for snapshot in proposal.snapshots}
    return _side_by_side(proposal, first, by_number[first].content, by_number[second].content, f"Version {second}")


@bp.get("/<int:proposal_id>/versions/<int:number>/draft")
@guarded(Permission.WRITE_PROPOSAL, get_proposal_with_version)
def compare_draft(proposal: Proposal) -> ResponseReturnValue:
    """What its writers changed since; what is not submitted is theirs alone."""
    number = int((request.view_args or {})["number"])
    old = next(snapshot for snapshot in proposal.snapshots if snapshot.number == number)
    return _side_by_side(proposal, number, old.content, content_of(proposal), "The draft as it is now")


def _side_by_side(
    proposal: Proposal, number: int, old: Mapping[str, Any], new: Mapping[str, Any], new_title: str
) -> str:
    parts = compare(old, new)
    shows_all = request.args.get("all") == "1"
    asked = [one for one in proposal.change_requests if one.snapshot_number == number]
    return render_template(
        "proposals/compare.html",
        proposal=proposal,
        old_title=f"Version {number}",
        new_title=new_title,
        parts=parts if shows_all else [part for part in parts if part.changed],
        changed=count_changed(parts),
        shows_all=shows_all,
        asked=asked,
        titles=titles_of(proposal),
    )
