"""Files are kept by their content, in a folder and in a bucket alike."""

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from workflows.files import FileStore, StorageProblem, StoredFile

LETTER = b"Dear Amina,"
DIGEST = hashlib.sha256(LETTER).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return FileStore(f"file://{tmp_path}/files")
    options: dict[str, Any] = {
        "key": "k", "secret": "s", "endpoint_url": request.getfixturevalue("endpoint"),
        "client_kwargs": {"region_name": "us-east-1"},
    }  # fmt: skip
    bucket = f"files-{tmp_path.name.replace('_', '-').lower()[:40]}".strip("-")
    boto3.client(
        "s3", endpoint_url=options["endpoint_url"], aws_access_key_id="k", aws_secret_access_key="s",
        region_name="us-east-1",
    ).create_bucket(Bucket=bucket)  # fmt: skip
    return FileStore(f"s3://{bucket}/accompany", **options)


def test_content_is_found_again_by_its_digest(store: FileStore) -> None:
    assert store.put(LETTER) == StoredFile(sha256=DIGEST, size=11)
    assert (store.exists(DIGEST), store.read(DIGEST)) == (True, LETTER)
    with store.open(DIGEST) as file:
        assert file.read(4) == b"Dear"


def test_a_stream_is_kept_like_bytes(store: FileStore) -> None:
    content = os.urandom(3 * 1024 * 1024 + 1)
    stored = store.put(io.BytesIO(content))
    assert (stored.size, store.read(stored.sha256)) == (len(content), content)


def test_the_same_content_twice_is_one_file(store: FileStore) -> None:
    assert store.put(LETTER) == store.put(io.BytesIO(LETTER))
    assert len(store.filesystem.find(store.root)) == 1


def test_an_empty_file_is_a_file(store: FileStore) -> None:
    assert store.read(store.put(b"").sha256) == b""


def test_a_missing_file_is_a_sentence(store: FileStore) -> None:
    with pytest.raises(StorageProblem) as refused:
        store.read(OTHER)
    assert refused.value.sentences == (
        "This file is not in the file store. If the store was moved, its content must move too.",
    )
    assert store.exists(OTHER) is False


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, DIGEST + "\n"])
def test_only_a_digest_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageProblem) as refused:
        FileStore(str(tmp_path)).read(name)
    assert refused.value.sentences == ("A file is asked for by 64 hexadecimal digits; this is something else.",)


def test_sweep_removes_old_orphans_and_leaves_what_is_kept(store: FileStore) -> None:
    store.put(LETTER)
    store.put(b"other")
    tomorrow = datetime.now(UTC) + 2 * DAY
    assert store.sweep(keep={DIGEST}, older_than=DAY, now=tomorrow) == 1
    assert (store.exists(DIGEST), store.exists(OTHER)) == (True, False)


def test_sweep_spares_what_is_young(store: FileStore) -> None:
    store.put(LETTER)
    assert store.sweep(keep=(), older_than=DAY, now=datetime.now(UTC)) == 0
    assert store.exists(DIGEST) is True


def test_sweep_of_an_empty_store_removes_nothing(store: FileStore) -> None:
    assert store.sweep(keep=(), older_than=DAY, now=datetime.now(UTC)) == 0


def test_sweep_touches_only_files_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "holiday.jpg").write_bytes(b"x")
    assert FileStore(str(tmp_path)).sweep(keep=(), older_than=-DAY, now=datetime.now(UTC)) == 0


def test_sweep_clears_what_was_left_half_written(tmp_path: Path) -> None:
    (tmp_path / "waiting").mkdir()
    (tmp_path / "waiting" / ("a" * 32)).write_bytes(b"half")
    assert FileStore(str(tmp_path)).sweep(keep=(), older_than=DAY, now=datetime.now(UTC) + 2 * DAY) == 1


def test_putting_an_old_file_again_makes_it_young(tmp_path: Path) -> None:
    store = FileStore(str(tmp_path))
    store.put(LETTER)
    path = tmp_path / "kept" / DIGEST[:2] / DIGEST
    os.utime(path, (0, 0))
    store.put(LETTER)
    assert store.sweep(keep=(), older_than=DAY, now=datetime.now(UTC)) == 0


def test_damaged_content_is_noticed(tmp_path: Path) -> None:
    store = FileStore(str(tmp_path))
    store.put(LETTER)
    (tmp_path / "kept" / DIGEST[:2] / DIGEST).write_bytes(b"Dear Somebody,")
    with pytest.raises(StorageProblem) as refused:
        store.read(DIGEST)
    assert refused.value.sentences == (
        f"The file {DIGEST[:12]} was changed or damaged in storage. Restore it from a backup.",
    )


class FullDisk(io.BytesIO):
    """A source whose reading meets what a full disk would say."""

    def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002 - as files have it
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    store = FileStore(str(tmp_path))
    with pytest.raises(StorageProblem) as refused:
        store.put(FullDisk())
    assert refused.value.sentences == ("The file store is full. Nothing was saved; free some room, then try again.",)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_bucket_that_cannot_be_reached_is_a_sentence() -> None:
    store = FileStore(
        "s3://nowhere/accompany", key="k", secret="s", endpoint_url="http://127.0.0.1:9",
        config_kwargs={"retries": {"max_attempts": 1}, "connect_timeout": 1},
    )  # fmt: skip
    with pytest.raises(StorageProblem) as refused:
        store.read(DIGEST)
    assert refused.value.sentences == ("The file store cannot be reached. Nothing was lost; try again soon.",)
