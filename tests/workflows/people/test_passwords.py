"""Passwords are kept as argon2id, cost the same time for nobody, and easy ones are refused."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from tests.factories import a_person
from workflows.errors import DomainError
from workflows.people import passwords
from workflows.people.accounts import check_sign_in
from workflows.people.passwords import HASHER, NOBODYS_HASH, is_right_password, set_password, why_not_password
from workflows.permissions import Role

GOOD = "three wet otters"


def test_a_password_is_kept_as_argon2id_with_19_mebibytes(session: Session) -> None:
    person = a_person(session, Role.COACH)
    set_password(person, GOOD, session=session)
    assert person.password_hash is not None
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (is_right_password(person, GOOD), is_right_password(person, GOOD + "s")) == (True, False)


def test_setting_a_password_ends_every_session(session: Session) -> None:
    person = a_person(session, Role.COACH)
    before = person.session_epoch
    set_password(person, GOOD, session=session)
    assert person.session_epoch == before + 1


@pytest.mark.parametrize("kind", ["unknown", "wrong password", "deactivated", "not joined"])
def test_every_refusal_verifies_one_hash_of_the_same_cost(
    session: Session, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    person = a_person(session, Role.COACH, email="amara@national.example.org")
    if kind != "not joined":
        set_password(person, GOOD, session=session)
    person.is_active = kind != "deactivated"
    session.flush()  # the look-up must see the person as the case says
    verified: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            verified.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Watched())
    email = "nobody@national.example.org" if kind == "unknown" else person.email
    with pytest.raises(DomainError, match="do not fit together"):
        check_sign_in(email, "wrong" if kind == "wrong password" else GOOD, session=session)
    assert [kept.rsplit("$", 2)[0] for kept in verified] == ["$argon2id$v=19$m=19456,t=2,p=1"]


def test_nobody_s_hash_is_as_costly_as_everybody_s() -> None:
    assert HASHER.check_needs_rehash(NOBODYS_HASH) is False


def test_an_older_hash_is_renewed_at_the_next_sign_in(session: Session) -> None:
    person = a_person(session, Role.COACH)
    person.password_hash = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    check_sign_in(person.email, GOOD, session=session)
    assert HASHER.check_needs_rehash(person.password_hash) is False
    assert is_right_password(person, GOOD)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short words", "Use 12 characters or more. A few words in a row are easy to remember."),
        (f"long {'words ' * 40}", "Use 200 characters or fewer."),
        (
            "dana and the sea",
            "Leave out your name, your e-mail address and “accompany”: they are guessed first.",
        ),
        (
            "my director seat",
            "Leave out your name, your e-mail address and “accompany”: they are guessed first.",
        ),
        (
            "we Accompany you",
            "Leave out your name, your e-mail address and “accompany”: they are guessed first.",
        ),
        ("123456789012", "This password is on the lists that guessers try first. Choose another."),
        ("Passwordpassword!1", "This password is on the lists that guessers try first. Choose another."),
        ("otter!otter!otter!", "This password is on the lists that guessers try first. Choose another."),
        ("aaabbbaaabbbab", "This password is on the lists that guessers try first. Choose another."),
    ],
)
def test_an_easy_password_is_refused_with_its_reason(password: str, sentence: str) -> None:
    reasons = why_not_password(password, email="director@harbor.example.org", name="Dana Ortiz")
    assert [(str(r), r.where) for r in reasons] == [(sentence, "password")]


def test_a_few_words_in_a_row_are_welcome() -> None:
    assert why_not_password(GOOD, email="director@harbor.example.org", name="Dana Ortiz") == ()
