"""Deeds of the project year: extracts with their figures, check-ins with notes and actions, reports."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from commands.demo.check_in_texts import CONVERSATIONS, Conversation
from commands.demo.extracts import extract_of
from commands.demo.report_texts import closeout_answers, progress_answers
from commands.demo.world import Deed, Scene
from workflows.clock import local_date
from workflows.coaching.models import ActionItem, ActionSide, CheckIn, CheckInMode
from workflows.coaching.operations import (
    Appointment,
    CheckInNotes,
    WrittenAction,
    finish_action,
    hold_check_in,
    save_notes,
    schedule_check_in,
)
from workflows.frameworks.queries import list_indicators
from workflows.funding.answers import CENT
from workflows.funding.ledger.queries import committed_by_category
from workflows.funding.ledger.sums import spread
from workflows.funding.models import Award
from workflows.measurement.compute import compute
from workflows.measurement.formula import parse_formula
from workflows.measurement.operations import ReducedExtract, keep_figures, sha256_of, upload_extract
from workflows.measurement.reduction import reduce_bytes
from workflows.measurement.telling import tell
from workflows.proposals.goals.data_facts import keep_data_facts
from workflows.proposals.smart.outcome_days import outcome_day_of
from workflows.reporting.answers import SpentLine
from workflows.reporting.models import Report, ReportKind
from workflows.reporting.operations import (
    WrittenReport,
    accept_report,
    complete_year,
    return_report,
    save_report,
    submit_report,
)

NEWEST = 12  # days before the loading on which the synthetic extract ends
PSEUDONYM_KEY = b"the demo world holds nobody real"


def upload(scene: Scene, *, as_of: int) -> None:
    """Reduce what the affiliate exported `as_of` days before the loading, and keep the figures computed from it."""
    world, site = scene.world, scene.member.code
    indicators = list_indicators(scene.session, scene.enrollment.cohort.framework_id, computable=True)
    formulas = {row.code: parse_formula(row.formula) for row in indicators}
    day = world.day(as_of)
    content = extract_of(site, as_of=day, newest=world.day(NEWEST))
    reduced, report = reduce_bytes(content, key=PSEUDONYM_KEY, formulas=formulas.values(), site=site, today=day)
    extract = upload_extract(
        scene.enrollment,
        extract=ReducedExtract(f"{scene.key.lower()}_cases_{day:%Y-%m-%d}.csv", sha256_of(content), reduced, report),
        as_of=day,
        files=world.files,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    keep_figures(
        extract,
        figures=compute(reduced, formulas=formulas, as_of=day),
        indicator_ids={row.code: row.id for row in indicators},
        session=scene.session,
        now=scene.now + timedelta(minutes=1),
    )
    told = tell(
        reduced,
        site=site.upper(),
        formulas=formulas,
        outcome_days={row.code: day_of for row in indicators if (day_of := outcome_day_of(row.name)) is not None},
        as_of=day,
    )
    keep_data_facts(
        scene.session,
        scene.enrollment.affiliate_id,
        as_of=day,
        arrivals_by_month=told.arrivals_by_month,
        field_completeness=told.field_completeness,
    )


def plan_check_in(scene: Scene, *, on: int, focus: str) -> None:
    """`on` is a day before the loading; negative ones lie ahead."""
    schedule_check_in(
        scene.enrollment,
        _appointment(scene, on=on, focus=focus),
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def _appointment(scene: Scene, *, on: int, focus: str) -> Appointment:
    return Appointment(
        at=datetime.combine(scene.world.workday(on), time(10, 30)),
        time_zone=scene.member.time_zone,
        minutes=45,
        mode=CheckInMode.VIDEO,
        place=f"https://meet.example.org/{scene.key.lower()}",
        agenda=focus,
    )


def talk(scene: Scene, *, told: str) -> None:
    """Plan a check-in two days ahead of it, hold it and keep what was said; `told` names the conversation."""
    said = CONVERSATIONS[told]
    planned = scene.now - timedelta(days=9)
    at = scene.now.astimezone(ZoneInfo(scene.member.time_zone)).replace(hour=9, minute=30, tzinfo=None)
    appointment = Appointment(
        at=at.replace(second=0),
        time_zone=scene.member.time_zone,
        minutes=said.minutes,
        mode=CheckInMode(said.mode),
        place=f"https://meet.example.org/{scene.key.lower()}" if said.mode == "video" else "",
        agenda=said.focus,
    )
    check_in = schedule_check_in(scene.enrollment, appointment, session=scene.session, actor=scene.actor, now=planned)
    _write_notes(scene, check_in, said)
    hold_check_in(check_in, session=scene.session, actor=scene.actor, now=scene.now)


def _write_notes(scene: Scene, check_in: CheckIn, said: Conversation) -> None:
    today = local_date(scene.now, scene.member.time_zone)
    actions = tuple(WrittenAction(a.text, ActionSide(a.side), today + timedelta(days=a.within)) for a in said.actions)
    notes = CheckInNotes(
        focus=said.focus,
        wins=said.wins,
        shared_note=said.shared_note,
        early_signal=said.early_signal,
        minutes=said.minutes,
        private_text=said.private_note,
        actions=actions,
    )
    save_notes(
        check_in,
        notes,
        expected_version=check_in.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    scene.session.flush()  # the actions are found by the deeds that follow


def do_actions(scene: Scene, *, at_most: int = 2) -> None:
    """Whoever acts finishes their affiliate's oldest open actions."""
    still_open = (
        select(ActionItem)
        .where(ActionItem.enrollment_id == scene.enrollment.id, ActionItem.done_at.is_(None))
        .order_by(ActionItem.due_on, ActionItem.id)
        .limit(at_most)
    )
    for action in scene.session.scalars(still_open).all():
        finish_action(action, session=scene.session, actor=scene.actor, now=scene.now)


def _report(scene: Scene, number: int) -> Report:
    """Progress report 1 to 4; 5 is the closeout."""
    kind = ReportKind.CLOSEOUT if number > 4 else ReportKind.PROGRESS
    return scene.session.scalars(
        select(Report)
        .join(Award, Award.id == Report.award_id)
        .where(
            Award.enrollment_id == scene.enrollment.id,
            Report.kind == kind,
            Report.number == (1 if kind is ReportKind.CLOSEOUT else number),
        )
    ).one()


def write_report(scene: Scene, *, number: int, spent: int, only: tuple[str, ...] = ()) -> None:
    """Write the report with `spent` percent of the award; `only` limits it to these questions, as a draft."""
    report = _report(scene, number)
    answers = closeout_answers(scene.member) if number > 4 else progress_answers(scene.member, number)
    kept = {name: answer for name, answer in answers.items() if not only or name in only}
    save_report(
        report,
        WrittenReport(
            answers=kept,
            spending=_spending(scene, report.award, percent=spent, number=number),
            minutes_spent=None if only else 85 + 10 * number,
        ),
        expected_version=report.version,
        actor=scene.actor,
        now=scene.now,
    )


def _spending(scene: Scene, award: Award, *, percent: int, number: int) -> tuple[SpentLine, ...]:
    """So much of the award, as its budget is spread, with a little more in another category each time."""
    committed = committed_by_category(scene.session, award)
    favored = list(committed)[number % len(committed)]
    weights = [amount * (2 if code == favored else 1) for code, amount in committed.items()]
    parts = spread((award.amount * percent / 100).quantize(CENT), weights)
    return tuple(SpentLine(code, part) for code, part in zip(committed, parts, strict=True))


def certify_report(scene: Scene, *, number: int) -> None:
    report = _report(scene, number)
    submit_report(
        report,
        typed_name=scene.actor.name,
        expected_version=report.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def ask_back(scene: Scene, *, number: int, question: str) -> None:
    return_report(_report(scene, number), question=question, session=scene.session, actor=scene.actor, now=scene.now)


def accept(scene: Scene, *, number: int) -> None:
    accept_report(_report(scene, number), session=scene.session, actor=scene.actor, now=scene.now)


def complete(scene: Scene) -> None:
    complete_year(scene.enrollment, session=scene.session, actor=scene.actor, now=scene.now)


YEAR_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        upload,
        plan_check_in,
        talk,
        do_actions,
        write_report,
        certify_report,
        ask_back,
        accept,
        complete,
    )
}
