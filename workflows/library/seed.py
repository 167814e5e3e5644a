"""The starting shelf: resources, guides and words of our own, for a new installation and for the demo world."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from workflows.library.models import ReadBy, ResourceKind
from workflows.library.operations import (
    WrittenFault,
    WrittenGuide,
    WrittenResource,
    WrittenStep,
    WrittenTerm,
    add_term,
    change_publication,
    write_guide,
    write_resource,
)
from workflows.library.queries import find_term, list_seed_keys
from workflows.permissions import Actor

SHELF_FILE = Path(__file__).with_name("starting_shelf.json")


@dataclass(frozen=True, slots=True)
class Added:
    """How much a seeding brought in that was not there before."""

    resources: int = 0
    guides: int = 0
    words: int = 0

    @property
    def total(self) -> int:
        return self.resources + self.guides + self.words


@cache
def load_shelf() -> Mapping[str, list[dict[str, Any]]]:
    """`resources`, `guides` and `glossary`, as the file has them."""
    shelf: dict[str, list[dict[str, Any]]] = json.loads(SHELF_FILE.read_text(encoding="utf-8"))
    return shelf


def seed_library(*, session: Session, actor: Actor, now: datetime) -> Added:
    """Bring in and publish what is missing; what was changed, taken back or retired since stays as it is."""
    known, shelf = list_seed_keys(session), load_shelf()
    resources = [row for row in shelf["resources"] if row["key"] not in known]
    guides = [row for row in shelf["guides"] if row["key"] not in known]
    words = [row for row in shelf["glossary"] if find_term(session, row["word"]) is None]
    for row in resources:
        resource = write_resource(_resource(row), session=session, actor=actor, now=now)
        resource.seed_key = row["key"]
        change_publication(resource, "publish", actor=actor, now=now)
    for row in guides:
        guide = write_guide(_guide(row), session=session, actor=actor, now=now)
        guide.seed_key = row["key"]
        change_publication(guide, "publish", actor=actor, now=now)
    for row in words:
        add_term(_term(row), session=session, actor=actor, now=now)
    return Added(len(resources), len(guides), len(words))


def _resource(row: dict[str, Any]) -> WrittenResource:
    lists = {name: tuple(row[name]) for name in ("tags", "competencies", "sessions", "domains")}
    return WrittenResource(
        title=row["title"],
        summary=row["summary"],
        body="\n".join(row["body"]),
        link=row["link"],
        kind=ResourceKind(row["kind"]),
        language=row["language"],
        audience=ReadBy(row["audience"]),
        written_by=row["written_by"],
        **lists,
    )


def _guide(row: dict[str, Any]) -> WrittenGuide:
    return WrittenGuide(
        title=row["title"],
        report=row["report"],
        summary=row["summary"],
        before=row["before"],
        audience=ReadBy(row["audience"]),
        written_by=row["written_by"],
        steps=tuple(WrittenStep(**step) for step in row["steps"]),
        faults=tuple(WrittenFault(**fault) for fault in row["faults"]),
    )


def _term(row: dict[str, Any]) -> WrittenTerm:
    return WrittenTerm(**{**row, "adopted_on": date.fromisoformat(row["adopted_on"])})
