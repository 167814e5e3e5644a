"""The variables of a template as a list for staff: what to write, what it means, and how one looks."""

import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from workflows.documents.meanings import meaning_of
from workflows.documents.shapes import inner_type, is_list, loop_name
from workflows.documents.values import Picture


@dataclass(frozen=True, slots=True)
class Variable:
    """`written` is what stands in the file; `inside` is the loop that it stands in, or empty."""

    path: str
    written: str
    inside: str
    words: str
    example: str


def list_variables(context: type) -> Sequence[Variable]:
    """Every variable of the facts, in their order."""
    return list(_variables(context, path="", before="", inside=""))


def _variables(kind: type, *, path: str, before: str, inside: str) -> Iterator[Variable]:
    hints = typing.get_type_hints(kind)
    for part in fields(kind):
        hint, inner, here = hints[part.name], inner_type(hints[part.name]), f"{path}{part.name}"
        is_group = is_dataclass(inner) and inner is not Picture
        written = f"{before}{part.name}"
        if is_list(hint):
            one = loop_name(inner) if is_group else "line"
            loop = f"{{%{'tr' if is_group else 'p'} for {one} in {written} %}}"
        else:
            one, loop = written, inside
        if is_group:
            yield from _variables(inner, path=f"{here}.", before=f"{one}.", inside=loop)
            continue
        meaning = meaning_of(kind, part.name)
        loop = f"{{%p if {written} %}}" if inner is Picture else loop
        yield Variable(here, f"{{{{ {one} }}}}", loop, meaning.words, meaning.example)
