"""What the affiliate did about a change that was asked for."""

from wtforms import TextAreaField
from wtforms.validators import Length

from forms.base import VersionedForm
from forms.proposals.fields import clean
from workflows.proposals.revisions.answers import CHANGE_ANSWER_MAX


class AnswerForm(VersionedForm):
    """Empty while it is a draft; the proposal is not submitted without it."""

    answer = TextAreaField(
        "What you did about it",
        [Length(max=CHANGE_ANSWER_MAX, message=f"At most {CHANGE_ANSWER_MAX:,} characters. Shorten it a little.")],
        filters=[clean],
        description="A sentence or two: what you changed, or why you left it. The reviewers read it beside your text.",
        render_kw={"rows": 3},
    )
