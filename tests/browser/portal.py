"""A portal that runs as `make run` starts it, and the mail server that its letters go to."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TOP = Path(__file__).parents[2]
PATIENCE = 20  # seconds that anything may take to happen on a slow machine


class Postbox:
    """What arrived at the mail server."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  its name
        letter = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 Taken"

    def about(self, reference: str, *, expected: int) -> dict[str, str]:
        """The plain text of the letters that name a reference, by address, once so many have come."""
        end = time.monotonic() + PATIENCE
        while len(found := self._about(reference)) < expected and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def _about(self, reference: str) -> dict[str, str]:
        plain = [(letter["To"], letter.get_body(("plain",))) for letter in self.letters]
        texts = [(address, part.get_content()) for address, part in plain if part is not None]
        return {address: text for address, text in texts if reference in text}


@dataclass
class Portal:
    """A running portal. `desk` has the one-time links that it printed, by the label beside each."""

    url: str
    folder: Path
    postbox: Postbox
    desk: dict[str, str] = field(default_factory=dict)

    def link(self, organisation: str) -> str:
        """A new one-time link to the desk, made as an operator makes it."""
        secret = (self.folder / "var/secret-key").read_text("utf-8").strip()
        command = ["--app", "forms_service", "coordinator", "link", f"desk@{organisation}.example.org"]
        return subprocess.run(
            [Path(sys.executable).with_name("flask"), *command],
            cwd=self.folder,
            env={**environment(self), "CIP_SECRET_KEY": secret},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    def rows(self, query: str, *values: str) -> list[tuple[object, ...]]:
        """What the portal's own database holds."""
        with closing(sqlite3.connect(self.folder / "var/portal.db")) as database:
            return database.execute(query, values).fetchall()


@contextmanager
def running(folder: Path, project: Path = TOP) -> Iterator[Portal]:
    """The site of a project built for today, and the portal on SQLite in `folder`, until the block ends."""
    portal = Portal(f"http://127.0.0.1:{free_port()}", folder, Postbox())
    build = [Path(sys.executable).with_name("mkdocs"), "build", "-q", "-d", folder / "build/site"]
    subprocess.run(build, cwd=project, env=environment(portal), check=True)
    controller = Controller(portal.postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with _started(portal, controller.port):
            yield portal
    finally:
        controller.stop()


@contextmanager
def _started(portal: Portal, mail: int) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "forms_service.run"],
        cwd=portal.folder,
        env={**environment(portal), "SMTP_URL": f"smtp://127.0.0.1:{mail}"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            portal.desk = printed_links(process, _receivers(portal))
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0


def _receivers(portal: Portal) -> int:
    catalogue = json.loads((portal.folder / "build/service/catalogue.json").read_text("utf-8"))
    return sum("inbox" in organisation for organisation in catalogue["organisations"].values())


def environment(portal: Portal) -> dict[str, str]:
    return {
        **os.environ,
        "CIP_BUILD": str(portal.folder / "build"),
        "CIP_BASE_URL": portal.url,
        "CIP_MAIL_FROM": "portal@example.org",
        "NO_MKDOCS_2_WARNING": "1",
        "PORT": portal.url.rpartition(":")[2],
    }


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def printed_links(running: subprocess.Popen[str], expected: int) -> dict[str, str]:
    """The desk's one-time links by the organisation printed beside each: the portal answers when they are there."""
    assert running.stdout is not None
    links: dict[str, str] = {}
    said = []
    while len(links) < expected:
        line = running.stdout.readline()
        assert line, "the portal stopped before it answered:\n" + "".join(said)
        said.append(line)
        if found := re.search(r"^ *(.+): (http://\S+/desk/link/\S+)$", line):
            links[found[1]] = found[2]
    return links
