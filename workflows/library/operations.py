"""Writing for the library: resources with their labels, guides with their steps, words with their editions, votes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from workflows.attached import KeptFile, hold
from workflows.errors import DomainError, Reason, Stale
from workflows.folding import folded
from workflows.library import answers
from workflows.library.answers import COMPETENCY_WORDS
from workflows.library.lifecycle import PUBLICATION
from workflows.library.models import (
    ExtractionGuide,
    GlossaryEdition,
    GlossaryTerm,
    GuideFault,
    GuideStep,
    ReadBy,
    Resource,
    ResourceKind,
    ResourceLabel,
    ResourceVote,
    Shelf,
)
from workflows.library.queries import find_term, find_vote
from workflows.permissions import Actor, Permission, require


@dataclass(frozen=True, slots=True)
class WrittenResource:
    """A resource as somebody writes it; labels by shelf."""

    title: str
    summary: str
    body: str
    link: str
    kind: ResourceKind
    language: str
    audience: ReadBy
    written_by: str
    tags: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenStep:
    text: str
    expect: str


@dataclass(frozen=True, slots=True)
class WrittenFault:
    error: str
    fix: str


@dataclass(frozen=True, slots=True)
class WrittenGuide:
    """A guide as somebody writes it, its steps in order."""

    title: str
    report: str
    summary: str
    before: str
    audience: ReadBy
    written_by: str
    steps: tuple[WrittenStep, ...]
    faults: tuple[WrittenFault, ...]


def write_resource(written: WrittenResource, *, session: Session, actor: Actor, now: datetime) -> Resource:
    """A new draft. Raises Forbidden, DomainError."""
    require(actor, Permission.MANAGE_LIBRARY)
    resource = Resource(created_at=now, changed_at=now, changed_by_id=actor.id)
    _write(resource, written)
    session.add(resource)
    session.flush()  # callers show it under its number
    return resource


def edit_resource(
    resource: Resource, written: WrittenResource, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Keep what was written; what is published shows it at once. Raises Stale with both texts."""
    require(actor, Permission.MANAGE_LIBRARY, resource)
    if resource.version != expected_version:
        raise Stale(mine=_texts(written), theirs=_texts(written_of(resource)))
    _write(resource, written)
    resource.changed_at, resource.changed_by_id = now, actor.id
    flag_modified(resource, "changed_at")  # the version covers the labels too


def written_of(resource: Resource) -> WrittenResource:
    """The resource as a form is filled with it."""
    return WrittenResource(
        title=resource.title,
        summary=resource.summary,
        body=resource.body,
        link=resource.link,
        kind=resource.kind,
        language=resource.language,
        audience=resource.audience,
        written_by=resource.written_by,
        tags=tuple(resource.words_on(Shelf.TAG)),
        competencies=tuple(resource.words_on(Shelf.COMPETENCY)),
        sessions=tuple(resource.words_on(Shelf.SESSION)),
        domains=tuple(resource.words_on(Shelf.DOMAIN)),
    )


def hold_file(resource: Resource, kept: KeptFile, *, actor: Actor, now: datetime) -> None:
    """Let the resource hold this file in place of the one it had."""
    require(actor, Permission.MANAGE_LIBRARY, resource)
    hold(resource, kept)
    resource.changed_at, resource.changed_by_id = now, actor.id


def change_publication(record: Resource | ExtractionGuide, name: str, *, actor: Actor, now: datetime) -> None:
    """Take one row of the table of publication. Raises Refused."""
    PUBLICATION.move(record, name, actor=actor, now=now)
    record.published_at = record.published_at or now
    record.changed_at, record.changed_by_id = now, actor.id


def say_helpful(resource: Resource, *, has_helped: bool, session: Session, actor: Actor, now: datetime) -> None:
    """One answer of each person; a second one takes the place of the first."""
    require(actor, Permission.RATE_RESOURCE, resource)
    assert actor.id is not None
    vote = find_vote(session, resource.id, actor.id)
    if vote is None:
        session.add(ResourceVote(resource_id=resource.id, user_id=actor.id, has_helped=has_helped, at=now))
    else:
        vote.has_helped, vote.at = has_helped, now


def write_guide(written: WrittenGuide, *, session: Session, actor: Actor, now: datetime) -> ExtractionGuide:
    """A new draft of an extraction guide. Raises Forbidden."""
    require(actor, Permission.MANAGE_LIBRARY)
    guide = ExtractionGuide(created_at=now, changed_at=now, changed_by_id=actor.id)
    _write_guide(guide, written)
    session.add(guide)
    session.flush()  # callers show it under its number
    return guide


def edit_guide(
    guide: ExtractionGuide, written: WrittenGuide, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Keep what was written, its steps numbered anew. Raises Stale with both texts."""
    require(actor, Permission.MANAGE_LIBRARY, guide)
    if guide.version != expected_version:
        raise Stale(mine=_guide_texts(written), theirs=_guide_texts(written_guide_of(guide)))
    _write_guide(guide, written)
    guide.changed_at, guide.changed_by_id = now, actor.id
    flag_modified(guide, "changed_at")  # the version covers steps and faults too


def written_guide_of(guide: ExtractionGuide) -> WrittenGuide:
    """The guide as a form is filled with it."""
    return WrittenGuide(
        title=guide.title,
        report=guide.report,
        summary=guide.summary,
        before=guide.before,
        audience=guide.audience,
        written_by=guide.written_by,
        steps=tuple(WrittenStep(step.text, step.expect) for step in guide.steps),
        faults=tuple(WrittenFault(fault.error, fault.fix) for fault in guide.faults),
    )


@dataclass(frozen=True, slots=True)
class WrittenTerm:
    word: str
    meaning: str
    instead_of: str
    source: str
    adopted_on: date


def add_term(written: WrittenTerm, *, session: Session, actor: Actor, now: datetime) -> GlossaryTerm:
    """A new word with its first edition. Raises DomainError when the word is there already."""
    require(actor, Permission.MANAGE_LIBRARY)
    _refuse_twin(written.word, None, session=session)
    term = GlossaryTerm(edition=1)
    _write_term(term, written)
    term.editions = [_edition(term, actor=actor, now=now)]
    session.add(term)
    session.flush()  # callers show it under its number
    return term


def edit_term(
    term: GlossaryTerm,
    written: WrittenTerm,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Another meaning or day of adoption is a new edition; other changes mend the word as it stands. Raises Stale."""
    require(actor, Permission.MANAGE_LIBRARY, term)
    if term.version != expected_version:
        raise Stale(mine=_term_texts(written), theirs=_term_texts(written_term_of(term)))
    _refuse_twin(written.word, term, session=session)
    is_new = (written.meaning, written.adopted_on) != (term.meaning, term.adopted_on)
    if is_new and written.adopted_on < term.adopted_on:
        raise DomainError(
            Reason(f"The meaning before was adopted on {term.adopted_on}. A newer one cannot be older.", "adopted_on")
        )
    _write_term(term, written)
    if is_new:
        term.edition += 1
        term.editions.insert(0, _edition(term, actor=actor, now=now))


def written_term_of(term: GlossaryTerm) -> WrittenTerm:
    return WrittenTerm(term.word, term.meaning, term.instead_of, term.source, term.adopted_on)


def _write(resource: Resource, written: WrittenResource) -> None:
    if len(written.tags) > answers.TAGS_MAX:
        raise DomainError(Reason(f"Up to {answers.TAGS_MAX} tags: the ones people would search for.", "tags"))
    resource.title, resource.summary, resource.body = written.title, written.summary, written.body
    resource.link, resource.kind, resource.language = written.link, written.kind, written.language
    resource.audience, resource.written_by = written.audience, written.written_by
    _label(resource, written)
    competencies = [COMPETENCY_WORDS.get(code, "") for code in written.competencies]
    found_in = (written.title, written.summary, written.body, *written.tags, *written.domains, *competencies)
    resource.folded_title = folded(written.title)[: answers.TITLE_MAX * 2]
    resource.folded_text = folded(" ".join((*found_in, written.written_by)))


def _label(resource: Resource, written: WrittenResource) -> None:
    wanted = [
        *((Shelf.TAG, word) for word in written.tags),
        *((Shelf.COMPETENCY, word) for word in written.competencies),
        *((Shelf.SESSION, word) for word in written.sessions),
        *((Shelf.DOMAIN, word) for word in written.domains),
    ]
    kept = {(label.shelf, label.word): label for label in resource.labels}
    resource.labels = [kept.get(pair) or ResourceLabel(shelf=pair[0], word=pair[1]) for pair in wanted]


def _write_guide(guide: ExtractionGuide, written: WrittenGuide) -> None:
    guide.title, guide.report, guide.summary = written.title, written.report, written.summary
    guide.before, guide.audience, guide.written_by = written.before, written.audience, written.written_by
    guide.steps = [
        GuideStep(position=number, text=step.text, expect=step.expect) for number, step in enumerate(written.steps, 1)
    ]
    guide.faults = [
        GuideFault(position=number, error=fault.error, fix=fault.fix) for number, fault in enumerate(written.faults, 1)
    ]


def _write_term(term: GlossaryTerm, written: WrittenTerm) -> None:
    term.word, term.folded_word = written.word, folded(written.word)[: answers.WORD_MAX * 2]
    term.meaning, term.instead_of, term.source = written.meaning, written.instead_of, written.source
    term.adopted_on = written.adopted_on


def _edition(term: GlossaryTerm, *, actor: Actor, now: datetime) -> GlossaryEdition:
    return GlossaryEdition(
        edition=term.edition,
        meaning=term.meaning,
        adopted_on=term.adopted_on,
        recorded_at=now,
        recorded_by_id=actor.id,
    )


def _refuse_twin(word: str, term: GlossaryTerm | None, *, session: Session) -> None:
    with session.no_autoflush:
        twin = find_term(session, word)
    if twin is not None and twin is not term:
        raise DomainError(Reason(f"“{twin.word}” is in the glossary already. Change its meaning there.", "word"))


def _texts(written: WrittenResource) -> dict[str, str]:
    return {
        "Title": written.title,
        "Summary": written.summary,
        "Text": written.body,
        "Link": written.link,
        "Tags": ", ".join(written.tags),
    }


def _guide_texts(written: WrittenGuide) -> dict[str, str]:
    return {
        "Title": written.title,
        "Summary": written.summary,
        "Before you begin": written.before,
        "Steps": _lines((step.text, step.expect) for step in written.steps),
        "Errors and fixes": _lines((fault.error, fault.fix) for fault in written.faults),
    }


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{number}. {first} → {second}" for number, (first, second) in enumerate(pairs, 1))


def _term_texts(written: WrittenTerm) -> dict[str, str]:
    return {"Word": written.word, "Meaning": written.meaning, "Instead of": written.instead_of}
