"""The table of messages against the table of events."""

from string import Formatter

from workflows.events import EVENTS
from workflows.notifications.messages import MESSAGES


def kinds_that_events_owe() -> set[str]:
    return {s.kind for event in EVENTS.values() for s in event.subscribers if s.job == "send_message"}


def fields_of(text: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_that_an_event_owes_has_its_row_and_no_row_is_unused() -> None:
    assert set(MESSAGES) == kinds_that_events_owe()


def test_every_message_holds_one_link() -> None:
    assert [m.kind for m in MESSAGES.values() if m.text.count("{link}") != 1 or "http" in m.text] == []


def test_every_message_is_filled_from_the_occasion_alone() -> None:
    known = {"about", "affiliate", "cohort", "when", "link"}
    assert {name for m in MESSAGES.values() for name in fields_of(m.subject + m.text)} - known == set()


def test_a_message_names_its_record_only_where_it_has_one() -> None:
    naming = {m.kind for m in MESSAGES.values() if {"about", "when"} & fields_of(m.subject + m.text)}
    assert {kind for kind in naming if MESSAGES[kind].about is None} == set()
