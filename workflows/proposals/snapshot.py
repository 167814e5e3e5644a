"""The sealed copy of a submitted proposal: everything with its labels, as canonical JSON with a digest."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import event

from workflows.proposals.answers import CERTIFICATION, SECTIONS, Field, Kind, Section
from workflows.proposals.budget.answers import BUDGET_CATEGORIES
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.budget.sums import totals_by_category
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.sentence import figure, long_day, number_text, sentence_of
from workflows.proposals.goals.smart import judge, plan_of
from workflows.proposals.models import Proposal, ProposalSnapshot

SCHEMA = 1


def content_of(proposal: Proposal) -> dict[str, Any]:
    """The whole proposal as plain values: text, whole numbers, lists and dicts; money and quantities as text.

    Keys: schema, title, affiliate, cohort, framework, ceiling, sections (name, title, answers: name, label, value,
    shown), goals (see `_goal`), budget (lines, categories, total). Reading pages and documents show it as it is.
    """
    enrollment, framework = proposal.enrollment, proposal.framework
    return {
        "schema": SCHEMA,
        "title": proposal.title,
        "affiliate": {"name": enrollment.affiliate.name, "code": enrollment.affiliate.code},
        "cohort": enrollment.cohort.name,
        "framework": {"code": framework.code, "edition": framework.edition, "name": framework.name},
        "ceiling": _money(enrollment.cohort.award_ceiling),
        "sections": [_section(section, proposal) for section in SECTIONS if section.fields],
        "goals": [_goal(number, goal, proposal) for number, goal in enumerate(proposal.goals, 1)],
        "budget": {
            "lines": [_line(line) for line in proposal.budget_lines],
            "categories": [
                {"code": row.category, "label": row.label, "amount": _money(row.amount)}
                for row in totals_by_category(proposal.budget_lines)
            ],
            "total": _money(proposal.total),
        },
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


def _goal(number: int, goal: Goal, proposal: Proposal) -> dict[str, Any]:
    indicator = goal.indicator
    return {
        "number": number,
        "goal_id": goal.id,
        "sentence": sentence_of(goal),
        "population": goal.population,
        "direction_verb": goal.direction_verb,
        "indicator": None if indicator is None else {
            "code": indicator.code, "name": indicator.name, "domain": indicator.domain,
            "definition": indicator.definition, "calculation": indicator.calculation,
            "numerator": indicator.numerator, "denominator": indicator.denominator, "unit": indicator.unit,
            "direction": indicator.direction, "fields": indicator.fields,
        },
        "baseline": {
            "value": _text(goal.baseline_value), "n": goal.baseline_n, "on": _iso(goal.baseline_on),
            "shown": _baseline_shown(goal),
        },
        "target": {"value": _text(goal.target_value), "shown": figure(goal.target_value, indicator)},
        "due_on": _iso(goal.due_on),
        "due_shown": long_day(goal.due_on),
        "milestones": [
            {"on": row["on"], "value": row["value"],
             "on_shown": long_day(date.fromisoformat(row["on"])) if row["on"] else "",
             "shown": figure(Decimal(row["value"]), indicator) if row["value"] else ""}
            for row in goal.milestones
        ],
        "data_source": goal.data_source,
        "owner": goal.owner,
        "review_frequency": goal.review_frequency,
        "activities": list(goal.activities),
        "risk": goal.risk,
        "rationale": goal.rationale,
        "activity_rationale": goal.activity_rationale,
        "smart": [
            {"criterion": row.criterion.label, "verdict": row.verdict.value, "sentences": list(row.sentences)}
            for row in judge(plan_of(goal, proposal))
        ],
    }  # fmt: skip  # one part of the goal a line


def _baseline_shown(goal: Goal) -> str:
    if goal.baseline_value is None:
        return f"to be set by {long_day(goal.baseline_on)}" if goal.baseline_on else ""
    n = "" if goal.baseline_n is None else f" (n = {goal.baseline_n:,})"
    on = "" if goal.baseline_on is None else f", {long_day(goal.baseline_on)}"
    return f"{figure(goal.baseline_value, goal.indicator)}{n}{on}"


def _line(line: BudgetLine) -> dict[str, Any]:
    return {
        "category": line.category,
        "label": BUDGET_CATEGORIES.get(line.category, ""),
        "description": line.description,
        "quantity": number_text(line.quantity),
        "unit_cost": _money(line.unit_cost),
        "amount": _money(line.amount),
    }


def _money(amount: Decimal) -> str:
    """US dollars with both cents, however the number came about."""
    return f"{amount:.2f}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
