"""A Word template and the facts for it become one document, the same bytes every time."""

import hashlib
import json
import re
from dataclasses import asdict, fields, is_dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from workflows.documents.inspection import PlainEnvironment
from workflows.documents.package import BrokenDocument, check_docx, repacked
from workflows.documents.templates import TemplateProblem, check_template, field_paths, template_variables
from workflows.documents.values import Picture, clean_line, clean_text

if TYPE_CHECKING:
    from workflows.documents.values import Context

__all__ = [
    "BrokenDocument", "Picture", "TemplateProblem", "check_docx", "check_template", "document_digest",
    "field_paths", "render", "template_variables",
]  # fmt: skip

ENGINE = "accompany-documents-1"  # change it when the same template and facts come out differently
LONGEST_PROPERTY = 255  # characters; Word's own limit
TRACES = ("created", "modified", "lastModifiedBy", "lastPrinted", "revision")


def render(template: bytes, context: "Context") -> bytes:
    """The finished .docx: the same bytes for the same template and context.

    Raises `TemplateProblem` when the template asks for what the context does not have, and
    `BrokenDocument` when the template, or what comes out of it, is not a sound Word file.
    """
    check_template(template, type(context))
    word = PlainTemplate(BytesIO(template))
    word.init_docx()
    try:
        word.render(word.plain(context), jinja_env=PlainEnvironment())
    except TemplateSyntaxError as error:
        raise TemplateProblem(f"The braces cannot be read ({error.message}).") from error
    except TemplateError as error:
        raise TemplateProblem(f"The template asks for something it cannot have ({error.message}).") from error
    saved = BytesIO()
    word.save(saved)
    content = repacked(saved.getvalue())
    check_docx(content)
    return content


def document_digest(template: bytes, context: "Context") -> str:
    """The document's identity: 64 hex digits over the template, the facts and this engine's version."""
    facts = json.dumps(asdict(context), default=_fingerprint, sort_keys=True, ensure_ascii=False)
    kind = f"{ENGINE}\n{type(context).__name__}\n{hashlib.sha256(template).hexdigest()}\n{facts}"
    return hashlib.sha256(kind.encode("utf-8", "surrogatepass")).hexdigest()


def _fingerprint(value: object) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"{type(value).__name__} is not ready for display")
    return hashlib.sha256(value).hexdigest()


class PlainTemplate(DocxTemplate):  # type: ignore[misc]
    """docxtpl, but strict where it mends silently, and without traces of when it ran."""

    def plain(self, context: object) -> dict[str, Any]:
        """The context as dicts, lists and clean text; no object of ours reaches the template."""
        return {part.name: self._plain(getattr(context, part.name)) for part in fields(context)}  # type: ignore[arg-type]

    def _plain(self, value: object) -> Any:
        match value:
            case str():
                return clean_text(value)
            case Picture():
                return DescribedImage(self, value)
            case tuple():
                return [self._plain(each) for each in value]
            case None:
                return None
        if is_dataclass(value):
            return self.plain(value)
        raise TypeError(f"{type(value).__name__} is not ready for display")

    def fix_tables(self, xml: str) -> Any:
        """docxtpl would drop what it cannot parse; a document with a hole in it is worse than none."""
        try:
            etree.fromstring(xml.encode())
        except etree.XMLSyntaxError as error:
            raise TemplateProblem(
                "A loop or condition starts in one place and ends in another, such as in a table cell and "
                "outside of it. Put both ends in paragraphs of their own ({%p … %}), or in rows of their "
                "own ({%tr … %})."
            ) from error
        return super().fix_tables(xml)

    def render_properties(self, context: dict[str, Any], jinja_env: object = None) -> None:  # noqa: ARG002
        """Only the title is rendered, in an environment of its own: python-docx escapes XML itself."""
        environment = PlainEnvironment()
        environment.autoescape = False
        properties = self.docx.core_properties
        title = environment.from_string(properties.title).render(context)
        properties.title = clean_line(title)[:LONGEST_PROPERTY]
        for element in list(properties._element):
            if etree.QName(element).localname in TRACES:
                properties._element.remove(element)


class DescribedImage(InlineImage):  # type: ignore[misc]
    """A picture in a line of text, with words for those who cannot see it."""

    def __init__(self, word: DocxTemplate, picture: Picture) -> None:
        super().__init__(word, BytesIO(picture.png), width=Mm(picture.width_mm))
        self.description = clean_line(picture.description)

    def _insert_image(self) -> str:
        xml: str = super()._insert_image()
        return re.sub(r"<wp:docPr ", f'<wp:docPr descr="{escape(self.description)}" ', xml, count=1)

    __str__ = __html__ = _insert_image
