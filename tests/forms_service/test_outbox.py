"""The outbox: letters go, once; what fails for now waits, what fails for good is seen."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from post_office import PostOffice, free_port, opened
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from world import CAME

from forms_service import db, interests, outbox
from forms_service.db import writing
from forms_service.interests import Answers
from forms_service.mail import TIMEOUT, FolderTransport, NotYet, Refused, SmtpTransport, Unreachable
from forms_service.models import Entry, Heartbeat, Interest, Letter
from forms_service.outbox import Result
from forms_service.settings import MailServer
from site_builder.catalogue import Catalogue

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SENDER = "volunteer@example.org"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as office:
        yield office


@dataclass(frozen=True)
class Box:
    """An outbox, filled by interests and emptied by what is under test."""

    session: Session
    sessions: sessionmaker[Session]
    catalogue: Catalogue
    answers: Callable[..., Answers]

    def submit(self, form_key: str = "key", **changes: str) -> Interest:
        """An interest with two letters waiting, due at NOW; without an email, one."""
        [found] = interests.submit(
            self.session,
            self.catalogue,
            roles=[self.catalogue.roles["fenshire/special-constable"]],
            answers=self.answers(**changes),
            form_key=form_key,
            came=CAME,
            now=NOW,
            base_url="https://volunteer.example.org",
        )
        return found

    def send_due(self, server: MailServer, now: datetime = NOW, timeout: float = TIMEOUT) -> int:
        return outbox.send_due(self.sessions, SmtpTransport(server, timeout), sender=SENDER, now=now)

    def letters(self) -> list[Letter]:
        self.session.rollback()
        self.session.expire_all()
        return list(self.session.scalars(select(Letter).order_by(Letter.key)))

    def waiting(self) -> list[Letter]:
        return [letter for letter in self.letters() if not (letter.sent_at or letter.failed_at)]

    def verbs(self) -> list[str]:
        self.session.rollback()
        return list(self.session.scalars(select(Entry.verb).order_by(Entry.id)))


@pytest.fixture
def box(
    session: Session, sessions: sessionmaker[Session], catalogue: Catalogue, answers: Callable[..., Answers]
) -> Box:
    return Box(session, sessions, catalogue, answers)


# Sending ------------------------------------------------------------------------------------------------------------


def test_letters_go_once_and_it_is_recorded(box: Box, post_office: PostOffice) -> None:
    box.submit()

    assert box.send_due(post_office.server) == 2
    assert box.send_due(post_office.server) == 0

    assert sorted(post_office.recipients) == ["aoife@example.org", "north@fenshire.example.org"]
    assert box.verbs() == ["received", "letter_sent", "letter_sent"]
    assert [(one.sent_at, one.failed_at, one.attempts, one.last_error) for one in box.letters()] == [
        (NOW, None, 1, None)
    ] * 2


def test_a_letter_says_who_it_is_from_and_that_no_person_sent_it(box: Box, post_office: PostOffice) -> None:
    found = box.submit()
    box.send_due(post_office.server)

    [taken] = [one for one in post_office.taken if one["To"] == "aoife@example.org"]
    [kept] = [one for one in box.letters() if one.recipient == "applicant"]
    assert taken["From"] == f"Fenshire Police <{SENDER}>"
    assert taken["Reply-To"] == "north@fenshire.example.org"
    assert taken["Subject"] == f"Thank you: Special constable, {found.reference}"
    assert taken["Message-ID"] == kept.message_id
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Date"] == "Fri, 20 Nov 2026 12:00:00 +0000"
    text, page = taken.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(page, EmailMessage)
    assert text.get_content().replace("\r\n", "\n") == kept.text
    assert "<p>Dear Aoife O’Brien,</p>" in page.get_content()


@pytest.mark.parametrize(
    "name",
    ["Eve\r\nBcc: victim@example.org", "Eve\nBcc: victim@example.org", "Eve\r\n\r\nBody", "Eve\x85\u2028\u202eevE"],
)
def test_a_name_can_not_add_a_header_or_end_them(box: Box, post_office: PostOffice, name: str) -> None:
    subject = box.catalogue.letters["received"].model_copy(update={"subject": "For {name}"})
    naming = box.catalogue.model_copy(update={"letters": {**box.catalogue.letters, "received": subject}})
    replace(box, catalogue=naming).submit(name=name)

    assert box.send_due(post_office.server) == 2
    [taken] = [one for one in post_office.taken if one["To"] == "aoife@example.org"]
    assert taken["Bcc"] is None
    assert set(post_office.recipients) == {"aoife@example.org", "north@fenshire.example.org"}
    assert taken["Subject"].startswith("For Eve")
    assert str(taken["Subject"]).isprintable()
    assert len(list(taken.iter_parts())) == 2


def test_the_database_is_free_while_the_mail_server_takes_its_time(box: Box) -> None:
    box.submit()

    class Slow:
        """Takes a letter while somebody else writes to the database."""

        def send(self, message: EmailMessage) -> None:
            with box.sessions() as other, writing(other):
                other.merge(Heartbeat(name=str(message["Message-ID"]), at=NOW))

    assert outbox.send_due(box.sessions, Slow(), sender=SENDER, now=NOW) == 2


def test_several_workers_share_the_letters_and_send_each_once(box: Box, post_office: PostOffice) -> None:
    for number in range(10):
        box.submit(form_key=f"key {number}", email=f"aoife{number}@example.org")

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: box.send_due(post_office.server), range(4)))

    assert sum(sent) == 20
    ids = [one["Message-ID"] for one in post_office.taken]
    assert len(ids) == len(set(ids)) == 20
    assert box.verbs().count("letter_sent") == 20


def test_a_letter_leased_by_a_worker_that_died_goes_when_the_lease_is_over_with_the_same_message_id(
    box: Box, post_office: PostOffice
) -> None:
    box.submit(email="")
    [letter] = box.letters()

    class Dying:
        """Hands the letter over and dies before it is written down."""

        def send(self, message: EmailMessage) -> None:
            SmtpTransport(post_office.server).send(message)
            raise SystemExit

    with pytest.raises(SystemExit):
        outbox.send_next(box.sessions, Dying(), sender=SENDER, now=NOW)

    assert box.send_due(post_office.server, NOW + timedelta(minutes=9)) == 0
    assert box.send_due(post_office.server, NOW + timedelta(minutes=10)) == 1
    assert [one["Message-ID"] for one in post_office.taken] == [letter.message_id] * 2
    assert box.send_due(post_office.server, NOW + timedelta(days=1)) == 0


# What passes --------------------------------------------------------------------------------------------------------


def test_while_the_mail_server_is_down_letters_wait_longer_each_time_and_then_go(box: Box) -> None:
    box.submit(email="")
    office, now, waits = PostOffice(port=free_port()), NOW, []

    for _ in range(7):
        assert box.send_due(office.server, now) == 0
        [letter] = box.waiting()
        assert (letter.last_error, letter.leased_until) == ("mail server down", None)
        waits.append((letter.due_at - now).total_seconds())
        assert box.send_due(office.server, letter.due_at - timedelta(seconds=1)) == 0
        now = letter.due_at

    assert waits == [15, 30, 60, 120, 240, 240, 240]
    with opened(office):
        assert box.send_due(office.server, now) == 1
    [letter] = box.letters()
    assert (letter.attempts, letter.last_error, letter.sent_at) == (8, None, now)
    assert box.verbs() == ["received", "letter_sent"]


def test_an_unreachable_server_is_asked_once_a_round_however_many_letters_wait(box: Box) -> None:
    for number in range(5):
        box.submit(form_key=f"key {number}")

    assert box.send_due(PostOffice(port=free_port()).server) == 0
    assert sorted(letter.attempts for letter in box.waiting()) == [0] * 9 + [1]


@pytest.mark.parametrize("answer", ["hang", "hang up"])
def test_a_server_that_hangs_or_hangs_up_leaves_the_letter_waiting(box: Box, answer: str) -> None:
    box.submit(email="")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        held: list[socket.socket] = []
        done = Event()

        def answer_once() -> None:
            held.append(listening.accept()[0])
            if answer == "hang up":
                held[0].close()
            done.wait()

        thread = Thread(target=answer_once)
        thread.start()
        sent = box.send_due(replace(PostOffice().server, port=port), timeout=0.5)
        done.set()
        thread.join()
        held[0].close()

    assert sent == 0
    [letter] = box.waiting()
    assert letter.last_error == "mail server didn't answer"
    assert letter.due_at == NOW + timedelta(seconds=15)


def test_a_server_that_hangs_with_the_letter_in_its_hands_gets_it_once_more_with_the_same_message_id(box: Box) -> None:
    box.submit(email="")

    class Slow(PostOffice):
        """Says yes to the first letter when nobody listens any more."""

        async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
            first, said = not self.taken, await super().handle_DATA(server, session, envelope)
            if first:
                await asyncio.sleep(3)
            return said

    with opened(Slow()) as office:
        assert box.send_due(office.server, timeout=1) == 0
        [letter] = box.waiting()
        assert (letter.last_error, letter.due_at) == ("mail server didn't answer", NOW + timedelta(seconds=15))
        assert box.send_due(office.server, NOW + timedelta(seconds=15)) == 1
        assert box.send_due(office.server, NOW + timedelta(days=1)) == 0

    assert [one["Message-ID"] for one in office.taken] == [letter.message_id] * 2


@pytest.mark.parametrize(("to", "data"), [("451 busy", "250 OK"), ("250 OK", "452 full")])
def test_a_letter_that_is_not_taken_yet_waits_and_the_others_go_on(
    box: Box,
    post_office: PostOffice,
    to: str,
    data: str,
) -> None:
    box.submit()
    post_office.to, post_office.data = to, data

    assert box.send_due(post_office.server) == 0
    code = "451" if to.startswith("451") else "452"
    assert [(one.attempts, one.last_error) for one in box.waiting()] == [(1, f"not yet ({code})")] * 2

    post_office.to = post_office.data = "250 OK"
    assert box.send_due(post_office.server, NOW + timedelta(seconds=15)) == 2


def test_after_three_days_a_letter_is_given_up_and_that_is_recorded(box: Box) -> None:
    box.submit(email="")
    server = PostOffice(port=free_port()).server

    box.send_due(server, NOW + timedelta(hours=71))
    assert len(box.waiting()) == 1
    box.send_due(server, NOW + timedelta(hours=72))

    [letter] = box.letters()
    assert (letter.failed_at, letter.last_error) == (NOW + timedelta(hours=72), "mail server down")
    assert box.verbs() == ["received", "letter_failed"]


# What lasts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("to", "data"), [("550 no such user", "250 OK"), ("250 OK", "554 we don't want it")])
def test_a_letter_that_is_refused_has_failed_and_is_not_tried_again(
    box: Box,
    post_office: PostOffice,
    to: str,
    data: str,
) -> None:
    box.submit(email="")
    post_office.to, post_office.data = to, data

    assert box.send_due(post_office.server) == 0

    [letter] = box.letters()
    code = "550" if to.startswith("550") else "554"
    assert (letter.failed_at, letter.sent_at, letter.last_error) == (NOW, None, f"refused ({code})")
    assert box.verbs() == ["received", "letter_failed"]
    post_office.to = post_office.data = "250 OK"
    assert box.send_due(post_office.server, NOW + timedelta(days=1)) == 0


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: b@example.org"])
def test_what_is_no_address_fails_alone_and_the_others_go(
    box: Box,
    post_office: PostOffice,
    address: str,
) -> None:
    box.submit()
    with writing(box.session):
        [bad] = box.session.scalars(select(Letter).where(Letter.recipient == "applicant"))
        bad.address = address

    assert box.send_due(post_office.server) == 1
    assert post_office.recipients == ["north@fenshire.example.org"]
    [failed] = [one for one in box.letters() if one.failed_at]
    assert failed.last_error == "not an address or a letter"


# A mail server with TLS ---------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A mail server's own, for 127.0.0.1; `tmp_path / "cert.pem"` vouches for it."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=mail"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


def secured(security: str, certificate: ssl.SSLContext) -> dict[str, Any]:
    """What makes aiosmtpd's server a secure one."""
    if security == "tls":
        return {"ssl_context": certificate}
    return {"tls_context": certificate, "require_starttls": True}


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_letters_go_to_a_server_with_tls(
    box: Box, certificate: ssl.SSLContext, security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))  # as an operator vouches for a server of their own
    box.submit()

    with opened(PostOffice(), **secured(security, certificate)) as office:
        assert box.send_due(replace(office.server, security=security)) == 2

    assert sorted(office.recipients) == ["aoife@example.org", "north@fenshire.example.org"]
    assert office.encrypted == [True, True]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_nobody_vouches_for_is_told_nothing_and_the_letter_waits(
    box: Box, certificate: ssl.SSLContext, security: str
) -> None:
    box.submit(email="")

    with opened(PostOffice(), **secured(security, certificate)) as office:
        assert box.send_due(replace(office.server, security=security)) == 0

    assert office.senders == []
    [letter] = box.waiting()
    assert letter.last_error == "mail server without a good certificate"


@pytest.mark.parametrize("asked", [{"security": "starttls"}, {"user": "portal", "password": "of the tests"}])
def test_a_server_that_can_not_do_what_we_ask_is_told_nothing_and_the_letter_waits(
    box: Box, post_office: PostOffice, asked: dict[str, str]
) -> None:
    box.submit(email="")

    assert box.send_due(replace(post_office.server, **asked)) == 0
    assert post_office.senders == []
    [letter] = box.waiting()
    assert letter.last_error == "mail server without TLS or a way to sign in"


def test_a_server_that_does_not_know_us_keeps_the_letter_waiting(
    box: Box, certificate: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    box.submit(email="")

    def known(*asked: Any) -> AuthResult:
        return AuthResult(success=asked[-1].password == b"of the tests", handled=False)

    with opened(PostOffice(), authenticator=known, auth_required=True, **secured("starttls", certificate)) as office:
        server = replace(office.server, security="starttls", user="portal", password="of another day")
        assert box.send_due(server) == 0
        assert [one.last_error for one in box.waiting()] == ["mail server said 535"]
        assert box.send_due(replace(server, password="of the tests"), NOW + timedelta(seconds=15)) == 1


# The worker ---------------------------------------------------------------------------------------------------------


def test_the_worker_sends_shows_that_it_lives_and_stops_when_told(box: Box, post_office: PostOffice) -> None:
    box.submit()
    stop, transport = Event(), SmtpTransport(post_office.server)

    def clock() -> datetime:
        if len(post_office.taken) == 2:
            stop.set()
        return NOW

    outbox.work(box.sessions, transport, sender=SENDER, clock=clock, stop=stop)

    assert len(post_office.taken) == 2
    assert box.session.get_one(Heartbeat, outbox.WORKER).at == NOW


def test_the_worker_waits_for_a_database_that_is_away_and_goes_on(tmp_path: Path) -> None:
    engine, stop, looks = db.engine(f"sqlite:///{tmp_path}/var/portal.db"), Event(), []

    def clock() -> datetime:
        looks.append(NOW)
        if len(looks) == 2:  # it has failed once by now
            db.upgrade(engine)
        if len(looks) > 3:
            stop.set()
        return NOW

    outbox.work(db.sessions(engine), FolderTransport(tmp_path), sender=SENDER, clock=clock, stop=stop)

    with db.sessions(engine)() as session:
        assert session.get_one(Heartbeat, outbox.WORKER).at == NOW
    engine.dispose()


# The folder ---------------------------------------------------------------------------------------------------------


def test_without_a_mail_server_each_letter_is_a_whole_file_in_a_folder_that_is_nobody_elses(
    box: Box, tmp_path: Path
) -> None:
    box.submit()
    folder = tmp_path / "var" / "mail"

    assert outbox.send_due(box.sessions, FolderTransport(folder), sender=SENDER, now=NOW) == 2
    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert sum(b"To: aoife@example.org\r\n" in file.read_bytes() for file in files) == 1
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_can_not_be_written_leaves_the_letters_waiting(box: Box, tmp_path: Path) -> None:
    box.submit()
    in_the_way = tmp_path / "mail"
    in_the_way.write_text("a file where the folder should be")

    [result] = {outbox.send_next(box.sessions, FolderTransport(in_the_way), sender=SENDER, now=NOW)}
    assert result is Result.UNREACHABLE
    assert len(box.waiting()) == 2


# Erased meanwhile ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ErasedMeanwhile:
    """Carries a letter for so long that the person is erased on the way; then takes it, or fails."""

    box: Box
    erasures: Path
    then: Exception | None

    def send(self, letter: EmailMessage) -> None:
        assert letter["Message-ID"]
        with self.box.sessions() as session:
            found = session.scalars(select(Interest)).one()
            interests.erase(session, found, by="applicant", now=NOW, remember_in=self.erasures)
        if self.then:
            raise self.then


@pytest.mark.parametrize("then", [None, NotYet("451"), Unreachable("hangs"), Refused("550")])
def test_who_is_erased_while_a_letter_is_on_its_way_gets_no_other_and_the_worker_goes_on(
    box: Box, tmp_path: Path, then: Exception | None
) -> None:
    box.submit()
    slow = ErasedMeanwhile(box, tmp_path / "erasures.txt", then)

    outbox.send_next(box.sessions, slow, sender=SENDER, now=NOW)

    assert outbox.send_next(box.sessions, slow, sender=SENDER, now=NOW) is None
    assert box.letters() == []
    assert box.verbs() == ["received", "erased"]
