"""Forms of the library: a resource, its file, an extraction guide, a word of the glossary, whether something helped."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, FieldList, FormField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import Form as PartForm
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from forms.base import Form, VersionedForm, choices_of
from workflows.library import answers
from workflows.library.answers import COMPETENCIES, LANGUAGES, SESSIONS, TAG_MAX, TAGS_MAX, normal_tags
from workflows.library.models import ReadBy, ResourceKind
from workflows.library.operations import WrittenFault, WrittenGuide, WrittenResource, WrittenStep, WrittenTerm

BLANK_STEPS, BLANK_FAULTS = 2, 1
KINDS = choices_of((kind.value, kind.words) for kind in ResourceKind)
AUDIENCES = choices_of((audience.value, audience.words) for audience in ReadBy)
_WEB_ADDRESS = Regexp(r"^https://[^\s/]+\S*$", message="Write the whole address, beginning with https://.")


def _plain(field: Any) -> str:
    return str(field.data or "").strip()


class ResourceForm(VersionedForm):
    """One resource: words, and where it stands in the library."""

    title = StringField("Title", [DataRequired("Give it a title."), Length(max=answers.TITLE_MAX)])
    summary = StringField(
        "In one sentence",
        [DataRequired("Say in a sentence whom it helps, and with what."), Length(max=answers.SUMMARY_MAX)],
        description="People decide by this sentence whether to open it.",
    )
    kind = SelectField("Kind", choices=KINDS)
    language = SelectField("Language", choices=choices_of(LANGUAGES), default="en")
    written_by = StringField(
        "Written by", [DataRequired("Say who wrote it."), Length(max=answers.WRITTEN_BY_MAX)],
        description="A person or an affiliate, as readers should see it.",
    )  # fmt: skip  # the label belongs to its rules
    audience = SelectField("Who may read it", choices=AUDIENCES, default=ReadBy.NETWORK.value)
    body = TextAreaField(
        "Text",
        [Optional(), Length(max=answers.BODY_MAX)],
        description="Plain text. An empty line begins a paragraph; “- ” a list, “1. ” a numbered one, “## ” a heading, "
        "“> ” a quotation; **two stars** make words strong; [words](https://…) make a link.",
        render_kw={"rows": 16},
    )
    link = StringField(
        "Link",
        [Optional(), Length(max=answers.LINK_MAX), _WEB_ADDRESS],
        description="When the resource is somewhere else, such as a recording.",
    )
    tags = StringField(
        "Tags",
        [Optional(), Length(max=TAGS_MAX * (TAG_MAX + 2))],
        description=f"Up to {TAGS_MAX} words that people would search for, with commas between them.",
    )
    competencies = SelectMultipleField(
        "Competencies", choices=choices_of((code, f"{code} {words}") for code, words in COMPETENCIES)
    )
    sessions = SelectMultipleField("Training sessions")
    domains = SelectMultipleField("Domains of integration")

    @classmethod
    def about(
        cls,
        written: WrittenResource | None = None,
        *,
        sessions: Sequence[tuple[str, str]],
        domains: Iterable[str],
        written_by: str = "",
        version: int = 0,
    ) -> "ResourceForm":
        """Filled with what is written; `sessions` are (number, words). Domains that it has already stay to choose."""
        kept = written.domains if written is not None else ()
        form = cls(data=_filling(written, written_by=written_by) | {"version": str(version)})
        form.sessions.choices = choices_of(pair for pair in sessions if pair[0] in SESSIONS)
        form.domains.choices = choices_of((name, name) for name in dict.fromkeys((*domains, *kept)))
        return form

    def validate_tags(self, field: StringField) -> None:
        if len(normal_tags(field.data or "")) > TAGS_MAX:
            raise ValidationError(f"Up to {TAGS_MAX} tags: the ones people would search for.")

    @property
    def answers(self) -> WrittenResource:
        """The checked answers; call after `validate_on_submit()`."""
        return WrittenResource(
            title=_plain(self.title),
            summary=_plain(self.summary),
            body=_plain(self.body),
            link=_plain(self.link),
            kind=ResourceKind(self.kind.data),
            language=str(self.language.data),
            audience=ReadBy(self.audience.data),
            written_by=_plain(self.written_by),
            tags=normal_tags(self.tags.data or ""),
            competencies=tuple(self.competencies.data or ()),
            sessions=tuple(self.sessions.data or ()),
            domains=tuple(self.domains.data or ()),
        )


def _filling(written: WrittenResource | None, *, written_by: str) -> dict[str, Any]:
    if written is None:
        return {"written_by": written_by}
    return {
        **{name: getattr(written, name) for name in ("title", "summary", "body", "link", "language", "written_by")},
        "kind": written.kind.value,
        "audience": written.audience.value,
        "tags": ", ".join(written.tags),
        **{name: list(getattr(written, name)) for name in ("competencies", "sessions", "domains")},
    }


class ResourceFileForm(Form):
    """The file of a resource."""

    file = FileField(
        "The file",
        [FileRequired("Choose a file.")],
        description=f"Up to {answers.FILE_MAX_BYTES // 1_000_000} MB: "
        f"{', '.join(kind.words for kind in answers.FILE_KINDS)}. Never one with clients in it.",
    )


class StepPart(PartForm):
    """One step; a row without text is left out."""

    text = TextAreaField("What to do", [Optional(), Length(max=answers.STEP_MAX)], render_kw={"rows": 2})
    expect = TextAreaField("What you should see", [Optional(), Length(max=answers.EXPECT_MAX)], render_kw={"rows": 2})


class FaultPart(PartForm):
    """One common error; a row without one is left out."""

    error = StringField("What goes wrong", [Optional(), Length(max=answers.ERROR_MAX)])
    fix = TextAreaField("What helps", [Optional(), Length(max=answers.FIX_MAX)], render_kw={"rows": 2})


class GuideForm(VersionedForm):
    """One extraction guide, step by step."""

    title = StringField("Title", [DataRequired("Give it a title."), Length(max=answers.TITLE_MAX)])
    report = StringField(
        "Which report or extract",
        [DataRequired("Name the report as the case database calls it."), Length(max=answers.REPORT_MAX)],
    )
    summary = StringField(
        "In one sentence",
        [DataRequired("Say in a sentence what people have at the end."), Length(max=answers.SUMMARY_MAX)],
    )
    written_by = StringField("Written by", [DataRequired("Say who wrote it."), Length(max=answers.WRITTEN_BY_MAX)])
    audience = SelectField("Who may read it", choices=AUDIENCES, default=ReadBy.NETWORK.value)
    before = TextAreaField(
        "Before you begin", [Optional(), Length(max=answers.STEP_MAX)], description="Rights, time, what to have ready."
    )
    steps = FieldList(FormField(StepPart), max_entries=answers.STEPS_MAX)
    faults = FieldList(FormField(FaultPart), max_entries=answers.FAULTS_MAX)

    @classmethod
    def about(cls, written: WrittenGuide | None = None, *, written_by: str = "", version: int = 0) -> "GuideForm":
        """Filled with what is written, with empty rows below, so that the page works without a script."""
        form = cls(data=_guide_filling(written, written_by=written_by) | {"version": str(version)})
        if not form.is_submitted():
            for _ in range(min(BLANK_STEPS, answers.STEPS_MAX - len(form.steps.entries))):
                form.steps.append_entry({})
            for _ in range(min(BLANK_FAULTS, answers.FAULTS_MAX - len(form.faults.entries))):
                form.faults.append_entry({})
        return form

    @property
    def answers(self) -> WrittenGuide:
        """The checked answers; call after `validate_on_submit()`."""
        return WrittenGuide(
            title=_plain(self.title),
            report=_plain(self.report),
            summary=_plain(self.summary),
            before=_plain(self.before),
            audience=ReadBy(self.audience.data),
            written_by=_plain(self.written_by),
            steps=tuple(
                WrittenStep(_plain(row.form.text), _plain(row.form.expect))
                for row in self.steps.entries
                if _plain(row.form.text)
            ),
            faults=tuple(
                WrittenFault(_plain(row.form.error), _plain(row.form.fix))
                for row in self.faults.entries
                if _plain(row.form.error)
            ),
        )


def _guide_filling(written: WrittenGuide | None, *, written_by: str) -> dict[str, Any]:
    if written is None:
        return {"written_by": written_by}
    return {
        **{name: getattr(written, name) for name in ("title", "report", "summary", "before", "written_by")},
        "audience": written.audience.value,
        "steps": [{"text": step.text, "expect": step.expect} for step in written.steps],
        "faults": [{"error": fault.error, "fix": fault.fix} for fault in written.faults],
    }


class TermForm(VersionedForm):
    """One word and what the network means by it."""

    word = StringField("Word", [DataRequired("Write the word."), Length(max=answers.WORD_MAX)])
    meaning = TextAreaField(
        "What we mean by it",
        [DataRequired("Write what the network means by it."), Length(max=answers.MEANING_MAX)],
        description="One or two sentences that somebody new understands.",
    )
    adopted_on = DateField(
        "Adopted on",
        [DataRequired("Choose the day on which the network agreed on it.")],
        description="Another meaning or another day makes a new edition; the earlier ones stay to be read.",
    )
    instead_of = StringField(
        "Instead of", [Optional(), Length(max=answers.SOURCE_MAX)], description="Words that we do not use for it."
    )
    source = StringField("Agreed by", [Optional(), Length(max=answers.SOURCE_MAX)])

    @property
    def answers(self) -> WrittenTerm:
        """The checked answers; call after `validate_on_submit()`."""
        assert self.adopted_on.data is not None
        return WrittenTerm(
            word=" ".join(_plain(self.word).split()),
            meaning=_plain(self.meaning),
            instead_of=_plain(self.instead_of),
            source=_plain(self.source),
            adopted_on=self.adopted_on.data,
        )


class HelpfulForm(Form):
    """Two buttons: it helped, or it did not."""

    helped = SelectField("Was this helpful?", choices=choices_of((("yes", "Yes"), ("no", "No"))))
