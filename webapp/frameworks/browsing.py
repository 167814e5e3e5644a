"""Browsing the indicators of one edition, and reading one indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.frameworks.blueprint import bp
from webapp.frameworks.shelves import draw_map, shelve
from webapp.library.blueprint import list_shelves
from webapp.tables import TableFilter, asked_number
from workflows.db import db
from workflows.enrollments.queries import find_own_enrollment
from workflows.frameworks.answers import DOMAINS_2019, SEARCH_MAX, TOPICS, domains_of_2019, items_of
from workflows.frameworks.indicators import why_not_change
from workflows.frameworks.models import Framework, Indicator
from workflows.frameworks.queries import (
    DomainCount,
    EditionRow,
    count_by_domain,
    count_uses,
    get_indicator,
    list_editions,
    list_elsewhere,
    list_indicators,
    list_neighbors,
)
from workflows.measurement.queries import framework_id_of
from workflows.permissions import Permission
from workflows.proposals.uses import count_proposals_with

EXTRACT = (("", "Every indicator"), ("extract", "Computable from an extract"))
RETIRED = (("", "Offered in new goals"), ("all", "Retired ones too"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; `domain` may also name a whole group."""

    domain: str
    in_2019: str
    source: str
    words: str
    retired: str

    @property
    def is_narrow(self) -> bool:
        return bool(self.domain or self.in_2019 or self.source or self.words)


@bp.get("/indicators")
@guarded(Permission.SEE_FRAMEWORKS)
def index() -> ResponseReturnValue:
    session = db.session()
    editions = list_editions(session, actor())
    chosen, own_id = _chosen(session, editions)
    if chosen is None:
        return render_template("frameworks/empty.html", shelves=list_shelves("Indicators"))
    wanted, framework = _wanted(), chosen.framework
    counted = count_by_domain(session, framework.id, retired=wanted.retired == "all")
    found = _found(session, framework, wanted, counted)
    return render_template(
        "frameworks/index.html",
        framework=framework,
        is_own=framework.id == own_id,
        wanted=wanted,
        filters=_filters(chosen, editions, wanted, own_id),
        domain_map=draw_map(counted),
        url_for_domain=lambda name: _url_for_domain(framework, wanted, name),
        groups=shelve(found),
        found=found,
        counted=sum(row.count for row in counted),
        shelves=list_shelves("Indicators"),
    )


@bp.get("/indicators/<int:indicator_id>")
@guarded(Permission.SEE_FRAMEWORKS, get_indicator)
def show(indicator: Indicator) -> ResponseReturnValue:
    session = db.session()
    keeps = allows(Permission.MANAGE_FRAMEWORKS, indicator)
    return render_template(
        "frameworks/show.html",
        indicator=indicator,
        in_2019=domains_of_2019(indicator.domain_2019),
        topics=[words for name, words in TOPICS if name in items_of(indicator.topics)],
        items_of=items_of,
        neighbors=list_neighbors(session, indicator),
        elsewhere=list_elsewhere(session, indicator, actor()),
        proposals=count_proposals_with(session, actor(), indicator.id),
        keeps=keeps,
        why_not=why_not_change(count_uses(session, indicator.id)) if keeps else None,
        button=Confirmation(),
        shelves=list_shelves("Indicators"),
    )


def _chosen(session: Session, editions: Sequence[EditionRow]) -> tuple[EditionRow | None, int | None]:
    """The edition that the address names; else the person's own, the newest published one, the newest draft.

    With the framework of the person's own year, if there is one.
    """
    enrollment = find_own_enrollment(session, actor()) if actor().affiliate_ids else None
    own_id = framework_id_of(session, enrollment) if enrollment is not None else None
    by_id = {row.framework.id: row for row in editions}
    published = [row for row in editions if row.framework.is_published]
    asked = by_id.get(asked_number("framework") or 0) or by_id.get(own_id or 0)
    return asked or next(iter([*published, *editions]), None), own_id


def _wanted() -> Wanted:
    names = ("domain", "in_2019", "source", "q", "retired")
    return Wanted(*(request.args.get(name, "")[:SEARCH_MAX] for name in names))


def _found(
    session: Session, framework: Framework, wanted: Wanted, counted: Sequence[DomainCount]
) -> Sequence[Indicator]:
    is_group = wanted.domain in {row.group for row in counted} - {row.domain for row in counted}
    return list_indicators(
        session,
        framework.id,
        domain="" if is_group else wanted.domain,
        group=wanted.domain if is_group else "",
        domain_2019=wanted.in_2019,
        computable=wanted.source == EXTRACT[1][0],
        words=wanted.words,
        retired=wanted.retired == RETIRED[1][0],
    )


def _filters(
    chosen: EditionRow, editions: Sequence[EditionRow], wanted: Wanted, own_id: int | None
) -> list[TableFilter]:
    choices = [(str(row.framework.id), _title(row.framework, own_id)) for row in editions]
    choice = TableFilter("framework", "Framework", str(chosen.framework.id), choices)
    mapped = [("", "Any"), *((name, name) for name in DOMAINS_2019)]
    return [
        *([choice] if len(choices) > 1 else []),
        TableFilter("in_2019", "Domain in the 2019 revision", wanted.in_2019, mapped),
        TableFilter("source", "Source", wanted.source, EXTRACT),
        *([TableFilter("retired", "Retired", wanted.retired, RETIRED)] if chosen.retired else []),
        TableFilter("q", "Search", wanted.words),
    ]


def _title(framework: Framework, own_id: int | None) -> str:
    mark = " (yours)" if framework.id == own_id else "" if framework.is_published else " (draft)"
    return f"{framework.title}{mark}"


def _url_for_domain(framework: Framework, wanted: Wanted, name: str) -> str:
    """The same view with another domain, or with all of them."""
    view = {
        "framework": str(framework.id),
        "domain": name,
        "in_2019": wanted.in_2019,
        "source": wanted.source,
        "retired": wanted.retired,
        "q": wanted.words,
    }
    return f"{url_for('.index')}?{urlencode({key: value for key, value in view.items() if value})}"
