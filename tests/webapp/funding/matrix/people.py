"""Who asks: every role, and every relation to the records of the world that changes what a role may do."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_reviews import a_scene
from tests.scenes_staging import also
from tests.webapp.funding.matrix.world import World
from workflows.people.models import User
from workflows.permissions import Role


def _of(role: Role) -> Callable[[Session, World], User]:
    """Somebody of the award's own affiliate."""
    return lambda s, w: a_person(s, role, affiliate=w.scene.enrollment.affiliate)


PEOPLE: dict[str, Callable[[Session, World], User]] = {
    "administrator": lambda s, _: a_person(s, Role.NETWORK_ADMINISTRATOR),
    "manager": lambda _, w: w.scene.managers[1],
    "manager who acted": lambda _, w: w.scene.managers[0],  # decided, and wrote the amendment
    "manager who coaches": lambda s, w: also(s, w.scene.coach),
    "manager who filed": lambda s, w: also(s, w.scene.reviewers[0]),
    "manager who scores": lambda s, w: also(s, w.scoring),
    "manager who stepped aside": lambda s, w: also(s, w.left),
    "finance": lambda _, w: w.scene.finance[1],
    "finance who requested": lambda _, w: w.scene.finance[0],
    "auditor": lambda s, _: a_person(s, Role.AUDITOR),
    "steward": lambda _, w: w.steward,
    "coach": lambda _, w: w.scene.coach,
    "another coach": lambda s, _: a_person(s, Role.COACH),
    "reviewer who filed": lambda _, w: w.scene.reviewers[0],
    "reviewer who stepped aside": lambda _, w: w.left,
    "another reviewer": lambda s, _: a_person(s, Role.REVIEWER),
    "director": lambda _, w: w.scene.director,
    "data lead": lambda _, w: w.lead,
    "staff": _of(Role.AFFILIATE_STAFF),
    "affiliate’s finance": _of(Role.AFFILIATE_FINANCE),
    "partner’s director": lambda s, w: a_person(s, Role.AFFILIATE_DIRECTOR, affiliate=w.partner),
    "another director": lambda s, _: a_scene(s).director,
}
EVERYBODY = frozenset(PEOPLE)
MANAGERS = frozenset(name for name in PEOPLE if name.startswith("manager"))
FINANCE = frozenset({"finance", "finance who requested"})
OWN_SIDE = frozenset({"director", "data lead", "staff", "affiliate’s finance"})
LEADS = frozenset({"director", "data lead"})
COACHES = frozenset({"coach", "another coach"})

READS_ALL = MANAGERS | {"administrator", "auditor"}
STAFF = READS_ALL | FINANCE
FUNDING = STAFF | OWN_SIDE | {"coach"}
YEAR = FUNDING | {"steward"}  # who knows of the year, if not of its money
COHORT = STAFF | COACHES | {"steward"}
DATA = READS_ALL | OWN_SIDE | {"coach", "steward"}
_IN_REVIEW = {"coach", "reviewer who filed", "partner’s director"}
PROPOSAL = (READS_ALL | OWN_SIDE | _IN_REVIEW) - {"manager who stepped aside"}
REVIEWS = READS_ALL - {"manager who stepped aside"}

DECIDES = MANAGERS - {"manager who coaches", "manager who filed", "manager who stepped aside"}
CONFIRMS = DECIDES - {"manager who acted"} | {"administrator"}
MONEY = MANAGERS | FINANCE
SECOND = MANAGERS | {"finance"}  # who did not ask
ASSESSES = MONEY - {"manager who stepped aside"}
DECIDES_CHANGE = MANAGERS - {"manager who coaches", "manager who acted"}
KEEPS_DATA = MANAGERS | {"steward"}
