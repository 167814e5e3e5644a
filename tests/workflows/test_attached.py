"""A record holds a file under a name that is safe to give back, and only of the kinds that it takes."""

import pytest

from workflows.attached import Attachment, HoldsFile, hold, keep
from workflows.errors import DomainError
from workflows.exercises.answers import FILE_KINDS, FILE_MAX_BYTES, NO_SPREADSHEETS
from workflows.file_kinds import PDF, accepted, recognise
from workflows.files import FileStore

WHOLE = b"%PDF-1.7\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("sketch.pdf", b"", "empty"),
        ("sketch.pdf", b"PK\x03\x04", "is not the PDF file that its name says"),
        ("clients.csv", b"a,b", "These can: docx, jpg, pdf, png. Spreadsheets stay with you."),
        ("clients.xlsx", b"PK\x03\x04", "Spreadsheets stay with you."),
        ("plan.docx", b"PK\x03\x04 no package", "Its content is broken"),
        ("a.svg", b"<svg onload=alert(1)>", "cannot be kept here"),
        ("big.pdf", b"%PDF-" + b"x" * FILE_MAX_BYTES, "larger than 5 MB"),
    ],
)
def test_a_kind_that_is_not_taken_is_refused_with_what_is(name: str, content: bytes, says: str) -> None:
    with pytest.raises(DomainError) as refusal:
        recognise(name, content, kinds=FILE_KINDS, at_most=FILE_MAX_BYTES, instead=NO_SPREADSHEETS)
    assert says in str(refusal.value)
    assert [reason.where for reason in refusal.value.reasons] == ["file"]


def test_a_field_offers_every_ending_of_its_kinds() -> None:
    assert accepted(FILE_KINDS) == ".pdf,.docx,.png,.jpg,.jpeg"


def test_the_kept_name_has_no_folder_and_the_ending_of_its_kind() -> None:
    record = HoldsFile()
    files = FileStore("memory://attached")
    hold(record, keep(Attachment("..\\..\\etc/pass\r\nwd<b>.PDF", WHOLE), kinds=[PDF], at_most=100, files=files))
    assert (record.file_name, record.file_type, record.file_size) == ("passwdb.pdf", "application/pdf", len(WHOLE))
    assert files.read(record.file_sha256 or "") == WHOLE
