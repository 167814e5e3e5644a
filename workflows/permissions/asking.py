"""Asking whether somebody may do something to a record, with the reason why not, and who may never do both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workflows.errors import Forbidden, NotFound, Reason
from workflows.permissions.grants import GRANTS, Grant
from workflows.permissions.reach import Actor, Holding, Reach, Subject
from workflows.permissions.words import Permission, Role, Scope

P = Permission


@dataclass(frozen=True, slots=True)
class Separation:
    """Whoever `has_done` the first thing may not do the second to the same record."""

    permission: Permission
    has_done: Callable[[Reach, int], bool]
    sentence: str


CLOSED_BY_RECUSAL: tuple[Permission, ...] = (
    P.SEE_PROPOSAL, P.SEE_REVIEWS, P.ASSIGN_REVIEWERS, P.DECIDE_PROPOSAL, P.CONFIRM_DECISION,
)  # fmt: skip  # one line reads best
"""What nobody may do to a proposal they stepped aside from, whatever other role they hold."""

SEPARATED_DUTIES: tuple[Separation, ...] = (
    *(Separation(permission, lambda r, who: who in r.recused_ids,
                 "You stepped aside from this proposal for a conflict of interest, so it is closed to you.")
      for permission in CLOSED_BY_RECUSAL),
    Separation(P.APPROVE_LEARNING, lambda r, who: who in r.author_ids,
               "You wrote in this learning review, so someone else approves it."),
    Separation(P.SCORE_PROPOSAL, lambda r, who: r.coach_id == who,
               "You coach this affiliate, so someone else scores its proposal."),
    Separation(P.DECIDE_PROPOSAL, lambda r, who: who in r.scorer_ids,
               "You scored this proposal, so someone else decides on it."),
    Separation(P.DECIDE_PROPOSAL, lambda r, who: r.coach_id == who,
               "You coach this affiliate, so someone else decides on its proposal."),
    Separation(P.ASSESS_RISK, lambda r, who: who in r.recused_ids,
               "You stepped aside from this proposal for a conflict of interest, so someone else assesses the risk."),
    Separation(P.CONFIRM_DECISION, lambda r, who: r.decider_id == who,
               "You took this decision, so someone else confirms it."),
    Separation(P.CONFIRM_DECISION, lambda r, who: who in r.scorer_ids,
               "You scored this proposal, so someone else confirms the decision."),
    Separation(P.CONFIRM_DECISION, lambda r, who: r.coach_id == who,
               "You coach this affiliate, so someone else confirms the decision."),
    Separation(P.APPROVE_PAYMENT, lambda r, who: r.requester_id == who,
               "You requested this payment, so someone else approves it."),
    Separation(P.CONFIRM_REVERSAL, lambda r, who: r.requester_id == who,
               "You asked for this reversal, so someone else confirms it."),
    Separation(P.DECIDE_AMENDMENT, lambda r, who: who in r.author_ids,
               "You asked for this change, so someone else decides on it."),
    Separation(P.DECIDE_AMENDMENT, lambda r, who: r.coach_id == who,
               "You coach this affiliate, so you recommend and someone else decides on its changes."),
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


def role_for(actor: Actor, permission: Permission, subject: Subject) -> Role | None:
    """The role in which this actor may do it to this record; the first of several."""
    return next(
        (
            held.role
            for held in actor.holdings
            for grant in GRANTS
            if held.role is grant.role
            and permission in grant.permissions
            and _REACHES[grant.scope](subject.reach, held, actor)
        ),
        None,
    )


def require(
    actor: Actor, permission: Permission, subject: Subject | None = None, *, see: Permission | None = None
) -> None:
    """Raise `NotFound` where `see` is not granted or recusal hides it, else `Forbidden` with the reason."""
    if see is not None and not can(actor, see, subject):
        raise NotFound()
    if permission in CLOSED_BY_RECUSAL and subject is not None and actor.id in subject.reach.recused_ids:
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
    Scope.PARTNERS: lambda reach, held, actor: held.affiliate_id is not None and held.affiliate_id in reach.partner_ids,
    Scope.PEERS: lambda reach, held, actor: (
        reach.is_for_network or (held.affiliate_id is not None and held.affiliate_id in reach.peer_ids)
    ),
}


def _who_may(permission: Permission) -> str:
    return f"The {_list(sorted({g.role.label.lower() for g in GRANTS if permission in g.permissions}))} can."


def _list(words: Iterable[str]) -> str:
    *first, last = list(words) or ["network administrator"]
    return f"{', '.join(first)} or {last}" if first else last
