"""Imports and figures as pages need them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from workflows.amendments.in_force import GoalInForce, list_goals_in_force
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.frameworks.models import Indicator
from workflows.frameworks.queries import list_indicators
from workflows.funding.models import Award
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.models import ExtractImport, ExtractState, Measurement
from workflows.measurement.progress import GoalStatus, Observation, goal_status
from workflows.outbox import JobRun
from workflows.people.models import Affiliate, User
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal
from workflows.stages import Stage

MEASURED_STAGES = (
    Stage.TRAINING,
    Stage.PROPOSING,
    Stage.IN_REVIEW,
    Stage.AWARDED,
    Stage.FUNDED,
    Stage.IMPLEMENTING,
    Stage.SUSPENDED,
    Stage.CLOSING,
    Stage.COMPLETED,
)


def get_extract(session: Session, extract_id: int) -> ExtractImport:
    """With its enrollment; raises NotFound."""
    wanted = select(ExtractImport).where(ExtractImport.id == extract_id).options(joinedload(ExtractImport.enrollment))
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def find_extract(session: Session, enrollment_id: int, *, content_sha256: str, as_of: date) -> ExtractImport | None:
    """The import of the same file for the same day."""
    return session.scalar(
        select(ExtractImport).where(
            ExtractImport.enrollment_id == enrollment_id,
            ExtractImport.content_sha256 == content_sha256,
            ExtractImport.as_of == as_of,
        )
    )


def framework_id_of(session: Session, enrollment: Enrollment) -> int:
    """The framework that the year's proposal was written under, whatever the cohort chose since; the cohort's while
    there is no proposal."""
    written_under = session.scalar(select(Proposal.framework_id).where(Proposal.enrollment_id == enrollment.id))
    return written_under or enrollment.cohort.framework_id


def list_computable(session: Session, enrollment: Enrollment) -> Sequence[Indicator]:
    """What an extract of this year can compute, retired or not."""
    return list_indicators(session, framework_id_of(session, enrollment), computable=True)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """One import with the run that computes it, while there is one."""

    extract: ExtractImport
    run: JobRun | None
    uploader: str
    figures: int


def list_imports(session: Session, where: ColumnElement[bool], *, at_most: int = 50) -> Sequence[ImportProgress]:
    """Imports that `where` selects, newest first, with their enrollment; one query."""
    newest_run = (
        select(func.max(JobRun.id))
        .where(JobRun.job == "compute_extract", JobRun.subject_id == ExtractImport.id)
        .correlate(ExtractImport)
        .scalar_subquery()
    )
    figures = (
        select(func.count(Measurement.id))
        .where(Measurement.extract_id == ExtractImport.id, Measurement.site != ALL_SITES)
        .scalar_subquery()
    )
    wanted = (
        select(ExtractImport, JobRun, User.name, figures)
        .join(User, User.id == ExtractImport.uploaded_by_id)
        .outerjoin(JobRun, JobRun.id == newest_run)
        .options(joinedload(ExtractImport.enrollment))
        .where(where)
        .order_by(ExtractImport.id.desc())
        .limit(at_most)
    )
    return [ImportProgress(*row) for row in session.execute(wanted)]


@dataclass(frozen=True, slots=True)
class DataState:
    """One enrollment with the day of its newest figures and the number of its imports."""

    enrollment: Enrollment
    as_of: date | None
    imports: int


def list_data_states(session: Session, where: ColumnElement[bool], *, offset: int, at_most: int) -> Sequence[DataState]:
    """Enrollments by affiliate, with how far their data reaches; one query."""
    computed = (ExtractImport.enrollment_id == Enrollment.id) & (ExtractImport.state == ExtractState.COMPUTED)
    newest = select(func.max(ExtractImport.as_of)).where(computed).scalar_subquery()
    count = select(func.count(ExtractImport.id)).where(computed).scalar_subquery()
    wanted = (
        select(Enrollment, newest, count)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(where, Enrollment.stage.in_(MEASURED_STAGES))
        .order_by(Affiliate.name, Enrollment.id.desc())
        .offset(offset)
        .limit(at_most)
    )
    return [DataState(*row) for row in session.execute(wanted)]


def count_data_states(session: Session, where: ColumnElement[bool]) -> int:
    wanted = select(func.count(Enrollment.id)).where(where, Enrollment.stage.in_(MEASURED_STAGES))
    return session.scalar(wanted) or 0


def list_measured_affiliates(session: Session, where: ColumnElement[bool]) -> frozenset[int]:
    """The ids of the affiliates whose enrollments `where` selects."""
    return frozenset(session.scalars(select(Enrollment.affiliate_id).where(where)))


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """One goal with its history, oldest first, and where it stands by the terms that are in force."""

    goal: Goal
    terms: GoalInForce
    enrollment_id: int
    history: tuple[Observation, ...]
    status: GoalStatus

    @property
    def indicator(self) -> Indicator:
        assert self.terms.indicator is not None
        return self.terms.indicator

    @property
    def latest(self) -> Observation | None:
        return self.history[-1] if self.history else None


def list_goal_progress(session: Session, where: ColumnElement[bool], *, today: date) -> Sequence[GoalProgress]:
    """The goals of the awarded enrollments that `where` selects, with their own site's figures; three queries."""
    wanted = (
        select(Goal, Enrollment.id, Award.starts_on)
        .join(Proposal, Proposal.id == Goal.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .join(Award, Award.enrollment_id == Enrollment.id)
        .where(where, Goal.indicator_id.is_not(None))
        .options(joinedload(Goal.indicator))
        .order_by(Enrollment.id, Goal.position)
    )
    rows = session.execute(wanted).all()
    histories = list_histories(session, {enrollment_id for _, enrollment_id, _ in rows}, until=today)
    terms = list_goals_in_force(session, [goal for goal, _, _ in rows], on=today)
    return [
        _progress(terms[goal.id], enrollment_id, starts_on, histories)
        for goal, enrollment_id, starts_on in rows
        if terms[goal.id].indicator is not None
    ]


def list_histories(
    session: Session, enrollment_ids: Iterable[int], *, until: date
) -> Mapping[tuple[int, int], tuple[Observation, ...]]:
    """By (enrollment, indicator): the affiliate's own figures, oldest first; the newest import wins for a day."""
    figures = (
        select(Measurement, ExtractImport.number)
        .join(ExtractImport, ExtractImport.id == Measurement.extract_id)
        .join(Enrollment, Enrollment.id == Measurement.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(
            Measurement.enrollment_id.in_(list(enrollment_ids)),
            Measurement.site == Affiliate.code,
            Measurement.as_of <= until,
        )
        .order_by(Measurement.as_of, ExtractImport.number)
    )
    found: dict[tuple[int, int], dict[date, Observation]] = defaultdict(dict)
    for row, number in session.execute(figures):
        seen = _observation(row, number)
        if seen is not None:
            found[row.enrollment_id, row.indicator_id][row.as_of] = seen
    return {key: tuple(by_day.values()) for key, by_day in found.items()}


def _observation(row: Measurement, import_number: int) -> Observation | None:
    figure = Figure(
        code="",
        site=row.site,
        numerator=row.numerator,
        denominator=row.denominator,
        total=row.total,
        n=row.n,
    )
    if figure.value is None:
        return None
    return Observation(
        as_of=row.as_of,
        value=Decimal(figure.value),
        n=row.n,
        numerator=row.numerator,
        denominator=row.denominator,
        import_number=import_number,
    )


def _progress(
    terms: GoalInForce,
    enrollment_id: int,
    starts_on: date,
    histories: Mapping[tuple[int, int], tuple[Observation, ...]],
) -> GoalProgress:
    assert terms.indicator is not None
    history = histories.get((enrollment_id, terms.indicator.id), ())
    status = goal_status(
        baseline=terms.baseline_value,
        target=terms.target_value,
        direction=terms.indicator.direction,
        begins_on=starts_on,
        due_on=terms.due_on,
        observed=[seen for seen in history if seen.as_of >= (terms.goal.baseline_on or starts_on)],
    )
    return GoalProgress(goal=terms.goal, terms=terms, enrollment_id=enrollment_id, history=history, status=status)
