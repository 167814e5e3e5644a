"""Resources, guides and words as pages need them; searches compare folded text, so both databases find the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.errors import NotFound
from workflows.folding import folded
from workflows.library.answers import SEARCH_WORDS_MAX, WORD_MAX
from workflows.library.models import (
    ExtractionGuide,
    GlossaryEdition,
    GlossaryTerm,
    Publication,
    ReadBy,
    Resource,
    ResourceKind,
    ResourceLabel,
    ResourceVote,
    Shelf,
)
from workflows.permissions import Actor, Permission, Scope, can, scopes_of


def get_resource(session: Session, resource_id: int) -> Resource:
    """With its labels; raises NotFound."""
    found = session.scalar(select(Resource).where(Resource.id == resource_id).options(selectinload(Resource.labels)))
    if found is None:
        raise NotFound()
    return found


def get_guide(session: Session, guide_id: int) -> ExtractionGuide:
    """With its steps and faults; raises NotFound."""
    loading = (selectinload(ExtractionGuide.steps), selectinload(ExtractionGuide.faults))
    found = session.scalar(select(ExtractionGuide).where(ExtractionGuide.id == guide_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def get_term(session: Session, term_id: int) -> GlossaryTerm:
    """With every edition and who recorded it; raises NotFound."""
    loading = selectinload(GlossaryTerm.editions).options(joinedload(GlossaryEdition.recorded_by))
    found = session.scalar(select(GlossaryTerm).where(GlossaryTerm.id == term_id).options(loading))
    if found is None:
        raise NotFound()
    return found


def find_term(session: Session, word: str) -> GlossaryTerm | None:
    return session.scalar(select(GlossaryTerm).where(GlossaryTerm.folded_word == folded(word)[: WORD_MAX * 2]))


@dataclass(frozen=True, slots=True)
class ResourceFilter:
    """What the shelf shows; empty words and None leave a column open. `state` is for those who write for it."""

    words: str = ""
    tag: str = ""
    kind: ResourceKind | None = None
    competency: str = ""
    language: str = ""
    state: Publication = Publication.PUBLISHED

    @property
    def folded_words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(folded(self.words).split()))[:SEARCH_WORDS_MAX]


def count_resources(session: Session, wanted: ResourceFilter, *, actor: Actor) -> int:
    return session.scalar(_chosen(select(func.count(Resource.id)), wanted, actor)) or 0


def list_resources(
    session: Session, wanted: ResourceFilter, *, actor: Actor, offset: int, at_most: int
) -> Sequence[Resource]:
    """One page with labels: titles that hold every word first, then by title."""
    rows = _chosen(select(Resource), wanted, actor).options(selectinload(Resource.labels))
    words = [_holds(Resource.folded_title, word) for word in wanted.folded_words]
    order = [case((and_(*words), 0), else_=1)] if words else []
    page = rows.order_by(*order, Resource.folded_title, Resource.id).offset(offset).limit(at_most)
    return session.scalars(page).all()


def _chosen(rows: Select[Any], wanted: ResourceFilter, actor: Actor) -> Select[Any]:
    """The rows of `wanted` that this actor may see.

    A word is looked for in title, summary, text, tags and author at once. That reads every published row, which is
    quick for thousands; beyond that, PostgreSQL wants a trigram index on `folded_text`.
    """
    rows = rows.where(_open_to(Resource, actor), Resource.state == _state_for(wanted.state, actor))
    rows = rows.where(*(_holds(Resource.folded_text, word) for word in wanted.folded_words))
    if wanted.kind is not None:
        rows = rows.where(Resource.kind == wanted.kind)
    if wanted.language:
        rows = rows.where(Resource.language == wanted.language)
    for shelf, word in ((Shelf.TAG, wanted.tag), (Shelf.COMPETENCY, wanted.competency)):
        if word:
            rows = rows.where(_labelled(shelf, word))
    return rows


def _holds(column: Any, word: str) -> ColumnElement[bool]:
    held: ColumnElement[bool] = column.contains(word, autoescape=True)
    return held


def _labelled(shelf: Shelf, word: str) -> ColumnElement[bool]:
    return exists().where(
        ResourceLabel.resource_id == Resource.id, ResourceLabel.shelf == shelf, ResourceLabel.word == word
    )


def _open_to(kind: type[Resource] | type[ExtractionGuide], actor: Actor) -> ColumnElement[bool]:
    """What this actor's grants reach: everything, or what is for the whole network."""
    if Scope.ANYWHERE in scopes_of(actor, Permission.SEE_LIBRARY):
        return true()
    return kind.audience == ReadBy.NETWORK


def _state_for(state: Publication, actor: Actor) -> Publication:
    return state if can(actor, Permission.MANAGE_LIBRARY) else Publication.PUBLISHED


def count_states(session: Session) -> Mapping[Publication, int]:
    """How many resources are in each state, for those who write for the library."""
    rows = session.execute(select(Resource.state, func.count(Resource.id).label("number")).group_by(Resource.state))
    return {row.state: row.number for row in rows}


def list_tags(session: Session, *, actor: Actor) -> Sequence[tuple[str, int]]:
    """(tag, how many published resources carry it), the commonest first."""
    number = func.count(ResourceLabel.id)
    rows = (
        select(ResourceLabel.word, number)
        .join(Resource, Resource.id == ResourceLabel.resource_id)
        .where(ResourceLabel.shelf == Shelf.TAG, Resource.state == Publication.PUBLISHED, _open_to(Resource, actor))
        .group_by(ResourceLabel.word)
        .order_by(number.desc(), ResourceLabel.word)
    )
    return [(word, count) for word, count in session.execute(rows)]


@dataclass(frozen=True, slots=True)
class Votes:
    """How many found it helpful of how many who said something, and what this person said."""

    helped: int
    of: int
    mine: bool | None


def count_votes(session: Session, resource_id: int, *, actor: Actor) -> Votes:
    votes = list(
        session.execute(
            select(ResourceVote.user_id, ResourceVote.has_helped).where(ResourceVote.resource_id == resource_id)
        )
    )
    mine = next((has_helped for user_id, has_helped in votes if user_id == actor.id), None)
    return Votes(helped=sum(has_helped for _, has_helped in votes), of=len(votes), mine=mine)


def find_vote(session: Session, resource_id: int, user_id: int) -> ResourceVote | None:
    mine = select(ResourceVote).where(ResourceVote.resource_id == resource_id, ResourceVote.user_id == user_id)
    return session.scalar(mine)


def list_guides(session: Session, *, actor: Actor) -> Sequence[ExtractionGuide]:
    """The guides on the shelf with their steps, by title; those who write for it see drafts and retired ones too."""
    rows = select(ExtractionGuide).where(_open_to(ExtractionGuide, actor))
    if not can(actor, Permission.MANAGE_LIBRARY):
        rows = rows.where(ExtractionGuide.state == Publication.PUBLISHED)
    order = (case((ExtractionGuide.state == Publication.PUBLISHED, 0), else_=1), func.lower(ExtractionGuide.title))
    return session.scalars(rows.order_by(*order).options(selectinload(ExtractionGuide.steps))).all()


def has_guides(session: Session, *, actor: Actor) -> bool:
    """Whether there is an extraction guide to offer."""
    found = select(ExtractionGuide.id).where(
        _open_to(ExtractionGuide, actor), ExtractionGuide.state == Publication.PUBLISHED
    )
    return session.scalar(found.limit(1)) is not None


def list_terms(session: Session, words: str = "") -> Sequence[GlossaryTerm]:
    """The glossary by word; `words` are looked for in word and meaning."""
    rows = select(GlossaryTerm).order_by(GlossaryTerm.folded_word)
    found = session.scalars(rows).all()
    wanted = folded(words).split()
    return [term for term in found if all(word in _text_of(term) for word in wanted)]


def _text_of(term: GlossaryTerm) -> str:
    return folded(f"{term.word} {term.meaning} {term.instead_of}")


def is_empty(session: Session) -> bool:
    """Whether nothing was ever put on any shelf."""
    rows = (select(kind.id).limit(1) for kind in (Resource, ExtractionGuide, GlossaryTerm))
    return all(session.scalar(row) is None for row in rows)


def list_seed_keys(session: Session) -> frozenset[str]:
    """Keys of the starting shelf that were brought in before, also of what was changed or retired since."""
    kept: set[str] = set()
    for kind in (Resource, ExtractionGuide):
        kept |= {key for key in session.scalars(select(kind.seed_key).where(kind.seed_key.is_not(None))) if key}
    return frozenset(kept)


def list_kept_digests(session: Session) -> frozenset[str]:
    """The files that resources hold, for the sweep that removes what nothing needs."""
    held = session.scalars(select(Resource.file_sha256).where(Resource.file_sha256.is_not(None)))
    return frozenset(digest for digest in held if digest is not None)
