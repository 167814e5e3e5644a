"""A picture is one when its parts are whole, not when its first letters say so."""

import pytest

from tests.workflows.training.material_samples import JPG, PNG
from workflows.pictures import BROKEN, SOMETHING_ELSE, whole_jpeg, whole_png


def test_whole_pictures_are_pictures() -> None:
    assert (whole_png(PNG), whole_jpeg(JPG)) == ("", "")


@pytest.mark.parametrize("length", range(8, len(PNG)))
def test_a_png_that_was_cut_off_is_none(length: int) -> None:
    assert whole_png(PNG[:length]) == BROKEN


@pytest.mark.parametrize(
    "content",
    [PNG[:8] + b"<script>alert(1)</script>", PNG[:30] + b"X" + PNG[31:], PNG[:16] + b"\0\0\0\0" + PNG[20:]],
    ids=["only the signature", "a changed part", "no width"],
)
def test_what_only_begins_like_a_png_is_none(content: bytes) -> None:
    assert whole_png(content) == BROKEN


@pytest.mark.parametrize("length", range(3, len(JPG), 7))
def test_a_jpeg_that_was_cut_off_is_none(length: int) -> None:
    assert whole_jpeg(JPG[:length]) == BROKEN


def test_what_does_not_even_begin_like_one_is_something_else() -> None:
    assert (whole_png(JPG), whole_jpeg(PNG)) == (SOMETHING_ELSE, SOMETHING_ELSE)
