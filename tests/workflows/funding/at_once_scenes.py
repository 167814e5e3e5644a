"""What people who act at once begin with, and what the slower one hears."""

from flask import Flask

from tests.scenes_reviews import a_scene, funded, reviewed
from workflows.db import Origin, db, originating, transaction
from workflows.people.models import User


def was_first(person_id: int | None) -> str:
    """What the slower one hears."""
    name = db.session.get_one(User, person_id).name
    return f"{name} was first. What you sent changed nothing; both versions are here."


def saved_scene(app: Flask) -> tuple[int, list[int], list[int], int]:
    """(proposal's, managers', finance officers' and award's ids); the award belongs to another affiliate."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = reviewed(session, a_scene(session))
        award = funded(session, a_scene(session))
        session.flush()
        return scene.proposal.id, [m.id for m in scene.managers], [f.id for f in scene.finance], award.id
