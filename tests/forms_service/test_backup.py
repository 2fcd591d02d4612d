"""A backup, and the way back from it: `flask backup`, `flask restore` and `flask release-letters`."""

import os
import shutil
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session
from test_cli import said
from world import CAME, NOW, Clock

from forms_service import access, backup_postgresql, backup_sqlite, coordinators, create_app, interests, survey_counts
from forms_service.db import writing
from forms_service.interests import Answers
from forms_service.models import Applicant, DeskSession, Entry, Interest, Letter, SignInLink
from forms_service.portal import Portal
from site_builder.catalogue import Catalogue

Flask = Callable[..., Result]
Submit = Callable[..., Interest]


@pytest.fixture
def flask(app: Portal) -> Flask:
    """`flask --app forms_service …`"""

    def run(*words: str | Path) -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return run


@pytest.fixture
def submit(session: Session, catalogue: Catalogue, answers: Callable[..., Answers], clock: Clock) -> Submit:
    def send(form_key: str, **changes: str) -> Interest:
        [found] = interests.submit(
            session,
            catalogue,
            roles=[catalogue.roles["fenshire/special-constable"]],
            answers=answers(**changes),
            form_key=form_key,
            came=CAME,
            now=clock.now,
            base_url="https://volunteer.example.org",
        )
        return found

    return send


def names(session: Session) -> list[str]:
    found = sorted(session.scalars(select(Applicant.name)))
    session.rollback()  # a transaction left open would make a restore wait
    return found


RESTORED = "Restored: {}. Everybody at the desk must sign in again.\n"
NO_LIST = "There is no list of erasures at {}: look for it.\n"
HELD = "Letters held, because they may have gone already: {}. To send them: release-letters\n"


# There --------------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_whole_copy_that_its_owner_alone_can_read(flask: Flask, submit: Submit, tmp_path: Path) -> None:
    submit("one")
    submit("two")
    file = tmp_path / "copies" / "monday"
    file.parent.mkdir()

    assert said(flask("backup", file)) == (0, f"{file} is a whole copy, with 2 interests.\n")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file], "and nothing is left beside it"


def test_a_backup_never_overwrites_anything(flask: Flask, tmp_path: Path) -> None:
    file = tmp_path / "monday"
    file.write_text("mine")

    assert said(flask("backup", file)) == (
        1,
        f"Error: {file} is there already. Choose another name: a backup never overwrites anything.\n",
    )
    assert file.read_text() == "mine"


def test_what_a_kill_left_of_an_earlier_one_goes(flask: Flask, tmp_path: Path) -> None:
    left, at_work, mine = (
        tmp_path / name
        for name in (".sunday.0123456789abcdef.part", ".tuesday.fedcba9876543210.part", ".sunday.notes.part")
    )
    for file in (left, at_work, mine):
        file.write_text("somebody")
    for file in (left, mine):
        os.utime(file, (0, 0))

    flask("backup", tmp_path / "monday")

    assert [file.exists() for file in (left, at_work, mine)] == [False, True, True]


def test_a_folder_that_is_not_there_is_a_sentence(flask: Flask, tmp_path: Path) -> None:
    result = flask("backup", tmp_path / "nowhere" / "monday")
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {tmp_path}/nowhere/.monday.")
    assert result.output.endswith(" can't be used: No such file or directory\n")


# And back -----------------------------------------------------------------------------------------------------------


def test_what_was_lost_is_there_again(
    flask: Flask, submit: Submit, app: Portal, session: Session, tmp_path: Path
) -> None:
    first, second = submit("one", name="Aoife"), submit("two", name="Zoltán")
    flask("backup", tmp_path / "monday")
    lose_everything(session)

    assert said(flask("restore", tmp_path / "monday")) == (
        0,
        RESTORED.format("2 interests") + NO_LIST.format(app.settings.erasures) + HELD.format(4),
    )
    assert names(session) == ["Aoife", "Zoltán"]
    assert sorted(session.scalars(select(Interest.reference))) == sorted([first.reference, second.reference])
    with pytest.raises(Exception, match="never changed or removed"), writing(session):
        session.execute(text("DELETE FROM record"))


def test_the_counts_of_the_survey_come_back_and_a_form_is_still_counted_once(
    flask: Flask, session: Session, clock: Clock, tmp_path: Path
) -> None:
    survey_counts.add(session, "fenshire", {"sex": "male"}, form="one", now=clock.now)
    flask("backup", tmp_path / "monday")
    lose_everything(session)
    flask("restore", tmp_path / "monday")

    survey_counts.add(session, "fenshire", {"sex": "female"}, form="one", now=clock.now)
    survey_counts.add(session, "fenshire", {"sex": "male"}, form="two", now=clock.now)

    found = survey_counts.counts(session, "fenshire", "2026-Q4")
    assert found["sex"] == {"female": 0, "male": 2, "prefer-not-to-say": 0}


def lose_everything(session: Session) -> None:
    """As if the disk were new: no table is left."""
    with writing(session):
        tables = session.execute(text(TABLES[session.get_bind().dialect.name])).scalars().all()
        cascade = " CASCADE" if session.get_bind().dialect.name == "postgresql" else ""
        for table in sorted(tables, key=["interests", "coordinators"].count):
            session.execute(text(f"DROP TABLE {table}{cascade}"))


TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_gone_is_made_anew(flask: Flask, submit: Submit, app: Portal, tmp_path: Path) -> None:
    submit("one")
    flask("backup", tmp_path / "monday")
    elsewhere = create_app(replace(app.settings, database_url=f"sqlite:///{tmp_path}/new/portal.db"), app.clock)

    result = elsewhere.test_cli_runner().invoke(args=["restore", str(tmp_path / "monday")])

    assert result.exit_code == 0
    with elsewhere.sessions() as session:
        assert names(session) == ["Aoife O’Brien"]
    assert [path.name for path in (tmp_path / "new").iterdir() if "restoring" in path.name] == []


def test_it_refuses_to_lose_what_came_after_the_backup_and_replaces_it_when_told_to(
    flask: Flask, submit: Submit, session: Session, tmp_path: Path
) -> None:
    submit("one", name="Aoife")
    file = tmp_path / "monday"
    flask("backup", file)
    submit("two", name="Zoltán")

    assert said(flask("restore", file)) == (
        1,
        f"Error: The database has what {file} lacks (lines of the record: 1, of interests: 1), and it would be lost. "
        f"Make a backup of it first, and then: restore {file} --replace\n",
    )
    assert names(session) == ["Aoife", "Zoltán"]
    assert flask("restore", file, "--replace").exit_code == 0
    assert names(session) == ["Aoife"]


def test_no_letter_goes_again_until_somebody_releases_it(
    flask: Flask, submit: Submit, tmp_path: Path, clock: Clock
) -> None:
    submit("one")
    flask("backup", tmp_path / "monday")
    assert flask("send-letters").output == "2 letters sent.\n"

    result = flask("restore", tmp_path / "monday", "--replace")

    assert result.output.endswith(HELD.format(2))
    clock.forward(days=1)
    assert flask("send-letters").output == "0 letters sent.\n"
    submit("two")
    assert flask("send-letters").output == "2 letters sent.\n", "new ones go"
    assert said(flask("release-letters")) == (0, "2 letters will now be sent.\n")
    assert flask("send-letters").output == "2 letters sent.\n"
    assert said(flask("release-letters")) == (0, "0 letters will now be sent.\n")


def test_letters_that_have_gone_already_can_be_given_up(
    flask: Flask, submit: Submit, session: Session, tmp_path: Path, clock: Clock
) -> None:
    found = submit("one")
    flask("backup", tmp_path / "monday")
    flask("restore", tmp_path / "monday")

    assert said(flask("release-letters", "--never")) == (0, "2 letters will never be sent.\n")

    assert flask("send-letters").output == "0 letters sent.\n"
    session.expire_all()
    letters = session.scalars(select(Letter)).all()
    assert {(letter.failed_at, letter.last_error) for letter in letters} == {(clock.now, "held after a restore")}
    assert [entry.verb for entry in session.get_one(Interest, found.id).record] == ["received", *["letter_failed"] * 2]


def test_who_was_erased_since_is_erased_again(
    flask: Flask, submit: Submit, session: Session, app: Portal, tmp_path: Path
) -> None:
    gone, stays = submit("one", name="Aoife"), submit("two", name="Zoltán")
    flask("backup", tmp_path / "monday")
    interests.erase(session, gone, by="applicant", now=app.clock(), remember_in=app.settings.erasures)

    result = flask("restore", tmp_path / "monday", "--replace")

    assert said(result) == (0, RESTORED.format("2 interests") + "Erased again: 1.\n" + HELD.format(2))
    assert names(session) == ["Zoltán"]
    assert session.get_one(Interest, gone.id).reference == f"erased {gone.id}"
    assert session.get_one(Interest, stays.id).outcome is None


def test_nobody_is_signed_in_after_it(
    flask: Flask, session: Session, catalogue: Catalogue, tmp_path: Path, clock: Clock
) -> None:
    desk = {"name": "Bo", "email": "bo@fenshire.example.org", "organisation": "fenshire", "areas": []}
    bo = coordinators.add(session, catalogue, **desk, now=clock.now)
    token, link = access.sign_in(session, bo, clock.now), access.make_link(session, bo, clock.now)
    flask("backup", tmp_path / "monday")
    flask("restore", tmp_path / "monday")

    session.rollback()
    assert access.who(session, token, clock.now) is None
    assert access.use_link(session, link, clock.now) is None
    assert [session.scalar(select(func.count()).select_from(table)) for table in (DeskSession, SignInLink)] == [0, 0]


@pytest.mark.parametrize("what", ["nothing", "words", "half", "another"])
def test_what_is_no_backup_changes_nothing(
    flask: Flask, submit: Submit, session: Session, tmp_path: Path, what: str
) -> None:
    submit("one")
    file = tmp_path / "monday"
    flask("backup", tmp_path / "good")
    if what == "words":
        file.write_text("dear diary")
    elif what == "half":
        shutil.copy(tmp_path / "good", file)
        os.truncate(file, file.stat().st_size // 2)
    elif what == "another":
        lose_everything(session)
        with writing(session):
            session.execute(text("CREATE TABLE diary (line text)"))
        make_another(session, file)

    result = flask("restore", file, "--replace")

    assert result.exit_code == 1
    assert f"{file} can't be " in result.output
    assert "Traceback" not in result.output
    if what != "another":
        assert names(session) == ["Aoife O’Brien"]


def make_another(session: Session, file: Path) -> None:
    """A copy of whatever is in the database, without a look at it."""
    engine = session.get_bind().engine
    (backup_sqlite if engine.dialect.name == "sqlite" else backup_postgresql).save(engine, file)


def test_a_backup_of_a_newer_version_is_refused(flask: Flask, submit: Submit, session: Session, tmp_path: Path) -> None:
    submit("one")
    known = session.scalar(text("SELECT version_num FROM alembic_version"))
    with writing(session):
        session.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    make_another(session, tmp_path / "monday")
    with writing(session):
        session.execute(text("UPDATE alembic_version SET version_num = :known"), {"known": known})

    assert said(flask("restore", tmp_path / "monday")) == (
        1,
        f"Error: {tmp_path / 'monday'} is of a newer version of the service (revision later). "
        "Install that version first.\n",
    )
    assert names(session) == ["Aoife O’Brien"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_dump_that_fails_half_way_changes_nothing(
    flask: Flask, submit: Submit, session: Session, tmp_path: Path
) -> None:
    """Something stands in the way of one of its tables."""
    submit("one", name="Aoife")
    with writing(session):
        session.execute(text("CREATE TABLE zebra (line text)"))
    flask("backup", tmp_path / "monday")
    submit("two", name="Zoltán")

    result = flask("restore", tmp_path / "monday", "--replace")

    assert result.exit_code == 1
    assert result.output.startswith("Error: The database is as it was: psql could not restore ")
    assert names(session) == ["Aoife", "Zoltán"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_restore_that_is_ended_because_it_and_a_writer_wait_for_each_other_is_tried_again(
    flask: Flask, submit: Submit, session: Session, tmp_path: Path
) -> None:
    submit("one", name="Aoife")
    flask("backup", tmp_path / "monday")
    late = submit("two", name="Zoltán").id
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'letters'::regclass")
    session.rollback()

    with ThreadPoolExecutor(1) as other:
        session.execute(update(Letter).values(attempts=1))
        restoring = other.submit(flask, "restore", tmp_path / "monday", "--replace")
        while not session.scalar(waits):  # it has the interests by now, and waits for the letters
            time.sleep(0.05)
        session.execute(insert(Entry).values(interest_id=late, at=NOW, actor="system", verb="letter_sent"))
        session.commit()

    assert restoring.result().exit_code == 0
    assert names(session) == ["Aoife"]
