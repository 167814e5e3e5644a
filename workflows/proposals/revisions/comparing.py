"""Two versions of a proposal side by side: section by section, field by field, goals and budget lines by who they are.

Pure functions over the content that snapshots keep. What later versions of the form add is read by its own names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.proposals.revisions.words import Mark, Piece, compare_words

Content = Mapping[str, Any]
STORY = "story"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One answer in both versions."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.mark is not Mark.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A goal, a budget line, or a section's questions (without a title); `state` is same, changed, added or removed."""

    title: str
    state: str
    fields: tuple[FieldChange, ...]

    @property
    def changed(self) -> bool:
        return self.state != "same"


@dataclass(frozen=True, slots=True)
class PartChange:
    """One section of the form in both versions."""

    name: str
    title: str
    items: tuple[ItemChange, ...]

    @property
    def changed(self) -> bool:
        return any(item.changed for item in self.items)


def compare(old: Content, new: Content) -> tuple[PartChange, ...]:
    """Every part in the order in which a proposal is read; empty parts of both versions are left out."""
    before, after = _sections(old), _sections(new)
    names = [*after, *(name for name in before if name not in after)]
    texts = [_of_section(name, before.get(name), after.get(name)) for name in names]
    goals = PartChange("goals", "Goals and indicators", _items(_goals(old), _goals(new)))
    budget = PartChange("budget", "Budget", _items(_budget(old), _budget(new)))
    others = [_of_rest(key, old.get(key), new.get(key)) for key in _rest_of(old, new)]
    first = next((place for place, name in enumerate(names, 1) if name == STORY), 1)  # goals are read after the story
    return tuple(part for part in (*texts[:first], goals, *texts[first:], *others, budget) if part.items)


def count_changed(parts: Sequence[PartChange]) -> int:
    return sum(part.changed for part in parts)


def _sections(content: Content) -> dict[str, Mapping[str, Any]]:
    return {section["name"]: section for section in content.get("sections", ())}


def _of_section(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> PartChange:
    title = str((new or old or {}).get("title", name))
    before, after = _answers(old), _answers(new)
    return PartChange(name, title, _items({name: ("", before)}, {name: ("", after)}))


def _answers(section: Mapping[str, Any] | None) -> dict[str, tuple[str, str]]:
    rows = (section or {}).get("answers", ())
    return {
        row["name"]: (str(row.get("label", row["name"])), str(row.get("shown", _text(row.get("value")))))
        for row in rows
    }


Item = tuple[str, dict[str, tuple[str, str]]]
"""A title, and field → (label, text)."""


def _items(before: dict[str, Item], after: dict[str, Item]) -> tuple[ItemChange, ...]:
    """Those of the new version in its order, each removed one after the one it followed."""
    order = list(after)
    for position, key in enumerate(before):
        if key not in after:
            previous = list(before)[position - 1] if position else None
            order.insert(order.index(previous) + 1 if previous in order else 0, key)
    return tuple(_item(before.get(key), after.get(key)) for key in order)


def _item(old: Item | None, new: Item | None) -> ItemChange:
    title = (new or old or ("", {}))[0]
    before, after = (old or ("", {}))[1], (new or ("", {}))[1]
    names = [*after, *(name for name in before if name not in after)]
    fields = tuple(
        FieldChange(
            (after.get(name) or before[name])[0],
            compare_words(before.get(name, ("", ""))[1], after.get(name, ("", ""))[1]),
        )
        for name in names
    )
    if old is None or new is None:
        return ItemChange(title, "added" if old is None else "removed", fields)
    return ItemChange(title, "changed" if any(field.changed for field in fields) else "same", fields)


def _goals(content: Content) -> dict[str, Item]:
    """By the goal's own id, so that a goal that moved up is still the same goal."""
    return {
        f"goal-{goal.get('goal_id', number)}": (f"Goal {number}", dict(_leaves(goal, skip=_OF_GOALS)))
        for number, goal in enumerate(content.get("goals", ()), 1)
    }


def _budget(content: Content) -> dict[str, Item]:
    budget = content.get("budget") or {}
    items: dict[str, Item] = {}
    for number, line in enumerate(budget.get("lines", ()), 1):
        key = _unused(f"line-{line.get('key') or str(line.get('description', '')).strip().lower()}", items)
        items[key] = (str(line.get("description") or f"Line {number}"), dict(_leaves(line, skip=_OF_LINES)))
    totals = {key: value for key, value in budget.items() if key not in ("lines", "categories")}
    if totals and (budget.get("lines") or len(totals) > 1):
        items["totals"] = ("Sums", dict(_leaves(totals, skip=frozenset())))
    return items


def _unused(key: str, taken: Mapping[str, Any]) -> str:
    """Two lines of one name are told apart by their order."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free


_KNOWN = frozenset(
    {"schema", "title", "affiliate", "profile", "is_short", "cohort", "framework", "ceiling", "sections", "goals",
     "budget", "number", "certification"}
)  # fmt: skip  # what has its own place, or is about the version and not in it
_OF_GOALS = frozenset({"number", "goal_id", "smart", "key", "id"})
_OF_LINES = frozenset({"category", "key", "id", "goal_id"})


def _rest_of(old: Content, new: Content) -> list[str]:
    return [key for key in dict.fromkeys((*new, *old)) if key not in _KNOWN]


def _of_rest(key: str, old: Any, new: Any) -> PartChange:
    """Parts that only some versions have: partners, papers, and what the form will learn."""
    return PartChange(key, _label(key), _items(dict(_rows(old)), dict(_rows(new))))


def _rows(value: Any) -> Iterator[tuple[str, Item]]:
    if isinstance(value, Mapping):
        yield "", ("", dict(_leaves(value, skip=frozenset())))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, row in enumerate(value, 1):
            named = row if isinstance(row, Mapping) else {"": row}
            name = next((str(named[key]) for key in ("name", "title", "label", "file_name") if named.get(key)), "")
            own = named.get("key") or named.get("id") or name or number
            yield f"row-{own}", (name or f"{number}", dict(_leaves(named, skip=frozenset({"key", "id"}))))
    elif value not in (None, ""):
        yield "", ("", {"": ("", str(value))})


def _leaves(value: Mapping[str, Any], *, skip: frozenset[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Field → (label, text) as it is shown: a figure with its shown form is that form, a list is one line each."""
    for key, inner in value.items():
        if key in skip or f"{key}_shown" in value or (key.endswith("_on") and f"{key[:-3]}_shown" in value):
            continue
        yield key, (_label(key), _text(inner))


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return _text_of_parts(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(_text(inner) for inner in value)
    if isinstance(value, bool):
        return "Yes" if value else ""
    return "" if value is None else str(value)


def _text_of_parts(value: Mapping[str, Any]) -> str:
    """A figure as it is shown, an indicator by name and code, anything else part by part."""
    if "shown" in value:
        when = value.get("on_shown", "")
        return f"{when}: {value['shown']}" if when else str(value["shown"])
    if "code" in value and "name" in value:
        return f"{value['name']} ({value['code']})"
    return ", ".join(filter(None, (_text(inner) for key, inner in value.items() if f"{key}_shown" not in value)))


_LABELS = {
    "plan": "Also watched",
    "papers": "Attachments",
    "sentence": "The goal in one sentence",
    "direction_verb": "Verb",
    "due_shown": "Due",
    "data_source": "Source of the data",
    "owner": "Who looks after it",
    "review_frequency": "Looked at",
    "risk": "What could get in the way",
    "rationale": "Why it is realistic",
    "activity_rationale": "Why these activities",
    "label": "Category",
    "unit_cost": "Unit cost",
}


def _label(key: str) -> str:
    words = key.removesuffix("_shown").replace("_", " ").strip()
    return _LABELS.get(key, words[:1].upper() + words[1:])
