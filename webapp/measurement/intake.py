"""Uploads that never touch the disk: an extract holds people's names until it is reduced."""

import io
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage

from config import Settings
from webapp.measurement.pseudonym_key import pseudonym_key
from workflows.clock import local_date, utc_now
from workflows.enrollments.models import Enrollment
from workflows.measurement.answers import EXTRACT_REQUEST_MAX_BYTES
from workflows.measurement.formula import Formula
from workflows.measurement.operations import ReducedExtract, sha256_of
from workflows.measurement.reduction import reduce_extract
from workflows.signing.answers import VERIFY_REQUEST_MAX_BYTES

LIMITS: dict[str, int] = {
    "measurement.upload": EXTRACT_REQUEST_MAX_BYTES,
    "signing.verify": VERIFY_REQUEST_MAX_BYTES,
}  # bytes of a request, for each endpoint whose files stay in memory
IN_MEMORY = LIMITS.keys()


class InMemoryRequest(Request):
    """A request whose files, where they name people, are held in memory: usually a large one goes to a temporary file.

    What is held is bounded: a larger body is refused before it is read.
    """

    @property
    def max_content_length(self) -> int | None:
        limit = LIMITS.get(self.endpoint or "")
        return super().max_content_length if limit is None else limit

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self._stays_in_memory:
            return io.BytesIO()
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)

    @property
    def _stays_in_memory(self) -> bool:
        return self.endpoint in IN_MEMORY


def reduce_upload(
    file: FileStorage, *, enrollment: Enrollment, formulas: list[Formula], agreed: list[str], settings: Settings
) -> ReducedExtract:
    """The upload without anybody in it: the affiliate's own rows, keys in place of people, agreed columns.

    Raises DomainError.
    """
    content = file.stream.read()
    kept = io.BytesIO()
    affiliate = enrollment.affiliate
    report = reduce_extract(
        io.BytesIO(content),
        kept,
        key=pseudonym_key(settings),
        formulas=formulas,
        site=affiliate.code,
        today=local_date(utc_now(), affiliate.time_zone),
        agreed=agreed,
    )
    return ReducedExtract(file.filename or "", sha256_of(content), kept.getvalue(), report)
