"""What the service says while it works: an event a line, of the few fields that are allowed, and nothing else.

Words may quote what a person typed, those of an exception or of a library too. So none are written: of an exception its
type and where in the code it came from, of a library's words only whose they were.
"""

import json
import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

TOP = Path(__file__).parents[1]
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
WITHHELD = "(withheld)"
_MOST_PLACES = 12

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The number of the request that is being answered."""

rule: ContextVar[str | None] = ContextVar("rule", default=None)
"""The route of the request that is being answered, as it is declared: never the address that was asked for."""


@dataclass(frozen=True)
class Event:
    """`kind` is a word or a few of ours. The request's number and its rule come to it by themselves.

    `database` is its own kind of error, such as `SQLITE_FULL` or `53100`. `where` are places in the code, outermost
    first. `sent`, `failed` and `later` count letters.
    """

    kind: str
    method: str | None = None
    status: int | None = None
    ms: int | None = None
    error: str | None = None
    database: str | None = None
    where: tuple[str, ...] = ()
    logger: str | None = None
    sent: int | None = None
    failed: int | None = None
    later: int | None = None


_SHAPES: Mapping[str, re.Pattern[str]] = {
    "kind": re.compile(r"[a-z][a-z -]{0,39}"),
    "id": re.compile(r"[0-9a-f-]{8,64}"),
    "method": re.compile("|".join([*sorted(METHODS), "OTHER"])),
    "rule": re.compile(r"[\w/<>:.-]{1,200}", re.ASCII),
    "error": re.compile(r"[A-Za-z_][\w.]{0,99}", re.ASCII),
    "database": re.compile(r"[A-Z0-9_]{1,40}"),
    "where": re.compile(r"[\w/.@+-]{1,200}:\d{1,6}( [\w.<> ]{1,100})?", re.ASCII),
    "logger": re.compile(r"[\w.]{1,100}", re.ASCII),
}
"""The form of every field that is text. What has another is not written."""


def of_error(kind: str, error: BaseException, **more: Any) -> Event:
    """An event about an exception: its type, the database's kind of error and where it came from; never its words."""
    return Event(
        kind,
        error=type(error).__name__,
        database=_database_kind(error),
        where=tuple(_places(error.__traceback__)),
        **more,
    )


def _database_kind(error: BaseException) -> str | None:
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Our own, and the last one whosever it is."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    ours = [frame for frame in frames[:-1] if Path(frame.filename).is_relative_to(TOP / __package__)]
    for frame in [*ours[-_MOST_PLACES:], *frames[-1:]]:
        yield f"{_short(frame.filename)}:{frame.lineno} {frame.name}"


def _short(file: str) -> str:
    path = Path(file)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return str(path.relative_to(TOP)) if path.is_relative_to(TOP) else path.name


# How an event is written --------------------------------------------------------------------------------------------


class Lines(logging.Formatter):
    """A line of JSON for a machine; for a person at a terminal the same in short."""

    def __init__(self, *, for_a_person: bool) -> None:
        super().__init__()
        self._for_a_person = for_a_person

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        event = record.msg if isinstance(record.msg, Event) else _of_somebody_else(record)
        told = {name: _held(name, value) for name, value in _all_of(event).items() if value not in (None, ())}
        if self._for_a_person:
            return " ".join([f"{at.astimezone():%H:%M:%S}", *_in_short(told)])
        kind = told.pop("kind")
        return json.dumps(
            {"time": at.isoformat(timespec="milliseconds"), "level": record.levelname.lower(), "event": kind, **told}
        )


def _all_of(event: Event) -> dict[str, object]:
    begun = {"kind": event.kind, "id": request_id.get(), "method": event.method, "rule": rule.get()}
    return begun | {field.name: getattr(event, field.name) for field in fields(event)}


def _of_somebody_else(record: logging.LogRecord) -> Event:
    place = f"{_short(record.pathname)}:{record.lineno}"
    error = record.exc_info[1] if record.exc_info else None
    if error:
        return of_error("exception", error, logger=record.name)
    return Event("words withheld", logger=record.name, where=(place,))


def _held(name: str, value: object) -> object:
    """The value if it has the form of its field."""
    if isinstance(value, tuple):
        return [_held(name, one) for one in value]
    if type(value) is int and name not in _SHAPES:
        return value
    shape = _SHAPES.get(name)
    return value if shape and isinstance(value, str) and shape.fullmatch(value) else WITHHELD


def _in_short(told: Mapping[str, Any]) -> Iterator[str]:
    for name, value in told.items():
        if name == "where":
            yield "at " + ", ".join(value)
        elif name in ("sent", "failed", "later"):
            yield f"{value} {name}"
        elif name != "id":
            yield f"{value} ms" if name == "ms" else str(value)
    if "id" in told:
        yield f"[{told['id']}]"


# Whose words reach the log ------------------------------------------------------------------------------------------


def to_stderr() -> None:
    """All that this process logs, warns of or dies of goes to standard error in our form. For a process of our own."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(for_a_person=sys.stderr.isatty()))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    ours = logging.getLogger(__package__)
    ours.setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):  # the server's loggers have handlers of their own
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.raiseExceptions = False  # a line that can't be written would be shown with its words
    warnings.showwarning = _warned
    sys.excepthook = lambda _kind, error, _trace: _died(error)
    threading.excepthook = lambda told: _died(told.exc_value)
    sys.unraisablehook = lambda told: _died(told.exc_value)


def _warned(  # noqa: PLR0913, PLR0917  Python's own shape
    message: Warning | str,  # noqa: ARG001
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    place = f"{_short(filename)}:{lineno}"
    logging.getLogger(__name__).warning(Event("warning", error=category.__name__, where=(place,)))


def _died(error: BaseException | None) -> None:
    if error is not None:
        logging.getLogger(__name__).critical(of_error("exception", error))
