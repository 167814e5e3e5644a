"""Which track an amendment takes, as one table of rules that everybody can read: the heaviest rule that fits counts.

Where a rule comes from 2 CFR 200.308 (revision of budget and program plans), it says so; the others are our practice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.amendments.answers import AmendmentType, KeyRole, Track

PRIOR_APPROVAL = "2 CFR 200.308"
PRACTICE = "Our practice"
CONTRACT = "Our grant agreement"
FREE_MOVE = Decimal(10)  # percent of the award, since the budget that was last approved
FAST_MOVE = Decimal(25)
FAST_TARGET = Decimal(20)  # percent of the way from baseline to target
FAST_EXTENSION = 90  # days
EXTENSION_MOST = 12  # months, all extensions of an award together
NOTICE = 10  # days before the end

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Size:
    """How much an amendment changes. Percent and days are never below zero.

    `moved_percent` is of the award; `target_percent` of the way from baseline to target. `supports_less` and
    `subaward_is_new` are about participant support and subawards.
    """

    type: AmendmentType
    is_federal: bool = False
    fields: frozenset[str] = field(default_factory=frozenset)
    moved_percent: Decimal = ZERO
    amount_changes: bool = False
    supports_less: bool = False
    subaward_is_new: bool = False
    target_percent: Decimal = ZERO
    extension_days: int = 0
    activities_gone: int = 0
    no_activity_stays: bool = False
    role: KeyRole | None = None
    partners_gone: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: for which type, when it fits, which track it asks for, in words, and where it comes from."""

    id: str
    type: AmendmentType
    fits: Callable[[Size], bool]
    track: Track
    sentence: str
    source: str


def _always(_size: Size) -> bool:
    return True


T, K = AmendmentType, Track

RULES: tuple[Rule, ...] = (
    Rule("G1", T.GOAL, _always, K.FAST,
         "A goal is worded anew or due on another day.", PRACTICE),
    Rule("G2", T.GOAL, lambda s: "population" in s.fields, K.FULL,
         "A goal is about other people than before: that changes the objective.", PRIOR_APPROVAL),
    Rule("I1", T.INDICATOR, _always, K.FULL,
         "Another indicator shows whether a goal is met: that changes the objective.", PRIOR_APPROVAL),
    Rule("T1", T.TARGET, _always, K.FAST,
         f"A target moves by at most {FAST_TARGET} percent of the way from the baseline.", PRACTICE),
    Rule("T2", T.TARGET, lambda s: s.target_percent > FAST_TARGET, K.FULL,
         f"A target moves by more than {FAST_TARGET} percent of the way from the baseline.", PRACTICE),
    Rule("A1", T.ACTIVITY, _always, K.NOTIFY,
         "Activities are worded anew or added, and none is taken away.", PRACTICE),
    Rule("A2", T.ACTIVITY, lambda s: s.activities_gone > 0, K.FAST,
         "An activity is taken away or replaced.", PRACTICE),
    Rule("A3", T.ACTIVITY, lambda s: s.no_activity_stays, K.FULL,
         "No activity of the goal stays: that changes the scope.", PRIOR_APPROVAL),
    Rule("B1", T.BUDGET, _always, K.NOTIFY,
         f"Not more than {FREE_MOVE} percent of the award moves between categories, counted since the budget that was "
         "last approved.", CONTRACT),
    Rule("B2", T.BUDGET, lambda s: s.moved_percent > FREE_MOVE, K.FAST,
         f"More than {FREE_MOVE} percent of the award moves between categories.", CONTRACT),
    Rule("B3", T.BUDGET, lambda s: s.moved_percent > FAST_MOVE, K.FULL,
         f"More than {FAST_MOVE} percent of the award moves between categories.", PRACTICE),
    Rule("B4", T.BUDGET, lambda s: s.is_federal and s.supports_less, K.FAST,
         "Federal money for participant support goes to something else.", PRIOR_APPROVAL),
    Rule("B5", T.BUDGET, lambda s: s.is_federal and s.subaward_is_new, K.FULL,
         "Federal money pays for a subaward that was not planned.", PRIOR_APPROVAL),
    Rule("B6", T.BUDGET, lambda s: s.amount_changes, K.FULL,
         "The amount of the award changes.", PRIOR_APPROVAL),
    Rule("P1", T.KEY_PERSON, _always, K.NOTIFY,
         "Another person leads the work of the project.", PRACTICE),
    Rule("P2", T.KEY_PERSON, lambda s: s.is_federal or s.role is KeyRole.DATA_LEAD, K.FAST,
         "The data lead changes, or a key person whom a federal award names.", PRIOR_APPROVAL),
    Rule("P3", T.KEY_PERSON, lambda s: s.role is KeyRole.DIRECTOR, K.FULL,
         "The director changes, who answers for the award.", PRIOR_APPROVAL),
    Rule("E1", T.PERIOD, _always, K.FAST,
         f"The project year ends up to {FAST_EXTENSION} days later, without more money.", PRIOR_APPROVAL),
    Rule("E2", T.PERIOD, lambda s: s.extension_days > FAST_EXTENSION, K.FULL,
         f"The project year ends more than {FAST_EXTENSION} days later, without more money.", PRIOR_APPROVAL),
    Rule("S1", T.SCOPE, _always, K.FULL,
         "The scope or the objective of the project changes.", PRIOR_APPROVAL),
    Rule("N1", T.PARTNER, _always, K.FAST,
         "A partner joins, or brings something else.", PRACTICE),
    Rule("N2", T.PARTNER, lambda s: s.partners_gone > 0, K.FULL,
         "A partner leaves or is replaced: work goes to somebody who was not agreed.", PRIOR_APPROVAL),
)  # fmt: skip  # the columns of the table


def fitting_rules(size: Size) -> tuple[Rule, ...]:
    """Every rule that fits, in the order of the table; each type has one that always does."""
    return tuple(rule for rule in RULES if rule.type is size.type and rule.fits(size))


def track_of(size: Size) -> Track:
    """The heaviest track that a fitting rule asks for."""
    return max((rule.track for rule in fitting_rules(size)), key=lambda track: track.weight)


def deciding_rules(size: Size) -> tuple[Rule, ...]:
    """The fitting rules that ask for the track: why it is this one."""
    track = track_of(size)
    return tuple(rule for rule in fitting_rules(size) if rule.track is track)


def why_track(size: Size) -> list[str]:
    """The same as sentences with their source, as they are kept with a request."""
    return [f"{rule.sentence} ({rule.source})" for rule in deciding_rules(size)]


def rules_of(type: AmendmentType) -> Sequence[Rule]:
    return [rule for rule in RULES if rule.type is type]
