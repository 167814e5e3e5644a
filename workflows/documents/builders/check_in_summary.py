"""The shared summary of a check-in. The coach's private note has a table of its own and is never read here."""

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.coaching.models import ActionItem, ActionSide, CheckIn, CheckInMode, CheckInState
from workflows.documents.builders.parts import paper
from workflows.documents.contexts.check_in_summary import ActionItem as Agreed
from workflows.documents.contexts.check_in_summary import CheckInSummary, PastAction
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_next_check_in, get_check_in, list_earlier_actions
from workflows.documents.words import counted, day, fingerprint, local_day, moment_in
from workflows.errors import DomainError

MODES: dict[CheckInMode, str] = {
    CheckInMode.VIDEO: "Video",
    CheckInMode.PHONE: "Telephone",
    CheckInMode.IN_PERSON: "In person",
}


def build(session: Session, wanted: Wanted) -> Draft:
    """The summary of one held check-in; raises NotFound, or DomainError before it was held."""
    check_in = get_check_in(session, wanted.subject_id)
    if check_in.state is not CheckInState.HELD:
        raise DomainError("A summary is made of a check-in that was held.")
    held_at = check_in.held_at or check_in.starts_at
    zone = check_in.time_zone
    following = find_next_check_in(session, check_in)
    context = CheckInSummary(
        paper=paper(
            check_in.enrollment,
            title="Check-in summary",
            number=f"{check_in.enrollment.affiliate.code}-{check_in.id}",
            standing="Shared by coach and affiliate",
            prepared_on=local_day(held_at, zone),
            fingerprint=fingerprint([check_in.id, check_in.wins, check_in.shared_note, check_in.early_signal]),
        ),
        coach=check_in.coach.name,
        held_at=moment_in(check_in.starts_at, zone),
        length=counted(check_in.minutes, "minute", "minutes"),
        mode=MODES[check_in.mode],
        attendees=(),
        focus=check_in.focus or check_in.agenda or "As agreed in the conversation",
        summary=_summary(check_in),
        since_last=tuple(_past(action, check_in) for action in list_earlier_actions(session, check_in)),
        data_looked_at=(),
        suggests="",
        early_signal=check_in.early_signal,
        confidence="Not asked",
        goal="",
        reality="",
        options=(),
        will="",
        decision="",
        voice="",
        barriers="",
        help_requested="",
        actions=tuple(
            Agreed(action=action.text, owner=_owner(action, check_in), due_on=day(action.due_on))
            for action in check_in.actions
        ),
        next_at=moment_in(following.starts_at, zone) if following else "Not scheduled yet",
    )
    return Draft(
        subject_id=check_in.id,
        title=f"Check-in summary, {day(local_date(check_in.starts_at, zone))}",
        affiliate=check_in.enrollment.affiliate.name,
        template="check_in_summary.docx",
        context=context,
    )


def _summary(check_in: CheckIn) -> str:
    """The shared note, and what went well in a paragraph of its own."""
    wins = f"What went well: {check_in.wins}" if check_in.wins else ""
    return "\n\n".join(text for text in (check_in.shared_note, wins) if text)


def _owner(action: ActionItem, check_in: CheckIn) -> str:
    return check_in.coach.name if action.side is ActionSide.COACH else check_in.enrollment.affiliate.name


def _past(action: ActionItem, check_in: CheckIn) -> PastAction:
    """How an earlier action stood when this check-in began."""
    done = action.done_at is not None and action.done_at <= check_in.starts_at
    return PastAction(action=action.text, owner=_owner(action, check_in), state="Done" if done else "Open")
