"""The worker's part of measuring: from a reduced extract to figures, and then away with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from workflows.db import db
from workflows.errors import DomainError
from workflows.files import FileLost
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.formula import Formula, parse_formula
from workflows.measurement.models import ExtractState
from workflows.measurement.operations import keep_figures, refuse_extract, remove_reduced_file
from workflows.measurement.queries import get_extract, list_computable
from workflows.outbox import Effect, JobContext
from workflows.proposals.goals.data_facts import keep_data_facts
from workflows.proposals.smart.outcome_days import outcome_day_of

if TYPE_CHECKING:
    from workflows.measurement.telling import ExtractFacts

LOST = "The reduced file was lost before its figures were computed. Upload the extract again."
NO_COLUMNS = "The file holds the columns of none of the indicators, so there is nothing to compute."


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be computed, in plain values that outlive a transaction."""

    extract_id: int
    site: str
    as_of: date
    sha256: str
    formulas: Mapping[str, Formula]
    indicator_ids: Mapping[str, int]
    outcome_days: Mapping[str, int]


def compute_extract(context: JobContext) -> Effect:
    """Compute every indicator of the year's framework that the extract can give, for the affiliate's own site.

    A file that cannot be used refuses the import with a sentence; only a store that cannot be reached is tried again.
    """
    order = _order(db.session(), context.run.subject_id or 0)
    if order is None:
        return _nothing
    context.report(10, f"Reading what was kept of the extract for {len(order.formulas)} indicators")
    try:
        figures, facts = _figures(order, context)
    except (FileLost, _NothingToCompute) as problem:
        return _refusal(order, sentence=LOST if isinstance(problem, FileLost) else str(problem), context=context)

    def keep(session: Session) -> None:
        extract = get_extract(session, order.extract_id)
        if extract.state is ExtractState.WAITING:
            keep_figures(extract, figures=figures, indicator_ids=order.indicator_ids, session=session, now=context.now)
            keep_data_facts(
                session,
                extract.enrollment.affiliate_id,
                as_of=order.as_of,
                arrivals_by_month=facts.arrivals_by_month,
                field_completeness=facts.field_completeness,
            )

    return keep


def forget_reduced_file(context: JobContext) -> Effect:
    """Remove a reduced file whose figures are computed; safe to repeat."""
    arguments, files = dict(context.run.arguments), context.files

    def remove(session: Session) -> None:
        remove_reduced_file(arguments["affiliate_id"], sha256=arguments["sha256"], files=files, session=session)

    return remove


class _NothingToCompute(DomainError):
    """The file has too few columns, or nobody's row."""


def _order(session: Session, extract_id: int) -> _Order | None:
    """None when the import does not wait any more."""
    extract = get_extract(session, extract_id)
    if extract.state is not ExtractState.WAITING or extract.reduced_sha256 is None:
        return None
    indicators = list_computable(session, extract.enrollment)
    return _Order(
        extract_id=extract.id,
        site=extract.enrollment.affiliate.code,
        as_of=extract.as_of,
        sha256=extract.reduced_sha256,
        formulas={row.code: parse_formula(row.formula) for row in indicators},
        indicator_ids={row.code: row.id for row in indicators},
        outcome_days={row.code: day for row in indicators if (day := outcome_day_of(row.name)) is not None},
    )


def _figures(order: _Order, context: JobContext) -> tuple[Sequence[Figure], "ExtractFacts"]:
    from workflows.measurement.compute import compute  # noqa: PLC0415 - the scheduler reads this table without pandas
    from workflows.measurement.telling import tell  # noqa: PLC0415 - as above

    reduced = context.files.read(order.sha256)
    context.report(40, f"Computing {len(order.formulas)} indicators")
    figures = compute(reduced, formulas=order.formulas, as_of=order.as_of)
    # A reduced file writes affiliate codes in capitals; a figure is kept under the code as the affiliate has it.
    sites = {ALL_SITES: ALL_SITES, order.site.upper(): order.site}
    kept = [replace(figure, site=sites[figure.site]) for figure in figures if figure.site in sites]
    if not kept:
        raise _NothingToCompute(NO_COLUMNS)
    context.report(90, f"{len({figure.code for figure in kept})} indicators are computed")
    facts = tell(
        reduced,
        site=order.site.upper(),
        formulas=order.formulas,
        outcome_days=order.outcome_days,
        as_of=order.as_of,
    )
    return kept, facts


def _refusal(order: _Order, *, sentence: str, context: JobContext) -> Effect:
    def refuse(session: Session) -> None:
        extract = get_extract(session, order.extract_id)
        if extract.state is ExtractState.WAITING:
            refuse_extract(extract, sentence=sentence, session=session, now=context.now)

    return refuse


def _nothing(_session: Session) -> None:
    """Somebody else did it already."""
