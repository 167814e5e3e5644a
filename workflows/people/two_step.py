"""Two-step sign-in: the app's codes (RFC 6238), the secret kept encrypted, and recovery codes."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflows.errors import DomainError, Reason

STEP = 30  # seconds that one code of the app lasts
NEIGHBOURS = (-1, 0, 1)  # steps: the phone's clock may be half a minute off
SETUP_WITHIN = timedelta(minutes=30)
RECOVERY_CODES = 10
ISSUER = "Accompany"


def cipher_from(secret_key: str) -> Fernet:
    """What encrypts the apps' secrets: a key of its own, derived from the installation's secret."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accompany two-step sign-in").derive(
        secret_key.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def new_sealed_secret(cipher: Fernet, *, user_id: int, now: datetime) -> str:
    """A fresh secret for this person's app, encrypted, so that the form can carry it until a code confirms it."""
    return _seal(cipher, f"{user_id}:{pyotp.random_base32()}", now=now)


def open_offered_secret(cipher: Fernet, sealed: str, *, user_id: int, now: datetime) -> str:
    """The secret that a set-up form carried; raises DomainError when it is too old or somebody else's."""
    try:
        offered = cipher.decrypt_at_time(
            sealed.encode(), ttl=int(SETUP_WITHIN.total_seconds()), current_time=int(now.timestamp())
        )
    except InvalidToken as error:
        raise DomainError(_START_AGAIN) from error
    owner, _, secret = offered.decode().partition(":")
    if owner != str(user_id):
        raise DomainError(_START_AGAIN)
    return secret


_START_AGAIN = "This page was open for too long. Scan the new picture below and type the code it makes."


def seal(cipher: Fernet, secret: str, *, now: datetime) -> str:
    """The secret as the database keeps it."""
    return _seal(cipher, secret, now=now)


def unseal(cipher: Fernet, sealed: str) -> str:
    """The secret that the database keeps; raises DomainError when the installation's secret was changed since."""
    try:
        return cipher.decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise DomainError(
            "Your app's codes can no longer be checked here. Ask an administrator to reset your two-step sign-in."
        ) from error


def _seal(cipher: Fernet, text: str, *, now: datetime) -> str:
    return cipher.encrypt_at_time(text.encode(), int(now.timestamp())).decode()


def step_of_code(secret: str, code: str, *, now: datetime, after: int) -> int:
    """The time step whose code this is.

    Raises DomainError at field `code` when it is none of the present ones, or one at or before the step `after`:
    a code that was seen over somebody's shoulder must not work a second time.
    """
    present = int(now.timestamp()) // STEP
    made = pyotp.TOTP(secret, interval=STEP)
    typed = "".join(code.split())
    for step in (present + shift for shift in NEIGHBOURS):
        if secrets.compare_digest(made.at(step * STEP).encode(), typed.encode()):
            if step <= after:
                raise DomainError(Reason("That code was used already. Wait for the next one in your app.", "code"))
            return step
    raise DomainError(Reason("That code is not right, or its time is over. Type the one your app shows now.", "code"))


def address_for_app(secret: str, *, email: str) -> str:
    """The otpauth address that the app reads from the picture."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=ISSUER)


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 80 random bits each, such as `k3vd-7xqa-p5no-2hbt`."""
    return tuple(_in_groups(base64.b32encode(secrets.token_bytes(10)).decode().lower()) for _ in range(RECOVERY_CODES))


def hash_of_recovery_code(code: str, *, user_id: int) -> str:
    """What the database keeps. 80 random bits need no slow hash; the person's number keeps two lists apart."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(f"{user_id}:{plain}".encode()).hexdigest()


def _in_groups(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
