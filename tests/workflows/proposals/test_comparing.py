"""Two versions side by side: by section, by goal, by budget line."""

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.scenes_proposals import a_complete_proposal, an_affiliate_that_writes, submitted
from workflows.proposals.revisions.comparing import PartChange, compare, count_changed
from workflows.proposals.revisions.words import Mark, Piece

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
LINES = st.lists(
    st.fixed_dictionaries({"description": TEXTS, "label": TEXTS, "quantity": TEXTS, "amount": TEXTS}), max_size=4
)


def a_goal(goal_id: int, number: int, **values: Any) -> dict[str, Any]:
    return {
        "number": number,
        "goal_id": goal_id,
        "sentence": f"Sentence of {goal_id}",
        "target": {"value": "60", "shown": "60%"},
        "due_on": "2027-06-30",
        "due_shown": "30 June 2027",
        "milestones": [{"on": "2026-12-31", "value": "50", "on_shown": "31 December 2026", "shown": "50%"}],
        "activities": ["Visit employers", "Job club"],
        "smart": [{"criterion": "Specific", "verdict": "pass", "sentences": []}],
        **values,
    }


def a_content(**values: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "title": "Evenings",
        "sections": [
            {"name": "story", "title": "Your project", "answers": [
                {"name": "title", "label": "Title", "value": "Evenings", "shown": "Evenings"},
                {"name": "summary", "label": "Summary", "value": "We teach.", "shown": "We teach."}]},
            {"name": "privacy", "title": "Privacy", "answers": [
                {"name": "ethics", "label": "Ethics", "value": True, "shown": "Yes"}]},
        ],
        "goals": [a_goal(7, 1)],
        "budget": {
            "lines": [{"category": "PER", "label": "Personnel", "description": "Teacher", "quantity": "1",
                       "unit_cost": "10.00", "amount": "10.00"}],
            "categories": [{"code": "PER", "label": "Personnel", "amount": "10.00"}],
            "total": "10.00",
        },
        **values,
    }  # fmt: skip  # one part a paragraph


def changed(parts: tuple[PartChange, ...]) -> dict[str, list[tuple[str, str]]]:
    return {
        part.name: [(item.title, item.state) for item in part.items if item.changed] for part in parts if part.changed
    }


def test_the_same_version_has_no_change_and_reads_in_the_order_of_the_form() -> None:
    parts = compare(a_content(), a_content())
    assert (count_changed(parts), [part.name for part in parts]) == (0, ["story", "goals", "privacy", "budget"])


def test_a_changed_answer_is_found_word_by_word() -> None:
    new = a_content()
    new["sections"][0]["answers"][1] |= {"value": "We teach twice.", "shown": "We teach twice."}
    (story,) = (part for part in compare(a_content(), new) if part.changed)
    (summary,) = (field for field in story.items[0].fields if field.changed)
    assert (summary.label, summary.pieces) == (
        "Summary",
        (Piece(Mark.SAME, "We "), Piece(Mark.GONE, "teach."), Piece(Mark.NEW, "teach twice.")),
    )


def test_goals_are_matched_by_who_they_are_when_one_before_them_is_gone() -> None:
    old = a_content(goals=[a_goal(7, 1), a_goal(8, 2)])
    new = a_content(goals=[a_goal(8, 1, target={"value": "58", "shown": "58%"})])
    assert changed(compare(old, new)) == {"goals": [("Goal 1", "removed"), ("Goal 1", "changed")]}
    fields = compare(old, new)[1].items[1].fields
    assert [(field.label, field.pieces) for field in fields if field.changed] == [
        ("Target", (Piece(Mark.GONE, "60%"), Piece(Mark.NEW, "58%")))
    ]


def test_what_only_machines_read_is_not_shown() -> None:
    labels = [field.label for field in compare(a_content(), a_content())[1].items[0].fields]
    assert labels == ["The goal in one sentence", "Target", "Due", "Milestones", "Activities"]


def test_budget_lines_are_matched_by_key_or_by_what_they_say() -> None:
    def budget(*lines: dict[str, str], total: str) -> dict[str, Any]:
        return a_content(budget={"lines": list(lines), "categories": [], "total": total})

    teacher, bus = {"description": "Teacher", "amount": "10.00"}, {"description": "Bus", "amount": "5.00"}
    old, new = budget(teacher, bus, total="15.00"), budget(bus | {"amount": "6.00"}, total="6.00")
    assert changed(compare(old, new)) == {"budget": [("Teacher", "removed"), ("Bus", "changed"), ("Sums", "changed")]}
    renamed = budget({"key": "a", "description": "Coach", "amount": "1"}, total="1")
    before = budget({"key": "a", "description": "Tutor", "amount": "1"}, total="1")
    assert changed(compare(before, renamed)) == {"budget": [("Coach", "changed")]}


def test_two_lines_of_one_name_are_two_lines() -> None:
    line = {"description": "Laptop", "amount": "1000.00"}
    old = a_content(budget={"lines": [line], "categories": [], "total": "1000.00"})
    new = a_content(budget={"lines": [line, line], "categories": [], "total": "1000.00"})
    assert changed(compare(old, new)) == {"budget": [("Laptop", "added")]}


def test_a_part_that_an_older_version_lacks_is_added() -> None:
    new = a_content(partners=[{"name": "Valley Library", "role": "Rooms", "confirmed": True}])
    assert changed(compare(a_content(), new)) == {"partners": [("Valley Library", "added")]}
    fields = next(part for part in compare(a_content(), new) if part.name == "partners").items[0].fields
    assert [(field.label, field.pieces[0].text) for field in fields] == [
        ("Name", "Valley Library"),
        ("Role", "Rooms"),
        ("Confirmed", "Yes"),
    ]


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, LINES, LINES)
def test_both_versions_are_read_back_from_the_comparison(one: str, two: str, before: Any, after: Any) -> None:
    def content(text: str, lines: Any) -> dict[str, Any]:
        whole = deepcopy(a_content(budget={"lines": lines, "categories": [], "total": "1"}))
        whole["sections"][0]["answers"][1]["shown"] = text
        return whole

    parts = compare(content(one, before), content(two, after))
    summary = next(part for part in parts if part.name == "story").items[0].fields[1]
    assert "".join(piece.text for piece in summary.pieces if piece.mark is not Mark.NEW) == one
    assert "".join(piece.text for piece in summary.pieces if piece.mark is not Mark.GONE) == two
    lines = [item for part in parts if part.name == "budget" for item in part.items if item.title != "Sums"]
    assert len([item for item in lines if item.state != "added"]) == len(before)
    assert len([item for item in lines if item.state != "removed"]) == len(after)


def test_what_snapshots_keep_can_be_compared(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    content = submitted(session, scene, a_complete_proposal(session, scene)).content
    parts = compare(content, content)
    assert count_changed(parts) == 0
    assert [part.title for part in parts][:3] == ["Who you are", "Your project", "Goals and indicators"]
    assert parts[-1].items[0].title == "Employment navigator, half time"
