"""What the components promise: names, hints, errors, states and strict markup."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask, render_template_string
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import DataRequired

from tests.webapp.gallery_app import PAGES, GoalForm, gallery_app
from workflows.errors import Reason

STATIC = Path(__file__).parents[2] / "webapp" / "static"


@pytest.fixture(scope="module")
def app() -> Flask:
    return gallery_app()


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def drawn(source: str, **values: Any) -> ElementTree.Element:
    """The markup of a template text, parsed strictly as a fragment."""
    text = render_template_string(source, **values)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = ElementTree.Element("root")
    root.extend(parser.parseFragment(text, container="div"))
    return root


def words(element: ElementTree.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def address(name: str) -> str:
    return "/" if name == "gallery" else f"/{name.replace('sign_in', 'sign-in')}"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_strict_markup_with_one_heading_unique_ids_and_no_inline_code(app: Flask, name: str) -> None:
    text = app.test_client().get(address(name)).text
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    inline = [e.tag for e in page.iter() for a in e.attrib if str(a) == "style" or str(a).startswith("on")]
    scripts = [script for script in page.iter("script") if not script.get("src")]
    assert (len(list(page.iter("h1"))), sorted(ids), inline, scripts) == (1, sorted(set(ids)), [], [])
    assert re.fullmatch(r".+ · Accompany", words(page.find(".//title")))


@pytest.mark.parametrize("name", PAGES)
def test_every_reference_between_elements_has_its_end(app: Flask, name: str) -> None:
    page = html5lib.parse(app.test_client().get(address(name)).text, namespaceHTMLElements=False)
    ids = {element.get("id") for element in page.iter()}
    references = ("for", "aria-describedby", "aria-labelledby")
    wanted = {w for e in page.iter() for attribute in references for w in (e.get(attribute) or "").split()}
    assert wanted - ids == set()


@pytest.mark.usefixtures("inside")
class TestForms:
    def form(self) -> GoalForm:
        form = GoalForm(data={"target": 120, "indicator": "EMP-01"})
        form.validate()
        return form

    def test_field_with_error_ties_hint_and_error_to_the_input_and_says_required(self) -> None:
        root = drawn(
            '{% from "components/forms.html" import field %}{{ field(form.who, hint="Say who.") }}', form=self.form()
        )
        entry = root.find(".//input")
        assert entry is not None
        assert entry.get("aria-describedby") == "who-hint who-error"
        assert entry.get("aria-invalid") == "true"
        assert entry.get("required") is None
        assert words(root.find(".//label[@for='who']")) == "Who is it about? required"
        assert words(root.find(".//*[@id='who-error']")) == "Say who the goal is about."

    def test_field_without_hint_or_error_describes_nothing(self) -> None:
        root = drawn('{% from "components/forms.html" import field %}{{ field(form.why) }}', form=GoalForm())
        entry = root.find(".//textarea")
        assert entry is not None
        assert (entry.get("aria-describedby"), entry.get("aria-invalid"), entry.get("data-limit")) == (
            None,
            None,
            "500",
        )

    def test_long_answer_is_never_cut_by_the_browser(self) -> None:
        root = drawn('{% from "components/forms.html" import field %}{{ field(form.why) }}', form=GoalForm())
        assert [area.get("maxlength") for area in root.iter("textarea")] == [None]

    def test_error_summary_links_each_error_to_its_field(self) -> None:
        root = drawn(
            '{% from "components/forms.html" import error_summary %}{{ error_summary(form) }}', form=self.form()
        )
        links = [(link.get("href"), words(link)) for link in root.iter("a")]
        assert links == [
            ("#who", "Say who the goal is about."),
            ("#target", "The target is a percent: 100 or less."),
            ("#due", "Choose a day inside your year."),
            ("#pace-0", "Choose how often you look at it."),
        ]
        assert root[0].get("tabindex") == "-1"

    def test_error_inside_a_repeated_part_links_to_its_own_field(self) -> None:
        class LineForm(Form):
            amount = StringField("Amount", [DataRequired("Write an amount.")])

        class BudgetForm(Form):
            lines = FieldList(FormField(LineForm), min_entries=2)

        form = BudgetForm(data={"lines": [{"amount": "5"}, {"amount": ""}]})
        form.validate()
        root = drawn('{% from "components/forms.html" import error_summary %}{{ error_summary(form) }}', form=form)
        assert [(link.get("href"), words(link)) for link in root.iter("a")] == [("#lines-1-amount", "Write an amount.")]

    def test_error_summary_of_a_good_form_is_nothing(self) -> None:
        source = '{% from "components/forms.html" import error_summary %}{{ error_summary(form) }}'
        assert render_template_string(source, form=GoalForm()).strip() == ""

    def test_refusal_of_the_program_stands_in_the_summary_and_links_to_its_place(self) -> None:
        reason = Reason("The budget is over the limit.", where="budget")
        root = drawn(
            '{% from "components/forms.html" import error_summary %}{{ error_summary(form, reasons=reasons) }}',
            form=GoalForm(),
            reasons=[reason],
        )
        assert [(a.get("href"), words(a)) for a in root.iter("a")] == [("#budget", "The budget is over the limit.")]

    def test_choices_are_a_group_with_a_legend(self) -> None:
        root = drawn('{% from "components/forms.html" import field %}{{ field(form.pace) }}', form=GoalForm())
        group = root.find("fieldset")
        assert words(root.find(".//legend")) == "How often do you look at it? required"
        assert group is not None
        assert [(i.get("type"), i.get("value")) for i in group.iter("input")] == [
            ("radio", "month"),
            ("radio", "quarter"),
        ]

    def test_one_button_form_carries_its_tokens_without_ids(self) -> None:
        root = drawn(
            '{% from "components/forms.html" import post_button %}{{ post_button("/send", "Send", form) }}',
            form=GoalForm(),
        )
        tokens = {i.get("name"): (i.get("value"), i.get("id")) for i in root.iter("input")}
        assert tokens == {"csrf_token": ("token", None), "once": ("once-1", None), "version": ("3", None)}

    def test_confirmation_needs_no_script(self) -> None:
        source = (
            '{% from "components/forms.html" import post_button %}'
            '{{ post_button("/end", "End it", form, confirm="Sure?") }}'
        )
        root = drawn(source, form=GoalForm())
        assert [words(e) for e in (root.find(".//summary"), root.find(".//p"), root.find(".//button"))] == [
            "End it",
            "Sure?",
            "Yes, end it",
        ]

    def test_closed_button_gives_its_reasons_instead(self) -> None:
        source = (
            '{% from "components/forms.html" import post_button %}'
            '{{ post_button("/end", "End it", form, reasons=["A payment is open."]) }}'
        )
        root = drawn(source, form=GoalForm())
        assert (len(list(root.iter("button"))), words(root.find(".//li"))) == (0, "A payment is open.")


@pytest.mark.usefixtures("inside")
class TestRooms:
    def test_next_step_offers_one_action(self) -> None:
        source = (
            '{% from "components/page.html" import next_step %}{{ next_step("T", "x", "Go on", "/go", due="Friday") }}'
        )
        root = drawn(source)
        links = [(a.get("href"), words(a)) for a in root.iter("a")]
        assert (links, words(root.find(".//span"))) == ([("/go", "Go on")], "Due Friday")

    def test_next_step_with_reasons_shows_them_and_no_button(self) -> None:
        source = (
            '{% from "components/page.html" import next_step %}'
            '{{ next_step("T", "x", "Submit", "/go", reasons=["Goal 2 has no milestone."]) }}'
        )
        root = drawn(source)
        assert (list(root.iter("a")), [words(li) for li in root.iter("li")]) == ([], ["Goal 2 has no milestone."])

    def test_stage_track_says_in_words_where_it_stands(self) -> None:
        steps = [
            Thing(name=n, detail="", state=s) for n, s in (("Enroll", "done"), ("Train", "now"), ("Fund", "ahead"))
        ]
        root = drawn('{% from "components/status.html" import stage_track %}{{ stage_track(steps) }}', steps=steps)
        assert [words(b) for b in root.iter("b")] == ["Enroll (done)", "Train (now)", "Fund (ahead)"]
        assert [li.get("aria-current") for li in root.iter("li")] == [None, "step", None]

    @pytest.mark.parametrize(
        ("state", "word", "polls"),
        [
            ("owed", "Waiting", True),
            ("running", "Being made", True),
            ("done", "Ready", False),
            ("failed", "Not made", False),
        ],
    )
    def test_document_says_its_state_in_words_and_asks_for_news_only_while_it_waits(
        self, state: str, word: str, polls: bool
    ) -> None:
        document = Thing(title="Brief", state=state, url="/d/1", size=1, made_at=None, poll_url="/d/1/state", error="")
        root = drawn('{% from "components/documents.html" import document_list %}{{ document_list([d]) }}', d=document)
        row = root.find(".//li")
        assert row is not None
        assert (words(row.find("span")), row.get("data-poll") is not None) == (word, polls)
        assert [a.get("href") for a in row.iter("a")] == (["/d/1"] if state == "done" else [])

    def test_budget_bar_draws_its_parts_side_by_side(self) -> None:
        parts = [Thing(label="Paid", figure="$1", percent=31), Thing(label="Free", figure="$2", percent=69)]
        root = drawn('{% from "components/bars.html" import budget_bar %}{{ budget_bar("Budget", p) }}', p=parts)
        bar = root.find(".//{http://www.w3.org/2000/svg}svg")
        assert bar is not None
        assert bar.get("aria-label") == "Budget: paid $1, free $2"
        assert [(r.get("x"), r.get("width")) for r in list(bar)[1:]] == [("0%", "31%"), ("31%", "69%")]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_ink_reads_on_every_ground_it_may_stand_on() -> None:
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", (STATIC / "theme.css").read_text()))
    inks = ("ink", "ink-soft", "ink-faint", "accent", "accent-strong", "attention", "bad", "good")
    pairs = [(ink, ground) for ink in inks for ground in ("paper", "card")]
    pairs += [("accent-strong", "accent-wash"), ("attention", "attention-wash"), ("bad", "bad-wash")]
    pairs += [("good", "good-wash"), ("ink-soft", "line-soft"), ("card", "accent")]
    weak = [(ink, ground) for ink, ground in pairs if contrast(tokens[ink], tokens[ground]) < 4.5]
    edges = [name for name in ("edge", "focus") if contrast(tokens[name], tokens["paper"]) < 3]
    assert (weak, edges) == ([], [])
