"""Documents and the work that still owes some, as pages and rules need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.outbox import JobRun, RunState
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, Reach, can

MAKE = "make_document"


@dataclass(frozen=True, slots=True)
class DocumentRun:
    """Work that owes a document, with the enrollment it is for: the record behind a page that waits."""

    run: JobRun
    enrollment: Enrollment

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach

    @property
    def kind(self) -> str:
        return str(self.run.arguments.get("kind", ""))


def kinds_seen_by(actor: Actor, enrollment: Enrollment) -> list[str]:
    """The kinds of this enrollment's documents that the person may see."""
    return [row.kind for row in DOCUMENTS.values() if can(actor, row.who, enrollment)]


def documents_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The WHERE clause over documents joined with enrollments: «read documents», and each kind's own permission."""
    kinds_of: dict[Permission, list[str]] = {}
    for row in DOCUMENTS.values():
        kinds_of.setdefault(row.who, []).append(row.kind)
    seen = [and_(Document.kind.in_(kinds), visible_to(actor, who)) for who, kinds in kinds_of.items()]
    return and_(visible_to(actor, Permission.SEE_DOCUMENTS), or_(false(), *seen))


def get_document(session: Session, document_id: int) -> Document:
    """With enrollment, affiliate and cohort; raises NotFound."""
    found = session.scalar(
        select(Document).where(Document.id == document_id).options(joinedload(Document.enrollment, innerjoin=True))
    )
    if found is None:
        raise NotFound()
    return found


def find_document(session: Session, *, kind: str, subject_id: int) -> Document | None:
    """The document of one record that counts: the sealed one, else the newest."""
    made = select(Document).where(Document.kind == kind, Document.subject_id == subject_id)
    return session.scalar(made.order_by(Document.sealed_at.is_(None), Document.id.desc()).limit(1))


def list_documents_of(session: Session, enrollment_id: int, *, kinds: Iterable[str]) -> Sequence[Document]:
    """An enrollment's documents of these kinds, newest first."""
    made = select(Document).where(Document.enrollment_id == enrollment_id, Document.kind.in_(list(kinds)))
    return session.scalars(made.order_by(Document.made_at.desc(), Document.id.desc())).all()


def list_open_runs(session: Session, enrollment_id: int, *, kinds: Iterable[str]) -> Sequence[JobRun]:
    """Work that still owes the enrollment a document of these kinds, or could not make it; oldest first."""
    owed = select(JobRun).where(
        JobRun.enrollment_id == enrollment_id,
        JobRun.job == MAKE,
        JobRun.state != RunState.DONE,
        JobRun.arguments["kind"].as_string().in_(list(kinds)),
    )
    return session.scalars(owed.order_by(JobRun.id)).all()


def get_document_run(session: Session, run_id: int) -> DocumentRun:
    """Raises NotFound, also for work that makes no document."""
    found = session.execute(
        select(JobRun, Enrollment)
        .join(Enrollment, Enrollment.id == JobRun.enrollment_id)
        .where(JobRun.id == run_id, JobRun.job == MAKE)
    ).first()
    if found is None:
        raise NotFound()
    return DocumentRun(run=found[0], enrollment=found[1])


def find_made_by(session: Session, wanted: DocumentRun) -> Document | None:
    """The newest document of the run's kind and record, once the run is done."""
    made = select(Document).where(Document.kind == wanted.kind, Document.enrollment_id == wanted.enrollment.id)
    if wanted.run.subject_id is not None:
        made = made.where(Document.subject_id == wanted.run.subject_id)
    return session.scalar(made.order_by(Document.id.desc()).limit(1))


def _listed(actor: Actor, *, kind: str, words: str) -> ColumnElement[bool]:
    wanted = [documents_visible_to(actor)]
    if kind:
        wanted.append(Document.kind == kind)
    if words:
        wanted.append(or_(Document.title.icontains(words, autoescape=True),
                          Affiliate.name.icontains(words, autoescape=True)))  # fmt: skip
    return and_(*wanted)


def count_documents(session: Session, actor: Actor, *, kind: str = "", words: str = "") -> int:
    counted = select(func.count(Document.id)).join(Document.enrollment).join(Enrollment.affiliate)
    return session.scalar(counted.where(_listed(actor, kind=kind, words=words))) or 0


def list_documents(
    session: Session, actor: Actor, *, kind: str = "", words: str = "", offset: int = 0, at_most: int = 25
) -> Sequence[Document]:
    """What the person may see, newest first, with enrollment, affiliate and cohort."""
    made = (
        select(Document)
        .join(Document.enrollment)
        .join(Enrollment.affiliate)
        .where(_listed(actor, kind=kind, words=words))
        .options(
            contains_eager(Document.enrollment).options(
                contains_eager(Enrollment.affiliate), joinedload(Enrollment.cohort, innerjoin=True)
            )
        )
    )
    return session.scalars(
        made.order_by(Document.made_at.desc(), Document.id.desc()).offset(offset).limit(at_most)
    ).all()


def list_kept_digests(session: Session) -> frozenset[str]:
    """The SHA-256 of every file that a document still needs."""
    return frozenset(session.scalars(select(Document.file_sha256)))
