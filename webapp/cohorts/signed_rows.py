"""A previewed import carried by the page itself, signed: no file is stored, and what was shown is what is applied.

Choosing the file again on confirmation would let another file slip in between; keeping it on the server would keep
people's addresses of an import that nobody confirmed.
"""

import base64

from itsdangerous import BadData, URLSafeTimedSerializer

from workflows.errors import DomainError

PREVIEW_LASTS = 4 * 3600  # seconds
AGAIN = "The preview is too old or was changed on its way. Choose the file again; nothing was imported."


def sign_content(content: bytes, *, secret: str, purpose: str) -> str:
    """The file's bytes as text for a hidden field; `purpose` names cohort and person."""
    return URLSafeTimedSerializer(secret, salt=purpose).dumps(base64.b64encode(content).decode())


def read_signed(signed: str, *, secret: str, purpose: str) -> bytes:
    """The bytes that `sign_content` was given; raises DomainError when they are too old or not ours."""
    try:
        carried = URLSafeTimedSerializer(secret, salt=purpose).loads(signed, max_age=PREVIEW_LASTS)
    except BadData as error:
        raise DomainError(AGAIN) from error
    return base64.b64decode(carried)
