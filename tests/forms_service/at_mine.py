"""People at their own page: the links in the letters that reached them, and what they do there."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask.testing import FlaskClient
from page import ADULT, CHILD, Page, Visitor, read
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forms_service.models import Base
from forms_service.portal import Portal

_LINK = re.compile(r"http://127\.0\.0\.1:8000(/mine/\S+)")

Rows = dict[str, list[tuple[object, ...]]]


def delivered(app: Portal, address: str) -> list[EmailMessage]:
    """The letters that have left the house for an address, as its mail program has them, the oldest first."""
    result = app.test_cli_runner().invoke(args=["send-letters"])
    assert result.exit_code == 0, result.output
    files = sorted(app.settings.mail_folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [letter for letter in found if isinstance(letter, EmailMessage) and letter["To"] == address]


def text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link(app: Portal, address: str) -> str:
    """The path that the newest letter to an address links to."""
    found = _LINK.findall(text(delivered(app, address)[-1]))
    assert len(found) == 1
    return str(found[0])


def rows(session: Session) -> Rows:
    """Everything that the database holds."""
    session.rollback()
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


@dataclass(frozen=True)
class Own:
    """Somebody's own page in their browser, by the link in their letter."""

    client: FlaskClient
    path: str

    def reads(self, more: str = "") -> Page:
        return read(self.client.get(self.path + more))

    def presses(self, what: str, **fields: str) -> TestResponse:
        return self.client.post(f"{self.path}/{what}", data=fields)

    def changes(self, **others: str) -> TestResponse:
        """Opens the form, changes some answers and presses Save."""
        return self.presses("details", **(self.reads("/details").fields | others))


def adult(app: Portal, client: FlaskClient, email: str = "aoife@example.org", **others: str) -> Own:
    Visitor(client).is_interested(ADULT, email=email, **others)
    return Own(client, link(app, email))


def parent(app: Portal, client: FlaskClient, **others: str) -> Own:
    Visitor(client, "/interest/fenshire/cadet").is_interested(CHILD, **others)
    return Own(client, link(app, "ana@example.org"))
