"""A template tried with a real record: a marked Word file, and every variable with the value it would have."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from io import BytesIO
from typing import TYPE_CHECKING, TypeGuard

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from sqlalchemy.orm import Session

from workflows.db import db
from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.draft import Draft, NoLongerWanted, Wanted, word_name
from workflows.documents.models import TemplatePreview
from workflows.documents.package import repacked
from workflows.documents.render import render
from workflows.documents.template_operations import version_name
from workflows.documents.template_queries import KINDS, get_preview, read_template
from workflows.documents.values import Picture
from workflows.errors import DomainError
from workflows.outbox import Effect, JobContext

if TYPE_CHECKING:
    from workflows.documents.values import Context

LONGEST_VALUE = 300  # characters that the list of variables shows
MARK = "Preview, made with {version}. This is a trial of a template, not a document."


def preview_template(context: JobContext) -> Effect:
    """The trial that the run names: kept for its maker, never as a document of the enrollment.

    Raises DomainError in sentences when a fact or the template is missing, or does not fit.
    """
    session = db.session()
    preview = get_preview(session, context.run.subject_id)
    context.report(10, "Collecting the figures")
    draft = _draft(session, preview)
    context.report(50, "Writing the Word file")
    version = version_name(preview.template).lower() if preview.template else "the built-in file"
    template = read_template(preview.template, preview.kind, files=context.files)
    stored = context.files.put(marked(render(template, draft.context), version))
    values, preview_id = list(list_values(draft.context)), preview.id

    def keep(session: Session) -> None:
        made = get_preview(session, preview_id)
        made.file_sha256, made.size = stored.sha256, stored.size
        made.file_name = word_name(f"Preview - {draft.affiliate} - {draft.title}")
        made.values, made.made_at = values, context.now

    return keep


def _draft(session: Session, preview: TemplatePreview) -> Draft:
    kind = KINDS[preview.kind].document.kind
    try:
        return DOCUMENTS[kind].build(session, Wanted(preview.enrollment_id, preview.subject_id))
    except NoLongerWanted:
        raise DomainError("This record has lost what the document would show. Choose another one.") from None


def marked(content: bytes, version: str) -> bytes:
    """The same file with a line at its top that says what it is, and with the word in its title."""
    word = docx.Document(BytesIO(content))
    line = word.add_paragraph()
    word.element.body.insert(0, line._p)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(MARK.format(version=version))
    run.bold, run.font.size, run.font.color.rgb = True, Pt(11), RGBColor(0x9B, 0x1C, 0x1C)
    word.core_properties.title = f"Preview: {word.core_properties.title}"[:255]
    saved = BytesIO()
    word.save(saved)
    return repacked(saved.getvalue())


def list_values(facts: "Context", before: str = "", line: str = "") -> Iterator[list[str]]:
    """Rows of [variable, which line of its list, value], in the order of the facts; an empty list has one row."""
    for part in fields(facts):
        name, value = f"{before}{part.name}", getattr(facts, part.name)
        if isinstance(value, tuple):
            if not value:
                yield [name, "", "(nothing in the list)"]
            for number, each in enumerate(value, 1):
                where = f"{line}.{number}".lstrip(".")
                yield from list_values(each, f"{name}.", where) if _is_group(each) else [[name, where, _short(each)]]
        elif isinstance(value, Picture):
            yield [name, line, f"(a picture: {value.description})"]
        elif _is_group(value):
            yield from list_values(value, f"{name}.", line)
        else:
            yield [name, line, _short(value) if value else "(nothing)"]


def _is_group(value: object) -> "TypeGuard[Context]":
    return is_dataclass(value)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE].rstrip()}…"
