"""What counting a meeting report would change: everyone expected, as they are marked now and as they would be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflows.training.attendance.minutes import Presence, in_minutes
from workflows.training.models import Attendance, AttendanceImport, AttendanceMode, ImportState
from workflows.training.reported import Measure, people_of, presence_by_participant
from workflows.training.roster import RosterLine
from workflows.training.settling import Shown, shown_by


class Seen(StrEnum):
    """How somebody stands in a report."""

    LIVE = "live"
    SHORT = "short"
    UNREADABLE = "no time read"
    ABSENT = "absent"


class Change(StrEnum):
    """What counting does to somebody's mark."""

    NEW = "new"
    BETTER = "better"
    SAME = "same"
    STAYS = "stays"  # made by hand
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One participant: how they stand in this report, what their mark is and what it becomes.

    `missing` is what they were short of, in minutes to one decimal.
    """

    person: RosterLine
    seen: Seen
    minutes: Decimal | None
    missing: Decimal | None
    now: Attendance | None
    after: Shown | None
    change: Change

    @property
    def can_replace(self) -> bool:
        """The mark was made by hand, and the reports show somebody who was there."""
        return self.change is Change.STAYS and self.after is not None and self.after.mode is AttendanceMode.LIVE


@dataclass(frozen=True, slots=True)
class AffiliatePreview:
    """An affiliate's people: who is live, short (or without a readable time) and not in this report."""

    affiliate: str
    lines: tuple[PreviewLine, ...]

    @property
    def live(self) -> tuple[PreviewLine, ...]:
        return self._seen(Seen.LIVE)

    @property
    def short(self) -> tuple[PreviewLine, ...]:
        return self._seen(Seen.SHORT, Seen.UNREADABLE)

    @property
    def absent(self) -> tuple[PreviewLine, ...]:
        return self._seen(Seen.ABSENT)

    @property
    def changes(self) -> tuple[PreviewLine, ...]:
        """Whose marks counting writes, and whose stay although the report shows them."""
        return tuple(line for line in self.lines if line.change in (Change.NEW, Change.BETTER, Change.STAYS))

    def _seen(self, *kinds: Seen) -> tuple[PreviewLine, ...]:
        return tuple(line for line in self.lines if line.seen in kinds)


@dataclass(frozen=True, slots=True)
class Preview:
    lines: tuple[PreviewLine, ...]
    open_questions: int

    @property
    def counts(self) -> Counter[Seen]:
        return Counter(line.seen for line in self.lines)

    @property
    def changes(self) -> int:
        """How many marks counting writes."""
        return sum(line.change in (Change.NEW, Change.BETTER) for line in self.lines)

    @property
    def by_hand(self) -> tuple[PreviewLine, ...]:
        """Marks made by hand that stay although the report shows the person."""
        return tuple(line for line in self.lines if line.change is Change.STAYS)

    @property
    def affiliates(self) -> tuple[AffiliatePreview, ...]:
        found: dict[str, list[PreviewLine]] = {}
        for line in self.lines:
            found.setdefault(line.person.affiliate, []).append(line)
        return tuple(AffiliatePreview(name, tuple(lines)) for name, lines in found.items())


def preview_of(
    report: AttendanceImport,
    *,
    roster: Sequence[RosterLine],
    marks: Mapping[int, Attendance],
    counted: Sequence[AttendanceImport],
) -> Preview:
    """`marks` of the session by participant; `counted` are its reports that count, with or without this one."""
    measure = Measure.of(report.session)
    here = presence_by_participant(people_of(report))
    others = [other for other in counted if other.id != report.id]
    after = shown_by([*others, report], measure=measure)
    is_counted = report.state is ImportState.APPLIED
    lines = tuple(
        _line(
            person,
            here.get(person.participant_id),
            now=marks.get(person.participant_id),
            after=after.get(person.participant_id),
            measure=measure,
            is_counted=is_counted,
        )
        for person in roster
        if person.is_expected or person.participant_id in here or person.participant_id in marks
    )
    return Preview(lines, report.open_questions)


def _line(
    person: RosterLine,
    presence: Presence | None,
    *,
    now: Attendance | None,
    after: Shown | None,
    measure: Measure,
    is_counted: bool,
) -> PreviewLine:
    seen, missing = _seen(presence, measure)
    change = Change.NONE if presence is None else _change(now, after, is_counted=is_counted)
    minutes = None if presence is None else measure.minutes(presence)
    return PreviewLine(person, seen, minutes, missing, now, after, change)


def _seen(presence: Presence | None, measure: Measure) -> tuple[Seen, Decimal | None]:
    if presence is None:
        return Seen.ABSENT, None
    spent = presence.within(measure.window)
    if spent is None:
        return Seen.UNREADABLE, None
    if measure.mode(presence) is AttendanceMode.LIVE:
        return Seen.LIVE, None
    return Seen.SHORT, max(in_minutes(measure.needed - spent), Decimal("0.1"))


def _change(now: Attendance | None, after: Shown | None, *, is_counted: bool) -> Change:
    if now is None:
        return Change.SAME if is_counted else Change.NEW
    if now.import_id is None:
        return Change.STAYS
    if after is None or (now.mode, now.minutes) == (after.mode, after.minutes):
        return Change.SAME
    return Change.BETTER
