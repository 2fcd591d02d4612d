"""The database's disk is full at each write: a plain page, the answers kept, nothing half there; and it goes on."""

import html
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from applicant import Answer, Applicant
from ledger import Ledger
from mail_server import MailServer
from processes import Portal
from small_disk import SmallDisk, mounted

if TYPE_CHECKING:
    from conftest import Cluster

BLOCK = 4096
LEASE_MINUTES = 11
PEOPLE = 5000  # who fill far more than is left of the disk, and what PostgreSQL's vacuum gives back of it meanwhile


@pytest.fixture
def disk(times: Callable[[int, int], int]) -> Iterator[SmallDisk]:
    with mounted(times(48, 256)) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, disk: SmallDisk) -> Iterator[str]:
    """A database on the small disk. PostgreSQL's own log stays outside: without room for that it stops, as it must."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), disk.folder / "portal.db")
        yield f"sqlite:///{disk.folder}/portal.db"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    folder, name = disk.folder / "tables", f"cip_{disk.folder.name.replace('-', '_')}"
    folder.mkdir()
    shutil.chown(folder, "postgres", "postgres")
    cluster.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
    cluster.execute(f"CREATE DATABASE {name} TEMPLATE cip_template TABLESPACE {name}")
    yield cluster.url(name)
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
    cluster.execute(f"DROP TABLESPACE {name}")


def test_a_disk_that_is_full_at_any_write_loses_nothing_and_is_got_over(
    portal: Portal, disk: SmallDisk, mail_server: MailServer, ledger: Ledger, times: Callable[[int, int], int]
) -> None:
    acknowledged, refused = dict[str, str](), 0
    portal.worker.start()
    for blocks in range(times(24, 200)):
        _shorten_log(portal.environ["DATABASE_URL"])
        disk.fill(leaving=blocks * BLOCK)
        for person in _until_one_is_refused(portal.port, acknowledged):
            disk.empty()
            acknowledged[person.email] = person.sends_until_it_works()
            refused += 1
        ledger.check(acknowledged)

    assert refused == times(24, 200)
    assert portal.server.runs()
    assert portal.worker.runs()
    portal.forward(minutes=LEASE_MINUTES)
    ledger.wait_until_all_are_sent(seconds=times(300, 1800))  # of the long form, to 13,000 people
    ledger.check_letters(mail_server.taken, at_most_doubled=refused)


def _until_one_is_refused(port: int, acknowledged: dict[str, str]) -> Iterator[Applicant]:
    """Applicants fill in the form while the disk is full. The one who can't send it is given, with their answers."""
    for _ in range(PEOPLE):
        person = Applicant(port, f"applicant-{len(acknowledged)}@example.org").fills_in()
        answer = person.sends()
        if answer.status != 303:
            _check_refusal(answer, person)
            yield person
            return
        acknowledged[person.email] = answer.location


def _check_refusal(answer: Answer, person: Applicant) -> None:
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    page = html.unescape(answer.body)
    assert "Nothing was sent. Your answers are still on this page. Wait a minute, then press Send again." in page
    assert person.email in page
    assert person.words in page
    assert person.draft["answers"] in page


def _shorten_log(database_url: str) -> None:
    """So that SQLite's next write needs room, instead of writing over what its log has kept."""
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
