"""Templates, their versions and previews as pages, rules and jobs need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows.documents.catalogue import DOCUMENTS, TEMPLATES, DocumentRow
from workflows.documents.contexts import CONTEXTS
from workflows.documents.models import DocumentTemplate, TemplateChange, TemplatePreview, TemplateState
from workflows.errors import NotFound
from workflows.files import FileStore
from workflows.outbox import JobRun
from workflows.permissions import Reach

PREVIEW = "preview_template"
PREVIEW_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TemplateKind:
    """One template: its name (also that of the built-in file), and the kind of document that is made from it."""

    name: str
    document: DocumentRow

    @property
    def title(self) -> str:
        """`Award letter`; of a document with several templates, the template's own name."""
        return self.document.title if len(self.document.templates) == 1 else self.name.replace("_", " ").capitalize()

    @property
    def context(self) -> type:
        return CONTEXTS[self.name]

    @property
    def reach(self) -> Reach:
        return Reach()


KINDS: dict[str, TemplateKind] = {
    name: TemplateKind(name, row)
    for row in DOCUMENTS.values()
    for name in (file.removesuffix(".docx") for file in row.templates)
}


def get_template_kind(_session: Session, template_kind: str) -> TemplateKind:
    """Raises NotFound."""
    if template_kind not in KINDS:
        raise NotFound()
    return KINDS[template_kind]


def get_template(session: Session, template_id: int) -> DocumentTemplate:
    """With who uploaded it; raises NotFound."""
    wanted = select(DocumentTemplate).where(DocumentTemplate.id == template_id)
    found = session.scalar(wanted.options(joinedload(DocumentTemplate.uploaded_by, innerjoin=True)))
    if found is None:
        raise NotFound()
    return found


def find_active_template(session: Session, kind: str) -> DocumentTemplate | None:
    """The version that documents of the kind are made from; None for the built-in file."""
    active = select(DocumentTemplate).where(
        DocumentTemplate.kind == kind, DocumentTemplate.state == TemplateState.ACTIVE
    )
    return session.scalar(active)


def list_templates(session: Session, kind: str) -> Sequence[DocumentTemplate]:
    """Every version of the kind, newest first, with who uploaded it."""
    versions = select(DocumentTemplate).where(DocumentTemplate.kind == kind)
    loaded = versions.options(joinedload(DocumentTemplate.uploaded_by, innerjoin=True))
    return session.scalars(loaded.order_by(DocumentTemplate.number.desc())).all()


def list_active_templates(session: Session) -> dict[str, DocumentTemplate]:
    """The active version of each kind that has one."""
    active = select(DocumentTemplate).where(DocumentTemplate.state == TemplateState.ACTIVE)
    loaded = active.options(joinedload(DocumentTemplate.uploaded_by, innerjoin=True))
    return {row.kind: row for row in session.scalars(loaded)}


def count_templates(session: Session) -> dict[str, int]:
    """How many versions each kind has; kinds without one are left out."""
    counted = select(DocumentTemplate.kind, func.count(DocumentTemplate.id)).group_by(DocumentTemplate.kind)
    return {row.kind: row[1] for row in session.execute(counted)}


def newest_number(session: Session, kind: str) -> int:
    """The number of the newest version; 0 before the first."""
    return session.scalar(select(func.max(DocumentTemplate.number)).where(DocumentTemplate.kind == kind)) or 0


def newest_change_number(session: Session, kind: str) -> int:
    """How often the kind's template was changed; a form carries it, so that nobody overrules who was faster."""
    return session.scalar(select(func.max(TemplateChange.number)).where(TemplateChange.kind == kind)) or 0


def list_changes(session: Session, kind: str) -> Sequence[TemplateChange]:
    """What was in use from when on, newest first, with the version and who changed it."""
    changes = select(TemplateChange).where(TemplateChange.kind == kind)
    loaded = changes.options(joinedload(TemplateChange.template), joinedload(TemplateChange.by, innerjoin=True))
    return session.scalars(loaded.order_by(TemplateChange.number.desc())).all()


def list_change_moments(session: Session) -> dict[str, datetime]:
    """When each kind's template was changed last; kinds that never were are left out."""
    newest = select(TemplateChange.kind, func.max(TemplateChange.at)).group_by(TemplateChange.kind)
    return {row.kind: row[1] for row in session.execute(newest)}


def read_template(template: DocumentTemplate | None, kind: str, *, files: FileStore) -> bytes:
    """The Word file of the version, or the built-in one for None; raises StorageProblem."""
    if template is None:
        return (TEMPLATES / f"{kind}.docx").read_bytes()
    return files.read(template.file_sha256)


def read_template_in_use(session: Session, file_name: str, *, files: FileStore) -> bytes:
    """What documents of `award_letter.docx` are made from now: the active version, or the file of that name."""
    kind = file_name.removesuffix(".docx")
    return read_template(find_active_template(session, kind), kind, files=files)


def get_preview(session: Session, preview_id: int | None) -> TemplatePreview:
    """With its version and the enrollment; raises NotFound."""
    loading = (joinedload(TemplatePreview.template), joinedload(TemplatePreview.enrollment, innerjoin=True))
    found = session.scalar(select(TemplatePreview).where(TemplatePreview.id == preview_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def is_over(preview: TemplatePreview, *, now: datetime) -> bool:
    """Whether the preview's day has passed."""
    return preview.asked_at + PREVIEW_FOR <= now


def find_preview_run(session: Session, preview: TemplatePreview) -> JobRun | None:
    return session.scalar(select(JobRun).where(JobRun.job == PREVIEW, JobRun.subject_id == preview.id))


def list_template_digests(session: Session) -> frozenset[str]:
    """The SHA-256 of every version of a template, whatever its state, and of previews that are not forgotten."""
    kept = set(session.scalars(select(DocumentTemplate.file_sha256)))
    shown = select(TemplatePreview.file_sha256).where(TemplatePreview.file_sha256.is_not(None))
    return frozenset(kept | {digest for digest in session.scalars(shown) if digest is not None})
