"""The profile by section, the tier that follows from it, and the decisions log."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_data_role, a_person, an_affiliate, an_enrollment
from tests.scenes_affiliates import TODAY, harbor
from workflows.affiliates.answers import EntryKind
from workflows.affiliates.culture import (
    EntryAnswers,
    edit_entry,
    recognize_win,
    remove_entry,
    share_win,
    stop_sharing,
    write_entry,
)
from workflows.affiliates.data_roles import end_data_role
from workflows.affiliates.jobs import refresh_tiers
from workflows.affiliates.models import LogEntry
from workflows.affiliates.operations import (
    choose_tier,
    confirm_profile,
    edition_of,
    refresh_tier,
    save_profile_section,
    take_back_tier,
)
from workflows.affiliates.queries import (
    count_entries,
    count_vacancies,
    find_tier_choice,
    list_members,
    list_shared_wins,
    list_tier_choices,
)
from workflows.enrollments.queries import EnrollmentFilter, count_enrollments, list_enrollments
from workflows.errors import DomainError, Stale
from workflows.home.due import list_due
from workflows.people.answers import DataRoleKind, ServiceMode, Tier
from workflows.people.models import Affiliate
from workflows.permissions import PROGRAM, Role
from workflows.stages import Stage

SIZE = {"staff_count": 9, "people_served": 180, "is_rural": True}


def save(session: Session, affiliate: Affiliate, name: str, answers: dict[str, object], version: int) -> int:
    return save_profile_section(
        affiliate, name=name, answers=answers, expected_version=version, session=session
    ).version  # fmt: skip


def test_changing_the_profile_changes_the_suggested_tier(session: Session) -> None:
    scene = harbor(session, staff_count=24)
    a_data_role(session, scene.affiliate, DataRoleKind.EXECUTIVE_SPONSOR)
    assert refresh_tier(scene.affiliate, session=session).tier is Tier.LIGHT
    save(session, scene.affiliate, "size", SIZE, edition_of(scene.affiliate, "size"))
    services = {"languages": "Dari, Pashto, Karen, Somali", "service_mode": "hybrid"}
    save(session, scene.affiliate, "services", services, edition_of(scene.affiliate, "services"))
    assert (scene.affiliate.suggested_tier, scene.affiliate.service_mode) == (Tier.STANDARD, ServiceMode.HYBRID)


def test_a_section_is_kept_once_and_the_slower_writer_reads_both_texts(session: Session) -> None:
    affiliate = an_affiliate(session)
    seen = edition_of(affiliate, "size")
    saved = save(session, affiliate, "size", SIZE, seen)
    assert save(session, affiliate, "size", SIZE, seen) == saved
    with pytest.raises(Stale) as refusal:
        save(session, affiliate, "size", {**SIZE, "staff_count": 12}, seen)
    label = "How many people work with you?"
    assert (refusal.value.mine, refusal.value.theirs) == ({label: 12}, {label: 9})
    services = save(session, affiliate, "services", {"programs": "Matching Grant"}, edition_of(affiliate, "services"))
    assert services == edition_of(affiliate, "services")  # another section is another matter
    assert affiliate.staff_count == 9


def test_an_import_in_between_is_noticed_as_well(session: Session) -> None:
    affiliate = an_affiliate(session)
    seen = edition_of(affiliate, "size")
    affiliate.people_served = 400  # whoever wrote it
    session.flush()
    with pytest.raises(Stale):
        save(session, affiliate, "size", SIZE, seen)


def test_barriers_are_kept_in_the_order_of_the_list_and_unknown_ones_are_dropped(session: Session) -> None:
    affiliate = an_affiliate(session)
    given = {"access_barriers": ["transport", "digital", "nonsense"], "access_note": " Far away. "}
    save(session, affiliate, "barriers", given, edition_of(affiliate, "barriers"))
    assert (affiliate.access_barriers, affiliate.access_note) == (["digital", "transport"], "Far away.")


def test_a_text_that_is_too_long_is_refused_at_its_field(session: Session) -> None:
    affiliate = an_affiliate(session)
    with pytest.raises(DomainError) as refusal:
        save(session, affiliate, "services", {"languages": "x" * 401}, edition_of(affiliate, "services"))
    assert [reason.where for reason in refusal.value.reasons] == ["languages"]


def test_confirming_keeps_who_and_when(session: Session) -> None:
    scene = harbor(session)
    confirm_profile(scene.affiliate, session=session, actor=scene.actor, now=NOW)
    assert (scene.affiliate.profile_confirmed_at, scene.affiliate.profile_confirmed_by) == (NOW, "Dana Ortiz")


def test_a_choice_wins_over_the_suggestion_until_it_is_taken_back(session: Session) -> None:
    affiliate = an_affiliate(session)
    refresh_tier(affiliate, session=session)
    given = {"tier": Tier.INTENSIVE, "note": "Three people left at once.", "actor": PROGRAM, "now": NOW}
    first = choose_tier(affiliate, session=session, **given)
    assert choose_tier(affiliate, session=session, **given) is first
    choose_tier(affiliate, session=session, **{**given, "tier": Tier.LIGHT})
    assert (affiliate.tier, affiliate.suggested_tier) == (Tier.LIGHT, Tier.STANDARD)
    take_back_tier(affiliate, session=session, actor=PROGRAM, now=NOW)
    take_back_tier(affiliate, session=session, actor=PROGRAM, now=NOW)
    assert (affiliate.tier, find_tier_choice(session, affiliate.id)) == (Tier.STANDARD, None)
    assert [choice.tier for choice in list_tier_choices(session, affiliate.id)] == [Tier.LIGHT, Tier.INTENSIVE]
    with pytest.raises(DomainError, match="Say why"):
        choose_tier(affiliate, session=session, **{**given, "note": "  "})


def test_the_hour_suggests_every_tier_afresh(session: Session) -> None:
    affiliate = an_affiliate(session, is_rural=True, staff_count=5)
    refresh_tiers(None)(session)  # type: ignore[arg-type]
    assert affiliate.suggested_tier is Tier.INTENSIVE


DECISION = EntryAnswers(EntryKind.DECISION, TODAY, "Who waits longest?", "Parents do.", "Class begins at seven.")
WIN = EntryAnswers(EntryKind.WIN, TODAY, "", "Waiting went from nine weeks to four.", "")


def test_decisions_are_counted_and_a_decision_without_question_or_change_is_refused(session: Session) -> None:
    affiliate = an_affiliate(session)
    for given in (DECISION, DECISION, WIN):
        write_entry(affiliate, given, session=session, actor=PROGRAM, now=NOW)
    session.flush()
    counts = count_entries(session, [affiliate.id])[affiliate.id]
    assert (counts[EntryKind.DECISION], counts[EntryKind.WIN]) == (2, 1)
    bare = EntryAnswers(EntryKind.DECISION, TODAY + timedelta(days=1), "", "", "")
    with pytest.raises(DomainError) as refusal:
        write_entry(affiliate, bare, session=session, actor=PROGRAM, now=NOW)
    assert [reason.where for reason in refusal.value.reasons] == ["told", "question", "changed", "happened_on"]


def a_win(session: Session, given: EntryAnswers = WIN) -> LogEntry:
    entry = write_entry(harbor(session).affiliate, given, session=session, actor=PROGRAM, now=NOW)
    session.flush()
    return entry


def test_a_win_is_shared_only_once_it_is_recognized_and_then_stays_as_it_is(session: Session) -> None:
    entry = a_win(session)
    with pytest.raises(DomainError, match="recognizes the win first"):
        share_win(entry, session=session, actor=PROGRAM, now=NOW)
    recognize_win(entry, session=session, actor=PROGRAM, now=NOW)
    share_win(entry, session=session, actor=PROGRAM, now=NOW)
    session.flush()
    assert list_shared_wins(session) == [entry]
    with pytest.raises(DomainError, match="Stop sharing it first"):
        edit_entry(entry, replace(WIN, told="Other words."), expected_version=entry.version, session=session, now=NOW)
    with pytest.raises(DomainError, match="Stop sharing it first"):
        remove_entry(entry, session=session)
    stop_sharing(entry, session=session)
    session.flush()
    edit_entry(entry, replace(WIN, told="Other words."), expected_version=entry.version, session=session, now=NOW)
    assert (entry.recognized_at, list_shared_wins(session)) == (None, [])
    remove_entry(entry, session=session)
    session.flush()
    assert session.scalars(select(LogEntry)).all() == []


def test_only_a_win_is_recognized_or_shared(session: Session) -> None:
    entry = a_win(session, DECISION)
    with pytest.raises(DomainError, match="Only a data win"):
        recognize_win(entry, session=session, actor=PROGRAM, now=NOW)
    with pytest.raises(DomainError, match="Only a data win"):
        share_win(entry, session=session, actor=PROGRAM, now=NOW)


def test_the_slower_of_two_editors_of_an_entry_reads_the_other_text(session: Session) -> None:
    entry = a_win(session)
    edit_entry(entry, replace(WIN, told="Now three weeks."), expected_version=entry.version, session=session, now=NOW)
    session.flush()
    with pytest.raises(Stale) as refusal:
        edit_entry(entry, replace(WIN, told="Mine."), expected_version=1, session=session, now=NOW)
    assert refusal.value.theirs == {"What was told": "Now three weeks."}


def test_lists_narrow_by_tier_and_by_vacancy_and_home_counts_the_vacancies(session: Session) -> None:
    scene = harbor(session, name="Harbor")
    cohort = a_cohort(session, seats=9)
    bare = an_affiliate(session, "Prairie", chosen_tier=Tier.INTENSIVE)
    an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=bare)
    an_enrollment(session, Stage.INVITED, cohort=cohort, affiliate=an_affiliate(session, "Mesa"))
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    found = {
        wanted: [row.affiliate.name for row in list_enrollments(session, wanted, actor=manager)]
        for wanted in (EnrollmentFilter(tier=Tier.INTENSIVE), EnrollmentFilter(vacant=DataRoleKind.DATA_LEAD))
    }
    assert list(found.values()) == [["Prairie"], ["Prairie"]]
    assert [count_enrollments(session, wanted, actor=manager) for wanted in found] == [1, 1]
    assert count_vacancies(session, manager) == {DataRoleKind.DATA_LEAD: 1, DataRoleKind.EXECUTIVE_SPONSOR: 2}
    scene.samir.is_active = False
    session.flush()
    assert count_vacancies(session, manager)[DataRoleKind.DATA_LEAD] == 2
    assert [a.name for a in list_members(session, scene.coach.as_actor(NOW), cohort_id=None)] == ["Harbor"]
    assert [a.name for a in list_members(session, manager, cohort_id=cohort.id)] == ["Mesa", "Prairie"]


def test_a_year_needs_its_data_lead_two_weeks_after_the_role_became_vacant(session: Session) -> None:
    scene = harbor(session)
    a_data_role(session, scene.affiliate, DataRoleKind.EXECUTIVE_SPONSOR)
    assert [
        item for item in list_due(session, scene.enrollment, now=NOW) if item.detail == "nobody holds this role"
    ] == []
    end_data_role(scene.lead, because="Moved away.", session=session, actor=PROGRAM, now=NOW)
    session.flush()
    due = list_due(session, scene.enrollment, now=NOW)
    vacancy = next(item for item in due if item.detail == "nobody holds this role")
    assert (vacancy.what, vacancy.due_at.date()) == ("Name your data lead", date(2026, 3, 17))
    handover = next(item for item in due if item.what == "Handover of the data lead")
    assert (handover.detail, handover.due_at.date()) == ("7 steps are open", date(2026, 3, 5))
