"""The schedule as one table: saved whole, versioned, and never more than the award."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_money import a_payment, paid
from tests.scenes_reviews import Scene, a_scene, as_actor, funded
from workflows.errors import Stale
from workflows.funding.models import Award, PaymentState
from workflows.funding.schedules.answers import Method, ScheduleLine, WaitsFor, suggest
from workflows.funding.schedules.operations import edition_of, lines_of, save_schedule, schedule_suggested
from workflows.funding.schedules.queries import find_plan
from workflows.machine import Refused

LINE = ScheduleLine("Start", Decimal(10_000), date(2026, 4, 1))


def _save(session: Session, award: Award, scene: Scene, *lines: ScheduleLine, edition: int | None = None) -> None:
    session.flush()
    seen = edition_of(award, find_plan(session, award)) if edition is None else edition
    save_schedule(award, Method.MILESTONES, lines, expected_edition=seen, session=session,
                  actor=as_actor(scene.finance[0]), now=NOW)  # fmt: skip  # one schedule
    session.flush()


def test_a_schedule_is_saved_changed_and_what_is_left_out_is_cancelled(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    reached = replace(LINE, label="Class", waits_for=WaitsFor.MILESTONE, milestone="The class opens")
    _save(session, award, scene, LINE, reached)
    assert [(p.label, p.waits_for, p.milestone) for p in award.payments] == [
        ("Start", WaitsFor.AGREEMENT, ""),
        ("Class", WaitsFor.MILESTONE, "The class opens"),
    ]
    first, _second = lines_of(award)
    _save(session, award, scene, replace(first, amount=Decimal("12000.50")), replace(LINE, amount=Decimal(1)))
    assert [(p.amount, p.state) for p in award.payments] == [
        (Decimal("12000.50"), PaymentState.SCHEDULED),
        (Decimal(10_000), PaymentState.CANCELLED),
        (Decimal(1), PaymentState.SCHEDULED),
    ]
    assert award.scheduled_amount == Decimal("12001.50")
    plan = find_plan(session, award)
    assert plan is not None
    assert plan.method is Method.MILESTONES


def test_what_is_under_way_stays_and_counts(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    done = paid(session, a_payment(session, award, scene, "20000"), scene)
    with pytest.raises(Refused, match=r"\$6,000 more than the \$4,000 that can be planned"):
        _save(session, award, scene, LINE)
    with pytest.raises(Refused, match="not open any more"):
        _save(session, award, scene, replace(LINE, amount=Decimal(1), payment_id=done.id))
    _save(session, award, scene, replace(LINE, amount=Decimal(4000)))
    assert (award.free_amount, done.state) == (0, PaymentState.PAID)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (replace(LINE, label=" "), "lines-0-label"),
        (replace(LINE, amount=Decimal(0)), "lines-0-amount"),
        (replace(LINE, amount=Decimal("1.001")), "lines-0-amount"),
        (replace(LINE, waits_for=WaitsFor.REPORT, report_number=9), "lines-0-waits_for"),
        (replace(LINE, waits_for=WaitsFor.MILESTONE), "lines-0-milestone"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(session: Session, line: ScheduleLine, where: str) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    with pytest.raises(Refused) as refusal:
        _save(session, award, scene, line)
    assert [reason.where for reason in refusal.value.reasons] == [where]
    assert award.scheduled_amount == 0


def test_the_slower_of_two_sees_both_schedules(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    seen = edition_of(award, None)
    _save(session, award, scene, LINE)
    with pytest.raises(Stale) as stale:
        _save(session, award, scene, replace(LINE, label="Mine"), edition=seen)
    assert stale.value.mine == {"Schedule": "Mine, $10,000, 1 April 2026, when the agreement is signed"}
    assert stale.value.theirs == {"Schedule": "Start, $10,000, 1 April 2026, when the agreement is signed"}


def test_the_manager_plans_nothing(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    with pytest.raises(Refused, match="The finance officer can"):
        save_schedule(award, Method.ADVANCE, [LINE], expected_edition=0, session=session,
                      actor=as_actor(scene.managers[0]), now=NOW)  # fmt: skip  # one attempt


def test_each_method_suggests_what_releases_its_payments() -> None:
    dates = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    found = {method: suggest(method, Decimal(1000), **dates) for method in Method}
    assert {method: [line.waits_for.value for line in lines] for method, lines in found.items()} == {
        Method.INSTALMENTS: ["agreement", "report", "report"],
        Method.ADVANCE: ["agreement"],
        Method.REIMBURSEMENT: ["expenses"] * 4,
        Method.MILESTONES: ["agreement", "milestone", "milestone"],
    }
    assert [line.report_number for line in found[Method.INSTALMENTS]] == [None, 2, 0]


def test_the_usual_schedule_keeps_its_method(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    schedule_suggested(award, session=session, actor=as_actor(scene.finance[0]), now=NOW)
    plan = find_plan(session, award)
    assert plan is not None
    assert plan.method is Method.INSTALMENTS
