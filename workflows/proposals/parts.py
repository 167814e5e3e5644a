"""The parts of a proposal that a training session can help with, by key: the whole, a section, or one question."""

from workflows.proposals.answers import SECTION_BY_NAME, SECTIONS, Kind

WHOLE = "proposal"
_WRITTEN = frozenset({Kind.LINE, Kind.TEXT})

PARTS: dict[str, str] = {WHOLE: "The whole proposal"} | {
    key: words
    for section in SECTIONS
    for key, words in (
        (section.name, section.title),
        *((f"{section.name}.{field.name}", field.label) for field in section.fields if field.kind in _WRITTEN),
    )
}
"""Key → its words, in the proposal's own order: `story` → “Your project”, `story.need_with_data` → “The need, …”."""


def section_of(key: str) -> str:
    """The title of the section that a part stands in; empty for the whole proposal and for no part."""
    section = SECTION_BY_NAME.get(key.partition(".")[0])
    return section.title if section else ""


def words_of_part(key: str) -> str:
    """What the part is called; a key that the proposal does not have any more reads as it is written."""
    return PARTS.get(key, key)
