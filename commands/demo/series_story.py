"""What the program manager does around the sessions: materials, recordings, a moved session, office hours."""

from commands.demo.cast import EXPANSION
from commands.demo.world import Step, step

FIRST = 280  # days before the loading, of the expansion cohort's first session
WRITTEN = frozenset({1, 11})  # whose transcript is on the page
ENDS = {2: -20, 11: 5}  # days after the loading on which a recording's link ends


def list_series_steps(manager: str) -> list[Step]:
    steps = []
    for number in range(1, 13):
        day = FIRST - 7 * (number - 1)
        steps.append(step(day + 6, manager, "add_materials", key=EXPANSION, number=number, hour=13))
        told = {"key": EXPANSION, "number": number, "ends": ENDS.get(number), "is_written": number in WRITTEN}
        steps.append(step(day - 2, manager, "describe_recording", hour=16, **told))
    return [
        *steps,
        # The trainer of session 6 could not come on the usual Wednesday.
        step(FIRST - 20, manager, "move_session", key=EXPANSION, number=6, days=-1),
        step(34, manager, "add_office_hours", key=EXPANSION, on=20, title="Office hours: your first extract",
             objectives="Bring the extract you are stuck with; we look at it together."),
        step(24, manager, "call_off", key=EXPANSION, number=13,
             reason="Only one affiliate signed up. The coaches answer your questions by phone instead."),
        step(22, manager, "add_office_hours", key=EXPANSION, on=-9, title="Office hours: reading a quality report",
             objectives="What each finding in the data-quality report means, and what you can do about it."),
        step(3, manager, "move_session", key=EXPANSION, number=14, days=1),
    ]  # fmt: skip  # one step a paragraph
