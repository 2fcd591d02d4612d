"""Whatever the mail server does, no letter is lost, and nobody at the form notices."""

import statistics
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

from applicant import Applicant
from ledger import Ledger
from mail_server import MailServer
from processes import Portal
from sqlalchemy.orm import Session, sessionmaker

from forms_service import outbox
from forms_service.interests import Answers, submit
from forms_service.mail import SmtpTransport
from forms_service.models import AgeBand
from forms_service.published import Published
from forms_service.quarantine import Came
from forms_service.settings import mail_server as server_of
from site_builder.catalogue import Catalogue

Found = TypeVar("Found")

SECONDS = 180

PASSING = {
    "421 closing for now": "mail server said 421",
    "451 not just now": "not yet (451)",
    "hangs up": "mail server didn't answer",
    "hangs": "mail server didn't answer",
    "refuses the connection": "mail server down",
}
"""What a mail server does, and what the desk then reads. A worker gives it ten seconds for each answer."""


def test_a_letter_outlives_whatever_passes_and_what_lasts_is_seen(
    portal: Portal, mail_server: MailServer, applicant: Callable[..., Applicant], ledger: Ledger
) -> None:
    portal.worker.start()
    acknowledged = {}
    for does, reason in PASSING.items():
        mail_server.does = does
        if does == "refuses the connection":
            mail_server.closes()
        person = applicant()
        acknowledged[person.email] = person.sends_until_it_works()
        tried = _wait_for(lambda: [one for one in ledger.letters() if not one.sent_at and one.last_error])
        assert {one.last_error for one in tried} == {reason}

        mail_server.does = "takes it"
        if does == "refuses the connection":
            mail_server.opens()
        portal.forward(minutes=5)  # longer than the longest wait before a letter is tried again
        ledger.wait_until_all_are_sent()

    ledger.check(acknowledged)
    ledger.check_letters(mail_server.taken, at_most_doubled=0)

    mail_server.does = "550 no such person"
    applicant().sends_until_it_works()
    refused = _wait_for(lambda: [one for one in ledger.letters() if one.failed_at])
    assert {one.last_error for one in refused} == {"refused (550)"}


def _wait_for(found: Callable[[], Found]) -> Found:
    deadline = time.monotonic() + SECONDS
    while not (there := found()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return there


def test_the_form_is_as_quick_while_the_mail_server_hangs(
    portal: Portal,
    mail_server: MailServer,
    applicant: Callable[..., Applicant],
    times: Callable[[int, int], int],
    record_property: Callable[[str, object], None],
) -> None:
    """The promise is 10 ms more at most. A busy machine's own ups and downs are allowed for with 50 more."""
    portal.worker.start()
    people = [applicant() for _ in range(times(60, 500))]
    before = _p95(people[::2])
    mail_server.does, asked = "hangs", mail_server.asked
    applicant().sends_until_it_works()
    _wait_for(lambda: mail_server.asked > asked)
    during = _p95(people[1::2])

    record_property("p95 before, ms", round(before * 1000, 1))
    record_property("p95 while it hangs, ms", round(during * 1000, 1))
    assert during - before < 0.010 + 0.050


def _p95(people: list[Applicant]) -> float:
    seconds = []
    for person in people:
        began = time.perf_counter()
        assert person.sends().status == 303
        seconds.append(time.perf_counter() - began)
    return statistics.quantiles(seconds, n=20)[-1]


class Pauses(Event):
    """A worker's pauses between two looks pass at once, and are counted. After one in which it is `done` it stops."""

    def __init__(self, now: datetime, done: Callable[[datetime], bool]) -> None:
        super().__init__()
        self.now, self._done = now, done

    def wait(self, timeout: float | None = None) -> bool:
        self.now += timedelta(seconds=timeout or 0)
        if self._done(self.now):
            self.set()
        return self.is_set()


def test_after_a_mail_server_was_down_its_letters_are_out_in_five_minutes(
    built: Path,
    mail_server: MailServer,
    ledger: Ledger,
    times: Callable[[int, int], int],
    record_property: Callable[[str, object], None],
) -> None:
    """In the long form a thousand letters after an hour. The time that the worker would have waited is counted in."""
    began, letters, ends = datetime.now(UTC), times(200, 1000), timedelta(minutes=times(10, 60))
    down = Pauses(began, lambda now: now - began >= ends)
    _write(ledger.sessions, Published.read(built).catalogue, began, interests=letters // 2)

    mail_server.closes()
    _work(ledger, mail_server, down)
    assert {one.last_error for one in ledger.letters()} == {"mail server down"}, "each was tried"
    assert ledger.waiting() == letters

    mail_server.opens()
    back, real = Pauses(down.now, lambda _: not ledger.waiting()), time.perf_counter()
    _work(ledger, mail_server, back)
    seconds = time.perf_counter() - real + (back.now - down.now).total_seconds()

    record_property("seconds to send them", round(seconds))
    assert seconds < 300
    ledger.check_letters(mail_server.taken, at_most_doubled=0)


def _work(ledger: Ledger, mail_server: MailServer, pauses: Pauses) -> None:
    transport = SmtpTransport(server_of(f"smtp://127.0.0.1:{mail_server.port}"))
    outbox.work(ledger.sessions, transport, sender="volunteer@example.org", clock=lambda: pauses.now, stop=pauses)


def _write(sessions: sessionmaker[Session], catalogue: Catalogue, now: datetime, *, interests: int) -> None:
    """Two letters for each interest."""
    said = {field.name: "" for field in fields(Answers)} | {"name": "Aoife", "age_band": AgeBand.ADULT}
    role = catalogue.roles["cambridgeshire/special-constable"]
    for number in range(interests):
        answers = Answers(**said | {"area": "fenland", "email": f"applicant-{number}@example.org"})
        with sessions() as session:
            submit(
                session,
                catalogue,
                roles=[role],
                answers=answers,
                form_key=str(number),
                came=Came("203.0.113.7", now - timedelta(minutes=5), "a secret of the tests alone"),
                now=now,
                base_url="http://127.0.0.1:8000",
            )
