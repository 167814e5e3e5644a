"""What the pages of an affiliate show, as plain rows: profile, data roles, and the figures of the network."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.filters import plural, short_date
from workflows.affiliates.answers import (
    ACCESS_BARRIERS,
    FULL_TIME,
    PARTICIPATION_BARRIERS,
    ROLE_PROFILES,
    SECTIONS,
    Barrier,
    EntryKind,
    Kind,
    Question,
    RoleProfile,
    Section,
)
from workflows.affiliates.gaps import RoleGap
from workflows.affiliates.models import DataRole
from workflows.people.answers import ServiceMode, Tier
from workflows.people.models import Affiliate

UNSAID = "Not said yet"


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """One section of the profile: short answers beside each other, and what was told in sentences below."""

    section: Section
    pairs: Sequence[tuple[str, str]]
    notes: Sequence[str]


SHORT_LABELS = {
    "staff_count": "People on staff",
    "people_served": "People served in a year",
    "is_rural": "Area",
    "languages": "Languages",
    "programs": "Programs",
    "populations": "Populations",
    "service_mode": "Service",
    "legal_name": "Legal name",
    "postal_address": "Address",
    "ein": "EIN",
    "uei": "UEI",
    "access_barriers": "For the people served",
    "participation_barriers": "In the training",
}


def list_facts(affiliate: Affiliate) -> list[SectionFacts]:
    """Every answer of the profile in words, by section; sentences that nobody wrote are left out."""
    return [
        SectionFacts(
            section,
            [
                (SHORT_LABELS[question.name], shown)
                for question in section.questions
                if question.kind is not Kind.TEXT and (shown := _shown(question, getattr(affiliate, question.name)))
            ],
            [text for q in section.questions if q.kind is Kind.TEXT and (text := getattr(affiliate, q.name))],
        )
        for section in SECTIONS
    ]


def _shown(question: Question, value: Any) -> str:
    if question.kind is Kind.TICK:
        return "Mostly rural" if value else "Not mostly rural"
    if question.kind is Kind.NUMBER:
        return UNSAID if value is None else f"{value:,}"
    if question.kind is Kind.CHOICE:
        return ServiceMode(value).words if value else UNSAID
    if question.kind is Kind.BARRIERS:
        return "; ".join(b.label.split(":")[0] for b in question.barriers if b.key in value) or "None named"
    return value or UNSAID


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One data role with who holds it, in words, and what to look at."""

    profile: RoleProfile
    role: DataRole | None
    facts: Sequence[str]
    gaps: Sequence[RoleGap]

    @property
    def status(self) -> tuple[str, str]:
        """(word, tone)."""
        if self.gaps:
            return self.gaps[0].words, self.gaps[0].tone
        if self.role is None:
            return "Nobody, and that is fine", "open"
        return "Filled", "good"


def list_role_lines(held: Sequence[DataRole], gaps: Sequence[RoleGap]) -> list[RoleLine]:
    by_kind = {role.kind: role for role in held}
    return [
        RoleLine(
            profile=profile,
            role=by_kind.get(profile.kind),
            facts=_role_facts(by_kind.get(profile.kind)),
            gaps=[gap for gap in gaps if gap.kind is profile.kind],
        )
        for profile in ROLE_PROFILES
    ]


def _role_facts(role: DataRole | None) -> list[str]:
    if role is None:
        return []
    facts = [f"since {short_date(role.since)}"]
    if role.hours_a_week is not None:
        facts.append(f"{plural(role.hours_a_week, 'hour')} a week ({role.hours_a_week / FULL_TIME:.2f} FTE)")
    if role.backup_name:
        facts.append(f"backup: {role.backup_name}")
    if role.funding_source:
        facts.append(f"paid from {role.funding_source}")
    if role.funded_until is not None:
        facts.append(f"funded until {short_date(role.funded_until)}")
    if not role.is_filled:
        facts.append("the account is deactivated")
    return facts


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """One barrier with how many affiliates named it."""

    label: str
    count: int


def count_barriers(affiliates: Sequence[Affiliate]) -> list[tuple[str, list[BarrierRow]]]:
    """(title, rows) for the people served and for taking part; the most shared first."""
    access = Counter(key for a in affiliates for key in a.access_barriers)
    taking_part = Counter(key for a in affiliates for key in a.participation_barriers)
    return [
        ("for the people served", _counted(ACCESS_BARRIERS, access)),
        ("for taking part in the training", _counted(PARTICIPATION_BARRIERS, taking_part)),
    ]


def _counted(barriers: Sequence[Barrier], counts: Counter[str]) -> list[BarrierRow]:
    rows = [BarrierRow(barrier.label, counts[barrier.key]) for barrier in barriers]
    return sorted(rows, key=lambda row: -row.count)


def count_tiers(affiliates: Sequence[Affiliate]) -> list[tuple[str, int]]:
    """(tier, how many), and those for which nothing is suggested yet where there are any."""
    counts = Counter(affiliate.tier for affiliate in affiliates)
    rows = [(tier.label, counts[tier]) for tier in Tier]
    return [*rows, ("Not suggested yet", counts[None])] if counts[None] else rows


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One affiliate in the network's table of capacity."""

    affiliate: Affiliate
    gaps: Sequence[RoleGap]
    decisions: int
    wins: int


def list_member_rows(
    affiliates: Sequence[Affiliate],
    gaps: Mapping[int, Sequence[RoleGap]],
    entries: Mapping[int, Counter[EntryKind]],
) -> list[MemberRow]:
    empty: Counter[EntryKind] = Counter()
    return [
        MemberRow(
            affiliate=affiliate,
            gaps=gaps.get(affiliate.id, ()),
            decisions=entries.get(affiliate.id, empty)[EntryKind.DECISION],
            wins=entries.get(affiliate.id, empty)[EntryKind.WIN],
        )
        for affiliate in affiliates
    ]
