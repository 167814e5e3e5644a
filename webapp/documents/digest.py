"""The fingerprint of a file that somebody sent."""

import hashlib

from werkzeug.datastructures import FileStorage

from workflows.files import CHUNK


def sha256_of(file: FileStorage) -> str:
    """Read in pieces; nothing of it is kept."""
    digest = hashlib.sha256()
    while chunk := file.stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
