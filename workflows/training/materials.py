"""What staff do with a session's materials: add a file or a link, rename, order, remove."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason, Stale
from workflows.file_kinds import EVERY_KIND, kept_name, recognise
from workflows.files import StoredFile
from workflows.permissions import Actor
from workflows.training.answers import FILE_NAME_MAX, MATERIAL_FILE_MAX_BYTES, MATERIALS_MAX, MaterialAnswers
from workflows.training.models import SessionMaterial, TrainingSession
from workflows.training.queries import hold_attendance, list_materials

ONE_OF_TWO = Reason("Choose a file, or write a link; one of the two.", "file")


def name_of_file(name: str, content: bytes) -> str:
    """The name under which a file becomes a material. Raises DomainError at the field `file` for what cannot be one."""
    kind = recognise(
        name, content, kinds=EVERY_KIND, at_most=MATERIAL_FILE_MAX_BYTES, instead="For anything else, add a link."
    )
    return kept_name(name, kind, longest=FILE_NAME_MAX)


def add_material(
    training_session: TrainingSession,
    answers: MaterialAnswers,
    *,
    file_name: str = "",
    stored: StoredFile | None = None,
    session: Session,
    actor: Actor,
    now: datetime,
) -> SessionMaterial:
    """Put it last. A file was checked and stored before; one that no row names is swept from the store.

    Raises DomainError unless there is either a file or a link, and for more than a page bears.
    """
    assert actor.id is not None
    if bool(answers.url) is (stored is not None):
        raise DomainError(ONE_OF_TWO)
    hold_attendance(session, training_session.id)  # two who add at once get two places
    others = list_materials(session, training_session.id)
    if len(others) >= MATERIALS_MAX:
        raise DomainError(f"This session has {MATERIALS_MAX} materials. Remove one that nobody needs first.")
    material = SessionMaterial(
        session=training_session,
        position=max((other.position for other in others), default=0) + 1,
        title=answers.title,
        kind=answers.kind,
        language=answers.language,
        url=answers.url,
        file_sha256=stored.sha256 if stored else None,
        file_name=file_name,
        size=stored.size if stored else None,
        added_by_id=actor.id,
        added_at=now,
    )
    session.add(material)
    return material


def change_material(material: SessionMaterial, answers: MaterialAnswers, *, expected_version: int) -> None:
    """Another title, kind or language, and for a link another address; a file stays the file. Raises Stale."""
    if material.version != expected_version:
        theirs = {"Title": material.title, "Kind": material.kind.words, "Language": material.language}
        mine = {"Title": answers.title, "Kind": answers.kind.words, "Language": answers.language}
        raise Stale(mine=mine, theirs=theirs)
    if material.url:
        if not answers.url:
            raise DomainError(Reason("Write the link; to have none, remove the material.", "url"))
        material.url = answers.url
    material.title, material.kind, material.language = answers.title, answers.kind, answers.language


def raise_material(material: SessionMaterial, *, session: Session) -> None:
    """One place up; the first one stays."""
    hold_attendance(session, material.session_id)
    ordered = list(list_materials(session, material.session_id))
    place = [one.id for one in ordered].index(material.id)
    if place:
        ordered[place - 1], ordered[place] = ordered[place], ordered[place - 1]
    for position, one in enumerate(ordered, start=1):
        one.position = position


def remove_material(material: SessionMaterial, *, session: Session) -> None:
    """Take it away; the audit trail keeps what it was and the digest of its file."""
    session.delete(material)
