"""Which role may do what, and how far: the one table of grants."""

from dataclasses import dataclass

from workflows.permissions.words import Permission, Role, Scope


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    scope: Scope
    permissions: frozenset[Permission]


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
        P.SEE_PARTNERSHIP,
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
    | {P.KEEP_LEARNING, P.SEE_PARTNERSHIP}
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
        P.ASSIGN_COACH, P.NAME_PARTICIPANTS, P.MANAGE_TRAINING, P.WAIVE_TRAINING, P.EXTEND_DEADLINE,
        P.ASSIGN_REVIEWERS,
        P.DECIDE_PROPOSAL, P.MANAGE_AWARD, P.SIGN_FOR_NETWORK, P.APPROVE_PAYMENT, P.ACCEPT_REPORT, P.CLOSE_AWARD,
        P.PLAN_LEARNING,
        P.GIVE_FEEDBACK, P.JOIN_PEERS, P.MANAGE_PEERS}),
    Grant(Role.COACH, Scope.COACHED, _OWN - {P.ATTEND_TRAINING, P.KEEP_LEARNING, P.WRITE_PRACTICE} | {
        P.GIVE_FEEDBACK, P.COACH, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS, P.SEE_PRIVATE_NOTES, P.ACCEPT_REPORT,
        *_NATIONAL_ON_PROFILE - {P.NAME_DATA_ROLES}}),
    Grant(Role.COACH, Scope.ANYWHERE, frozenset({
        P.SEE_HOME, P.SEE_COHORTS, P.SEE_LEARNING, P.SEE_SHARED_GAPS, P.PLAN_LEARNING})),
    Grant(Role.REVIEWER, Scope.ASSIGNED, frozenset({P.SEE_PROPOSAL, P.SCORE_PROPOSAL})),
    Grant(Role.REVIEWER, Scope.ANYWHERE, frozenset({P.SEE_HOME})),
    Grant(Role.FINANCE_OFFICER, Scope.ANYWHERE, frozenset({
        P.SEE_HOME, P.SEE_COHORTS, P.SEE_ENROLLMENT, P.SEE_PROFILE, P.SEE_FUNDING, P.REQUEST_PAYMENT, P.APPROVE_PAYMENT,
        P.RECORD_PAYMENT, P.SEE_REPORTS, P.SEE_DOCUMENTS})),
    Grant(Role.PRIVACY_STEWARD, Scope.ANYWHERE, frozenset({
        P.SEE_HOME, P.SEE_COHORTS, P.SEE_ENROLLMENT, P.SEE_PROFILE, P.SEE_OUTCOMES, P.SEE_AUDIT, P.SEE_DOCUMENTS})),
    Grant(Role.AUDITOR, Scope.ANYWHERE, _READ_ALL | {P.SEE_AUDIT}),
    Grant(Role.AFFILIATE_DIRECTOR, Scope.OWN_AFFILIATE, _OWN | _LEADS_ON_PROFILE | {
        P.EXPRESS_INTEREST, P.COMMIT, P.ANSWER_INVITATION, P.WITHDRAW, P.NAME_PARTICIPANTS, P.WRITE_PROPOSAL,
        P.SUBMIT_PROPOSAL, P.ANSWER_PARTNERSHIP, P.SIGN_FOR_AFFILIATE, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS,
        P.IMPORT_EXTRACT, P.WRITE_REPORT,
        P.SUBMIT_REPORT, P.ANSWER_ASSESSMENT}),
    Grant(Role.AFFILIATE_DIRECTOR, Scope.ANYWHERE, frozenset({P.SEE_OPEN_COHORTS})),  # a cohort is nobody's own
    Grant(Role.AFFILIATE_DATA_LEAD, Scope.OWN_AFFILIATE, _OWN | _LEADS_ON_PROFILE | {
        P.NAME_PARTICIPANTS, P.WRITE_PROPOSAL, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS, P.IMPORT_EXTRACT,
        P.WRITE_REPORT, P.SUBMIT_REPORT, P.ANSWER_ASSESSMENT}),
    Grant(Role.AFFILIATE_STAFF, Scope.OWN_AFFILIATE, _OWN | {
        P.FOLLOW_HANDOVER, P.WRITE_LOG, P.WRITE_PROPOSAL, P.BOOK_CHECK_IN, P.FOLLOW_ACTIONS, P.WRITE_REPORT,
        P.ANSWER_ASSESSMENT}),
    Grant(Role.AFFILIATE_FINANCE, Scope.OWN_AFFILIATE, _OWN - {P.SEE_OUTCOMES} | {P.WRITE_PROPOSAL, P.WRITE_REPORT}),
    *(Grant(role, Scope.ANYWHERE, frozenset({P.SEE_LEARNING})) for role in Role if not role.is_national),
    *(Grant(role, Scope.OPEN, frozenset({P.SEE_FRAMEWORKS})) for role in Role),
    *(Grant(role, Scope.ANYWHERE, frozenset({P.SEE_WINS})) for role in Role),
    *(Grant(role, Scope.OPEN, frozenset({P.SEE_LIBRARY, P.RATE_RESOURCE}))
      for role in Role if role is not Role.AUDITOR),
    *(Grant(role, Scope.OWN, frozenset({P.ASK_FOR_HELP, P.SEE_TICKETS}))
      for role in Role if role is not Role.AUDITOR),
    *(Grant(role, Scope.OWN_AFFILIATE, frozenset({P.ASK_FOR_HELP, P.SEE_TICKETS}))
      for role in Role if not role.is_national),
    *(Grant(role, Scope.OWN, frozenset({P.LOG_HOURS}))
      for role in Role if role.is_national and role is not Role.AUDITOR),
    Grant(Role.NETWORK_ADMINISTRATOR, Scope.ANYWHERE, frozenset({P.MANAGE_FRAMEWORKS, P.MANAGE_TEMPLATES})),
    Grant(Role.NETWORK_ADMINISTRATOR, Scope.OWN, frozenset({P.SEE_TEMPLATE_PREVIEW})),
    Grant(Role.NETWORK_ADMINISTRATOR, Scope.ANYWHERE, _HELPS | {P.MANAGE_LIBRARY, P.SEE_HOURS, P.SET_RATES}),
    Grant(Role.PROGRAM_MANAGER, Scope.ANYWHERE, _HELPS | {P.MANAGE_LIBRARY, P.SEE_HOURS}),
    Grant(Role.FINANCE_OFFICER, Scope.ANYWHERE, _HELPS),
    Grant(Role.PRIVACY_STEWARD, Scope.ANYWHERE, _HELPS),
    Grant(Role.COACH, Scope.COACHED, _HELPS - {P.SEE_LIBRARY}),
    Grant(Role.COACH, Scope.ANYWHERE, frozenset({P.SEE_LIBRARY, P.MANAGE_LIBRARY})),
    Grant(Role.AUDITOR, Scope.ANYWHERE, frozenset({P.SEE_HOURS})),
    *(Grant(role, Scope.PEERS, frozenset({P.SEE_PRACTICE, P.GIVE_FEEDBACK})) for role in Role if not role.is_national),
    Grant(Role.COACH, Scope.PEERS, frozenset({P.SEE_PRACTICE})),
    *(Grant(role, Scope.ANYWHERE, frozenset({P.SEE_PROSPECTS, P.SEE_FUNDERS}))
      for role in (Role.NETWORK_ADMINISTRATOR, Role.PROGRAM_MANAGER, Role.FINANCE_OFFICER, Role.AUDITOR)),
    *(Grant(role, Scope.ANYWHERE, frozenset({P.MANAGE_FUNDERS}))
      for role in (Role.NETWORK_ADMINISTRATOR, Role.PROGRAM_MANAGER)),
    Grant(Role.COACH, Scope.COACHED, frozenset({P.SEE_PROSPECTS})),
    Grant(Role.COACH, Scope.ANYWHERE, frozenset({P.SEE_FUNDERS})),
    *(Grant(role, Scope.OWN_AFFILIATE, frozenset({P.SEE_PROSPECTS, P.WRITE_PROSPECTS}))
      for role in Role if not role.is_national),
    *(Grant(role, Scope.ANYWHERE, frozenset({P.SEE_FUNDERS})) for role in Role if not role.is_national),
    *(Grant(role, Scope.PARTNERS, frozenset({P.SEE_PROPOSAL})) for role in Role if not role.is_national),
)  # fmt: skip  # one grant a paragraph reads better than one permission a line
