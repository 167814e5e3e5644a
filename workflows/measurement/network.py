"""The network's figures: the latest of each affiliate, their totals, and what may be seen of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.hiding import Hidden
from workflows.measurement.models import ExtractImport, ExtractState, Measurement
from workflows.measurement.suppression import PROFILES, suppress
from workflows.people.models import Affiliate

NETWORK = PROFILES["network_internal"]


@dataclass(frozen=True, slots=True)
class SiteFigure:
    """One affiliate's latest figure of one indicator; `figure.code` is the indicator's key as text."""

    indicator: Indicator
    affiliate_id: int
    affiliate: str
    enrollment_id: int
    as_of: date
    import_number: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """All latest figures by indicator, the total of each, and what is hidden, by (indicator id, site)."""

    by_indicator: Mapping[int, Sequence[SiteFigure]]
    totals: Mapping[int, Figure]
    hidden: Mapping[tuple[int, str], Hidden]

    @property
    def indicators(self) -> list[Indicator]:
        return [sites[0].indicator for sites in self.by_indicator.values()]


def get_network_figures(session: Session) -> NetworkFigures:
    """The whole network's, whoever asks: what is hidden of one affiliate depends on what all the others show."""
    by_indicator: dict[int, list[SiteFigure]] = defaultdict(list)
    for row in list_latest_figures(session):
        by_indicator[row.indicator.id].append(row)
    totals = {key: add_up(str(key), [row.figure for row in rows]) for key, rows in by_indicator.items()}
    together = [figure for key, rows in by_indicator.items() for figure in (totals[key], *(row.figure for row in rows))]
    hidden = {(int(s.code), s.site): s.hidden for s in suppress(together, NETWORK) if s.hidden is not None}
    return NetworkFigures(by_indicator, totals, hidden)


def list_latest_figures(session: Session) -> Sequence[SiteFigure]:
    """Each affiliate's own figures of its latest import, by indicator, then by affiliate; one query."""
    newest_first = (ExtractImport.as_of.desc(), ExtractImport.id.desc())
    ranked = (
        select(
            ExtractImport.id,
            func.row_number().over(partition_by=Enrollment.affiliate_id, order_by=newest_first).label("place"),
        )
        .join(Enrollment, Enrollment.id == ExtractImport.enrollment_id)
        .where(ExtractImport.state == ExtractState.COMPUTED)
        .subquery()
    )
    wanted = (
        select(Measurement, Indicator, ExtractImport.number, Affiliate.id, Affiliate.name)
        .join(ranked, (ranked.c.id == Measurement.extract_id) & (ranked.c.place == 1))
        .join(ExtractImport, ExtractImport.id == Measurement.extract_id)
        .join(Enrollment, Enrollment.id == Measurement.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .where(Measurement.site == Affiliate.code)
        .order_by(Indicator.framework_id, Indicator.position, Affiliate.name)
    )
    return [
        SiteFigure(indicator, affiliate_id, name, row.enrollment_id, row.as_of, number, figure_of(row))
        for row, indicator, number, affiliate_id, name in session.execute(wanted)
    ]


def figure_of(row: Measurement) -> Figure:
    return Figure(str(row.indicator_id), row.site, row.numerator, row.denominator, row.total, row.n)


def add_up(code: str, figures: Iterable[Figure]) -> Figure:
    """The total over sites: numerators, denominators, sums and n added, never an average of averages."""
    parts = list(figures)
    n = sum(part.n for part in parts)
    if any(part.denominator is not None for part in parts):
        over = sum(part.numerator or 0 for part in parts)
        return Figure(code, ALL_SITES, over, sum(part.denominator or 0 for part in parts), None, n)
    if any(part.total is not None for part in parts):
        return Figure(code, ALL_SITES, None, None, sum((part.total or Decimal(0) for part in parts), Decimal(0)), n)
    return Figure(code, ALL_SITES, None, None, None, n)
