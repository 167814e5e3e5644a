"""One affiliate's own training, with a report that is previewed, absences that are made up for, and another name."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_participant, a_person, an_enrollment
from tests.scenes_reviews import as_actor
from tests.scenes_training import REPORT, a_series
from workflows.enrollments.models import Participant
from workflows.people.models import Affiliate, User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.evidence.models import Excuse, ExcuseState, MakeUp, MakeUpState, Reflection, ReflectionState
from workflows.training.imports import preview_attendance
from workflows.training.models import AttendanceAlias, AttendanceImport, TrainingSession


def absences_of(session: Session, training_session: TrainingSession, participant: Participant) -> dict[str, int | str]:
    """An excuse and a make-up that wait for an answer, and a reflection."""
    asked_by = a_person(session, Role.AFFILIATE_STAFF, affiliate=participant.enrollment.affiliate)
    place = {"participant": participant, "session": training_session}
    asked = {"reason": "A hearing", "asked_by_id": asked_by.id, "asked_at": NOW}
    excuse = Excuse(**place, **asked, state=ExcuseState.ASKED)
    make_up = MakeUp(**place, **asked, state=MakeUpState.HANDED_IN, evidence="An hour", handed_in_at=NOW)
    reflection = Reflection(**place, text="I learned a lot.", state=ReflectionState.SENT, sent_at=NOW)
    session.add_all([excuse, make_up, reflection])
    session.flush()
    return {"excuse_id": excuse.id, "make_up_id": make_up.id, "kind": "excuse"}


def a_training_of(
    session: Session, who: Affiliate, manager: User
) -> tuple[TrainingSession, AttendanceImport, Participant]:
    """A cohort of this affiliate alone, so that its sessions are foreign to the other one."""
    cohort = a_cohort(session)
    enrollment = an_enrollment(session, Stage.TRAINING, affiliate=who, cohort=cohort)
    participant = a_participant(session, enrollment, "Ana Ruiz", f"ana{who.id}@harbor.example.org")
    series = a_series(session, cohort, count=8)
    report = preview_attendance(
        series[7],
        content=REPORT,
        file_name="report.csv",
        date_order=None,
        session=session,
        actor=as_actor(manager),
        now=NOW + timedelta(days=30),
    )
    session.flush()
    return series[7], report, participant


def an_alias(session: Session, participant: Participant, manager: User) -> AttendanceAlias:
    alias = AttendanceAlias(
        alias=f"tablet of {participant.email}",
        shown=f"Tablet of {participant.email}",
        email=participant.email,
        remembered_by_id=manager.id,
        remembered_at=NOW,
    )
    session.add(alias)
    session.flush()
    return alias
