"""What an address below a prospect names besides the prospect itself."""

from sqlalchemy.orm import Session

from workflows.errors import NotFound
from workflows.prospects.lifecycle import PROSPECT
from workflows.prospects.models import Prospect
from workflows.prospects.queries import get_prospect


def load_with_step(session: Session, *, prospect_id: int, step: str) -> Prospect:
    """The prospect, once the step is known to exist; raises NotFound."""
    if step not in {row.name for row in PROSPECT.rows}:
        raise NotFound()
    return get_prospect(session, prospect_id)
