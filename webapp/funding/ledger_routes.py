"""The ledger of an award in the browser, as two downloads, and the entries that correct its spending."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.money import CorrectionForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.csv_export import stream_csv
from webapp.enrollments.tabs import list_tabs
from webapp.funding.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.funding.ledger.categories import CATEGORIES
from workflows.funding.ledger.posting import correct_spending
from workflows.funding.ledger.queries import Ledger, ledger_of, list_entries
from workflows.funding.models import Award
from workflows.funding.queries import get_award
from workflows.permissions import Permission

SUMS_HEADER = ("By", "Name", "Budgeted", "Committed", "Planned so far", "Spent", "Unspent", "Variance", "In words")
ENTRIES_HEADER = ("Day", "Entry", "Budget category", "Payment", "Amount", "Reference", "Note")


@bp.get("/<int:award_id>/ledger")
@guarded(Permission.SEE_FUNDING, get_award)
def ledger(award: Award) -> ResponseReturnValue:
    session = db.session()
    return render_template(
        "funding/ledger.html",
        award=award,
        enrollment=award.enrollment,
        tabs=list_tabs(award.enrollment, "Funding"),
        ledger=ledger_of(session, award),
        entries=list_entries(session, award),
        categories=CATEGORIES,
    )


@bp.get("/<int:award_id>/ledger.csv")
@guarded(Permission.SEE_FUNDING, get_award)
def ledger_sums(award: Award) -> ResponseReturnValue:
    return stream_csv(f"ledger-{award.number}.csv", SUMS_HEADER, list(_sums(ledger_of(db.session(), award))))


def _sums(found: Ledger) -> Iterator[tuple[object, ...]]:
    groups = (("Category", found.categories), ("Goal", found.goals), ("Tag", found.tags), ("Award", (found.total,)))
    for by, rows in groups:
        for row in rows:
            yield (by, row.label, row.budgeted, row.committed, row.planned, row.spent, row.unspent, row.variance,
                   row.variance_words)  # fmt: skip  # one row


@bp.get("/<int:award_id>/entries.csv")
@guarded(Permission.SEE_FUNDING, get_award)
def ledger_entries(award: Award) -> ResponseReturnValue:
    rows = [
        (
            entry.dated_on.isoformat(),
            entry.kind.words,
            CATEGORIES.get(entry.category, ""),
            "" if entry.payment is None else entry.payment.label,
            entry.amount,
            entry.reference,
            entry.note,
        )
        for entry in list_entries(db.session(), award)
    ]
    return stream_csv(f"entries-{award.number}.csv", ENTRIES_HEADER, rows)


@bp.route("/<int:award_id>/correct", methods=["GET", "POST"])
@guarded(Permission.CORRECT_SPENDING, get_award)
def correct(award: Award) -> ResponseReturnValue:
    now = utc_now()
    form = CorrectionForm(data={"dated_on": local_date(now, award.enrollment.cohort.time_zone)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                correct_spending(
                    award,
                    category=form.category.data,
                    amount=form.amount.data,
                    note=(form.note.data or "").strip(),
                    dated_on=form.dated_on.data,
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash("The correcting entry is added.", "good")
            return redirect(url_for(".ledger", award_id=award.id), 303)
    return render_template("funding/correct.html", award=award, form=form), status_of(form)
