"""Where letters leave the house: a mail server, or a folder of .eml files while there is none."""

import re
import smtplib
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from . import links
from .models import Letter
from .settings import MailServer

TIMEOUT = 10  # seconds for each answer of the mail server
_NOT_A_NAME = re.compile(r"[^\w-]")

_REASONS = {
    TimeoutError: "mail server didn't answer",
    ConnectionRefusedError: "mail server down",
    smtplib.SMTPServerDisconnected: "mail server didn't answer",
    smtplib.SMTPNotSupportedError: "mail server without TLS or a way to sign in",
    ssl.SSLError: "mail server without a good certificate",
}


class Refused(Exception):  # noqa: N818  a mail server's answer
    """The letter will never be taken. The message is a short class of reason, without personal data."""


class NotYet(Exception):  # noqa: N818  as above
    """This letter isn't taken now; another may be."""


class Unreachable(Exception):  # noqa: N818  as above
    """No letter can be handed over now."""


class Transport(Protocol):
    """Whatever takes letters away."""

    def send(self, message: EmailMessage) -> None:
        """Hand over a letter. Returning means that it was accepted. Raises Refused, NotYet or Unreachable."""


def message(letter: Letter, *, sender: str, now: datetime) -> EmailMessage:
    """The letter as mail, from the address `sender`. Raises Refused when it can't be one."""
    made = EmailMessage(policy=SMTP)
    try:
        made["From"] = Address(display_name=letter.sender, addr_spec=sender)
        made["To"] = Address(addr_spec=letter.address)
        if letter.reply_to:
            made["Reply-To"] = Address(addr_spec=letter.reply_to)
        made["Subject"] = letter.subject
        made["Date"] = format_datetime(now.astimezone(UTC))
        made["Message-ID"] = letter.message_id
        made["Auto-Submitted"] = "auto-generated"
        made["X-Auto-Response-Suppress"] = "All"
        made.set_content(letter.text)
        made.add_alternative(f"<!doctype html>\n<html lang=en><body>\n{letter.html}</body></html>\n", subtype="html")
    except (ValueError, IndexError, MessageError):  # what email.headerregistry raises for what is no address
        raise Refused("not an address or a letter") from None
    return made


class SmtpTransport:
    """A mail server. Its no to a recipient or to a letter is final; its no to us is our fault and passes."""

    def __init__(self, server: MailServer, timeout: float = TIMEOUT) -> None:
        self._server = server
        self._timeout = timeout

    def send(self, message: EmailMessage) -> None:
        connection = None
        try:
            connection = self._connect()
            self._introduce(connection)
            _hand_over(connection, message)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(_why(error)) from None
        finally:
            _hang_up(connection)

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            return smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=ssl.create_default_context()
            )
        return smtplib.SMTP(server.host, server.port, timeout=self._timeout)

    def _introduce(self, connection: smtplib.SMTP) -> None:
        if self._server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if self._server.user:
            connection.login(self._server.user, self._server.password)


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _answer(next(iter(error.recipients.values()))[0]) from None
    except smtplib.SMTPDataError as error:
        raise _answer(error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise Refused("the address needs what the mail server can't do") from None


def _hang_up(connection: smtplib.SMTP | None) -> None:
    """Say goodbye. What goes wrong with that changes nothing: the letter was taken, or it was not."""
    if connection is not None:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


class FolderTransport:
    """A folder in which each letter is a file, named by its Message-ID: sent again, it is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        name = _NOT_A_NAME.sub("", str(message["Message-ID"]).partition("@")[0])
        whole, part = self._folder / f"{name}.eml", self._folder / f".{name}.part"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_bytes(message.as_bytes())
            part.replace(whole)
        except OSError as error:
            raise Unreachable(_why(error)) from None


class WithTokens:
    """Hands letters on to a transport, with the tokens of their links in them: they leave the house here."""

    def __init__(self, onward: Transport, secret: str) -> None:
        self._onward = onward
        self._secret = secret

    def send(self, message: EmailMessage) -> None:
        for part in message.walk():
            if part.get_content_maintype() == "text":
                words = links.completed(part.get_content(), self._secret)
                part.set_content(words, subtype=part.get_content_subtype())
        self._onward.send(message)


def _answer(code: int) -> Refused | NotYet | Unreachable:
    if code == 421:  # the server is closing
        return Unreachable("mail server said 421")
    return Refused(f"refused ({code})") if 500 <= code < 600 else NotYet(f"not yet ({code})")


def _why(error: Exception) -> str:
    """A class of reason, without what the server said: that may quote an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"mail server said {error.smtp_code}"
    return next((words for kind, words in _REASONS.items() if isinstance(error, kind)), type(error).__name__)
