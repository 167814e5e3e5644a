"""What a certificate of completion shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Paper


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency of the curriculum."""

    code: str  # "C3"
    name: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """One person met every required session of a training that is complete."""

    paper: Paper
    name: str
    program: str
    dates: str  # "4 March 2026 to 20 May 2026"
    sessions: str  # "12 of 12 sessions"
    ways: str  # "9 live · 2 by recording · 1 made up for"
    hours: str
    competencies: tuple[Competency, ...]
    signer_name: str
    signer_role: str
