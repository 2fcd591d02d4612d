"""A backup while the portal takes interests, and the way back while it runs."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from applicant import Applicant
from ledger import Ledger
from mail_server import MailServer
from processes import Portal

CLIENTS = 6


def flask(portal: Portal, *words: str | Path) -> str:
    """`flask --app forms_service …`, beside the running portal; what it says."""
    command = [sys.executable, "-m", "flask", "--app", "forms_service", *map(str, words)]
    done = subprocess.run(command, env=dict(portal.environ), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@contextmanager
def crowd(portal: Portal, acknowledged: dict[str, str]) -> Iterator[None]:
    """People who fill in the form, one after the other at each of several computers, for as long as this lasts."""
    leave = threading.Event()

    def sit(number: int) -> None:
        count = 0
        while not leave.is_set():
            person = Applicant(portal.port, f"applicant-{number}-{count}@example.org").fills_in()
            acknowledged[person.email] = person.sends_until_it_works()
            count += 1

    with ThreadPoolExecutor(CLIENTS) as pool:
        sitting = [pool.submit(sit, number) for number in range(CLIENTS)]
        try:
            yield
        finally:
            leave.set()
        assert [one.result() for one in sitting] == [None] * CLIENTS


def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it_began(
    portal: Portal, ledger: Ledger, tmp_path: Path, times: Callable[[int, int], int]
) -> None:
    """What is restored from it holds nothing by halves, and neither server nor worker notices anything."""
    acknowledged, before = dict[str, str](), list[dict[str, str]]()
    portal.worker.start()
    with crowd(portal, acknowledged):
        for number in range(times(2, 30)):
            time.sleep(0.5)
            before.append(dict(acknowledged))
            assert " is a whole copy, with " in flask(portal, "backup", tmp_path / f"backup-{number}")
    ledger.check(acknowledged)
    portal.kill()

    for number, kept in enumerate(before):
        assert "Restored: " in flask(portal, "restore", tmp_path / f"backup-{number}", "--replace")
        ledger.check(kept)
        assert ledger.interests() <= len(acknowledged)
    assert before[-1], "somebody was there already"


def test_a_portal_that_runs_while_it_is_restored_goes_on_and_writes_to_nobody_twice(
    portal: Portal, ledger: Ledger, mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.does = "421 not now"
    people = [Applicant(portal.port, f"early-{number}@example.org").fills_in() for number in range(5)]
    early = {person.email: person.sends_until_it_works() for person in people}
    flask(portal, "backup", tmp_path / "monday")
    mail_server.does = "takes it"
    portal.worker.start()
    ledger.wait_until_all_are_sent()
    late = dict[str, str]()
    with crowd(portal, late):
        time.sleep(1)
    ledger.wait_until_all_are_sent()

    assert "Make a backup of it first" in flask(portal, "restore", tmp_path / "monday")
    ledger.check(early | late)
    again = dict[str, str]()
    with crowd(portal, again):
        said = flask(portal, "restore", tmp_path / "monday", "--replace")
        time.sleep(1)

    assert "Letters held, because they may have gone already: 10. To send them: release-letters" in said
    ledger.check(early)
    later = Applicant(portal.port, "later@example.org").fills_in()
    ledger.check(early | {later.email: later.sends_until_it_works()})
    portal.forward(hours=1)
    deadline = time.monotonic() + 60
    while ledger.waiting() > 10:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert [id for id, times in mail_server.taken.items() if times > 1] == []


def test_a_restore_that_is_killed_has_changed_everything_or_nothing(
    portal: Portal, ledger: Ledger, tmp_path: Path, times: Callable[[int, int], int]
) -> None:
    people = [Applicant(portal.port, f"early-{number}@example.org").fills_in() for number in range(5)]
    early = {person.email: person.sends_until_it_works() for person in people}
    flask(portal, "backup", tmp_path / "monday")
    late = Applicant(portal.port, "late@example.org").fills_in()
    before = early | {late.email: late.sends_until_it_works()}
    began = time.monotonic()
    flask(portal, "restore", tmp_path / "monday")  # refused, when all but the last of it is done
    lasts = time.monotonic() - began

    for number in range(times(2, 60)):
        flask(portal, "backup", tmp_path / f"backup-{number}")
        _killed(portal, lasts * random.uniform(0.7, 1.5), "restore", tmp_path / "monday", "--replace")
        found = ledger.interests()
        assert found in (len(early), len(before))
        ledger.check(early if found == len(early) else before)
        held = [letter for letter in ledger.letters() if letter.due_at.year == 9998]
        assert len(held) == (0 if found == len(before) else 2 * len(early))
        assert "Restored: " in flask(portal, "restore", tmp_path / f"backup-{number}", "--replace")
        flask(portal, "release-letters")
    ledger.check(before)


def _killed(portal: Portal, after: float, *words: str | Path) -> None:
    command = [sys.executable, "-m", "flask", "--app", "forms_service", *map(str, words)]
    process = subprocess.Popen(command, env=dict(portal.environ), stdout=subprocess.PIPE, process_group=0)
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
