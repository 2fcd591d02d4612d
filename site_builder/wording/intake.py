"""When a role takes people."""

from datetime import date, datetime

from site_builder.catalogue import Intake, Standing, State, When

from .lists import counted

STATES = {
    State.OPEN: "Open now",
    State.WAITING_LIST: "Waiting list",
    State.UPCOMING: "Opens later",
    State.PAUSED: "Paused",
    State.CLOSED: "Closed",
}

COUNTED = 15  # fewer days than these are counted down to a closing
CLOSES = ", closes {}"
A_YEAR = 365  # days, within which a month needs no year

_SENTENCES = {
    State.OPEN: "",
    State.WAITING_LIST: "The places are full. You can join the waiting list.",
    State.UPCOMING: "",
    State.PAUSED: "It is not taking new people for now.",
    State.CLOSED: "",
}


def moment(when: When) -> str:
    """`on 5 October 2026`, `in October 2026`, `in 2026`."""
    return f"{'on' if len(when.root) >= len('2026-10-05') else 'in'} {when}"


def state_label(standing: Standing | None) -> str:
    """A few words, with the date where one is known; None, where dates are not published, says so."""
    if standing is None:
        return "Dates not published"
    if standing.state is State.UPCOMING and standing.intake and standing.intake.opens:
        return f"Opens {moment(standing.intake.opens)}"
    return STATES[standing.state]


def closing(last_day: date, days_left: int) -> str:
    """`, closes in 3 days`, to follow a state's label; while there is time `, until 14 December`."""
    if days_left < COUNTED:
        return CLOSES.format(in_days(days_left))
    return f", until {last_day.day} {last_day:%B}" if days_left < A_YEAR else ""


def in_days(number: int) -> str:
    """`today`, `tomorrow`, `in 3 days`: as the reader's own browser words it in theme/assets/fresh.js."""
    return ("today", "tomorrow")[number] if number in (0, 1) else f"in {number} days"


def instead(standing: Standing | None) -> str:
    """What to do about a role that takes no names now."""
    if standing is None:
        return "Ask the team when you can join."
    if standing.state is not State.UPCOMING:
        return "Ask the team when it will open again, or look at other roles."
    opens = standing.intake and standing.intake.opens
    return (
        f"Come back {moment(opens)} to say that you are interested." if opens else "Look again later, or ask the team."
    )


def state_sentence(standing: Standing | None) -> str:
    """What the state means for the reader; empty where its name says it all."""
    if standing is None:
        return "The organisation does not publish when it takes new people. Ask them."
    return _SENTENCES[standing.state]


def intakes(windows: tuple[Intake, ...] | str | None, now: datetime) -> tuple[str, ...]:
    """A sentence or more for each window with dates or numbers, as seen at `now`; past ones only where all are past."""
    told = windows if isinstance(windows, tuple) else ()
    coming = [window for window in told if window.state_at(now) is not State.CLOSED]
    return tuple(filter(None, (_intake(window, now) for window in coming or told)))


def _intake(window: Intake, now: datetime) -> str:
    state = window.state_at(now)
    if state is State.CLOSED:
        return f"It closed {moment(window.closes)}." if window.closes else ""
    parts = []
    if window.opens and state is State.UPCOMING:
        parts.append(f"Opens {moment(window.opens)}.")
    if window.closes:
        parts.append(f"Closes {moment(window.closes)}.")
    if window.early:
        parts.append("It may close early if enough people come forward.")
    if window.number is not None:
        parts.append(f"{counted(window.number, 'places')}.")
    if window.starts:
        parts.append(f"You would start {moment(window.starts)}.")
    return " ".join(parts)
