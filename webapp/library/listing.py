"""The shelf of resources as its URL asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp.access import allows
from webapp.library.prose import excerpt, highlight
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.library.answers import COMPETENCIES, COMPETENCY_WORDS, LANGUAGE_WORDS, LANGUAGES, SEARCH_MAX, TAG_MAX
from workflows.library.models import Publication, Resource, ResourceKind
from workflows.library.queries import ResourceFilter, count_resources, list_resources, list_tags
from workflows.permissions import Actor, Permission

TAGS_SHOWN = 12
_KINDS, _STATES = set(ResourceKind), set(Publication)


@dataclass(frozen=True, slots=True)
class ResourceCard:
    """One resource as the shelf shows it: title, summary and the place where the words stand, with marks."""

    resource: Resource
    title: Markup
    summary: Markup
    found: Markup


@dataclass(frozen=True, slots=True)
class ResourceShelf:
    cards: Sequence[ResourceCard]
    page: TablePage
    filters: Sequence[TableFilter]
    wanted: ResourceFilter
    tags: Sequence[tuple[str, int]]

    @property
    def is_narrowed(self) -> bool:
        wanted = self.wanted
        return bool(wanted.words.strip() or wanted.tag or wanted.kind or wanted.competency or wanted.language)


def read_filter() -> ResourceFilter:
    """What the URL asks for; what it asks wrongly is left open."""
    asked = request.args
    kind, state = asked.get("kind", ""), asked.get("state", "")
    return ResourceFilter(
        words=asked.get("q", "")[:SEARCH_MAX],
        tag=asked.get("tag", "")[:TAG_MAX],
        kind=ResourceKind(kind) if kind in _KINDS else None,
        competency=asked.get("competency", "") if asked.get("competency") in COMPETENCY_WORDS else "",
        language=asked.get("language", "") if asked.get("language") in LANGUAGE_WORDS else "",
        state=Publication(state) if state in _STATES else Publication.PUBLISHED,
    )


def build_shelf(session: Session, *, actor: Actor) -> ResourceShelf:
    wanted = read_filter()
    total = count_resources(session, wanted, actor=actor)
    number = asked_page(total)
    kept = {name: request.args.get(name, "") for name in ("q", "tag", "kind", "competency", "language", "state")}
    rows = list_resources(session, wanted, actor=actor, offset=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE)
    tags = list_tags(session, actor=actor)
    return ResourceShelf(
        cards=[_card(row, wanted.folded_words) for row in rows],
        page=TablePage(path=request.path, number=number, total=total, filters=kept),
        filters=_filters(wanted, tags),
        wanted=wanted,
        tags=tags[:TAGS_SHOWN],
    )


def _card(resource: Resource, words: tuple[str, ...]) -> ResourceCard:
    found = excerpt(resource.body, words) if words else ""
    return ResourceCard(
        resource, highlight(resource.title, words), highlight(resource.summary, words), highlight(found, words)
    )


def _filters(wanted: ResourceFilter, tags: Sequence[tuple[str, int]]) -> list[TableFilter]:
    known = dict.fromkeys([*([wanted.tag] if wanted.tag else ()), *sorted(tag for tag, _ in tags)])
    competencies = [(code, f"{code} {words}") for code, words in COMPETENCIES]
    kinds = [(kind.value, kind.words) for kind in ResourceKind]
    filters = [
        TableFilter("q", "Search", wanted.words),
        TableFilter("tag", "Tag", wanted.tag, [("", "Every tag"), *((tag, tag) for tag in known)]),
        TableFilter("kind", "Kind", wanted.kind or "", [("", "Every kind"), *kinds]),
        TableFilter("competency", "Competency", wanted.competency, [("", "Every competency"), *competencies]),
        TableFilter("language", "Language", wanted.language, [("", "Every language"), *LANGUAGES]),
    ]
    if allows(Permission.MANAGE_LIBRARY):
        states = [
            (state.value, state.words) for state in (Publication.PUBLISHED, Publication.DRAFT, Publication.RETIRED)
        ]
        filters.append(TableFilter("state", "State", wanted.state, states))
    return filters
