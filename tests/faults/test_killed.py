"""`kill -9`, at random and at each named step: what was acknowledged is there, once, with record and letters."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest
from applicant import Applicant
from ledger import Ledger
from mail_server import MailServer
from processes import Part, Portal

CLIENTS = 20
LEASE_MINUTES = 11  # a little more than a letter is leased for


def test_killed_at_random_under_twenty_clients_nothing_acknowledged_is_lost_or_doubled(
    portal: Portal, mail_server: MailServer, ledger: Ledger, times: Callable[[int, int], int]
) -> None:
    acknowledged, rounds = dict[str, str](), times(8, 250)  # each kills the server and the worker
    portal.worker.start()
    with ThreadPoolExecutor(CLIENTS + 2) as pool:
        for number in range(rounds):
            emails = [f"applicant-{number}-{client}@example.org" for client in range(CLIENTS)]
            going = {email: pool.submit(_goes_all_the_way, portal.port, email, random.random() / 5) for email in emails}
            dying = [pool.submit(_kill, part, random.random()) for part in (portal.server, portal.worker)]
            acknowledged |= {email: one.result() for email, one in going.items()}
            assert [one.result() for one in dying] == [None, None]
    portal.forward(minutes=LEASE_MINUTES)
    ledger.wait_until_all_are_sent()

    assert len(acknowledged) == CLIENTS * rounds
    ledger.check(acknowledged)
    ledger.check_letters(mail_server.taken, at_most_doubled=rounds)


def _goes_all_the_way(port: int, email: str, wait: float) -> str:
    time.sleep(wait)
    return Applicant(port, email).fills_in().sends_until_it_works()


def _kill(part: Part, wait: float) -> None:
    time.sleep(wait)
    part.kill()
    part.start()


SERVER_STEPS = [
    "after interests",
    "after applicants",
    "after record",
    "after letters",
    "before the commit of interests",
    "after the commit of interests",
    "before the reply",
]


def test_a_server_killed_at_each_step_of_a_submission_has_kept_all_of_it_or_nothing(
    portal: Portal, applicant: Callable[..., Applicant], ledger: Ledger
) -> None:
    acknowledged = {}
    for number, step in enumerate(SERVER_STEPS):
        person = applicant()
        portal.dies(step)
        with pytest.raises((OSError, HTTPException)):
            person.sends()
        portal.server.wait_until_it_dies()
        assert portal.has_died(), step
        kept = step.startswith(("after the commit", "before the reply"))
        assert ledger.interests() == number + kept, step
        ledger.check(acknowledged)

        portal.server.start()
        acknowledged[person.email] = person.sends_until_it_works()
        assert person.sends_until_it_works() == acknowledged[person.email]
        ledger.check(acknowledged)


WORKER_STEPS = {
    "after leased": 0,
    "before the commit of leased": 0,
    "after the commit of leased": 0,
    "the mail server has it": 1,
    "after sent": 1,
    "before the commit of sent": 1,
    "after the commit of sent": 0,
}
"""How often the letter then goes once more."""


def test_a_worker_killed_at_each_step_of_a_letter_sends_it_and_at_most_once_more_with_the_same_message_id(
    portal: Portal, mail_server: MailServer, applicant: Callable[..., Applicant], ledger: Ledger
) -> None:
    portal.worker.start()
    for step, again in WORKER_STEPS.items():
        before = mail_server.taken.total()
        if step == "the mail server has it":
            mail_server.after_taking = portal.worker.kill
        else:
            portal.dies(f"{step} letters")
        applicant().sends_until_it_works()
        portal.worker.wait_until_it_dies()
        mail_server.after_taking = None
        assert portal.has_died(), step

        portal.forward(minutes=LEASE_MINUTES)
        portal.worker.start()
        ledger.wait_until_all_are_sent()
        assert mail_server.taken.total() - before == 2 + again, step

    ledger.check_letters(mail_server.taken, at_most_doubled=sum(WORKER_STEPS.values()))
