"""A Word template looked at line by line: where each of its braces stands, and what is wrong with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from workflows.documents.package import PARAGRAPH, PLACEHOLDER, WORD_TEXT, check_package, texts
from workflows.documents.reading import BRACES, LOOP_WORDS, read_tree
from workflows.documents.shapes import Shape, shape_of

RENDERED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
PROPERTIES = "docProps/core.xml"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
OPENING = re.compile(r"(?=\{_?[{%])")
CLOSED = re.compile(rf"{TAG.pattern}|\{{#")
BLOCK = re.compile(r"\{%-?\s*(if|elif|else|endif|for|endfor)\b.*?%\}")
LOOP = re.compile(r"\{%-?\s*for\s+(\w+)\s")
XML_TAG = re.compile(r"<(/?)([\w:.-]+)[^>]*?(/?)>")
# What the engine would turn into double braces after everything else.
ESCAPED = re.compile(r"\{_[{%]|[%}]_\}|\{%-?\s*raw\b")
UNCLOSED = re.compile(r"looking for the following tags: (.+?)\. The innermost block .* is '(\w+)'", re.DOTALL)
STRAY = re.compile(r"unknown tag '(\w+)'")
BREAKS = tuple(WORD_TEXT[:-1] + name for name in ("br", "tab", "cr"))
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
LONGEST = 90  # characters of a paragraph that a fault quotes
TORN = (
    "a loop or condition starts in one place and ends in another, such as in a table cell and outside of it. Put both "
    "ends in paragraphs of their own ({%p … %}), or in rows of their own ({%tr … %})."
)
MISPLACED = "variables work only in the text, page headers and page footers."
OPEN = "the braces are never closed; write }} or %} where they should end."
HIDDEN = "Outside of the visible text"
PART_WORDS = (("word/header", "Page header"), ("word/footer", "Page footer"), ("word/document", "Paragraph"))


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
class Fault:
    """One place to mend: where it is, the text that stands there, and what is wrong with it."""

    where: str  # "Paragraph 12", "Page header", "The file’s title"
    text: str
    sentence: str

    def __str__(self) -> str:
        quoted = f", “{self.text}”" if self.text else ""
        return f"{self.where}{quoted}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Inspection:
    """Every fault once, in the order of the file; and every path that the template uses."""

    faults: tuple[Fault, ...]
    used: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """The braces of one part of the file: line n of `text` begins with the nth of them, and stands at `places[n]`."""

    text: str
    places: tuple[tuple[str, str], ...]

    def place(self, line: int) -> tuple[str, str]:
        return self.places[min(max(line - 1, 0), len(self.places) - 1)]


def inspect_template(template: bytes, context_type: type) -> Inspection:
    """Read the template against the facts' dataclass; nothing in it is run.

    Raises `BrokenDocument` when the file itself is damaged, has macros or fetches things from outside.
    """
    faults = list(_misplaced(check_package(template)))
    used: set[str] = set()
    for source in _sources(template):
        found, uses = _inspect(source, shape_of(context_type))
        faults += found
        used |= uses
    return Inspection(tuple(dict.fromkeys(faults)), frozenset(used))


def _inspect(source: Source, shape: Shape) -> tuple[list[Fault], set[str]]:
    lines = source.text.split("\n")
    faults = [Fault(*source.place(number), BRACES) for number, line in enumerate(lines, 1) if ESCAPED.search(line)]
    unclosed = [number for number, line in enumerate(lines, 1) if PLACEHOLDER.match(line) and not CLOSED.match(line)]
    if unclosed:
        faults += [Fault(*source.place(number), OPEN) for number in unclosed]
        return faults + _one_by_one(source, lines, shape), set()
    try:
        tree = PlainEnvironment().parse(source.text)
    except TemplateSyntaxError as error:
        faults.append(Fault(*source.place(error.lineno), _syntax_sentence(error)))
        return faults + _one_by_one(source, lines, shape), set()
    reading = read_tree(tree, shape)
    faults += [Fault(*source.place(line), sentence) for line, sentence in reading.faults]
    faults += [Fault(*source.place(line), TORN) for line in _torn_lines(lines)]
    return faults, reading.used


def _one_by_one(source: Source, lines: list[str], shape: Shape) -> list[Fault]:
    """Where loops and conditions do not fit together, what can be said of each pair of double braces alone."""
    loops = {found[1] for line in lines if (found := LOOP.match(line))}
    faults = []
    for number, line in enumerate(lines, 1):
        whole = TAG.match(line)
        if whole is None or not line.startswith("{{"):
            continue
        try:
            reading = read_tree(PlainEnvironment().parse(whole[0]), shape, unasked={*loops, "loop"})
        except TemplateSyntaxError as error:
            faults.append(Fault(*source.place(number), _syntax_sentence(error)))
            continue
        told = (sentence for _, sentence in reading.faults if "Ask first" not in sentence)
        faults += [Fault(*source.place(number), sentence) for sentence in told]
    return faults


def _syntax_sentence(error: TemplateSyntaxError) -> str:
    """What is wrong with the braces, for a person who knows Word and not Jinja."""
    message = error.message or ""
    if unclosed := UNCLOSED.search(message):
        word = unclosed[2]
        return f"a {{% {word} %}} is never closed. Add {{% end{word} %}} where it should stop."
    if stray := STRAY.search(message):
        return f"{{% {stray[1]} %}} has no beginning, or is not a word this template knows."
    return f"the braces cannot be read ({message.rstrip('.')})."


def _misplaced(parts: dict[str, etree._Element]) -> Iterator[Fault]:
    """Braces in parts of the file that are not filled in: footnotes, comments, charts."""
    for name, tree in parts.items():
        if RENDERED.fullmatch(name) or name == PROPERTIES:
            continue
        written = [text for text in texts(tree) if PLACEHOLDER.search(text)]
        hidden = [v for element in tree.iter() for v in element.attrib.values() if PLACEHOLDER.search(str(v))]
        yield from (Fault(name, _short(str(text)), MISPLACED) for text in (*written, *hidden))


def _sources(template: bytes) -> Iterator[Source]:
    """The body, each header and footer, and the title, as the engine would read them."""
    word = DocxTemplate(BytesIO(template))
    word.init_docx()
    rendered = [(word.docx._part.partname, word.get_xml())]
    for place in (word.HEADER_URI, word.FOOTER_URI):
        rendered += [(part.partname, word.get_part_xml(part)) for _, part in word.get_headers_footers(place)]
    for name, xml in rendered:
        yield _source(str(name).lstrip("/"), xml, word.patch_xml(xml))
    title = " ".join(word.docx.core_properties.title.split())
    yield Source(title, (("The file’s title", _short(title)),))


def _source(name: str, xml: str, patched: str) -> Source:
    lines = OPENING.sub("\n", re.sub(r"\s*\n\s*", " ", patched)).split("\n")
    kind = next((words for start, words in PART_WORDS if name.startswith(start)), name)
    visible = list(_visible_tags(etree.fromstring(xml.encode())))
    places, at = [(kind, "")], 0
    for line in lines[1:]:
        whole = TAG.match(line)
        tag = _normal(whole[0]) if whole else ""
        found = next((n for n in range(at, len(visible)) if tag in ("", visible[n][0])), None)
        if found is None:
            places.append((HIDDEN, _short(whole[0] if whole else "")))
        else:
            places.append(_numbered(kind, visible[found]))
            at = found + 1
    return Source("\n".join(lines), tuple(places))


def _numbered(kind: str, seen: tuple[str, int, str]) -> tuple[str, str]:
    _, number, text = seen
    return (f"{kind} {number}" if kind == "Paragraph" else kind), _short(text)


def _visible_tags(tree: etree._Element) -> Iterator[tuple[str, int, str]]:
    """Each pair of braces that a reader sees: as the engine will read it, its paragraph's number, and its text.

    A pair that is never closed stands there as the rest of its paragraph.
    """
    for number, paragraph in enumerate(tree.iter(PARAGRAPH), 1):
        pieces = [piece for piece in paragraph.iter(WORD_TEXT, *BREAKS) if _owner(piece) is paragraph]
        text = "".join(piece.text or "" if piece.tag == WORD_TEXT else " " for piece in pieces)
        for part in OPENING.split(text)[1:]:
            whole = TAG.match(part)
            yield _normal(whole[0] if whole else part), number, text


def _owner(run: etree._Element) -> etree._Element | None:
    """The paragraph that a piece of text stands in, which for a text box is not the one around the box."""
    return next(run.iterancestors(PARAGRAPH), None)


def _normal(tag: str) -> str:
    """The braces without what only tells the engine how much to remove, and with straight quotes."""
    bare = re.sub(r"^(\{[{%])-?(?:tr|tc|p|r)?(?=\s)", r"\1", re.sub(r"-(?=%\}$)", "", tag))
    for old, new in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        *((c, '"') for c in "“”"),
        *((c, "'") for c in "‘’"),
    ):
        bare = bare.replace(old, new)
    return "".join(bare.split())


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rstrip()}…"


def _torn_lines(lines: list[str]) -> list[int]:
    """The lines of loops and conditions whose insides cannot be left out or repeated without tearing the page."""
    torn: list[int] = []
    open_blocks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        block = BLOCK.match(line)
        word, rest = (block[1], line[block.end() :]) if block else ("", line)
        if word in ("endif", "endfor", "elif", "else") and open_blocks:
            begun, inside = open_blocks.pop()
            if _tears("".join(inside)):
                torn.append(begun)
        for _, inside in open_blocks:
            inside.append(rest)
        if word in ("if", "for", "elif", "else"):
            open_blocks.append((number, [rest]))
    return torn


def _tears(xml: str) -> bool:
    """Whether the piece closes other elements than it opens again."""
    closed: list[str] = []
    opened: list[str] = []
    for ending, name, empty in XML_TAG.findall(xml):
        if ending and opened:
            opened.pop()
        elif ending:
            closed.append(name)
        elif not empty:
            opened.append(name)
    return closed != opened[::-1]
