"""Deeds of affiliates in depth: profile, data roles, a handover in progress, a chosen tier, decisions log."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from commands.demo.affiliate_texts import (
    ENTRIES,
    LEFT_BECAUSE,
    NEW_LEAD,
    PORTRAITS,
    SUMMIT_NOTE,
    USUAL,
    Portrait,
    Written,
)
from commands.demo.cast import MEMBER_BY_KEY, Member
from commands.demo.roads import ROADS
from commands.demo.world import Deed, Scene, Step, step
from workflows.affiliates.answers import SECTIONS, EntryKind
from workflows.affiliates.culture import EntryAnswers, recognize_win, share_win, write_entry
from workflows.affiliates.data_roles import (
    DataRoleAnswers,
    edition_of,
    end_data_role,
    follow_commitment,
    name_data_role,
)
from workflows.affiliates.handovers import finish_step
from workflows.affiliates.models import DataRole, LogEntry
from workflows.affiliates.operations import choose_tier, confirm_profile, save_profile_section
from workflows.affiliates.operations import edition_of as edition_of_section
from workflows.affiliates.queries import find_current_role, list_handovers
from workflows.clock import local_date
from workflows.people.answers import DataRoleKind, Tier
from workflows.permissions import PROGRAM, Actor

LEAD, SPONSOR = DataRoleKind.DATA_LEAD, DataRoleKind.EXECUTIVE_SPONSOR


def list_affiliate_steps() -> Iterator[Step]:
    """After each commitment its portrait; then the handover, the tier and the logs."""
    for road in ROADS:
        if road.committed is not None:
            yield step(road.committed, "", "follow", road.key, hour=17)
            yield step(road.committed, MEMBER_BY_KEY[road.key].director_email, "portray", road.key, hour=18)
    yield from _ROWS
    for written in ENTRIES:
        who = MEMBER_BY_KEY[written.key].data_email
        yield step(written.days_ago, who, "write_down", written.key, hour=18, written=written)


def follow(scene: Scene) -> None:
    """What the worker's job does after a commitment."""
    follow_commitment(scene.enrollment, session=scene.session, actor=PROGRAM, now=scene.now)


def portray(scene: Scene) -> None:
    """The director fills the profile in, confirms it, and says who holds the data roles."""
    portrait, affiliate = PORTRAITS.get(scene.key, USUAL), scene.enrollment.affiliate
    said: dict[str, Any] = {
        "populations": portrait.populations,
        "service_mode": portrait.service_mode,
        "access_barriers": portrait.access,
        "access_note": portrait.access_note,
        "participation_barriers": portrait.taking_part,
        "participation_note": portrait.taking_part_note,
        **_registered_as(scene.member),
    }
    for section in SECTIONS:
        kept = {question.name: getattr(affiliate, question.name) for question in section.questions}
        seen = edition_of_section(affiliate, section.name)
        answers = kept | {name: value for name, value in said.items() if name in kept}
        save_profile_section(
            affiliate, name=section.name, answers=answers, expected_version=seen, session=scene.session
        )  # fmt: skip
    confirm_profile(affiliate, session=scene.session, actor=scene.actor, now=scene.now)
    _hold_roles(scene, portrait)


def _registered_as(member: Member) -> dict[str, str]:
    """Invented numbers that look like none that was ever given out."""
    number = member.code.removeprefix("AFF-")
    return {
        "legal_name": f"{member.name}, Inc.",
        "postal_address": f"{number} Main Street, {member.town}, {member.state}",
        "ein": f"00-00000{number}",
        "uei": f"SYNTH00000{number}",
    }


def _hold_roles(scene: Scene, portrait: Portrait) -> None:
    lead = _current(scene, LEAD)
    assert lead is not None  # the commitment named one
    kept = DataRoleAnswers(
        lead.user_id,
        lead.name,
        lead.email,
        lead.since,
        hours_a_week=portrait.hours,
        backup_name=portrait.backup,
        funding_source=portrait.funding,
        funded_until=None if portrait.funded_for is None else scene.world.day(-portrait.funded_for),
    )
    _name(scene, LEAD, kept, scene.actor)
    if portrait.has_sponsor:
        director = scene.world.people[scene.member.director_email]
        since = local_date(scene.now, scene.enrollment.affiliate.time_zone)
        _name(scene, SPONSOR, DataRoleAnswers(director.id, "", "", since, hours_a_week=1), scene.actor)


def _name(scene: Scene, kind: DataRoleKind, given: DataRoleAnswers, actor: Actor) -> DataRole:
    held = _current(scene, kind)
    return name_data_role(
        scene.enrollment.affiliate,
        kind,
        given,
        seen=edition_of(held),
        session=scene.session,
        actor=actor,
        now=scene.now,
    )


def _current(scene: Scene, kind: DataRoleKind) -> DataRole | None:
    return find_current_role(scene.session, scene.enrollment.affiliate_id, kind)


def lose_lead(scene: Scene) -> None:
    lead = _current(scene, LEAD)
    assert lead is not None
    end_data_role(lead, because=LEFT_BECAUSE, session=scene.session, actor=scene.actor, now=scene.now)


def find_lead(scene: Scene) -> None:
    """Somebody follows who has no account yet."""
    since = local_date(scene.now, scene.enrollment.affiliate.time_zone)
    _name(
        scene,
        LEAD,
        DataRoleAnswers(None, *NEW_LEAD, since, hours_a_week=6, funding_source="General budget"),
        scene.actor,
    )


def tick(scene: Scene, *, numbers: tuple[int, ...]) -> None:
    (handover,) = list_handovers(scene.session, scene.enrollment.affiliate_id)
    for number in numbers:
        finish_step(handover.steps[number - 1], session=scene.session, actor=scene.actor, now=scene.now)


def choose(scene: Scene, *, tier: str, note: str) -> None:
    affiliate = scene.enrollment.affiliate
    choose_tier(affiliate, tier=Tier(tier), note=note, session=scene.session, actor=scene.actor, now=scene.now)


def write_down(scene: Scene, *, written: Written) -> None:
    """An entry of the log; a win that is shared was recognized by the coach a day later."""
    entry = write_entry(
        scene.enrollment.affiliate,
        EntryAnswers(
            kind=written.kind,
            happened_on=local_date(scene.now, scene.enrollment.affiliate.time_zone) - timedelta(days=2),
            question=written.question,
            told=written.told,
            changed=written.changed,
        ),
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    scene.session.flush()  # recognizing holds the row
    if written.kind is EntryKind.WIN and written.is_shared:
        _share(scene, entry)


def _share(scene: Scene, entry: LogEntry) -> None:
    coach = scene.world.actor(f"{scene.member.coach}@national.example.org", scene.now)
    recognize_win(entry, session=scene.session, actor=coach, now=scene.now + timedelta(hours=1))
    scene.session.flush()
    share_win(entry, session=scene.session, actor=scene.actor, now=scene.now + timedelta(hours=2))


_ROWS: tuple[Step, ...] = (
    step(8, MEMBER_BY_KEY["Ridgeview"].director_email, "lose_lead", "Ridgeview"),
    step(4, MEMBER_BY_KEY["Ridgeview"].director_email, "find_lead", "Ridgeview"),
    step(3, MEMBER_BY_KEY["Ridgeview"].director_email, "tick", "Ridgeview", numbers=(1, 3, 5)),
    step(60, "coach2@national.example.org", "choose", "Summit", tier="intensive", note=SUMMIT_NOTE),
)

AFFILIATE_DEEDS: dict[str, Deed] = {
    deed.__name__: deed for deed in (follow, portray, lose_lead, find_lead, tick, choose, write_down)
}
