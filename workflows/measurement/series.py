"""An affiliate's figures in time, as one reader may see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.measurement.figures import Figure
from workflows.measurement.hiding import Hidden
from workflows.measurement.models import ExtractImport, Measurement
from workflows.measurement.network import NETWORK, NetworkFigures, figure_of, get_network_figures
from workflows.measurement.suppression import PROFILES, Profile, suppress
from workflows.people.models import Affiliate
from workflows.permissions import Actor

OWN = PROFILES["internal_affiliate"]


@dataclass(frozen=True, slots=True)
class SeenFigure:
    """One figure for one reader. Of a hidden one nothing is here but the reason."""

    as_of: date
    import_number: int
    figure: Figure | None
    hidden: Hidden | None

    @property
    def value(self) -> Decimal | int | None:
        return None if self.figure is None else self.figure.value


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator's figures, oldest first, one a day."""

    indicator: Indicator
    seen: tuple[SeenFigure, ...]

    @property
    def latest(self) -> SeenFigure:
        return self.seen[-1]


def list_series(session: Session, enrollment: Enrollment, *, profile: Profile) -> Sequence[Series]:
    """The enrollment's own figures by indicator, as `profile` leaves them to see; the newest import wins for a day."""
    days: dict[int, dict[date, tuple[int, Figure]]] = defaultdict(dict)
    indicators: dict[int, Indicator] = {}
    wanted = (
        select(Measurement, Indicator, ExtractImport.number)
        .join(ExtractImport, ExtractImport.id == Measurement.extract_id)
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .where(
            Measurement.enrollment_id == enrollment.id,
            Measurement.site == select(Affiliate.code).where(Affiliate.id == enrollment.affiliate_id).scalar_subquery(),
        )
        .order_by(Indicator.position, Measurement.as_of, ExtractImport.number)
    )
    for row, indicator, number in session.execute(wanted):
        indicators[indicator.id] = indicator
        days[indicator.id][row.as_of] = (number, figure_of(row))
    network = get_network_figures(session) if profile is NETWORK else None
    return [
        Series(indicator, _seen(days[key], profile, _hidden_in_network(network, key, enrollment)))
        for key, indicator in indicators.items()
    ]


def profile_of(reader: Actor, enrollment: Enrollment) -> Profile:
    """People of the affiliate see their own figures as they are; everyone else in the network, without small cells."""
    return OWN if enrollment.affiliate_id in reader.affiliate_ids else NETWORK


def _seen(
    days: Mapping[date, tuple[int, Figure]], profile: Profile, in_network: Hidden | None
) -> tuple[SeenFigure, ...]:
    """Each day's figure on its own: coach and affiliate look at change together, so small steps are not held back
    here; `moved_by_few` is for what leaves the network."""
    seen = []
    for day, (number, figure) in sorted(days.items()):
        hidden = in_network or suppress([figure], profile)[0].hidden
        seen.append(SeenFigure(day, number, None if hidden else figure, hidden))
    return tuple(seen)


def _hidden_in_network(network: NetworkFigures | None, indicator_id: int, enrollment: Enrollment) -> Hidden | None:
    """What protects another affiliate in the network's table is hidden here too, or it would protect nobody."""
    if network is None:
        return None
    hidden = network.hidden.get((indicator_id, enrollment.affiliate.code))
    return hidden if hidden is Hidden.COMPLEMENTARY else None
