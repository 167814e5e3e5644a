"""Deeds of self-assessment: together, alone, the development log and the learning agenda."""

from collections.abc import Iterator
from dataclasses import replace

from commands.demo.assessment_texts import (
    EXAMPLES,
    FIGURES,
    FRONTLINE,
    HINDERS,
    LEADERS,
    NOTES,
    SUPERVISORS,
    TOPICS,
)
from commands.demo.cast import EXPANSION, MEMBER_BY_KEY, PILOT
from commands.demo.world import Deed, Scene, Step, step
from workflows.assessments.answers import ItemAnswer, Moment, NoteAnswers, Position, TopicAnswers
from workflows.assessments.instrument import Dimension, current_instrument
from workflows.assessments.learning import add_note, save_own, submit_own, write_topic
from workflows.assessments.operations import save_section, start_assessment, submit_assessment

MANAGER = "manager@national.example.org"
SCORES = range(1, 6)
BEGUN = (9, 8)  # how far Bayou came: two dimensions of eight
ALONE_AT = {PILOT: 595, EXPANSION: 150}


def assess(scene: Scene, *, moment: Moment, sums: tuple[int, ...], is_whole: bool = True) -> None:
    """Answer as far as `sums` goes, one sum of four statements for each dimension, and submit what is whole."""
    assessment = start_assessment(scene.enrollment, moment, session=scene.session, actor=scene.actor, now=scene.now)
    scene.session.flush()  # every part is saved over the version that the page saw
    for part, total in zip(assessment.instrument.dimensions, sums, strict=False):
        row = assessment.section(part.code)
        assert row is not None
        save_section(
            assessment,
            part,
            answers=_answers(part, total, turn=len(scene.key)),
            expected_version=row.version,
            session=scene.session,
            actor=scene.actor,
            now=scene.now,
        )
    if is_whole:
        scene.session.flush()  # what was written last counts too
        submit_assessment(assessment, session=scene.session, actor=scene.actor, now=scene.now)


def _answers(part: Dimension, total: int, *, turn: int) -> dict[str, ItemAnswer]:
    """Four scores that add up to the sum, each site with another one on top; words where they are asked for."""
    scores = _spread(total, turn)
    return {
        item.code: ItemAnswer(score, _words(item.code, score)) for item, score in zip(part.items, scores, strict=True)
    }


def _spread(total: int, turn: int) -> list[int]:
    """10 becomes 3, 2, 3, 2 or the like, with one high and one low answer where there is room."""
    scores = [total // 4 + (place < total % 4) for place in range(4)]
    if scores[0] + 1 in SCORES and scores[3] - 1 in SCORES:
        scores[0], scores[3] = scores[0] + 1, scores[3] - 1
    shift = turn % 4
    return scores[shift:] + scores[:shift]


def _words(code: str, score: int) -> str:
    if score >= current_instrument().example_from:
        return EXAMPLES[code]
    return HINDERS.get(code, "") if score <= 2 else ""


def answer_alone(scene: Scene, *, position: Position, sums: tuple[int, ...]) -> None:
    """A person's own view: near to what the site agrees on, brighter from above and soberer from the front line."""
    lean = {Position.LEADER: 1, Position.SUPERVISOR: 0, Position.FRONTLINE: -1}[position]
    scores = {
        item.code: max(1, min(5, score + lean * (place % 2)))
        for part, total in zip(current_instrument().dimensions, sums, strict=True)
        for place, (item, score) in enumerate(zip(part.items, _spread(total, len(scene.key)), strict=True))
    }
    row = save_own(
        scene.enrollment,
        Moment.BEFORE,
        position=position,
        scores=scores,
        expected_version=0,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    submit_own(row, session=scene.session, now=scene.now)


def note_learned(scene: Scene, *, dimension: str, text: str) -> None:
    given = NoteAnswers(dimension, scene.now.date(), text)
    add_note(scene.enrollment, given, session=scene.session, actor=scene.actor)


def plan_topic(scene: Scene, *, topic: TopicAnswers, on: int) -> None:
    """`on` is days before the loading; 0 while a day is being found."""
    given = replace(topic, happens_on=scene.world.workday(on) if on else None)
    write_topic(given, session=scene.session, actor=scene.actor, now=scene.now)


def list_assessing() -> Iterator[Step]:
    """Every step, in no order yet."""
    for key, moment, day, sums in FIGURES:
        yield step(day, MEMBER_BY_KEY[key].data_email, "assess", key, moment=moment, sums=sums, hour=21)
    bayou = MEMBER_BY_KEY["Bayou"].data_email
    yield step(99, bayou, "assess", "Bayou", moment=Moment.BEFORE, sums=BEGUN, is_whole=False, hour=21)
    agreed = {key: sums for key, moment, _, sums in FIGURES if moment is Moment.BEFORE}
    for position, keys in (
        (Position.LEADER, LEADERS),
        (Position.SUPERVISOR, SUPERVISORS),
        (Position.FRONTLINE, FRONTLINE),
    ):
        for key in keys:
            member = MEMBER_BY_KEY[key]
            who = member.director_email if position is Position.LEADER else member.data_email
            day = ALONE_AT[member.cohort]
            yield step(day, who, "answer_alone", key, position=position, sums=agreed[key], hour=21)
    for key, day, dimension, text in NOTES:
        yield step(day, MEMBER_BY_KEY[key].data_email, "note_learned", key, dimension=dimension, text=text, hour=20)
    for topic, on in TOPICS:
        yield step(44, MANAGER, "plan_topic", topic=topic, on=on, hour=18)


ASSESSMENT_DEEDS: dict[str, Deed] = {deed.__name__: deed for deed in (assess, answer_alone, note_learned, plan_topic)}
