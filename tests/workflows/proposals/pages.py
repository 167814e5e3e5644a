"""An open page of a section as a browser keeps it: what is typed, what is sent, and what the answer makes of it."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.proposals.together.answers import Editor, Saved
from workflows.proposals.writing import save_section

_tokens = count(1)


@dataclass
class Page:
    """The rules of static/js/autosave.js, without the browser."""

    proposal: Proposal
    name: str
    actor: Actor
    session: Session
    now: datetime
    texts: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    turn: int = 0
    apart: frozenset[str] = frozenset()
    token: str = field(default_factory=lambda: f"page-{next(_tokens)}")
    answer: Saved | None = None  # on its way to the page

    def opens(self) -> None:
        """A fresh page with what is saved."""
        row = self.proposal.section(self.name)
        assert row is not None
        self.session.refresh(row)
        self.texts, self.version = dict(row.answers), row.version
        self.token, self.turn, self.apart, self.answer = f"page-{next(_tokens)}", 0, frozenset(), None

    def sends(self) -> Saved:
        """What is in the fields arrives at the server; the answer is on its way."""
        self.turn += 1
        self.sent = dict(self.texts)
        self.answer = self.arrives(self.sent, Editor(self.token, self.turn, self.apart), self.version)
        return self.answer

    def arrives(self, texts: dict[str, Any], editor: Editor, version: int) -> Saved:
        return save_section(
            self.proposal,
            name=self.name,
            answers=texts,
            expected_version=version,
            session=self.session,
            actor=self.actor,
            now=self.now,
            editor=editor,
        )

    def hears(self) -> None:
        """The answer arrives: what others changed is taken over, unless it was typed in meanwhile."""
        answer, self.answer = self.answer, None
        if answer is None:
            return
        apart = set(answer.waiting)
        for name in answer.theirs:
            if self.texts.get(name) == self.sent.get(name):
                self.texts[name] = answer.values[name]
            else:
                apart.add(name)
        self.apart, self.version = frozenset(apart), answer.version

    def saves(self) -> Saved:
        saved = self.sends()
        self.hears()
        return saved
