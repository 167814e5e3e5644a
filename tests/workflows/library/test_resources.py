"""Resources: written, published, found again by words, and who may read which."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_library import a_guide, a_resource, a_term, acting, written, written_guide
from workflows.attached import Attachment, keep
from workflows.db import db
from workflows.errors import DomainError, Forbidden, Stale
from workflows.files import FileStore
from workflows.library.answers import FILE_KINDS, FILE_MAX_BYTES, normal_tags
from workflows.library.lifecycle import PUBLICATION
from workflows.library.models import GlossaryEdition, Publication, ReadBy, Resource, ResourceKind, Shelf
from workflows.library.operations import (
    WrittenTerm,
    add_term,
    change_publication,
    edit_guide,
    edit_resource,
    edit_term,
    hold_file,
    say_helpful,
    write_resource,
)
from workflows.library.queries import (
    ResourceFilter,
    count_resources,
    count_votes,
    list_kept_digests,
    list_resources,
    list_tags,
    list_terms,
)
from workflows.library.seed import load_shelf, seed_library
from workflows.machine import Refused
from workflows.people.models import User
from workflows.permissions import PROGRAM, Permission, Role, can


def titles(session: Session, who: User, **wanted: Any) -> list[str]:
    rows = list_resources(session, ResourceFilter(**wanted), actor=acting(who), offset=0, at_most=50)
    assert count_resources(session, ResourceFilter(**wanted), actor=acting(who)) == len(rows)
    return [row.title for row in rows]


def a_shelf(session: Session) -> User:
    """Five resources, and somebody of an affiliate who looks for them."""
    a_resource(session, "Reading 100 % of the rows", tags=("data quality",), competencies=("C6",))
    a_resource(session, "Reading 100 out of the rows", body="Nothing about percent.", language="es")
    a_resource(session, "File names", body="Write site_code, not sitecode.", kind=ResourceKind.TEMPLATE)
    a_resource(session, "Équipe et évaluation", summary="Pour ÉVALUER ensemble.", tags=("équipe",), language="fr")
    a_resource(session, "Only for colleagues", audience=ReadBy.NATIONAL)
    a_resource(session, "Not ready", is_draft=True)
    return a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))


def check_search(session: Session) -> None:
    reader = a_shelf(session)
    for words, found in {
        "100 %": ["Reading 100 % of the rows"],
        "100": ["Reading 100 % of the rows", "Reading 100 out of the rows"],
        "site_code": ["File names"],
        "siteXcode": [],
        "_": ["File names"],
        "%": ["Reading 100 % of the rows"],
        "\\": [],
        "evaluer EQUIPE": ["Équipe et évaluation"],
        "ÉQUIPE": ["Équipe et évaluation"],
        "colleagues": [],
        "ready": [],
        "reading QUALITY": ["Reading 100 % of the rows"],
        "'; DROP TABLE resources": [],
    }.items():
        assert titles(session, reader, words=words) == found, words


def test_words_find_the_same_whatever_their_capitals_accents_and_signs(session: Session) -> None:
    check_search(session)


@pytest.mark.postgres
def test_words_find_the_same_on_postgresql(postgres_app: Flask) -> None:
    check_search(db.session())


def test_titles_come_before_texts_and_filters_narrow(session: Session) -> None:
    reader = a_shelf(session)
    a_resource(session, "A text", body="It mentions rows.")
    assert titles(session, reader, words="rows")[-1] == "A text"
    assert titles(session, reader, tag="équipe") == ["Équipe et évaluation"]
    assert titles(session, reader, competency="C6") == ["Reading 100 % of the rows"]
    assert titles(session, reader, language="es") == ["Reading 100 out of the rows"]
    assert titles(session, reader, kind=ResourceKind.TEMPLATE) == ["File names"]


def test_drafts_and_national_ones_are_read_by_those_who_may(session: Session) -> None:
    reader = a_shelf(session)
    manager, finance = a_person(session, Role.PROGRAM_MANAGER), a_person(session, Role.FINANCE_OFFICER)
    reviewer = a_person(session, Role.REVIEWER)
    assert titles(session, manager, state=Publication.DRAFT) == ["Not ready"]
    assert "Only for colleagues" in titles(session, finance)
    assert "Only for colleagues" not in titles(session, reviewer)
    assert "Not ready" not in titles(session, reader, state=Publication.DRAFT)
    rows = {row.title: row for row in session.scalars(select(Resource))}
    seen = {title: can(acting(reader), Permission.SEE_LIBRARY, row) for title, row in rows.items()}
    assert {title for title, may in seen.items() if not may} == {"Only for colleagues", "Not ready"}


def test_a_page_of_the_shelf_asks_as_often_for_thirty_as_for_one(session: Session, count_queries: Statements) -> None:
    actor = acting(a_person(session, Role.PROGRAM_MANAGER))
    a_resource(session, "Number 0", tags=("one",))
    session.flush()
    counts = []
    for so_far in (1, 30):
        for number in range(1, so_far):
            a_resource(session, f"Number {number}", tags=("one", f"tag {number}"))
        session.flush()
        session.expire_all()
        count_queries.clear()
        rows = list_resources(session, ResourceFilter(words="number"), actor=actor, offset=0, at_most=50)
        assert len([row.words_on(Shelf.TAG) for row in rows]) == so_far
        counts.append(len(count_queries))
    assert counts[0] == counts[1] == 2


def test_the_slower_of_two_writers_sees_both_texts(session: Session) -> None:
    resource = a_resource(session)
    manager = acting(a_person(session, Role.PROGRAM_MANAGER))
    opened = resource.version
    edit_resource(resource, written(tags=("small",)), expected_version=opened, actor=manager, now=NOW)
    session.flush()
    assert (resource.version, resource.words_on(Shelf.TAG)) == (opened + 1, ["small"])
    with pytest.raises(Stale) as stale:
        edit_resource(resource, written(body="Mine."), expected_version=opened, actor=manager, now=NOW)
    assert (stale.value.mine["Text"], stale.value.theirs["Tags"]) == ("Mine.", "small")
    guide = a_guide(session)
    with pytest.raises(Stale):
        edit_guide(guide, written_guide(), expected_version=guide.version - 1, actor=manager, now=NOW)


def test_labels_that_stay_are_kept_and_others_go(session: Session) -> None:
    resource = a_resource(session, tags=("one", "two"))
    kept = resource.labels[1].id
    manager = acting(a_person(session, Role.COACH))
    edit_resource(resource, written(tags=("two", "three")), expected_version=resource.version, actor=manager, now=NOW)
    session.flush()
    assert sorted(resource.words_on(Shelf.TAG)) == ["three", "two"]
    assert kept in [label.id for label in resource.labels]
    assert list_tags(session, actor=manager) == [("three", 1), ("two", 1)]


def test_tags_are_written_one_way() -> None:
    assert normal_tags(" #Data Quality, data  quality ,, SMART,") == ("data quality", "smart")


def test_nine_tags_are_too_many(session: Session) -> None:
    with pytest.raises(DomainError, match="Up to 8 tags"):
        write_resource(written(tags=tuple("abcdefghi")), session=session, actor=PROGRAM, now=NOW)


def test_nothing_empty_is_published_and_every_step_of_publication_has_its_place(session: Session) -> None:
    actor = acting(a_person(session, Role.PROGRAM_MANAGER))
    empty = a_resource(session, body="", is_draft=True)
    with pytest.raises(Refused, match="There is nothing to read yet"):
        change_publication(empty, "publish", actor=actor, now=NOW)
    resource = a_resource(session)
    for name, state in (
        ("retire", "retired"),
        ("restore", "published"),
        ("unpublish", "draft"),
        ("publish", "published"),
    ):
        change_publication(resource, name, actor=actor, now=NOW)
        assert resource.state == state
    allowed = {(state, row.name) for state in Publication for row in PUBLICATION.rows if state in row.sources}
    assert allowed == {
        (Publication.DRAFT, "publish"),
        (Publication.PUBLISHED, "unpublish"),
        (Publication.PUBLISHED, "retire"),
        (Publication.RETIRED, "restore"),
    }


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.REVIEWER, Role.AUDITOR])
def test_others_do_not_write(session: Session, role: Role) -> None:
    with pytest.raises(Forbidden):
        write_resource(written(), session=session, actor=acting(a_person(session, role)), now=NOW)


def test_each_person_has_one_voice_and_may_change_it(session: Session) -> None:
    resource = a_resource(session)
    harbor = an_affiliate(session)
    people = [acting(a_person(session, Role.AFFILIATE_STAFF, affiliate=harbor)) for _ in range(2)]
    for actor, has_helped in ((people[0], True), (people[1], True), (people[1], False)):
        say_helpful(resource, has_helped=has_helped, session=session, actor=actor, now=NOW)
    votes = count_votes(session, resource.id, actor=people[1])
    assert (votes.helped, votes.of, votes.mine) == (1, 2, False)


def test_a_file_is_kept_from_the_sweep(session: Session) -> None:
    resource = a_resource(session)
    files = FileStore("memory://library")
    manager = acting(a_person(session, Role.PROGRAM_MANAGER))
    kept = keep(Attachment("sheet.csv", b"a,b\n"), kinds=FILE_KINDS, at_most=FILE_MAX_BYTES, files=files)
    hold_file(resource, kept, actor=manager, now=NOW)
    session.flush()
    assert list_kept_digests(session) == {resource.file_sha256}
    with pytest.raises(DomainError, match="cannot be kept here"):
        keep(Attachment("page.html", b"<b>"), kinds=FILE_KINDS, at_most=FILE_MAX_BYTES, files=files)


def test_another_meaning_is_another_edition(session: Session) -> None:
    actor = acting(a_person(session, Role.PROGRAM_MANAGER))
    term = a_term(session, "Innovation", "Something new.")
    first = WrittenTerm("Innovation", "Something new.", "novelty", "", term.adopted_on)
    edit_term(term, first, expected_version=term.version, session=session, actor=actor, now=NOW)
    session.flush()
    assert (term.edition, term.instead_of) == (1, "novelty")
    later = term.adopted_on.replace(year=2027)
    newer = WrittenTerm("innovation", "New to the affiliate.", "", "", later)
    edit_term(term, newer, expected_version=term.version, session=session, actor=actor, now=NOW)
    session.flush()
    editions = session.scalars(select(GlossaryEdition).order_by(GlossaryEdition.edition)).all()
    assert [(e.edition, e.meaning, e.adopted_on.year) for e in editions] == [
        (1, "Something new.", 2026),
        (2, "New to the affiliate.", 2027),
    ]
    older = WrittenTerm("innovation", "Old again.", "", "", later.replace(year=2025))
    with pytest.raises(DomainError, match="cannot be older"):
        edit_term(term, older, expected_version=term.version, session=session, actor=actor, now=NOW)
    with pytest.raises(Stale):
        edit_term(term, newer, expected_version=0, session=session, actor=actor, now=NOW)


def test_a_word_is_there_once_whatever_its_capitals(session: Session) -> None:
    term = a_term(session, "Cohort")
    with pytest.raises(DomainError, match="in the glossary already"):
        add_term(WrittenTerm("COHORT", "Twice.", "", "", term.adopted_on), session=session, actor=PROGRAM, now=NOW)
    assert [row.word for row in list_terms(session, "COHÓRT year")] == ["Cohort"]


def test_the_starting_shelf_comes_once_and_spares_what_was_changed(session: Session) -> None:
    first = seed_library(session=session, actor=PROGRAM, now=NOW)
    session.flush()
    shelf = load_shelf()
    assert (first.resources, first.guides, first.words) == tuple(map(len, shelf.values()))
    retired = session.scalars(select(Resource).where(Resource.seed_key == "change-story")).one()
    change_publication(retired, "retire", actor=PROGRAM, now=NOW)
    session.flush()
    assert seed_library(session=session, actor=PROGRAM, now=NOW).total == 0
    assert session.scalar(select(func.count(Resource.id))) == len(shelf["resources"])
    assert retired.state is Publication.RETIRED
