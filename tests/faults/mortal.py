"""The service as a process of its own, which dies where a test says, and whose clock a test can move.

Nothing of ours is replaced: SQLAlchemy tells of each statement and commit, and the app is asked for a clock.
"""

import os
import re
import signal
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import local
from typing import Any

from sqlalchemy import event

import forms_service
from forms_service.portal import Portal

FOLDER = Path(os.environ["FAULTS_FOLDER"])
CLOCK, DIES = FOLDER / "clock", FOLDER / "dies"
_WRITE = re.compile(r"(?:INSERT INTO|UPDATE) (\w+)")

did = local()  # .what: the writes of this thread's transaction


def create_app() -> Portal:
    made = forms_service.create_app(clock=_clock)
    event.listen(made.engine, "begin", lambda _connection: setattr(did, "what", []))
    event.listen(made.engine, "after_cursor_execute", _executed)
    event.listen(made.engine, "commit", lambda _connection: _each("before the commit of"))
    event.listen(made.sessions, "after_commit", lambda _session: _each("after the commit of"))
    made.wsgi_app = _before_the_reply(made.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to wrap an app
    return made


def _clock() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(CLOCK.read_text()))


def _die_at(step: str) -> None:
    if DIES.exists() and DIES.read_text() == step:
        DIES.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _executed(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    if what := _written(statement):
        did.what.append(what)
        _die_at(f"after {what}")


def _written(statement: str) -> str:
    """The table that a statement writes to; of letters that change, also what becomes of them."""
    found = _WRITE.match(statement)
    if found is None:
        return ""
    if found[0] == "UPDATE letters":
        return "sent letters" if "sent_at=" in statement else "leased letters"
    return found[1]


def _each(when: str) -> None:
    for what in getattr(did, "what", ()):
        _die_at(f"{when} {what}")


def _before_the_reply(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = app(environ, start)
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/send"):
            _die_at("before the reply")
        return body

    return answer
