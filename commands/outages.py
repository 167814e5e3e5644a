"""What database, queue and file store raise when they are away."""

import sys

RAISED = (
    ("sqlalchemy.exc", "OperationalError"),
    ("redis.exceptions", "RedisError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
)


def outages() -> tuple[type[Exception], ...]:
    """These errors, for an `except` clause, as far as their libraries are loaded.

    A library that is not loaded raised nothing, and loading it only to name its errors costs a second.
    """
    return tuple(getattr(sys.modules[module], name) for module, name in RAISED if module in sys.modules)


def first_line(error: Exception) -> str:
    """What went wrong, without the statement and the links that libraries add."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
