"""How a message leaves: by a mail server, or into a folder where there is none."""

import logging
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import uuid4

from workflows.clock import utc_now
from workflows.errors import DomainError
from workflows.outbox import Mailer

log = logging.getLogger(__name__)

PATIENCE = 20  # seconds that a mail server has for each answer
PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class MailProblem(DomainError):
    """No message left; the sentence says what an administrator should look at, and names nobody."""


class AddressRefused(MailProblem):
    """The mail server turned this one address away; others may still be served."""


def make_mailer(*, smtp_url: str | None, sender: str, folder: Path) -> Mailer:
    """The mail server of `smtp_url` (`smtp://user:password@host:587` or `smtps://…`), or files in `folder`."""
    return FolderMailer(sender, folder) if smtp_url is None else SmtpMailer(sender, urlsplit(smtp_url))


@dataclass(frozen=True, slots=True)
class FolderMailer:
    """Keeps each message as an .eml file that only its owner may read: messages hold links that open accounts."""

    sender: str
    folder: Path

    def send(self, *, to: str, subject: str, text: str) -> None:
        message = _message(sender=self.sender, to=to, subject=subject, text=text)
        name = f"{utc_now():%Y%m%dT%H%M%S}-{uuid4().hex[:12]}.eml"
        waiting = self.folder / f".{name}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            waiting.touch(mode=0o600)
            waiting.write_bytes(message.as_bytes(policy=SMTP))
            waiting.rename(self.folder / name)  # whoever watches the folder never meets half a message
        except OSError as problem:
            raise MailProblem("The folder for mail cannot be written. Check that it exists and has room.") from problem
        log.info("message kept in a file", extra={"file": name})


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Hands each message to a mail server, always encrypted, except to one on this machine that cannot."""

    sender: str
    server: SplitResult

    def send(self, *, to: str, subject: str, text: str) -> None:
        message = _message(sender=self.sender, to=to, subject=subject, text=text)
        with _in_sentences(), self._connect() as connection:
            if self.server.username:
                connection.login(unquote(self.server.username), unquote(self.server.password or ""))
            connection.send_message(message)
        log.info("message handed to the mail server")

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.hostname or "", self.server.port or PORTS[self.server.scheme]
        context = ssl.create_default_context()
        if self.server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        connection = smtplib.SMTP(host, port, timeout=PATIENCE)
        try:
            connection.ehlo()
            if connection.has_extn("starttls") or host not in THIS_MACHINE:
                connection.starttls(context=context)  # raises where the server cannot: nothing leaves unencrypted
        except BaseException:
            connection.close()
            raise
        return connection


def _message(*, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = re.sub(r"\s+", " ", subject).strip()
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].partition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


@contextmanager
def _in_sentences() -> Iterator[None]:
    """Turn what a mail server says into what an administrator can act on; its own words may name people."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as problem:
        raise MailProblem("The mail server refused the name or password in ACCOMPANY_SMTP_URL.") from problem
    except smtplib.SMTPRecipientsRefused as problem:
        raise AddressRefused(
            "The mail server refused one address. Check that person's email address; the others got theirs."
        ) from problem
    except smtplib.SMTPSenderRefused as problem:
        raise MailProblem("The mail server refused the sender in ACCOMPANY_MAIL_FROM.") from problem
    except smtplib.SMTPNotSupportedError as problem:
        raise MailProblem(
            "The mail server offers no encryption or takes no password. Use smtps://, or a server with STARTTLS."
        ) from problem
    except ssl.SSLError as problem:
        raise MailProblem("The mail server's certificate cannot be trusted, so nothing was sent.") from problem
    except (smtplib.SMTPException, OSError) as problem:
        raise MailProblem("The mail server cannot be reached. The message is sent as soon as it answers.") from problem
