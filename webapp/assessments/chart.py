"""One dimension through the moments as a small drawing: a lane for each moment on the scale from 1 to 5."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from workflows.assessments.answers import Moment
from workflows.assessments.results import SEEN_IN_ORDER, Trend

WIDTH, LANE, TOP = 320, 20, 18  # units of the view box, near to pixels on a phone
SCALE_AT, SCALE_TO, VALUES_AT = 88, 272, 316
LOWEST, HIGHEST = 1, 5

# Moments differ by shape, so that the drawing reads without colour.
_MARKS: Mapping[Moment, Markup] = {
    Moment.BEFORE: Markup('<circle class="lane-hollow" cx="{x}" cy="{y}" r="4.5"/>'),
    Moment.LOOKING_BACK: Markup('<path class="lane-hollow" d="M{x} {y} m0 -5.5 l5.5 5.5 l-5.5 5.5 l-5.5 -5.5 z"/>'),
    Moment.AFTER: Markup('<circle class="lane-full" cx="{x}" cy="{y}" r="5"/>'),
    Moment.TWELVE_MONTHS: Markup('<path class="lane-full" d="M{x} {y} m-4.5 -4.5 h9 v9 h-9 z"/>'),
}


def score_text(value: Decimal | None) -> str:
    """`3.25`, and a dash for what was not answered; hundredths always, so that columns line up."""
    return "–" if value is None else f"{value:.2f}"


def change_text(change: Decimal | None) -> str:
    """`+0.50`, `−0.25`, `unchanged`; a dash where there is nothing to compare."""
    if change is None:
        return "–"
    if not round(change, 2):
        return "unchanged"
    return f"{'+' if change > 0 else '−'}{abs(change):.2f}"


def trend_words(trend: Trend) -> str:
    """`2.44 → 2.91 (+0.47)`, the first and the newest; one figure alone where there is no second."""
    if trend.change is None:
        return score_text(trend.latest)
    return f"{score_text(trend.first)} → {score_text(trend.latest)} ({change_text(trend.change)})"


def trend_chart(trend: Trend, *, name: str) -> Markup:
    """The lanes of one trend as SVG; `name` is unique on the page. The numbers stand in the page's table."""
    moments = [moment for moment in Moment if moment in trend.means]
    height = TOP + LANE * len(moments) + 2
    lanes = [_lane(moment, trend.means[moment], place) for place, moment in enumerate(moments)]
    return Markup(
        '<svg class="chart-svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{summary}</desc>{parts}</svg>'
    ).format(
        width=WIDTH,
        height=height,
        name=name,
        title=trend.name,
        summary=summary_of(trend),
        parts=Markup("").join([*_grid(height), _way(trend, moments), *lanes]),
    )


def summary_of(trend: Trend) -> str:
    """The drawing in a sentence, for those who do not see it."""
    told = [f"{moment.short} {score_text(trend.means[moment])}" for moment in Moment if moment in trend.means]
    return f"{', '.join(told)}." if told else "Nothing is answered yet."


def _x(value: Decimal | int) -> float:
    share = (float(value) - LOWEST) / (HIGHEST - LOWEST)
    return round(SCALE_AT + share * (SCALE_TO - SCALE_AT), 1)


def _y(place: int) -> float:
    return TOP + LANE * place + LANE / 2


def _grid(height: int) -> list[Markup]:
    return [
        Markup(
            '<line class="lane-step" x1="{x}" y1="{top}" x2="{x}" y2="{bottom}"/>'
            '<text class="lane-number" x="{x}" y="11" text-anchor="middle">{step}</text>'
        ).format(x=_x(step), top=TOP - 2, bottom=height, step=step)
        for step in range(LOWEST, HIGHEST + 1)
    ]


def _way(trend: Trend, moments: Sequence[Moment]) -> Markup:
    """The line from moment to moment; looking back is a second view of the start and has no line."""
    places = [(_x(trend.means[m]), _y(place)) for place, m in enumerate(moments) if m in SEEN_IN_ORDER]
    if len(places) < 2:
        return Markup("")
    points = " ".join(f"{x},{y}" for x, y in places)
    return Markup('<polyline class="lane-way" points="{}"/>').format(points)


def _lane(moment: Moment, value: Decimal, place: int) -> Markup:
    parts = (
        Markup('<text class="lane-word" x="0" y="{words}">{moment}</text>'),
        _MARKS[moment],
        Markup('<text class="lane-value" x="{at}" y="{words}" text-anchor="end">{value}</text>'),
    )
    y = _y(place)
    return (
        Markup("")
        .join(parts)
        .format(x=_x(value), y=y, at=VALUES_AT, words=y + 4, value=score_text(value), moment=moment.short)
    )
