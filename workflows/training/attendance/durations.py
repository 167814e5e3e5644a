"""How long, as a report writes it: `89`, `1h 29m 2s`, `1 Std. 29 Min.`, `01:29:02`."""

import re
from datetime import timedelta
from itertools import pairwise

from workflows.training.attendance.vocabulary import plain

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)

_WRITTEN = (
    (HOUR, "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren u"),
    (MINUTE, "m min mins minute minutes minuten minuto minutos minuti minuut mn"),
    (SECOND, "s sec secs second seconds sek sekunde sekunden seconde secondes seconden seg segundo segundos secondo"),
    (SECOND, "secondi"),
)
_UNITS = {word: unit for unit, words in _WRITTEN for word in words.split()}
_CELL_MAX = 60  # characters
_MINUTES = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,2})?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])")
_PART = re.compile(r"([0-9]{1,5}) ?([^\W\d_]+)")


def read_duration(cell: str) -> timedelta | None:
    """What a cell says; a number alone is minutes. None, which is not zero, for what cannot be read.

    Two numbers with one colon are not read: they may be hours and minutes or minutes and seconds.
    """
    if _MINUTES.fullmatch(cell):
        return timedelta(minutes=float(cell.replace(",", ".")))
    clock = _CLOCK.fullmatch(cell)
    if clock:
        hours, minutes, seconds = map(int, clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return _from_parts(cell) if len(cell) <= _CELL_MAX else None


def _from_parts(cell: str) -> timedelta | None:
    text = plain(cell)
    parts = [(int(number), _UNITS.get(word)) for number, word in _PART.findall(text)]
    units = [unit for _number, unit in parts if unit is not None]
    falling = all(larger > smaller for larger, smaller in pairwise(units))
    if not parts or len(units) < len(parts) or not falling or _PART.sub("", text).strip():
        return None
    return sum((number * unit for number, unit in parts if unit is not None), timedelta())
