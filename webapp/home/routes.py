"""Everyone's Home: where am I, what is the one next thing, what is due."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor, signed_in_user
from webapp.coaching.attention import Attention, by_attention
from webapp.cohorts.board import list_columns
from webapp.enrollments.track import list_track
from webapp.home.national import list_domain_rows, list_money_parts
from webapp.measurement.outcome_rows import goal_cards
from workflows.affiliates.queries import count_vacancies, list_gaps_of
from workflows.clock import local_date, utc_now
from workflows.coaching.queries import list_caseload
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import list_cohorts, list_open_cohorts
from workflows.conversation.queries import list_awaiting
from workflows.conversation.support import is_asked
from workflows.db import db
from workflows.documents.queries import kinds_seen_by, list_documents_of
from workflows.enrollments.models import Enrollment
from workflows.enrollments.next_step import next_step
from workflows.enrollments.queries import find_own_enrollment, list_of_cohort, place_in_line
from workflows.funding.portfolio.money import get_money
from workflows.helpdesk.queries import list_own_open, list_waiting_for
from workflows.home.due import find_next_check_in, list_due
from workflows.home.network import count_reports
from workflows.home.prospects import list_prospect_deadlines
from workflows.home.upkeep import count_upkeep
from workflows.home.waiting import list_waiting
from workflows.home.waiting_cohorts import list_waiting_cohorts
from workflows.measurement.goals import count_goals_by_domain, list_seen_goals
from workflows.measurement.series import list_series, profile_of
from workflows.permissions import Permission, Scope, scopes_of
from workflows.reporting.queries import list_report_needs

bp = Blueprint("home", __name__)

DOCUMENTS_SHOWN = 5
CASES_SHOWN = 12


@bp.get("/")
@guarded(Permission.SEE_HOME)
def show() -> ResponseReturnValue:
    if actor().is_national:
        return _national()
    enrollment = find_own_enrollment(db.session(), actor())
    return _affiliate(enrollment) if enrollment is not None else _nothing_yet()


def _nothing_yet() -> str:
    is_director = allows(Permission.SEE_OPEN_COHORTS)
    cohorts = list_open_cohorts(db.session(), now=utc_now()) if is_director else ()
    return render_template("home/nothing_yet.html", cohorts=cohorts)


def _affiliate(enrollment: Enrollment) -> str:
    session, now, zone = db.session(), utc_now(), _zone()
    return render_template(
        "home/affiliate.html",
        enrollment=enrollment,
        now=now,
        track=list_track(enrollment, zone=zone),
        step=next_step(enrollment, actor=actor(), now=now),
        place=place_in_line(session, enrollment),
        due=sorted(
            (
                *list_due(session, enrollment, now=now),
                *list_prospect_deadlines(session, actor(), today=local_date(now, zone)),
            ),
            key=lambda item: item.due_at,
        ),
        goals=_goals(enrollment, today=local_date(now, zone)),
        check_in=find_next_check_in(session, enrollment, now=now),
        questions=list_own_open(session, actor()),
        threads=list_awaiting(session, actor()),
        is_asked=is_asked(enrollment, session=session, actor=actor(), now=now),
        confirmation=Confirmation(),
        documents=list_documents_of(session, enrollment.id, kinds=kinds_seen_by(actor(), enrollment))[:DOCUMENTS_SHOWN],
    )


def _goals(enrollment: Enrollment, *, today: date) -> Sequence[dict[str, Any]]:
    """The goals of the award with their figures; none is followed before there is a decision."""
    if enrollment.decided_at is None:
        return []
    session, profile = db.session(), profile_of(actor(), enrollment)
    series = list_series(session, enrollment, profile=profile)
    return goal_cards(list_seen_goals(session, enrollment, series=series, today=today), profile)


def _national() -> str:
    session, now = db.session(), utc_now()
    cohorts = list_cohorts(session) if allows(Permission.SEE_COHORTS) else []
    cohort = _chosen(cohorts)
    return render_template(
        "home/national.html",
        now=now,
        waiting=sorted(
            (*list_waiting(session, actor(), now=now), *list_waiting_cohorts(session, actor())),
            key=lambda row: row.since,
        ),
        questions=list_waiting_for(session, actor()) if allows(Permission.ANSWER_TICKET) else (),
        threads=list_awaiting(session, actor()),
        shown=_caseload() if allows(Permission.COACH) else None,
        upkeep=count_upkeep(session) if allows(Permission.MANAGE_USERS) else (),
        vacancies=count_vacancies(session, actor()) if _sees_every_affiliate() else {},
        cohorts=cohorts,
        cohort=cohort,
        glance=_glance(cohort) if cohort is not None and _sees_every_affiliate() else None,
    )


def _caseload() -> list[Attention]:
    """The affiliates this coach accompanies, those to look at first on top."""
    session, now = db.session(), utc_now()
    lines = [line for line in list_caseload(session, actor(), now=now) if line.enrollment.coach_id == actor().id]
    gaps = list_gaps_of(session, [line.enrollment.affiliate for line in lines], now=now)
    return by_attention(lines, list_report_needs(session, actor(), now=now), gaps)[:CASES_SHOWN]


def _glance(cohort: Cohort) -> dict[str, Any]:
    """The chosen cohort at a glance: board, money, goals by domain, reports by state."""
    session, now = db.session(), utc_now()
    today = local_date(now, cohort.time_zone)
    return {
        "board": list_columns(list_of_cohort(session, cohort.id, actor=actor()), now=now),
        "money": list_money_parts(get_money(session, cohort)) if allows(Permission.SEE_FUNDING) else (),
        "domains": list_domain_rows(count_goals_by_domain(session, Enrollment.cohort_id == cohort.id, today=today)),
        "reports": count_reports(session, cohort, now=now),
    }


def _chosen(cohorts: Sequence[Cohort]) -> Cohort | None:
    wanted = request.args.get("cohort", type=int)
    return next((c for c in cohorts if c.id == wanted), cohorts[0] if cohorts else None)


def _sees_every_affiliate() -> bool:
    return Scope.ANYWHERE in scopes_of(actor(), Permission.SEE_ENROLLMENT)


def _zone() -> str:
    user = signed_in_user()
    return user.time_zone if user is not None else "UTC"
