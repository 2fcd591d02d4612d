"""A portal that runs as `make run` starts it, and the mail server that its letters go to."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

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
