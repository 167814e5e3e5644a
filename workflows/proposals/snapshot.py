"""The sealed copy of a submitted proposal: everything with its labels, as canonical JSON with a digest."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import event

from workflows.proposals.answers import CERTIFICATION, Field, Kind, Section
from workflows.proposals.budget.content import budget_content, money_text
from workflows.proposals.form import sections_of
from workflows.proposals.goals.content import goal_content, plan_content
from workflows.proposals.models import Proposal, ProposalSnapshot

SCHEMA = 1


def content_of(proposal: Proposal) -> dict[str, Any]:
    """The whole proposal as plain values: text, whole numbers, lists and dicts; money and quantities as text.

    Keys: schema, title, affiliate, cohort, framework, ceiling, sections (name, title, answers: name, label, value,
    shown), goals (see `goal_content`), plan (see `plan_content`), budget (see `budget_content`). Reading pages and
    documents show it as it is.
    """
    enrollment, framework = proposal.enrollment, proposal.framework
    return {
        "schema": SCHEMA,
        "title": proposal.title,
        "affiliate": {"name": enrollment.affiliate.name, "code": enrollment.affiliate.code},
        "cohort": enrollment.cohort.name,
        "framework": {"code": framework.code, "edition": framework.edition, "name": framework.name},
        "ceiling": money_text(enrollment.cohort.award_ceiling),
        "sections": [_section(section, proposal) for section in sections_of(proposal) if section.fields],
        "goals": [goal_content(number, goal, proposal) for number, goal in enumerate(proposal.goals, 1)],
        "plan": plan_content(proposal),
        "budget": budget_content(proposal),
    }


def sealed(
    proposal: Proposal, *, number: int, typed_name: str, submitted_by_id: int, submitted_by: str, now: datetime
) -> ProposalSnapshot:
    """The snapshot of version `number`, certified by `typed_name`; not yet added to a session."""
    content = content_of(proposal) | {
        "number": number,
        "certification": {
            "statement": CERTIFICATION,
            "typed_name": typed_name,
            "submitted_by": submitted_by,
            "submitted_at": now.isoformat(),
        },
    }
    return ProposalSnapshot(
        proposal_id=proposal.id,
        number=number,
        content=content,
        digest=digest_of(content),
        certified_name=typed_name,
        submitted_by_id=submitted_by_id,
        submitted_at=now,
    )


def canonical(content: dict[str, Any]) -> bytes:
    """The same bytes for the same content, in whatever order a database gives its keys back."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def is_intact(snapshot: ProposalSnapshot) -> bool:
    return digest_of(snapshot.content) == snapshot.digest


class SealedForGood(RuntimeError):
    """A bug: something tried to change what was submitted."""


@event.listens_for(ProposalSnapshot, "before_update")
@event.listens_for(ProposalSnapshot, "before_delete")
def _refuse_change(_mapper: Any, _connection: Any, snapshot: ProposalSnapshot) -> None:
    raise SealedForGood(f"snapshot {snapshot.id} is sealed")


def _section(section: Section, proposal: Proposal) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": section.title,
        "answers": [_answer(section, field, proposal) for field in section.fields],
    }


def _answer(section: Section, field: Field, proposal: Proposal) -> dict[str, Any]:
    value = proposal.answer(section.name, field.name)
    return {"name": field.name, "label": field.label, "value": value, "shown": _shown(field, value)}


def _shown(field: Field, value: Any) -> str:
    if field.kind is Kind.TICK:
        return "Yes" if value else "Not yet"
    return f"{value:,}" if isinstance(value, int) else str(value or "")
