"""The whole portal on one machine: `python -m forms_service.run`, which `make run` starts after the build.

It makes what is missing (a secret key, the database, somebody to try the desk), starts the server and the letter
worker, and stops both when it is stopped or when one of them dies. If it is killed itself, they end with it.
"""

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click
from sqlalchemy.orm import Session

from . import cli, coordinators, create_app, db
from .errors import UNAVAILABLE, in_words
from .portal import Portal
from .settings import Settings
from .trouble import Trouble

VAR = Path("var")
HOST = "127.0.0.1"
PROCESSES = min(os.cpu_count() or 1, 4)  # of the server: one uses no more than a core
THREADS = 3  # of each: they may wait for slow senders; more of them only get in each other's way
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
_SIGNAL_WHEN_PARENT_ENDS = 1  # PR_SET_PDEATHSIG of Linux' prctl


class Stopped(Exception):  # noqa: N818  not an error: somebody pressed Ctrl-C
    """The portal was asked to stop."""


def main() -> int:
    """0 when it was stopped, 1 when it could not start or go on."""
    try:
        port = _port(os.environ)
        environ = _with_defaults(os.environ, port)
        portal = _prepared(Settings.read(environ))
        _run(portal, environ, port)
    except Stopped:
        return 0
    except UNAVAILABLE as error:
        return _say(in_words(error))
    except Trouble as trouble:
        return _say(trouble.message)
    return 0


def _say(message: str) -> int:
    click.echo(message, err=True)
    return 1


# What must be there -------------------------------------------------------------------------------------------------


def _port(environ: Mapping[str, str]) -> int:
    said = environ.get("PORT", "8000")
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= 65535):
        raise Trouble(f"PORT is {said!r}, and should be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(said)))
        except OSError as error:
            raise Trouble(f"Port {said} can't be used ({error.strerror}). Choose another: PORT=8001 make run") from None
    return int(said)


def _with_defaults(environ: Mapping[str, str], port: int) -> dict[str, str]:
    made = {"CIP_BASE_URL": f"http://{HOST}:{port}", "CIP_SERVE_SITE": "yes", **environ}
    if not made.get("CIP_SECRET_KEY"):
        made["CIP_SECRET_KEY"] = _secret_key()
    return made


def _secret_key() -> str:
    """The same from run to run, so that a form which is open now can still be sent after a restart."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    path = VAR / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _prepared(settings: Settings) -> Portal:
    engine = db.engine(settings.database_url)
    db.upgrade(engine)
    engine.dispose()
    return create_app(settings)


# What runs ----------------------------------------------------------------------------------------------------------


def commands(port: int) -> dict[str, list[str]]:
    """What is run, by name, each as arguments of Python's `-m`."""
    server = ["granian", "--interface", "wsgi", "--factory", f"{__package__}:create_app"]
    server += ["--host", HOST, "--port", str(port), "--no-ws", "--log-level", "warning"]
    server += ["--workers", str(PROCESSES), "--blocking-threads", str(THREADS)]
    server += ["--workers-kill-timeout", "3"]  # seconds; one that is asked to stop while it starts doesn't hear it
    return {
        "server": server,
        "letter worker": ["flask", "--app", "forms_service", "send-letters", "--forever"],
    }


def _run(portal: Portal, environ: Mapping[str, str], port: int) -> None:
    """Until it is stopped, or one of the two dies. Raises Stopped or Trouble."""
    with _signals() as asked, _children(commands(port), environ) as children:
        _wait_until_it_answers(port, children, asked)
        click.echo(f"The portal is at {portal.settings.base_url} (Ctrl-C stops it).")
        click.echo(_where_letters_go(portal.settings))
        if not portal.settings.production:
            with portal.sessions() as session:
                _show_the_way_in(portal, session)
        while True:
            _check(children, asked)
            time.sleep(0.2)


def _where_letters_go(settings: Settings) -> str:
    if settings.mail_server:
        return f"Letters go out by {settings.mail_server.host}."
    return f"Letters are written to {settings.mail_folder}/, because SMTP_URL is not set."


def _show_the_way_in(portal: Portal, session: Session) -> None:
    """A link for each organisation that gets interests, to somebody who is made to try its desk."""
    known = {one.email: one for one in coordinators.everybody(session)}
    click.echo("The coordinators' desk, by a link that signs in once, within the hour:")
    for key, organisation in portal.published.catalogue.organisations.items():
        email = f"desk@{key}.example.org"
        if organisation.inbox and email not in known:
            _add_somebody(portal, session, key, email)
        if organisation.inbox and (email not in known or known[email].active):
            click.echo(f"  {organisation.title}: {cli.desk_link(portal, session, email)}")


def _add_somebody(portal: Portal, session: Session, organisation: str, email: str) -> None:
    coordinators.add(
        session,
        portal.published.catalogue,
        name="Demonstration coordinator",
        email=email,
        organisation=organisation,
        areas=(),
        now=portal.clock(),
    )


@contextmanager
def _signals() -> Iterator[Sequence[int]]:
    """The signals that asked us to stop. They are looked at in `_check`: raised where one comes, an exception can fall
    into a callback of the collector's, which swallows it.
    """
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: asked.append(number))
    try:
        yield asked
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not cut the stopping short


@contextmanager
def _children(
    commands: Mapping[str, list[str]], environ: Mapping[str, str]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = subprocess.Popen(  # noqa: S603  our own commands
                [sys.executable, "-m", *command],
                env=dict(environ),
                process_group=0,
                preexec_fn=_ends_with_us(),  # noqa: PLW1509  no thread of ours runs yet
            )
        yield children
    finally:
        _stop(children)


def _ends_with_us() -> Callable[[], None] | None:
    """What a child does first: it asks Linux for SIGTERM on the day that we die, even by `kill -9`."""
    if sys.platform != "linux":
        return None
    us, prctl = os.getpid(), ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_SIGNAL_WHEN_PARENT_ENDS, signal.SIGTERM)
        if os.getppid() != us:  # we died before it could ask
            os._exit(1)

    return ask


def _stop(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Ask each to end what it is doing; then end what is left, the processes that a child has started too."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(deadline - time.monotonic(), 0))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _check(children: Mapping[str, subprocess.Popen[bytes]], asked: Sequence[int]) -> None:
    """Raise Stopped once we are asked to stop, Trouble once a child has ended."""
    if asked:
        raise Stopped
    for name, child in children.items():
        if child.poll() is not None:
            raise Trouble(f"The {name} ended (exit {child.returncode}), so the portal has stopped.")


def _wait_until_it_answers(port: int, children: Mapping[str, subprocess.Popen[bytes]], asked: Sequence[int]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        _check(children, asked)
        if time.monotonic() > deadline:
            raise Trouble(f"The portal didn't answer within {SECONDS_TO_START} seconds, and has been stopped.")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
