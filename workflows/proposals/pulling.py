"""Taking over into the draft what was written in the training: one table of worksheet field → proposal section."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflows.errors import DomainError, NotFound, Reason, Stale
from workflows.exercises.answers import SHEETS
from workflows.exercises.models import Product, PulledText
from workflows.permissions import Actor
from workflows.proposals.answers import SECTION_BY_NAME, Field, Kind
from workflows.proposals.budget.answers import BUDGET_DESCRIPTION_MAX, COST_MOST, BudgetLineAnswers
from workflows.proposals.budget.operations import budget_of, save_budget
from workflows.proposals.goals.answers import FIGURE_PLACES, GoalAnswers
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, save_goal
from workflows.proposals.models import Proposal
from workflows.proposals.writing import save_section


class How(StrEnum):
    """What happens to the text that stands there already. Replaced text is kept with the note of the source."""

    APPEND = "append"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Source:
    """One row: a worksheet's fields · the section and field of the proposal that they feed.

    For the sections that are rows (`goals`, `budget`) the field is empty.
    """

    sheet: str
    fields: tuple[str, ...]
    section: str
    field: str = ""

    @property
    def name(self) -> str:
        return f"{self.sheet}.{self.fields[0]}"

    @property
    def title(self) -> str:
        return SHEETS[self.sheet].title

    @property
    def label(self) -> str:
        """The worksheet's question, as it stands there."""
        return next(field.label for field in SHEETS[self.sheet].fields if field.name == self.fields[0])

    @property
    def target(self) -> Field | None:
        return next((f for f in SECTION_BY_NAME[self.section].fields if f.name == self.field), None)


def _of_each_indicator(part: str) -> tuple[str, ...]:
    return tuple(f"indicator_{number}_{part}" for number in (1, 2, 3))


S = Source
SOURCES: tuple[Source, ...] = (
    S("change_story", ("story",), "story", "summary"),
    S("logic_model", ("chain",), "story", "summary"),
    S("domain_map", ("gaps",), "story", "need_with_data"),
    S("chart", ("sentences",), "story", "need_with_data"),
    S("goal_sheet", ("goal_1", "goal_1_who", "goal_1_why"), "goals"),
    S("goal_sheet", ("goal_2", "goal_2_who", "goal_2_why"), "goals"),
    S("indicator_sheet", _of_each_indicator("source"), "data_plan", "source"),
    S("extract_notes", ("source",), "data_plan", "source"),
    S("indicator_sheet", _of_each_indicator("numerator"), "data_plan", "fields"),
    S("extract_notes", ("columns",), "data_plan", "fields"),
    S("quality_report", ("checks",), "data_plan", "quality_checks"),
    S("pdsa_plan", ("cycle",), "learning", "improvement_cycle"),
    S("feedback_protocol", ("protocol", "back"), "learning", "feedback_protocol"),
    S("data_flow", ("personal_data",), "privacy", "personal_data"),
    S("data_flow", ("consent",), "privacy", "consent"),
    S("pdsa_plan", ("roles",), "staffing", "staffing"),
    S("logic_model", ("assumptions",), "staffing", "risks"),
    S("brief_draft", ("sustaining",), "staffing", "sustaining"),
    S("pdsa_plan", ("budget",), "budget"),
)
SOURCE_BY_NAME: dict[str, Source] = {source.name: source for source in SOURCES}


@dataclass(frozen=True, slots=True)
class Offer:
    """What one source has for this proposal: the text handed in last, and when it was taken over, if it was."""

    source: Source
    product_id: int
    version_number: int
    parts: tuple[str, ...]
    pulled: PulledText | None

    @property
    def text(self) -> str:
        """The written parts, one below the other; side by side for an answer of one line."""
        target = self.source.target
        between = "; " if target is not None and target.kind is Kind.LINE else "\n"
        return between.join(part.strip() for part in self.parts if part.strip())

    @property
    def is_newer(self) -> bool:
        """Whether another version was handed in since it was taken over."""
        return self.pulled is not None and self.pulled.version_number < self.version_number


def list_offers(session: Session, proposal: Proposal, section: str) -> list[Offer]:
    """What the affiliate's practice products have for a section, in the order of the table; three queries at most."""
    wanted = [source for source in SOURCES if source.section == section]
    products = _products(session, proposal, {source.sheet for source in wanted})
    if not products:
        return []
    pulled = _pulled(session, proposal, section)
    offers = (_offer(source, products[source.sheet], pulled) for source in wanted if source.sheet in products)
    return [offer for offer in offers if offer.text]


def get_offer(session: Session, proposal: Proposal, name: str) -> Offer:
    """One source's offer; raises NotFound where there is no such source or nothing is written."""
    source = SOURCE_BY_NAME.get(name)
    if source is None:
        raise NotFound()
    offer = next((o for o in list_offers(session, proposal, source.section) if o.source is source), None)
    if offer is None:
        raise NotFound()
    return offer


def combined(current: str, text: str, how: How, *, is_line: bool) -> str:
    """What stands there afterwards. What stands there already is not added twice."""
    current, text = current.strip(), text.strip()
    if how is How.REPLACE or not current:
        return text
    if not text or text in current:
        return current
    return f"{current}{'; ' if is_line else f'{chr(10)}{chr(10)}'}{text}"


def pull_text(
    proposal: Proposal,
    offer: Offer,
    *,
    text: str,
    how: How,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> PulledText:
    """Put the text into its section, saved as every other text of the draft; the source and what stood there are noted.

    Raises Refused while the proposal is not open to writing, Stale when somebody saved the section since, and
    DomainError at `text` where the answer would become too long.
    """
    source, target = offer.source, offer.source.target
    if target is None or not text.strip():
        raise DomainError(Reason("There is nothing to take over.", "text"))
    row = proposal.section(source.section)
    before = str((row.answers if row else {}).get(source.field) or "")
    after = combined(before, text, how, is_line=target.kind is Kind.LINE)
    if len(after) > target.most:
        over = len(after) - target.most
        raise DomainError(
            Reason(f"{target.label} would be {over:,} characters too long. Shorten the text here.", "text")
        )
    answers = {**(row.answers if row else {}), source.field: after}
    saved = save_section(
        proposal,
        name=source.section,
        answers=answers,
        expected_version=expected_version,
        session=session,
        actor=actor,
        now=now,
    )
    if saved.waiting:
        raise Stale()  # the person looks at what stands there now before anything is put to it
    return _note(proposal, offer, field=source.field, how=how, before=before, session=session, actor=actor, now=now)


def pull_goal(proposal: Proposal, offer: Offer, *, session: Session, actor: Actor, now: datetime) -> Goal:
    """A draft goal with whom it is about and why, ready to be made SMART. Raises Refused, DomainError for a fourth."""
    said, who, why = (part.strip() for part in offer.parts)
    goal = add_goal(proposal, session=session, actor=actor, now=now)
    answers = GoalAnswers(population=who, rationale="\n\n".join(text for text in (said, why) if text))
    save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=actor, now=now)
    place = f"goal {goal.position}"
    _note(proposal, offer, field=place, how=How.APPEND, before="", session=session, actor=actor, now=now)
    return goal


def pull_budget(
    proposal: Proposal, offer: Offer, *, expected_version: int, session: Session, actor: Actor, now: datetime
) -> PulledText:
    """The worksheet's costs below the lines that are there; lines that stand there already are not added twice."""
    row = proposal.section("budget")
    if row is not None and row.version != expected_version:
        raise Stale()
    kept = budget_of(proposal)
    there = {line.description for line in kept.lines}
    new = [line for line in budget_lines(offer.text) if line.description not in there]
    save_budget(
        proposal,
        answers=replace(kept, lines=(*kept.lines, *new)),
        expected_version=expected_version,
        session=session,
        actor=actor,
        now=now,
    )
    return _note(proposal, offer, field="", how=How.APPEND, before="", session=session, actor=actor, now=now)


def budget_lines(text: str) -> list[BudgetLineAnswers]:
    """«Bus passes; 80; 50» as a line of the budget; what is no number is taken for one piece at no cost."""
    return [_budget_line(line) for line in text.splitlines() if line.strip()]


def _budget_line(written: str) -> BudgetLineAnswers:
    parts = [part.strip() for part in written.split(";")]
    figures = [_figure(part) for part in parts[1:3]]
    if len(figures) < 2 or None in figures:
        return BudgetLineAnswers("", written.strip()[:BUDGET_DESCRIPTION_MAX], Decimal(1), Decimal(0))
    quantity, cost = (figure or Decimal(0) for figure in figures)
    return BudgetLineAnswers("", parts[0][:BUDGET_DESCRIPTION_MAX], quantity, round(cost, 2))


def _figure(text: str) -> Decimal | None:
    try:
        figure = Decimal(text.replace(",", "").replace("$", "").strip())
    except InvalidOperation:
        return None
    fits = figure.is_finite() and 0 <= figure <= COST_MOST and figure == round(figure, FIGURE_PLACES)
    return figure if fits else None


def _products(session: Session, proposal: Proposal, sheets: Iterable[str]) -> dict[str, Product]:
    """By worksheet: the product of this affiliate that was handed in last."""
    rows = (
        select(Product)
        .where(
            Product.enrollment_id == proposal.enrollment_id,
            Product.sheet.in_(sheets),
            Product.handed_in_at.is_not(None),
        )
        .order_by(Product.handed_in_at)
        .options(selectinload(Product.versions))
    )
    return {product.sheet: product for product in session.scalars(rows)}


def _pulled(session: Session, proposal: Proposal, section: str) -> dict[str, PulledText]:
    rows = select(PulledText).where(PulledText.proposal_id == proposal.id, PulledText.section == section)
    return {row.source: row for row in session.scalars(rows.order_by(PulledText.id))}


def _offer(source: Source, product: Product, pulled: dict[str, PulledText]) -> Offer:
    latest = product.versions[-1]
    parts = tuple(str(latest.answers.get(name) or "") for name in source.fields)
    return Offer(source, product.id, latest.number, parts, pulled.get(source.name))


def _note(
    proposal: Proposal,
    offer: Offer,
    *,
    field: str,
    how: How,
    before: str,
    session: Session,
    actor: Actor,
    now: datetime,
) -> PulledText:
    assert actor.id is not None
    note = PulledText(
        proposal_id=proposal.id,
        product_id=offer.product_id,
        version_number=offer.version_number,
        source=offer.source.name,
        section=offer.source.section,
        field=field,
        how=how.value,
        before=before if how is How.REPLACE else "",
        pulled_by_id=actor.id,
        pulled_at=now,
    )
    session.add(note)
    return note


def list_replaced(session: Session, proposal: Proposal, source: Source) -> Sequence[PulledText]:
    """What stood in the source's place before it was replaced, newest first, so that it can be had back."""
    rows = select(PulledText).where(
        PulledText.proposal_id == proposal.id,
        PulledText.section == source.section,
        PulledText.field == source.field,
        PulledText.before != "",
    )
    return session.scalars(rows.order_by(PulledText.id.desc()).limit(3)).all()
