"""Terms as people read them, and an old and a new value side by side, word by word. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.amendments.answers import TYPES, About, FieldRow, KeyRole, Kind, Value
from workflows.amendments.in_force import GoalInForce, Plan
from workflows.amendments.models import Amendment
from workflows.amendments.original import lines_of
from workflows.amendments.sizes import by_category
from workflows.amendments.terms import Key, day_of, number_of
from workflows.frameworks.models import Indicator
from workflows.proposals.budget.answers import BUDGET_CATEGORIES
from workflows.proposals.goals.sentence import figure
from workflows.proposals.models import Proposal
from workflows.proposals.revisions.words import Piece, compare_words

NOTHING = "Nothing yet"


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read a value: indicators by id, the one that a figure is of, and the proposal's own rules."""

    indicators: Mapping[int, Indicator]
    figure_of: Indicator | None
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field with both values as text, and the run of words that stayed, went and came."""

    name: str
    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """One amended term of an award: as first approved, as in force, since when, by which amendment."""

    label: str
    original: str
    in_force: str
    since: date | None
    amendment: Amendment


def value_text(field: FieldRow, value: Value, reader: Reader) -> str:
    """The value of that field as text; lists are one line each."""
    return _TEXTS[field.kind](value, reader) if value not in (None, "", []) else ""


def _day(value: Value, _reader: Reader) -> str:
    day = day_of(value)
    return "" if day is None else f"{day.day} {day:%B} {day.year}"


def _budget(value: Value, reader: Reader) -> str:
    lines = lines_of(value)
    told = [f"{BUDGET_CATEGORIES.get(one.category, '')} · {one.description}: {_money(one.amount)}" for one in lines]
    sums = by_category(lines, reader.proposal)
    if sums.get("IND"):
        told.append(f"{BUDGET_CATEGORIES['IND']}: {_money(sums['IND'])}")
    return "\n".join([*told, f"Together: {_money(sum(sums.values(), Decimal(0)))}"])


def _money(value: Value, _reader: Reader | None = None) -> str:
    return f"${Decimal(value):,.2f}"


def _indicator(value: Value, reader: Reader) -> str:
    found = reader.indicators.get(value)
    return "" if found is None else f"{found.code} {found.name}"


def _text(value: Value, _reader: Reader) -> str:
    return str(value)


_TEXTS: dict[Kind, Callable[[Value, Reader], str]] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.PERSON: _text,
    Kind.LINES: lambda value, _reader: "\n".join(value),
    Kind.NUMBER: lambda value, reader: figure(number_of(value), reader.figure_of),
    Kind.DAY: _day,
    Kind.MONEY: _money,
    Kind.INDICATOR: _indicator,
    Kind.BUDGET: _budget,
}


def readers_of(amendment: Amendment, plan: Plan, indicators: Mapping[int, Indicator]) -> tuple[Reader, Reader]:
    """How its old and its new values are read: a figure is of the indicator that goes with it."""
    changed = {change.field: change for change in amendment.changes}
    now = plan.value((amendment.place, "indicator_id"))
    old, new = (changed["indicator_id"].old, changed["indicator_id"].new) if "indicator_id" in changed else (now, now)
    return Reader(indicators, indicators.get(old), plan.proposal), Reader(
        indicators, indicators.get(new), plan.proposal
    )


def show_changes(amendment: Amendment, plan: Plan, indicators: Mapping[int, Indicator]) -> tuple[ShownChange, ...]:
    """Every change of a request, old beside new."""
    before, after = readers_of(amendment, plan, indicators)
    found = []
    for change in amendment.changes:
        field = amendment.row.field(change.field)
        old, new = value_text(field, change.old, before), value_text(field, change.new, after)
        found.append(ShownChange(field.name, field.label, old or NOTHING, new or NOTHING, compare_words(old, new)))
    return tuple(found)


def target_words(goal: GoalInForce) -> str:
    """`Target 58% since 1 October 2026; approved first: 60%`, nothing where the target was not amended."""
    if goal.target_since is None:
        return ""
    first = figure(goal.original_target, goal.goal.indicator) or "none"
    day = _day(goal.target_since.isoformat(), Reader({}, None, None))
    return f"Target {figure(goal.target_value, goal.indicator)} since {day}; approved first: {first}"


def about_text(amendment: Amendment, plan: Plan) -> str:
    """`Goal 1: By 31 March …`, `Director`, or nothing for what is about the whole award."""
    return place_text(amendment.place, plan)


def place_text(place: str, plan: Plan) -> str:
    kind, _, which = place.partition("-")
    if kind == About.PERSON.value:
        return KeyRole(which).label
    goals = plan.proposal.goals if plan.proposal is not None else ()
    for number, goal in enumerate(goals, 1):
        if kind == About.GOAL.value and str(goal.id) == which:
            return f"Goal {number}: {goal.statement}"
    return ""


def field_of(key: Key) -> FieldRow:
    """The row of a term's field, whichever type changed it."""
    place, name = key
    kind = place.partition("-")[0]
    return next(
        row
        for type in TYPES
        for row in type.fields
        if row.name == name and (type.place == place or type.about.value == kind)
    )


def show_amended(plan: Plan, indicators: Mapping[int, Indicator]) -> tuple[ShownTerm, ...]:
    """Every amended term with what was approved first, in the order in which they were amended last."""
    return tuple(
        ShownTerm(
            label=_label(key, plan),
            original=_read(key, plan.original.get(key), plan.original, plan, indicators) or NOTHING,
            in_force=_read(key, change.new, plan.in_force, plan, indicators) or NOTHING,
            since=change.amendment.effective_on,
            amendment=change.amendment,
        )
        for key, change in plan.amended.items()
    )


def _label(key: Key, plan: Plan) -> str:
    whole = place_text(key[0], plan)
    about = whole.partition(":")[0] if whole.startswith("Goal ") else whole
    label = field_of(key).label
    return f"{about}: {label.lower()}" if about else label


def _read(key: Key, value: Value, terms: Mapping[Key, Value], plan: Plan, indicators: Mapping[int, Indicator]) -> str:
    figure_of = indicators.get(terms.get((key[0], "indicator_id")) or 0)
    return value_text(field_of(key), value, Reader(indicators, figure_of, plan.proposal))
