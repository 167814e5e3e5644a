"""What keeps an amendment from being sent, each thing with the field that mends it. Pure, over what is loaded."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from workflows.amendments.answers import AmendmentType, Value
from workflows.amendments.in_force import Plan
from workflows.amendments.models import Amendment
from workflows.amendments.original import lines_of
from workflows.amendments.sizes import ZERO, by_category
from workflows.amendments.terms import day_of, key_of, number_of
from workflows.amendments.tracks import EXTENSION_MOST, NOTICE
from workflows.errors import Reason
from workflows.frameworks.models import Indicator
from workflows.funding.answers import months_after
from workflows.funding.changing import why_not_amount
from workflows.funding.models import FundingSource
from workflows.money import dollars
from workflows.proposals.budget.answers import LINE_CATEGORIES
from workflows.proposals.goals.answers import GoalAnswers
from workflows.proposals.goals.judging import facts_of_answers
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.written import answers_of
from workflows.proposals.smart.judging import Finding, find_broken
from workflows.proposals.smart.rules import Severity


@dataclass(frozen=True, slots=True)
class Case:
    """One request with all that its rules ask for: the plan, the affiliate's people by name, the framework's
    indicators by id, and the affiliate's day."""

    amendment: Amendment
    plan: Plan
    people: Collection[str]
    indicators: Mapping[int, Indicator]
    today: date

    @property
    def changed(self) -> Mapping[str, Value]:
        return {change.field: change.new for change in self.amendment.changes}

    def wanted(self, field: str) -> Value:
        """The new value, or the one in force where it does not change."""
        return self.changed.get(field, self.plan.value((self.amendment.place, field)))


def list_gaps(case: Case) -> tuple[Reason, ...]:
    """Everything that is missing or wrong; empty when it can be sent."""
    amendment = case.amendment
    found = []
    if not amendment.changes:
        found.append(Reason("Nothing changes yet. Write the new value beside the old one.", "changes"))
    if not amendment.reason.strip():
        found.append(Reason("Say why the change is needed.", "reason"))
    if not amendment.evidence.strip():
        found.append(Reason("Say what your data shows, or that there is none yet and why.", "evidence"))
    if amendment.effective_on is not None and amendment.effective_on < case.today:
        found.append(Reason("A change takes effect today or later, never backwards.", "effective_on"))
    found += why_moved_on(amendment, case.plan)
    if amendment.changes:
        found += _CHECKS.get(amendment.type, _nothing)(case)
    return tuple(found)


def why_moved_on(amendment: Amendment, plan: Plan) -> list[Reason]:
    """A request stands on the terms as they were when it was written."""
    if all(plan.in_force.get(key_of(change)) == change.old for change in amendment.changes):
        return []
    return [Reason("The plan changed since this was written. Open the request, look at the old values, and save it.")]


def _nothing(_case: Case) -> Iterator[Reason]:
    yield from ()


# Goals: the SMART rules of the proposal, for what the amendment itself breaks.


def goal_of(case: Case) -> Goal | None:
    proposal = case.plan.proposal
    return next((g for g in proposal.goals if str(g.id) == case.amendment.about), None) if proposal else None


def new_findings(case: Case) -> tuple[Finding, ...]:
    """Rules that the goal breaks with the change and did not break before."""
    goal = goal_of(case)
    if goal is None:
        return ()
    before = {finding.rule for finding in _findings(case, goal, {})}
    return tuple(finding for finding in _findings(case, goal, case.changed) if finding.rule not in before)


def _findings(case: Case, goal: Goal, changed: Mapping[str, Value]) -> tuple[Finding, ...]:
    proposal, award = case.plan.proposal, case.plan.award
    assert proposal is not None
    answers = _answers(case, goal, changed)
    facts = facts_of_answers(answers, case.indicators.get(answers.indicator_id or 0), goal=goal, proposal=proposal)
    return find_broken(replace(facts, project_starts_on=award.starts_on, project_ends_on=award.ends_on))


def _answers(case: Case, goal: Goal, changed: Mapping[str, Value]) -> GoalAnswers:
    def value(field: str) -> Value:
        return changed.get(field, case.plan.value((case.amendment.place, field)))

    return replace(
        answers_of(goal),
        wording=str(changed["wording"]) if "wording" in changed else goal.wording,
        population=str(value("population") or ""),
        due_on=day_of(value("due_on")),
        indicator_id=value("indicator_id"),
        baseline_value=number_of(value("baseline_value")),
        target_value=number_of(value("target_value")),
        activities=tuple(value("activities") or ()),
    )


def _goal(case: Case) -> Iterator[Reason]:
    for finding in new_findings(case):
        if finding.severity is Severity.BLOCK:
            yield Reason(finding.message, _FIELD_OF.get(finding.field, finding.field))
    if "wording" in case.changed and not str(case.changed["wording"]).strip():
        yield Reason("Write the goal in one sentence.", "wording")


_FIELD_OF = {"due_date": "due_on", "baseline_date": "baseline_value"}


def _indicator(case: Case) -> Iterator[Reason]:
    if case.wanted("indicator_id") not in case.indicators:
        yield Reason("Choose an indicator of your framework.", "indicator_id")
    if "indicator_id" in case.changed and case.wanted("target_value") is None:
        yield Reason("A new indicator needs its own target.", "target_value")
    yield from _goal(case)


def _target(case: Case) -> Iterator[Reason]:
    if case.wanted("target_value") is None:
        yield Reason("Write the new target.", "target_value")
    yield from _goal(case)


def _activities(case: Case) -> Iterator[Reason]:
    if not case.wanted("activities"):
        yield Reason("Keep at least one activity.", "activities")


# Money.


def _budget(case: Case) -> Iterator[Reason]:
    award, lines = case.plan.award, lines_of(case.wanted("lines"))
    amount = Decimal(case.wanted("amount") or 0)
    total = sum(by_category(lines, case.plan.proposal).values(), ZERO)
    for line in lines:
        if line.category not in LINE_CATEGORIES:
            yield Reason(f"“{line.description}” has no category.", "lines")
        if line.amount < 0:
            yield Reason(f"“{line.description}” is below nothing.", "lines")
        if not line.description.strip():
            yield Reason("A new line does not say what it is for.", "lines")
    if total > amount:
        yield Reason(
            f"With indirect costs the budget adds up to {dollars(total)}, which is {dollars(total - amount)} more than "
            f"the award of {dollars(amount)}.",
            "lines",
        )
    if "amount" in case.changed:
        yield from why_not_amount(award, amount, cohort=award.enrollment.cohort)


# People, time, partners.


def _person(case: Case) -> Iterator[Reason]:
    name = str(case.wanted("name") or "")
    if not name:
        yield Reason("Choose who it is from now on.", "name")
    elif name not in case.people:
        yield Reason(f"{name} has no role at your organization yet. Ask the national office to invite them.", "name")


def last_possible_day(plan: Plan) -> date:
    """No more than twelve months after the end that was approved first."""
    end = day_of(plan.original.get(("period", "ends_on")))
    assert end is not None
    return months_after(end, EXTENSION_MOST)


def _period(case: Case) -> Iterator[Reason]:
    award, wanted = case.plan.award, day_of(case.wanted("ends_on"))
    last = last_possible_day(case.plan)
    if wanted is None or wanted <= award.ends_on:
        yield Reason("An extension ends later than the project year does now.", "ends_on")
    elif wanted > last:
        yield Reason(f"All extensions together are at most {EXTENSION_MOST} months: until {_day(last)}.", "ends_on")
    notice = timedelta(days=NOTICE if award.source is FundingSource.FEDERAL else 0)
    if case.today > award.ends_on - notice:
        days = f"at least {NOTICE} days before the end" if notice else "before the end"
        yield Reason(f"An extension is asked for {days}, which was {_day(award.ends_on)}.", "ends_on")


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _scope(case: Case) -> Iterator[Reason]:
    for field in case.amendment.row.fields:
        if field.name in case.changed and not str(case.changed[field.name]).strip():
            yield Reason(f"“{field.label}” cannot be empty.", field.name)


_CHECKS: dict[AmendmentType, Callable[[Case], Iterator[Reason]]] = {
    AmendmentType.GOAL: _goal,
    AmendmentType.INDICATOR: _indicator,
    AmendmentType.TARGET: _target,
    AmendmentType.ACTIVITY: _activities,
    AmendmentType.BUDGET: _budget,
    AmendmentType.KEY_PERSON: _person,
    AmendmentType.PERIOD: _period,
    AmendmentType.SCOPE: _scope,
}
