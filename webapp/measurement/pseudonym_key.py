"""The key that makes keys of people: derived from the installation's secret, the same for the whole network."""

import hmac

from config import Settings

PURPOSE = b"accompany: keys in place of people in extracts, 1"


def pseudonym_key(settings: Settings) -> bytes:
    """32 bytes (HMAC-SHA256). The secret itself is never used for people, so neither key tells the other."""
    return hmac.digest(settings.secret_key.encode(), PURPOSE, "sha256")
