"""Plain text with a little Markdown as safe HTML: tags of the text are shown, never obeyed."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from workflows.folding import list_matches

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

SAFE_LINK = re.compile(r"(?:https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
EXCERPT = 220  # characters
_HEADING_MAX = 4


def prose(text: str) -> Markup:
    """The text as HTML whose every tag is ours: headings below the page's own, lists, tables, quotations, links."""
    return Markup(_reader().render(text))  # noqa: S704  made with html=False: the text's own tags are escaped


def plain_words(text: str) -> str:
    """What a reader sees of the text, on one line."""
    pieces = [token.content for token in _tokens(text) if token.type in ("text", "code_inline", "fence", "code_block")]
    return " ".join(" ".join(pieces).split())


def excerpt(text: str, words: Sequence[str]) -> str:
    """The part of the text around the first of the (folded) words; empty when it holds none of them."""
    plain = plain_words(text)
    matches = list_matches(plain, tuple(words))
    if not matches:
        return ""
    start = max(0, matches[0][0] - EXCERPT // 3)
    piece = plain[start : start + EXCERPT]
    return f"{'… ' if start else ''}{piece.strip()}{' …' if start + EXCERPT < len(plain) else ''}"


def highlight(text: str, words: Sequence[str]) -> Markup:
    """The escaped text with each of the (folded) words marked."""
    pieces: list[Markup] = []
    place = 0
    for start, end in list_matches(text, tuple(words)):
        pieces += [escape(text[place:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        place = end
    return Markup("").join([*pieces, escape(text[place:])])


def _tokens(text: str) -> list[Any]:
    return [inner for token in _reader().parse(text) for inner in (token.children or (token,))]


@cache
def _reader() -> "MarkdownIt":
    """Imported when the first page asks for it. No HTML, no pictures, and links only to the web, mail and ourselves."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    reader.validateLink = lambda url: bool(SAFE_LINK.match(url))  # type: ignore[method-assign]
    reader.add_render_rule("heading_open", _heading)
    reader.add_render_rule("heading_close", _heading)
    reader.add_render_rule("link_open", _link)
    reader.add_render_rule("th_open", _without_style)
    reader.add_render_rule("td_open", _without_style)
    return reader


def _heading(self: Any, tokens: Any, idx: int, options: Any, env: Any) -> str:
    """`#` is a heading of the second level: the first one is the page's title."""
    token = tokens[idx]
    if not token.meta.get("is_lowered"):
        token.tag, token.meta["is_lowered"] = f"h{min(int(token.tag[1]) + 1, _HEADING_MAX)}", True
    return str(self.renderToken(tokens, idx, options, env))


def _link(self: Any, tokens: Any, idx: int, options: Any, env: Any) -> str:
    if str(tokens[idx].attrGet("href") or "").lower().startswith("http"):
        tokens[idx].attrSet("rel", "noopener noreferrer nofollow")
    return str(self.renderToken(tokens, idx, options, env))


def _without_style(self: Any, tokens: Any, idx: int, options: Any, env: Any) -> str:
    """The alignment of a table's column would be an inline style, which no page of ours may have."""
    tokens[idx].attrs.pop("style", None)
    return str(self.renderToken(tokens, idx, options, env))
