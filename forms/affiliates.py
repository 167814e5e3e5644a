"""Forms of an affiliate in depth: its profile by section, who holds a data role, the tier, the decisions log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, ValidationError

from forms.base import VersionedForm, choices_of
from workflows.affiliates import answers as limits
from workflows.affiliates.answers import SECTIONS, EntryKind, Kind, Question, Section
from workflows.people.answers import EMAIL_MAX, NAME_MAX, Tier

WITHOUT_ACCOUNT = "other"
ENTRY_HINTS = {
    EntryKind.DECISION: "We looked, decided, and changed something.",
    EntryKind.LEADERSHIP: "A leader asked for figures, gave time, or stood up for the work.",
    EntryKind.WIN: "Something that data made better, however small.",
}


def _clean(text: str | None) -> str:
    """One kind of line end, nothing idle at the ends."""
    return (text or "").replace("\r\n", "\n").strip()


def _limit(most: int) -> Length:
    return Length(max=most, message=f"At most {most:,} characters. Shorten it a little.")


def _right(why_not: Callable[[str], str]) -> Callable[[Any, Any], None]:
    """A validator that says the sentence of the rule."""

    def check(_form: Any, field: Any) -> None:
        if sentence := why_not(field.data or ""):
            raise ValidationError(sentence)

    return check


def _fields(question: Question) -> dict[str, UnboundField]:
    """The fields of one question: a tick for each barrier, one field for anything else."""
    if question.kind is Kind.BARRIERS:
        return {tick_of(question, barrier.key): BooleanField(barrier.label) for barrier in question.barriers}
    return {question.name: _field(question)}


def tick_of(question: Question, key: str) -> str:
    """The name of the tick for one barrier."""
    return f"{question.name}_{key}"


def _field(question: Question) -> UnboundField:
    label, hint = question.label, question.hint
    if question.kind is Kind.TICK:
        return BooleanField(label, description=hint)
    if question.kind is Kind.NUMBER:
        bounds = NumberRange(0, question.most, f"Write a number from 0 to {question.most:,}.")
        return IntegerField(label, [Optional(), bounds], description=hint)
    if question.kind is Kind.CHOICE:
        return SelectField(label, choices=choices_of([("", "Not said yet"), *question.choices]), description=hint)
    if question.kind is Kind.LINE:
        checks = [_limit(question.most), _right(question.why_not)]
        return StringField(label, checks, filters=[_clean, question.tidy], description=hint)
    return TextAreaField(label, [_limit(question.most)], filters=[_clean], description=hint, render_kw={"rows": 3})


class ProfileSectionForm(VersionedForm):
    """What the sections of the profile have in common. Everything may stay empty; only limits are checked."""

    section: Section

    @property
    def answers(self) -> dict[str, Any]:
        """By column of the affiliate; call after `validate()`."""
        return {question.name: self._answer(question) for question in self.section.questions}

    def _answer(self, question: Question) -> Any:
        if question.kind is Kind.BARRIERS:
            return [b.key for b in question.barriers if self[tick_of(question, b.key)].data]
        return self[question.name].data


def profile_section_form(name: str) -> type[ProfileSectionForm]:
    """The form class of one section of `answers.SECTIONS`."""
    return _SECTION_FORMS[name]


def profile_values(section: Section, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What the form starts with, from the affiliate's columns by name."""
    values: dict[str, Any] = {}
    for question in section.questions:
        if question.kind is Kind.BARRIERS:
            values |= {tick_of(question, b.key): b.key in kept[question.name] for b in question.barriers}
        else:
            values[question.name] = kept[question.name] if question.kind is Kind.NUMBER else kept[question.name] or ""
    return values


_SECTION_FORMS: dict[str, type[ProfileSectionForm]] = {
    section.name: type(
        f"{section.name.title()}ProfileForm",
        (ProfileSectionForm,),
        {"section": section}
        | {name: made for question in section.questions for name, made in _fields(question).items()},
    )
    for section in SECTIONS
}


@dataclass(frozen=True, slots=True)
class HolderAnswers:
    """`user_id` is None for somebody without an account."""

    user_id: int | None
    name: str
    email: str
    since: date
    hours_a_week: int | None
    backup_name: str
    funding_source: str
    funded_until: date | None


class DataRoleForm(VersionedForm):
    """Who holds a data role, and what keeps it going. `seen` names the holding that the page showed."""

    seen = HiddenField()
    person = SelectField("Who takes it", [DataRequired("Choose who takes it.")])
    name = StringField(
        "Name", [_limit(NAME_MAX)], filters=[_clean], description="Only for somebody without an account here."
    )
    email = EmailField(
        "E-mail",
        [Optional(), Length(max=EMAIL_MAX), Email("This is not an e-mail address yet.")],
        description="Only for somebody without an account here.",
    )
    since = DateField("Since", [InputRequired("Since which day?")])
    hours_a_week = IntegerField(
        "Hours a week",
        [Optional(), NumberRange(0, limits.HOURS_MAX, f"Between 0 and {limits.HOURS_MAX} hours.")],
        description="For this role alone. A Friday is about 8.",
    )
    backup_name = StringField(
        "Backup", [_limit(NAME_MAX)], filters=[_clean], description="Who stands in when this person is away."
    )
    funding_source = StringField(
        "Paid from",
        [_limit(limits.FUNDING_MAX)],
        filters=[_clean],
        description="For example: the award’s personnel line, or the general budget.",
    )
    funded_until = DateField("Funding ends", [Optional()], description="Leave it empty while there is no end in sight.")

    @classmethod
    def among(cls, people: Sequence[tuple[int, str]], **values: Any) -> "DataRoleForm":
        """`people` are (id, name) of the affiliate's accounts; `values` fill a form that is only shown."""
        form = cls(**values)
        first = [("", "Choose")] if not form.person.data else []
        choices = [(str(key), name) for key, name in people]
        form.person.choices = choices_of([*first, *choices, (WITHOUT_ACCOUNT, "Somebody without an account")])
        return form

    @property
    def seen_holding(self) -> tuple[int, int]:
        """(id, version) of the holding that the writer saw; zeros for nobody."""
        sent = str(self.seen.data or "")
        return (int(sent) if sent.isdecimal() and len(sent) < 19 else 0), self.expected_version

    @property
    def answers(self) -> HolderAnswers:
        """The checked answers; call after `validate()`."""
        chosen = str(self.person.data or "")
        return HolderAnswers(
            user_id=int(chosen) if chosen.isdecimal() else None,
            name=self.name.data or "",
            email=(self.email.data or "").strip(),
            since=self.since.data or date.min,
            hours_a_week=self.hours_a_week.data,
            backup_name=self.backup_name.data or "",
            funding_source=self.funding_source.data or "",
            funded_until=self.funded_until.data,
        )


class EndRoleForm(VersionedForm):
    """Why somebody no longer holds a role."""

    note = TextAreaField(
        "Why does it end?",
        [DataRequired("Say why in a sentence; it stays in the history."), _limit(limits.NOTE_MAX)],
        description="It stays in the history of the role. “Moved to another town” is enough.",
    )


class TierForm(VersionedForm):
    """A tier against the suggestion, with the reason."""

    tier = RadioField(
        "Tier",
        [InputRequired("Choose a tier.")],
        choices=choices_of([(tier.value, tier.label) for tier in Tier]),
    )
    note = TextAreaField(
        "Why this tier?",
        [DataRequired("Say why in a sentence or two."), _limit(limits.NOTE_MAX)],
        description="The affiliate and its coach read this too.",
    )


@dataclass(frozen=True, slots=True)
class LogAnswers:
    kind: EntryKind
    happened_on: date
    question: str
    told: str
    changed: str


class LogEntryForm(VersionedForm):
    """One entry of the decisions log. What a decision needs beyond its text is the operation's to say."""

    kind = RadioField(
        "What is it?",
        [InputRequired("Choose what it is.")],
        choices=choices_of([(kind.value, f"{kind.words}: {hint}") for kind, hint in ENTRY_HINTS.items()]),
    )
    happened_on = DateField("Day", [InputRequired("Choose the day.")])
    question = StringField(
        "The question you asked of your data",
        [_limit(limits.QUESTION_MAX)],
        filters=[_clean],
        description="For a decision. For example: Who is still without a job after six months?",
    )
    told = TextAreaField(
        "What was decided, or what happened",
        [DataRequired("Tell in a sentence or two what was decided or what happened."), _limit(limits.ENTRY_MAX)],
        filters=[_clean],
        description="No names of the people you serve, and nothing by which one of them could be recognized.",
    )
    changed = TextAreaField(
        "What was changed",
        [_limit(limits.ENTRY_MAX)],
        filters=[_clean],
        description="For a decision. For example: English class starts at seven in the evening.",
        render_kw={"rows": 3},
    )

    @property
    def answers(self) -> LogAnswers:
        """The checked answers; call after `validate()`."""
        return LogAnswers(
            kind=EntryKind(self.kind.data),
            happened_on=self.happened_on.data or date.min,
            question=self.question.data or "",
            told=self.told.data or "",
            changed=self.changed.data or "",
        )
