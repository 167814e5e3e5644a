"""The parts of the training as tabs below the section: sessions, practice, peers."""

from collections.abc import Iterable

from flask import url_for

from webapp.access import allows
from webapp.actors import actor
from webapp.enrollments.tabs import Tab
from workflows.enrollments.models import Enrollment
from workflows.peers.models import takes_part
from workflows.permissions import Permission, Scope, scopes_of

SESSIONS, PRACTICE, PEERS = "Sessions", "Practice", "Peers"


def parts_of_all(current: str) -> list[Tab]:
    """For every cohort at once."""
    return _tabs(current, url_for("training.index"), url_for("exercises.index"), url_for("peers.index"))


def parts_of_cohort(current: str, cohort_id: int, enrollments: Iterable[Enrollment]) -> list[Tab]:
    """For one cohort; `enrollments` are those of it that this person may see."""
    peers = url_for("peers.cohort", cohort_id=cohort_id) if _sees_peers(enrollments) else ""
    sessions = url_for("training.cohort", cohort_id=cohort_id)
    return _tabs(current, sessions, url_for("exercises.index", cohort=cohort_id), peers)


def parts_of_enrollment(current: str, enrollment: Enrollment) -> list[Tab]:
    """For one affiliate."""
    peers = url_for("peers.cohort", cohort_id=enrollment.cohort_id) if _sees_peers([enrollment]) else ""
    pages = (url_for(f"{name}.of_enrollment", enrollment_id=enrollment.id) for name in ("training", "exercises"))
    return _tabs(current, *pages, peers)


def _sees_peers(enrollments: Iterable[Enrollment]) -> bool:
    everywhere = Scope.ANYWHERE in scopes_of(actor(), Permission.SEE_PEERS)
    return everywhere or any(takes_part(one) and allows(Permission.SEE_PEERS, one) for one in enrollments)


def _tabs(current: str, sessions: str, practice: str, peers: str) -> list[Tab]:
    tabs = (
        (SESSIONS, sessions, Permission.SEE_TRAINING),
        (PRACTICE, practice, Permission.SEE_PRACTICE),
        (PEERS, peers, Permission.SEE_PEERS),
    )
    return [Tab(label, url, current=label == current) for label, url, who in tabs if url and allows(who)]
