"""How mail leaves: into a folder, or to a server."""

import email.policy
import logging
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from workflows.notifications.mail import AddressRefused, MailProblem, make_mailer
from workflows.outbox import Mailer

SENDER = "Accompany <accompany@example.org>"


def mail(mailer: Mailer, to: str = "data@harbor.example.org") -> None:
    mailer.send(to=to, subject="Grüße\r\nBcc: all@example.org", text="Hello,\n\nhttps://accompany.example.org/join/x\n")


def test_without_a_server_each_message_is_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    mail(make_mailer(smtp_url=None, sender=SENDER, folder=folder))
    (file,) = folder.iterdir()
    kept = message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (kept["To"], kept["Subject"], kept["Bcc"]) == (
        "data@harbor.example.org",
        "Grüße Bcc: all@example.org",
        None,
    )
    assert "https://accompany.example.org/join/x" in kept.get_content()
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_log_names_neither_address_nor_text(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        mail(make_mailer(smtp_url=None, sender=SENDER, folder=tmp_path))
    logged = [str(vars(record)) for record in caplog.records]
    assert len(logged) == 1
    assert [word for word in ("harbor", "join", "Grüße") if word in logged[0]] == []


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file, not a folder")
    with pytest.raises(MailProblem, match="cannot be written"):
        mail(make_mailer(smtp_url=None, sender=SENDER, folder=tmp_path / "mail"))


class Conversation(socketserver.StreamRequestHandler):
    """As much of a mail server as a test needs: no encryption, one address that it refuses."""

    def handle(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (line := self.rfile.readline()) != b".\r\n":
                    self.server.received.append(line)  # type: ignore[attr-defined]
            if b"nobody@" in line:
                self.wfile.write(b"550 unknown nobody@harbor.example.org\r\n")
            else:
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")


@pytest.fixture
def server() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as running:
        running.daemon_threads = True
        running.received = []  # type: ignore[attr-defined]
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def mailer_for(server: socketserver.ThreadingTCPServer, name: str = "") -> Mailer:
    url = f"smtp://{name}127.0.0.1:{server.server_address[1]}"
    return make_mailer(smtp_url=url, sender=SENDER, folder=Path("/nowhere"))


def test_a_server_on_this_machine_gets_the_message(server: socketserver.ThreadingTCPServer) -> None:
    mail(mailer_for(server))
    assert b"To: data@harbor.example.org\r\n" in server.received  # type: ignore[attr-defined]


def test_a_refused_address_is_said_without_naming_it(server: socketserver.ThreadingTCPServer) -> None:
    with pytest.raises(AddressRefused) as refusal:
        mail(mailer_for(server), to="nobody@harbor.example.org")
    assert "harbor" not in str(refusal.value)


def test_a_password_never_travels_to_a_server_that_cannot_take_it(server: socketserver.ThreadingTCPServer) -> None:
    with pytest.raises(MailProblem):
        mail(mailer_for(server, name="accompany:secret@"))
    assert server.received == []  # type: ignore[attr-defined]


def test_an_unreachable_server_is_said_in_a_sentence() -> None:
    mailer = make_mailer(smtp_url="smtp://127.0.0.1:1", sender=SENDER, folder=Path("/nowhere"))
    with pytest.raises(MailProblem, match="cannot be reached"):
        mail(mailer)
