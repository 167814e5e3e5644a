"""One Chromium for every test of a process: its driver cannot be started twice."""

import atexit
import os
import shutil
from functools import cache

import pytest
from playwright.sync_api import Browser, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def chromium() -> Browser:
    """Chromium without a window; skips plainly where there is none, fails where it is required."""
    installed = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    found = os.environ.get("ACCOMPANY_TEST_CHROMIUM") or next(installed, None)
    if not found:
        if os.environ.get("ACCOMPANY_REQUIRE_LEGS") == "1":
            raise AssertionError("Chromium is required and was not found")
        pytest.skip("Chromium was not found")
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=found, args=QUIET)
