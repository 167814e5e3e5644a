"""Deeds of looking beyond the year: funders in the network's list, and what affiliates seek with their figures."""

from collections.abc import Iterator
from decimal import Decimal

from commands.demo.cast import MEMBER_BY_KEY
from commands.demo.world import Deed, Scene, Step, step
from workflows.prospects.answers import (
    Basis,
    BasisKind,
    FunderAnswers,
    FunderKind,
    ProspectAnswers,
    ProspectKind,
    StepAnswers,
)
from workflows.prospects.operations import list_funder, move_prospect, write_prospect
from workflows.prospects.queries import find_funder_named, list_bases, list_prospects_of

_MANAGER = "manager@national.example.org"
LANTERN, BRIDGES = "Lantern Family Fund", "Bridges State Workforce Grants"

# name · kind · what they fund · days from the loading to the next deadline · notes
_FUNDERS: tuple[tuple[str, FunderKind, str, int, str], ...] = (
    (LANTERN, FunderKind.PRIVATE, "Work and English for newcomers, up to $50,000 for a year.", 11,
     "They want one figure and one story. Call before you write; they answer within six weeks."),
    (BRIDGES, FunderKind.STATE, "Training that leads to a first job, from $25,000.", 47,
     "Ask with the share of people at work after 180 days, and say how many you counted."),
    ("Open Roads Integration Program", FunderKind.FEDERAL, "Two-year projects of several partners, from $150,000.", 90,
     "Needs a partner who keeps the books for a federal award."),
    ("Riverside Civic Trust", FunderKind.LOCAL, "Rooms, computers and small grants up to $5,000.", 25,
     "A page is enough. They like to come and see a class."),
)  # fmt: skip  # a funder a paragraph


def list_prospect_steps() -> Iterator[Step]:
    """Harbor plans and asks, Juniper and Ridge go on with what they won, and Lakeside was refused once."""
    harbor, juniper, ridge, lakeside = (MEMBER_BY_KEY[key] for key in ("Harbor", "Juniper", "Ridge", "Lakeside"))
    yield step(170, _MANAGER, "list_funders", hour=14)
    yield step(8, harbor.data_email, "seek", "Harbor", what="A second evening class for parents", funder=LANTERN,
               amount=28_000, due=11, evidence="Parents missed the class in the morning, and came in the evening.",
               sustains="The teacher and child care for two evenings a week.")  # fmt: skip
    yield step(6, harbor.director_email, "seek", "Harbor", what="A shared data lead with Ridgeview", kind="partnership",
               name="Ridgeview Newcomer Alliance", source="other", amount=None, due=30, asked=6,
               evidence="Both of us count the same outcomes, and each has a data lead for one day a week.",
               sustains="An extract every quarter, also when somebody is on leave.")  # fmt: skip
    yield step(60, juniper.director_email, "seek", "Juniper", what="Employer visits go on", funder=BRIDGES,
               amount=42_500, asked=60, report=3, sustains="Half a position, for a year.")  # fmt: skip
    yield step(21, juniper.director_email, "hear", "Juniper", what="Employer visits go on", name="win", won=36_000)
    yield step(55, ridge.data_email, "seek", "Ridge", what="Ten computers for the class", kind="resource",
               funder="Riverside Civic Trust", amount=4_200, asked=55, report=3,
               sustains="Digital lessons after the program.")  # fmt: skip
    yield step(33, ridge.data_email, "hear", "Ridge", what="Ten computers for the class", name="win", won=4_200)
    yield step(50, lakeside.director_email, "seek", "Lakeside", what="A year of interpreters for housing visits",
               funder=LANTERN, amount=30_000, asked=50, report=3, sustains="Visits in three languages.")  # fmt: skip
    yield step(19, lakeside.director_email, "hear", "Lakeside", what="A year of interpreters for housing visits",
               name="decline", won=None)  # fmt: skip


def list_funders(scene: Scene) -> None:
    for name, kind, funds, days, notes in _FUNDERS:
        link = f"https://{name.split()[0].lower()}.example.org/grants"
        given = FunderAnswers(name, kind, funds, link, scene.world.workday(-days), notes, is_retired=False)
        list_funder(given, session=scene.session, actor=scene.actor, now=scene.now)


def seek(
    scene: Scene,
    *,
    what: str,
    amount: int | None,
    kind: str = "funding",
    funder: str = "",
    name: str = "",
    source: str = "other",
    due: int | None = None,
    evidence: str = "",
    report: int | None = None,
    sustains: str = "",
    asked: int | None = None,
) -> None:
    """Write down a prospect; with `asked`, in days before the loading, ask at once."""
    listed = find_funder_named(scene.session, funder) if funder else None
    given = ProspectAnswers(
        kind=ProspectKind(kind),
        title=what,
        funder_id=listed.id if listed is not None else None,
        funder_name=name,
        funder_kind=FunderKind(source),
        amount_sought=None if amount is None else Decimal(amount),
        deadline_on=None if due is None else scene.world.day(-due),
        basis=_report(scene, report) if report else None,
        evidence=evidence,
        sustains=sustains,
        owner_id=None,
    )
    write_prospect(scene.enrollment, given, session=scene.session, actor=scene.actor, now=scene.now)
    if asked is not None:
        _take(scene, what, "ask", None)


def hear(scene: Scene, *, what: str, name: str, won: int | None) -> None:
    _take(scene, what, name, won)


def _take(scene: Scene, what: str, name: str, won: int | None) -> None:
    [prospect] = [row for row in list_prospects_of(scene.session, scene.enrollment.id) if row.title == what]
    told = StepAnswers(scene.now.date(), None if won is None else Decimal(won), "")
    version = prospect.version
    move_prospect(
        prospect, name, told, expected_version=version, session=scene.session, actor=scene.actor, now=scene.now
    )


def _report(scene: Scene, number: int) -> Basis:
    """The progress report of this number."""
    reports = [row for row in list_bases(scene.session, scene.enrollment.id) if row.basis.kind is BasisKind.REPORT]
    return next(row.basis for row in reports if row.words == f"Progress report {number}")


PROSPECT_DEEDS: dict[str, Deed] = {deed.__name__: deed for deed in (list_funders, seek, hear)}
