"""Whatever two people type, send, lose on the way and choose: every character is saved, waits, or was deleted."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_proposals import a_draft, an_affiliate_that_writes
from tests.workflows.proposals.pages import Page
from workflows.proposals.together.answers import Choice, Editor
from workflows.proposals.together.asides import list_waiting
from workflows.proposals.together.choosing import choose_text

FIELDS = ("summary", "need_with_data")
FIRST = 0x4E00  # a character of its own for each key press
DEEDS = st.one_of(
    st.tuples(st.just("types"), st.integers(0, 1), st.sampled_from(FIELDS), st.integers(0, 9)),
    st.tuples(st.just("types"), st.integers(0, 1), st.sampled_from(FIELDS), st.integers(0, 9)),
    st.tuples(st.just("deletes"), st.integers(0, 1), st.sampled_from(FIELDS), st.integers(0, 9)),
    st.tuples(st.sampled_from(["saves", "saves", "sends", "hears", "loses", "opens"]), st.integers(0, 1)),
    st.tuples(st.sampled_from(["saves", "sends"]), st.integers(0, 1)),
    st.tuples(st.just("repeats"), st.integers(0, 5)),
    st.tuples(st.just("chooses"), st.integers(0, 1), st.integers(0, 5)),
)


class Story:
    """Two people with a page each, and every character that was ever typed or deliberately deleted."""

    def __init__(self, session: Session) -> None:
        scene = an_affiliate_that_writes(session)
        self.session, self.proposal = session, a_draft(session, scene)
        writers = [person.as_actor(NOW) for person in (scene.director, scene.data_lead)]
        self.pages = [Page(self.proposal, "story", who, session, NOW) for who in writers]
        self.sendings: list[Callable[[], Any]] = []
        self.typed: list[str] = []
        self.deleted: set[str] = set()

    def types(self, who: int, name: str, place: int) -> None:
        letter = chr(FIRST + len(self.typed))
        self.typed.append(letter)
        texts = self.pages[who].texts
        text = str(texts.get(name) or "")
        place = min(place, len(text))
        texts[name] = text[:place] + letter + text[place:]

    def deletes(self, who: int, name: str, place: int) -> None:
        texts = self.pages[who].texts
        text = str(texts.get(name) or "")
        if text:
            place %= len(text)
            self.deleted.add(text[place])
            texts[name] = text[:place] + text[place + 1 :]

    def sends(self, who: int) -> None:
        page = self.pages[who]
        if page.answer is None:
            sending, editor, version = dict(page.texts), Editor(page.token, page.turn + 1, page.apart), page.version
            page.sends()
            self.sendings.append(lambda: page.arrives(sending, editor, version))
            arrived = set("".join(str(sending.get(name) or "") for name in FIELDS))
            assert arrived - self.deleted - self.kept() == set()

    def saves(self, who: int) -> None:
        self.sends(who)
        self.hears(who)

    def hears(self, who: int) -> None:
        self.pages[who].hears()

    def loses(self, who: int) -> None:
        """The answer never comes back."""
        self.pages[who].answer = None

    def repeats(self, number: int) -> None:
        """Something that was sent before arrives once more."""
        if self.sendings:
            before = self.kept()
            self.sendings[-1 - number % len(self.sendings)]()
            assert self.kept() == before

    def opens(self, who: int) -> None:
        """The page is saved and opened anew, as after a walk to another section."""
        self.pages[who].answer = None
        self.sends(who)
        self.pages[who].opens()

    def chooses(self, who: int, number: int) -> None:
        """One of two waiting texts is put below the saved one."""
        rows = list_waiting(self.session, self.proposal.id, "story")
        section = self.proposal.section("story")
        if rows and section is not None:
            row = rows[number % len(rows)]
            self.session.flush()
            saved = str(section.answers.get(row.name) or "")
            choose_text(
                row,
                Choice.BOTH if saved else Choice.USE,
                seen_text=row.version,
                seen_part=section.version,
                session=self.session,
                actor=self.pages[who].actor,
                now=NOW,
            )

    def ends(self) -> set[str]:
        """Both pages save a last time; every character that is kept somewhere."""
        for who in (0, 1, 0, 1):
            self.pages[who].answer = None
            self.pages[who].saves()
        return self.kept()

    def kept(self) -> set[str]:
        """Every character that is saved, or in a text that waits."""
        section = self.proposal.section("story")
        assert section is not None
        waiting = [str(row.text) for row in list_waiting(self.session, self.proposal.id, "story")]
        return set("".join([*(str(text or "") for text in section.answers.values()), *waiting]))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEEDS, min_size=10, max_size=30))
def test_autosave_interleavings_of_two_editors_never_lose_a_character(session: Session, deeds: list[Any]) -> None:
    story = Story(session)
    for name, *values in deeds:
        getattr(story, name)(*values)
    assert set(story.typed) - story.deleted - story.ends() == set()
    session.rollback()
