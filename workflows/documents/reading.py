"""What the braces of a template ask for: read as a syntax tree against the shape of the facts, never run."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from workflows.documents.shapes import TEXT, Shape

LOOP_WORDS = {"first", "last", "index", "length"}
DEEPEST = 3  # loops inside of each other: what a document needs, and no more than a document takes
# A template may print, repeat, choose and comment. Anything else would be a program.
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If,
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const,
)  # fmt: skip
CODE = "a template can only show, repeat and choose; this asks for more."
TOO_DEEP = f"loops may stand {DEEPEST} deep, not deeper."
BRACES = "double braces cannot be shown as text; write single ones."
LOOP = Shape(parts=dict.fromkeys(LOOP_WORDS, TEXT))


@dataclass(frozen=True, slots=True)
class Named:
    """What a name in braces stands for: its path in the facts, as it was written, and its shape.

    No shape: it is unknown, and that was said already. An empty path: it belongs to the loop.
    """

    path: str
    written: str
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that are known at one place, what was asked for before it is shown, and how many loops are around."""

    names: Mapping[str, Named]
    asked: frozenset[str] = frozenset()
    depth: int = 0


@dataclass(slots=True)
class Reading:
    """What was found: faults as (line, sentence), and the path of everything that is used."""

    faults: list[tuple[int, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def read_tree(tree: nodes.Template, shape: Shape, *, unasked: Iterable[str] = ()) -> Reading:
    """Every fault of the template's braces, and every path they use, against the shape of the facts.

    `unasked` are names of loops that cannot be followed: whatever they are said to have is believed.
    """
    reading = _Reader(Reading())
    names = {name: Named(name, name, part) for name, part in shape.parts.items()}
    names |= {name: Named("", name, None) for name in unasked}
    reading.walk(tree, Scope(names))
    return reading.found


class _Reader:
    def __init__(self, found: Reading) -> None:
        self.found = found

    def walk(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case _ if not isinstance(node, ALLOWED):
                self._fault(node, CODE)
            case nodes.For():
                self._loop(node, scope)
            case nodes.If():
                self._choice(node, scope)
            case nodes.Output():
                for each in node.nodes:
                    self._shown(each, scope)
            case nodes.Name() | nodes.Getattr():
                self._named(node, scope)
            case _:
                for child in node.iter_child_nodes():
                    self.walk(child, scope)

    def _shown(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(node, nodes.Const):
            if {"{", "}"} & set(str(node.value)):
                self._fault(node, BRACES)
            return
        if not isinstance(node, (nodes.Name, nodes.Getattr)):
            self.walk(node, scope)
            return
        named = self._named(node, scope)
        shape = named.shape if named else None
        if named is None or shape is None:
            return
        if not shape.is_shown:
            self._fault(node, _parts_sentence(named, shape))
        elif shape.is_picture and named.path not in scope.asked:
            self._fault(
                node, f"“{named.written}” may be empty. Ask first: {{%p if {named.written} %}} … {{%p endif %}}."
            )

    def _choice(self, node: nodes.If, scope: Scope) -> None:
        self.walk(node.test, scope)
        asked = {named.path for part in _conditions(node.test) if (named := self._find(part, scope)) is not None}
        self._all(node.body, Scope(scope.names, scope.asked | asked, scope.depth))
        self._all(node.elif_, scope)
        self._all(node.else_, scope)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        if not isinstance(node.target, nodes.Name) or node.recursive:
            self._fault(node, CODE)
            return
        if scope.depth == DEEPEST:
            self._fault(node, TOO_DEEP)
            return
        each, name = self._line_of(node, scope), node.target.name
        names = {**scope.names, name: Named(each.path, name, each.shape), "loop": Named("", "loop", LOOP)}
        inside = Scope(names, scope.asked, scope.depth + 1)
        if node.test is not None:
            self.walk(node.test, inside)
        self._all(node.body, inside)
        self._all(node.else_, scope)

    def _line_of(self, node: nodes.For, scope: Scope) -> Named:
        """One line of the list that is repeated; without a shape where it is no list."""
        if not isinstance(node.iter, (nodes.Name, nodes.Getattr)):
            self._fault(node, CODE)
            return Named("", "", None)
        listed = self._named(node.iter, scope)
        if listed is None or listed.shape is None:
            return Named("", "", None)
        if listed.shape.each is None:
            self._fault(node, f"“{listed.written}” is no list, so it cannot be repeated.")
        return Named(listed.path, listed.written, listed.shape.each)

    def _named(self, node: nodes.Node, scope: Scope) -> Named | None:
        """What the name stands for, with its use noted; None, and a fault, where it is nothing."""
        named = self._find(node, scope, is_telling=True)
        if named is not None and named.path:
            self.found.used.update(_prefixes(named.path))
        return named

    def _find(self, node: nodes.Node, scope: Scope, *, is_telling: bool = False) -> Named | None:
        if isinstance(node, nodes.Name):
            found = scope.names.get(node.name)
            if found is None and is_telling:
                self._fault(node, _unknown(node.name, "", scope.names))
            return found
        if not isinstance(node, nodes.Getattr):
            if is_telling:
                self._fault(node, CODE)
            return None
        if node.attr.startswith("_"):
            if is_telling:
                self._fault(node, CODE)
            return None
        owner = self._find(node.node, scope, is_telling=is_telling)
        if owner is None or owner.shape is None:
            return owner
        written = f"{owner.written}.{node.attr}"
        if node.attr in owner.shape.parts:
            path = f"{owner.path}.{node.attr}" if owner.path else ""
            return Named(path, written, owner.shape.parts[node.attr])
        if is_telling:
            self._fault(node, _not_in(owner, node.attr, scope.names))
        return None

    def _all(self, inside: list[nodes.Node] | list[nodes.If], scope: Scope) -> None:
        for each in inside:
            self.walk(each, scope)

    def _fault(self, node: nodes.Node, sentence: str) -> None:
        lines = (each.lineno for each in (node, *node.find_all(nodes.Node)) if each.lineno)
        self.found.faults.append((next(lines, 1), sentence))


def _conditions(node: nodes.Node) -> Iterator[nodes.Node]:
    """What a condition has asked for when it holds: `a` of `a`, `a` and `b` of `a and b`."""
    if isinstance(node, nodes.And):
        yield from _conditions(node.left)
        yield from _conditions(node.right)
    elif isinstance(node, (nodes.Name, nodes.Getattr)):
        yield node


def _parts_sentence(named: Named, shape: Shape) -> str:
    first = next(iter((shape.each or shape).parts), "")
    if shape.each is None:
        return f"“{named.written}” has parts; name one of them, such as “{named.written}.{first}”."
    one = f"{{{{ line.{first} }}}}" if first else "{{ line }}"
    return f"“{named.written}” is a list; repeat it with {{%p for line in {named.written} %}} and show {one} inside."


def _not_in(owner: Named, name: str, names: Mapping[str, Named]) -> str:
    assert owner.shape is not None
    if owner.shape.each is not None:
        return (
            f"“{owner.written}” is a list, so it has no “{name}” of its own; repeat it with "
            f"{{%p for line in {owner.written} %}} and show {{{{ line.{name} }}}} inside."
        )
    return _unknown(name, f"{owner.written}.", owner.shape.parts, names)


def _unknown(name: str, before: str, offered: Mapping[str, object], top: Mapping[str, object] | None = None) -> str:
    """`this document has no “titel”. Did you mean “title”?`"""
    close = [before + near for near in difflib.get_close_matches(name, sorted(offered), n=1)]
    if not close and top is not None:
        close = difflib.get_close_matches(name, sorted(top), n=1, cutoff=0.8)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    return f"this document has no “{before}{name}”.{hint}"


def _prefixes(path: str) -> list[str]:
    steps = path.split(".")
    return [".".join(steps[: count + 1]) for count in range(len(steps))]
