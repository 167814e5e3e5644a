"""What happens to a profile and to the tier: saved by section, confirmed, suggested afresh, chosen, taken back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy.orm import Session

from workflows.affiliates.answers import NOTE_MAX, SECTION_BY_NAME, Kind, Question, Section
from workflows.affiliates.models import TierChoice
from workflows.affiliates.queries import find_tier_choice, get_capacity, list_open_enrollments
from workflows.affiliates.tiers import Suggestion, suggest_tier
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.outbox import announce
from workflows.people.answers import ServiceMode, Tier
from workflows.people.models import Affiliate
from workflows.permissions import Actor

EDITIONS = 1_000_000_000  # nine digits, as many as a form carries


@dataclass(frozen=True, slots=True)
class SavedSection:
    """One section as it is kept now; `version` is what the next writer must have seen."""

    version: int


def edition_of(affiliate: Affiliate, name: str) -> int:
    """A number that is another one as soon as any answer of the section is: whoever changed it, an import as well."""
    values = [getattr(affiliate, question.name) for question in SECTION_BY_NAME[name].questions]
    return int(crc32(json.dumps(values).encode())) % EDITIONS


def save_profile_section(
    affiliate: Affiliate, *, name: str, answers: Mapping[str, Any], expected_version: int, session: Session
) -> SavedSection:
    """Keep one section of the profile; nothing in it is required. The suggested tier follows.

    `expected_version` is the edition of the section that the writer saw; raises Stale with both texts when it was
    changed since. The same answers arriving twice are kept once. Raises DomainError for what is too long.
    """
    lock(session, affiliate)
    section = SECTION_BY_NAME[name]
    kept = {question.name: _value(question, answers.get(question.name)) for question in section.questions}
    changed = {key: value for key, value in kept.items() if getattr(affiliate, key) != value}
    if changed and edition_of(affiliate, name) != expected_version:
        raise _stale(section, affiliate, changed)
    for key, value in changed.items():
        setattr(affiliate, key, value)
    refresh_tier(affiliate, session=session)
    return SavedSection(edition_of(affiliate, name))


def _value(question: Question, value: Any) -> Any:
    """The answer as the column keeps it; raises DomainError when it is longer than the column."""
    if question.kind is Kind.NUMBER:
        return value
    if question.kind is Kind.TICK:
        return bool(value)
    if question.kind is Kind.CHOICE:
        return ServiceMode(value) if value else None
    if question.kind is Kind.BARRIERS:
        return [barrier.key for barrier in question.barriers if barrier.key in (value or ())]
    text = question.tidy(value or "")
    if sentence := question.why_not(text):
        raise DomainError(Reason(sentence, question.name))
    if len(text) > question.most:
        raise DomainError(Reason(f"At most {question.most:,} characters. Shorten it a little.", question.name))
    return text


def _stale(section: Section, affiliate: Affiliate, changed: Mapping[str, Any]) -> Stale:
    labels = {question.name: question.label for question in section.questions if question.name in changed}
    return Stale(
        mine={label: changed[name] for name, label in labels.items()},
        theirs={label: getattr(affiliate, name) for name, label in labels.items()},
    )


def confirm_profile(affiliate: Affiliate, *, session: Session, actor: Actor, now: datetime) -> None:
    """Somebody looked the whole profile over and says that it is right as of now."""
    lock(session, affiliate)
    affiliate.profile_confirmed_at, affiliate.profile_confirmed_by = now, actor.name
    tell(affiliate, "profile_confirmed", session=session, actor=actor, now=now)


def refresh_tier(affiliate: Affiliate, *, session: Session) -> Suggestion:
    """Keep what is suggested now beside the affiliate, so that lists can show and filter it."""
    session.flush()  # roles and answers of this transaction count
    suggestion = suggest_tier(get_capacity(session, affiliate))
    affiliate.suggested_tier = suggestion.tier
    return suggestion


def choose_tier(
    affiliate: Affiliate, *, tier: Tier, note: str, session: Session, actor: Actor, now: datetime
) -> TierChoice:
    """A person's word against the suggestion; an earlier choice ends. The same choice arriving twice is kept once.

    Raises DomainError without a reason.
    """
    if not note.strip() or len(note) > NOTE_MAX:
        raise DomainError(Reason(f"Say why in a sentence or two, at most {NOTE_MAX:,} characters.", "note"))
    lock(session, affiliate)
    standing = find_tier_choice(session, affiliate.id)
    if standing is not None and (standing.tier, standing.note) == (tier, note.strip()):
        return standing
    if standing is not None:
        standing.taken_back_at, standing.taken_back_by_id = now, actor.id
        session.flush()  # one choice stands at a time, also for the database
    choice = TierChoice(
        affiliate_id=affiliate.id, tier=tier, note=note.strip(), chosen_by_id=actor.id, chosen_at=now
    )  # fmt: skip
    session.add(choice)
    affiliate.chosen_tier = tier
    tell(affiliate, "tier_chosen", session=session, actor=actor, now=now, note=choice.note, tier=tier.label.lower())
    return choice


def take_back_tier(affiliate: Affiliate, *, session: Session, actor: Actor, now: datetime) -> None:
    """The suggestion counts again; the choice stays in the history. Without a choice nothing happens."""
    lock(session, affiliate)
    standing = find_tier_choice(session, affiliate.id)
    if standing is None:
        return
    standing.taken_back_at, standing.taken_back_by_id = now, actor.id
    affiliate.chosen_tier = None
    suggested = refresh_tier(affiliate, session=session).tier.label.lower()
    tell(affiliate, "tier_taken_back", session=session, actor=actor, now=now, tier=suggested)


def tell(
    affiliate: Affiliate,
    event: str,
    /,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    subject_id: int | None = None,
    note: str = "",
    **details: str,
) -> None:
    """Announce it in the affiliate's newest open year, where its people and its coach read it."""
    years = list_open_enrollments(session, affiliate.id)
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=years[0].id if years else None,
        subject_id=subject_id,
        note=note,
        **details,
    )
