"""The sealed copy of a submitted proposal: everything with its labels, as canonical JSON with a digest."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event

from workflows.proposals.answers import CERTIFICATION, Field, Section
from workflows.proposals.budget.content import budget_content, money_text
from workflows.proposals.checks import shown
from workflows.proposals.form import is_short, sections_of
from workflows.proposals.goals.content import goal_content, plan_content
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.proposals.papers.content import papers_content
from workflows.proposals.partners.content import partners_content
from workflows.proposals.profile import profile_facts

SCHEMA = 2


def content_of(proposal: Proposal) -> dict[str, Any]:
    """The whole proposal as plain values: text, whole numbers, lists and dicts; money and quantities as text.

    Keys: schema, title, affiliate, profile (label, shown), is_short, cohort, framework, ceiling, sections (name, title,
    answers: name, label, value, shown; what a file answers is {file_id, name, size, sha256}), goals (see
    `goal_content`), plan (see `plan_content`), budget (see `budget_content`), partners (see `partners_content`), papers
    (see `papers_content`). Snapshots made before a key was added lack it. Reading pages and documents show it as it is.
    """
    enrollment, framework = proposal.enrollment, proposal.framework
    return {
        "schema": SCHEMA,
        "title": proposal.title,
        "affiliate": {"name": enrollment.affiliate.name, "code": enrollment.affiliate.code},
        "profile": [{"label": label, "shown": shown} for label, shown in profile_facts(enrollment.affiliate)],
        "is_short": is_short(proposal),
        "cohort": enrollment.cohort.name,
        "framework": {"code": framework.code, "edition": framework.edition, "name": framework.name},
        "ceiling": money_text(enrollment.cohort.award_ceiling),
        "sections": [_section(section, proposal) for section in sections_of(proposal) if section.fields],
        "goals": [goal_content(number, goal, proposal) for number, goal in enumerate(proposal.goals, 1)],
        "plan": plan_content(proposal),
        "budget": budget_content(proposal),
        "partners": partners_content(proposal),
        "papers": papers_content(proposal),
    }


_NOT_WRITTEN = frozenset({"schema", "affiliate", "profile", "cohort", "framework", "ceiling", "partners"})
"""What may change while a proposal waits for its director, without a word of it: names, rules, partners' answers."""


def written_digest(proposal: Proposal) -> str:
    """The digest of what the affiliate wrote: without names and rules around it, and without what is judged of it."""
    return digest_of_written(content_of(proposal))


def digest_of_written(content: dict[str, Any]) -> str:
    """The same of content that is at hand already."""
    written = {key: value for key, value in content.items() if key not in _NOT_WRITTEN}
    written["goals"] = [{key: value for key, value in goal.items() if key != "smart"} for goal in content["goals"]]
    return digest_of(written)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody with their name as it is that day."""

    id: int
    name: str


def sealed(
    proposal: Proposal, *, number: int, typed_name: str, presser: Hand, certifier: Hand, now: datetime
) -> ProposalSnapshot:
    """The snapshot of version `number`, handed over by `presser` and certified now; not yet added to a session."""
    assert proposal.handed_over_at is not None
    content = content_of(proposal) | {
        "number": number,
        "certification": {
            "statement": CERTIFICATION,
            "typed_name": typed_name,
            "submitted_by": certifier.name,
            "submitted_at": now.isoformat(),
            "handed_over_by": presser.name,
            "handed_over_at": proposal.handed_over_at.isoformat(),
        },
    }
    return ProposalSnapshot(
        proposal_id=proposal.id,
        number=number,
        content=content,
        digest=digest_of(content),
        certified_name=typed_name,
        submitted_by_id=certifier.id,
        submitted_at=now,
        handed_over_by_id=presser.id,
        handed_over_at=proposal.handed_over_at,
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
    return {"name": field.name, "label": field.label, "value": value, "shown": shown(field, value)}
