"""Keys in place of people: the same person gets the same key everywhere, and no way leads back."""

import hmac

MIN_KEY_BYTES = 16


class Pseudonyms:
    """Makes keys with one secret (HMAC-SHA256) and recognizes a person who was seen before.

    A person is known by A-number, else by individual id (domain rule: de-duplicate by hashed A-number,
    then id). Writing differences (case, spaces, hyphens) do not make another person.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < MIN_KEY_BYTES:
            raise ValueError("the key of pseudonyms is too short to protect anybody")
        self._key = key
        self._by_id: dict[tuple[str, str], str] = {}

    def case(self, number: str) -> str:
        """Key of a case, or "" when there is no number."""
        return self._digest("case", number)

    def person(self, *, alien_number: str, individual_id: str, site: str) -> str:
        """Key of a person, or "" when neither number is there.

        A second row at the same site with the same individual id but no A-number is the same person.
        """
        by_number = self._digest("alien number", alien_number)
        by_id = self._digest("individual id", individual_id)
        if not by_id:
            return by_number
        known = self._by_id.setdefault((site, by_id), by_number or by_id)
        return known if by_id in {known, by_number or by_id} else by_number

    def _digest(self, kind: str, number: str) -> str:
        plain = "".join(sign for sign in number.upper() if sign.isalnum())
        if not plain:
            return ""
        return hmac.digest(self._key, f"{kind}:{plain}".encode(), "sha256").hex()
