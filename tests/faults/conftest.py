"""A portal of real processes on each database, with a real mail server; and how often each fault is tried."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from applicant import Applicant
from ledger import Ledger
from mail_server import MailServer, free_port
from processes import Portal, environ

from forms_service import db

LONG = os.environ.get("CIP_FAULTS") == "long"  # what `make faults` sets


@pytest.fixture
def times() -> Callable[[int, int], int]:
    """How often: in every run of the tests, and by `make faults`."""

    def choose(short: int, long: int) -> int:
        return long if LONG else short

    return choose


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    made = MailServer()
    made.opens()
    yield made
    made.closes()


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    engine = db.engine(database_url)
    yield Ledger(db.sessions(engine))
    engine.dispose()


@pytest.fixture
def portal(tmp_path: Path, built: Path, database_url: str, mail_server: MailServer) -> Iterator[Portal]:
    """Its server is running, its worker is not. Whatever befell it, no traceback was written."""
    made = Portal(tmp_path, [free_port()], environ(tmp_path, built, database_url, mail_server.port))
    made.start()
    yield made
    made.kill()
    assert "Traceback" not in made.said()


@pytest.fixture
def applicant(portal: Portal) -> Callable[..., Applicant]:
    """Somebody new each time, who has filled in the form."""
    made: list[Applicant] = []

    def make() -> Applicant:
        made.append(Applicant(portal.port, f"applicant-{len(made)}@example.org").fills_in())
        return made[-1]

    return make
