"""What a Word template asks for, and the faults staff should know about before it is used."""

import difflib
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workflows.documents.package import PLACEHOLDER, check_package, texts
from workflows.documents.values import Picture
from workflows.errors import DomainError

LOOP_WORDS = {"first", "last", "index", "length"}
# A template may print, repeat, choose and comment. Anything else would be a program.
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If,
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const,
)  # fmt: skip
UNCLOSED = re.compile(r"looking for the following tags: (.+?)\. The innermost block .* is '(\w+)'", re.DOTALL)
# Before a paragraph, and before a tag that stood in a paragraph or row of its own.
LINE_START = re.compile(r"(?=<w:p[ >])|(?<=</w:p>)(?=\s*\{)|(?<=</w:tr>)(?=\s*\{)|(?<=%\})(?=\s*\{%)")
STRAY = re.compile(r"unknown tag '(\w+)'")


class TemplateProblem(DomainError):
    """The Word template cannot be used; one sentence for each place to mend."""


class PlainEnvironment(ImmutableSandboxedEnvironment):
    """Jinja that can look into plain dicts and loops, and into nothing else."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters.clear()

    def getattr(self, obj: object, attribute: str) -> object:
        """The dict's own entry, never one of its methods; undefined for any other object but a loop."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP_WORDS:
            return getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)


@dataclass(frozen=True, slots=True)
class Use:
    """One variable in the template: its full path, and the line of text it stands in."""

    path: str
    where: str


def template_variables(template: bytes) -> set[str]:
    """Every variable the template reads, as dotted paths: `goals`, `goals.target`; loops are followed.

    Raises `TemplateProblem` if the template cannot be read or tries to be a program.
    """
    return {prefix for use in _uses(template) for prefix in _prefixes(use.path)}


def field_paths(context_type: type) -> set[str]:
    """Every path a context of this dataclass offers, in the form of `template_variables`."""
    return set(_paths(context_type))


def check_template(template: bytes, context_type: type) -> None:
    """Raise `TemplateProblem` unless the template asks only for what `context_type` offers.

    Raises `BrokenDocument` when the file itself is damaged, has macros or fetches things from outside.
    """
    _check_places(template)
    known = field_paths(context_type)
    unknown = [use for use in _uses(template) if not known.issuperset(_prefixes(use.path))]
    if unknown:
        raise TemplateProblem(*dict.fromkeys(_unknown(use, known) for use in unknown))


def unclosed_sentence(error: TemplateSyntaxError, where: str) -> str:
    """What is wrong with the braces, for a person who knows Word and not Jinja."""
    message = error.message or ""
    if unclosed := UNCLOSED.search(message):
        word = unclosed[2]
        return f"A {{% {word} %}} is never closed. Add {{% end{word} %}} where it should stop. (Near {where}.)"
    if stray := STRAY.search(message):
        return f"In {where}: {{% {stray[1]} %}} has no beginning, or is not a word this template knows."
    return f"In {where}: the braces cannot be read ({message.rstrip('.')})."


def _check_places(template: bytes) -> None:
    faults = [
        f"“{text.strip()[:80]}” is in {name}; variables work only in the text, page headers and page footers."
        for name, tree in check_package(template).items()
        if not re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml|docProps/core\.xml", name)
        for text in texts(tree)
        if PLACEHOLDER.search(text)
    ]
    if faults:
        raise TemplateProblem(*faults)


def _uses(template: bytes) -> list[Use]:
    check_package(template)
    uses: list[Use] = []
    faults: list[str] = []
    for source in _sources(template):
        lines = source.splitlines()
        try:
            tree = PlainEnvironment().parse(source)
        except TemplateSyntaxError as error:
            faults.append(unclosed_sentence(error, _where(lines, error.lineno)))
            continue
        faults += _code(tree, lines)
        uses += _walk(tree, {}, lines)
    if faults:
        raise TemplateProblem(*dict.fromkeys(faults))
    return uses


def _sources(template: bytes) -> Iterator[str]:
    """The Jinja text of the body, each header and footer, a line for each paragraph; and the title."""
    word = DocxTemplate(BytesIO(template))
    word.init_docx()
    xmls = [word.get_xml()]
    for place in (word.HEADER_URI, word.FOOTER_URI):
        xmls += [word.get_part_xml(part) for _, part in word.get_headers_footers(place)]
    for xml in xmls:
        yield LINE_START.sub("\n", word.patch_xml(xml))
    yield word.docx.core_properties.title


def _where(lines: list[str], number: int) -> str:
    """The text of that line without its XML, or of the nearest line before it that has some."""
    for line in reversed(lines[:number]):
        text = " ".join(re.sub(r"<[^>]+>", " ", line).split())
        if text:
            return f"“{text[:90]}”"
    return "the first line"


def _code(tree: nodes.Template, lines: list[str]) -> list[str]:
    found = [node for node in tree.find_all(nodes.Node) if not isinstance(node, ALLOWED)]
    hidden = [node for node in tree.find_all(nodes.Getattr) if node.attr.startswith("_")]
    return [
        f"In {_where(lines, node.lineno)}: a template can only show, repeat and choose; this asks for more."
        for node in (*found, *hidden)
    ]


def _walk(node: nodes.Node, names: dict[str, str], lines: list[str]) -> list[Use]:
    """The uses below the node; `names` gives the path behind each loop's own name."""
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        inside = {**names, node.target.name: _path(node.iter, names) or "?", "loop": ""}
        inner = [use for child in (*node.body, *node.else_) for use in _walk(child, inside, lines)]
        return _walk(node.iter, names, lines) + inner
    if isinstance(node, (nodes.Name, nodes.Getattr)):
        path = _path(node, names)
        return [Use(path, _where(lines, node.lineno))] if path else []
    return [use for child in node.iter_child_nodes() for use in _walk(child, names, lines)]


def _path(node: nodes.Node, names: dict[str, str]) -> str:
    """The dotted path; empty for what the loop itself offers, such as `loop.last`."""
    if isinstance(node, nodes.Name):
        return names.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        owner = _path(node.node, names)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def _prefixes(path: str) -> list[str]:
    steps = path.split(".")
    return [".".join(steps[: count + 1]) for count in range(len(steps))]


def _paths(kind: type, before: str = "") -> Iterator[str]:
    hints = typing.get_type_hints(kind)
    for part in fields(kind):
        yield before + part.name
        inner = inner_type(hints[part.name])
        if is_dataclass(inner) and inner is not Picture:
            yield from _paths(inner, f"{before}{part.name}.")


def inner_type(hint: object) -> type:
    """`Goal` of `Goal`, `tuple[Goal, ...]` or `Goal | None`."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is tuple:
        hint = next(kind for kind in typing.get_args(hint) if kind is not types.NoneType)
    return typing.cast(type, hint)


def _unknown(use: Use, known: set[str]) -> str:
    owner, _, name = use.path.rpartition(".")
    offered = {path.rpartition(".")[2] for path in known if path.rpartition(".")[0] == owner}
    close = difflib.get_close_matches(name, sorted(offered), n=1)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    return f"In {use.where}: this document has no “{use.path}”.{hint}"
