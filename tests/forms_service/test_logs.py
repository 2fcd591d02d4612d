"""What the service says while it works, and what it never says."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from forms_service.logs import Event, Lines, of_error, request_id, rule
from forms_service.settings import mail_server

CANARY = "Wilhelmina Nightingale"


@pytest.fixture
def written() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What a logger of ours, and one of a library, have written since."""
    request_id.set(None)  # a request of another test may have left its own
    rule.set(None)
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(for_a_person=False))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


Written = Callable[[], list[dict[str, object]]]


def test_an_event_is_a_line_of_the_fields_that_it_has(written: Written) -> None:
    logging.getLogger("forms_service.outbox").error(Event("letters", sent=3, failed=0, later=1))

    [line] = written()
    assert str(line.pop("time")).endswith("+00:00")
    assert line == {"level": "error", "event": "letters", "sent": 3, "failed": 0, "later": 1}


def test_a_field_that_does_not_look_like_one_is_withheld(written: Written) -> None:
    event = Event(CANARY, method=CANARY, error=CANARY, database=CANARY, where=(CANARY,), logger=CANARY, status=CANARY)  # type: ignore[arg-type]
    request_id.set(CANARY)
    rule.set(CANARY)
    logging.getLogger("forms_service").error(event)
    request_id.set(None)
    rule.set(None)

    [line] = written()
    assert CANARY not in str(line)
    assert {name for name, value in line.items() if "(withheld)" in str(value)} == {
        "event", "id", "rule", "method", "status", "error", "database", "where", "logger",
    }  # fmt: skip


def _in_words(log: logging.Logger) -> None:
    log.error("somebody called %s", CANARY)


def _ready_made(log: logging.Logger) -> None:
    log.error(f"somebody called {CANARY}")


def _with_extra(log: logging.Logger) -> None:
    log.error("somebody", extra={"person": CANARY, "event": CANARY, "msg_": {"name": CANARY}})


def _with_an_exception(log: logging.Logger) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("somebody called %s", CANARY, stack_info=True)


def _with_a_chain(log: logging.Logger) -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ExceptionGroup(CANARY, [ValueError(CANARY)]) from error
    except ExceptionGroup:
        log.exception(CANARY)


@pytest.mark.parametrize("say", [_in_words, _ready_made, _with_extra, _with_an_exception, _with_a_chain])
@pytest.mark.parametrize("name", ["granian.access", "_granian", "werkzeug", "sqlalchemy.engine", "forms_service"])
def test_words_of_anybody_are_withheld_and_whose_they_were_is_kept(
    written: Written, say: Callable[[logging.Logger], None], name: str
) -> None:
    say(logging.getLogger(name))

    [line] = written()
    assert "Wilhelmina" not in str(line)
    assert line["logger"] == name
    assert str(line["where"]).startswith("['tests/forms_service/test_logs.py:")


def test_of_an_exception_its_type_and_its_place_in_our_code_are_told(written: Written, session: Session) -> None:
    try:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": CANARY})
    except DBAPIError as error:
        logging.getLogger("forms_service").error(of_error("database unavailable", error))

    [line] = written()
    sqlite = session.get_bind().dialect.name == "sqlite"
    assert (line["error"], line["database"]) == (
        ("OperationalError", "SQLITE_ERROR") if sqlite else ("ProgrammingError", "42P01")
    )
    assert re.match(r"\['(sqlalchemy|psycopg)/\w+(/\w+)?\.py:\d+ \w+'\]", str(line["where"]))
    assert "Wilhelmina" not in str(line)


def test_the_places_of_our_own_code_lead_to_the_last_one(written: Written) -> None:
    try:
        mail_server("smtp://mail.example.org:port")
    except ValueError as error:
        logging.getLogger("forms_service").error(of_error("exception", error))

    [line] = written()
    ours, last = line["where"]  # type: ignore[misc]
    assert str(ours).startswith("forms_service/settings.py:")
    assert str(ours).endswith(" mail_server")
    assert str(last).startswith("parse.py:")


def test_a_person_at_a_terminal_reads_a_short_line() -> None:
    record = logging.makeLogRecord({"msg": Event("request", method="GET", status=200, ms=12), "created": 0})
    request_id.set("4821-0937-5512")
    rule.set("/interest/<organisation>/<slug>")
    line = Lines(for_a_person=True).format(record)
    request_id.set(None)
    rule.set(None)

    assert line[8:] == " request GET /interest/<organisation>/<slug> 200 12 ms [4821-0937-5512]"


DIES = """
import logging, threading, warnings
from forms_service import logs
granian = logging.getLogger("_granian")
granian.addHandler(logging.StreamHandler())
granian.propagate = False
logs.to_stderr()
granian.error("Application callable raised an exception: Canary Bird")
warnings.warn("Canary Bird")
thread = threading.Thread(target=int, args=["Canary Bird"])
thread.start()
thread.join()
class Left:
    def __del__(self):
        raise RuntimeError("Canary Bird")
Left()
logging.getLogger("forms_service").info(logs.Event("letters", sent=1))
logging.getLogger("forms_service").info("Canary Bird: %s %s", 1)
raise ValueError("Canary Bird")
"""


def test_a_process_of_ours_says_nothing_in_any_other_way(tmp_path: Path) -> None:
    script = tmp_path / "dies.py"
    script.write_text(DIES)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["level"], line["event"], line.get("error"), line.get("logger")) for line in lines] == [
        ("error", "words withheld", None, "_granian"),
        ("warning", "warning", "UserWarning", None),
        ("critical", "exception", "ValueError", None),
        ("critical", "exception", "RuntimeError", None),
        ("info", "letters", None, None),
        ("info", "words withheld", None, "forms_service"),
        ("critical", "exception", "ValueError", None),
    ]
    assert "anary" not in done.stderr
    assert lines[1]["where"] == ["dies.py:9"]


FULL = """
import errno, logging, sys
from forms_service import logs
class Disk:
    def write(self, words):
        if words.startswith("{"):
            raise OSError(errno.ENOSPC, "No space left on device")
        print(words)
    def flush(self): pass
    def isatty(self): return False
sys.stderr = Disk()
logs.to_stderr()
logging.getLogger("granian.access").error("Canary %s", "Bird")
print("goes on")
"""


def test_a_line_that_can_not_be_written_is_shown_in_no_other_way(tmp_path: Path) -> None:
    script = tmp_path / "full.py"
    script.write_text(FULL)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "goes on\n", "")


def test_an_error_of_the_database_has_no_values_even_in_its_own_words(session: Session) -> None:
    with pytest.raises(DBAPIError) as caught:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": CANARY})
    assert CANARY not in str(caught.value)
    assert "SQL parameters hidden" in str(caught.value)
