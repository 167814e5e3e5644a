"""The lifecycle read as a graph: whole, reachable, ending only where it is meant to."""

from collections import defaultdict

from worker import JOBS
from workflows.events import EVENTS
from workflows.lifecycle import LIFECYCLE
from workflows.stages import STEP_OF, TERMINAL, Stage


def _ways() -> dict[Stage, set[Stage]]:
    ways: dict[Stage, set[Stage]] = defaultdict(set)
    for row in LIFECYCLE.rows:
        for source in row.sources:
            ways[source].add(row.target)
    return ways


def test_every_stage_is_reachable_from_the_invitation() -> None:
    ways, seen, queue = _ways(), {Stage.INVITED}, [Stage.INVITED]
    while queue:
        fresh = ways[queue.pop()] - seen
        seen |= fresh
        queue.extend(fresh)
    assert seen == set(Stage)


def test_only_the_meant_stages_are_terminal() -> None:
    ways = _ways()
    assert {stage for stage in Stage if not ways[stage]} == TERMINAL


def test_every_stage_belongs_to_a_step() -> None:
    assert set(STEP_OF) == set(Stage)


def test_every_announced_event_is_known_and_said_in_a_sentence() -> None:
    announced = {name for row in LIFECYCLE.rows for name in row.announces}
    assert announced - set(EVENTS) == set()
    assert [e.name for e in EVENTS.values() if not e.sentence] == []


def test_every_subscriber_is_a_job_of_the_worker() -> None:
    assert {s.job for e in EVENTS.values() for s in e.subscribers} - set(JOBS) == set()


def test_every_transition_that_a_person_takes_has_a_label() -> None:
    assert [row.name for row in LIFECYCLE.rows if not row.label] == []


def test_what_ends_or_interrupts_a_year_asks_for_a_note() -> None:
    ending = {
        Stage.DECLINED_INVITATION,
        Stage.WITHDRAWN,
        Stage.NOT_FUNDED,
        Stage.TERMINATED,
        Stage.SUSPENDED,
        Stage.DEFERRED,
    }
    assert [row.name for row in LIFECYCLE.rows if row.target in ending and not row.needs_note] == []
