"""Deeds about sessions that were met another way: excuses, make-ups, reflections, and the first certificates."""

from collections.abc import Iterator

from sqlalchemy import func, select

from commands.demo.cast import EXPANSION, MEMBER_BY_KEY, PILOT
from commands.demo.papers import make_now
from commands.demo.world import Deed, Scene, Step, step
from workflows.cohorts.models import RecordingCheck
from workflows.enrollments.models import Enrollment, Participant
from workflows.people.models import User
from workflows.training.evidence.absences import (
    answer_excuse,
    answer_make_up,
    ask_for_make_up,
    ask_to_be_excused,
    excuse_of,
    hand_in_make_up,
    make_up_of,
)
from workflows.training.evidence.models import Reflection
from workflows.training.evidence.queries import Place, find_of_place
from workflows.training.evidence.recordings import answer_reflection, open_recording, send_reflection
from workflows.training.series import list_series

_MANAGER = "manager@national.example.org"
_harbor, _bayou, _summit = (MEMBER_BY_KEY[key] for key in ("Harbor", "Bayou", "Summit"))

_HEARING = "I speak before the county commission that afternoon; the date was set by them."
_ILL = "The flood kept me at the shelter for two days. I would like to talk the topic through with my coach instead."
_AGREED = "Gladly: an hour with Bernard on cleaning your own extract. Tell us afterwards what you found."
_DONE = (
    "Bernard and I went through our arrivals of last year for an hour. We found eleven duplicates and four end dates "
    "before the start date; the gap register has both now, with Jean-Marc as the owner."
)
_THIN = "A brief with one message is better than a long one. We will try to write ours that way for the board."
_COMMENT = "Thank you! Could you add which message your brief would carry, and whom you would show it to first?"
_GOOD = (
    "I had never asked who decides after our quarterly meeting. We will end each one with one decision, a name and a "
    "date, and look at it first the next time."
)

STEPS: tuple[Step, ...] = (
    step(500, "", "print_certificates", key=PILOT, hour=18),
    step(262, _harbor.director_email, "ask_excuse", "Harbor", key=EXPANSION, number=5, box="director", reason=_HEARING),
    step(260, _MANAGER, "accept_excuse", "Harbor", key=EXPANSION, number=5, box="director"),
    step(5, _MANAGER, "ask_for_reflections", key=EXPANSION, hour=14),
    step(4, _bayou.data_email, "reflect", "Bayou", key=EXPANSION, number=11, text=_THIN, hour=20),
    step(3, _MANAGER, "return_reflection", "Bayou", key=EXPANSION, number=11, comment=_COMMENT),
    step(5, _bayou.director_email, "ask_make_up", "Bayou", key=EXPANSION, number=7, box="director", reason=_ILL),
    step(4, _MANAGER, "agree_on_make_up", "Bayou", key=EXPANSION, number=7, box="director", comment=_AGREED),
    step(1, _bayou.director_email, "hand_in", "Bayou", key=EXPANSION, number=7, box="director", evidence=_DONE),
    step(2, _summit.director_email, "reflect", "Summit", key=EXPANSION, number=12, text=_GOOD, hour=20),
)  # fmt: skip  # who missed what, and what came of it


def list_meeting_steps() -> Iterator[Step]:
    """Every step, in no order yet."""
    yield from STEPS


def ask_for_reflections(scene: Scene, *, key: str) -> None:
    """From now on the cohort asks for a short reflection on each recording."""
    scene.world.cohorts[key].recording_check = RecordingCheck.REFLECTION


def ask_excuse(scene: Scene, *, key: str, number: int, box: str, reason: str) -> None:
    told = {"session": scene.session, "actor": scene.actor, "now": scene.now}
    ask_to_be_excused(_place(scene, key, number, box), reason, user=_user(scene), **told)


def accept_excuse(scene: Scene, *, key: str, number: int, box: str) -> None:
    excuse = excuse_of(_place(scene, key, number, box), session=scene.session)
    answer_excuse(excuse, "accept", comment="", session=scene.session, actor=scene.actor, now=scene.now)


def ask_make_up(scene: Scene, *, key: str, number: int, box: str, reason: str) -> None:
    told = {"session": scene.session, "actor": scene.actor, "now": scene.now}
    ask_for_make_up(_place(scene, key, number, box), reason, user=_user(scene), **told)


def agree_on_make_up(scene: Scene, *, key: str, number: int, box: str, comment: str) -> None:
    make_up = make_up_of(_place(scene, key, number, box), session=scene.session)
    answer_make_up(make_up, "arrange", comment=comment, session=scene.session, actor=scene.actor, now=scene.now)


def hand_in(scene: Scene, *, key: str, number: int, box: str, evidence: str) -> None:
    make_up = make_up_of(_place(scene, key, number, box), session=scene.session)
    told = {"session": scene.session, "actor": scene.actor, "now": scene.now}
    hand_in_make_up(make_up, evidence, user=_user(scene), **told)


def reflect(scene: Scene, *, key: str, number: int, text: str) -> None:
    """The acting person opens the recording and writes what they take from it."""
    training_session = list_series(scene.session, scene.world.cohorts[key].id)[number - 1]
    open_recording(training_session, user=_user(scene), session=scene.session, now=scene.now)
    scene.session.flush()  # the reflection asks for the opening
    send_reflection(
        training_session, text, expected_version=0, user=_user(scene), session=scene.session, actor=scene.actor,
        now=scene.now,
    )  # fmt: skip  # one sending reads best as one


def return_reflection(scene: Scene, *, key: str, number: int, comment: str) -> None:
    place = _place(scene, key, number, "data")
    reflection = find_of_place(scene.session, Reflection, place.participant.id, place.training_session.id)
    told = {"session": scene.session, "actor": scene.actor, "now": scene.now}
    answer_reflection(reflection, "return", comment=comment, **told)


def print_certificates(scene: Scene, *, key: str) -> None:
    """The certificates of a cohort whose training is over."""
    certified = (
        select(Participant.id)
        .join(Participant.enrollment)
        .where(Enrollment.cohort_id == scene.world.cohorts[key].id, Participant.certified_at.is_not(None))
    )
    for participant_id in scene.session.scalars(certified.order_by(Participant.id)).all():
        make_now(scene, "certificate", participant_id)


def _place(scene: Scene, key: str, number: int, box: str) -> Place:
    """The member's person with this box, in this session."""
    training_session = list_series(scene.session, scene.world.cohorts[key].id)[number - 1]
    address = f"{box}@{scene.member.domain}"
    person = scene.session.scalars(
        select(Participant).where(
            Participant.enrollment_id == scene.enrollment.id, func.lower(Participant.email) == address
        )
    ).one()
    return Place(training_session, person)


def _user(scene: Scene) -> User:
    return next(user for user in scene.world.people.values() if user.id == scene.actor.id)


MEETING_DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        print_certificates,
        ask_for_reflections,
        ask_excuse,
        accept_excuse,
        ask_make_up,
        agree_on_make_up,
        hand_in,
        reflect,
        return_reflection,
    )
}
