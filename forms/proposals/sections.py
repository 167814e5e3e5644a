"""The sections of a proposal as forms, made from the table of what is asked."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import NumberRange, Optional

from forms.proposals.fields import Day, Whole, as_text, line_field, paragraph_field
from forms.proposals.shared import SharedForm
from workflows.proposals.answers import ROW_TEXT_MAX, Field, Kind, Option, Section
from workflows.proposals.checks import month_words

FIRST_ROWS = 6  # rows on a page where none is written yet
BLANK_ROWS = 3  # empty rows below the written ones


class RowForm(PlainForm):
    """What happens in which month; an empty row is left out."""

    month = SelectField("Month", coerce=as_text, validate_choice=False)
    what = line_field("What happens", ROW_TEXT_MAX)
    remove = BooleanField("Remove")


class SectionForm(SharedForm):
    """What the sections of text have in common. A draft may be empty anywhere; only limits are checked."""

    section: Section
    ticks: Mapping[str, tuple[Option, ...]]

    @property
    def answers(self) -> dict[str, Any]:
        """By question, ready to keep: text, a whole number, an ISO day, a tick, keys, rows, or None."""
        return {field.name: self._answer(field) for field in self.section.fields if field.kind is not Kind.FILE}

    def ticks_of(self, field: Field) -> list[BooleanField]:
        """The boxes of a question with several, in their order."""
        return [self[_tick_name(field, number)] for number, _ in enumerate(self.ticks[field.name])]

    def answer_of(self, field: str) -> str:
        """A box of several belongs to its question."""
        ticks = (question for question in self.section.fields if question.name in self.ticks)
        owner = next((q.name for q in ticks if field in {box.name for box in self.ticks_of(q)}), None)
        return owner or super().answer_of(field)

    def fields_of(self, answer: str) -> frozenset[str]:
        """The boxes of a question with several; else the question itself."""
        question = self.section.field(answer)
        if question is not None and answer in self.ticks:
            return frozenset(box.name for box in self.ticks_of(question))
        return super().fields_of(answer)

    def label_of(self, answer: str) -> str:
        question = self.section.field(answer)
        return question.label if question is not None else super().label_of(answer)

    def words_of(self, answer: str) -> dict[Any, str]:
        if answer in self.ticks:
            return {option.key: option.words for option in self.ticks[answer]}
        return super().words_of(answer)

    def _answer(self, field: Field) -> Any:
        if field.name in self.ticks:
            offered = zip(self.ticks[field.name], self.ticks_of(field), strict=True)
            return [option.key for option, box in offered if box.data]
        if field.kind is Kind.ROWS:
            rows = [entry.form for entry in self[field.name].entries]
            kept = (row for row in rows if not row.remove.data and (row.month.data or row.what.data))
            return [{"month": row.month.data or "", "what": row.what.data or ""} for row in kept]
        data = self[field.name].data
        return data.isoformat() if field.kind is Kind.DATE and data else data

    def offer_months(self, months: Sequence[str]) -> "SectionForm":
        """Set what the months of rows choose from; a month that is kept already stays to be chosen."""
        for field in self.section.fields:
            for entry in self[field.name].entries if field.kind is Kind.ROWS else ():
                kept = [entry.form.month.data] if entry.form.month.data else []
                known = sorted({*months, *kept})
                entry.form.month.choices = [
                    SelectChoice("", "Month"),
                    *(SelectChoice(m, month_words(m)) for m in known),
                ]
        return self


@lru_cache(maxsize=256)
def section_form(section: Section, domains: tuple[str, ...] = ()) -> type[SectionForm]:
    """The form class of one section as a proposal asks it; `domains` are those of its framework."""
    ticks = {
        field.name: field.offered if field.kind is Kind.TICKS else tuple(Option(name, name) for name in domains)
        for field in section.fields
        if field.kind in (Kind.TICKS, Kind.DOMAINS)
    }
    made: dict[str, UnboundField] = {}
    for field in section.fields:
        if field.name in ticks:
            boxes = enumerate(ticks[field.name])
            made |= {_tick_name(field, number): BooleanField(option.words) for number, option in boxes}
        elif field.kind is not Kind.FILE:
            made[field.name] = _MAKERS[field.kind](field)
    return type(f"{section.name.title()}Form", (SectionForm,), {"section": section, "ticks": ticks} | made)


def section_values(section: Section, kept: Mapping[str, Any], domains: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the form starts with, from the kept answers."""
    values: dict[str, Any] = dict(kept)
    for field in section.fields:
        answer = kept.get(field.name)
        if field.kind in (Kind.TICKS, Kind.DOMAINS):
            keys = [option.key for option in field.offered] if field.kind is Kind.TICKS else domains
            chosen = answer if isinstance(answer, list) else []
            values |= {_tick_name(field, number): key in chosen for number, key in enumerate(keys)}
        elif field.kind is Kind.ROWS:
            written = list(answer or ())
            values[field.name] = written + [{}] * (BLANK_ROWS if written else FIRST_ROWS)
        elif field.kind is Kind.DATE:
            values[field.name] = Day.of(answer)
    return values


def _tick_name(field: Field, number: int) -> str:
    return f"{field.name}-{number}"


def _choice(field: Field) -> UnboundField:
    choices = [SelectChoice("", "Choose"), *(SelectChoice(option.key, option.words) for option in field.offered)]
    return SelectField(field.label, choices=choices, coerce=as_text, description=field.hint)


def _number(field: Field) -> UnboundField:
    bounds = NumberRange(0, field.most, f"Write a number from 0 to {field.most:,}.")
    return Whole(field.label, [Optional(), bounds], description=field.hint)


_MAKERS: dict[Kind, Callable[[Field], UnboundField]] = {
    Kind.LINE: lambda field: line_field(field.label, field.most, field.hint),
    Kind.TEXT: lambda field: paragraph_field(field.label, field.hint, field.most, 4 if field.most <= 800 else 9),
    Kind.NUMBER: _number,
    Kind.DATE: lambda field: Day(field.label, [Optional()], description=field.hint),
    Kind.CHOICE: _choice,
    Kind.TICK: lambda field: BooleanField(field.label, description=field.hint),
    Kind.ROWS: lambda field: FieldList(
        FormField(RowForm), field.label, max_entries=field.most + BLANK_ROWS, description=field.hint
    ),
}
