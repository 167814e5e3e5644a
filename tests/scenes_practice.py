"""Scenes of practice: a cohort whose sessions ask for every worksheet, a peer group, products in every state."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_training import Scene, a_training
from workflows.enrollments.models import Enrollment
from workflows.exercises.answers import SHEETS, sheet_for
from workflows.exercises.models import Feedback, Product
from workflows.exercises.operations import (
    Remarks,
    give_feedback,
    hand_in,
    save_product,
    share_with_group,
    start_product,
)
from workflows.peers.groups import form_group
from workflows.peers.models import PeerGroup
from workflows.peers.queries import Circle, get_circle
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.training.models import TrainingSession
from workflows.training.series import load_modules

REMARKS = Remarks("The chain is clear.", "Who visits the employers?", "Say what would tell you that it does not work.")
CHECKED: dict[str, Any] = {"is_checked": False, "now": NOW}


@dataclass
class Practice:
    """Harbor, Prairie and Cascade in training and in one peer group; `leads` are their data leads by affiliate."""

    training: Scene
    leads: dict[str, User]
    group: PeerGroup

    def session(self, number: int) -> TrainingSession:
        return self.training.sessions[number - 1]

    def enrollment(self, name: str) -> Enrollment:
        return self.training.enrollments[name]

    def lead(self, name: str) -> Actor:
        return self.leads[name].as_actor(NOW)

    @property
    def staff(self) -> Actor:
        return self.training.actor

    def circle(self, session: Session) -> Circle:
        return get_circle(session, self.training.cohort.id)


def a_practice(session: Session) -> Practice:
    training = a_training(session)
    for one, module in zip(training.sessions, load_modules(), strict=True):
        one.practice_product, one.feeds = module.practice_product, module.feeds
    leads = {
        name: a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate, name=f"Lead of {name}")
        for name, enrollment in training.enrollments.items()
    }
    group = form_group(
        get_circle(session, training.cohort.id),
        name="Group A",
        enrollment_ids=[enrollment.id for enrollment in training.enrollments.values()],
        session=session,
        actor=training.actor,
        now=NOW,
    )
    return Practice(training, leads, group)


def texts_of(sheet: str, words: str = "what we wrote") -> dict[str, str]:
    """Every question of a worksheet answered."""
    return {field.name: f"{field.label}: {words}"[: field.most] for field in SHEETS[sheet].fields}


def a_draft_product(session: Session, enrollment: Enrollment, training_session: TrainingSession, by: Actor) -> Product:
    """Every question answered, nothing handed in."""
    product = start_product(enrollment, training_session, session=session, actor=by, now=NOW)
    sheet = sheet_for(training_session.practice_product)
    assert sheet is not None
    save_product(
        product,
        answers=texts_of(sheet.name),
        link="",
        expected_version=product.version,
        session=session,
        actor=by,
        now=NOW,
    )
    session.flush()
    return product


def a_product(
    session: Session, enrollment: Enrollment, training_session: TrainingSession, by: Actor, *, shared: bool = False
) -> Product:
    """Handed in once, and shared with the affiliate's group if asked."""
    product = a_draft_product(session, enrollment, training_session, by)
    hand_in(product, expected_version=product.version, session=session, actor=by, **CHECKED)
    if shared:
        share_with_group(product, session=session, actor=by)
    session.flush()
    return product


def some_feedback(session: Session, product: Product, by: Actor) -> Feedback:
    said = give_feedback(product, REMARKS, session=session, actor=by, **CHECKED)
    session.flush()
    return said
