"""The whole portal, run by one command: it starts, says where, and stops whole."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from post_office import free_port

from forms_service import run


class Running:
    """A portal that was started, and what it has said so far."""

    def __init__(self, folder: Path, build: Path, port: int, **environ: str) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.said = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "forms_service.run"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PORT": str(port), "CIP_BUILD": str(build)} | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until(self, words: str) -> str:
        """Read what it says until a line has `words`; that line."""
        assert self._process.stdout
        for line in self._process.stdout:
            self.said += line
            if words in line:
                return line
        pytest.fail(f"it ended ({self._process.wait()}) without saying {words!r}:\n{self.said}")

    def get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, body

    def child(self, name: str) -> int:
        """The process id of the child whose command has `name` in it."""
        [found] = [one for one in _children(self._process.pid) if name in Path(f"/proc/{one}/cmdline").read_text()]
        return found

    def family(self) -> list[int]:
        """The process ids of its children, and of theirs."""
        return [one for child in _children(self._process.pid) for one in [child, *_children(child)]]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; its exit status."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.end()

    def end(self) -> int:
        self.said += self._process.communicate(timeout=60)[0]
        return self._process.returncode


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """It makes its own, where it stands."""
    return f"sqlite:///{tmp_path}/var/portal.db"


@pytest.fixture
def start(tmp_path: Path, build_folder: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def run(port: int, **environ: str) -> Running:
        started.append(Running(tmp_path, build_folder, port, **environ))
        return started[-1]

    yield run
    for one in started:
        one.stop()


def test_it_says_where_it_is_once_it_answers_and_gives_a_way_to_each_desk(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    portal = start(free_port())
    assert portal.until("The portal is at") == f"The portal is at {portal.address} (Ctrl-C stops it).\n"
    assert portal.said.count(portal.address) == 1
    assert portal.until("Letters") == "Letters are written to var/mail/, because SMTP_URL is not set.\n"

    assert portal.get("/") == (200, "<h1>Home</h1>")
    link = re.compile(rf"  (Fenshire .*): {portal.address}(/desk/link/\S+)\n")
    found = [link.fullmatch(portal.until("/desk/link/")) for _ in range(2)]
    assert [one and one[1] for one in found] == ["Fenshire Police", "Fenshire Commissioner’s office"]
    assert all(one and portal.get(one[2])[0] == 200 for one in found)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var/secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_whole_and_starts_again_with_the_same_secret(
    start: Callable[..., Running], tmp_path: Path, number: int
) -> None:
    port = free_port()
    secrets = []
    for _ in range(2):
        portal = start(port)
        portal.until("The portal is at")
        assert portal.stop(number) == 0
        assert "Traceback" not in portal.said
        secrets.append((tmp_path / "var/secret-key").read_text())
    assert secrets[0] == secrets[1]


@pytest.mark.parametrize(("command", "name"), [("send-letters", "letter worker"), ("granian", "server")])
def test_when_one_part_dies_it_says_which_and_stops_the_other(
    start: Callable[..., Running], command: str, name: str
) -> None:
    port = free_port()
    portal = start(port)
    portal.until("The portal is at")
    os.kill(portal.child(command), signal.SIGKILL)

    assert portal.end() == 1
    assert f"The {name} ended (exit -9), so the portal has stopped.\n" in portal.said
    again = start(port)
    again.until("The portal is at")


def test_killed_without_a_word_it_leaves_nothing_running(start: Callable[..., Running]) -> None:
    port = free_port()
    portal = start(port)
    portal.until("The portal is at")
    family = portal.family()
    assert len(family) >= 2 + run.PROCESSES, "the server, the processes that answer and the letter worker"

    portal.stop(signal.SIGKILL)  # `end`, in it, waits until nobody holds its output any more

    deadline = time.monotonic() + 30
    while left := [one for one in family if Path(f"/proc/{one}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
    start(port).until("The portal is at")


def test_a_port_in_use_is_one_plain_sentence(start: Callable[..., Running]) -> None:
    portal = start(free_port())
    portal.until("The portal is at")
    second = start(portal.port)

    assert second.end() == 1
    assert second.said == (
        f"Port {portal.port} can't be used (Address already in use). Choose another: PORT=8001 make run\n"
    )


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "８０００"])
def test_a_port_that_is_none_is_said(tmp_path: Path, build_folder: Path, port: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "forms_service.run"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PORT": port, "CIP_BUILD": str(build_folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"PORT is {port!r}, and should be a number from 1 to 65535.\n"


def test_without_a_build_it_says_how_to_make_one(tmp_path: Path) -> None:
    portal = Running(tmp_path, tmp_path / "nowhere", free_port())
    assert portal.end() == 1
    assert portal.said == (
        f"The service needs {tmp_path}/nowhere/service/site.json, which can't be read (No such file or directory). "
        "Build the site first: cip build\n"
    )
