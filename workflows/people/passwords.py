"""Passwords: how they are kept, how one is checked without telling who exists, and which ones are too easy."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason
from workflows.people.answers import PASSWORD_MAX, PASSWORD_MIN
from workflows.people.common_passwords import COMMON_PASSWORDS
from workflows.people.models import User

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # argon2id as OWASP's cheat sheet asks
NOBODYS_HASH = (  # of a random text that was thrown away: an unknown e-mail costs as much as a wrong password
    "$argon2id$v=19$m=19456,t=2,p=1$fUOlr93oKwlomKD09hcv9Q$RE1uzcWOqLOCkT0dS5+h7heqCueFRG+R+2QZB5rrHEE"
)
OWN_WORDS_FROM = 4  # characters: a shorter part of a name is in too many good passwords


def is_right_password(user: User | None, password: str) -> bool:
    """Whether this person may sign in with it; takes the same time for a person who does not exist."""
    has_password = user is not None and user.is_active and user.password_hash is not None
    kept = user.password_hash if user is not None and has_password else None
    return _matches(kept or NOBODYS_HASH, password) and has_password


def renew_hash(user: User, password: str) -> None:
    """Keep the password by today's parameters if it was kept by older ones; call only when it was right."""
    if user.password_hash is not None and HASHER.check_needs_rehash(user.password_hash):
        user.password_hash = HASHER.hash(password)


def set_password(user: User, password: str, *, session: Session) -> None:
    """Keep only the password's hash and end every open session of theirs."""
    user.password_hash = HASHER.hash(password)
    user.session_epoch = (user.session_epoch or 0) + 1
    session.add(user)


def choose_password(user: User, password: str, *, session: Session, where: str = "password") -> None:
    """What a person typed as a new password; raises DomainError with every reason against it, at field `where`."""
    reasons = why_not_password(password, email=user.email, name=user.name, where=where)
    if reasons:
        raise DomainError(*reasons)
    set_password(user, password, session=session)


def why_not_password(password: str, *, email: str, name: str, where: str = "password") -> tuple[Reason, ...]:
    """Every reason against a new password; length counts more than variety (NIST SP 800-63B, 3.1.1.2)."""
    folded = password.casefold()
    sentences = [
        f"Use {PASSWORD_MIN} characters or more. A few words in a row are easy to remember."
        if len(password) < PASSWORD_MIN
        else "",
        f"Use {PASSWORD_MAX} characters or fewer." if len(password) > PASSWORD_MAX else "",
        "Leave out your name, your e-mail address and “accompany”: they are guessed first."
        if any(word in folded for word in _own_words(email, name))
        else "",
        "This password is on the lists that guessers try first. Choose another." if _is_common(folded) else "",
    ]
    return tuple(Reason(sentence, where) for sentence in sentences if sentence)


def _matches(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _own_words(email: str, name: str) -> set[str]:
    local, _, domain = email.casefold().partition("@")
    words = {local, domain, name.casefold(), "accompany", *name.casefold().split()}
    return {word for word in words if len(word) >= OWN_WORDS_FROM}


def _is_common(folded: str) -> bool:
    """Common as it is, with figures or signs around it, said several times, or of very few different characters."""
    core = folded.strip("0123456789!@#$%^&*()-_=+.,?~ ")
    said_again = any(folded == folded[:size] * (len(folded) // size) for size in range(1, len(folded) // 2 + 1))
    return folded in COMMON_PASSWORDS or core in COMMON_PASSWORDS or said_again or len(set(folded)) < 5
