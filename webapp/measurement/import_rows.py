"""One import as a row of the list of imports, with its progress while figures are computed."""

from dataclasses import dataclass

from flask import url_for

from webapp.filters import plural, short_date
from workflows.measurement.models import ExtractState
from workflows.measurement.queries import ImportProgress
from workflows.outbox import RunState

_TONES = {"done": "good", "failed": "late", "running": "wait", "owed": "wait"}
_WORDS = {"done": "Computed", "failed": "Not computed", "running": "Computing", "owed": "Waiting"}

IN_LINE = "It is in the line; its figures are computed in a minute or two. You can leave this page."


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What the component `document_row` shows: title, state, progress, and where to read on."""

    title: str
    state: str
    url: str
    poll_url: str
    size: str
    made_at: str
    progress_text: str
    progress_percent: int | None
    error: str

    @property
    def word(self) -> str:
        return _WORDS[self.state]

    @property
    def tone(self) -> str:
        return _TONES[self.state]

    @classmethod
    def of(cls, progress: ImportProgress, *, is_news: bool = False) -> "ImportRow":
        """`is_news`: the row arrives on a page that was made before the figures were there."""
        extract, run = progress.extract, progress.run
        ready = "the figures are ready: load the page again to see them" if is_news else ""
        return cls(
            title=f"Extract {extract.number}, as of {short_date(extract.as_of)}",
            state=_state(progress),
            url=url_for("measurement.quality", extract_id=extract.id),
            poll_url=url_for("measurement.news", extract_id=extract.id),
            size=ready or plural(progress.figures, "figure"),
            made_at=f"uploaded by {progress.uploader} on {short_date(extract.uploaded_at)}",
            progress_text=(run.progress_text if run is not None else "") or IN_LINE,
            progress_percent=run.progress_percent if run is not None else None,
            error=extract.problem or (run.error if run is not None else ""),
        )


def _state(progress: ImportProgress) -> str:
    match progress.extract.state:
        case ExtractState.COMPUTED:
            return "done"
        case ExtractState.REFUSED:
            return "failed"
    run = progress.run
    if run is None:
        return "owed"
    return "owed" if run.state is RunState.DONE else run.state.value
