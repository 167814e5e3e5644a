"""How often one address, and one account, may try: guessing is slow, and a forgotten password is not punished."""

import hashlib

from flask import Response, request, session
from flask_limiter.util import get_remote_address

from webapp.actors import signed_in_user
from webapp.extensions import limiter

PER_ADDRESS = "30 per 10 minutes"  # an office behind one address, on a bad morning
PER_ACCOUNT = "10 per 15 minutes"
LINKS_PER_ADDRESS = "20 per hour"
LINKS_PER_ACCOUNT = "5 per hour"  # nobody's mailbox is filled by somebody else


def _account() -> str:
    """The account that a try is about, without its address: it would stand in the limiter's store in the clear."""
    user = signed_in_user()
    awaited = session.get("second_step")
    about = f"id:{user.id}" if user else f"id:{awaited[0]}" if awaited else _typed_address()
    return f"account:{hashlib.sha256(about.encode()).hexdigest()}"


def _typed_address() -> str:
    return f"typed:{request.form.get('email', '').strip().casefold()}"


def _address() -> str:
    return f"address:{get_remote_address()}"


def _was_refused(response: Response) -> bool:
    return response.status_code == 422


def _typed_account() -> str:
    return f"account:{hashlib.sha256(_typed_address().encode()).hexdigest()}"


tries_per_address = limiter.limit(PER_ADDRESS, key_func=_address, methods=["POST"], deduct_when=_was_refused)
tries_per_account = limiter.limit(PER_ACCOUNT, key_func=_account, methods=["POST"], deduct_when=_was_refused)
tries_per_typed_account = limiter.limit(
    PER_ACCOUNT, key_func=_typed_account, methods=["POST"], deduct_when=_was_refused
)
links_per_address = limiter.limit(LINKS_PER_ADDRESS, key_func=_address, methods=["POST"])
links_per_account = limiter.limit(LINKS_PER_ACCOUNT, key_func=_typed_account, methods=["POST"])
