"""The embedded queue is a real server with a password that keeps what it was given."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from commands import queue_server
from commands.supervisor import Child, Supervisor

PASSWORD = "an-invented-password"


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(environ=os.environ, log_dir=tmp_path / "logs", announce=lambda _sentence: None)
    try:
        yield supervisor
    finally:
        supervisor.stop()


def start(supervisor: Supervisor, server: Path, *, data_dir: Path, port: int) -> Child:
    program = queue_server.queue_program(server, data_dir=data_dir, port=port, password=PASSWORD)
    child = supervisor.start(program)
    for _ in range(400):
        if queue_server.is_answering(port, PASSWORD):
            return child
        time.sleep(0.02)
    raise AssertionError(child.log.read_text())


def from_wheel(monkeypatch) -> Path:
    monkeypatch.setenv("PATH", "")
    return queue_server.find_server()


def test_the_wheel_s_server_keeps_a_job_through_a_sudden_end(
    supervisor: Supervisor, tmp_path: Path, monkeypatch
) -> None:
    server = from_wheel(monkeypatch)
    port = queue_server.free_port()
    child = start(supervisor, server, data_dir=tmp_path, port=port)
    with redis.Redis(port=port, password=PASSWORD) as line:
        line.set("job", "waiting")
        assert line.config_get("appendonly") == {"appendonly": "yes"}
    time.sleep(1.2)  # the file is written through every second
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    child.start()
    with redis.Redis(port=port, password=PASSWORD, decode_responses=True) as line:
        for _ in range(400):
            if queue_server.is_answering(port, PASSWORD):
                break
            time.sleep(0.02)
        assert line.get("job") == "waiting"


def test_a_server_on_path_is_preferred(tmp_path: Path, monkeypatch) -> None:
    server = tmp_path / "valkey-server"
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert queue_server.find_server() == server


def test_other_users_of_the_machine_cannot_enqueue(supervisor: Supervisor, tmp_path: Path) -> None:
    port = queue_server.free_port()
    start(supervisor, queue_server.find_server(), data_dir=tmp_path, port=port)
    assert queue_server.is_answering(port, "a-guess") is False
    assert queue_server.is_answering(port, PASSWORD) is True
    configuration = next(tmp_path.glob("queue/*/queue.conf"))
    assert oct(configuration.stat().st_mode & 0o777) == "0o600"


def test_a_left_over_server_is_ended_and_its_port_used_again(supervisor: Supervisor, tmp_path: Path) -> None:
    port = queue_server.free_port()
    child = start(supervisor, queue_server.find_server(), data_dir=tmp_path, port=port)
    assert queue_server.port_for_queue(port, PASSWORD) == port
    assert child.process.wait(timeout=5) == 0


def test_a_port_that_someone_else_took_is_left_to_them(monkeypatch) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        taken = stranger.getsockname()[1]
        monkeypatch.setattr(queue_server, "_say", lambda _port, _commands: b"")
        monkeypatch.setattr(queue_server, "PATIENCE", 0.1)
        assert queue_server.port_for_queue(taken, PASSWORD) != taken
