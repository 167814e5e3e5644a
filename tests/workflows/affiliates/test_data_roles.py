"""Data roles: named, changed once, ended once; what follows for the year, the handover and the messages."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_data_role, a_person, an_affiliate, an_enrollment
from tests.scenes_affiliates import TODAY, Harbor, being, handovers, harbor
from tests.workflows.notifications.owed import Postbox, context_of
from workflows.affiliates.answers import HANDOVER_STEPS
from workflows.affiliates.data_roles import (
    DataRoleAnswers,
    edition_of,
    end_data_role,
    follow_account,
    follow_commitment,
    name_data_role,
)
from workflows.affiliates.gaps import list_gaps
from workflows.affiliates.handovers import finish_step, reopen_step
from workflows.affiliates.models import DataRole
from workflows.affiliates.queries import list_current_roles, list_gaps_of
from workflows.errors import DomainError, Stale
from workflows.notifications.jobs import send_message
from workflows.outbox import JobRun, OutboxEvent, expand_events
from workflows.people.answers import DataRoleKind, Tier
from workflows.people.operations import deactivate, end_role
from workflows.permissions import PROGRAM, Role
from workflows.stages import Stage

LEAD, SPONSOR = DataRoleKind.DATA_LEAD, DataRoleKind.EXECUTIVE_SPONSOR


def give(session: Session, scene: Harbor, given: DataRoleAnswers, seen: DataRole | None) -> DataRole:
    role = name_data_role(
        scene.affiliate, LEAD, given, seen=edition_of(seen), session=session, actor=scene.actor, now=NOW
    )
    session.flush()
    return role


def told(session: Session) -> list[str]:
    session.flush()
    return [event.name for event in session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))]


def test_another_data_lead_begins_one_handover_and_the_years_follow(session: Session) -> None:
    scene = harbor(session)
    deferred = an_enrollment(session, Stage.DEFERRED, affiliate=scene.affiliate, data_lead_id=scene.samir.id)
    over = an_enrollment(session, Stage.COMPLETED, affiliate=scene.affiliate, data_lead_id=scene.samir.id)
    lucy = give(session, scene, being(scene.lucy, hours_a_week=8), scene.lead)
    assert give(session, scene, being(scene.lucy, hours_a_week=8), scene.lead) is lucy  # the same form again
    (handover,) = handovers(session)
    assert (handover.role, handover.successor, scene.lead.until) == (scene.lead, lucy, TODAY)
    assert [(step.text, step.due_on) for step in handover.steps] == [
        (row.text, TODAY + timedelta(days=row.days)) for row in HANDOVER_STEPS
    ]
    assert [e.data_lead_id for e in (scene.enrollment, deferred, over)] == [
        scene.lucy.id,
        scene.lucy.id,
        scene.samir.id,
    ]
    assert told(session) == ["data_lead_changed"]


def test_other_details_of_the_same_person_begin_nothing(session: Session) -> None:
    scene = harbor(session)
    kept = give(
        session, scene, being(scene.samir, hours_a_week=2, backup_name="Lucy", since=date(2026, 1, 5)), scene.lead
    )
    assert (kept, kept.hours_a_week, kept.since, handovers(session)) == (scene.lead, 2, date(2026, 1, 5), [])
    assert told(session) == []


def test_ending_the_data_lead_leaves_a_vacancy_that_the_next_one_fills(session: Session) -> None:
    scene = harbor(session)
    for _ in range(2):
        end_data_role(scene.lead, because="Moved away.", session=session, actor=scene.actor, now=NOW)
    (handover,) = handovers(session)
    assert (handover.successor, scene.enrollment.data_lead_id) == (None, None)
    assert told(session) == ["data_lead_left"]
    gaps = list_gaps_of(session, [scene.affiliate], now=NOW)[scene.affiliate.id]
    assert [gap.words for gap in gaps if gap.is_vacancy] == ["No data lead", "No executive sponsor"]
    lucy = give(session, scene, being(scene.lucy), None)
    assert [h.successor for h in handovers(session)] == [lucy]
    assert told(session) == ["data_lead_left", "data_role_named"]


def test_the_slower_of_two_who_name_somebody_reads_who_it_is(session: Session) -> None:
    scene = harbor(session)
    give(session, scene, being(scene.lucy), scene.lead)
    with pytest.raises(Stale) as refusal:
        name_data_role(
            scene.affiliate, LEAD, being(scene.director), seen=(scene.lead.id, 1), session=session, actor=scene.actor,
            now=NOW,
        )  # fmt: skip
    assert (refusal.value.mine, refusal.value.theirs) == ({"Who": "Dana Ortiz"}, {"Who": "Lucy Brandt"})


REFUSED: dict[str, tuple[Callable[[Harbor], DataRoleAnswers], str]] = {
    "a stranger": (lambda s: DataRoleAnswers(s.coach.id, "", "", TODAY), "person"),
    "nobody": (lambda _: DataRoleAnswers(None, " ", "", TODAY), "name"),
    "tomorrow": (lambda s: being(s.lucy, since=TODAY + timedelta(days=1)), "since"),
    "before the former one": (lambda s: being(s.lucy, since=date(2026, 1, 11)), "since"),
    "her own backup": (lambda s: being(s.lucy, backup_name="lucy brandt"), "backup_name"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_changes(session: Session, case: str) -> None:
    scene = harbor(session)
    given, where = REFUSED[case]
    with pytest.raises(DomainError) as refusal:
        give(session, scene, given(scene), scene.lead)
    assert [reason.where for reason in refusal.value.reasons] == [where]
    assert (scene.lead.until, handovers(session)) == (None, [])


def test_a_role_ends_only_with_a_reason(session: Session) -> None:
    scene = harbor(session)
    with pytest.raises(DomainError, match="Say why"):
        end_data_role(scene.lead, because=" ", session=session, actor=scene.actor, now=NOW)
    assert scene.lead.until is None


def test_a_deactivated_account_is_a_vacancy_at_once_and_a_handover_once(session: Session) -> None:
    scene = harbor(session)
    deactivate(scene.samir, session=session, actor=PROGRAM, now=NOW)
    session.flush()
    held = list_current_roles(session, [scene.affiliate.id])[scene.affiliate.id]
    assert next(gap.words for gap in list_gaps(held, today=TODAY)) == "No data lead"
    for _ in range(2):
        follow_account(scene.samir, session=session, actor=PROGRAM, now=NOW)
    (handover,) = handovers(session)
    assert (handover.role.ended_because, scene.affiliate.suggested_tier) == (
        "The account was deactivated.",
        Tier.STANDARD,
    )
    assert told(session) == ["account_deactivated", "data_lead_left"]


def test_the_end_of_the_access_as_data_lead_ends_the_role_but_no_other(session: Session) -> None:
    scene = harbor(session)
    steward = a_data_role(session, scene.affiliate, DataRoleKind.DATA_STEWARD, user=scene.director)
    end_role(scene.samir.roles[0], session=session, actor=PROGRAM, now=NOW)
    session.flush()
    follow_account(scene.director, session=session, actor=PROGRAM, now=NOW)
    follow_account(scene.samir, session=session, actor=PROGRAM, now=NOW)
    assert (steward.until, scene.lead.until, len(handovers(session))) == (None, TODAY, 1)


def test_a_staff_member_who_leads_without_that_access_stays(session: Session) -> None:
    scene = harbor(session)
    give(session, scene, being(scene.lucy), scene.lead)
    follow_account(scene.lucy, session=session, actor=PROGRAM, now=NOW)
    assert len(handovers(session)) == 1


def test_whom_the_commitment_names_is_the_data_lead(session: Session) -> None:
    affiliate = an_affiliate(session)
    ana = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=affiliate)
    enrollment = an_enrollment(session, Stage.COMMITTED, affiliate=affiliate, data_lead_id=ana.id)
    for _ in range(2):
        follow_commitment(enrollment, session=session, actor=PROGRAM, now=NOW)
    (role,) = list_current_roles(session, [affiliate.id])[affiliate.id]
    assert (role.user_id, role.since, handovers(session)) == (ana.id, TODAY, [])
    assert told(session) == ["data_role_named"]


def test_the_last_step_finishes_the_handover_and_opening_one_again_undoes_it(session: Session) -> None:
    scene = harbor(session)
    end_data_role(scene.lead, because="Moved away.", session=session, actor=scene.actor, now=NOW)
    (handover,) = handovers(session)
    for step in (*handover.steps, handover.steps[-1]):
        finish_step(step, session=session, actor=scene.actor, now=NOW)
    assert (handover.finished_at, {step.done_by_id for step in handover.steps}) == (NOW, {scene.director.id})
    assert told(session) == ["data_lead_left", "handover_finished"]
    reopen_step(handover.steps[0], session=session)
    assert (handover.finished_at, handover.steps[0].done_at) == (None, None)


def test_softer_flags_name_the_end_of_the_money_and_the_missing_backup(session: Session) -> None:
    affiliate = an_affiliate(session)
    a_data_role(session, affiliate, SPONSOR)
    lead = a_data_role(session, affiliate, backup_name="", funded_until=TODAY + timedelta(days=90))
    assert [(gap.words, gap.is_vacancy) for gap in list_gaps_of(session, [affiliate], now=NOW)[affiliate.id]] == [
        ("Funding ends soon", False),
        ("No backup", False),
    ]
    lead.funded_until, lead.backup_name = TODAY + timedelta(days=91), "Lucy"
    assert list_gaps_of(session, [affiliate], now=NOW)[affiliate.id] == ()


def letters(session: Session) -> list[tuple[str, str]]:
    session.flush()
    expand_events(session, now=NOW)
    session.commit()
    postbox = Postbox()
    for run in session.scalars(select(JobRun).where(JobRun.job == "send_message")).all():
        send_message(context_of(run, postbox))(session)
    return sorted((to, subject) for to, subject, _ in postbox.sent)


def test_coach_and_director_are_told_of_a_vacancy_while_it_lasts(session: Session) -> None:
    scene = harbor(session, name="Harbor")
    end_data_role(scene.lead, because="Moved away.", session=session, actor=PROGRAM, now=NOW)
    assert letters(session) == sorted(
        (person.email, "Harbor has no data lead") for person in (scene.coach, scene.director)
    )


def test_nobody_is_told_of_a_vacancy_that_is_filled_already(session: Session) -> None:
    scene = harbor(session, name="Harbor")
    end_data_role(scene.lead, because="Moved away.", session=session, actor=PROGRAM, now=NOW)
    give(session, scene, being(scene.lucy), None)
    assert letters(session) == []


def test_the_coach_is_told_of_a_change_that_the_director_made(session: Session) -> None:
    scene = harbor(session, name="Harbor")
    give(session, scene, being(scene.lucy), scene.lead)
    assert letters(session) == [(scene.coach.email, "A new data lead for Harbor")]
