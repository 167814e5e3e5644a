"""Forms about meeting a session: check questions, a reflection, an excuse, a make-up, and what staff answer."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forms.base import Form, VersionedForm, choices_of
from workflows.machine import Transition
from workflows.training.evidence import answers
from workflows.training.evidence.answers import CheckQuestion


class CheckForm(Form):
    """The check questions of one recording; a field `q_0`, `q_1`, … each. Made by `asking`."""

    @classmethod
    def asking(cls, questions: Sequence[CheckQuestion], *, chosen: Sequence[int] = ()) -> "CheckForm":
        fields: dict[str, Any] = {
            f"q_{place}": RadioField(
                question.question,
                [InputRequired("Choose an answer.")],
                coerce=int,
                choices=choices_of(list(enumerate(question.choices))),
                default=chosen[place] if place < len(chosen) else None,
            )
            for place, question in enumerate(questions)
        }
        made: type[CheckForm] = type("CheckForm", (cls,), fields)
        return made()

    @property
    def chosen(self) -> list[int]:
        """The places of the chosen answers, in the order of the questions; call after `validate_on_submit()`."""
        return [field.data for field in self if field.name.startswith("q_")]


class ReflectionForm(VersionedForm):
    """What a person takes from a recording."""

    text = TextAreaField(
        "What do you take from this session?",
        [Length(max=answers.REFLECTION_MAX)],
        description=f"Between {answers.REFLECTION_MIN} and {answers.REFLECTION_MAX} characters, in your own words: one "
        "thing that was new, and one thing you will try. Please name no clients.",
        render_kw={"rows": 8},
    )


class QuestionsForm(VersionedForm):
    """Up to three check questions of one session. Made by `for_questions`."""

    @classmethod
    def for_questions(cls, questions: Sequence[CheckQuestion], *, version: int) -> "QuestionsForm":
        """Filled with the questions as they stand."""
        data: dict[str, Any] = {"version": version}
        for place in range(answers.QUESTIONS_MAX):
            if place < len(questions):
                data |= _filled(place, questions[place])
        fields = {name: f for place in range(answers.QUESTIONS_MAX) for name, f in _fields_of(place).items()}
        made: type[QuestionsForm] = type("QuestionsForm", (cls,), fields)
        return made(data=data)

    @property
    def questions(self) -> list[CheckQuestion]:
        """Every question that has words; call after `validate_on_submit()`."""
        return [asked for place in range(answers.QUESTIONS_MAX) if (asked := self._question(place)) is not None]

    def _question(self, place: int) -> CheckQuestion | None:
        words = (self[f"question_{place}"].data or "").strip()
        if not words:
            return None
        lines = [line.strip() for line in (self[f"choices_{place}"].data or "").splitlines() if line.strip()]
        marked = [number for number, line in enumerate(lines) if line.startswith("*")]
        return CheckQuestion(
            question=words,
            choices=tuple(line.lstrip("* ") for line in lines),
            right=marked[0] if len(marked) == 1 else -1,
            explanation=(self[f"explanation_{place}"].data or "").strip(),
        )


def _filled(place: int, question: CheckQuestion) -> dict[str, str]:
    lines = (f"* {line}" if number == question.right else line for number, line in enumerate(question.choices))
    return {
        f"question_{place}": question.question,
        f"choices_{place}": "\n".join(lines),
        f"explanation_{place}": question.explanation,
    }


def _fields_of(place: int) -> dict[str, Any]:
    return {
        f"question_{place}": StringField("Question", [Length(max=answers.QUESTION_MAX)]),
        f"choices_{place}": TextAreaField(
            "Answers to choose from",
            [Length(max=answers.CHOICES[1] * answers.CHOICE_MAX)],
            description="One a line, two to four. Put a * in front of the right one.",
            render_kw={"rows": 4},
        ),
        f"explanation_{place}": TextAreaField(
            "Explanation",
            [Length(max=answers.EXPLANATION_MAX)],
            description="Shown beside a wrong answer, before another try.",
            render_kw={"rows": 2},
        ),
    }


class ReasonForm(Form):
    """Why somebody cannot come, or needs something else."""

    reason = TextAreaField(
        "Why",
        [DataRequired("Say why in a sentence or two."), Length(max=answers.REASON_MAX)],
        render_kw={"rows": 3},
    )


class EvidenceForm(Form):
    """What was done instead of a session."""

    evidence = TextAreaField(
        "What was done",
        [DataRequired("Tell in a few sentences what was done."), Length(max=answers.EVIDENCE_MAX)],
        description="What you read, watched or talked through, with whom, and what came of it. Please name no clients.",
        render_kw={"rows": 5},
    )


class AnswerForm(Form):
    """What staff answer: one of the steps that are open, with a comment. Made by `offering`."""

    step = RadioField("Your answer", [InputRequired("Choose an answer.")])
    comment = TextAreaField(
        "Comment",
        [Length(max=answers.COMMENT_MAX)],
        description="The person reads it. Needed when you return it or agree on a make-up.",
        render_kw={"rows": 3},
    )
    knows = BooleanField("Yes, do it all the same")

    @classmethod
    def offering(cls, rows: Sequence[Transition[Any]], *, about: str) -> "AnswerForm":
        """`about` keeps the fields of two such forms on one page apart."""
        form = cls()
        form.step.choices = choices_of([(row.name, row.label) for row in rows])
        for field in (form.step, form.comment, form.knows):
            field.id = field.label.field_id = f"{about}-{field.name}"
        return form
