"""Uploading a version of a template, using it, going back to another one, and asking for a preview."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.attached import Attachment
from workflows.documents.answers import FILE_NAME_MAX
from workflows.documents.checking import Checked, TemplateRefused
from workflows.documents.models import DocumentTemplate, TemplateChange, TemplatePreview
from workflows.documents.record_choice import RecordChoice
from workflows.documents.template_lifecycle import TEMPLATE
from workflows.documents.template_queries import (
    PREVIEW,
    TemplateKind,
    find_active_template,
    newest_change_number,
    newest_number,
)
from workflows.errors import Reason, Stale
from workflows.file_kinds import WORD, kept_name
from workflows.files import FileStore
from workflows.machine import Refused
from workflows.outbox import owe
from workflows.permissions import Actor, Permission, require

BUILT_IN = "Built-in file"
IN_USE = "The template in use"


def upload_template(
    kind: TemplateKind,
    given: Attachment,
    *,
    checked: Checked,
    note: str,
    files: FileStore,
    session: Session,
    actor: Actor,
    now: datetime,
) -> DocumentTemplate:
    """Keep a checked file as the next version, a draft that makes nothing yet.

    Raises TemplateRefused where the check found a problem, and Stale when somebody uploaded in the same moment.
    """
    require(actor, Permission.MANAGE_TEMPLATES, kind)
    if checked.problems:
        raise TemplateRefused(checked.problems)
    assert actor.id is not None
    stored = files.put(given.content)
    template = DocumentTemplate(
        kind=kind.name,
        number=newest_number(session, kind.name) + 1,
        file_sha256=stored.sha256,
        file_name=kept_name(given.name, WORD, longest=FILE_NAME_MAX),
        size=stored.size,
        note=note.strip(),
        warnings=list(checked.warnings),
        uploaded_at=now,
        uploaded_by_id=actor.id,
    )
    with _one_at_a_time(session):
        session.add(template)
    return template


def use_template(
    kind: TemplateKind,
    template: DocumentTemplate | None,
    *,
    expected_change: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> TemplateChange:
    """From now on documents of the kind are made from this version; from the built-in file for None.

    What was made before stays as it is. `expected_change` is the number of the change that the person saw as the
    newest. Raises Stale with both versions when another one came first, Refused where it is in use already.
    """
    require(actor, Permission.MANAGE_TEMPLATES, kind)
    assert actor.id is not None
    active = find_active_template(session, kind.name)
    newest = newest_change_number(session, kind.name)
    if newest != expected_change:
        raise Stale(mine={IN_USE: version_name(template)}, theirs={IN_USE: version_name(active)})
    if active is template:
        raise Refused(Reason(f"{version_name(template)} is in use already."))
    with _one_at_a_time(session):
        if active is not None:
            TEMPLATE.move(active, "retire", actor=actor, now=now)
            session.flush()  # the database allows one active version a kind, also in between
        if template is not None:
            TEMPLATE.move(template, "activate", actor=actor, now=now)
        change = TemplateChange(kind=kind.name, number=newest + 1, template=template, at=now, by_id=actor.id)
        session.add(change)
    return change


def ask_for_preview(
    kind: TemplateKind,
    template: DocumentTemplate | None,
    record: RecordChoice,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> TemplatePreview:
    """Owe a trial of this version with this record, for the person who asks and for a day."""
    require(actor, Permission.MANAGE_TEMPLATES, kind)
    assert actor.id is not None
    preview = TemplatePreview(
        kind=kind.name,
        template=template,
        enrollment_id=record.enrollment_id,
        subject_id=record.subject_id,
        made_by_id=actor.id,
        asked_at=now,
        values=[],
    )
    session.add(preview)
    session.flush()  # the run names the preview by its number
    owe(session, PREVIEW, key=f"preview-{preview.id}", now=now, subject_id=preview.id, kind=kind.name)
    return preview


def version_name(template: DocumentTemplate | None) -> str:
    """`Version 3`, or the words for the file that the program brings along."""
    return BUILT_IN if template is None else f"Version {template.number}"


@contextmanager
def _one_at_a_time(session: Session) -> Iterator[None]:
    """Write now; where somebody else took the same number first, say so instead."""
    try:
        yield
        session.flush()  # the database decides who was first, while this operation can still say it in a sentence
    except IntegrityError as error:
        raise Stale() from error
