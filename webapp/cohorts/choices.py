"""What staff choose from when they set up a cohort: frameworks, and pilots to build on."""

from dataclasses import replace

from workflows.cohorts.queries import list_pilots
from workflows.cohorts.terms import CohortTerms
from workflows.db import Session, db
from workflows.frameworks.operations import EDITION, NAME, is_starting_library, seed_framework
from workflows.frameworks.queries import list_frameworks

STARTING_LIBRARY = 0  # chosen before it is there: the first cohort brings it


def frameworks() -> list[tuple[int, str]]:
    """The starting library, and whatever else is published."""
    others = [row for row in list_frameworks(db.session()) if not is_starting_library(row)]
    return [(STARTING_LIBRARY, f"{NAME}, edition {EDITION}"), *((row.id, row.title) for row in others)]


def pilots(*, but: int | None = None) -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in list_pilots(db.session(), but=but)]


def with_library(terms: CohortTerms, *, session: Session) -> CohortTerms:
    """The terms with the starting library made, where it was chosen."""
    if terms.framework_id != STARTING_LIBRARY:
        return terms
    return replace(terms, framework_id=seed_framework(session=session).id)
