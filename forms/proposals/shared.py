"""What a form has that several people fill in at once: which page it is, which of its saves, what stands apart."""

from typing import Any

from wtforms import HiddenField

from forms.base import VERSION_DIGITS, VersionedForm, new_token
from workflows.proposals.together.answers import TOKEN_MAX, Editor

APART_MOST = 100  # answers of one page


class SharedForm(VersionedForm):
    """A form over a part of a draft. Scripts count `turn` up with each save, and name in `apart` the answers whose
    text was not written over the saved one."""

    editor = HiddenField(default=new_token)
    turn = HiddenField(default="0")
    apart = HiddenField()

    @property
    def page(self) -> Editor:
        """The open page that this arrives from."""
        sent = str(self.turn.data or "")
        names = str(self.apart.data or "").split()
        return Editor(
            token=str(self.editor.data or "")[:TOKEN_MAX],
            turn=int(sent) if sent.isdecimal() and len(sent) <= VERSION_DIGITS else 0,
            apart=frozenset(self.answer_of(name) for name in names[:APART_MOST]),
        )

    def answer_of(self, field: str) -> str:
        """The answer that a field belongs to, by the name under which it is kept."""
        return field if field in self else field.partition("-")[0]

    def fields_of(self, answer: str) -> frozenset[str]:
        """The names of the fields that an answer is filled in with, those of repeated rows by their beginning."""
        return frozenset({answer})

    def label_of(self, answer: str) -> str:
        """The question, as the page asks it."""
        names = [name for name in self.fields_of(answer) if name in self]
        return str(self[names[0]].label.text) if names else answer.replace("_", " ").capitalize()

    def words_of(self, answer: str) -> dict[Any, str]:
        """What the kept keys of a choice are called; empty for what is no choice."""
        fields = [self[name] for name in self.fields_of(answer) if name in self]
        return {
            field.coerce(key): str(label)
            for field in fields
            if hasattr(field, "iter_choices")
            for key, label, *_ in field.iter_choices()
        }
