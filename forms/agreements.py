"""Forms of agreements about data: the terms, the contract of a database, and why an agreement ends early."""

from datetime import date

from wtforms import BooleanField, DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from forms.base import Form, VersionedForm, choices_of
from workflows.agreements import answers
from workflows.agreements.answers import SourceAnswers, TermsAnswers


def _lines(typed: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (typed or "").splitlines() if line.strip())


class TermsForm(VersionedForm):
    """What a draft says."""

    purpose = TextAreaField(
        "Purpose",
        [DataRequired("Say what the data is shared for."), Length(max=answers.TEXT_MAX)],
        render_kw={"rows": 3},
    )
    permitted_uses = TextAreaField(
        "Uses that are allowed",
        [DataRequired("Say at least one use that is allowed.")],
        description=f"One a line, at most {answers.USES_MAX}.",
        render_kw={"rows": 4},
    )
    elements = SelectMultipleField(
        "Fields of an extract that may be shared",
        description="A field that is not ticked is never taken in. Age is worked out from the date of birth, which is "
        "not kept.",
        validate_choice=True,
    )
    retention = TextAreaField(
        "How long data is kept",
        [DataRequired("Say how long data is kept."), Length(max=answers.TEXT_MAX)],
        render_kw={"rows": 2},
    )
    starts_on = DateField("First day", [InputRequired("Choose the first day.")])
    ends_on = DateField("Last day", [InputRequired("Choose the last day.")])

    def __init__(self, *, choices: list[tuple[str, str]], **values: object) -> None:
        super().__init__(**values)
        self.elements.choices = choices_of(choices)

    def validate_permitted_uses(self, field: TextAreaField) -> None:
        uses = _lines(field.data)
        if len(uses) > answers.USES_MAX:
            raise ValidationError(f"Write at most {answers.USES_MAX} uses, one a line.")
        if any(len(use) > answers.USE_MAX for use in uses):
            raise ValidationError(f"Write at most {answers.USE_MAX} characters a line.")

    @property
    def answers(self) -> TermsAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return TermsAnswers(
            purpose=(self.purpose.data or "").strip(),
            elements=tuple(self.elements.data or ()),
            permitted_uses=_lines(self.permitted_uses.data),
            retention=(self.retention.data or "").strip(),
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or date.min,
        )


class SourceForm(VersionedForm):
    """What somebody read in the contract or license of a database."""

    name = StringField(
        "Database",
        [DataRequired("Name the database."), Length(max=answers.NAME_MAX)],
        description="As your staff call it, for example: Case database.",
    )
    holder = StringField(
        "Who holds the contract or license",
        [DataRequired("Say who holds the contract."), Length(max=answers.HOLDER_MAX)],
    )
    allows = TextAreaField(
        "What it allows",
        [DataRequired("Say what the contract allows."), Length(max=answers.TEXT_MAX)],
        description="Who may see or export the data, and what for.",
        render_kw={"rows": 3},
    )
    restrictions = TextAreaField(
        "What it forbids or limits",
        [Length(max=answers.TEXT_MAX)],
        description="Leave it empty if there is nothing.",
        render_kw={"rows": 3},
    )
    allows_sharing = BooleanField(
        "It allows to give the national office rows without names or numbers of people",
        description="Without this, extracts from this database are refused.",
    )
    ends_on = DateField("Its last day", [Optional()], description="Leave it empty if the contract has no end.")

    @property
    def answers(self) -> SourceAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return SourceAnswers(
            name=" ".join((self.name.data or "").split()),
            holder=(self.holder.data or "").strip(),
            allows=(self.allows.data or "").strip(),
            restrictions=(self.restrictions.data or "").strip(),
            allows_sharing=bool(self.allows_sharing.data),
            ends_on=self.ends_on.data,
        )


class EndForm(Form):
    """Why an agreement ends before its last day."""

    note = TextAreaField(
        "Why does it end early?",
        [DataRequired("Say why in a sentence."), Length(max=answers.NOTE_MAX)],
        render_kw={"rows": 3},
    )

    @property
    def answer(self) -> str:
        return (self.note.data or "").strip()
