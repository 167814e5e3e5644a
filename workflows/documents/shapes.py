"""What the facts of a document look like to a template: texts, pictures, groups and lists."""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache

from workflows.documents.values import Picture


@dataclass(frozen=True, slots=True)
class Shape:
    """A group has `parts` by name, a list has what `each` of its lines is; a text or a picture has neither."""

    parts: "dict[str, Shape]" = field(default_factory=dict)
    each: "Shape | None" = None
    is_picture: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether it can stand in double braces by itself."""
        return self.each is None and not self.parts


TEXT = Shape()
PICTURE = Shape(is_picture=True)


@cache
def shape_of(kind: type) -> Shape:
    """The shape of one dataclass of facts, or of a text."""
    if not is_dataclass(kind):
        return TEXT
    hints = typing.get_type_hints(kind)
    return Shape(parts={part.name: _shape_of_hint(hints[part.name]) for part in fields(kind)})


def _shape_of_hint(hint: object) -> Shape:
    inner = inner_type(hint)
    one = PICTURE if inner is Picture else shape_of(inner)
    return Shape(each=one) if is_list(hint) else one


def field_paths(context_type: type) -> set[str]:
    """Every path that a context of this dataclass offers: `goals`, `goals.target`; lists are followed."""
    return set(_paths(shape_of(context_type), ""))


def _paths(shape: Shape, before: str) -> Iterator[str]:
    for name, part in (shape.each or shape).parts.items():
        yield before + name
        yield from _paths(part, f"{before}{name}.")


def inner_type(hint: object) -> type:
    """`Goal` of `Goal`, `tuple[Goal, ...]` or `Goal | None`."""
    if isinstance(hint, types.UnionType) or is_list(hint):
        hint = next(kind for kind in typing.get_args(hint) if kind is not types.NoneType)
    return typing.cast(type, hint)


def is_list(hint: object) -> bool:
    return typing.get_origin(hint) is tuple


def loop_name(kind: type) -> str:
    """The name the shipped templates give to one of these: `GoalPlan` is `goal`, `BudgetLine` is `line`."""
    special = {"GoalPlan": "goal", "GoalLine": "goal", "GoalProgress": "goal", "FollowUp": "measure",
               "DataAccess": "who"}  # fmt: skip
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__)
    return special.get(kind.__name__, snake.lstrip("_").split("_")[-1])
