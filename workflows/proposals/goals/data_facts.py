"""What an import tells about an affiliate's data is kept for the rules of its goals; sums and shares, nobody's row."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.proposals.goals.models import DataFacts


def keep_data_facts(
    session: Session,
    affiliate_id: int,
    *,
    as_of: date,
    arrivals_by_month: Mapping[str, int],
    field_completeness: Mapping[str, Decimal],
) -> None:
    """Keep them as the affiliate's newest; an import of an earlier day changes nothing."""
    kept = session.scalar(select(DataFacts).where(DataFacts.affiliate_id == affiliate_id).with_for_update())
    if kept is not None and kept.as_of > as_of:
        return
    if kept is None:
        kept = DataFacts(affiliate_id=affiliate_id)
        session.add(kept)
    kept.as_of = as_of
    kept.arrivals_by_month = dict(sorted(arrivals_by_month.items()))
    kept.field_completeness = {name: f"{share:.4f}" for name, share in sorted(field_completeness.items())}
