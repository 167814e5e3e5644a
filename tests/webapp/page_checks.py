"""What every page must have: `CheckedClient` looks at each HTML answer that any test gets."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import html5lib
from flask_login import FlaskLoginClient
from lxml import html
from werkzeug.test import TestResponse

LEAKS = re.compile(
    r"^\s*None\s*$|[·:(=/] ?None(?=$|[,)·&/])|\{\{|\{%|\bdatetime\.|datetime\(|\bDecimal\(|<bound method|\bundefined\b"
    r"|\b(?:Stage|Role|Permission|Scope|\w+State|\w+Kind)\.[A-Z_]{3,}\b|\bobject at 0x"
)
NAMES_NEEDED = frozenset({"input", "select", "textarea"})
NAMELESS_INPUTS = frozenset({"hidden", "submit", "button", "reset", "image"})
_TAG = re.compile(r"<(!--|/?[a-zA-Z][a-zA-Z0-9]*)")


class CheckedClient(FlaskLoginClient):
    """A browser that refuses to go on from a page that is not well made."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **{"buffered": True, **kwargs})
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            found = list_problems(response.text)
            assert found == [], f"{response.request.method} {response.request.path}: {found}"
        return response


def list_problems(text: str) -> list[str]:
    """Everything that is wrong with the markup of a page, or of a part of one; empty when it is well made."""
    if not text.strip():
        return []
    is_page = text.lstrip().lower().startswith("<!doctype")
    root = html.document_fromstring(text) if is_page else html.fragment_fromstring(text, create_parent="main")
    checks = (_frame_problems, *_PARTS) if is_page else _PARTS
    return [*(problem for check in checks for problem in check(root)), *(_parse_problems(text) if is_page else ())]


def _frame_problems(page: Any) -> Iterator[str]:
    title = (page.findtext("head/title") or "").removesuffix(" · Accompany").strip()
    if not title or title == "Accompany":
        yield "the page has no title of its own"
    if not page.get("lang"):
        yield "the page does not say its language"
    if (count := len(page.findall(".//h1"))) != 1:
        yield f"the page has {count} h1"
    if len(page.findall(".//main")) != 1:
        yield "the page has no main part"


def _id_problems(page: Any) -> Iterator[str]:
    ids = Counter(node.get("id") for node in page.iter() if isinstance(node.tag, str) and node.get("id") is not None)
    yield from (f"the id {name!r} is used {count} times" for name, count in ids.items() if count > 1)
    if "" in ids:
        yield "an id is empty"
    for node in page.iter("label", "input", "select", "textarea", "section", "fieldset", "div", "table"):
        for name in ("for", "aria-labelledby", "aria-describedby"):
            yield from (f"{name}={i!r} names nothing" for i in (node.get(name) or "").split() if i not in ids)


def _label_problems(page: Any) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label")}
    for node in page.iter(*NAMES_NEEDED):
        if node.tag == "input" and node.get("type", "text") in NAMELESS_INPUTS:
            continue
        has_name = node.get("aria-label") or node.get("aria-labelledby") or node.get("id") in labelled
        if not has_name and not any(parent.tag == "label" for parent in node.iterancestors()):
            yield f"{node.tag} {node.get('name')!r} has no label"
    for node in page.iter("button", "a"):
        if not node.text_content().strip() and not node.get("aria-label"):
            yield f"a {node.tag} says nothing: {node.get('href') or node.get('name')}"


def _form_problems(page: Any) -> Iterator[str]:
    for form in page.iter("form"):
        method = (form.get("method") or "get").lower()
        if method not in ("get", "post"):
            yield f"a form is sent with {method!r}"
        if form.get("action") == "":
            yield "a form has an empty action"
        names = {node.get("name") for node in form.iter("input", "select", "textarea", "button")}
        if method == "post" and "once" not in names and form.get("action") != "/sign-out":
            yield f"the form to {form.get('action')!r} can be sent twice: no `once`"
        if method == "get" and names & {"once", "csrf_token"}:
            yield f"the form to {form.get('action')!r} puts a token into the address"
        has_file = any(node.get("type") == "file" for node in form.iter("input"))
        if has_file and form.get("enctype") != "multipart/form-data":
            yield "a form with a file does not send it"
        if not any(b.get("type", "submit") == "submit" for b in form.iter("button")):
            yield f"the form to {form.get('action')!r} has no button"


def _inline_problems(page: Any) -> Iterator[str]:
    for node in page.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag == "style" or (node.tag == "script" and not node.get("src")):
            yield f"inline {node.tag}"
        yield from (f"inline {name} in {node.tag}" for name in node.attrib if name == "style" or name.startswith("on"))


def _text_problems(page: Any) -> Iterator[str]:
    for node in page.iter():
        if not isinstance(node.tag, str) or node.tag in ("textarea", "script", "code"):
            continue  # what is quoted from somewhere is no value of ours
        told = (node.text, *(child.tail for child in node), *(v for k, v in node.items() if k != "value"))
        for text in told:
            if text and (found := LEAKS.search(text)):
                yield f"a value leaks: {text.strip()[:80]!r} ({found[0]})"


def _parse_problems(text: str) -> list[str]:
    """What a strict reader of HTML 5 says; pages with the same tags are read once, as reading strictly is slow."""
    return _strictly(_Skeleton(text))


class _Skeleton:
    """A page that is equal to another one with the same tags in the same order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tags = tuple(_TAG.findall(text))

    def __hash__(self) -> int:
        return hash(self.tags)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Skeleton) and self.tags == other.tags


@lru_cache(maxsize=2000)
def _strictly(page: _Skeleton) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.text)
    return [f"line {position[0]}: {name} {values}" for position, name, values in parser.errors]


_PARTS = (_id_problems, _label_problems, _form_problems, _inline_problems, _text_problems)
