"""The network's figures as a table and as a file: the same rows, the same hidden cells."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from webapp.filters import plural, short_date
from webapp.measurement.outcome_rows import shown
from workflows.frameworks.models import Indicator
from workflows.measurement.figures import ALL_SITES
from workflows.measurement.network import NETWORK, NetworkFigures, SiteFigure

HEADER = ("Indicator", "Name", "Domain", "Who", "Value", "Counted", "n", "As of", "Extract")


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """One figure for readers of the network; `enrollment_id` only for an affiliate's own."""

    indicator: Indicator
    who: str
    value: str
    counted: str
    n: str
    as_of: str
    extract: str
    enrollment_id: int | None = None

    @property
    def cells(self) -> Sequence[str]:
        about = self.indicator
        return (
            about.code,
            about.name,
            about.domain,
            self.who,
            self.value,
            self.counted,
            self.n,
            self.as_of,
            self.extract,
        )


def total_rows(network: NetworkFigures) -> list[NetworkRow]:
    """One row for each indicator: all affiliates together."""
    return [_total(network, key) for key in network.by_indicator]


def site_rows(network: NetworkFigures, indicator_id: int, *, affiliates: Collection[int]) -> list[NetworkRow]:
    """One row for each affiliate in `affiliates` that measured the indicator."""
    rows = network.by_indicator.get(indicator_id, ())
    return [_site(network, row) for row in rows if row.affiliate_id in affiliates]


def file_rows(rows: Sequence[NetworkRow]) -> Iterator[Sequence[str]]:
    return (row.cells for row in rows)


def total_row(network: NetworkFigures, indicator_id: int) -> list[NetworkRow]:
    return [_total(network, indicator_id)] if indicator_id in network.by_indicator else []


def _total(network: NetworkFigures, key: int) -> NetworkRow:
    sites, total = network.by_indicator[key], network.totals[key]
    indicator = sites[0].indicator
    value, counted, n = shown(total, network.hidden.get((key, ALL_SITES)), unit=indicator.unit, profile=NETWORK)
    days = sorted({site.as_of for site in sites})
    as_of = short_date(days[0]) if len(days) == 1 else f"{short_date(days[0])} to {short_date(days[-1])}"
    who = plural(len(sites), "affiliate")
    return NetworkRow(indicator, who, value, counted, n, as_of, "")


def _site(network: NetworkFigures, row: SiteFigure) -> NetworkRow:
    hidden = network.hidden.get((row.indicator.id, row.figure.site))
    value, counted, n = shown(row.figure, hidden, unit=row.indicator.unit, profile=NETWORK)
    return NetworkRow(
        row.indicator,
        row.affiliate,
        value,
        counted,
        n,
        short_date(row.as_of),
        str(row.import_number),
        row.enrollment_id,
    )
