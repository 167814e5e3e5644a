"""A table's view lives in its URL."""

from types import SimpleNamespace as Thing

import html5lib
import pytest
from flask import render_template_string

from tests.webapp.gallery_app import gallery_app
from webapp.tables import TableFilter, TablePage

TABLE = """{% from "components/tables.html" import data_table %}
{% call(row) data_table("Affiliates", columns, rows, page=page, filters=filters, empty="Invite one.") %}
<td>{{ row.name }}</td><td class="num">{{ row.days }}</td>{% endcall %}"""
COLUMNS = [
    {"key": "name", "label": "Affiliate", "sort": True},
    {"key": "days", "label": "Waiting", "numeric": True, "sort": True},
]


@pytest.mark.parametrize(("total", "pages", "last"), [(0, 1, 0), (1, 1, 1), (25, 1, 25), (26, 2, 25)])
def test_pages_follow_from_the_total(total: int, pages: int, last: int) -> None:
    page = TablePage("/rows", 1, total)
    assert (page.pages, page.first, page.last) == (pages, min(1, total), last)


def test_paging_and_sorting_keep_the_filters() -> None:
    page = TablePage("/rows", 2, 60, sort="days", direction="desc", filters={"stage": "review", "q": ""})
    assert page.url_for_page(3) == "/rows?stage=review&sort=days&direction=desc&page=3"
    assert page.url_for_page(1) == "/rows?stage=review&sort=days&direction=desc"
    assert page.url_for_sort("name") == "/rows?stage=review&sort=name"


def test_sorting_the_same_column_again_turns_it_round() -> None:
    page = TablePage("/rows", 1, 60, sort="days")
    assert page.url_for_sort("days") == "/rows?sort=days&direction=desc"


def test_plain_view_has_a_plain_address() -> None:
    assert TablePage("/rows", 2, 60).url_for_page(1) == "/rows"


def test_table_says_its_order_and_labels_its_cells() -> None:
    with gallery_app().test_request_context():
        page = TablePage("/rows", 1, 30, sort="days", direction="desc")
        rows = [Thing(name="Harbor", days=3)]
        text = render_template_string(TABLE, columns=COLUMNS, rows=rows, page=page, filters=None)
    root = html5lib.parse(text, namespaceHTMLElements=False)
    assert [th.get("aria-sort") for th in root.iter("th")] == [None, "descending"]
    assert [td.get("data-label") for td in root.iter("td")] == ["Affiliate", "Waiting"]
    assert [a.get("aria-current") for a in root.findall(".//nav//a")] == ["page", None, None]


def test_empty_table_keeps_its_filters_and_says_what_will_fill_it() -> None:
    with gallery_app().test_request_context():
        filters = [TableFilter("stage", "Stage", "fund", [("", "Every stage"), ("fund", "Fund")])]
        text = render_template_string(TABLE, columns=COLUMNS, rows=[], page=None, filters=filters)
    root = html5lib.parse(text, namespaceHTMLElements=False)
    assert [o.get("value") for o in root.iter("option") if o.get("selected") is not None] == ["fund"]
    assert "Invite one." in text
    assert list(root.iter("table")) == []
