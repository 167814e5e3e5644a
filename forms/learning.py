"""Forms of a pilot's learning review: its four texts, and a question about them."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from forms.base import Form, VersionedForm
from workflows.cohorts.answers import LEARNING_QUESTIONS, LEARNING_TEXT_MAX, LearningAnswers
from workflows.cohorts.models import LearningReview

_WORDS = {name: (question, hint) for name, question, hint in LEARNING_QUESTIONS}


def _text(name: str) -> TextAreaField:
    question, hint = _WORDS[name]
    return TextAreaField(question, [Length(max=LEARNING_TEXT_MAX)], description=hint, render_kw={"rows": 7})


class LearningForm(VersionedForm):
    """What the pilot taught; a draft may be empty, handing it in asks for every answer."""

    evidence = _text("evidence")
    worked = _text("worked")
    did_not_work = _text("did_not_work")
    changes = _text("changes")

    @classmethod
    def of(cls, review: LearningReview) -> "LearningForm":
        return cls(obj=review)

    @classmethod
    def as_saved(cls, review: LearningReview) -> "LearningForm":
        """What is kept, whatever was just sent."""
        return cls(formdata=None, obj=review)

    @property
    def answers(self) -> LearningAnswers:
        return LearningAnswers(
            **{name: (self[name].data or "").replace("\r\n", "\n").strip() for name, _, _ in LEARNING_QUESTIONS}
        )


class QuestionForm(Form):
    """Why the text goes back."""

    question = TextAreaField(
        "What should be clearer?", [DataRequired("Write your question in a sentence."), Length(max=2000)]
    )
