"""What an address may hold: numbers that a record can have, and words that a database can search for."""

from flask import request
from werkzeug.routing import IntegerConverter, Map

from webapp.tables import NUMBER_MAX
from workflows.errors import NotFound


class RecordNumber(IntegerConverter):
    """`<int:…>`: a number beyond every key names nothing, so there is no page at such an address."""

    regex = r"\d{1,19}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=NUMBER_MAX)


def refuse_unwritable() -> None:
    """No page has an address with a zero byte, which PostgreSQL cannot even compare."""
    if "\0" in request.path or any("\0" in text for pair in request.args.items(multi=True) for text in pair):
        raise NotFound()
