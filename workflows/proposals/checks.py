"""What an answer is worth, kind by kind: within its limits, answered, how it reads, and how many words it has."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.errors import Reason
from workflows.proposals.answers import DOMAIN_NAME_MAX, ROW_TEXT_MAX, Field, Kind, Section

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_NOTHING: tuple[Any, ...] = (None, "", False, [], {})
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def over_limits(section: Section, answers: Mapping[str, Any]) -> list[Reason]:
    """Every answer of a section that the table does not allow; `where` is the field."""
    found = ((field, _LIMITS[field.kind](field, answers.get(field.name))) for field in section.fields)
    return [Reason(f"{field.label}: {sentence}", field.name) for field, sentence in found if sentence]


def is_answered(field: Field, value: Any) -> bool:
    """Whether the question has its answer: every tick that is asked for, at least one row and none of them half."""
    if field.kind is Kind.ROWS:
        return bool(value) and all(row["month"] and row["what"] for row in value)
    if field.kind in (Kind.TICKS, Kind.DOMAINS):
        return isinstance(value, list) and len(value) >= field.fewest
    if field.kind is Kind.NUMBER:
        return isinstance(value, int) and value >= field.fewest
    return value not in _NOTHING


def section_gaps(section: Section, answers: Mapping[str, Any]) -> list[Reason]:
    """What a section of questions lacks; `where` is «section.field»."""
    return [
        Reason(_missing(section, field, answers.get(field.name)), f"{section.name}.{field.name}")
        for field in section.fields
        if is_required(section, field, answers) and not is_answered(field, answers.get(field.name))
    ]


def is_required(section: Section, field: Field, answers: Mapping[str, Any]) -> bool:
    """Asked of everyone, or of those who answered the question that it goes with."""
    if field.is_required:
        return True
    if field.kind is Kind.ROWS:
        return bool(answers.get(field.name))  # begun rows are finished
    with_it = section.field(field.needed_with)
    return with_it is not None and is_answered(with_it, answers.get(with_it.name))


def shown(field: Field, value: Any) -> str:
    """The answer as people read it: labels for keys, a line for each tick and row; empty where there is none."""
    return _SHOWN.get(field.kind, _as_text)(field, value)


def month_words(month: str) -> str:
    """`2026-10` as `October 2026`."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}" if MONTH.fullmatch(month) else "No month yet"


def count_words(section: Section, answers: Mapping[str, Any]) -> int:
    """Words written in the section's text answers."""
    return sum(len(text.split()) for field in section.fields for text in _texts(field, answers.get(field.name)))


def has_answers(section: Section, answers: Mapping[str, Any]) -> bool:
    """Whether anything at all is said in the section."""
    return any(answers.get(field.name) not in _NOTHING for field in section.fields)


def _texts(field: Field, value: Any) -> list[str]:
    if field.kind is Kind.ROWS:
        return [row["what"] for row in value or ()]
    return [str(value or "")] if field.kind in (Kind.LINE, Kind.TEXT) else []


def _missing(section: Section, field: Field, value: Any) -> str:
    if field.kind is Kind.TICK:
        return f"{section.title}: please tick «{field.label}»."
    if field.kind is Kind.TICKS and field.fewest > 1:
        left = field.fewest - len(value if isinstance(value, list) else ())
        ticks = "1 tick is" if left == 1 else f"{left} ticks are"
        return f"{section.title}: {ticks} still open in «{field.label}»."
    if field.kind is Kind.ROWS and value:
        return f"{section.title}: a row of «{field.label}» lacks its month or its text."
    if field.kind is Kind.FILE:
        return f"{section.title}: «{field.label}» needs its file."
    return f"{section.title}: «{field.label}» is empty."


def _words_of(field: Field, key: Any) -> str:
    return next((option.words for option in field.offered if option.key == key), str(key or ""))


def _as_text(_field: Field, value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value or "")


def _several(field: Field, value: Any) -> str:
    return "\n".join(_words_of(field, key) for key in value) if isinstance(value, list) else ""


def _day_words(_field: Field, value: Any) -> str:
    if not value:
        return ""
    day = date.fromisoformat(value)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_SHOWN: dict[Kind, Callable[[Field, Any], str]] = {
    Kind.TICK: lambda _field, value: "Yes" if value else "Not yet",
    Kind.TICKS: _several,
    Kind.DOMAINS: _several,
    Kind.ROWS: lambda _field, value: "\n".join(f"{month_words(row['month'])}: {row['what']}" for row in value or ()),
    Kind.CHOICE: lambda field, value: _words_of(field, value) if field.options else str(value or ""),
    Kind.DATE: _day_words,
    Kind.FILE: lambda _field, value: str(value["name"]) if value else "",
}


def _text(field: Field, value: Any) -> str:
    fits = len(str(value or "")) <= field.most
    return "" if fits else f"at most {field.most:,} characters. Shorten it a little."


def _number(field: Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    if not isinstance(value, int) or value < 0:
        return f"a whole number from 0 to {field.most:,}."
    return "" if value <= field.most else f"at most {field.most:,}."


def _day(_field: Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "choose a day, like 2026-10-31."
    return ""


def _choice(field: Field, value: Any) -> str:
    known = not value or value in {option.key for option in field.offered}
    return "" if known else "choose one of the answers."


def _tick(_field: Field, value: Any) -> str:
    return "" if value in (None, "", True, False) else "tick it, or leave it."


def _ticks(field: Field, value: Any) -> str:
    known = {option.key for option in field.offered}
    return "" if not value or (isinstance(value, list) and known >= set(value)) else "tick what is offered."


def _domains(field: Field, value: Any) -> str:
    names = value or []
    if len(names) > field.most:
        return f"choose at most {field.most}. What matters most?"
    return "" if all(len(str(name)) <= DOMAIN_NAME_MAX for name in names) else "choose from the list."


def _rows(field: Field, value: Any) -> str:
    rows = value or []
    if len(rows) > field.most:
        return f"at most {field.most} rows. Put small steps together."
    if any(len(row["what"]) > ROW_TEXT_MAX for row in rows):
        return f"at most {ROW_TEXT_MAX} characters in a row. Shorten it a little."
    return "" if all(not row["month"] or MONTH.fullmatch(row["month"]) for row in rows) else "choose a month."


def _never(_field: Field, _value: Any) -> str:
    return ""


_LIMITS: dict[Kind, Callable[[Field, Any], str]] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.CHOICE: _choice,
    Kind.TICK: _tick,
    Kind.TICKS: _ticks,
    Kind.DOMAINS: _domains,
    Kind.ROWS: _rows,
    Kind.FILE: _never,
}
