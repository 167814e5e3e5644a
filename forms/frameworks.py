"""Forms of frameworks and indicators: an edition, its copy, an indicator, and why one is retired."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from forms.base import Form, VersionedForm, choices_of
from workflows.frameworks import answers
from workflows.frameworks.answers import BETWEEN_DOMAINS, NO_DOMAIN, as_column, domains_of_2019, items_of
from workflows.frameworks.editions import WrittenFramework
from workflows.frameworks.indicators import WrittenIndicator

DOMAINS_2019_MAX = 3
_ONE_A_LINE = "One a line, or with commas between them."


def _plain(field: Any) -> str:
    return str(field.data or "").replace("\r\n", "\n").strip()


def _line(field: Any) -> str:
    return " ".join(_plain(field).split())


class FrameworkForm(VersionedForm):
    """What an edition of a framework is called, and where it comes from."""

    name = StringField("Name", [DataRequired("Give it a name."), Length(max=answers.NAME_MAX)])
    code = StringField(
        "Code", [DataRequired("Give it a code."), Length(max=answers.CODE_MAX)],
        description="Short, for lists and files: small letters with hyphens. Editions of one framework share it.",
    )  # fmt: skip  # the label belongs to its rules
    edition = StringField(
        "Edition", [DataRequired("Number or name the edition."), Length(max=answers.EDITION_MAX)],
        description="Such as 2, or 2027.",
    )  # fmt: skip
    source = TextAreaField(
        "Source", [DataRequired("Say where it comes from."), Length(max=answers.SOURCE_MAX)],
        description="Whose framework it is, and who adapted it.", render_kw={"rows": 3},
    )  # fmt: skip
    purpose = TextAreaField(
        "What it is for", [Optional(), Length(max=answers.PURPOSE_MAX)], render_kw={"rows": 3},
        description="Which needs and learning objectives it answers, so that a cohort chooses what fits.",
    )  # fmt: skip

    @classmethod
    def of(cls, written: WrittenFramework, *, version: int = 0) -> "FrameworkForm":
        names = WrittenFramework.__dataclass_fields__
        return cls(data={name: getattr(written, name) for name in names} | {"version": str(version)})

    @property
    def answers(self) -> WrittenFramework:
        """The checked answers; call after `validate_on_submit()`."""
        return WrittenFramework(
            code=_line(self.code),
            edition=_line(self.edition),
            name=_line(self.name),
            source=_plain(self.source),
            purpose=_plain(self.purpose),
        )


class CopyForm(FrameworkForm):
    """A new edition, or another framework."""

    begins_with = RadioField(
        "It begins with",
        [InputRequired("Choose one.")],
        choices=choices_of((("all", "A copy of every indicator"), ("none", "No indicator"))),
        default="all",
    )

    @property
    def with_indicators(self) -> bool:
        return bool(self.begins_with.data == "all")


class IndicatorForm(VersionedForm):
    """Everything an indicator says."""

    code = StringField(
        "Code", [DataRequired("Give it a code."), Length(max=answers.INDICATOR_CODE_MAX)],
        description="Like EMP-08. The same indicator keeps its code from edition to edition.",
    )  # fmt: skip  # the label belongs to its rules
    name = StringField("Name", [DataRequired("Give it a name."), Length(max=answers.INDICATOR_NAME_MAX)])
    definition = TextAreaField(
        "Definition", [DataRequired("Say what it tells, in a sentence."), Length(max=answers.TEXT_MAX)],
        description="One sentence that somebody new understands.", render_kw={"rows": 2},
    )  # fmt: skip
    domain_group = SelectField("Group")
    domain = StringField(
        "Domain", [DataRequired("Name its domain."), Length(max=answers.WORDS_MAX)],
        description="One of the framework’s, or a new one.", render_kw={"list": "known-domains"},
    )  # fmt: skip
    domain_2019 = SelectMultipleField(
        "Domains in the 2019 revision", choices=choices_of((name, name) for name in answers.DOMAINS_2019)
    )
    calculation = SelectField("Figured as", choices=choices_of(answers.CALCULATIONS))
    numerator = TextAreaField(
        "Numerator", [DataRequired("Say what is counted or added up."), Length(max=answers.TEXT_MAX)],
        render_kw={"rows": 2},
    )  # fmt: skip
    denominator = TextAreaField(
        "Denominator", [Optional(), Length(max=answers.TEXT_MAX)],
        description="Of how many people, cases or answers. A count has none.", render_kw={"rows": 2},
    )  # fmt: skip
    unit = StringField(
        "Unit", [DataRequired("Name the unit."), Length(max=answers.UNIT_MAX)], default="%",
        description="Such as %, days, or USD per hour.",
    )  # fmt: skip
    direction = SelectField("Good direction", choices=choices_of(answers.DIRECTIONS))
    level = SelectField("Level")
    data_source = StringField(
        "Source", [DataRequired("Say where the figures come from."), Length(max=answers.WORDS_MAX)],
        render_kw={"list": "known-sources"},
    )  # fmt: skip
    fields = TextAreaField(
        "Columns of the extract", [Optional(), Length(max=answers.LIST_MAX)], description=_ONE_A_LINE,
        render_kw={"rows": 2},
    )  # fmt: skip
    frequency = SelectField("How often")
    disaggregations = TextAreaField(
        "Break down by", [Optional(), Length(max=answers.LIST_MAX)], description=f"Such as sex. {_ONE_A_LINE}",
        render_kw={"rows": 2},
    )  # fmt: skip
    topics = SelectMultipleField(
        "Sensitive topics", choices=choices_of(answers.TOPICS),
        description="Its figures call for more care when they leave the network.",
    )  # fmt: skip
    note = TextAreaField("Note", [Optional(), Length(max=answers.TEXT_MAX)], render_kw={"rows": 2})
    keeps_formula = BooleanField(
        "Only the words change: what an extract computes is the same",
        description="Without this tick, another numerator, denominator or unit means that an extract no longer "
        "computes it. Another calculation, or other columns, always do.",
    )

    @classmethod
    def about(
        cls, written: WrittenIndicator | None, *, groups: Iterable[str], is_computable: bool = False, version: int = 0
    ) -> "IndicatorForm":
        """Filled with what is written; `groups` are those of the framework. What it says already stays to choose."""
        form = cls(data=_filling(written) | {"version": str(version)})
        said = written or _NOTHING
        form.domain_group.choices = _one_of((*answers.GROUPS, *groups), said.domain_group)
        form.level.choices = _one_of(answers.LEVELS, said.level)
        form.frequency.choices = _one_of(answers.FREQUENCIES, said.frequency)
        if not is_computable:
            del form.keeps_formula
        return form

    def validate_domain_2019(self, field: SelectMultipleField) -> None:
        if len(field.data or ()) > DOMAINS_2019_MAX:
            raise ValidationError(f"Up to {DOMAINS_2019_MAX}: those that it belongs to most.")

    @property
    def answers(self) -> WrittenIndicator:
        """The checked answers; call after `validate_on_submit()`."""
        lines = ("code", "name", "domain_group", "domain", "calculation", "unit", "direction", "level", "frequency")
        texts = ("definition", "numerator", "denominator", "note")
        return WrittenIndicator(
            **{name: _line(self[name]) for name in (*lines, "data_source")},
            **{name: _plain(self[name]) for name in texts},
            **{name: as_column(_plain(self[name])) for name in ("fields", "disaggregations")},
            domain_2019=BETWEEN_DOMAINS.join(self.domain_2019.data or ()) or NO_DOMAIN,
            topics=";".join(self.topics.data or ()),
        )

    @property
    def keeps(self) -> bool:
        return "keeps_formula" in self and bool(self.keeps_formula.data)


_NOTHING = WrittenIndicator(*("" for _ in WrittenIndicator.__dataclass_fields__))


def _filling(written: WrittenIndicator | None) -> dict[str, Any]:
    if written is None:
        return {"unit": "%", "frequency": "quarterly", "domain_2019": [], "topics": []}
    return {
        **{name: getattr(written, name) for name in WrittenIndicator.__dataclass_fields__},
        "domain_2019": list(domains_of_2019(written.domain_2019)),
        "topics": list(items_of(written.topics)),
        **{name: "\n".join(items_of(getattr(written, name))) for name in ("fields", "disaggregations")},
    }


def _one_of(usual: Iterable[str], said: str) -> list[Any]:
    return choices_of((name, name) for name in dict.fromkeys((*usual, said)) if name)


class WhyForm(Form):
    """Why an indicator is retired, or offered again."""

    why = TextAreaField(
        "Why", [DataRequired("Say why in a sentence; it stays with the indicator."), Length(max=answers.WHY_MAX)],
        description="People who used it read this.", render_kw={"rows": 3},
    )  # fmt: skip
