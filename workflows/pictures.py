"""Whether a file is a whole picture: its parts are followed to the end, and nothing of it is decoded."""

import zlib
from collections.abc import Iterator

SOMETHING_ELSE = "Its content is something else."
BROKEN = "The picture in it is broken or not whole."
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # markers that tell a JPEG's size
_SCAN = 0xDA


def whole_png(content: bytes) -> str:
    """Why the content is no whole PNG; empty when it is: a size, and every part with its check sum to the last one."""
    if not content.startswith(_PNG):
        return SOMETHING_ELSE
    names: list[bytes] = []
    for name, part in _png_parts(content):
        if not names and (name != b"IHDR" or len(part) != 13 or b"\0\0\0\0" in (part[:4], part[4:8])):
            return BROKEN
        names.append(name)
    return "" if names[-1:] == [b"IEND"] and b"IDAT" in names else BROKEN


def _png_parts(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """(name, content) of each part, as long as its check sum is right."""
    view, place = memoryview(content), len(_PNG)
    while place + 12 <= len(content):
        end = place + 8 + int.from_bytes(view[place : place + 4])
        if end + 4 > len(content) or zlib.crc32(view[place + 4 : end]) != int.from_bytes(view[end : end + 4]):
            return
        name = bytes(view[place + 4 : place + 8])
        yield name, view[place + 8 : end]
        if name == b"IEND":
            return
        place = end + 4


def whole_jpeg(content: bytes) -> str:
    """Why the content is no whole JPEG; empty when it is: a frame with a size, a scan, and the mark of the end."""
    if not content.startswith(_JPEG):
        return SOMETHING_ELSE
    has_frame, place = False, 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if marker in _FRAMES:
            size = content[place + 5 : place + 9]
            has_frame = len(size) == 4 and b"\0\0" not in (size[:2], size[2:])
        if marker == _SCAN:
            return "" if has_frame and content.find(b"\xff\xd9", place + 2 + length) >= 0 else BROKEN
        place += 2 + length
    return BROKEN
