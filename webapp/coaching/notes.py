"""What the form of a coach's notes starts with, and what it gives to the operation."""

from datetime import datetime

from forms.coaching import NotesAnswers, NotesForm
from workflows.clock import local_date
from workflows.coaching.answers import ACTION_DUE_AFTER
from workflows.coaching.models import ActionSide, CheckIn, PrivateNote
from workflows.coaching.operations import CheckInNotes, WrittenAction


def notes_form(check_in: CheckIn, private: PrivateNote | None, *, now: datetime) -> NotesForm:
    """Filled with what is written so far, with empty rows for actions below the open ones."""
    still_open = [action for action in check_in.actions if action.done_at is None]
    form = NotesForm(
        data={
            "version": str(check_in.version),
            "focus": check_in.focus,
            "wins": check_in.wins,
            "shared_note": check_in.shared_note,
            "early_signal": check_in.early_signal,
            "minutes": check_in.minutes,
            "private_text": "" if private is None else private.text,
            "actions": [{"text": a.text, "side": a.side.value, "due_on": a.due_on} for a in still_open],
        }
    )
    if not form.is_submitted():
        today = local_date(now, check_in.enrollment.affiliate.time_zone)
        form.add_blank_actions(due_on=today + ACTION_DUE_AFTER)
    return form


def as_notes(given: NotesAnswers) -> CheckInNotes:
    return CheckInNotes(
        focus=given.focus,
        wins=given.wins,
        shared_note=given.shared_note,
        early_signal=given.early_signal,
        minutes=given.minutes,
        private_text=given.private_text,
        actions=tuple(
            WrittenAction(text=action.text, side=ActionSide(action.side), due_on=action.due_on)
            for action in given.actions
        ),
    )
