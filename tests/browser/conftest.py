"""Chromium for the tests of this folder."""

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium

pytest.register_assert_rewrite(
    "tests.browser.acts", "tests.browser.people", "tests.browser.story"
)  # steps and people assert as tests do


@pytest.fixture(scope="session")
def browser() -> Browser:
    return chromium()
