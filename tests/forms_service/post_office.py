"""A real SMTP server for the tests, which answers as it is told to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from forms_service.settings import MailServer

OK = "250 OK"


@dataclass
class PostOffice:
    """`to` answers each recipient, `data` each letter; `taken` are the letters that were accepted.

    `senders` are those who began to hand over one, and `encrypted` tells of each letter whether it came by TLS.
    """

    to: str = OK
    data: str = OK
    taken: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0

    @property
    def server(self) -> MailServer:
        return MailServer(host="127.0.0.1", port=self.port, user="", password="", security="none")

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name and shape
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.senders.append(address)
        envelope.mail_from = address
        envelope.mail_options += options
        return OK

    async def handle_RCPT(  # noqa: N802  as above
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.to == OK:
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        if self.data == OK:
            made = message_from_bytes(cast(bytes, envelope.content), policy=default)
            self.taken.append(cast(EmailMessage, made))
            self.recipients += envelope.rcpt_tos
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return self.data


@contextmanager
def opened(office: PostOffice, **how: Any) -> Iterator[PostOffice]:
    """The post office at work on its port, or on a free one if it has none yet; `how` is for aiosmtpd."""
    office.port = office.port or free_port()
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **how)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])
