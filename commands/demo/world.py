"""The demo world while it is being made: who is who, and one step of its story after the other."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from commands.demo.cast import MEMBER_BY_KEY, Member
from workflows.audit import AuditEntry
from workflows.cohorts.models import Cohort
from workflows.db import Origin, originating
from workflows.enrollments.models import Enrollment
from workflows.files import FileStore
from workflows.measurement.figures import Figure
from workflows.outbox import expand_events
from workflows.people.models import User
from workflows.permissions import PROGRAM, Actor

FRIDAY, SATURDAY = 4, 5
PAUSE = timedelta(seconds=20)  # between two steps at least, so that the timeline keeps their order


@dataclass(frozen=True, slots=True)
class Step:
    """So many days before the loading, at an hour of UTC, somebody does a deed; `who` is an e-mail or empty."""

    days_ago: int
    hour: int
    who: str
    deed: str
    member: str = ""
    given: tuple[tuple[str, Any], ...] = ()


def step(days_ago: int, who: str, deed: str, member: str = "", *, hour: int = 15, **given: Any) -> Step:
    return Step(days_ago, hour, who, deed, member, tuple(given.items()))


@dataclass(slots=True)
class World:
    """What deeds need: the session, the file store, and the records by the names of the story.

    `loaded_at` is the moment that the story's days count back from.
    """

    session: Session
    files: FileStore
    loaded_at: datetime
    password_hash: str
    people: dict[str, User] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    enrollments: dict[str, Enrollment] = field(default_factory=dict)
    figures: dict[tuple[str, int], list[Figure]] = field(default_factory=dict)

    def day(self, days_ago: int) -> date:
        return (self.loaded_at - timedelta(days=days_ago)).date()

    def workday(self, days_ago: int) -> date:
        """That day, or the Monday after a weekend."""
        day = self.day(days_ago)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)

    def moment(self, days_ago: int, hour: int) -> datetime:
        at = (self.loaded_at - timedelta(days=days_ago)).replace(hour=hour, minute=(7 * days_ago) % 60, second=0)
        return at.replace(microsecond=0)

    def working_moment(self, row: Step) -> datetime:
        """When the step is taken: people do on Friday what would fall on a weekend, the program keeps its days."""
        at = self.moment(row.days_ago, row.hour)
        return at - timedelta(days=max(0, at.weekday() - FRIDAY)) if row.who else at

    def actor(self, email: str, now: datetime) -> Actor:
        return self.people[email].as_actor(now) if email else PROGRAM


@dataclass(frozen=True, slots=True)
class Scene:
    """One step as its deed sees it."""

    world: World
    actor: Actor
    now: datetime
    key: str

    @property
    def session(self) -> Session:
        return self.world.session

    @property
    def member(self) -> Member:
        return MEMBER_BY_KEY[self.key]

    @property
    def enrollment(self) -> Enrollment:
        return self.world.enrollments[self.key]


Deed = Callable[..., None]
"""A function of the scene and of what the step gives, by name."""


def play(steps: Iterable[Step], world: World, deeds: dict[str, Deed]) -> None:
    """Do every step in the order of time, as its person, at its moment: events and audit say so."""
    now = datetime.min.replace(tzinfo=UTC)
    for row in sorted(steps, key=lambda s: (-s.days_ago, s.hour)):
        now = max(world.working_moment(row), now + PAUSE)
        actor = world.actor(row.who, now)
        with originating(Origin(actor_id=actor.id, request_id="demo", writes=True)), _audited_at(world.session, now):
            deeds[row.deed](Scene(world, actor, now, row.member), **dict(row.given))
            world.session.flush()  # what happened is written before it is expanded and dated
            expand_events(world.session, now=now)
            world.session.flush()  # runs are dated by the step that owes them


@contextmanager
def _audited_at(session: Session, now: datetime) -> Iterator[None]:
    """The audit trail reads the clock; in the story the clock is the step's moment."""
    last = session.scalar(select(func.max(AuditEntry.id))) or 0
    yield
    session.execute(update(AuditEntry).where(AuditEntry.id > last).values(at=now))
