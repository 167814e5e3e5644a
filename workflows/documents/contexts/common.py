"""Parts that several documents share; every text is ready to be shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet itself: what it is, whose it is, and which record it was made from."""

    title: str
    number: str  # "HARBOR-2026-03"
    standing: str  # "As submitted", "Draft", "Accepted"
    prepared_on: str
    fingerprint: str  # first characters of the digest of the record shown here
    network: str
    affiliate: str
    cohort: str


@dataclass(frozen=True, slots=True)
class Party:
    """A legal entity; "Not given" where it has not told us a number."""

    legal_name: str
    address: str
    ein: str
    uei: str
    contact: str  # name and role
    email: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to write to or call."""

    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point on the way to a target."""

    due_on: str
    expected: str


@dataclass(frozen=True, slots=True)
class Activity:
    """What will be done for a goal."""

    what: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class GoalRisk:
    """What could get in the way of a goal, and the answer to it."""

    risk: str
    mitigation: str


@dataclass(frozen=True, slots=True)
class Justification:
    """Why a goal is right although a rule asked; `about` names the rule or criterion."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class GoalPlan:
    """A goal as proposed, with everything needed to check it later."""

    number: str
    sentence: str
    domain: str
    indicator_code: str
    indicator_name: str
    numerator: str
    denominator: str
    baseline: str  # "48% (30 of 62), arrivals July to December 2025"
    target: str
    due_on: str
    source: str
    owner: str
    milestones: tuple[Milestone, ...]
    activities: tuple[Activity, ...]
    kind: str = ""  # "Outcome", "Process"
    population: str = ""
    composed: str = ""  # the sentence made of the parts, where the affiliate worded its own
    definition: str = ""
    frequency: str = ""
    accumulation: str = ""  # how figures add up: "Not cumulative"
    disaggregations: str = ""  # the groups it is looked at by
    why_activities: str = ""
    why_realistic: str = ""
    risks: tuple[GoalRisk, ...] = ()
    justifications: tuple[Justification, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal as agreed, in one row."""

    number: str
    sentence: str
    indicator_code: str
    indicator_name: str
    baseline: str
    target: str
    due_on: str


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of a budget, amounts with their currency."""

    category: str
    purpose: str
    amount: str
    match: str


@dataclass(frozen=True, slots=True)
class Budget:
    """The lines, their totals, and what the numbers alone do not say."""

    lines: tuple[BudgetLine, ...]
    total: str
    match_total: str
    narrative: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment of the schedule and what releases it."""

    number: str
    trigger: str
    expected_on: str
    amount: str


@dataclass(frozen=True, slots=True)
class AwardCondition:
    """A specific condition: its nature, reason, fix, time and appeal (2 CFR 200.208)."""

    condition: str
    reason: str
    remedy: str
    due_on: str
    appeal: str
    payments: str = ""  # whether payments wait for it


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report that is owed."""

    name: str
    covers: str
    due_on: str


@dataclass(frozen=True, slots=True)
class Certification:
    """The sentence someone stood behind, and how they did so."""

    statement: str
    name: str
    role: str
    typed_name: str  # "Not yet certified" before it is
    certified_at: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature block; `signed_as` and `signed_at` are empty until signed."""

    party: str
    name: str
    role: str
    signed_as: str
    signed_at: str


@dataclass(frozen=True, slots=True)
class SpendingLine:
    """Spending in one category against its budget."""

    category: str
    budget: str
    this_period: str
    to_date: str
    left: str
    used: str  # "42%"


@dataclass(frozen=True, slots=True)
class Spending:
    """Spending by category with totals, and the note that a variance above 10% asks for."""

    lines: tuple[SpendingLine, ...]
    budget_total: str
    this_period_total: str
    to_date_total: str
    left_total: str
    used_total: str
    match_to_date: str
    variance_note: str


@dataclass(frozen=True, slots=True)
class DataDecision:
    """What was decided because of data."""

    saw: str
    decided: str
    changed: str
    decided_on: str


@dataclass(frozen=True, slots=True)
class VoiceTheme:
    """A theme clients raised, and how often; small counts arrive already suppressed."""

    theme: str
    heard: str


@dataclass(frozen=True, slots=True)
class ClientVoice:
    """What clients said: themes, what came of them, and at most one story shared with consent."""

    themes: tuple[VoiceTheme, ...]
    response: str
    story: str
    consent: str
