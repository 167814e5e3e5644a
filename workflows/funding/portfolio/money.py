"""Budget, committed, paid and free by cohort and source, and awards by risk and stage: the sums of the portfolio."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, Subquery, func, select, type_coerce
from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.db import MONEY
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.funding.models import Award, FundingSource, Payment, PaymentState
from workflows.funding.portfolio.risk import RISK_WORDS, risk_tier
from workflows.permissions import Actor, Permission
from workflows.stages import Stage

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """US dollars: what awards commit, what of it is paid, and the budget they come from.

    `budget` is None for one source of funding, because a cohort's budget is not divided by source.
    """

    committed: Decimal = NOTHING
    paid: Decimal = NOTHING
    budget: Decimal | None = None

    @property
    def to_pay(self) -> Decimal:
        return self.committed - self.paid

    @property
    def free(self) -> Decimal | None:
        """What can still be awarded."""
        return None if self.budget is None else self.budget - self.committed


@dataclass(frozen=True, slots=True)
class CohortMoney:
    """One cohort's money, or that of all of them: altogether, and by source in the order of FundingSource."""

    cohort_id: int | None
    name: str
    whole: Money
    by_source: tuple[tuple[FundingSource, Money], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The awards of one tier of risk in one stage; `amount` is US dollars, without what went back."""

    risk: str
    stage: Stage
    awards: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Portfolio:
    cohorts: tuple[CohortMoney, ...]
    total: CohortMoney
    groups: tuple[Group, ...]


def get_portfolio(session: Session, actor: Actor) -> Portfolio:
    """Every cohort with a budget or an award, by name, and the awards that this person may see; two queries."""
    cohorts = session.execute(select(Cohort.id, Cohort.name, Cohort.award_budget).order_by(Cohort.name)).all()
    sums = session.execute(_sums(actor)).all()
    by_cohort: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in sums:
        by_cohort[row.cohort_id].append(row)
    lines = tuple(
        _line(cohort_id, name, budget, by_cohort[cohort_id])
        for cohort_id, name, budget in cohorts
        if budget or by_cohort[cohort_id]
    )
    total = _line(None, "All cohorts", sum((line.whole.budget or NOTHING for line in lines), NOTHING), sums)
    return Portfolio(cohorts=lines, total=total, groups=_groups(sums))


def get_money(session: Session, cohort: Cohort) -> Money:
    """The money of one cohort; one query."""
    paid_of = _paid_of_awards()
    paid = session.scalar(
        select(func.sum(paid_of.c.paid))
        .join(Award, Award.id == paid_of.c.award_id)
        .join(Award.enrollment)
        .where(Enrollment.cohort_id == cohort.id)
    )
    return Money(committed=cohort.committed_amount, paid=paid or NOTHING, budget=cohort.award_budget)


def _paid_of_awards() -> Subquery:
    """Each award's id with what has been paid of it and did not come back; awards with nothing paid are missing."""
    return (
        select(Payment.award_id, type_coerce(func.sum(Payment.amount - Payment.reversed_amount), MONEY).label("paid"))
        .where(Payment.state == PaymentState.PAID)
        .group_by(Payment.award_id)
        .subquery("paid_of_awards")
    )


def _sums(actor: Actor) -> Select[Any]:
    """A row for each cohort, source, tier and stage: how many awards, committed and paid."""
    paid = _paid_of_awards()
    awards = (
        select(
            Enrollment.cohort_id,
            Enrollment.stage,
            Award.source,
            risk_tier().label("risk"),
            (Award.amount - Award.returned_amount).label("committed"),
            func.coalesce(paid.c.paid, 0).label("paid"),
        )
        .join(Award.enrollment)
        .outerjoin(paid, paid.c.award_id == Award.id)
        .where(visible_to(actor, Permission.SEE_FUNDING))
        .subquery("seen_awards")
    )
    keys = (awards.c.cohort_id, awards.c.source, awards.c.risk, awards.c.stage)
    return select(
        *keys,
        func.count().label("awards"),
        type_coerce(func.sum(awards.c.committed), MONEY).label("committed"),
        type_coerce(func.sum(awards.c.paid), MONEY).label("paid"),
    ).group_by(*keys)


def _line(cohort_id: int | None, name: str, budget: Decimal, rows: Sequence[Row[Any]]) -> CohortMoney:
    by_source = tuple((source, _add(row for row in rows if row.source is source)) for source in FundingSource)
    whole = _add(rows)
    return CohortMoney(cohort_id, name, Money(whole.committed, whole.paid, budget), by_source)


def _add(rows: Iterable[Row[Any]]) -> Money:
    committed = paid = NOTHING
    for row in rows:
        committed, paid = committed + row.committed, paid + row.paid
    return Money(committed, paid)


def _groups(rows: Sequence[Row[Any]]) -> tuple[Group, ...]:
    """By tier in the order of `RISK_WORDS`, then by stage as the year goes."""
    found: defaultdict[tuple[str, Stage], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.risk, row.stage].append(row)
    tiers, stages = list(RISK_WORDS), list(Stage)
    ordered = sorted(found, key=lambda key: (tiers.index(key[0]), stages.index(key[1])))
    return tuple(
        Group(risk, stage, sum(row.awards for row in found[risk, stage]), _add(found[risk, stage]).committed)
        for risk, stage in ordered
    )
