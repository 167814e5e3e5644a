"""Peer groups: the suggestion, forming and changing by hand, and the log."""

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_practice import CHECKED, a_practice
from workflows.errors import DomainError, Forbidden, Stale
from workflows.peers.groups import (
    LogLine,
    change_group,
    dissolve_group,
    edit_log,
    form_group,
    form_suggested,
    mark_of,
    next_name,
    write_log,
)
from workflows.peers.queries import get_circle, list_candidates, list_groups
from workflows.peers.suggestion import Candidate, group_sizes, suggest_groups
from workflows.permissions import Role
from workflows.stages import Stage


@some.composite
def candidates(draw: some.DrawFn) -> list[Candidate]:
    facts = draw(some.lists(some.tuples(some.none() | some.integers(1, 40), some.booleans()), max_size=70))
    return [Candidate(key, f"Affiliate {key}", staff, rural) for key, (staff, rural) in enumerate(facts, 1)]


@settings(max_examples=200, deadline=None)
@given(candidates())
def test_everyone_is_in_one_suggested_group_of_three_to_six(everyone: list[Candidate]) -> None:
    suggested = suggest_groups(everyone)
    placed = [candidate.enrollment_id for members in suggested for candidate in members]
    assert len(placed) == len(set(placed))
    assert set(placed) == ({c.enrollment_id for c in everyone} if len(everyone) >= 3 else set())
    assert all(3 <= len(members) <= 6 for members in suggested)
    assert suggest_groups(list(reversed(everyone))) == suggested  # the order of the list does not matter


def test_small_rural_affiliates_come_together_and_sizes_are_mixed() -> None:
    rural = [Candidate(key, f"Rural {key}", 4 + key, True) for key in range(1, 5)]
    towns = [Candidate(10 + key, f"Town {key}", 10 * key, False) for key in range(1, 9)]
    small, *others = suggest_groups([*towns, *rural])
    assert [candidate.name for candidate in small] == ["Rural 1", "Rural 2", "Rural 3", "Rural 4"]
    assert [sorted(c.size for c in members) for members in others] == [[10, 40, 50, 80], [20, 30, 60, 70]]
    together, *_ = suggest_groups([*towns, *rural[:2]])
    assert {"Rural 1", "Rural 2"} <= {candidate.name for candidate in together}
    assert [group_sizes(count) for count in (2, 3, 6, 7, 13, 24)] == [[], [3], [3, 3], [4, 3], [5, 4, 4], [4] * 6]


def test_names_go_on_after_z() -> None:
    taken: set[str] = set()
    for _ in range(28):
        taken.add(next_name(taken))
    assert sorted(taken)[:3] == ["Group A", "Group AA", "Group AB"]
    assert next_name({"group a"}) == "Group B"


def test_a_group_has_three_to_six_members_of_the_cohort_and_nobody_twice(session: Session) -> None:
    scene = a_practice(session)
    circle = scene.circle(session)
    told = {"session": session, "actor": scene.staff, "now": NOW}
    ids = [enrollment.id for enrollment in scene.training.enrollments.values()]
    with pytest.raises(DomainError, match="joined another group, or left"):
        form_group(circle, name="Group B", enrollment_ids=ids, **told)
    with pytest.raises(Forbidden):
        form_group(circle, name="Group B", enrollment_ids=ids, **{**told, "actor": scene.lead("Harbor")})
    more = [an_enrollment(session, Stage.TRAINING, cohort=scene.training.cohort).id for _ in range(7)]
    for wrong in (more[:2], more):
        with pytest.raises(DomainError, match=f"three to six|3 to 6 affiliates; you chose {len(wrong)}"):
            form_group(scene.circle(session), name="Group B", enrollment_ids=wrong, **told)
    with pytest.raises(DomainError, match="There is a “group a” in this cohort already"):
        form_group(scene.circle(session), name="group a", enrollment_ids=more[:3], **told)
    invited = an_enrollment(session, Stage.INVITED, cohort=scene.training.cohort)
    with pytest.raises(DomainError, match="joined another group, or left"):
        form_group(scene.circle(session), name="Group B", enrollment_ids=[invited.id, *more[:2]], **told)
    group = form_group(scene.circle(session), name="Group B", enrollment_ids=more[:3], **told)
    seen = group.version
    change = {"expected_version": seen, "session": session, "actor": scene.staff}
    change_group(group, scene.circle(session), name="Coast", enrollment_ids=more[1:5], **change)
    session.flush()
    assert {place.enrollment_id for place in group.places} == set(more[1:5])
    with pytest.raises(Stale):
        change_group(group, scene.circle(session), name="Hills", enrollment_ids=more[1:5], **change)


def test_the_suggestion_is_formed_as_it_was_seen(session: Session) -> None:
    cohort = a_cohort(session)
    for number in range(8):
        affiliate = an_affiliate(session, staff_count=3 * number + 2, is_rural=number < 3)
        an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=affiliate)
    staff = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    circle = get_circle(session, cohort.id)
    told = {"session": session, "actor": staff, "now": NOW}
    seen = mark_of(suggest_groups(list_candidates(session, circle)))
    with pytest.raises(DomainError, match="changed since you saw this suggestion"):
        form_suggested(circle, seen="1-2-3", **told)
    formed = form_suggested(circle, seen=seen, **told)
    session.flush()
    assert [(group.name, len(group.places)) for group in formed] == [("Group A", 3), ("Group B", 5)]
    assert list_candidates(session, circle) == []
    with pytest.raises(DomainError, match="fewer than 3 affiliates without a group"):
        form_suggested(circle, seen="", **told)
    dissolve_group(formed[0], **told)
    session.flush()
    assert len(list_candidates(session, circle)) == 3
    assert [group.name for group in list_groups(session, circle, actor=staff)] == ["Group B"]


def test_the_log_is_the_groups_own(session: Session) -> None:
    scene = a_practice(session)
    ids = tuple(sorted(scene.group.affiliate_ids))
    line = LogLine(NOW.date(), 60, ids[:2], "Baselines", "Ask for last year’s figures first.")
    told = {"session": session, "actor": scene.lead("Harbor"), **CHECKED}
    entry = write_log(scene.group, line, **told)
    session.flush()
    outsider = a_person(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session)).as_actor(NOW)
    with pytest.raises(Forbidden):
        write_log(scene.group, line, **{**told, "actor": outsider})
    refused = {
        "this day lies ahead": dataclasses.replace(line, held_on=NOW.date() + timedelta(days=2)),
        "at least two affiliates": dataclasses.replace(line, present=ids[:1]),
        "looks like a telephone number": dataclasses.replace(line, takeaway="Call 555-0100"),
        "Between 5 and 480 minutes": dataclasses.replace(line, minutes=1),
    }
    for sentence, wrong in refused.items():
        with pytest.raises(DomainError, match=sentence):
            write_log(scene.group, wrong, **told)
    seen = entry.version
    mended = {**told, "actor": scene.lead("Prairie"), "expected_version": seen}
    edit_log(entry, dataclasses.replace(line, minutes=75), **mended)
    session.flush()
    assert (entry.minutes, entry.written_by_id) == (75, scene.leads["Prairie"].id)
    with pytest.raises(Stale):
        edit_log(entry, line, **mended)
