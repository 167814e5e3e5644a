"""What a document may hold besides text: pictures, and the texts themselves made safe for Word."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Context: TypeAlias = DataclassInstance

# Everything XML 1.0 cannot carry, lone surrogates included; tab and newline stay.
UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_END = re.compile(r"\r\n?|\x0b|\x0c|\u2028|\u2029")
# What a template engine, or a check for unfinished text, would mistake for a placeholder.
BRACES = re.compile(r"(?<=[{])(?=_?[{%#])|(?<=[}%#])(?=_?[}])")
WORD_JOINER = "\N{WORD JOINER}"
NEW_PARAGRAPH = "\a"  # docxtpl's sign for one


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG shown `width_mm` wide; `description` is read aloud to those who cannot see it."""

    png: bytes
    width_mm: int
    description: str = ""


def clean_line(text: str) -> str:
    """The text on one line, without characters that a file's properties cannot hold."""
    return " ".join(UNPRINTABLE.sub("", LINE_END.sub("\n", text)).split())


def clean_text(text: str) -> str:
    """The text as docxtpl wants it: an empty line starts a paragraph, a newline breaks the line.

    Double braces that a person typed are held apart by an invisible word joiner, so that they are shown
    as typed and a finished file never looks unfinished.
    """
    lines = UNPRINTABLE.sub("", LINE_END.sub("\n", text)).strip("\n")
    return re.sub(r"\n[ \t]*\n\s*", NEW_PARAGRAPH, BRACES.sub(WORD_JOINER, lines))
