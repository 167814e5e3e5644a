"""Who needs a coach's attention first, and why, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.filters import plural
from workflows.affiliates.gaps import RoleGap
from workflows.coaching.queries import CaseloadLine
from workflows.reporting.queries import ReportNeeds

QUIET_AFTER = 30  # days without contact
SILENT_AFTER = 45
NONE_NEEDED = ReportNeeds(late=0, returned=0, to_read=0)


@dataclass(frozen=True, slots=True)
class Concern:
    """One reason to look at an affiliate; heavier ones come first."""

    weight: int
    words: str


@dataclass(frozen=True, slots=True)
class Attention:
    """One affiliate of a caseload with what asks for attention, heaviest first."""

    line: CaseloadLine
    concerns: tuple[Concern, ...]

    @property
    def weight(self) -> int:
        return sum(concern.weight for concern in self.concerns)

    @property
    def tone(self) -> str:
        if self.weight == 0:
            return "good"
        return "late" if self.concerns[0].weight >= 4 else "watch"

    @property
    def word(self) -> str:
        return {"good": "All well", "watch": "Look soon", "late": "Look first"}[self.tone]


def by_attention(
    lines: Iterable[CaseloadLine], needs: Mapping[int, ReportNeeds], gaps: Mapping[int, Sequence[RoleGap]]
) -> list[Attention]:
    """The ones to look at first on top, heaviest first, then by name. `gaps` are those of data roles, by affiliate."""
    seen = [
        Attention(
            line,
            _concerns(line, needs.get(line.enrollment.id, NONE_NEEDED), gaps.get(line.enrollment.affiliate_id, ())),
        )
        for line in lines
    ]
    return sorted(seen, key=lambda one: (one.tone != "late", -one.weight, one.line.enrollment.affiliate.name))


def _concerns(line: CaseloadLine, needs: ReportNeeds, gaps: Sequence[RoleGap]) -> tuple[Concern, ...]:
    days = line.days_since_contact
    rows = (
        (5 * needs.late, needs.late, f"{plural(needs.late, 'report')} late"),
        (4 + line.overdue_actions, line.overdue_actions, f"{plural(line.overdue_actions, 'action')} overdue"),
        (4, days is not None and days > SILENT_AFTER, f"No contact for {plural(days or 0, 'day')}"),
        (3, needs.returned, f"{plural(needs.returned, 'report')} returned with a question"),
        (3, needs.to_read, f"{plural(needs.to_read, 'report')} to read"),
        (3, line.unwritten_id, "A check-in waits for its notes"),
        (2, days is not None and QUIET_AFTER < days <= SILENT_AFTER, f"Last contact {plural(days or 0, 'day')} ago"),
        (2, days is None, "No check-in held yet"),
        (1, line.next_at is None, "No check-in planned"),
    )
    found = [Concern(weight, words) for weight, applies, words in rows if applies]
    found += [Concern(3 if gap.is_vacancy else 1, gap.words) for gap in gaps]
    return tuple(sorted(found, key=lambda concern: -concern.weight))


@dataclass(frozen=True, slots=True)
class Load:
    """One coach's caseload in figures; the name is empty for affiliates without a coach."""

    name: str
    affiliates: int
    sessions: int
    minutes: int
    overdue_actions: int
    look_first: int


def loads_of(seen: Sequence[Attention]) -> list[Load]:
    """By coach, those without one first."""
    groups: dict[tuple[str, int], list[Attention]] = {}
    for one in seen:
        coach = one.line.enrollment.coach
        groups.setdefault(("", 0) if coach is None else (coach.name, coach.id), []).append(one)
    return [
        Load(
            name=name,
            affiliates=len(group),
            sessions=sum(one.line.dosage.sessions for one in group),
            minutes=sum(one.line.dosage.minutes for one in group),
            overdue_actions=sum(one.line.overdue_actions for one in group),
            look_first=sum(one.tone == "late" for one in group),
        )
        for (name, _), group in sorted(groups.items())
    ]
