"""Forms of prospects: a funder of the list, a prospect of the log, and a step on its way."""

from collections.abc import Sequence
from datetime import date

from wtforms import BooleanField, DateField, DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from forms.base import VersionedForm, choices_of
from workflows.prospects import answers as limits
from workflows.prospects.answers import (
    Basis,
    BasisKind,
    FunderAnswers,
    FunderKind,
    ProspectAnswers,
    ProspectKind,
    StepAnswers,
)

_WEB_ADDRESS = Regexp(r"^https://[^\s/]+\S*$", message="Write the whole address, beginning with https://.")
_AMOUNT = NumberRange(0, limits.AMOUNT_MAX, "Write an amount in dollars that is not below zero.")
_KINDS = choices_of((kind.value, kind.words) for kind in FunderKind)
BASIS_GROUPS = {BasisKind.GOAL: "Goal", BasisKind.INDICATOR: "Outcome", BasisKind.REPORT: "Report"}
BASIS_WORDS_MAX = 90


def _clean(text: str | None) -> str:
    """One kind of line end, nothing idle at the ends."""
    return (text or "").replace("\r\n", "\n").strip()


def _paragraph(label: str, most: int, hint: str = "") -> TextAreaField:
    limit = Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")
    return TextAreaField(label, [limit], filters=[_clean], description=hint, render_kw={"rows": 3})


def _short(words: str) -> str:
    return words if len(words) <= BASIS_WORDS_MAX else f"{words[:BASIS_WORDS_MAX].rstrip()}…"


class FunderForm(VersionedForm):
    """A funder as every affiliate reads it."""

    name = StringField(
        "Name", [DataRequired("Write the funder’s name."), Length(max=limits.NAME_MAX)], filters=[_clean]
    )
    kind = SelectField("Kind of source", choices=_KINDS, default=FunderKind.PRIVATE.value)
    funds = _paragraph("What they fund", limits.FUNDS_MAX, "In a sentence: for whom, for what, and about how much.")
    link = StringField("Web page", [Optional(), Length(max=limits.LINK_MAX), _WEB_ADDRESS], filters=[_clean])
    next_deadline_on = DateField(
        "Next deadline", [Optional()], description="Leave it empty where they take asks always."
    )
    notes = _paragraph(
        "Notes", limits.NOTES_MAX, "What is good to know: how to ask, what worked. Every affiliate reads it."
    )
    is_retired = BooleanField(
        "Take it off the list", description="It stays where it is used; nobody can choose it for something new."
    )

    @property
    def answers(self) -> FunderAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return FunderAnswers(
            name=self.name.data,
            kind=FunderKind(self.kind.data),
            funds=self.funds.data,
            link=self.link.data,
            next_deadline_on=self.next_deadline_on.data,
            notes=self.notes.data,
            is_retired=bool(self.is_retired.data),
        )


class ProspectForm(VersionedForm):
    """One prospect. `offer` fills the choices; an idea may leave everything but its name open."""

    kind = RadioField(
        "What kind is it?",
        choices=choices_of((kind.value, kind.words) for kind in ProspectKind),
        default=ProspectKind.FUNDING.value,
    )
    title = StringField(
        "What you seek",
        [DataRequired("Say in a few words what you seek."), Length(max=limits.TITLE_MAX)],
        filters=[_clean],
        description="For example: A second year of evening classes.",
    )
    funder_id = SelectField("From whom", coerce=int, default=0)
    funder_name = StringField(
        "Somebody who is not in the list",
        [Length(max=limits.NAME_MAX)],
        filters=[_clean],
        description="Only where nobody is chosen above.",
    )
    funder_kind = SelectField("What kind of source that is", choices=_KINDS, default=FunderKind.OTHER.value)
    amount_sought = DecimalField(
        "How much you ask for",
        [Optional(), _AMOUNT],
        places=2,
        description="For a partnership or a resource: what it is worth, if you can say.",
    )
    deadline_on = DateField("Next deadline", [Optional()], description="The day to ask by, or to hear by.")
    basis = SelectField(
        "Which data it rests on",
        default="",
        description="Needed before you ask: choose one, or write a sentence below.",
    )
    evidence = _paragraph(
        "Which data it rests on, in your words", limits.EVIDENCE_MAX, "What the figures showed, and what you decided."
    )
    sustains = _paragraph("What it keeps going after the year", limits.SUSTAINS_MAX)
    owner_id = SelectField(
        "Who looks after it", coerce=int, description="They see the deadline on their Home, two weeks ahead."
    )

    def offer(
        self,
        *,
        funders: Sequence[tuple[int, str]],
        bases: Sequence[tuple[Basis, str]],
        people: Sequence[tuple[int, str]],
    ) -> "ProspectForm":
        self.funder_id.choices = choices_of([(0, "Nobody chosen yet"), *funders])
        named = [(basis.value, _short(f"{BASIS_GROUPS[basis.kind]}: {words}")) for basis, words in bases]
        self.basis.choices = choices_of([("", "Nothing chosen"), *named])
        self.owner_id.choices = choices_of(people)
        return self

    @property
    def answers(self) -> ProspectAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        kind, _, key = (self.basis.data or "").partition(":")
        return ProspectAnswers(
            kind=ProspectKind(self.kind.data),
            title=self.title.data,
            funder_id=self.funder_id.data or None,
            funder_name=self.funder_name.data,
            funder_kind=FunderKind(self.funder_kind.data),
            amount_sought=self.amount_sought.data,
            deadline_on=self.deadline_on.data,
            basis=Basis(BasisKind(kind), int(key)) if kind else None,
            evidence=self.evidence.data,
            sustains=self.sustains.data,
            owner_id=self.owner_id.data,
        )


class StepForm(VersionedForm):
    """A step of a prospect: its day, what was won, and a note. `ask_for` leaves out what the step does not need."""

    on = DateField("Day", [InputRequired("Choose the day.")])
    amount_won = DecimalField("How much you won", [Optional(), _AMOUNT], places=2)
    note = _paragraph("Note", limits.NOTE_MAX)

    def ask_for(self, *, day: str | None, amount: str | None, note: str, today: date) -> "StepForm":
        """`day` and `amount` are labels; without one the field is gone, and the day is today."""
        self._today = today
        self.note.label.text = note
        for name, label in (("on", day), ("amount_won", amount)):
            if label is None:
                del self[name]
            else:
                self[name].label.text = label
        return self

    @property
    def answers(self) -> StepAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        day, won = self._fields.get("on"), self._fields.get("amount_won")
        return StepAnswers(
            on=day.data if day is not None else self._today,
            amount_won=won.data if won is not None else None,
            note=self.note.data,
        )
