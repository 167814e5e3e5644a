"""Deeds of the framework library: a second edition, with what the first one taught."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from commands.demo.world import Deed, Scene, Step, step
from workflows.frameworks.editions import WrittenFramework, copy_framework, publish_framework, written_framework_of
from workflows.frameworks.indicators import (
    WrittenIndicator,
    add_indicator,
    edit_indicator,
    retire_indicator,
    written_indicator_of,
)
from workflows.frameworks.models import Framework, Indicator
from workflows.frameworks.operations import seed_framework

ADMIN = "admin@national.example.org"
EDITION = "2"
PURPOSE = (
    "For cohorts from next year on: the same domains, with what keeps people in work, and without what nobody could "
    "count. Goes with the sessions on outcomes, indicators and goals."
)
ADDED = WrittenIndicator(
    code="EMP-08",
    name="Promoted or better paid within a year",
    domain_group="Markers and means",
    domain="Employment",
    domain_2019="Work",
    definition="People in work whose wage rose by a tenth or who were promoted within twelve months of their first day",
    calculation="percent",
    numerator="people with a higher position, or at least 10% more pay, twelve months after their first day",
    denominator="people reached twelve months after their first day, whether still in work or not",
    unit="%",
    direction="higher",
    level="outcome",
    data_source="follow-up call",
    fields="job_start_date;hourly_wage",
    frequency="annual",
    disaggregations="sex;occupation;English level",
    topics="",
    note="Count who could not be reached apart; they are in neither number.",
)
RETIRED, RETIRED_WHY = "BRI-06", "The pilot found that its question means something else in each language."
REWORDED, SAID = "LIN-04", "Ask for an account in the person’s own name."


def make_edition(scene: Scene) -> None:
    """A copy of the starting library with one indicator more, and a note that the pilot asked for."""
    library = seed_framework(session=scene.session)
    written: WrittenFramework = replace(written_framework_of(library), edition=EDITION, purpose=PURPOSE)
    copy = copy_framework(library, written, session=scene.session, actor=scene.actor)
    add_indicator(copy, ADDED, session=scene.session, actor=scene.actor)
    row = _indicator(scene, REWORDED)
    noted = replace(written_indicator_of(row), note=SAID)
    edit_indicator(row, noted, expected_version=row.version, session=scene.session, actor=scene.actor)


def retire_from_edition(scene: Scene) -> None:
    retire_indicator(_indicator(scene, RETIRED), why=RETIRED_WHY, actor=scene.actor, now=scene.now)


def publish_edition(scene: Scene) -> None:
    publish_framework(_edition(scene), actor=scene.actor, now=scene.now)


def _edition(scene: Scene) -> Framework:
    return scene.session.scalars(select(Framework).where(Framework.edition == EDITION)).one()


def _indicator(scene: Scene, code: str) -> Indicator:
    wanted = select(Indicator).where(Indicator.framework_id == _edition(scene).id, Indicator.code == code)
    return scene.session.scalars(wanted).one()


def list_framework_steps() -> Iterator[Step]:
    """The second edition is of the last weeks: every cohort of this world chose the first."""
    yield step(33, ADMIN, "make_edition", hour=14)
    yield step(26, ADMIN, "retire_from_edition", hour=16)
    yield step(19, ADMIN, "publish_edition", hour=15)


FRAMEWORK_DEEDS: dict[str, Deed] = {
    deed.__name__: deed for deed in (make_edition, retire_from_edition, publish_edition)
}
