"""Addresses that may be kept: only those made of an endpoint and the numbers of records, never a token or a query."""

import re
from collections.abc import Mapping
from typing import Any

from flask import url_for

PLAIN_WORD = re.compile(r"[a-z][a-z_-]{0,39}")
KEPT_WORDS = frozenset({"name"})  # names of sections and steps, which are ours


def plain_address(endpoint: str | None, values: Mapping[str, Any]) -> str:
    """The path of a page of ours; empty where its address holds anything but record numbers and our own words."""
    if endpoint is None or not all(_is_plain(name, value) for name, value in values.items()):
        return ""
    return url_for(endpoint, **values)


def _is_plain(name: str, value: object) -> bool:
    if name.endswith("_id"):
        return isinstance(value, int)
    return name in KEPT_WORDS and bool(PLAIN_WORD.fullmatch(str(value)))
