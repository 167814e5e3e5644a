"""The variables of each Word template, written out for the staff who edit them."""

import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from workflows.documents.contexts import CONTEXTS
from workflows.documents.shapes import inner_type, is_list, loop_name
from workflows.documents.values import Picture


def variables_markdown() -> str:
    """A Markdown section for each kind: what it shows, then a line for each variable."""
    return "\n".join(line for kind, context in CONTEXTS.items() for line in _section(kind, context))


def _section(kind: str, context: type) -> Iterator[str]:
    yield f"### {kind}.docx"
    yield ""
    yield (context.__doc__ or "").strip()
    yield ""
    yield from _lines(context, before="", depth=0)
    yield ""


def _lines(kind: type, *, before: str, depth: int) -> Iterator[str]:
    hints = typing.get_type_hints(kind)
    indent = "  " * depth
    for part in fields(kind):
        hint, inner = hints[part.name], inner_type(hints[part.name])
        repeated = is_list(hint)
        name = before + part.name
        if inner is Picture:
            yield f"{indent}- `{name}`: a picture, or nothing; ask first with `{{%p if {name} %}}`"
        elif not is_dataclass(inner):
            loop = f": a list; for each one, `{{%p for line in {name} %}}` … `{{{{ line }}}}`"
            yield f"{indent}- `{name}`{loop if repeated else ''}"
        elif repeated:
            one = loop_name(inner)
            yield f"{indent}- `{name}`: a list; in a table `{{%tr for {one} in {name} %}}`. For each one:"
            yield from _lines(inner, before=f"{one}.", depth=depth + 1)
        else:
            yield from _lines(inner, before=f"{name}.", depth=depth)
