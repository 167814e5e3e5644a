"""The budget of a proposal as a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.budget import BLANK_LINES, BudgetForm, budget_values
from webapp.actors import actor
from webapp.proposals.pages import onward_url, read_again, writing_page
from webapp.proposals.saving import Draft, save_draft
from workflows.clock import utc_now
from workflows.proposals.budget.answers import (
    BUDGET_CATEGORIES,
    BUDGET_LINES_MAX,
    INDIRECT,
    INDIRECT_BASES,
    LINE_CATEGORIES,
    TAGS,
    IndirectAnswers,
    IndirectMode,
)
from workflows.proposals.budget.checks import budget_gaps, gaps_by_line
from workflows.proposals.budget.indirect import LEFT_OUT, base_of, rules_for_the_page
from workflows.proposals.budget.operations import budget_of, save_budget
from workflows.proposals.budget.sums import Sums, Total, add_up, goals_of
from workflows.proposals.goals.sentence import number_text
from workflows.proposals.models import Proposal


def budget_page(proposal: Proposal) -> ResponseReturnValue:
    """The budget to write, or saved."""
    form = _budget_form(proposal)

    def page() -> str:
        return _page(proposal, form)

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        return save_budget(
            proposal,
            answers=form.answers,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _budget_form(read_again(proposal), posted=False),
            onward_url=lambda: onward_url(proposal, "budget"),
        )
    )


def _page(proposal: Proposal, form: BudgetForm) -> str:
    """What is kept is added up here; what is typed, by the page itself with the same rules."""
    kept, goals, cohort = budget_of(proposal), goals_of(proposal), proposal.enrollment.cohort
    sums = add_up(kept, goals)
    gaps = gaps_by_line(budget_gaps(kept, ceiling=cohort.award_ceiling, allows_core_costs=cohort.allows_core_costs))
    return writing_page(
        "proposals/budget.html",
        proposal,
        "budget",
        form=form,
        kept=kept,
        sums=sums,
        tables=_tables(sums, goals),
        line_gaps=gaps,
        open_lines=_open_lines(form),
        categories=BUDGET_CATEGORIES,
        left_out=LEFT_OUT,
        left_amounts={step.key: step.amount for step in sums.indirect.steps},
        base_label=INDIRECT_BASES[base_of(kept.indirect)],
        rate_words=_rate_words(kept.indirect),
        rules=rules_for_the_page(),
        rows_most=BUDGET_LINES_MAX + BLANK_LINES,
        ceiling=cohort.award_ceiling,
        over=sums.requested - cohort.award_ceiling,
        allows_core_costs=cohort.allows_core_costs,
    )


@dataclass(frozen=True, slots=True)
class Table:
    """Every row that may have a sum; those without one are there for the page's own arithmetic."""

    name: str
    title: str
    rows: tuple[Total, ...]


def _tables(sums: Sums, goals: Mapping[int, str]) -> list[Table]:
    of_goals = {str(key): label for key, label in goals.items()}
    wanted = (
        ("categories", "By category", sums.categories, LINE_CATEGORIES, "No category yet"),
        ("goals", "By goal", sums.goals, of_goals, "Whole project"),
        ("tags", "By tag", sums.tags, TAGS, "No tag"),
    )
    return [Table(name, title, _every_row(rows, labels, rest)) for name, title, rows, labels, rest in wanted]


def _every_row(rows: tuple[Total, ...], labels: Mapping[str, str], rest: str) -> tuple[Total, ...]:
    amounts = {row.key: row.amount for row in rows}
    names = {**labels, "": rest, INDIRECT: BUDGET_CATEGORIES[INDIRECT]}
    return tuple(Total(key, label, amounts.get(key, Decimal(0))) for key, label in names.items())


def _open_lines(form: BudgetForm) -> set[int]:
    """The rows to show open: those with an error, and the first empty one."""
    rows = [entry.form for entry in form.lines]
    wrong = {number for number, row in enumerate(rows) if row.errors}
    empty = [number for number, row in enumerate(rows) if not row.is_written]
    return wrong | set(empty[:1])


def _rate_words(told: IndirectAnswers) -> str:
    has_rate = told.mode in (IndirectMode.DE_MINIMIS, IndirectMode.NEGOTIATED) and told.rate is not None
    return f", {number_text(told.rate)}% of the base" if has_rate and told.rate is not None else ""


def _budget_form(proposal: Proposal, *, posted: bool = True) -> BudgetForm:
    row, told = proposal.section("budget"), proposal.budget_indirect
    values = {**budget_values(budget_of(proposal)), "version": row.version if row else 1}
    options = {"data": values} if posted else {"data": values, "formdata": None}
    has_typed = told is not None and told.mode is IndirectMode.TYPED
    return BudgetForm(goals=goals_of(proposal), has_typed=has_typed, **options)
