"""A picture small enough to write down."""

import base64

import pytest


@pytest.fixture
def tiny_png() -> bytes:
    """One grey pixel."""
    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
    )
