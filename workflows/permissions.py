"""Who may do what to which record: roles, permissions, grants and the separation of duties, declared once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Protocol

from workflows.errors import Forbidden, NotFound, Reason


class Role(StrEnum):
    NETWORK_ADMINISTRATOR = "network_administrator"
    PROGRAM_MANAGER = "program_manager"
    COACH = "coach"
    REVIEWER = "reviewer"
    FINANCE_OFFICER = "finance_officer"
    PRIVACY_STEWARD = "privacy_steward"
    AUDITOR = "auditor"
    AFFILIATE_DIRECTOR = "affiliate_director"
    AFFILIATE_DATA_LEAD = "affiliate_data_lead"
    AFFILIATE_STAFF = "affiliate_staff"
    AFFILIATE_FINANCE = "affiliate_finance"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def is_national(self) -> bool:
        return not self.value.startswith("affiliate_")


class Permission(Enum):
    """Everything a person can be allowed to do. The value is the sentence's verb: «You may not …»."""

    SEE_HOME = "see a home page"
    MANAGE_USERS = "manage people and roles"
    SEE_JOBS = "see and retry the work of the queue"
    SEE_AUDIT = "read the audit trail"
    MANAGE_COHORTS = "set up cohorts"
    SEE_COHORTS = "see cohorts"
    APPROVE_LEARNING = "approve what a pilot taught"
    INVITE_AFFILIATE = "invite affiliates"
    SEE_OPEN_COHORTS = "see which cohorts are open"
    EXPRESS_INTEREST = "say that your affiliate is interested in a cohort"
    SEE_ENROLLMENT = "see this affiliate's year"
    COMMIT = "sign the commitment"
    ANSWER_INVITATION = "decline or defer the invitation"
    CONFIRM_ENROLLMENT = "confirm the enrollment"
    MOVE_ENROLLMENT = "change the stage by hand"
    WITHDRAW = "withdraw from the program"
    ASSIGN_COACH = "assign the coach"
    NAME_PARTICIPANTS = "name who takes part in the training"
    SEE_PROFILE = "see this affiliate’s profile"
    EDIT_PROFILE = "change this affiliate’s profile"
    NAME_DATA_ROLES = "say who holds the data roles"
    FOLLOW_HANDOVER = "tick off handover steps"
    CHOOSE_TIER = "choose the capacity tier"
    WRITE_LOG = "write in the decisions log"
    RECOGNISE_WIN = "recognize a data win"
    SHARE_WIN = "share a data win with the network"
    SEE_WINS = "read what affiliates share with the network"
    SEE_TRAINING = "see the training"
    MANAGE_TRAINING = "manage sessions and attendance"
    ATTEND_TRAINING = "take part in the training"
    WAIVE_TRAINING = "waive the training"
    SEE_ASSESSMENT = "see this affiliate's self-assessment"
    ANSWER_ASSESSMENT = "answer the self-assessment"
    KEEP_LEARNING = "answer for yourself and note what you learned"
    SEE_LEARNING = "see what the network learns together"
    SEE_SHARED_GAPS = "see the figures of shared gaps"
    PLAN_LEARNING = "write the learning agenda"
    SEE_PRACTICE = "see this practice product"
    WRITE_PRACTICE = "write and share practice products"
    GIVE_FEEDBACK = "give feedback on this practice product"
    SEE_PEERS = "see what these peers share"
    JOIN_PEERS = "ask, answer and keep the log"
    MANAGE_PEERS = "form peer groups and moderate the board"
    SEE_FRAMEWORKS = "browse the indicators"
    SEE_PROPOSAL = "read this proposal"
    WRITE_PROPOSAL = "write this proposal"
    SUBMIT_PROPOSAL = "certify and submit this proposal"
    SEE_REVIEWS = "read the reviews"
    ASSIGN_REVIEWERS = "assign reviewers"
    SCORE_PROPOSAL = "score this proposal"
    DECIDE_PROPOSAL = "decide on this proposal"
    SEE_FUNDING = "see the funding"
    MANAGE_AWARD = "prepare the award"
    SIGN_FOR_AFFILIATE = "sign for the affiliate"
    SIGN_FOR_NETWORK = "sign for the national office"
    REQUEST_PAYMENT = "schedule and request payments"
    APPROVE_PAYMENT = "approve payments"
    RECORD_PAYMENT = "record payments as paid"
    SEE_COACHING = "see check-ins"
    COACH = "schedule and hold check-ins"
    BOOK_CHECK_IN = "book a check-in"
    FOLLOW_ACTIONS = "mark actions as done"
    SEE_PRIVATE_NOTES = "read the coach's private notes"
    SEE_OUTCOMES = "see outcomes"
    IMPORT_EXTRACT = "upload an extract"
    SEE_REPORTS = "read reports"
    WRITE_REPORT = "write reports"
    SUBMIT_REPORT = "certify and submit reports"
    ACCEPT_REPORT = "accept or return reports"
    CLOSE_AWARD = "close the award"
    SEE_DOCUMENTS = "read documents"
    MANAGE_TEMPLATES = "replace Word templates"
    SEE_TEMPLATE_PREVIEW = "open this preview"
    SEE_LIBRARY = "use the library"
    RATE_RESOURCE = "say whether something helped"
    MANAGE_LIBRARY = "write for the library"
    ASK_FOR_HELP = "ask for help"
    SEE_TICKETS = "read help tickets"
    ANSWER_TICKET = "answer help tickets"
    SEE_TICKET_NOTES = "read the internal notes of help tickets"
    LOG_HOURS = "record hours"
    SEE_HOURS = "see everyone’s hours and response times"
    SET_RATES = "set hourly rates"


class Scope(Enum):
    """How far a grant reaches."""

    ANYWHERE = auto()
    OWN_AFFILIATE = auto()
    COACHED = auto()
    PEERS = auto()
    ASSIGNED = auto()
    OPEN = auto()  # what is published for the whole network
    OWN = auto()  # what the person asked or wrote


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    scope: Scope
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class Holding:
    """One role that a person holds; `affiliate_id` only for roles inside an affiliate."""

    role: Role
    affiliate_id: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, as the rules see them. `id` is None for the program itself and for a visitor."""

    id: int | None
    name: str
    holdings: tuple[Holding, ...] = ()
    is_program: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None

    def holds(self, *roles: Role) -> bool:
        return any(h.role in roles for h in self.holdings)

    @property
    def affiliate_ids(self) -> frozenset[int]:
        return frozenset(h.affiliate_id for h in self.holdings if h.affiliate_id is not None)

    @property
    def is_national(self) -> bool:
        return any(h.role.is_national for h in self.holdings)


PROGRAM = Actor(id=None, name="Accompany", is_program=True)
VISITOR = Actor(id=None, name="")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose record this is: what a scope and a separation of duties compare with the actor."""

    affiliate_id: int | None = None
    coach_id: int | None = None
    affiliate_ids: frozenset[int] = frozenset()  # of a record that several affiliates share, as a session
    coach_ids: frozenset[int] = frozenset()
    peer_ids: frozenset[int] = frozenset()  # affiliates that the owner shares it with
    is_for_network: bool = False  # shared with every affiliate and coach
    reviewer_ids: frozenset[int] = frozenset()
    scorer_ids: frozenset[int] = frozenset()
    requester_id: int | None = None
    person_id: int | None = None  # who asked or wrote it
    is_open: bool = False
    author_ids: frozenset[int] = frozenset()


class Subject(Protocol):
    """A record that knows whose it is and which permission its existence asks for."""

    @property
    def reach(self) -> Reach: ...


P = Permission
_READ_ALL = frozenset(
    {
        P.SEE_HOME,
        P.SEE_COHORTS,
        P.SEE_ENROLLMENT,
        P.SEE_PROFILE,
        P.SEE_TRAINING,
        P.SEE_PRACTICE,
        P.SEE_PEERS,
        P.SEE_FRAMEWORKS,
        P.SEE_PROPOSAL,
        P.SEE_REVIEWS,
    }
    | {P.SEE_FUNDING, P.SEE_COACHING, P.SEE_OUTCOMES, P.SEE_REPORTS, P.SEE_DOCUMENTS}
    | {P.SEE_ASSESSMENT, P.SEE_LEARNING, P.SEE_SHARED_GAPS}
    | {P.SEE_LIBRARY, P.SEE_TICKETS, P.SEE_TICKET_NOTES}
)
_HELPS = frozenset({P.SEE_LIBRARY, P.SEE_TICKETS, P.ANSWER_TICKET, P.SEE_TICKET_NOTES})
_OWN = frozenset(
    {P.SEE_HOME, P.SEE_ENROLLMENT, P.SEE_PROFILE, P.SEE_TRAINING, P.ATTEND_TRAINING, P.SEE_PROPOSAL}
    | {P.SEE_FUNDING, P.SEE_COACHING, P.SEE_OUTCOMES, P.SEE_REPORTS, P.SEE_DOCUMENTS, P.SEE_ASSESSMENT}
    | {P.KEEP_LEARNING}
    | {P.SEE_PRACTICE, P.WRITE_PRACTICE, P.SEE_PEERS, P.JOIN_PEERS}
)
_NATIONAL_ON_PROFILE = frozenset(
    {P.EDIT_PROFILE, P.NAME_DATA_ROLES, P.FOLLOW_HANDOVER, P.CHOOSE_TIER, P.WRITE_LOG, P.RECOGNISE_WIN}
)
_LEADS_ON_PROFILE = frozenset({P.EDIT_PROFILE, P.NAME_DATA_ROLES, P.FOLLOW_HANDOVER, P.WRITE_LOG, P.SHARE_WIN})

GRANTS: tuple[Grant, ...] = (
    Grant(Role.NETWORK_ADMINISTRATOR, Scope.ANYWHERE, _READ_ALL | _NATIONAL_ON_PROFILE | {
        P.MANAGE_USERS, P.SEE_JOBS, P.SEE_AUDIT, P.MANAGE_COHORTS, P.APPROVE_LEARNING, P.INVITE_AFFILIATE,
        P.CONFIRM_ENROLLMENT, P.MOVE_ENROLLMENT, P.ASSIGN_COACH, P.NAME_PARTICIPANTS, P.MANAGE_TRAINING,
        P.PLAN_LEARNING, P.GIVE_FEEDBACK, P.JOIN_PEERS,
        P.MANAGE_PEERS}),
    Grant(Role.PROGRAM_MANAGER, Scope.ANYWHERE, _READ_ALL | _NATIONAL_ON_PROFILE | {
        P.MANAGE_COHORTS, P.APPROVE_LEARNING, P.INVITE_AFFILIATE, P.CONFIRM_ENROLLMENT, P.MOVE_ENROLLMENT,
        P.ASSIGN_COACH, P.NAME_PARTICIPANTS, P.MANAGE_TRAINING, P.WAIVE_TRAINING, P.ASSIGN_REVIEWERS,
        P.DECIDE_PROPOSAL, P.MANAGE_AWARD, P.SIGN_FOR_NETWORK, P.APPROVE_PAYMENT, P.ACCEPT_REPORT, P.CLOSE_AWARD,
        P.PLAN_LEARNING,
        P.GIVE_FEEDBACK, P.JOIN_PEERS, P.MANAGE_PEERS}),
    Grant(Role.COACH, Scope.COACHED, _OWN - {P.ATTEND_TRAINING, P.KEEP_LEARNING, P.WRITE_PRACTICE} | {
        P.GIVE_FEEDBACK, P.COACH, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS, P.SEE_PRIVATE_NOTES, P.ACCEPT_REPORT,
        *_NATIONAL_ON_PROFILE - {P.NAME_DATA_ROLES}}),
    Grant(Role.COACH, Scope.ANYWHERE, frozenset({
        P.SEE_HOME, P.SEE_COHORTS, P.SEE_FRAMEWORKS, P.SEE_LEARNING, P.SEE_SHARED_GAPS, P.PLAN_LEARNING})),
    Grant(Role.REVIEWER, Scope.ASSIGNED, frozenset({P.SEE_PROPOSAL, P.SCORE_PROPOSAL})),
    Grant(Role.REVIEWER, Scope.ANYWHERE, frozenset({P.SEE_HOME, P.SEE_FRAMEWORKS})),
    Grant(Role.FINANCE_OFFICER, Scope.ANYWHERE, frozenset({
        P.SEE_HOME, P.SEE_COHORTS, P.SEE_ENROLLMENT, P.SEE_PROFILE, P.SEE_FUNDING, P.REQUEST_PAYMENT, P.APPROVE_PAYMENT,
        P.RECORD_PAYMENT, P.SEE_REPORTS, P.SEE_DOCUMENTS, P.SEE_FRAMEWORKS})),
    Grant(Role.PRIVACY_STEWARD, Scope.ANYWHERE, frozenset({
        P.SEE_HOME, P.SEE_COHORTS, P.SEE_ENROLLMENT, P.SEE_PROFILE, P.SEE_OUTCOMES, P.SEE_AUDIT, P.SEE_DOCUMENTS,
        P.SEE_FRAMEWORKS})),
    Grant(Role.AUDITOR, Scope.ANYWHERE, _READ_ALL | {P.SEE_AUDIT}),
    Grant(Role.AFFILIATE_DIRECTOR, Scope.OWN_AFFILIATE, _OWN | _LEADS_ON_PROFILE | {
        P.EXPRESS_INTEREST, P.COMMIT, P.ANSWER_INVITATION, P.WITHDRAW, P.NAME_PARTICIPANTS, P.WRITE_PROPOSAL,
        P.SUBMIT_PROPOSAL, P.SIGN_FOR_AFFILIATE, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS, P.IMPORT_EXTRACT, P.WRITE_REPORT,
        P.SUBMIT_REPORT, P.ANSWER_ASSESSMENT}),
    Grant(Role.AFFILIATE_DIRECTOR, Scope.ANYWHERE, frozenset({P.SEE_OPEN_COHORTS})),  # a cohort is nobody's own
    Grant(Role.AFFILIATE_DATA_LEAD, Scope.OWN_AFFILIATE, _OWN | _LEADS_ON_PROFILE | {
        P.NAME_PARTICIPANTS, P.WRITE_PROPOSAL, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS, P.IMPORT_EXTRACT,
        P.WRITE_REPORT, P.SUBMIT_REPORT, P.ANSWER_ASSESSMENT}),
    Grant(Role.AFFILIATE_STAFF, Scope.OWN_AFFILIATE, _OWN | {
        P.FOLLOW_HANDOVER, P.WRITE_LOG, P.WRITE_PROPOSAL, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS, P.WRITE_REPORT,
        P.ANSWER_ASSESSMENT}),
    Grant(Role.AFFILIATE_FINANCE, Scope.OWN_AFFILIATE, _OWN - {P.SEE_OUTCOMES} | {P.WRITE_PROPOSAL, P.WRITE_REPORT}),
    *(Grant(role, Scope.ANYWHERE, frozenset({P.SEE_FRAMEWORKS, P.SEE_LEARNING}))
      for role in Role if not role.is_national),
    *(Grant(role, Scope.ANYWHERE, frozenset({P.SEE_WINS})) for role in Role),
    *(Grant(role, Scope.OPEN, frozenset({P.SEE_LIBRARY, P.RATE_RESOURCE}))
      for role in Role if role is not Role.AUDITOR),
    *(Grant(role, Scope.OWN, frozenset({P.ASK_FOR_HELP, P.SEE_TICKETS}))
      for role in Role if role is not Role.AUDITOR),
    *(Grant(role, Scope.OWN_AFFILIATE, frozenset({P.ASK_FOR_HELP, P.SEE_TICKETS}))
      for role in Role if not role.is_national),
    *(Grant(role, Scope.OWN, frozenset({P.LOG_HOURS}))
      for role in Role if role.is_national and role is not Role.AUDITOR),
    Grant(Role.NETWORK_ADMINISTRATOR, Scope.ANYWHERE, _HELPS | {P.MANAGE_LIBRARY, P.SEE_HOURS, P.SET_RATES}),
    Grant(Role.NETWORK_ADMINISTRATOR, Scope.ANYWHERE, frozenset({P.MANAGE_TEMPLATES})),
    Grant(Role.NETWORK_ADMINISTRATOR, Scope.OWN, frozenset({P.SEE_TEMPLATE_PREVIEW})),
    Grant(Role.PROGRAM_MANAGER, Scope.ANYWHERE, _HELPS | {P.MANAGE_LIBRARY, P.SEE_HOURS}),
    Grant(Role.FINANCE_OFFICER, Scope.ANYWHERE, _HELPS),
    Grant(Role.PRIVACY_STEWARD, Scope.ANYWHERE, _HELPS),
    Grant(Role.COACH, Scope.COACHED, _HELPS - {P.SEE_LIBRARY}),
    Grant(Role.COACH, Scope.ANYWHERE, frozenset({P.SEE_LIBRARY, P.MANAGE_LIBRARY})),
    Grant(Role.AUDITOR, Scope.ANYWHERE, frozenset({P.SEE_HOURS})),
    *(Grant(role, Scope.PEERS, frozenset({P.SEE_PRACTICE, P.GIVE_FEEDBACK})) for role in Role if not role.is_national),
    Grant(Role.COACH, Scope.PEERS, frozenset({P.SEE_PRACTICE})),
)  # fmt: skip  # one grant a paragraph reads better than one permission a line


@dataclass(frozen=True, slots=True)
class Separation:
    """Whoever `has_done` the first thing may not do the second to the same record."""

    permission: Permission
    has_done: Callable[[Reach, int], bool]
    sentence: str


SEPARATED_DUTIES: tuple[Separation, ...] = (
    Separation(P.APPROVE_LEARNING, lambda r, who: who in r.author_ids,
               "You wrote in this learning review, so someone else approves it."),
    Separation(P.SCORE_PROPOSAL, lambda r, who: r.coach_id == who,
               "You coach this affiliate, so someone else scores its proposal."),
    Separation(P.DECIDE_PROPOSAL, lambda r, who: who in r.scorer_ids,
               "You scored this proposal, so someone else decides on it."),
    Separation(P.DECIDE_PROPOSAL, lambda r, who: r.coach_id == who,
               "You coach this affiliate, so someone else decides on its proposal."),
    Separation(P.APPROVE_PAYMENT, lambda r, who: r.requester_id == who,
               "You requested this payment, so someone else approves it."),
    Separation(P.ANSWER_TICKET, lambda r, who: r.person_id == who,
               "You asked this yourself, so someone else answers it."),
)  # fmt: skip  # the three columns of the table


def scopes_of(actor: Actor, permission: Permission) -> frozenset[Scope]:
    """Every scope in which one of the actor's roles grants the permission."""
    roles = {h.role for h in actor.holdings}
    return frozenset(g.scope for g in GRANTS if g.role in roles and permission in g.permissions)


def why_cannot(actor: Actor, permission: Permission, subject: Subject | None = None) -> Reason | None:
    """The reason this actor may not, or None. The program itself may do everything it is asked to."""
    if actor.is_program:
        return None
    if not any(_covers(grant, actor, permission, subject) for grant in GRANTS):
        return Reason(f"You may not {permission.value}. {_who_may(permission)}")
    if subject is not None and actor.id is not None:
        return next(
            (
                Reason(s.sentence)
                for s in SEPARATED_DUTIES
                if s.permission is permission and s.has_done(subject.reach, actor.id)
            ),
            None,
        )
    return None


def can(actor: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    return why_cannot(actor, permission, subject) is None


def require(
    actor: Actor, permission: Permission, subject: Subject | None = None, *, see: Permission | None = None
) -> None:
    """Raise `NotFound` where `see` is not granted (existence is secret), else `Forbidden` with the reason."""
    if see is not None and not can(actor, see, subject):
        raise NotFound()
    reason = why_cannot(actor, permission, subject)
    if reason is not None:
        raise Forbidden(reason)


def _covers(grant: Grant, actor: Actor, permission: Permission, subject: Subject | None) -> bool:
    if permission not in grant.permissions:
        return False
    return any(h.role is grant.role and _within(grant.scope, h, actor, subject) for h in actor.holdings)


def _within(scope: Scope, holding: Holding, actor: Actor, subject: Subject | None) -> bool:
    return subject is None or _REACHES[scope](subject.reach, holding, actor)


# Whether a record lies within a scope, seen from one role that the actor holds; a visitor is within none but OPEN.
_REACHES: dict[Scope, Callable[[Reach, Holding, Actor], bool]] = {
    Scope.ANYWHERE: lambda reach, held, actor: True,
    Scope.OWN_AFFILIATE: lambda reach, held, actor: (
        held.affiliate_id is not None and held.affiliate_id in reach.affiliate_ids | {reach.affiliate_id}
    ),
    Scope.COACHED: lambda reach, held, actor: actor.id is not None and actor.id in reach.coach_ids | {reach.coach_id},
    Scope.ASSIGNED: lambda reach, held, actor: actor.id in reach.reviewer_ids,
    Scope.OPEN: lambda reach, held, actor: reach.is_open,
    Scope.OWN: lambda reach, held, actor: actor.id is not None and actor.id == reach.person_id,
    Scope.PEERS: lambda reach, held, actor: (
        reach.is_for_network or (held.affiliate_id is not None and held.affiliate_id in reach.peer_ids)
    ),
}


def _who_may(permission: Permission) -> str:
    return f"The {_list(sorted({g.role.label.lower() for g in GRANTS if permission in g.permissions}))} can."


def _list(words: Iterable[str]) -> str:
    *first, last = list(words) or ["network administrator"]
    return f"{', '.join(first)} or {last}" if first else last
