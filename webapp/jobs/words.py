"""The queue's work and the audit trail in words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.filters import plural
from workflows.db import db
from workflows.documents.catalogue import DOCUMENTS
from workflows.outbox import JobRun, RunState

JOBS: dict[str, str] = {
    "withdraw_document": "Take back a Word file that no longer stands",
    "make_document": "Make a document",
    "preview_template": "Try out a Word template",
    "send_message": "Send a message",
    "write_to_partner": "Write to a partner organization",
    "follow_commitment": "Take over who the commitment names",
    "follow_assessment": "Suggest the capacity tier afresh",
    "follow_account": "End what somebody no longer holds",
    "refresh_tiers": "Suggest the capacity tiers afresh",
    "compute_extract": "Compute an extract",
    "forget_reduced_file": "Forget an uploaded extract",
    "draft_agreement": "Draft an agreement about data",
    "follow_data_agreements": "Follow the terms of agreements about data",
    "begin_project_years": "Begin project years",
    "put_amendments_in_effect": "Put approved changes into effect",
    "open_assessments": "Open self-assessments",
    "plan_reports": "Plan the reports of a year",
    "keep_help_covers": "Begin and end absences of the help desk",
    "sweep_files": "Sweep away files nobody needs",
    "forget_old_rows": "Forget old rows",
}
STATES: dict[RunState, tuple[str, str]] = {
    RunState.OWED: ("Waiting", "wait"),
    RunState.RUNNING: ("At work", "wait"),
    RunState.DONE: ("Done", "good"),
    RunState.FAILED: ("Stuck", "late"),
}
LONGEST = 160  # characters of a value that the trail shows in a line


def name_of(run: JobRun) -> str:
    """`Make a document: Award letter`; an unknown job keeps its own name."""
    kind = str(run.arguments.get("kind", ""))
    work = JOBS.get(run.job, run.job)
    detail = DOCUMENTS[kind].title if kind in DOCUMENTS else kind.replace("_", " ")
    return f"{work}: {detail}" if detail else work


@dataclass(frozen=True, slots=True)
class Change:
    """One column that changed, as text."""

    label: str
    before: str
    after: str


def list_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[Change]:
    """Every column of either side once, in the order of the record."""
    names = dict.fromkeys((*after, *before))
    return [Change(in_words(name), _shown(before.get(name)), _shown(after.get(name))) for name in names]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    text = _as_text(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _as_text(value: Any) -> str:
    """What is kept as a structure is counted: the trail says that it changed, the record's page shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(v, Mapping | list) for v in value)):
        return plural(len(value), "entry", "entries")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def in_words(name: str) -> str:
    """`proposal_submitted_at` → `Proposal submitted at`."""
    return name.removesuffix("_id").replace("_", " ").capitalize()


def list_kinds() -> list[tuple[str, str]]:
    """The kinds of record that the trail keeps, as choices."""
    from workflows.audit import Audited  # noqa: PLC0415

    tables = sorted(
        str(mapper.class_.__tablename__) for mapper in db.Model.registry.mappers if issubclass(mapper.class_, Audited)
    )
    return [(table, in_words(table)) for table in tables]
