"""Limits of what people type when they sign or check a file, and the words of a signature."""

import re

TYPED_NAME_MAX = 120
DIGEST_LENGTH = 64
VERIFY_MAX_BYTES = 20 * 1024 * 1024  # a Word file of this program has less than a hundredth of it
VERIFY_REQUEST_MAX_BYTES = VERIFY_MAX_BYTES + 64 * 1024
STATEMENT = (
    "I have read the {noun} named on this page. I am authorized to sign it for the {side}, and I agree that my typed "
    "name has the same force as my signature by hand."
)
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_LENGTH}}}")


def digest_of(typed: str) -> str | None:
    """The SHA-256 as it is kept, from what was pasted with spaces or in capitals; None where it is none."""
    plain = "".join(typed.split()).lower()
    return plain if _DIGEST.fullmatch(plain) else None
