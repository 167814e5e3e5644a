"""The work of the queue for administrators, and the audit trail."""

import logging

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from webapp.access import guarded
from webapp.health import check_health
from webapp.jobs.words import JOBS, STATES, list_changes, list_kinds, name_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_number, asked_page
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.outbox import JobRun, RunState
from workflows.outbox_queries import (
    AuditQuestion,
    count_entries,
    count_runs,
    count_runs_by_state,
    get_run,
    list_entries,
    list_runs,
    try_again,
    why_not_retry,
)
from workflows.permissions import Permission

bp = Blueprint("jobs", __name__, url_prefix="/admin/jobs")
log = logging.getLogger(__name__)

OPEN = (RunState.FAILED, RunState.RUNNING, RunState.OWED)
SHOWN: dict[str, tuple[RunState, ...]] = {"": OPEN, **{s.value: (s,) for s in RunState}, "all": tuple(RunState)}
COLUMNS = ("Work", "Standing", "Attempt", "Next try", "What to know", "")
ACTIONS = (("", "All changes"), ("created", "Created"), ("changed", "Changed"), ("deleted", "Deleted"))
AUDIT_COLUMNS = ("When", "Who", "What", "Before and after")


def _labelled(labels: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"key": label, "label": label} for label in labels]


@bp.get("/")
@guarded(Permission.SEE_JOBS)
def index() -> ResponseReturnValue:
    session, state, job = db.session(), request.args.get("state", ""), request.args.get("job", "")
    state, job = state if state in SHOWN else "", job if job in JOBS else ""
    total = count_runs(session, states=SHOWN[state], job=job)
    number = asked_page(total)
    choices = [("", "Not done"), *((s.value, STATES[s][0]) for s in RunState), ("all", "All")]
    return render_template(
        "jobs/index.html",
        runs=list_runs(session, states=SHOWN[state], job=job, offset=(number - 1) * PAGE_SIZE),
        page=TablePage(path=request.path, number=number, total=total, filters={"state": state, "job": job}),
        filters=(
            TableFilter("state", "Standing", state, choices),
            TableFilter("job", "Work", job, [("", "All work"), *JOBS.items()]),
        ),
        columns=_labelled(COLUMNS),
        counts=count_runs_by_state(session),
        health=check_health(),
        words=STATES,
        name_of=name_of,
        why_not_retry=why_not_retry,
        form=Confirmation(),
    )


@bp.post("/<int:run_id>/retry")
@guarded(Permission.SEE_JOBS, get_run)
def retry(run: JobRun) -> ResponseReturnValue:
    with transaction() as session:
        try_again(run, session=session, now=utc_now())
    log.info("run asked for again", extra={"run": run.id, "job": run.job})
    flash("It is owed again and will be tried in a moment.", "good")
    return redirect(url_for(".index"), 303)


@bp.get("/audit")
@guarded(Permission.SEE_AUDIT)
def audit() -> ResponseReturnValue:
    session, kinds = db.session(), list_kinds()
    kind, action, words = (request.args.get(name, "").strip()[:80] for name in ("kind", "action", "q"))
    question = AuditQuestion(
        kind=kind if kind in dict(kinds) else "",
        action=action if action in dict(ACTIONS) else "",
        words=words,
        record_id=asked_number("record"),
    )
    total = count_entries(session, question)
    number = asked_page(total)
    kept = {"kind": question.kind, "action": question.action, "q": words, "record": str(question.record_id or "")}
    return render_template(
        "jobs/audit.html",
        entries=list_entries(session, question, offset=(number - 1) * PAGE_SIZE),
        page=TablePage(path=request.path, number=number, total=total, filters=kept),
        filters=(
            TableFilter("kind", "Record", question.kind, [("", "All records"), *kinds]),
            TableFilter("action", "Change", question.action, ACTIONS),
            TableFilter("q", "Person or request", words),
            TableFilter("record", "Number of the record", kept["record"]),
        ),
        columns=_labelled(AUDIT_COLUMNS),
        kind_words=dict(kinds),
        list_changes=list_changes,
    )
