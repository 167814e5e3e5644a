"""What people do with their own account: join, sign in in two steps, change the password, end sessions."""

from datetime import datetime

from cryptography.fernet import Fernet
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason
from workflows.outbox import announce
from workflows.people.models import RecoveryCode, RoleAssignment, User
from workflows.people.passwords import choose_password, is_right_password, renew_hash
from workflows.people.queries import count_administrators, find_by_email
from workflows.people.two_step import (
    hash_of_recovery_code,
    new_recovery_codes,
    open_offered_secret,
    seal,
    step_of_code,
    unseal,
)
from workflows.permissions import Role

WRONG = "E-mail address and password do not fit together. Check both, or ask for a new password."
LINK_IS_OVER = "This link was used already or is too old."


def check_sign_in(email: str, password: str, *, session: Session) -> User:
    """The person who may sign in with these; raises DomainError, in the same words and time whatever was wrong."""
    user = find_by_email(session, email)
    if not is_right_password(user, password) or user is None:
        raise DomainError(WRONG)
    renew_hash(user, password)
    return user


def take_second_step(user: User, code: str, *, cipher: Fernet, session: Session, now: datetime) -> bool:
    """Accept the app's code or a recovery code, each once; True for a recovery code.

    Raises DomainError at field `code`.
    """
    if len("".join(filter(str.isalnum, code))) > _LONGEST_APP_CODE:
        _use_recovery_code(user, code, session=session, now=now)
        return True
    assert user.totp_secret is not None
    secret = unseal(cipher, user.totp_secret)
    user.totp_last_step = step_of_code(secret, code, now=now, after=user.totp_last_step)
    return False


_LONGEST_APP_CODE = 8  # figures; a recovery code has sixteen characters


def _use_recovery_code(user: User, code: str, *, session: Session, now: datetime) -> None:
    kept = session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == hash_of_recovery_code(code, user_id=user.id),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if kept is None:
        raise DomainError(Reason("That recovery code is not right, or it was used already.", "code"))
    kept.used_at = now


def join(user: User, *, name: str, password: str, session: Session, now: datetime) -> None:
    """The invited person names themselves and chooses a password; raises DomainError with what is wrong with it."""
    if user.joined_at is not None or not user.is_active:
        raise DomainError(LINK_IS_OVER)
    user.name = name
    choose_password(user, password, session=session)
    user.joined_at = now


def join_as_first_administrator(*, email: str, name: str, password: str, session: Session, now: datetime) -> User:
    """The account that an empty installation begins with; raises DomainError once there is an administrator."""
    if count_administrators(session, now=now):
        raise DomainError(LINK_IS_OVER)
    user = find_by_email(session, email) or User(email=email.strip().lower(), name=name)
    if not user.roles or all(r.role is not Role.NETWORK_ADMINISTRATOR or r.ended_at for r in user.roles):
        user.roles.append(RoleAssignment(role=Role.NETWORK_ADMINISTRATOR, granted_at=now))
    user.name, user.is_active, user.joined_at = name, True, now
    choose_password(user, password, session=session)
    return user


def ask_for_password_reset(email: str, *, session: Session, now: datetime) -> None:
    """Owe the link to a person who has an account; say nothing either way. Who never joined is invited again."""
    user = find_by_email(session, email)
    if user is None or not user.is_active:
        return
    if user.joined_at is None:
        announce(session, "person_invited", now=now, subject_id=user.id, name=user.name)
    else:
        announce(session, "password_reset_asked", now=now, actor_id=user.id, subject_id=user.id)


def change_password(user: User, *, current: str, new: str, session: Session) -> None:
    """Ends every open session of theirs; raises DomainError at field `current` or `password`."""
    require_password(user, current, where="current")
    if current == new:
        raise DomainError(Reason("This is the password you have. Choose another.", "password"))
    choose_password(user, new, session=session)


def require_password(user: User, password: str, *, where: str = "password") -> None:
    if not is_right_password(user, password):
        raise DomainError(Reason("This is not your password.", where))


def change_profile(user: User, *, name: str, time_zone: str) -> None:
    user.name, user.time_zone = name, time_zone


def turn_on_two_steps(
    user: User, *, sealed: str, code: str, cipher: Fernet, session: Session, now: datetime
) -> tuple[str, ...]:
    """Keep the app's secret once a code proves it, end the other sessions, and return the recovery codes.

    Raises DomainError when the code is wrong or the offered secret too old.
    """
    secret = open_offered_secret(cipher, sealed, user_id=user.id, now=now)
    user.totp_last_step = step_of_code(secret, code, now=now, after=0)
    user.totp_secret = seal(cipher, secret, now=now)
    user.totp_confirmed_at = now
    user.session_epoch += 1
    return renew_recovery_codes(user, session=session, now=now)


def turn_off_two_steps(user: User, *, session: Session) -> None:
    """Forget the app and the recovery codes, and end every open session of theirs."""
    user.totp_secret, user.totp_confirmed_at, user.totp_last_step = None, None, 0
    user.session_epoch += 1
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def renew_recovery_codes(user: User, *, session: Session, now: datetime) -> tuple[str, ...]:
    """Ten fresh codes in place of all earlier ones; only their hashes are kept, so they are shown now or never."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = new_recovery_codes()
    session.add_all(
        RecoveryCode(user_id=user.id, code_hash=hash_of_recovery_code(code, user_id=user.id), made_at=now)
        for code in codes
    )
    return codes


def end_all_sessions(user: User) -> None:
    user.session_epoch += 1
