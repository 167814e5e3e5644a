"""Markdown from people: what it makes, and that nothing in it is obeyed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from webapp.library.prose import excerpt, highlight, plain_words, prose

ALLOWED = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br", "table",
    "thead", "tbody", "tr", "th", "td", "div",
}  # fmt: skip  # everything that a text can become
ATTRIBUTES = {"href", "rel", "title", "start", "class"}

ATTEMPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b onmouseover='alert(1)'>x</b>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](&#106;avascript:alert(1))",
    "[click](\tjavascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:x)",
    "[click](file:///etc/passwd)",
    "[click](//evil.example.org/x)",
    "[click](ms-word:ofe|u|https://evil.example.org)",
    "![pixel](https://evil.example.org/pixel.png)",
    "<javascript:alert(1)>",
    "<https://fine.example.org/?q=\"onmouseover='alert(1)'>",
    '[x](https://a.example.org "\\" onmouseover=alert(1) x=\\"")',
    "[ref]\n\n[ref]: javascript:alert(1)",
    "```html\n<script>alert(1)</script>\n```",
    '``` "><script>alert(1)</script>\nx\n```',
    "| a |\n|:-:|\n| <svg/onload=alert(1)> |",
    "# <iframe srcdoc='<script>'>\n> <style>*{}</style>",
    "<!-- x --><?php ?><![CDATA[x]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)


SIGNS = ("](", "<", ">", '"', "'", "`", "\n", "# ", "- ", "\\", "&", "a")


def check(text: str) -> None:
    root = html.fragment_fromstring(str(prose(text)), create_parent="div")
    for node in root.iter():
        assert node.tag in ALLOWED, (node.tag, text)
        assert set(node.attrib) <= ATTRIBUTES, (dict(node.attrib), text)
        target = node.get("href")
        assert (
            target is None
            or target.startswith(("https://", "http://", "mailto:", "#"))
            or (target.startswith("/") and not target.startswith("//"))
        ), (target, text)


@pytest.mark.parametrize("text", ATTEMPTS)
def test_no_attempt_becomes_more_than_words(text: str) -> None:
    check(text)


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from((*ATTEMPTS, "](", "<", ">", '"', "'", "`", "\n", "# ", "- ", "\\", "&", "a")), max_size=8)
)
def test_no_mixture_of_attempts_does_either(parts: list[str]) -> None:
    check("".join(parts))


def test_what_people_need_is_there() -> None:
    made = prose("# One\n\n## Two\n\nA **strong** [link](https://a.example.org).\n\n1. first\n2. second\n\n> quoted")
    assert str(made) == (
        "<h2>One</h2>\n<h3>Two</h3>\n"
        '<p>A <strong>strong</strong> <a href="https://a.example.org" rel="noopener noreferrer nofollow">link</a>.'
        "</p>\n"
        "<ol>\n<li>first</li>\n<li>second</li>\n</ol>\n<blockquote>\n<p>quoted</p>\n</blockquote>\n"
    )
    assert "<td>1</td>" in prose("| a | b |\n|---|--:|\n| 1 | 2 |")


def test_found_words_are_marked_in_escaped_text() -> None:
    assert highlight("<b>Évaluer</b> & évaluation", ("evalu",)) == (
        "&lt;b&gt;<mark>Évalu</mark>er&lt;/b&gt; &amp; <mark>évalu</mark>ation"
    )
    assert highlight("plain", ()) == "plain"


def test_an_excerpt_is_what_readers_see_around_the_words() -> None:
    text = "## Head\n\n" + "Filler words here. " * 30 + "Then **suppress** small cells. " + "More filler. " * 30
    found = excerpt(text, ("suppress",))
    assert "Then suppress small cells." in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "*" not in found
    assert excerpt(text, ("zeppelin",)) == ""
    assert plain_words("- a `b` [c](https://d.example.org)") == "a b c"
