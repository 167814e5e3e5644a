"""What is known about indicators beside the boxes: the affiliate's own figures, their domains and their groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from webapp.actors import actor
from webapp.measurement.outcome_rows import shown
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.measurement.series import list_series, profile_of

FIGURES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """One figure of the affiliate's own imports, newest first: value, what stands behind it, and the day."""

    value: str
    counted: str
    n: str
    as_of: date
    import_number: int


def figures_of(enrollment: Enrollment, indicator: Indicator | None) -> list[OwnFigure]:
    """The newest figures of the indicator from this year's imports, as this reader may see them."""
    if indicator is None:
        return []
    profile = profile_of(actor(), enrollment)
    series = next(
        (one for one in list_series(db.session(), enrollment, profile=profile) if one.indicator.id == indicator.id),
        None,
    )
    if series is None:
        return []
    return [
        OwnFigure(
            *shown(seen.figure, seen.hidden, unit=indicator.unit, profile=profile), seen.as_of, seen.import_number
        )
        for seen in reversed(series.seen[-FIGURES_SHOWN:])
    ]


def by_domain(indicators: Iterable[Indicator]) -> dict[str, list[tuple[int, str]]]:
    """Indicators as (id, words) under their domains, in the framework's order."""
    domains: dict[str, list[tuple[int, str]]] = {}
    for indicator in indicators:
        mark = ", retired" if indicator.is_retired else ""
        domains.setdefault(indicator.domain, []).append((indicator.id, f"{indicator.name} ({indicator.code}{mark})"))
    return domains


def groups_of(indicator: Indicator | None) -> list[str]:
    """The groups by which an indicator can be looked at."""
    if indicator is None:
        return []
    return list(dict.fromkeys(part.strip() for part in indicator.disaggregations.split(";") if part.strip()))
