"""Deeds of the library and the help desk: the shelf, questions from asking to solved, hours and rates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from commands.demo.help_texts import AUTHORS, QUESTIONS, RATES, READERS, TIMES, Asked, Said
from commands.demo.world import Deed, Scene, Step, step
from workflows.clock import local_date
from workflows.helpdesk import operations
from workflows.helpdesk.hours import WrittenTime, log_time, set_rate
from workflows.helpdesk.models import Ticket, Urgency, WorkFunction
from workflows.library.models import Resource
from workflows.library.operations import edit_resource, say_helpful, written_of
from workflows.library.seed import seed_library

ADMIN, FIRST_DAY = "admin@national.example.org", 660
PAGES = {
    "measurement.upload": "/outcomes/of/{}/upload",
    "measurement.of_enrollment": "/outcomes/of/{}",
    "enrollments.show": "/enrollments/{}",
    "reporting.of_enrollment": "/reports/of/{}",
    "training.of_enrollment": "/training/of/{}",
    "funding.of_enrollment": "/funding/of/{}",
    "proposals.of_enrollment": "/proposals/of/{}",
}


def fill_library(scene: Scene) -> None:
    """The starting shelf, some of it under the names of those who made it in this world."""
    seed_library(session=scene.session, actor=scene.actor, now=scene.now)
    scene.session.flush()  # its resources are found by their keys
    for resource in scene.session.scalars(select(Resource).where(Resource.seed_key.in_(AUTHORS))).all():
        written = replace(written_of(resource), written_by=AUTHORS[str(resource.seed_key)])
        edit_resource(resource, written, expected_version=resource.version, actor=scene.actor, now=scene.now)


def rate_resource(scene: Scene, *, resource: str, has_helped: bool) -> None:
    row = scene.session.scalars(select(Resource).where(Resource.seed_key == resource)).one()
    say_helpful(row, has_helped=has_helped, session=scene.session, actor=scene.actor, now=scene.now)


def set_rates(scene: Scene) -> None:
    for name, amount in RATES:
        from_month = scene.world.day(FIRST_DAY)
        function = WorkFunction(name)
        set_rate(function, amount=Decimal(amount), from_month=from_month, session=scene.session, actor=scene.actor)


def ask(scene: Scene, *, asked: Asked) -> None:
    enrollment = scene.enrollment if asked.key else None
    page = PAGES[asked.page].format(enrollment.id) if asked.page and enrollment is not None else ""
    urgency = Urgency.URGENT if asked.is_urgent else Urgency.NORMAL
    operations.ask_for_help(
        operations.Question(asked.subject, asked.text, urgency),
        asked_from=operations.AskedFrom(page, asked.title, enrollment),
        time_zone=scene.world.people[asked.who].time_zone,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def say(scene: Scene, *, subject: str, said: Said) -> None:
    """Whatever the other side, or the same one, adds to a question."""
    ticket = _ticket(scene, subject)
    told = {"session": scene.session, "actor": scene.actor, "now": scene.now}
    if said.kind == "note":
        operations.add_note(ticket, text=said.text, **told)
    elif said.kind == "reply":
        operations.reply(ticket, text=said.text, file=None, **told)
    elif said.kind.startswith("hand_on:"):
        to_id = scene.world.people[said.kind.removeprefix("hand_on:")].id
        operations.hand_on(ticket, to_id=to_id, note=said.text, expected_version=ticket.version, **told)
    else:
        operations.answer(ticket, text=said.text, file=None, asks_back=said.kind == "ask_back", **told)
    if said.minutes:
        help_given = WorkFunction.TECHNICAL_ASSISTANCE
        spent = WrittenTime(_today(scene), help_given, ticket.affiliate_id, said.minutes, f"Question {ticket.id}")
        _spend(scene, spent, ticket_id=ticket.id)


def solve_question(scene: Scene, *, subject: str) -> None:
    operations.solve(_ticket(scene, subject), actor=scene.actor, now=scene.now)


def spend_time(scene: Scene, *, function: str, minutes: int, note: str) -> None:
    affiliate_id = scene.enrollment.affiliate_id if scene.key else None
    _spend(scene, WrittenTime(_today(scene), WorkFunction(function), affiliate_id, minutes, note))


def _spend(scene: Scene, spent: WrittenTime, *, ticket_id: int | None = None) -> None:
    log_time(
        spent, time_zone=_zone(scene), session=scene.session, actor=scene.actor, now=scene.now, ticket_id=ticket_id
    )


def _today(scene: Scene) -> date:
    return local_date(scene.now, _zone(scene))


def _zone(scene: Scene) -> str:
    return next(person.time_zone for person in scene.world.people.values() if person.id == scene.actor.id)


def _ticket(scene: Scene, subject: str) -> Ticket:
    return scene.session.scalars(select(Ticket).where(Ticket.subject == subject)).one()


def list_help_steps() -> Iterator[Step]:
    """The shelf is filled early; questions are of the last weeks, so that each state is there to see."""
    yield step(FIRST_DAY, ADMIN, "fill_library", hour=16)
    yield step(FIRST_DAY, ADMIN, "set_rates", hour=17)
    for number, (resource, who, has_helped) in enumerate(READERS):
        yield step(60 - 5 * number, who, "rate_resource", hour=19, resource=resource, has_helped=has_helped)
    for asked in QUESTIONS:
        yield step(asked.days_ago, asked.who, "ask", asked.key, hour=asked.hour, asked=asked)
        for said in asked.said:
            yield step(said.days_ago, said.who, "say", asked.key, hour=said.hour, subject=asked.subject, said=said)
        if asked.solved is not None:
            yield step(asked.solved, asked.who, "solve_question", asked.key, hour=20, subject=asked.subject)
    for day, who, function, key, minutes, note in TIMES:
        yield step(day, who, "spend_time", key, hour=21, function=function, minutes=minutes, note=note)


HELP_DEEDS: dict[str, Deed] = {
    deed.__name__: deed for deed in (fill_library, rate_resource, set_rates, ask, say, solve_question, spend_time)
}
