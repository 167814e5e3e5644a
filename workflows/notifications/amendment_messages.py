"""The messages about changes to an award, and about years that rest and go on."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflows.amendments.models import Amendment, AmendmentState, Suspension
from workflows.notifications import still
from workflows.notifications.message import Message
from workflows.notifications.recipients import Occasion, affiliate, coach_of_year, national
from workflows.people.models import User
from workflows.permissions import Permission, Role, can
from workflows.stages import Stage

_LEADERS = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)
_AMENDMENT = "/amendments/{about.id}"
_OF_AWARD = "/amendments/of/{enrollment.id}"
_MANAGERS = national(Role.PROGRAM_MANAGER)


def deciders_and_coach(occasion: Occasion, session: Session) -> Sequence[User]:
    """Who may decide on it, and the coach, whose word helps: never who asked for it."""
    managers = [p for p in _MANAGERS(occasion, session) if _may_decide(p, occasion)]
    return _each_once([*managers, *coach_of_year(occasion)], occasion)


def both_sides_of_a_notice(occasion: Occasion, session: Session) -> Sequence[User]:
    """The managers, the coach and the affiliate's leaders, as staff can send one, too."""
    everyone = [*_MANAGERS(occasion, session), *coach_of_year(occasion), *_LEADERS(occasion, session)]
    return _each_once(everyone, occasion)


def signers(occasion: Occasion, session: Session) -> Sequence[User]:
    """The affiliate’s directors and the managers, where both sides sign the letter; nobody where none is signed."""
    if not occasion.subject.needs_signatures:
        return []
    found = (*affiliate(Role.AFFILIATE_DIRECTOR)(occasion, session), *_MANAGERS(occasion, session))
    return list({person.id: person for person in found}.values())


def both_ends(occasion: Occasion, session: Session) -> Sequence[User]:
    """The affiliate’s leaders, the managers and the coach."""
    found = [*_LEADERS(occasion, session), *_MANAGERS(occasion, session), *coach_of_year(occasion)]
    return list({person.id: person for person in found}.values())


def awaits_signatures(occasion: Occasion) -> bool:
    amendment = occasion.subject
    return amendment.state is AmendmentState.APPROVED and amendment.signed_at is None


def _may_decide(person: User, occasion: Occasion) -> bool:
    return can(person.as_actor(occasion.now), Permission.DECIDE_AMENDMENT, occasion.subject)


def _each_once(people: Sequence[User], occasion: Occasion) -> Sequence[User]:
    found = {person.id: person for person in people if person.id != occasion.event.actor_id}
    return list(found.values())


_DECIDED = (AmendmentState.APPROVED, AmendmentState.IN_EFFECT, AmendmentState.DECLINED)

AMENDMENT_MESSAGES = (
    Message("amendment_to_decide", Amendment, deciders_and_coach, still.in_state(AmendmentState.SUBMITTED), _AMENDMENT,
        subject="{affiliate} asks for a change to its award",
        text="{affiliate} sent a request: {about.title}. It waits for a decision ({about.track.label}). Read the "
        "old and the new values side by side, and why they should change:\n\n{link}"),
    Message("amendment_notice", Amendment, both_sides_of_a_notice, still.in_state(AmendmentState.IN_EFFECT), _AMENDMENT,
        subject="A change to the award of {affiliate}",
        text="There is a notice about the award of {affiliate}: {about.title}. It is small enough to be in effect "
        "already, so nobody has to decide. Read what changed:\n\n{link}"),
    Message("amendment_returned", Amendment, _LEADERS, still.in_state(AmendmentState.RETURNED), _AMENDMENT,
        subject="A question about your request to change the award",
        text="Thank you for your request: {about.title}. There is a question about it first; your text is open again, "
        "with the question beside it:\n\n{link}"),
    Message("amendment_decided", Amendment, _LEADERS, still.in_state(*_DECIDED), _AMENDMENT,
        subject="A decision about your request to change the award",
        text="There is a decision about your request: {about.title}. Read it here, with its reasons and from which day "
        "it counts:\n\n{link}"),
    Message("amendment_to_sign", Amendment, signers, awaits_signatures, _AMENDMENT,
        subject="An amendment letter of {affiliate} waits for a signature",
        text="{about.title} of {affiliate} is approved. Both sides sign its letter before it counts. Read the letter "
        "here and sign it:\n\n{link}"),
    Message("amendment_signed", Amendment, both_ends, still.in_state(AmendmentState.APPROVED, AmendmentState.IN_EFFECT),
        _AMENDMENT,
        subject="The amendment letter of {affiliate} is signed by both sides",
        text="Both sides signed the letter of {about.title}. It counts from {about.effective_on:%B} "
        "{about.effective_on.day}, {about.effective_on.year}. You find it here, with its certificate:\n\n{link}"),
    Message("award_suspended", Suspension, _LEADERS, still.in_stage(Stage.SUSPENDED), _OF_AWARD,
        subject="Your project year is suspended",
        text="The national office suspended the project year of {affiliate} from {about.begins_on:%B} "
        "{about.begins_on.day}, {about.begins_on.year}. No payment moves and no report is due until it goes on.\n\n"
        "Why: {about.reason}\n\nWhat lifts it: {about.lifts_when}\n\nRead more here, or ask your coach:\n\n{link}"),
    Message("award_resumed", None, _LEADERS, still.in_stage(Stage.IMPLEMENTING), _OF_AWARD,
        subject="Your project year goes on",
        text="The project year of {affiliate} goes on. Payments can move again, and reports that fell due meanwhile "
        "have a later day. You find everything here:\n\n{link}"),
)  # fmt: skip  # one message a paragraph
