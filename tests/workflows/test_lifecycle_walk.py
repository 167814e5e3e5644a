"""Random walks through the lifecycle: after every step the invariants hold, whatever was tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from tests.factories import NOW, a_person, an_enrollment
from webapp import create_app
from workflows.advance import advance
from workflows.db import Origin, db, originating
from workflows.enrollments.models import Enrollment, StageChange
from workflows.lifecycle import LIFECYCLE
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import PROGRAM, Actor, Role
from workflows.stages import TERMINAL, Stage

FACTS = (
    "committed_at",
    "training_completed_at",
    "proposal_submitted_at",
    "decided_at",
    "agreement_signed_at",
    "first_payment_approved_at",
    "reports_accepted_at",
    "closeout_accepted_at",
)


@contextmanager
def _a_database() -> Iterator[Session]:
    with TemporaryDirectory() as folder:
        environment = {
            "ACCOMPANY_DATA_DIR": folder,
            "ACCOMPANY_SECRET_KEY": "only-in-tests-0123456789-abcdefghij-KLMNOPQ",
        }
        app = create_app(Settings.from_environment(environment))
        with app.app_context(), originating(Origin(writes=True)):
            db.create_all()
            yield db.session()
            db.session.remove()
            db.engine.dispose()


class YearWalk(RuleBasedStateMachine):
    """Anybody tries anything at any moment, and facts come true in any order."""

    @initialize()
    def open_a_year(self) -> None:
        self._scope = _a_database()
        self.session = self._scope.__enter__()
        self.enrollment = an_enrollment(self.session, sessions_required=1, open_sessions=[1])
        self.actors = [PROGRAM, *(self._actor(role) for role in Role)]
        self.session.commit()
        self.taken = 0

    def _actor(self, role: Role) -> Actor:
        affiliate = None if role.is_national else self.enrollment.affiliate
        return a_person(self.session, role, affiliate=affiliate).as_actor(NOW)

    @rule(fact=st.sampled_from(FACTS))
    def a_fact_comes_true(self, fact: str) -> None:
        setattr(self.enrollment, fact, NOW)
        if fact == "training_completed_at":
            self.enrollment.open_sessions = []
        if fact == "decided_at":
            self.enrollment.final_reviews = 2
        self.session.commit()

    @rule(row=st.sampled_from(LIFECYCLE.rows), who=st.integers(0, len(Role)), note=st.sampled_from(["", "Because."]))
    def somebody_tries(self, row: object, who: int, note: str) -> None:
        actor, before = self.actors[who], self.enrollment.stage
        expected = LIFECYCLE.why_not(self.enrollment, row.name, actor=actor, now=NOW, note=note)  # type: ignore[attr-defined]
        try:
            advance(self.enrollment, row.name, session=self.session, actor=actor, now=NOW, note=note)  # type: ignore[attr-defined]
        except Refused as refusal:
            assert refusal.reasons == expected
            assert self.enrollment.stage == before
        else:
            assert expected == ()
            self.taken += 1
        self.session.commit()

    @invariant()
    def the_record_agrees_with_itself(self) -> None:
        if not hasattr(self, "session"):
            return
        changes = self.session.scalars(select(StageChange).order_by(StageChange.id)).all()
        assert len(changes) == self.taken
        path = [Stage.INVITED, *(change.target for change in changes)]
        assert path[-1] == self.session.scalar(select(Enrollment.stage))
        assert [c.source for c in changes] == path[:-1]
        assert not any(stage in TERMINAL for stage in path[:-1])
        assert self.session.scalar(select(func.count()).select_from(OutboxEvent)) == sum(
            len(LIFECYCLE.row(change.transition).announces) for change in changes
        )

    def teardown(self) -> None:
        if hasattr(self, "_scope"):
            self._scope.__exit__(None, None, None)


YearWalk.TestCase.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
test_the_year_walked_at_random = YearWalk.TestCase
