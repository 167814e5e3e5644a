"""How much an amendment changes: what the rules of the tracks are asked about. Pure."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from workflows.amendments.answers import AmendmentType, KeyRole, Value
from workflows.amendments.in_force import Plan
from workflows.amendments.models import Amendment
from workflows.amendments.original import AmendedLine, lines_of
from workflows.amendments.terms import day_of, number_of
from workflows.amendments.tracks import Size
from workflows.funding.models import FundingSource
from workflows.proposals.budget.answers import INDIRECT, IndirectAnswers, LineKind
from workflows.proposals.budget.indirect import work_out
from workflows.proposals.budget.operations import budget_of
from workflows.proposals.models import Proposal

ZERO = Decimal(0)
WHOLE = Decimal(100)
SUPPORT = "PAR"


def size_of(amendment: Amendment, plan: Plan) -> Size:
    """What the request changes, measured against the terms in force; money against the budget last approved."""
    changed = {change.field: change.new for change in amendment.changes}
    measured = _MEASURES.get(amendment.type)
    return Size(
        type=amendment.type,
        is_federal=plan.award.source is FundingSource.FEDERAL,
        fields=frozenset(changed),
        **(measured(amendment, plan, changed) if measured else {}),
    )


Changed = Mapping[str, Value]


def _target(amendment: Amendment, plan: Plan, changed: Changed) -> dict[str, Value]:
    """A target without a baseline, or at it, is measured against itself."""
    old, new = number_of(plan.value((amendment.place, "target_value"))), number_of(changed.get("target_value"))
    baseline = number_of(plan.value((amendment.place, "baseline_value")))
    if old is None or new is None:
        return {"target_percent": WHOLE if old != new else ZERO}
    way = abs(old - baseline) if baseline is not None and baseline != old else abs(old)
    return {"target_percent": abs(new - old) * 100 / way if way else (WHOLE if new != old else ZERO)}


def _activities(amendment: Amendment, plan: Plan, changed: Changed) -> dict[str, Value]:
    """A line that stays as a line, however worded, is not gone; fewer lines are."""
    old, new = plan.value((amendment.place, "activities")) or [], changed.get("activities") or []
    same = len(set(old) & set(new))
    alike = same + sum(_is_alike(before, new) for before in old if before not in new)
    return {
        "activities_gone": max(len(old) - min(alike, len(new)), 0),
        "no_activity_stays": bool(old) and alike == 0,
    }


def _is_alike(before: str, lines: Iterable[str]) -> bool:
    """Half of the words are the same: worded anew, and still the same activity."""
    words = set(before.lower().split())
    return any(2 * len(words & set(line.lower().split())) >= len(words | set(line.lower().split())) for line in lines)


def _budget(_amendment: Amendment, plan: Plan, changed: Changed) -> dict[str, Value]:
    approved = lines_of(plan.last_approved.get(("budget", "lines")))
    wanted = lines_of(changed.get("lines", plan.value(("budget", "lines"))))
    moved = moved_amount(by_category(approved, plan.proposal), by_category(wanted, plan.proposal))
    known = {line.key for line in approved if line.kind is LineKind.SUBAWARD}
    return {
        "moved_percent": moved * 100 / plan.award.amount,
        "amount_changes": "amount" in changed,
        "supports_less": _sum_of(wanted, SUPPORT) < _sum_of(approved, SUPPORT),
        "subaward_is_new": any(line.kind is LineKind.SUBAWARD and line.key not in known for line in wanted),
    }


def _sum_of(lines: Iterable[AmendedLine], category: str) -> Decimal:
    return sum((line.amount for line in lines if line.category == category), ZERO)


def by_category(lines: Iterable[AmendedLine], proposal: Proposal | None) -> dict[str, Decimal]:
    """US dollars by category, indirect costs worked out anew by the proposal's own rule."""
    lines = tuple(lines)
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.category] = sums.get(line.category, ZERO) + line.amount
    sums[INDIRECT] = work_out(lines, indirect_rule(proposal)).amount
    return {category: amount for category, amount in sums.items() if amount}


def indirect_rule(proposal: Proposal | None) -> IndirectAnswers:
    return IndirectAnswers() if proposal is None else budget_of(proposal).indirect


def moved_amount(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> Decimal:
    """What moved between categories: the larger of all that came and all that went, in US dollars."""
    changes = [after.get(key, ZERO) - before.get(key, ZERO) for key in {*before, *after}]
    came = sum((change for change in changes if change > 0), ZERO)
    went = sum((-change for change in changes if change < 0), ZERO)
    return max(came, went)


def _person(amendment: Amendment, _plan: Plan, _changed: Changed) -> dict[str, Value]:
    return {"role": KeyRole(amendment.about)}


def _period(_amendment: Amendment, plan: Plan, changed: Changed) -> dict[str, Value]:
    old, new = day_of(plan.value(("period", "ends_on"))), day_of(changed.get("ends_on"))
    return {"extension_days": 0 if old is None or new is None else max((new - old).days, 0)}


def _partners(_amendment: Amendment, plan: Plan, changed: Changed) -> dict[str, Value]:
    old = {name_of(line) for line in plan.value(("partners", "partners")) or ()}
    return {"partners_gone": len(old - {name_of(line) for line in changed.get("partners") or ()})}


def name_of(partner: str) -> str:
    """The name before the colon, without regard to capitals."""
    return partner.partition(":")[0].strip().casefold()


_MEASURES: dict[AmendmentType, Callable[[Amendment, Plan, Changed], dict[str, Value]]] = {
    AmendmentType.TARGET: _target,
    AmendmentType.ACTIVITY: _activities,
    AmendmentType.BUDGET: _budget,
    AmendmentType.KEY_PERSON: _person,
    AmendmentType.PERIOD: _period,
    AmendmentType.PARTNER: _partners,
}
