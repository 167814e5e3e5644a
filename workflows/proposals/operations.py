"""What happens to a proposal: started, saved section by section with its goals and budget, submitted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from workflows.advance import advance
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.frameworks.models import Indicator
from workflows.lifecycle import proposals_are_open, training_is_complete
from workflows.machine import Refused
from workflows.permissions import Actor, Permission, why_cannot
from workflows.proposals.answers import (
    BUDGET_LINES_MAX,
    GOALS_MAX,
    SECTION_BY_NAME,
    SECTIONS,
    BudgetLineAnswers,
    GoalAnswers,
    MilestoneAnswers,
    over_limits,
)
from workflows.proposals.budget import line_amount
from workflows.proposals.lifecycle import OPEN_TO_WRITING, PROPOSAL_STATES
from workflows.proposals.models import (
    BudgetLine,
    Goal,
    Proposal,
    ProposalSection,
    ProposalSnapshot,
    ProposalState,
)
from workflows.proposals.queries import find_proposal_of, get_proposal
from workflows.proposals.sentence import sentence_of
from workflows.proposals.snapshot import sealed
from workflows.stages import Stage


def why_not_start(enrollment: Enrollment, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against starting a proposal now; empty when it may begin."""
    answers: list[Reason | None] = [why_cannot(actor, Permission.WRITE_PROPOSAL, enrollment)]
    if enrollment.stage is not Stage.PROPOSING:
        other = Reason(f"A proposal starts in the stage proposing; now it is {enrollment.stage.label.lower()}.")
        answers.append(training_is_complete(enrollment, now) or other)
    answers.append(proposals_are_open(enrollment, now))
    return tuple(answer for answer in answers if answer is not None)


def start_proposal(enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime) -> Proposal:
    """The enrollment's one proposal, with its empty sections, under the cohort's framework of today.

    Asking again gives the same proposal. Raises Refused with the open sessions before the training is complete.
    """
    session.refresh(enrollment, ["stage", "version"], with_for_update=True)  # two first clicks wait for each other
    started = find_proposal_of(session, enrollment.id)
    if started is not None:
        return started
    reasons = why_not_start(enrollment, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    proposal = Proposal(
        enrollment=enrollment, framework_id=enrollment.cohort.framework_id, state=ProposalState.DRAFT, started_at=now
    )
    proposal.sections = [_section(section.name, actor=actor, now=now) for section in SECTIONS]
    session.add(proposal)
    session.flush()  # the caller's next page is named by the key
    return proposal


def why_not_write(proposal: Proposal, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against changing the draft; empty while it is open to writing."""
    who = why_cannot(actor, Permission.WRITE_PROPOSAL, proposal)
    if who is not None:
        return (who,)
    if proposal.state not in OPEN_TO_WRITING:
        return (Reason("The proposal was submitted, so it stays as it is. It opens again if changes are asked for."),)
    if proposal.enrollment.stage is not Stage.PROPOSING:
        stage = proposal.enrollment.stage.label.lower()
        return (Reason(f"A proposal is written in the stage proposing; now it is {stage}."),)
    return ()


def save_section(
    proposal: Proposal,
    *,
    name: str,
    answers: Mapping[str, Any],
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> ProposalSection:
    """Keep the answers of one section as a draft: nothing is required, limits are.

    `expected_version` is the version the writer saw; raises Stale with both texts when somebody saved another text
    since. The same text arriving twice is kept once.
    """
    _open(proposal, session=session, actor=actor)
    section = SECTION_BY_NAME[name]
    too_long = over_limits(section, answers)
    if too_long:
        raise DomainError(*too_long)
    kept = {field.name: answers.get(field.name) for field in section.fields}
    row = _fresh_section(proposal, name, session=session, actor=actor, now=now)
    if row.answers == kept:
        return row
    if row.version != expected_version:
        labels = {
            field.name: field.label for field in section.fields if kept[field.name] != row.answers.get(field.name)
        }
        raise Stale(
            mine={label: kept[key] for key, label in labels.items()},
            theirs={label: row.answers.get(key) for key, label in labels.items()},
        )
    row.answers = kept
    _sign(row, actor=actor, now=now)
    return row


def add_goal(proposal: Proposal, *, session: Session, actor: Actor, now: datetime) -> Goal:
    """An empty goal at the first free place; raises DomainError when there are three already."""
    _open(proposal, session=session, actor=actor)
    session.refresh(proposal, ["goals"])
    free = sorted(set(range(1, GOALS_MAX + 1)) - {goal.position for goal in proposal.goals})
    if not free:
        raise DomainError(Reason(f"A proposal has at most {GOALS_MAX} goals. Fewer are easier to reach.", "goals"))
    goal = Goal(proposal=proposal, position=free[0])
    _keep(goal, GoalAnswers())
    session.add(goal)
    session.flush()  # the caller's next page is named by the key
    _touch(proposal, "goals", session=session, actor=actor, now=now)
    return goal


def save_goal(
    goal: Goal, *, answers: GoalAnswers, expected_version: int, session: Session, actor: Actor, now: datetime
) -> Goal:
    """Keep a goal as typed, with its sentence. Raises Stale when somebody saved another text since."""
    proposal = goal.proposal
    _open(proposal, session=session, actor=actor)
    session.refresh(goal)
    if answers_of(goal) == answers:
        return goal
    if goal.version != expected_version:
        raise Stale()
    goal.indicator = _indicator(answers.indicator_id, proposal, session=session)
    _keep(goal, answers)
    goal.statement = sentence_of(goal)
    _touch(proposal, "goals", session=session, actor=actor, now=now)
    return goal


def remove_goal(goal: Goal, *, session: Session, actor: Actor, now: datetime) -> None:
    proposal = goal.proposal
    _open(proposal, session=session, actor=actor)
    proposal.goals.remove(goal)
    session.delete(goal)
    _touch(proposal, "goals", session=session, actor=actor, now=now)


def save_budget(
    proposal: Proposal,
    *,
    lines: Sequence[BudgetLineAnswers],
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> ProposalSection:
    """Keep the whole budget as these lines, in this order; amounts are quantity × unit cost to the cent.

    Returns the budget's section row, whose version guards the lines. Raises Stale as `save_section` does.
    """
    _open(proposal, session=session, actor=actor)
    if len(lines) > BUDGET_LINES_MAX:
        raise DomainError(f"A budget has at most {BUDGET_LINES_MAX} lines. Put small things of a kind together.")
    row = _fresh_section(proposal, "budget", session=session, actor=actor, now=now)
    session.refresh(proposal, ["budget_lines"])
    if lines_of(proposal) == tuple(lines):
        return row
    if row.version != expected_version:
        raise Stale()
    for position, line in enumerate(lines, 1):
        if position > len(proposal.budget_lines):
            proposal.budget_lines.append(BudgetLine())
        _fill(proposal.budget_lines[position - 1], position, line)
    del proposal.budget_lines[len(lines) :]
    _sign(row, actor=actor, now=now)
    return row


def submit_proposal(
    proposal: Proposal, *, typed_name: str, session: Session, actor: Actor, now: datetime
) -> ProposalSnapshot:
    """Seal the proposal as it is now under the director's certification, and move it and the year into review.

    Everything is checked once more on what the database holds, not on what the page showed; raises Refused with every
    gap. A second click finds the first one's snapshot and changes nothing.
    """
    assert actor.id is not None
    _hold(proposal, session=session)
    proposal = get_proposal(session, proposal.id, fresh=True)
    if proposal.state is ProposalState.SUBMITTED:
        return proposal.snapshots[-1]
    number = len(proposal.snapshots) + 1
    enrollment = proposal.enrollment
    enrollment.proposal_submitted_at = now
    advance(
        enrollment,
        "submit_proposal",
        session=session,
        actor=actor,
        now=now,
        subject_id=proposal.id,
        number=number,
    )
    PROPOSAL_STATES.move(proposal, "submit", actor=actor, now=now)
    proposal.submitted_at = now
    snapshot = sealed(
        proposal, number=number, typed_name=typed_name, submitted_by_id=actor.id, submitted_by=actor.name, now=now
    )
    proposal.snapshots.append(snapshot)
    return snapshot


def answers_of(goal: Goal) -> GoalAnswers:
    """What is kept of a goal, in the shape the editor gives it."""
    kept = {name: getattr(goal, name) for name in _GOAL_FIELDS}
    milestones = tuple(
        MilestoneAnswers(
            date.fromisoformat(row["on"]) if row["on"] else None, Decimal(row["value"]) if row["value"] else None
        )
        for row in goal.milestones
    )
    return GoalAnswers(**kept, milestones=milestones, activities=tuple(goal.activities))


def lines_of(proposal: Proposal) -> tuple[BudgetLineAnswers, ...]:
    """The budget in the shape the form gives it."""
    return tuple(
        BudgetLineAnswers(line.category, line.description, line.quantity, line.unit_cost)
        for line in proposal.budget_lines
    )


_GOAL_FIELDS = (
    "indicator_id", "population", "direction_verb", "baseline_value", "baseline_n", "baseline_on", "target_value",
    "due_on", "data_source", "owner", "review_frequency", "risk", "rationale", "activity_rationale",
)  # fmt: skip  # the editor's own order


def _hold(proposal: Proposal, *, session: Session) -> None:
    """Writers of one proposal wait for each other, so that nothing changes under a submission."""
    session.refresh(proposal.enrollment, ["stage", "version"], with_for_update=True)
    session.refresh(proposal, ["state", "version"], with_for_update=True)


def _open(proposal: Proposal, *, session: Session, actor: Actor) -> None:
    _hold(proposal, session=session)
    reasons = why_not_write(proposal, actor=actor)
    if reasons:
        raise Refused(*reasons)


def _section(name: str, *, actor: Actor, now: datetime) -> ProposalSection:
    return ProposalSection(name=name, answers={}, saved_by_id=actor.id, saved_at=now)


def _fresh_section(proposal: Proposal, name: str, *, session: Session, actor: Actor, now: datetime) -> ProposalSection:
    """The section's row as the database has it now."""
    row = proposal.section(name)
    if row is None:
        row = _section(name, actor=actor, now=now)
        proposal.sections.append(row)
        session.flush()  # its version is compared next
        return row
    session.refresh(row)
    return row


def _touch(proposal: Proposal, name: str, *, session: Session, actor: Actor, now: datetime) -> None:
    _sign(_fresh_section(proposal, name, session=session, actor=actor, now=now), actor=actor, now=now)


def _sign(row: ProposalSection, *, actor: Actor, now: datetime) -> None:
    assert actor.id is not None
    row.saved_by_id, row.saved_at = actor.id, now


def _indicator(indicator_id: int | None, proposal: Proposal, *, session: Session) -> Indicator | None:
    if indicator_id is None:
        return None
    found = session.get(Indicator, indicator_id)
    if found is None or found.framework_id != proposal.framework_id:
        raise DomainError(Reason("This indicator is not in the framework of your proposal.", "indicator"))
    return found


def _keep(goal: Goal, answers: GoalAnswers) -> None:
    for name in _GOAL_FIELDS:
        setattr(goal, name, getattr(answers, name))
    goal.milestones = [
        {
            "on": "" if milestone.on is None else milestone.on.isoformat(),
            "value": "" if milestone.value is None else f"{milestone.value.normalize():f}",
        }
        for milestone in answers.milestones
    ]
    goal.activities = list(answers.activities)


def _fill(row: BudgetLine, position: int, line: BudgetLineAnswers) -> None:
    row.position = position
    row.category, row.description = line.category, line.description
    row.quantity, row.unit_cost = line.quantity, line.unit_cost
    row.amount = line_amount(line.quantity, line.unit_cost)
