"""The capacity tier as one table of points, and what each tier suggests: coaching dosage and reporting load."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from workflows.affiliates.answers import FULL_TIME
from workflows.people.answers import Tier

SMALL_TEAM = 10  # people
MANY_SERVED = 500  # people a year
MANY_LANGUAGES = 4
MANY_PROGRAMS = 3
FEW_HOURS = 4  # a week
STANDARD_FROM, INTENSIVE_FROM = 3, 6  # points


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the suggestion looks at. None is what nobody has said yet, and costs nothing.

    `assessment_mean` is the mean of the eight dimensions, 1 to 5, of the latest self-assessment.
    """

    staff_count: int | None = None
    people_served: int | None = None
    is_rural: bool = False
    languages: int = 0
    programs: int = 0
    has_data_lead: bool = False
    has_sponsor: bool = False
    data_lead_hours: int | None = None
    has_backup: bool = False
    assessment_mean: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PointRow:
    """One reason for more (or less) accompaniment: its points, when it applies, and what people read."""

    points: int
    applies: Callable[[Capacity], bool]
    sentence: Callable[[Capacity], str]


@dataclass(frozen=True, slots=True)
class TierReason:
    """One sentence with its points; a stronger affiliate earns negative ones."""

    points: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    tier: Tier
    points: int
    reasons: tuple[TierReason, ...]


def _mean_below(least: Decimal | None, most: Decimal) -> Callable[[Capacity], bool]:
    """Whether the mean is at least `least` and below `most`."""
    return lambda c: c.assessment_mean is not None and (least or Decimal(0)) <= c.assessment_mean < most


# Losing the data lead must never look like an easing: its three points outweigh the two of a lead without hours and
# backup, which no longer apply once nobody holds the role.
POINTS: tuple[PointRow, ...] = (
    PointRow(3, lambda c: not c.has_data_lead, lambda _: "Nobody is data lead."),
    PointRow(1, lambda c: c.has_data_lead and c.data_lead_hours is not None and c.data_lead_hours < FEW_HOURS,
             lambda c: f"The data lead has {c.data_lead_hours} of a week’s {FULL_TIME} hours for it."),
    PointRow(1, lambda c: c.has_data_lead and not c.has_backup, lambda _: "The data lead has no backup."),
    PointRow(1, lambda c: not c.has_sponsor, lambda _: "Nobody is executive sponsor."),
    PointRow(1, lambda c: c.is_rural, lambda _: "Rural: long ways, small groups."),
    PointRow(1, lambda c: c.staff_count is not None and c.staff_count <= SMALL_TEAM,
             lambda c: f"A small team: {c.staff_count} people carry everything."),
    PointRow(1, lambda c: c.people_served is not None and c.people_served >= MANY_SERVED,
             lambda c: f"Much to keep track of: {c.people_served} people served in a year."),
    PointRow(1, lambda c: c.languages >= MANY_LANGUAGES, lambda c: f"{c.languages} languages in the team’s work."),
    PointRow(1, lambda c: c.programs >= MANY_PROGRAMS, lambda c: f"{c.programs} programs, each with its own rules."),
    PointRow(3, _mean_below(None, Decimal(2)),
             lambda c: f"The self-assessment is at its beginning: {c.assessment_mean:.1f} of 5."),
    PointRow(1, _mean_below(Decimal(2), Decimal(3)),
             lambda c: f"The self-assessment leaves room: {c.assessment_mean:.1f} of 5."),
    PointRow(-1, lambda c: c.assessment_mean is not None and c.assessment_mean >= Decimal(4),
             lambda c: f"The self-assessment is strong: {c.assessment_mean:.1f} of 5."),
)  # fmt: skip  # points · when · the sentence

NOTHING_SPECIAL = TierReason(0, "Data lead, backup and sponsor are there, and nothing makes the work unusually hard.")


def suggest_tier(capacity: Capacity) -> Suggestion:
    """Light below 3 points, standard below 6, else intensive; with every reason that counted, heaviest first."""
    found = [TierReason(row.points, row.sentence(capacity)) for row in POINTS if row.applies(capacity)]
    points = sum(reason.points for reason in found)
    tier = Tier.INTENSIVE if points >= INTENSIVE_FROM else Tier.STANDARD if points >= STANDARD_FROM else Tier.LIGHT
    return Suggestion(tier, points, tuple(sorted(found, key=lambda r: -r.points)) or (NOTHING_SPECIAL,))


def tier_in_force(suggested: Tier, chosen: Tier | None) -> Tier:
    """A person's word wins."""
    return chosen or suggested


@dataclass(frozen=True, slots=True)
class Dosage:
    """What a tier suggests for a year: check-ins, their rhythm, and how the reports are carried."""

    tier: Tier
    check_ins: int  # in a year
    in_first_60_days: int
    rhythm: str
    reporting: str

    def expected_after(self, days: int) -> int:
        """How many check-ins there would be so many days after the start of the coaching."""
        if days <= 0:
            return 0
        if days <= FIRST_DAYS:
            return self.in_first_60_days * days // FIRST_DAYS
        later = (self.check_ins - self.in_first_60_days) * (days - FIRST_DAYS) // (YEAR_DAYS - FIRST_DAYS)
        return min(self.check_ins, self.in_first_60_days + later)


FIRST_DAYS, YEAR_DAYS = 60, 365
DOSAGES: dict[Tier, Dosage] = {
    row.tier: row
    for row in (
        Dosage(Tier.LIGHT, 6, 2, "Monthly for 60 days, then once a quarter with the data review.",
               "Four quarterly reports, written by the affiliate alone; the coach reads along."),
        Dosage(Tier.STANDARD, 12, 4, "Every two weeks for 60 days, then monthly, with a data review each quarter.",
               "Four quarterly reports; the coach looks at a draft before it is certified."),
        Dosage(Tier.INTENSIVE, 18, 4, "Every two weeks for 60 days, then every three, with a data review each quarter.",
               "Four quarterly reports, kept short; the first two are prepared together in a check-in."),
    )
}  # fmt: skip  # tier · check-ins a year · in 60 days · rhythm · reports


def count_words(listed: str) -> int:
    """How many things a line with commas names."""
    return sum(1 for word in listed.replace(";", ",").replace("\n", ",").split(",") if word.strip())
