"""A previewed import carried by the page itself, signed: no file is stored, and what was shown is what is applied.

Choosing the file again on confirmation would let another file slip in between; keeping it on the server would keep
people's addresses of an import that nobody confirmed.
"""

import base64
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from workflows.errors import DomainError

PREVIEW_LASTS = 4 * 3600  # seconds
AGAIN = "The preview is too old or was changed on its way. Choose the file again; nothing was imported."


@dataclass(frozen=True, slots=True)
class Previewed:
    """The file's bytes, and the fingerprint of what the preview said that they would do."""

    content: bytes
    plan: str


def sign_preview(previewed: Previewed, *, secret: str, purpose: str) -> str:
    """Text for a hidden field; `purpose` names cohort and person."""
    carried = [base64.b64encode(previewed.content).decode(), previewed.plan]
    return str(URLSafeTimedSerializer(secret, salt=purpose).dumps(carried))


def read_signed(signed: str, *, secret: str, purpose: str) -> Previewed:
    """What `sign_preview` was given; raises DomainError when it is too old or not ours."""
    try:
        content, plan = URLSafeTimedSerializer(secret, salt=purpose).loads(signed, max_age=PREVIEW_LASTS)
    except (BadData, ValueError) as error:
        raise DomainError(AGAIN) from error
    return Previewed(base64.b64decode(content), plan)
