"""Small files of each kind that a session's materials may be, made as the programs make them."""

import io
import zipfile
from base64 import b64decode
from collections.abc import Mapping

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
MAINS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPQiAoAAAGAANP33bJ2AAAAAElFTkSuQmCC")
JPG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////"
    "////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAABAAEDASIAAhEB"
    "AxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAL/xAAUEQEAAAAAAAAA"
    "AAAAAAAAAAAA/9oADAMBAAIRAxEAPwCQAl//2Q=="
)
VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nWelcome, everyone.\n"
SRT = b"1\r\n00:00:01,000 --> 00:00:04,000\r\nWelcome, everyone.\r\n"
CSV = "Name,Città\r\nAna,Porto\r\n".encode("cp1252")
TXT = "Bring your own figures.\n".encode("utf-16")


def office(ending: str, more: Mapping[str, bytes] | None = None, *, declared_as: str | None = None) -> bytes:
    """A Word, PowerPoint or Excel file with further parts in it; `declared_as` another ending's type."""
    main, _ = MAINS[ending]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES.format(main=main, kind=MAINS[declared_as or ending][1]))
        packed.writestr(main, "<document/>")
        for name, content in (more or {}).items():
            packed.writestr(name, content)
    return target.getvalue()


GOOD: dict[str, bytes] = {
    "slides.pdf": PDF,
    "Worksheet.DOCX": office("docx"),
    "slides.pptx": office("pptx"),
    "figures.xlsx": office("xlsx"),
    "figures.csv": CSV,
    "notes.txt": TXT,
    "captions.vtt": VTT,
    "captions.srt": SRT,
    "map.png": PNG,
    "photo.jpeg": JPG,
}
