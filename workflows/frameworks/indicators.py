"""Keeping the indicators of a framework: add, change, take out of a draft, retire and offer again."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.frameworks.answers import CALCULATIONS, COLUMN, DIRECTIONS, INDICATOR_CODE, INDICATOR_WORDS, items_of
from workflows.frameworks.comparing import said_of
from workflows.frameworks.models import Framework, Indicator, IndicatorRetirement
from workflows.frameworks.queries import Uses, count_uses
from workflows.permissions import Actor, Permission, require

COMPUTED_FROM = frozenset({"calculation", "fields"})  # another one, and the formula measures something else
COMPUTED_AS = frozenset({"numerator", "denominator", "unit"})  # the same, unless only the words are others


@dataclass(frozen=True, slots=True)
class WrittenIndicator:
    """Everything a person says about an indicator; the names of the columns. Formulas are never typed."""

    code: str
    name: str
    domain_group: str
    domain: str
    domain_2019: str
    definition: str
    calculation: str
    numerator: str
    denominator: str
    unit: str
    direction: str
    level: str
    data_source: str
    fields: str
    frequency: str
    disaggregations: str
    topics: str
    note: str


def written_indicator_of(indicator: Indicator) -> WrittenIndicator:
    """The indicator as a form is filled with it."""
    return WrittenIndicator(*(getattr(indicator, field.name) for field in fields(WrittenIndicator)))


def add_indicator(framework: Framework, written: WrittenIndicator, *, session: Session, actor: Actor) -> Indicator:
    """At the end of the framework; without a formula, so that its figures are typed in. Raises DomainError."""
    require(actor, Permission.MANAGE_FRAMEWORKS, framework)
    lock(session, framework)  # two people add one code: the second is told
    _require_sense(written, framework, None)
    last = max((row.position for row in framework.indicators), default=0)
    indicator = Indicator(**asdict(written), position=last + 1)
    framework.indicators.append(indicator)
    session.flush()  # callers show it under its number
    return indicator


def edit_indicator(
    indicator: Indicator,
    written: WrittenIndicator,
    *,
    keeps_formula: bool = False,
    expected_version: int,
    session: Session,
    actor: Actor,
) -> bool:
    """Say it otherwise while nothing is said with it. Returns whether an extract can no longer compute it.

    Another calculation or other columns always drop the formula; another numerator, denominator or unit too, unless
    `keeps_formula` says that only words changed. Raises Forbidden, Stale, DomainError.
    """
    require(actor, Permission.MANAGE_FRAMEWORKS, indicator)
    before = written_indicator_of(indicator)
    if indicator.version != expected_version:
        raise Stale(mine=_texts(written), theirs=_texts(before))
    changed = {name: value for name, value in asdict(written).items() if getattr(before, name) != value}
    if changed and (reason := why_not_change(count_uses(session, indicator.id))):
        raise DomainError(reason)
    _require_sense(written, indicator.framework, indicator)
    for name, value in changed.items():
        setattr(indicator, name, value)
    drops = changed.keys() & (COMPUTED_FROM if keeps_formula else COMPUTED_FROM | COMPUTED_AS)
    return _drop_formula(indicator) if drops else False


def why_not_change(uses: Uses) -> Reason | None:
    """The reason that the words of an indicator stay as they are, or None while nothing is said with it."""
    if not uses:
        return None
    counted = [(uses.goals, "goal", "goals"), (uses.figures, "figure", "figures")]
    said = " and ".join(f"{count} {one if count == 1 else many}" for count, one, many in counted if count)
    return Reason(
        f"It is used in {said}, which would say something else. "
        "Change it in a new edition, or retire it and add another one."
    )


def take_out(indicator: Indicator, *, session: Session, actor: Actor) -> None:
    """Out of a draft, for good; in a published edition it can be retired. Raises Forbidden, DomainError."""
    require(actor, Permission.MANAGE_FRAMEWORKS, indicator)
    if indicator.framework.is_published or count_uses(session, indicator.id):
        raise DomainError("A published indicator stays where it is used. Retire it, and new goals do not offer it.")
    session.delete(indicator)


def retire_indicator(indicator: Indicator, *, why: str, actor: Actor, now: datetime) -> None:
    """New goals do not offer it; where it is used it stays, and says so. Raises Forbidden, DomainError at `why`."""
    _require_turn(indicator, why, is_retired=True, actor=actor)
    indicator.retired_at, indicator.retired_why = now, why.strip()
    _note_turn(indicator, why, is_retired=True, actor=actor, now=now)


def offer_again(indicator: Indicator, *, why: str, actor: Actor, now: datetime) -> None:
    """New goals may choose it again. Raises Forbidden, DomainError at `why`."""
    _require_turn(indicator, why, is_retired=False, actor=actor)
    indicator.retired_at, indicator.retired_why = None, ""
    _note_turn(indicator, why, is_retired=False, actor=actor, now=now)


def _require_turn(indicator: Indicator, why: str, *, is_retired: bool, actor: Actor) -> None:
    require(actor, Permission.MANAGE_FRAMEWORKS, indicator)
    if indicator.is_retired == is_retired:
        raise DomainError("It is retired already." if is_retired else "It is not retired: new goals offer it.")
    if not why.strip():
        raise DomainError(Reason("Say why in a sentence; it stays with the indicator.", "why"))


def _note_turn(indicator: Indicator, why: str, *, is_retired: bool, actor: Actor, now: datetime) -> None:
    turn = IndicatorRetirement(is_retired=is_retired, why=why.strip(), at=now, by_id=actor.id)
    indicator.retirements.append(turn)


def _drop_formula(indicator: Indicator) -> bool:
    had, indicator.formula = indicator.formula is not None, None
    return had


def _require_sense(written: WrittenIndicator, framework: Framework, indicator: Indicator | None) -> None:
    others = [row for row in framework.indicators if row is not indicator]
    reasons = [*_why_not_named(written, others), *_why_not_figured(written)]
    if reasons:
        raise DomainError(*reasons)


def _why_not_named(written: WrittenIndicator, others: list[Indicator]) -> list[Reason]:
    reasons = []
    if not INDICATOR_CODE.fullmatch(written.code):
        reasons.append(Reason("Write the code in capitals and digits, with hyphens, like EMP-08.", "code"))
    if twin := next((row for row in others if row.code == written.code), None):
        reasons.append(Reason(f"“{written.code}” is “{twin.name}” in this framework. Choose another code.", "code"))
    elsewhere = {row.domain_group for row in others if row.domain == written.domain} - {written.domain_group}
    if elsewhere:
        where = ", ".join(sorted(elsewhere))
        reasons.append(Reason(f"“{written.domain}” stands in the group “{where}” in this framework.", "domain_group"))
    if not written.domain or not written.domain_group:
        reasons.append(Reason("Every indicator belongs to a domain, and a domain to a group.", "domain"))
    return reasons


def _why_not_figured(written: WrittenIndicator) -> list[Reason]:
    reasons = []
    if written.calculation not in dict(CALCULATIONS):
        reasons.append(Reason("It is figured as a percent, an average or a count.", "calculation"))
    elif written.calculation != "count" and not written.denominator:
        sentence = "A share and an average need a denominator: say of how many people, cases or answers."
        reasons.append(Reason(sentence, "denominator"))
    if not written.numerator:
        reasons.append(Reason("Say what is counted or added up.", "numerator"))
    if written.direction not in dict(DIRECTIONS):
        reasons.append(Reason("Say whether higher or lower is better.", "direction"))
    if odd := [name for name in items_of(written.fields) if not COLUMN.fullmatch(name)]:
        sentence = f"“{odd[0]}” is not the name of a column: small letters, digits and underscores, like hourly_wage."
        reasons.append(Reason(sentence, "fields"))
    return reasons


def _texts(written: WrittenIndicator) -> dict[str, str]:
    said = said_of(Indicator(**asdict(written)))
    return {label: text for (_, label), text in zip(INDICATOR_WORDS, said, strict=True)}
