"""Deeds around changes to an award: a notice that is in effect, an extension that was approved, a target that waits."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from commands.demo.cast import MEMBER_BY_KEY
from commands.demo.deeds_award import sign_file
from commands.demo.papers import make_now
from commands.demo.world import Deed, Scene, Step, step
from workflows.amendments.answers import AmendmentAnswers, AmendmentType, Choice, DecisionAnswers, Value
from workflows.amendments.deciding import decide
from workflows.amendments.in_force import get_plan
from workflows.amendments.models import Amendment, AmendmentState
from workflows.amendments.operations import begin_amendment, save_amendment, send_amendment
from workflows.amendments.queries import get_amendment
from workflows.amendments.terms import text_of_day
from workflows.funding.models import Award
from workflows.reporting.operations import follow_calendar

MANAGER = "manager@national.example.org"
LETTER = "amendment"


def list_amending() -> Iterator[Step]:
    """Every step, in no order yet."""
    harbor, ridgeview = MEMBER_BY_KEY["Harbor"], MEMBER_BY_KEY["Ridgeview"]
    yield step(
        38,
        harbor.data_email,
        "add_activity",
        "Harbor",
        goal=1,
        text="Interpreter on the phone for the day-30 call",
        reason="Three of eight workers could not tell the job coach on the phone what was wrong.",
        evidence="Of eight day-30 calls in two months, five ended in less than two minutes.",
    )
    yield step(
        26,
        ridgeview.director_email,
        "ask_for_months",
        "Ridgeview",
        days=120,
        reason="The car-pool desk opened ten weeks late, because the county was slow to sign for the parking lot.",
        evidence="Seven of twenty placements have reached day 90 so far; the others reach it after the year has ended.",
        effects="None on the money: the desk’s hours move with it. The closeout report comes later.",
    )
    yield step(
        19,
        MANAGER,
        "approve_change",
        "Ridgeview",
        number=1,
        note="Take the time that people need to reach day 90. Nothing else changes.",
        conditions="Tell us with the third report how many people have reached day 90.",
    )
    yield step(19, MANAGER, "print_change", "Ridgeview", number=1, hour=16)
    yield step(
        18, ridgeview.director_email, "sign_change", "Ridgeview", number=1, side="affiliate", name=ridgeview.director
    )
    yield step(17, MANAGER, "sign_change", "Ridgeview", number=1, side="network", name="Marisol Vega")
    yield step(
        2, harbor.director_email, "ask_for_target", "Harbor", goal=2, target="44.5",
        reason="The Saturday group starts in spring only: the room has no heating.",
        evidence="Of 31 adults who arrived since summer, 13 began class within thirty days (42 percent).",
        effects="None on the first goal; the tablets are bought as planned.",
    )  # fmt: skip  # one step a paragraph


def add_activity(scene: Scene, *, goal: int, text: str, **why: str) -> None:
    """A notice: one more activity of that goal."""
    place = _goal(scene, goal)
    kept = get_plan(scene.session, _award(scene)).in_force[f"goal-{place}", "activities"]
    _ask(scene, AmendmentType.ACTIVITY, place, {"activities": [*kept, text]}, **why)


def ask_for_target(scene: Scene, *, goal: int, target: str, **why: str) -> None:
    _ask(scene, AmendmentType.TARGET, _goal(scene, goal), {"target_value": target}, **why)


def ask_for_months(scene: Scene, *, days: int, **why: str) -> None:
    ends_on = text_of_day(_award(scene).ends_on + timedelta(days=days))
    _ask(scene, AmendmentType.PERIOD, "", {"ends_on": ends_on}, **why)


def _ask(scene: Scene, type: AmendmentType, about: str, values: dict[str, Value], **why: str) -> None:
    """Begin, write and send it as one person does in an afternoon."""
    by = {"session": scene.session, "actor": scene.actor, "now": scene.now}
    amendment = begin_amendment(_award(scene), type, about=about, **by)
    save_amendment(amendment, AmendmentAnswers(values, **why), expected_version=amendment.version, **by)
    scene.session.flush()  # what is sent is what was saved
    send_amendment(amendment, expected_version=amendment.version, **by)


def approve_change(scene: Scene, *, number: int, note: str, conditions: str) -> None:
    amendment = _amendment(scene, number)
    decision = DecisionAnswers(Choice.APPROVE, note=note, conditions=conditions)
    decide(amendment, decision, expected_version=amendment.version, session=scene.session, actor=scene.actor,
           now=scene.now)  # fmt: skip  # one call


def print_change(scene: Scene, *, number: int) -> None:
    """The letter, made at once by the job itself, as signatures name its file."""
    make_now(scene, LETTER, _amendment(scene, number).id)


def sign_change(scene: Scene, *, number: int, side: str, name: str) -> None:
    """Sign the letter; with both signatures the calendar of reports follows."""
    amendment = _amendment(scene, number)
    sign_file(scene, LETTER, amendment, side=side, name=name)
    if amendment.state is AmendmentState.IN_EFFECT:
        scene.session.flush()  # the calendar reads the award
        follow_calendar(scene.enrollment, session=scene.session)


def _amendment(scene: Scene, number: int) -> Amendment:
    found = select(Amendment.id).where(Amendment.award_id == _award(scene).id, Amendment.number == number)
    return get_amendment(scene.session, scene.session.scalars(found).one())


def _award(scene: Scene) -> Award:
    return scene.session.scalars(select(Award).where(Award.enrollment_id == scene.enrollment.id)).one()


def _goal(scene: Scene, number: int) -> str:
    plan = get_plan(scene.session, _award(scene))
    assert plan.proposal is not None
    return str(plan.proposal.goals[number - 1].id)


AMENDING_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (add_activity, ask_for_target, ask_for_months, approve_change, print_change, sign_change)
}
