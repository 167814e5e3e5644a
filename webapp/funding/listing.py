"""The list of awards as its URL asks for it: filters, order and page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import request, url_for
from sqlalchemy.orm import Session

from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_number, asked_page
from workflows.funding.models import FundingSource, Restriction
from workflows.funding.portfolio.risk import RISK_WORDS
from workflows.funding.queries import (
    SORTS,
    AwardFilter,
    AwardLine,
    count_awards,
    list_awards,
    list_cohorts_of_awards,
)
from workflows.funding.waits import NOTHING, WAIT_WORDS
from workflows.machine import words_of
from workflows.permissions import Actor
from workflows.stages import Stage

WITH_AWARD = (
    *(Stage.AWARDED, Stage.FUNDED, Stage.IMPLEMENTING, Stage.SUSPENDED, Stage.CLOSING),
    *(Stage.COMPLETED, Stage.WITHDRAWN, Stage.TERMINATED),
)
"""Every stage in which there can be an award, as the year goes."""
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class AwardTable:
    lines: Sequence[AwardLine]
    page: TablePage
    filters: Sequence[TableFilter]

    @property
    def is_filtered(self) -> bool:
        return any(self.page.filters.values())


def build_table(session: Session, actor: Actor) -> AwardTable:
    wanted = read_filter()
    total = count_awards(session, actor, wanted)
    kept = {
        "words": wanted.words,
        "cohort": str(wanted.cohort_id or ""),
        "source": wanted.source or "",
        "restriction": wanted.restriction or "",
        "stage": wanted.stage or "",
        "risk": wanted.risk,
        "waits": wanted.waits,
    }
    page = TablePage(
        path=url_for("funding.index"),
        number=asked_page(total),
        total=total,
        sort=wanted.sort,
        direction="desc" if wanted.descending else "asc",
        filters=kept,
    )
    lines = list_awards(session, actor, wanted, offset=(page.number - 1) * PAGE_SIZE, at_most=PAGE_SIZE)
    return AwardTable(lines, page, _filters(kept, list_cohorts_of_awards(session, actor)))


def read_filter() -> AwardFilter:
    """What the URL asks for; what it asks wrongly is left open."""
    asked = request.args
    risk, waits, sort = (asked.get(name, "") for name in ("risk", "waits", "sort"))
    return AwardFilter(
        cohort_id=asked_number("cohort"),
        source=_one_of(FundingSource, asked.get("source", "")),
        restriction=_one_of(Restriction, asked.get("restriction", "")),
        stage=_one_of(Stage, asked.get("stage", "")),
        risk=risk if risk in RISK_WORDS else "",
        waits=waits if waits in WAIT_WORDS else "",
        words=asked.get("words", "").strip()[:100],
        sort=sort if sort in SORTS else "affiliate",
        descending=asked.get("direction") == "desc",
    )


def _one_of(kind: type[Word], word: str) -> Word | None:
    return kind(word) if word in set(kind) else None


def _filters(chosen: dict[str, str], cohorts: Sequence[tuple[int, str]]) -> list[TableFilter]:
    waits = [(name, words or "Nothing") for name, words in WAIT_WORDS.items() if name != NOTHING]
    choices: tuple[tuple[str, str, str, list[tuple[str, str]]], ...] = (
        ("cohort", "Cohort", "Every cohort", [(str(cohort_id), name) for cohort_id, name in cohorts]),
        ("source", "Source", "Every source", _choices(FundingSource)),
        ("restriction", "Restriction", "Every restriction", _choices(Restriction)),
        ("stage", "Stage", "Every stage", [(stage.value, stage.label) for stage in WITH_AWARD]),
        ("risk", "Risk", "Every risk", list(RISK_WORDS.items())),
        ("waits", "Waits for", "Anything", [*waits, (NOTHING, "Nothing")]),
    )
    return [
        TableFilter("words", "Affiliate", chosen["words"]),
        *(TableFilter(name, label, chosen[name], [("", every), *rows]) for name, label, every, rows in choices),
    ]


def _choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, words_of(word).capitalize()) for word in kind]
