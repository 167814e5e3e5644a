"""The list of variables is made from the facts, and says what each one is."""

import typing
from dataclasses import fields, is_dataclass

import pytest

from workflows.documents.contexts import CONTEXTS
from workflows.documents.meanings import MEANINGS
from workflows.documents.shapes import field_paths, inner_type
from workflows.documents.values import Picture
from workflows.documents.variables import Variable, list_variables


def groups(kind: type) -> set[type]:
    """The dataclass and every one inside of it."""
    inner = [inner_type(hint) for hint in typing.get_type_hints(kind).values()]
    return {kind}.union(*(groups(each) for each in inner if is_dataclass(each) and each is not Picture))


EVERY_GROUP = set().union(*(groups(kind) for kind in CONTEXTS.values()))


@pytest.mark.parametrize("kind", CONTEXTS)
def test_every_variable_that_can_be_shown_is_listed(kind: str) -> None:
    paths = field_paths(CONTEXTS[kind])
    shown = {path for path in paths if not any(other.startswith(f"{path}.") for other in paths)}
    assert {variable.path for variable in list_variables(CONTEXTS[kind])} == shown


@pytest.mark.parametrize("kind", CONTEXTS)
def test_every_variable_has_a_meaning_and_an_example(kind: str) -> None:
    assert [v.path for v in list_variables(CONTEXTS[kind]) if not (v.words and v.example)] == []


def test_no_meaning_is_left_of_a_variable_that_is_gone() -> None:
    names = {f"{kind.__name__}.{part.name}" for kind in EVERY_GROUP for part in fields(kind)}
    names |= {name.partition(".")[2] for name in names}
    assert set(MEANINGS) - names == set()


def test_a_variable_of_a_list_says_which_loop_it_stands_in() -> None:
    listed = {variable.path: variable for variable in list_variables(CONTEXTS["award_letter"])}
    assert listed["amount"] == Variable("amount", "{{ amount }}", "", "What is awarded", "$24,000.00")
    assert listed["payments.amount"] == Variable(
        "payments.amount", "{{ line.amount }}", "{%tr for line in payments %}", "What this payment pays", "$12,000.00"
    )
    assert listed["free_changes"].inside == "{%p for line in free_changes %}"
