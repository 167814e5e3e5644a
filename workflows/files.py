"""Files kept by their SHA-256, through fsspec: a folder by default, any object store by its address."""

import hashlib
from dataclasses import dataclass
from typing import Any

import fsspec


@dataclass(frozen=True, slots=True)
class StoredFile:
    sha256: str
    size: int


class FileStore:
    """Content-addressed files below one address; a file is written once and never changed."""

    def __init__(self, url: str, **options: Any) -> None:
        self._files, self._root = fsspec.core.url_to_fs(url, **options)

    def put(self, content: bytes) -> StoredFile:
        sha256 = hashlib.sha256(content).hexdigest()
        path = f"{self._root}/{sha256[:2]}/{sha256}"
        self._files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        self._files.pipe_file(path, content)
        return StoredFile(sha256, len(content))

    def read(self, sha256: str) -> bytes:
        content: bytes = self._files.cat_file(f"{self._root}/{sha256[:2]}/{sha256}")
        return content
