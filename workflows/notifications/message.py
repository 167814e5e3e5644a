"""One row of the table of messages."""

from dataclasses import dataclass
from typing import Any

from workflows.notifications.recipients import Recipients
from workflows.notifications.still import Still


@dataclass(frozen=True, slots=True)
class Message:
    """One row. `subject` and `text` are filled from the occasion; `{link}` is the one address in the text.

    With `signed_for`, the purpose of a signature, the path ends with a token that is the person's own.
    """

    kind: str
    about: type[Any] | None
    to: Recipients
    is_still_true: Still
    path: str
    subject: str
    text: str
    signed_for: str = ""
