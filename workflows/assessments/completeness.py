"""What an assessment still lacks before it can be submitted, each gap with the place where it is mended."""

from collections.abc import Mapping

from workflows.assessments.answers import ItemAnswer
from workflows.assessments.instrument import Dimension, Instrument, Item
from workflows.assessments.models import Assessment
from workflows.errors import Reason


def list_gaps(assessment: Assessment) -> tuple[Reason, ...]:
    """Every gap in the order of the instrument; `where` is the item's code."""
    return tuple(gap for row in assessment.instrument.dimensions for gap in gaps_of(assessment, row))


def gaps_of(assessment: Assessment, dimension: Dimension) -> list[Reason]:
    found = (_gap(item, assessment.answer(item.code), assessment.instrument) for item in dimension.items)
    return [gap for gap in found if gap is not None]


def open_items(instrument: Instrument, scores: Mapping[str, int]) -> tuple[Reason, ...]:
    """The statements without a score, of answers that need no example."""
    return tuple(_open(item) for item in instrument.items if item.code not in scores)


def _gap(item: Item, answer: ItemAnswer, instrument: Instrument) -> Reason | None:
    if answer.score is None:
        return _open(item)
    if answer.score >= instrument.example_from and not answer.example.strip():
        return Reason(f"{item.code} is at {answer.score}: give an example in a sentence. “{item.text}”", item.code)
    return None


def _open(item: Item) -> Reason:
    return Reason(f"{item.code} is still open: “{item.text}”", item.code)
