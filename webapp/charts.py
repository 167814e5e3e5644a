"""Charts as SVG markup with their numbers, readable without colour and without sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

Number = Decimal | float | int

WIDTH, HEIGHT = 400, 200  # units of the view box, near to pixels on a phone
LEFT, RIGHT, TOP, BOTTOM = 8, 326, 24, 168
WORDS_AT = 334  # levels are named in a column of their own, where no value can cross them
WORDS_APART = 30
SPARK_WIDTH, SPARK_HEIGHT = 176, 60


@dataclass(frozen=True, slots=True)
class Point:
    """One measured value; `value` is None where nothing was measured or the cell is hidden.

    `note` is its source in words: `31 of 57 people`, `fewer than 5: hidden`.
    """

    label: str
    value: Number | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the same numbers as rows of a table: label, value, note."""

    name: str
    title: str
    summary: str
    svg: Markup
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a value to a height on the drawing; the values keep a tenth of air above and below."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: Number) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return round(self.bottom - share * (self.bottom - self.top), 1)


def figure(value: Number | None, unit: str) -> str:
    """`54%`, `36 days`, `1,204`; a dash for None."""
    if value is None:
        return "–"
    text = f"{value:,.1f}".removesuffix(".0")
    return f"{text}{unit}" if unit in {"", "%"} else f"{text} {unit}"


def line_chart(
    points: Sequence[Point],
    *,
    name: str,
    title: str,
    unit: str = "",
    baseline: Number | None = None,
    target: Number | None = None,
) -> Chart:
    """Actual values in time against baseline and target; `name` is unique on the page."""
    scale = _scale(points, baseline, target, top=TOP, bottom=BOTTOM)
    places = _places(len(points), left=LEFT + 14, right=RIGHT - 18)
    parts = [
        _frame_line(),
        *_levels(scale, unit=unit, baseline=baseline, target=target),
        _line(points, places, scale),
        *_dots(points, places, scale, radius=4),
        *_value_labels(points, places, scale, unit=unit),
        *_axis_labels(points, places),
    ]
    return _chart(points, parts, name=name, title=title, unit=unit, baseline=baseline, target=target)


def bar_chart(
    points: Sequence[Point],
    *,
    name: str,
    title: str,
    unit: str = "",
    baseline: Number | None = None,
    target: Number | None = None,
) -> Chart:
    """One bar for each point from zero, with baseline and target as lines; `name` is unique on the page."""
    scale = _scale(points, baseline, target, top=TOP, bottom=BOTTOM, from_zero=True)
    width = min(48, (RIGHT - LEFT) / max(1, len(points)) * 0.6)
    places = _places(len(points), left=LEFT + 10 + width / 2, right=RIGHT - 10 - width / 2)
    bars = [
        Markup('<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
            round(x - width / 2, 1),
            scale.y(point.value),
            round(width, 1),
            round(BOTTOM - scale.y(point.value), 1),
        )
        for point, x in zip(points, places, strict=True)
        if point.value is not None
    ]
    parts = [
        *bars,
        _frame_line(),
        *_levels(scale, unit=unit, baseline=baseline, target=target),
        *_value_labels(points, places, scale, unit=unit, every=True),
        *_axis_labels(points, places),
    ]
    return _chart(points, parts, name=name, title=title, unit=unit, baseline=baseline, target=target)


def goal_chart(
    points: Sequence[Point],
    *,
    name: str,
    title: str,
    unit: str = "",
    baseline: Number | None = None,
    target: Number | None = None,
) -> Chart:
    """The small drawing beside a goal's figures: its line and where the target lies."""
    scale = _scale(points, baseline, target, top=12, bottom=SPARK_HEIGHT - 12)
    places = _places(len(points), left=6, right=SPARK_WIDTH - 44)
    parts = [Markup(""), _line(points, places, scale), *_dots(points, places, scale, radius=3)]
    if target is not None:
        y = scale.y(target)
        word_y = y - 4 if y > SPARK_HEIGHT / 2 else y + 12
        parts[0] = Markup(
            '<line class="chart-target" x1="0" y1="{0}" x2="{1}" y2="{0}"/>'
            '<text class="chart-word chart-word-target" x="{1}" y="{2}" text-anchor="end">target</text>'
        ).format(y, SPARK_WIDTH, word_y)
    return _chart(
        points,
        parts,
        name=name,
        title=title,
        unit=unit,
        baseline=baseline,
        target=target,
        width=SPARK_WIDTH,
        height=SPARK_HEIGHT,
    )


def summary_of(points: Sequence[Point], *, unit: str, baseline: Number | None, target: Number | None) -> str:
    """The drawing in one or two sentences, for those who do not see it."""
    known = [point for point in points if point.value is not None]
    if not known:
        story = "Nothing is measured yet."
    elif len(known) == 1:
        story = f"{figure(known[0].value, unit)} in {known[0].label}."
    else:
        start, end = (f"{figure(point.value, unit)} in {point.label}" for point in (known[0], known[-1]))
        story = f"From {start} to {end}."
    levels = [
        f"{word} {figure(value, unit)}"
        for word, value in (("Baseline", baseline), ("target", target))
        if value is not None
    ]
    return f"{story} {_sentence(', '.join(levels))}".strip()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _scale(
    points: Sequence[Point],
    baseline: Number | None,
    target: Number | None,
    *,
    top: float,
    bottom: float,
    from_zero: bool = False,
) -> _Scale:
    values = [float(point.value) for point in points if point.value is not None]
    values += [float(level) for level in (baseline, target) if level is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        return _Scale(min(0.0, low), max(high, 0.0) * 1.08 or 1.0, top, bottom)
    air = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return _Scale(low - air, high + air, top, bottom)


def _places(count: int, *, left: float, right: float) -> list[float]:
    if count == 1:
        return [round((left + right) / 2, 1)]
    return [round(left + (right - left) * n / (count - 1), 1) for n in range(count)]


def _frame_line() -> Markup:
    return Markup('<line class="chart-axis" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(LEFT, BOTTOM, RIGHT, BOTTOM)


def _levels(scale: _Scale, *, unit: str, baseline: Number | None, target: Number | None) -> list[Markup]:
    """The levels across the drawing, each named at its right end; two near ones push their names apart."""
    levels = [(kind, value) for kind, value in (("baseline", baseline), ("target", target)) if value is not None]
    lines = sorted((scale.y(value), kind, figure(value, unit)) for kind, value in levels)
    words = [y for y, _, _ in lines]
    if len(words) == 2 and words[1] - words[0] < WORDS_APART:
        middle = (words[0] + words[1]) / 2
        words = [middle - WORDS_APART / 2, middle + WORDS_APART / 2]
    return [
        Markup(
            '<line class="chart-halo" x1="{x1}" y1="{y}" x2="{x2}" y2="{y}"/>'
            '<line class="chart-{kind}" x1="{x1}" y1="{y}" x2="{x2}" y2="{y}"/>'
            '<text class="chart-word chart-word-{kind}" x="{at}" y="{word_y}">{word}'
            '<tspan x="{at}" dy="13">{value}</tspan></text>'
        ).format(
            kind=kind,
            x1=LEFT,
            x2=RIGHT,
            y=y,
            at=WORDS_AT,
            word_y=round(word_y - 2, 1),
            word=kind.capitalize(),
            value=value,
        )
        for (y, kind, value), word_y in zip(lines, words, strict=True)
    ]


def _line(points: Sequence[Point], places: Sequence[float], scale: _Scale) -> Markup:
    """The series; it breaks where a value is missing rather than invent one."""
    runs: list[list[str]] = [[]]
    for point, x in zip(points, places, strict=True):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x},{scale.y(point.value)}")
    return _join(
        Markup('<polyline class="chart-line" points="{}"/>').format(" ".join(run)) for run in runs if len(run) > 1
    )


def _dots(points: Sequence[Point], places: Sequence[float], scale: _Scale, *, radius: float) -> list[Markup]:
    return [
        Markup('<circle class="chart-dot" cx="{}" cy="{}" r="{}"/>').format(x, scale.y(point.value), radius)
        for point, x in zip(points, places, strict=True)
        if point.value is not None
    ]


def _value_labels(
    points: Sequence[Point], places: Sequence[float], scale: _Scale, *, unit: str, every: bool = False
) -> list[Markup]:
    """Words at the first and last value, or at all; between them the table says more than the drawing."""
    known = [(point.value, x) for point, x in zip(points, places, strict=True) if point.value is not None]
    shown = known if every or len(known) < 3 else [known[0], known[-1]]
    return [
        Markup('<text class="chart-value" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            x, scale.y(value) - 9, figure(value, unit)
        )
        for value, x in shown
    ]


def _axis_labels(points: Sequence[Point], places: Sequence[float]) -> list[Markup]:
    """Labels that fit: all up to six, then the first, the middle and the last."""
    last = len(points) - 1
    wanted = range(len(points)) if len(points) <= 6 else (0, last // 2, last)
    return [
        Markup('<text class="chart-word" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            places[n], BOTTOM + 20, points[n].label
        )
        for n in wanted
    ]


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _chart(
    points: Sequence[Point],
    parts: Sequence[Markup],
    *,
    name: str,
    title: str,
    unit: str,
    baseline: Number | None,
    target: Number | None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Chart:
    summary = summary_of(points, unit=unit, baseline=baseline, target=target)
    svg = Markup(
        '<svg class="chart-svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{summary}</desc>{parts}</svg>'
    ).format(width=width, height=height, name=name, title=title, summary=summary, parts=_join(parts))
    rows = [(point.label, figure(point.value, unit), point.note) for point in points]
    levels = (("Baseline", baseline), ("Target", target))
    rows += [(word, figure(value, unit), "") for word, value in levels if value is not None]
    return Chart(name=name, title=title, summary=summary, svg=svg, rows=tuple(rows))
