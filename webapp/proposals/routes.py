"""Where a proposal is found and read: the list, the way in from an enrollment, and the submitted version."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.proposals.starting import StartForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.proposals import (
    asked,
    deadlines,
    partnerships,
    plan,
    pulling,
    questions,
    submitting,
    together,
    versions,
    writing,
)
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import first_open_url
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment
from workflows.money import dollars
from workflows.permissions import Permission
from workflows.proposals.answers import MARKS
from workflows.proposals.earlier import copy_earlier, find_earlier
from workflows.proposals.form import offers_short_form
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.operations import start_proposal, why_not_start
from workflows.proposals.partners.content import changes_since
from workflows.proposals.queries import (
    SORTS,
    count_proposals,
    find_proposal_of,
    get_proposal,
    list_proposals,
)
from workflows.proposals.snapshot import content_of, is_intact

__all__ = [
    "asked", "bp", "deadlines", "partnerships", "plan", "pulling", "questions", "submitting", "together", "versions",
    "writing",
]  # fmt: skip  # the modules whose routes belong to this blueprint

TONES = {
    ProposalState.DRAFT: "open",
    ProposalState.READY: "wait",
    ProposalState.SUBMITTED: "wait",
    ProposalState.CHANGES_REQUESTED: "watch",
    ProposalState.APPROVED: "good",
    ProposalState.DECLINED: "open",
}


@bp.get("/")
@guarded(Permission.SEE_PROPOSAL)
def index() -> ResponseReturnValue:
    wanted = request.args.get("state", "")
    state = ProposalState(wanted) if wanted in set(ProposalState) else None
    words = request.args.get("words", "").strip()
    marks = {option.key: option.words.partition(":")[0] for option in MARKS}
    mark = request.args.get("mark", "") if request.args.get("mark", "") in marks else ""
    session = db.session()
    own = find_own_enrollment(session, actor())
    if own is not None and not request.args and count_proposals(session, actor()) < 2:
        return redirect(url_for(".of_enrollment", enrollment_id=own.id))
    sort = request.args.get("sort", "")
    total = count_proposals(session, actor(), state=state, words=words, mark=mark)
    page = TablePage(
        path=request.path,
        number=asked_page(total),
        total=total,
        sort=sort if sort in SORTS else "submitted",
        direction="asc"
        if request.args.get("direction") == "asc" or (sort and "direction" not in request.args)
        else "desc",
        filters={"state": wanted if state else "", "words": words, "mark": mark},
    )
    rows = list_proposals(
        session,
        actor(),
        state=state,
        words=words,
        mark=mark,
        sort=page.sort,
        newest_first=page.direction == "desc",
        first=(page.number - 1) * PAGE_SIZE,
        at_most=PAGE_SIZE,
    )
    choices = [("", "Every state"), *((s.value, s.words.capitalize()) for s in ProposalState)]
    filters = [
        TableFilter("words", "Affiliate", words),
        TableFilter("state", "State", wanted if state else "", choices),
        TableFilter("mark", "Mark of innovative practice", mark, [("", "With any or none"), *marks.items()]),
    ]
    return render_template("proposals/index.html", rows=rows, page=page, filters=filters, tones=TONES)


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_PROPOSAL, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    proposal = find_proposal_of(db.session(), enrollment.id)
    if proposal is None:
        return _start_page(enrollment)
    writes = allows(Permission.WRITE_PROPOSAL, proposal)
    if writes and proposal.state in OPEN_TO_WRITING:
        return redirect(first_open_url(proposal))
    if writes and proposal.state is ProposalState.READY:
        return redirect(url_for(".submit", proposal_id=proposal.id))
    if writes and proposal.state is ProposalState.SUBMITTED:
        return redirect(url_for(".receipt", proposal_id=proposal.id))
    return redirect(url_for(".show", proposal_id=proposal.id))


@bp.post("/of/<int:enrollment_id>")
@guarded(Permission.WRITE_PROPOSAL, get_enrollment)
def start(enrollment: Enrollment) -> ResponseReturnValue:
    form, who, now = StartForm(), actor(), utc_now()
    with transaction() as session:
        proposal = start_proposal(enrollment, is_short=form.is_short.data, session=session, actor=who, now=now)
        earlier = find_earlier(session, enrollment) if form.earlier.data else None
        if earlier is not None:
            copy_earlier(proposal, earlier, session=session, actor=who, now=now)
    flash("Your proposal is started. It saves itself while you write.", "good")
    return redirect(first_open_url(proposal), 303)


@bp.get("/<int:proposal_id>")
@guarded(Permission.SEE_PROPOSAL, get_proposal)
def show(proposal: Proposal) -> ResponseReturnValue:
    """What was submitted last; before the first submission, the draft as it is now."""
    writes = allows(Permission.WRITE_PROPOSAL, proposal) and proposal.state in OPEN_TO_WRITING
    snapshot = proposal.snapshots[-1] if proposal.snapshots else None
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        snapshot=snapshot,
        intact=snapshot is not None and is_intact(snapshot),
        since=changes_since(snapshot, proposal) if snapshot is not None else (),
        content=snapshot.content if snapshot else content_of(proposal),
        tabs=list_tabs(proposal.enrollment, "Proposal"),
        writing_url=first_open_url(proposal) if writes else "",
        tone=TONES[proposal.state],
        word=proposal.state.words.capitalize(),
        ready_url=url_for(".submit", proposal_id=proposal.id)
        if proposal.state is ProposalState.READY and allows(Permission.WRITE_PROPOSAL, proposal)
        else "",
    )


def _start_page(enrollment: Enrollment) -> ResponseReturnValue:
    cohort, writes = enrollment.cohort, allows(Permission.WRITE_PROPOSAL, enrollment)
    return render_template(
        "proposals/start.html",
        enrollment=enrollment,
        writes=writes,
        earlier=find_earlier(db.session(), enrollment) if writes else None,
        is_short_offered=offers_short_form(cohort),
        reasons=why_not_start(enrollment, actor=actor(), now=utc_now()),
        form=StartForm(formdata=None).for_up_to(dollars(cohort.short_form_up_to)),
        tabs=list_tabs(enrollment, "Proposal"),
    )
