"""How many interests a second are taken and kept for good, beside the least that a server can do with a post.

Both run on granian with the same connections, on SQLite with a write-ahead log that reaches the disk with each commit,
in turns, so that a slow minute of the machine is both's. The peer is Starlette on granian, not on a server of its own:
what differs is then ours alone. Each runs as it would be run: the peer in one process, whose one connection takes no
turns; ours in one for each core. What each of both costs the processor, however many they are, is told beside it. Ours
is the last step of the form, which opens a signed draft, judges whether somebody meant it, and writes the interest, the
applicant, the record, a link, two letters and what is left of the limits.

Below the table stands where the processor's time of that step goes, in a process that takes one after the other.
"""

import html
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from werkzeug.test import EnvironBuilder, run_wsgi_app

from forms_service import create_app, run
from tests.benchmarks import connections
from tests.benchmarks.connections import Answer
from tests.benchmarks.samples import sampled

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BIN = Path(sys.executable).parent
TOP = Path(__file__).parents[2]
CONNECTIONS = 16
ROUNDS = 5
EACH = 320  # submissions a round
ROLE = "/interest/cambridgeshire/special-constable"
ANSWERS = {
    "name": "Aoife O’Brien",
    "age_band": "18-or-over",
    "email": "aoife@example.org",
    "area": "fenland",
    "availability": "Weekends and most evenings",
    "words": "I would like to help where I live. " * 8,
}
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def report() -> None:
    """Prints the table. The ratio is what can be compared from one machine to the next."""
    with tempfile.TemporaryDirectory() as name:
        environ = _made(Path(name))
        with _ours(environ) as ours, _peer(Path(name)) as peer:
            rounds = [_round(ours, peer) for _ in range(ROUNDS + 1)][1:]  # the first warms both up
            more = [draft for _ in range(ROUNDS) for draft in _drafts(ours.port)]
        _tell_rates(rounds)
        _tell_where_it_goes(environ, more)


def _tell_rates(rounds: list[tuple["Timed", "Timed"]]) -> None:
    print(f"{CONNECTIONS} connections, {ROUNDS} rounds of {EACH} in turns; medians\n")
    print("| | a second | p50, ms | p99, ms | processor, ms each |")
    print("|---|---|---|---|---|")
    theirs = _row("Starlette, one row", [them for them, _ in rounds])
    mine = _row("the form's last step", [us for _, us in rounds])
    print(f"\nOurs takes {mine.rate / theirs.rate:.2f} of what Starlette takes (promised: at least 0.10).")
    print(f"By what the servers' processes used of the processor it is {theirs.used / mine.used:.2f}.\n")


def _tell_where_it_goes(environ: Mapping[str, str], drafts: list[Mapping[str, str]]) -> None:
    os.environ.update(environ)
    with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
        app, sends = create_app(), [_as_sent(number, draft) for number, draft in enumerate(drafts)]
        for send in sends[:EACH]:  # warms it up
            run_wsgi_app(app, send)
        began = time.process_time()
        with sampled() as found:
            codes = {run_wsgi_app(app, send)[1] for send in sends[EACH:]}
        used = (time.process_time() - began) / len(sends[EACH:]) * 1000
    assert codes == {"303 SEE OTHER"}
    print("| where the processor's time of a send goes | part | ms |")
    print("|---|---|---|")
    for name, part in ((name, count / found.total()) for name, count in found.most_common()):
        print(f"| {name} | {part:.0%} | {part * used:.2f} |")


def _as_sent(number: int, draft: Mapping[str, str]) -> "WSGIEnvironment":
    client = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": _address(number)}
    return EnvironBuilder(
        f"{ROLE}/send", "http://127.0.0.1", method="POST", data=draft, environ_base=client
    ).get_environ()


@dataclass(frozen=True)
class Server:
    port: int
    process: int


class Timed(NamedTuple):
    """A round. `used` is what the server's processes used of the processor, in ms an answer."""

    answers: list[Answer]
    rate: float
    used: float


class Row(NamedTuple):
    rate: float
    used: float


def _round(ours: Server, peer: Server) -> tuple[Timed, Timed]:
    """The peer's and ours."""
    sends = [
        connections.post(f"{ROLE}/send", urlencode(draft), _address(number))
        for number, draft in enumerate(_drafts(ours.port))
    ]
    theirs = [connections.post("/send", urlencode(ANSWERS)) for _ in range(EACH)]
    return _asked(peer, theirs), _asked(ours, sends)


def _drafts(port: int) -> list[Mapping[str, str]]:
    """Forms filled in up to the page to check the answers: what that page would send."""
    forms = [connections.get(ROLE)] * EACH
    opened = [_hidden(answer) for answer in connections.ask(port, forms, CONNECTIONS)[0]]
    posts = [connections.post(ROLE, urlencode(_somebody() | form)) for form in opened]
    return [_hidden(answer) for answer in connections.ask(port, posts, CONNECTIONS)[0]]


def _somebody() -> Mapping[str, str]:
    """Somebody new: what looks as if one person sent it over and over would be set aside, and no letters written."""
    token = secrets.token_hex(8)
    return ANSWERS | {"email": f"{token}@example.org", "words": f"{ANSWERS['words']} {token}"}


def _hidden(answer: Answer) -> dict[str, str]:
    assert answer.status == 200, answer.body
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(answer.body)}


def _asked(server: Server, requests: list[bytes]) -> Timed:
    before = _used(server)
    answers, seconds = connections.ask(server.port, requests, CONNECTIONS)
    assert {answer.status for answer in answers} == {303}
    return Timed(answers, len(answers) / seconds, (_used(server) - before) / len(answers) * 1000)


def _used(server: Server) -> float:
    """The seconds of the processor that a server and its worker process have used."""
    children = Path(f"/proc/{server.process}/task/{server.process}/children").read_text().split()
    ticks = 0
    for one in (server.process, *children):
        after_the_name = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after_the_name[11]) + int(after_the_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _row(name: str, rounds: list[Timed]) -> Row:
    """Prints a row."""
    rate, used = (statistics.median(getattr(one, what) for one in rounds) for what in ("rate", "used"))
    hundredths = [statistics.quantiles((one.seconds for one in each.answers), n=100) for each in rounds]
    middle, last = (statistics.median(one[at] for one in hundredths) * 1000 for at in (49, 98))
    print(f"| {name} | {rate:.0f} | {middle:.1f} | {last:.1f} | {used:.2f} |")
    return Row(rate, used)


def _address(number: int) -> str:
    """Of somebody's computer: many forms from one would be set aside."""
    return f"10.0.{number // 250}.{number % 250}"


def _made(folder: Path) -> Mapping[str, str]:
    """A build and a database: the settings of a service that works with them."""
    environ = {
        "CIP_SECRET_KEY": "".join(f"{number:02x}" for number in range(32)),
        "CIP_BASE_URL": "http://127.0.0.1",
        "CIP_BUILD": str(folder / "build"),
        "DATABASE_URL": f"sqlite:///{folder}/portal.db",
        "CIP_TODAY": "2026-11-21",
        "NO_MKDOCS_2_WARNING": "1",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    for command in (
        ["mkdocs", "build", "--quiet", "--site-dir", folder / "build/site"],
        ["flask", "--app", "forms_service", "upgrade"],
    ):
        subprocess.run([BIN / command[0], *command[1:]], cwd=TOP, env=os.environ | environ, check=True)
    return environ


@contextmanager
def _ours(environ: Mapping[str, str]) -> Iterator[Server]:
    with _running(run.commands(port := _free_port())["server"], port, environ) as server:
        yield server


@contextmanager
def _peer(folder: Path) -> Iterator[Server]:
    port, environ = _free_port(), {"PEER_DATABASE": str(folder / "peer.db")}
    command = ["granian", "--interface", "asgi", "tests.benchmarks.peer:app", "--port", str(port)]
    with _running([*command, "--no-ws", "--log-level", "warning"], port, environ) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, environ: Mapping[str, str]) -> Iterator[Server]:
    with Path(os.devnull).open("w") as nowhere:
        server = subprocess.Popen([sys.executable, "-m", *command], cwd=TOP, env=os.environ | environ, stderr=nowhere)
    try:
        _wait_for(lambda: _answers(port))
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return not asking.connect_ex(("127.0.0.1", port))


def _wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline, "the server didn't start"
        time.sleep(0.05)


if __name__ == "__main__":
    report()
