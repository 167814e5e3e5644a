"""A message that is owed, and a mailer that remembers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from workflows.files import FileStore
from workflows.notifications.mail import MailProblem
from workflows.outbox import JobContext, JobRun, announce, expand_events


@dataclass
class Postbox:
    """Keeps what was sent; raises `problem` for the addresses in `fails_for`."""

    fails_for: set[str] = field(default_factory=set)
    problem: type[MailProblem] = MailProblem
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, *, to: str, subject: str, text: str) -> None:
        if to in self.fails_for:
            raise self.problem("The mail server is on holiday.")
        self.sent.append((to, subject, text))

    @property
    def addresses(self) -> list[str]:
        return [to for to, _, _ in self.sent]


def owed(session: Session, event: str, **values: Any) -> JobRun:
    """Announce the event and expand it; its run of `send_message`."""
    happened = announce(session, event, now=NOW, **values)
    session.flush()
    expand_events(session, now=NOW)
    session.commit()
    return session.scalars(select(JobRun).where(JobRun.event_id == happened.id, JobRun.job == "send_message")).one()


def context_of(run: JobRun, postbox: Postbox) -> JobContext:
    return JobContext(
        run=run,
        now=NOW,
        files=FileStore(str(Path("/nowhere"))),
        mailer=postbox,
        base_url="https://accompany.example.org",
        sign=_sign,
        report=lambda _percent, _sentence: None,
    )


def _sign(purpose: str, content: Mapping[str, Any]) -> str:
    return f"{purpose}.{content['user']}.{content['epoch']}"
