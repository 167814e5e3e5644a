"""Where files are kept: by the digest of their content, in a folder or an S3-compatible bucket."""

import errno
import hashlib
import io
import re
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO
from uuid import uuid4

import fsspec
from botocore.exceptions import BotoCoreError

from workflows.errors import DomainError

LOCAL = {"file", "local"}
UNREACHABLE = "The file store cannot be reached. Nothing was lost; try again soon."
CHUNK = 1024 * 1024  # bytes
SHA256 = re.compile(r"[0-9a-f]{64}")
# Why a disk has no room, in the words of the operating system.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What an S3-compatible server calls a bucket that is full or over its quota.
FULL_WORDS = ("QuotaExceeded", "StorageFull", "EntityTooLarge", "No space left")


class StorageProblem(DomainError):
    """The file store cannot do this now; the sentence says what an administrator should look at."""


class FileLost(StorageProblem):
    """The file is not there, or not what was put: asking again does not help."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as the database remembers it: hex digest of its content, and bytes."""

    sha256: str
    size: int


class FileStore:
    """Files under their own digest: written once, never changed, found again by what they hold.

    `url` is a folder (`/srv/files`, `file:///srv/files`) or a bucket (`s3://bucket/folder`); `options` go
    to fsspec (for S3: `key`, `secret`, `endpoint_url`). Every method raises `StorageProblem` in sentences.
    """

    def __init__(self, url: str, **options: Any) -> None:
        self.url = url
        # A remembered listing would deny a file that another process has just written.
        self.options = {"use_listings_cache": False, **options}
        if fsspec.utils.get_protocol(url) in LOCAL:
            self.options["auto_mkdir"] = True
        self.root: str = fsspec.core.strip_protocol(url).rstrip("/")

    @property
    def filesystem(self) -> Any:
        """Asked for anew each time: fsspec keeps one for each process, and a forked job needs its own."""
        return fsspec.core.url_to_fs(self.url, **self.options)[0]

    def put(self, content: bytes | BinaryIO) -> StoredFile:
        """Keep the content; the same content twice is one file. A reader never sees half a file.

        A second time renews the file's age, so that a sweep under way spares it.
        """
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        waiting = f"{self.root}/waiting/{uuid4().hex}"
        with _in_sentences():
            try:
                stored = self._write(source, waiting)
                self.filesystem.mv(waiting, self._path(stored.sha256))
            except OSError:
                with suppress(OSError):
                    self.filesystem.rm_file(waiting)
                raise
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """The file from its beginning, to be closed by the caller."""
        path = self._path(sha256)
        with _in_sentences():
            opened: BinaryIO = self.filesystem.open(path, "rb")
            return opened

    def read(self, sha256: str) -> bytes:
        """The whole content; raises `StorageProblem` if it is no longer what was put."""
        with _in_sentences(), self.open(sha256) as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileLost(f"The file {sha256[:12]} was changed or damaged in storage. Restore it from a backup.")
        return content

    def exists(self, sha256: str) -> bool:
        with _in_sentences():
            return bool(self.filesystem.exists(self._path(sha256)))

    def remove(self, sha256: str) -> None:
        """Remove the file, if it is there. The caller makes sure that no record keeps it."""
        path = self._path(sha256)
        with _in_sentences(), suppress(FileNotFoundError):
            self.filesystem.rm_file(path)

    def sweep(self, *, keep: Container[str], older_than: timedelta, now: datetime) -> int:
        """Remove what no record keeps and what was left half-written; the count of removed files.

        Only files older than `older_than`: a younger one may belong to a transaction still to commit.
        """
        oldest = now - older_than
        removed = 0
        with _in_sentences():
            for path, facts in self._files():
                if path.rpartition("/")[2] in keep or _written_at(facts) >= oldest:
                    continue
                # Asked again, because someone may have put the same content since the list was made.
                if _written_at(self.filesystem.info(path)) < oldest:
                    self.filesystem.rm_file(path)
                    removed += 1
        return removed

    def _path(self, sha256: str) -> str:
        if not SHA256.fullmatch(sha256):
            raise StorageProblem("A file is asked for by 64 hexadecimal digits; this is something else.")
        return f"{self.root}/kept/{sha256[:2]}/{sha256}"

    def _write(self, source: BinaryIO, path: str) -> StoredFile:
        digest, size = hashlib.sha256(), 0
        with self.filesystem.open(path, "wb") as file:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        return StoredFile(digest.hexdigest(), size)

    def _files(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Ours only, by name: a folder that others use too loses nothing."""
        for place, name in (("kept", SHA256), ("waiting", re.compile(r"[0-9a-f]{32}"))):
            found = self.filesystem.find(f"{self.root}/{place}", detail=True)
            yield from ((path, facts) for path, facts in found.items() if name.fullmatch(path.rpartition("/")[2]))


def _written_at(facts: dict[str, Any]) -> datetime:
    """When the file was last written, aware UTC; a folder tells seconds, a bucket a moment."""
    moment = facts.get("LastModified") or facts["mtime"]
    return moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)


@contextmanager
def _in_sentences() -> Iterator[None]:
    """Turn what a disk or network says into what an administrator can act on."""
    try:
        yield
    except FileNotFoundError as missing:
        raise FileLost(
            "This file is not in the file store. If the store was moved, its content must move too."
        ) from missing
    except PermissionError as refused:
        raise StorageProblem(
            "The file store refused access. Check the folder's owner, or the bucket's key and policy."
        ) from refused
    except OSError as problem:
        if problem.errno in FULL or any(word in str(problem) for word in FULL_WORDS):
            raise StorageProblem(
                "The file store is full. Nothing was saved; free some room, then try again."
            ) from problem
        raise StorageProblem(UNREACHABLE) from problem
    except BotoCoreError as problem:
        raise StorageProblem(UNREACHABLE) from problem
