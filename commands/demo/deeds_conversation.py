"""Deeds of conversation: threads of a year, and what people say about the support of one quarter."""

from collections.abc import Iterator

from sqlalchemy import select

from commands.demo.conversation_texts import RATED_ON, RATINGS, THREADS
from commands.demo.world import Deed, Scene, Step, step
from workflows.conversation.answers import Opening, Rating, Topic
from workflows.conversation.models import Thread
from workflows.conversation.operations import begin_thread, write_message
from workflows.conversation.queries import list_subjects
from workflows.conversation.support import rate_support


def begin_conversation(scene: Scene, *, subject: str, topic: Topic, text: str) -> None:
    """About the first record of the topic that the year has by then."""
    subjects = list_subjects(scene.session, scene.enrollment, actor=scene.actor)
    about = next(row.about for row in subjects if row.about.topic is topic)
    begin_thread(
        scene.enrollment,
        Opening(subject, text, about),
        is_checked=False,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def write_in_thread(scene: Scene, *, subject: str, text: str) -> None:
    thread = scene.session.scalars(select(Thread).where(Thread.subject == subject)).one()
    write_message(thread, text=text, is_checked=False, session=scene.session, actor=scene.actor, now=scene.now)


def say_how_support_is(scene: Scene, *, rating: Rating) -> None:
    rate_support(scene.enrollment, rating, is_checked=False, session=scene.session, actor=scene.actor, now=scene.now)


def list_conversation_steps() -> Iterator[Step]:
    for key, who, rating in RATINGS:
        yield step(RATED_ON, who, "say_how_support_is", key, hour=18, rating=rating)
    for thread in THREADS:
        first, *more = thread.messages
        begun = {"subject": thread.subject, "topic": thread.topic, "text": first.text}
        yield step(first.days_ago, first.who, "begin_conversation", thread.key, hour=first.hour, **begun)
        for wrote in more:
            said = {"subject": thread.subject, "text": wrote.text}
            yield step(wrote.days_ago, wrote.who, "write_in_thread", thread.key, hour=wrote.hour, **said)


CONVERSATION_DEEDS: dict[str, Deed] = {
    deed.__name__: deed for deed in (begin_conversation, write_in_thread, say_how_support_is)
}
