"""The one gate in front of every route: it declares its permission once and receives the loaded record."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.actors import actor, request_id, signed_in_user
from workflows.affiliates.queries import Profile
from workflows.agreements.models import DataSharingAgreement, DataSource
from workflows.amendments.models import Amendment, Suspension
from workflows.assessments.models import Assessment, DevelopmentNote, LearningTopic
from workflows.coaching.models import ActionItem, CheckIn
from workflows.cohorts.models import Cohort, LearningReview
from workflows.cohorts.queries import OpenCohort
from workflows.conversation.models import Thread
from workflows.db import Origin, db, originating
from workflows.documents.models import Document, DocumentTemplate, TemplatePreview
from workflows.documents.queries import DocumentRun
from workflows.documents.template_queries import TemplateKind
from workflows.enrollments.models import Enrollment, Interest, Participant
from workflows.errors import NotFound
from workflows.exercises.models import Feedback, Product
from workflows.frameworks.models import Framework, Indicator
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.holds.models import PaymentHold
from workflows.funding.models import Award, Payment
from workflows.funding.reversals.models import PaymentReversal
from workflows.funding.risk.models import RiskAssessment
from workflows.helpdesk.models import Cover, Ticket, TicketMessage, TimeEntry
from workflows.library.models import ExtractionGuide, GlossaryTerm, Resource
from workflows.measurement.models import ExtractImport
from workflows.outbox import JobRun
from workflows.peers.models import Answer, Example, LogEntry, PeerGroup, Question
from workflows.peers.queries import Circle
from workflows.people.models import Affiliate, RoleAssignment, User
from workflows.permissions import VISITOR, Permission, can, require
from workflows.proposals.deadlines.models import ExtensionRequest
from workflows.proposals.extra.models import ExtraFile, ExtraQuestion
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal
from workflows.proposals.papers.models import Paper
from workflows.proposals.partners.models import Partner
from workflows.proposals.partners.queries import Partnership
from workflows.proposals.revisions.models import ChangeRequest
from workflows.proposals.together.models import SetAside
from workflows.prospects.models import Funder, Prospect
from workflows.reporting.models import Report
from workflows.reviews.models import Review
from workflows.reviews.staging.models import StagedDecision
from workflows.training.evidence.models import Excuse, MakeUp, Reflection
from workflows.training.evidence.queries import Place
from workflows.training.models import AttendanceAlias, AttendanceImport, SessionMaterial, TrainingSession
from workflows.training.queries import Series

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Load = Callable[..., Any]

_FILES = frozenset({"static", "bootstrap.static"})
P = Permission
SEEN_WITH: dict[type, tuple[Permission, ...]] = {
    Affiliate: (P.SEE_ENROLLMENT, P.SEE_COHORTS),
    Profile: (P.SEE_PROFILE,),
    User: (P.MANAGE_USERS,),
    RoleAssignment: (P.MANAGE_USERS,),
    Cohort: (P.SEE_COHORTS,),
    OpenCohort: (P.SEE_OPEN_COHORTS,),
    LearningReview: (P.SEE_COHORTS,),
    Enrollment: (P.SEE_ENROLLMENT,),
    Interest: (P.SEE_ENROLLMENT,),
    Framework: (P.SEE_FRAMEWORKS,),
    Indicator: (P.SEE_FRAMEWORKS,),
    Assessment: (P.SEE_ASSESSMENT,),
    DevelopmentNote: (P.SEE_ASSESSMENT,),
    LearningTopic: (P.SEE_LEARNING,),
    TrainingSession: (P.SEE_TRAINING,),
    SessionMaterial: (P.SEE_TRAINING,),
    AttendanceImport: (P.MANAGE_TRAINING,),
    AttendanceAlias: (P.MANAGE_TRAINING,),
    Series: (P.SEE_TRAINING,),
    Resource: (P.SEE_LIBRARY,),
    ExtractionGuide: (P.SEE_LIBRARY,),
    GlossaryTerm: (P.SEE_LIBRARY,),
    Ticket: (P.SEE_TICKETS,),
    TicketMessage: (P.SEE_TICKETS,),
    Cover: (P.ANSWER_TICKET,),
    TimeEntry: (P.LOG_HOURS, P.SEE_HOURS),
    Participant: (P.SEE_TRAINING,),
    Place: (P.SEE_TRAINING,),
    Reflection: (P.MANAGE_TRAINING,),
    Excuse: (P.MANAGE_TRAINING,),
    MakeUp: (P.MANAGE_TRAINING,),
    Product: (P.SEE_PRACTICE,),
    Feedback: (P.SEE_PRACTICE,),
    Circle: (P.SEE_PEERS,),
    PeerGroup: (P.SEE_PEERS,),
    LogEntry: (P.SEE_PEERS,),
    Question: (P.SEE_PEERS,),
    Answer: (P.SEE_PEERS,),
    Example: (P.SEE_PRACTICE,),
    Proposal: (P.SEE_PROPOSAL,),
    Goal: (P.SEE_PROPOSAL,),
    ExtraFile: (P.SEE_PROPOSAL,),
    ExtraQuestion: (P.SEE_COHORTS,),
    ChangeRequest: (P.SEE_PROPOSAL,),
    ExtensionRequest: (P.SEE_PROPOSAL,),
    Partner: (P.SEE_PROPOSAL,),
    Partnership: (P.SEE_PARTNERSHIP,),
    Paper: (P.SEE_PROPOSAL,),
    SetAside: (P.SEE_PROPOSAL,),
    Review: (P.SCORE_PROPOSAL, P.SEE_REVIEWS),
    StagedDecision: (P.SEE_REVIEWS,),
    Award: (P.SEE_FUNDING,),
    AwardCondition: (P.SEE_FUNDING,),
    Payment: (P.SEE_FUNDING,),
    RiskAssessment: (P.SEE_RISK,),
    DataSharingAgreement: (P.SEE_DATA_AGREEMENT,),
    DataSource: (P.SEE_DATA_AGREEMENT,),
    PaymentHold: (P.SEE_FUNDING,),
    PaymentReversal: (P.SEE_FUNDING,),
    Amendment: (P.SEE_FUNDING,),
    Suspension: (P.SEE_FUNDING,),
    CheckIn: (P.SEE_COACHING,),
    ActionItem: (P.SEE_COACHING,),
    Thread: (P.SEE_MESSAGES,),
    ExtractImport: (P.SEE_OUTCOMES,),
    Report: (P.SEE_REPORTS,),
    Prospect: (P.SEE_PROSPECTS,),
    Funder: (P.SEE_FUNDERS,),
    Document: (P.SEE_DOCUMENTS,),
    DocumentRun: (P.SEE_DOCUMENTS,),
    TemplateKind: (P.MANAGE_TEMPLATES,),
    DocumentTemplate: (P.MANAGE_TEMPLATES,),
    TemplatePreview: (P.SEE_TEMPLATE_PREVIEW,),
    JobRun: (P.SEE_JOBS,),
}
"""Whoever holds none of these for a record gets a 404: that it exists is not theirs to know."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a route declared; tests walk the URL map and read it."""

    permission: Permission | None
    load: Load | None = None
    public_because: str = ""


def guarded(permission: Permission, load: Load | None = None) -> Callable[[View], View]:
    """Let the view through only for `permission`; with `load`, on the record that the URL names.

    `load(session, **url_values)` returns the record or raises NotFound; the view receives it as its one argument.
    Without a session the visitor is sent to sign in; what may not be seen is a 404; what may not be done, a 403.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(**values: Any) -> ResponseReturnValue:
            if actor() is VISITOR:
                return redirect(url_for("people.sign_in", next=_here()))
            if load is None:
                require(actor(), permission)
                return view(**values)
            subject = load(db.session, **values)
            require_seen(subject)
            require(actor(), permission, subject)
            return view(subject)

        checked.access = Access(permission, load)  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return wrap


def public(because: str) -> Callable[[View], View]:
    """A route for everyone, with the reason why."""

    def wrap(view: View) -> View:
        view.access = Access(None, public_because=because)  # type: ignore[attr-defined]
        return view

    return wrap


def require_seen(subject: Any) -> None:
    """Raise NotFound unless this person may know that the record exists."""
    if not any(can(actor(), permission, subject) for permission in SEEN_WITH[type(subject)]):
        raise NotFound()


def allows(permission: Permission, subject: Any = None) -> bool:
    """For templates and views: whether the person may, by the same rule that guards the route."""
    return can(actor(), permission, subject)


def _here() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def init_app(app: Flask) -> None:
    """Every request is an origin: a safe method reads, any other one writes, and all of it carries one id."""

    @app.before_request
    def open_origin() -> None:
        if request.endpoint in _FILES:
            return  # a style sheet asks for nobody
        g.origin = ExitStack()
        writes = request.method not in ("GET", "HEAD", "OPTIONS")
        token = request.form.get("once", "").replace("\0", "") if writes else ""
        g.origin.enter_context(originating(Origin(request_id=request_id(), once=token[:64], writes=writes)))
        user = signed_in_user()
        if user is not None:
            origin = Origin(actor_id=user.id, request_id=request_id(), once=token[:64], writes=writes)
            g.origin.enter_context(originating(origin))

    @app.teardown_request
    def close_origin(_error: BaseException | None) -> None:
        if "origin" in g:
            g.origin.close()
