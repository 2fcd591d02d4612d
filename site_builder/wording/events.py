"""When an event is, and where."""

from site_builder.catalogue import Event, When


def happens(event: Event) -> str:
    """`Thursday 3 December 2026, 18:30 to 20:30`; `1 June 2027 to 7 June 2027`; `June 2027`."""
    starts, ends = event.starts, event.ends
    if ends is None or ends.root in starts.root:  # the same moment, or the day of it
        return _moment(starts)
    if _day(starts) and _day(starts) == _day(ends):
        return f"{_moment(starts)} to {ends.begins:%H:%M}"
    return f"{_moment(starts)} to {_moment(ends)}"


def held(event: Event) -> str:
    """`The town hall`, `The town hall, and online`, `Online`."""
    if not event.online:
        return event.place or ""
    return f"{event.place}, and online" if event.place else "Online"


def _moment(when: When) -> str:
    words = str(when).replace(" at ", ", ")
    return f"{when.begins:%A} {words}" if _day(when) else words


def _day(when: When) -> str:
    """The day, where one is known."""
    day = when.root[: len("2026-12-03")]
    return day if len(day) == len("2026-12-03") else ""
