"""The operator's commands."""

import os
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from click.testing import Result
from sqlalchemy.orm import Session, sessionmaker
from world import CAME, SECRET, Clock

from forms_service import access, interests
from forms_service.interests import Answers
from forms_service.portal import Portal
from site_builder.catalogue import Catalogue

Flask = Callable[..., Result]


@pytest.fixture
def flask(app: Portal) -> Flask:
    """`flask --app forms_service …`"""

    def run(*words: str, typed: str = "") -> Result:
        return app.test_cli_runner().invoke(args=words, input=typed)

    return run


def said(result: Result) -> tuple[int, str]:
    return result.exit_code, result.output


def add(flask: Flask, *more: str) -> Result:
    return flask("coordinator", "add", "Bo Smith", "Bo@Fenshire.Example.Org", "--organisation", "fenshire", *more)


# Coordinators -------------------------------------------------------------------------------------------------------


def test_a_coordinator_is_taken_on_and_listed(flask: Flask) -> None:
    assert said(flask("coordinator", "list")) == (0, "")
    assert said(add(flask, "--area", "south-fen", "--area", "north-fen")) == (
        0,
        "Bo Smith can now be given a way in: coordinator link bo@fenshire.example.org\n",
    )
    flask("coordinator", "add", "Ann", "ann@opcc.example.org", "--organisation", "fenshire-opcc")

    assert said(flask("coordinator", "list")) == (
        0,
        "fenshire: north-fen, south-fen: Bo Smith <bo@fenshire.example.org>\n"
        "fenshire-opcc: all areas: Ann <ann@opcc.example.org>\n",
    )


def test_everything_that_is_wrong_with_a_new_coordinator_is_said_at_once(flask: Flask) -> None:
    result = flask("coordinator", "add", " ", "bo", "--organisation", "fenshier", "--area", "west", "--area", "east")

    assert said(result) == (
        1,
        "Error: The name is empty.\n"
        "bo is no email address: An email address must have an @-sign.\n"
        "No organisation is called fenshier. There are: fenshire, fenshire-opcc.\n"
        "No area is called west or east. There are: fenshire, north-fen, south-fen.\n",
    )


def test_an_address_belongs_to_one_coordinator(flask: Flask) -> None:
    add(flask)
    assert said(add(flask)) == (1, "Error: There is a coordinator with the address bo@fenshire.example.org already.\n")


def test_a_link_signs_in_once_within_the_hour(flask: Flask, sessions: sessionmaker[Session], clock: Clock) -> None:
    add(flask)
    result = flask("coordinator", "link", "BO@fenshire.example.org")

    assert result.exit_code == 0
    start, _, token = result.output.strip().rpartition("/")
    assert start == "http://127.0.0.1:8000/desk/link"
    with sessions() as session:
        assert access.use_link(session, token, clock.forward(minutes=59))
        assert access.use_link(session, token, clock.now) is None


def test_a_password_is_asked_for_twice_and_signs_in(
    flask: Flask, sessions: sessionmaker[Session], clock: Clock
) -> None:
    add(flask)
    result = flask("coordinator", "password", "bo@fenshire.example.org", typed="correct horse\ncorrect horse\n")

    assert result.exit_code == 0
    assert "correct horse" not in result.output
    assert result.output.endswith("Bo Smith has a new password.\n")
    with sessions() as session:
        email = "bo@fenshire.example.org"
        token = access.sign_in_with_password(
            session, email, "correct horse", address="192.0.2.1", secret=SECRET, now=clock.now
        )
        assert token
        flask("coordinator", "password", email, typed="another horse\nanother horse\n")
        assert access.who(session, token, clock.now) is None  # a new password ends every session


def test_a_short_password_is_refused(flask: Flask) -> None:
    add(flask)
    result = flask("coordinator", "password", "bo@fenshire.example.org", typed="short\nshort\n")
    assert result.exit_code == 1
    assert result.output.endswith("Error: Choose a password of 12 to 128 characters.\n")


def test_somebody_who_is_let_go_is_signed_out_and_gets_no_link(
    flask: Flask, sessions: sessionmaker[Session], clock: Clock
) -> None:
    add(flask)
    unused = flask("coordinator", "link", "bo@fenshire.example.org").output.strip().rpartition("/")[2]

    assert said(flask("coordinator", "deactivate", "bo@fenshire.example.org")) == (
        0,
        "Bo Smith can no longer sign in.\n",
    )
    assert said(flask("coordinator", "list"))[1].endswith(" (deactivated)\n")
    assert said(flask("coordinator", "link", "bo@fenshire.example.org")) == (1, "Error: Bo Smith is deactivated.\n")
    with sessions() as session:
        assert access.use_link(session, unused, clock.now) is None


@pytest.mark.parametrize("command", ["link", "password", "deactivate"])
def test_an_address_that_nobody_has_is_said(flask: Flask, command: str) -> None:
    assert said(flask("coordinator", command, "eve@example.org", typed="x\nx\n")) == (
        1,
        "Error: No coordinator has the address eve@example.org. To see them: coordinator list\n",
    )


# Letters ------------------------------------------------------------------------------------------------------------


def test_send_letters_sends_those_that_are_due_and_says_how_many(
    flask: Flask,
    app: Portal,
    sessions: sessionmaker[Session],
    catalogue: Catalogue,
    answers: Callable[..., Answers],
) -> None:
    with sessions() as session:
        interests.submit(
            session,
            catalogue,
            roles=[catalogue.roles["fenshire/special-constable"]],
            answers=answers(),
            form_key="key",
            came=CAME,
            now=app.clock(),
            base_url="https://volunteer.example.org",
        )

    assert said(flask("send-letters")) == (0, "2 letters sent.\n")
    assert said(flask("send-letters")) == (0, "0 letters sent.\n")
    sent = [message_from_bytes(path.read_bytes()) for path in app.settings.mail_folder.glob("*.eml")]
    assert sorted(letter["To"] for letter in sent) == ["aoife@example.org", "north@fenshire.example.org"]


# The real command line ----------------------------------------------------------------------------------------------


def command_line(build: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "forms_service", *words],
        env={"PATH": os.environ["PATH"], "CIP_BUILD": str(build)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_settings_a_command_says_what_to_set_and_shows_no_traceback(build_folder: Path) -> None:
    done = command_line(build_folder, "coordinator", "list")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        'Error: CIP_SECRET_KEY is not set. Make one with: python -c "import secrets; print(secrets.token_hex(32))"\n'
    )


def test_without_tables_a_command_says_how_to_make_them_and_upgrade_makes_them(
    build_folder: Path, empty_database_url: str
) -> None:
    given = {"CIP_SECRET_KEY": SECRET, "DATABASE_URL": empty_database_url}
    before = command_line(build_folder, "send-letters", **given)
    made = command_line(build_folder, "upgrade", **given)
    after = command_line(build_folder, "send-letters", **given)

    newest = ScriptDirectory("forms_service/migrations").get_current_head()
    assert (before.returncode, before.stderr) == (
        1,
        f"Error: The database is at revision none, this version of the service needs {newest}. "
        "Run: flask --app forms_service upgrade\n",
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert (after.returncode, after.stdout) == (0, "0 letters sent.\n")


def test_a_database_that_is_away_is_a_sentence(build_folder: Path) -> None:
    done = command_line(
        build_folder, "coordinator", "list", CIP_SECRET_KEY=SECRET, DATABASE_URL="sqlite:////nowhere/portal.db"
    )
    assert (done.returncode, done.stderr) == (1, "Error: The database can't be used: unable to open database file\n")
