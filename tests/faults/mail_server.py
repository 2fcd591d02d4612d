"""A real SMTP server that takes letters, or does one of the things that mail servers do instead."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


@dataclass
class MailServer:
    """`does` is what it does with a letter: takes it, says a code (`421 …`), hangs, or hangs up with it in its hands.

    `taken` counts the letters by their Message-ID. `after_taking` is called when one is taken and the yes not yet said.
    """

    port: int = field(default_factory=free_port)
    does: str = "takes it"
    asked: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    after_taking: Callable[[], None] | None = None
    _controller: Controller | None = None

    def opens(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def closes(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        self.asked += 1
        if self.does == "hangs":
            await asyncio.sleep(3600)
        if self.does == "hangs up":
            server.transport.abort()
            return "250 nobody hears it"
        if self.does != "takes it":
            return self.does
        letter = message_from_bytes(cast(bytes, envelope.content), policy=default)
        self.taken[str(letter["Message-ID"])] += 1
        if self.after_taking:
            self.after_taking()
        return "250 OK"
