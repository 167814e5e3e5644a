"""What a person should know before accepting what was read from an attendance report, in sentences."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from workflows.training.attendance.joins import WrittenJoin, times_of, zone_of
from workflows.training.attendance.matching import How, RosterMatch
from workflows.training.attendance.minutes import Join, SessionWindow
from workflows.training.attendance.shapes import Section
from workflows.training.attendance.text import FileText
from workflows.training.attendance.times import DateOrder, count_on_days, in_words

LINES_NAMED = 5

# Each join falls under the first row that fits; one that fits none needs no sentence.
JOIN_WARNINGS: tuple[tuple[Callable[[Join], bool], str], ...] = (
    (lambda join: not join.was_there or join.is_host, ""),
    (lambda join: join.is_open,
     "the report does not say when they left. They count as there until the session's end."),
    (lambda join: join.is_untimed,
     "neither time can be read; the report's own minutes count instead."),
    (lambda join: join.stay is not None and not (join.joined_at and join.left_at),
     "one of the two times is missing; it was worked out from the report's own minutes, rounded up."),
    (lambda join: bool(join.joined_at and join.left_at) and join.stay is None,
     "the leave time is before the join time. Nothing was counted: look at it and decide."),
    (lambda join: join.stay is None,
     "a time is missing and so are the minutes. Nothing was counted: look at it and decide."),
)  # fmt: skip


def about_text(text: FileText) -> tuple[str, ...]:
    if text.encoding != "cp1252":
        return ()
    return ("This file was saved in an older Windows encoding. Check the names with accents.",)


def about_rows(sections: Sequence[Section]) -> tuple[str, ...]:
    """Rows that were left out, and a report without rows."""
    rows = [(section, row) for section in sections for row in section.rows]
    broken = [row.line for section, row in rows if section.is_broken(row)]
    warnings = []
    if broken:
        warnings.append(
            f"{_lines(broken)}: the cells do not stand under their headings, often because of a comma "
            "in a name. Nothing was counted: look at it and decide."
        )
    nameless = [row.line for section, row in rows if not section.is_broken(row) and section.is_nameless(row)]
    if nameless:
        warnings.append(f"{_lines(nameless)}: there is neither a name nor an address, so nothing was counted.")
    if not rows:
        warnings.append(f"This is {sections[0].shape.name}, but it lists nobody.")
    return tuple(warnings)


def about_days(
    written: Sequence[WrittenJoin], *, section: Section, order: DateOrder, session: SessionWindow
) -> tuple[str, ...]:
    """Says so when no time in the file falls on the session's day."""
    times = [at for at in times_of(written) if at.zone is None]
    days = session.days_in(zone_of(section, session))
    if not times or count_on_days(times, order=order, days=days):
        return ()
    session_day = in_words(min(session.days))
    file_days = sorted({local.date() for at in times if (local := at.local(order))})
    seen = in_words(file_days[0]) if file_days else "no day of the calendar"
    sentence = f"The session was on {session_day}, but this file is about {seen}."
    if count_on_days(times, order=order.other, days=days):
        return (f"{sentence} Read {order.other.words}, its dates fit: say so if that is how it is written.",)
    return (f"{sentence} Its dates do not fit either way round: choose the report of this session.",)


def about_meetings(others: int) -> tuple[str, ...]:
    if not others:
        return ()
    meetings = "another meeting" if others == 1 else f"{others} other meetings"
    return (f"This file also lists {meetings}. Only the one of this session was read.",)


def about_joins(joins: Iterable[Join], *, is_untimed_shape: bool) -> tuple[str, ...]:
    """What could not be read as it should; that a shape has no times at all is no surprise."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for join in joins:
        if is_untimed_shape and join.is_untimed:
            continue
        sentence = next((sentence for is_so, sentence in JOIN_WARNINGS if is_so(join)), "")
        if sentence:
            lines[sentence].append(join.line)
    return tuple(f"{_lines(found)}: {sentence}" for sentence, found in lines.items())


def about_hosts(joins: Iterable[Join]) -> tuple[str, ...]:
    """Who held the meeting and is not on the roster, as nobody misses their attendance."""
    names = sorted({join.shown_name or join.email for join in joins})
    return (f"Left out, because they held the meeting: {', '.join(names)}.",) if names else ()


def about_matches(joins: Sequence[Join], matches: Sequence[RosterMatch]) -> tuple[str, ...]:
    """Why some were not matched, and who was matched by name although the address is another one."""
    warnings = []
    for join, match in zip(joins, matches, strict=True):
        if match.warning:
            warnings.append(match.warning)
        elif match.entry and join.email and match.how is How.NAME:
            warnings.append(
                f"{match.entry.name} was matched by name: the report shows the address {join.email}, "
                "which is not on the roster."
            )
    return tuple(dict.fromkeys(warnings))


def _lines(lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return f"Line {lines[0]}"
    named = ", ".join(str(line) for line in lines[:LINES_NAMED])
    more = len(lines) - LINES_NAMED
    return f"Lines {named} and {more} more" if more > 0 else f"Lines {named}"
