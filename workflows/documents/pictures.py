"""Charts for reports: drawn without a screen, the same bytes each time, readable in grey."""

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from workflows.documents.values import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ACCENT, INK, INK_SOFT, LINE = "#0b5a5c", "#1d2a2f", "#55646b", "#d9d3c8"
WIDTH_MM, HEIGHT_MM, DOTS_PER_INCH = 160, 58, 200
MM_PER_INCH = 25.4
CLOSEST = 0.09  # share of the chart's height that two labels keep between them


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement; no value where none was made or a small cell hides it."""

    label: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class GoalSeries:
    """A goal's way from baseline to target, all in `unit` ("%", " days").

    `original_target` is given only when the target was amended.
    """

    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal
    original_target: Decimal | None
    points: tuple[Point, ...]


def goal_chart(series: GoalSeries) -> Picture:
    """A line of actuals against baseline and target, labelled in place; 160 mm wide, with a description."""
    # A web process must not carry matplotlib, and only a report needs it.
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with rc_context({"font.family": "DejaVu Sans", "font.size": 8}):
        figure = Figure(figsize=(WIDTH_MM / MM_PER_INCH, HEIGHT_MM / MM_PER_INCH), dpi=DOTS_PER_INCH)
        axes = figure.add_axes((0.06, 0.13, 0.72, 0.82))
        _frame(axes, series)
        _lines(axes, series)
        _actuals(axes, series)
        png = BytesIO()
        FigureCanvasAgg(figure)
        figure.savefig(png, format="png", metadata={"Software": None})
    return Picture(png=png.getvalue(), width_mm=WIDTH_MM, description=description(series))


def description(series: GoalSeries) -> str:
    """What the chart shows, in a sentence."""
    known = [f"{p.label} {_shown(p.value, series)}" for p in series.points if p.value is not None]
    told = [f"{name} {_shown(value, series)}" for name, value, *_ in _levels(series)]
    return f"{series.name}: {', '.join(told)}; {', '.join(known) or 'no measurement yet'}."


def _shown(value: Decimal, series: GoalSeries) -> str:
    return f"{value.normalize():f}{series.unit}"


def _levels(series: GoalSeries) -> list[tuple[str, Decimal, str, Any]]:
    """Name, value, colour and dashes of each level that is known."""
    levels = (
        ("Target", series.target, INK, (0, (6, 3))),
        ("Original target", series.original_target, INK_SOFT, (0, (6, 2, 1, 2))),
        ("Baseline", series.baseline, INK_SOFT, (0, (1, 2))),
    )
    return [(name, value, colour, dashes) for name, value, colour, dashes in levels if value is not None]


def _frame(axes: "Axes", series: GoalSeries) -> None:
    values = [float(value) for _, value, *_ in _levels(series)]
    values += [float(point.value) for point in series.points if point.value is not None]
    room = max((max(values) - min(values)) * 0.25, 1.0)
    axes.set_ylim(min(values) - room, max(values) + room)
    axes.set_xlim(-0.4, max(len(series.points) - 1, 1) + 0.25)
    axes.set_xticks(range(len(series.points)), [point.label for point in series.points], color=INK)
    axes.tick_params(length=0, labelcolor=INK_SOFT)
    axes.yaxis.set_major_locator(_few_ticks())
    axes.grid(axis="y", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - as in goal_chart

    return MaxNLocator(nbins=4, integer=True)


def _lines(axes: "Axes", series: GoalSeries) -> None:
    bottom, top = axes.get_ylim()
    place = float("inf")
    for name, value, colour, dashes in sorted(_levels(series), key=lambda level: -level[1]):
        axes.axhline(float(value), color=colour, linewidth=1.3, linestyle=dashes)
        place = min(float(value), place - CLOSEST * (top - bottom))
        axes.annotate(
            f"{name} {_shown(value, series)}",
            (1.02, (place - bottom) / (top - bottom)),
            xycoords="axes fraction",
            va="center",
            color=colour,
        )


def _actuals(axes: "Axes", series: GoalSeries) -> None:
    heights = [float("nan") if point.value is None else float(point.value) for point in series.points]
    axes.plot(range(len(heights)), heights, color=ACCENT, linewidth=2.4, marker="o", markersize=6)
    for place, point in enumerate(series.points):
        if point.value is not None:
            axes.annotate(
                _shown(point.value, series),
                (place, float(point.value)),
                xytext=(0, 8),
                textcoords="offset points",
                ha="center",
                color=ACCENT,
                fontweight="bold",
                bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
            )
