"""Two people who look at the same record and then act in the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy.orm import Session

from tests.factories import NOW
from workflows.db import Origin, db, originating, transaction
from workflows.errors import DomainError
from workflows.people.models import User
from workflows.permissions import Actor

Load = Callable[[Session, int], object]
Work = Callable[[Session, int, Actor], None]


def at_once(app: Flask, load: Load, work: Work, who: Sequence[tuple[int, int]]) -> list[str]:
    """What each of two people heard about (record's id, person's id), both having looked before either acts."""
    both_have_looked = Barrier(2, timeout=10)

    def act(pair: tuple[int, int]) -> str:
        record_id, person_id = pair
        with app.app_context(), originating(Origin(writes=True)):
            actor = db.session.get_one(User, person_id).as_actor(NOW)
            kept = load(db.session(), record_id)
            both_have_looked.wait()
            try:
                with transaction() as session:
                    work(session, record_id, actor)
            except DomainError as refusal:
                return str(refusal)
            assert kept is not None
            return "done"

    with ThreadPoolExecutor(2) as people:
        return sorted(people.map(act, who))
