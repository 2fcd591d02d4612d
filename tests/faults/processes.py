"""The portal's processes, started as `make run` starts them, killed and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from forms_service import run

HERE = Path(__file__).parent
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2  # a secret of the tests alone
SECONDS = 180  # for anything to happen on a busy machine


class Part:
    """A server or a letter worker, with the processes that it starts itself."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
        self._command = ["mortal:create_app" if word.startswith("forms_service") else word for word in command]
        self._environ, self._log = environ, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self._command], env=self._environ, stderr=log, stdout=log, process_group=0
            )

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """`kill -9`, of all its processes at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait_until_it_dies(self) -> None:
        assert self.process
        self.process.wait(SECONDS)
        self.kill_what_is_left()

    def kill_what_is_left(self) -> None:
        with suppress(ProcessLookupError):
            self.kill()


@dataclass
class Portal:
    """`servers` answer on a port each; a test may have several on one database. Times go by the clock in `folder`."""

    folder: Path
    ports: Sequence[int]
    environ: Mapping[str, str]
    servers: list[Part] = field(init=False)
    worker: Part = field(init=False)

    def __post_init__(self) -> None:
        log = self.folder / "log"
        self.servers = [Part(run.commands(port)["server"], self.environ, log) for port in self.ports]
        self.worker = Part(run.commands(self.port)["letter worker"], self.environ, log)
        self._clock(0)

    @property
    def port(self) -> int:
        return self.ports[0]

    @property
    def server(self) -> Part:
        return self.servers[0]

    def start(self) -> None:
        for server in self.servers:
            server.start()
        for port in self.ports:
            self.wait_until_it_answers(port)

    def wait_until_it_answers(self, port: int | None = None) -> None:
        deadline = time.monotonic() + SECONDS
        while not _answers(port or self.port):
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        for part in (*self.servers, self.worker):
            part.kill_what_is_left()

    def forward(self, **time: float) -> None:
        """Move the clock of all its processes."""
        self._clock(self._ahead + _seconds(**time))

    def dies(self, step: str) -> None:
        """Whichever process comes to this step next dies there."""
        (self.folder / "dies").write_text(step)

    def has_died(self) -> bool:
        return not (self.folder / "dies").exists()

    def said(self) -> str:
        return (self.folder / "log").read_text()

    def _clock(self, ahead: float) -> None:
        self._ahead = ahead
        new = self.folder / "clock.new"
        new.write_text(str(ahead))
        new.replace(self.folder / "clock")


def _seconds(*, seconds: float = 0, minutes: float = 0, hours: float = 0) -> float:
    return seconds + 60 * minutes + 3600 * hours


def environ(folder: Path, build: Path, database_url: str, mail_port: int) -> dict[str, str]:
    """The settings of a portal whose letters go to a mail server on this machine."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "FAULTS_FOLDER": str(folder),
        "CIP_BUILD": str(build),
        "CIP_SECRET_KEY": SECRET,
        "CIP_BASE_URL": "http://127.0.0.1:8000",
        "DATABASE_URL": database_url,
        "SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
        "CIP_MAIL_FROM": "volunteer@example.org",
        "TRUSTED_PROXIES": "127.0.0.1",
    }


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1:8000"})
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
