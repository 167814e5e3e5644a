"""Invite affiliates into a cohort, one by one or from a file that is previewed first."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.cohorts.learning import why_closed
from workflows.cohorts.models import Cohort
from workflows.enrollments.affiliates_file import AffiliateRow, Problem
from workflows.enrollments.models import Enrollment, Participant
from workflows.enrollments.queries import (
    find_enrollment,
    find_participant,
    list_leads,
    list_required_sessions,
    list_standing,
)
from workflows.errors import DomainError
from workflows.outbox import announce
from workflows.people.models import Affiliate
from workflows.people.operations import invite_person
from workflows.permissions import Actor, Role

_COLUMNS = ("name", "town", "state", "time_zone")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What an import would do with one row; empty everywhere when nothing would change."""

    row: AffiliateRow
    affiliate: Affiliate | None
    changes: tuple[str, ...]  # columns of the affiliate that get a new value
    people: tuple[tuple[Role, str, str], ...]  # (role, name, e-mail) still to invite
    is_invited: bool

    @property
    def changes_nothing(self) -> bool:
        return self.affiliate is not None and self.is_invited and not self.changes and not self.people

    @property
    def sentence(self) -> str:
        if self.affiliate is None:
            return "New: will be added and invited"
        parts = [] if self.is_invited else ["will be invited"]
        parts += [f"new value for {', '.join(self.changes).replace('_', ' ')}"] if self.changes else []
        parts += [f"{name} will be invited to sign in" for _, name, _ in self.people]
        sentence = "; ".join(parts) or "nothing changes"
        return sentence[0].upper() + sentence[1:]


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many affiliates were added, changed and invited."""

    added: int
    changed: int
    invited: int

    @property
    def sentence(self) -> str:
        parts = [
            f"{count} {'affiliate' if count == 1 else 'affiliates'} {what}"
            for count, what in (
                (self.invited, "invited"),
                (self.added, "new in the network"),
                (self.changed, "changed"),
            )
            if count
        ]
        return f"Done: {', '.join(parts)}." if parts else "Nothing changed: everyone in this file is invited already."


def plan_import(
    rows: Sequence[AffiliateRow], cohort: Cohort, *, session: Session
) -> tuple[tuple[PlannedRow, ...], tuple[Problem, ...]]:
    """What the rows would change, and what keeps them from being imported. Writes nothing."""
    standing = list_standing(session, cohort_id=cohort.id, codes=[row.code for row in rows])
    planned = []
    for row in rows:
        affiliate = standing.affiliates.get(row.code)
        wanted = (
            (Role.AFFILIATE_DIRECTOR, row.director_name, row.director_email),
            (Role.AFFILIATE_DATA_LEAD, row.data_lead_name, row.data_lead_email),
        )
        held = standing.people if affiliate is not None else frozenset()
        key = affiliate.id if affiliate is not None else 0
        planned.append(
            PlannedRow(
                row=row,
                affiliate=affiliate,
                changes=tuple(_changes(affiliate, row)) if affiliate is not None else (),
                people=tuple(person for person in wanted if person[2] and (key, person[0], person[2]) not in held),
                is_invited=key in standing.invited,
            )
        )
    return tuple(planned), tuple(_name_clashes(rows, standing.names))


def fingerprint_of(planned: Iterable[PlannedRow]) -> str:
    """What the rows would do, as one digest: the same words in a preview and in its confirmation, or not."""
    said = [
        (plan.row.code, plan.affiliate.id if plan.affiliate else None, plan.changes, plan.people, plan.is_invited)
        for plan in planned
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def apply_import(
    planned: Iterable[PlannedRow], cohort: Cohort, *, session: Session, actor: Actor, now: datetime
) -> ImportCounts:
    """Add or change affiliates, invite their people and enroll them; rows that change nothing are left alone."""
    added = changed = invited = 0
    for plan in planned:
        if plan.changes_nothing:
            continue
        affiliate = plan.affiliate or Affiliate(code=plan.row.code)
        for name, value in _values(plan.row).items():
            setattr(affiliate, name, value)
        session.add(affiliate)
        session.flush()  # people and enrollment point at its key
        for role, name, email in plan.people:
            invite_person(
                email=email,
                name=name,
                role=role,
                affiliate_id=affiliate.id,
                session=session,
                actor=actor,
                now=now,
                is_told=plan.is_invited or role is not Role.AFFILIATE_DIRECTOR,  # the director has the cohort's link
            )
        if plan.is_invited:
            changed += 1
            add_leads(_found(session, cohort, affiliate), session=session)
        else:
            invite_affiliate(cohort, affiliate, session=session, actor=actor, now=now)
            added += plan.affiliate is None
            invited += 1
    return ImportCounts(added=added, changed=changed, invited=invited)


def invite_affiliate(
    cohort: Cohort,
    affiliate: Affiliate,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    selection_reason: str = "",
) -> Enrollment:
    """Enroll the affiliate as invited; its director and data lead become participants of the training.

    Raises DomainError when it is in the cohort already, and while an expansion waits for its pilot's review.
    """
    closed = why_closed(cohort, session=session)
    if closed:
        raise DomainError(*closed)
    if find_enrollment(session, cohort_id=cohort.id, affiliate_id=affiliate.id) is not None:
        raise DomainError(f"{affiliate.name} is in {cohort.name} already.")
    required = list_required_sessions(session, cohort.id)
    enrollment = Enrollment(
        cohort=cohort,
        affiliate=affiliate,
        stage_since=now,
        invited_at=now,
        selection_reason=selection_reason,
        sessions_required=len(required),
        open_sessions=required,
    )
    session.add(enrollment)
    session.flush()  # the announcement and the participants point at its key
    add_leads(enrollment, session=session)
    announce(session, "affiliate_invited", now=now, actor_id=actor.id, enrollment_id=enrollment.id, cohort=cohort.name)
    return enrollment


def add_leads(enrollment: Enrollment, *, session: Session) -> None:
    """The affiliate's director and data lead take part in the training, each once."""
    for person in list_leads(session, enrollment.affiliate_id):
        if find_participant(session, enrollment, person.email) is None:
            session.add(
                Participant(
                    enrollment_id=enrollment.id, name=person.name, email=person.email.lower(), user_id=person.id
                )
            )


def _found(session: Session, cohort: Cohort, affiliate: Affiliate) -> Enrollment:
    enrollment = find_enrollment(session, cohort_id=cohort.id, affiliate_id=affiliate.id)
    assert enrollment is not None  # the plan was made in this transaction
    return enrollment


def _values(row: AffiliateRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS} | dict(row.profile)


def _changes(affiliate: Affiliate, row: AffiliateRow) -> Iterator[str]:
    return (name for name, value in _values(row).items() if getattr(affiliate, name) != value)


def _name_clashes(rows: Sequence[AffiliateRow], names: dict[str, str]) -> Iterator[Problem]:
    for row in rows:
        code = names.get(row.name.lower())
        if code is not None and code != row.code:
            fix = f"Use the code {code}, or write a name that tells the two apart."
            yield Problem(row.line, "name", f"The affiliate {code} has this name already.", fix)
