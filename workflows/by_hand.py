"""The stage changes that need only a person and a sentence, as one table; each is done by the slice it belongs to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from workflows.amendments.suspending import resume_by_hand, suspend_by_hand
from workflows.enrollments.answers import WayOut
from workflows.enrollments.models import Enrollment
from workflows.enrollments.operations import (
    confirm_enrollment,
    decline_invitation,
    defer_enrollment,
    invite_again,
    waive_training,
)
from workflows.enrollments.waiting_list import join_waiting_list
from workflows.errors import NotFound
from workflows.funding.ending import end_year
from workflows.lifecycle import LIFECYCLE
from workflows.machine import Transition
from workflows.permissions import Actor, can
from workflows.stages import Stage


class ChangeStage(Protocol):
    def __call__(self, enrollment: Enrollment, *, note: str, session: Session, actor: Actor, now: datetime) -> None: ...


class GiveReason(Protocol):
    def __call__(
        self, enrollment: Enrollment, *, note: str, reason: WayOut, session: Session, actor: Actor, now: datetime
    ) -> None: ...


def _end(name: str) -> ChangeStage:
    def change(enrollment: Enrollment, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
        end_year(enrollment, name, note=note, session=session, actor=actor, now=now)

    return change


@dataclass(frozen=True, slots=True)
class ByHand:
    """One change: transition · what it means · what the note is asked as · what is said afterwards · how."""

    name: str
    meaning: str
    question: str
    done: str
    change: ChangeStage
    ends_the_year: bool = False
    change_because: GiveReason | None = None  # where one of a few reasons is asked for

    @property
    def row(self) -> Transition[Stage]:
        return LIFECYCLE.row(self.name)


BY_HAND: tuple[ByHand, ...] = (
    ByHand("confirm",
           "The affiliate gets its seat in the cohort and is told so.",
           "A word of welcome, if you like",
           "Confirmed. The affiliate is told, and its seat is taken.", confirm_enrollment),
    ByHand("wait",
           "The affiliate waits for the next free seat and is told so. It moves up by itself when its turn has come.",
           "A word about it, if you like",
           "On the waiting list. It moves up by itself when a seat becomes free.", join_waiting_list),
    ByHand("decline_invitation",
           "You do not take part in this cohort. The national office reads your reason.",
           "Why not this time?",
           "Thank you for telling us. You are welcome in a later cohort.", decline_invitation, True,
           change_because=decline_invitation),
    ByHand("defer",
           "You step aside now and can be invited again. A signed commitment lapses.",
           "What would make a later cohort possible?",
           "Deferred. You can be invited again when the time is right.", defer_enrollment,
           change_because=defer_enrollment),
    ByHand("invite_again",
           "The invitation is sent to the director again.",
           "A word to the director, if you like",
           "The invitation is on its way again.", invite_again),
    ByHand("waive_training",
           "The proposal opens without the remaining sessions. Use it rarely: the reason stays with the record.",
           "Why does this affiliate not need the remaining sessions?",
           "Waived. The proposal is open.", waive_training),
    ByHand("suspend",
           "Payments and reports pause until the award is resumed; reports that fall due meanwhile are due later.",
           "Why is the award suspended, and what would resume it?",
           "Suspended. The affiliate can read why.", suspend_by_hand),
    ByHand("resume",
           "The project year goes on.",
           "What has changed?",
           "Resumed. The project year goes on.", resume_by_hand),
    ByHand("terminate",
           "The award ends early: open payments are cancelled, and the seat and what was not paid become free. "
           "This cannot be undone.",
           "Why does the award end?",
           "Terminated. The record stays readable.", _end("terminate"), True),
    ByHand("withdraw",
           "You leave the program; your seat and what was not paid of an award become free. This cannot be undone; "
           "you may always come back in a later cohort.",
           "Why do you leave? It helps the next cohort.",
           "Withdrawn. Thank you for telling us why.", _end("withdraw"), True),
)  # fmt: skip  # the columns of the table


def get_by_hand(name: str) -> ByHand:
    """Raises NotFound for a transition that is not made by hand."""
    found = next((row for row in BY_HAND if row.name == name), None)
    if found is None:
        raise NotFound()
    return found


def list_by_hand(enrollment: Enrollment, *, actor: Actor) -> list[ByHand]:
    """What this person may choose in this stage; whether it is open yet is `why_not`'s to say."""
    return [
        row
        for row in BY_HAND
        if enrollment.stage in row.row.sources and row.row.who is not None and can(actor, row.row.who, enrollment)
    ]
