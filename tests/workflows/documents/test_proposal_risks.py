"""The risks of a proposal's Word file: each with its answer, also where one text was sealed for both."""

from typing import Any

from tests.scenes_documents import sealed_content
from workflows.documents.builders.proposal import TOLD_TOGETHER, Answers, _risks
from workflows.documents.contexts.proposal import Risk


def risks_of(goal: dict[str, Any]) -> list[Risk]:
    content = sealed_content(1)
    kept = {name: value for name, value in content["goals"][0].items() if name != "risk"}
    content["goals"] = [{**kept, **goal}]
    return [risk for risk in _risks(content, Answers(content)) if risk.risk.startswith("Goal")]


def test_each_risk_of_a_goal_stands_with_what_would_be_done() -> None:
    rows = [
        {"risk": "Fewer arrivals", "mitigation": "A wider window"},
        {"risk": "", "mitigation": "Nothing to answer"},
        {"risk": "The room closes", "mitigation": ""},
    ]
    assert risks_of({"risks": rows}) == [
        Risk(risk="Goal 1: Fewer arrivals", response="A wider window"),
        Risk(risk="Goal 1: The room closes", response=TOLD_TOGETHER),
    ]


def test_a_risk_that_was_sealed_as_one_text_is_still_told() -> None:
    assert risks_of({"risk": "The room closes"}) == [Risk(risk="Goal 1: The room closes", response=TOLD_TOGETHER)]
    assert risks_of({"risk": " "}) == []
