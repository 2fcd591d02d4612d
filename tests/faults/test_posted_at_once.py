"""One form sent many times at the same moment, to every server of the portal."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from applicant import Answer, Applicant
from ledger import Ledger
from mail_server import MailServer, free_port
from processes import Portal, environ

POSTS = 200


@pytest.fixture
def portal(tmp_path: Path, built: Path, database_url: str, mail_server: MailServer) -> Iterator[Portal]:
    """Two servers on one database."""
    settings = environ(tmp_path, built, database_url, mail_server.port)
    made = Portal(tmp_path, [free_port(), free_port()], settings)
    made.start()
    yield made
    made.kill()
    assert "Traceback" not in made.said()


def test_two_hundred_posts_of_one_form_are_one_interest_and_get_the_same_answer(portal: Portal, ledger: Ledger) -> None:
    person, ready = Applicant(portal.port, "applicant@example.org").fills_in(), Barrier(POSTS)

    def send(number: int) -> Answer:
        ready.wait()
        return replace(person, port=portal.ports[number % 2]).sends()

    with ThreadPoolExecutor(POSTS) as pool:
        answers = list(pool.map(send, range(POSTS)))

    assert {(answer.status, answer.location) for answer in answers} == {(303, answers[0].location)}
    ledger.check({person.email: answers[0].location})
    assert ledger.interests() == 1
    assert len(ledger.letters()) == 2
