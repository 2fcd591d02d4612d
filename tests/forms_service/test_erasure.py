"""Erase, then search: nothing is left of a person in the database, in its log, or in a backup that is made after."""

import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import pytest
from flask.testing import FlaskClient
from page import Visitor
from sqlalchemy import make_url, select, text, update
from world import CAME, NOW, Clock

from forms_service import coordinators, interests, outbox
from forms_service.db import leave_no_trace, writing
from forms_service.interests import Answers
from forms_service.mail import FolderTransport
from forms_service.models import AgeBand, Applicant, Interest, Note
from forms_service.portal import Portal
from site_builder.catalogue import Catalogue

OTHERS = 12
MANY = 400  # enough for pages of SQLite's file to be split while people are in them
AWAY = "FROM pg_tables WHERE schemaname = 'public'"


def answers_of(who: str) -> dict[str, str]:
    """Answers that are nobody else's: `who` is a word."""
    return {
        "name": f"Kanari {who}",
        "email": f"{who}.mail@canary.example.org",
        "phone": f"+44 7700 9{crc32(who.encode()) % 100_000:05}",
        "availability": f"{who} is free at weekends. " * 3,
        "words": f"{who} writes this. " * 18,
    }


def parent_of(who: str) -> dict[str, str]:
    return {
        "parent_name": f"Elterni {who}",
        "parent_email": f"{who}.parent@canary.example.org",
        "parent_phone": f"+44 7700 8{crc32(who.encode()) % 100_000:05}",
    }


@dataclass
class Town:
    """People who were interested, and by id all that would lead to each of them."""

    app: Portal
    client: FlaskClient
    catalogue: Catalogue
    traces: dict[str, set[str]] = field(default_factory=dict)

    def fills_in_the_form(self, who: str, role: str, **answers: str) -> str:
        """The whole way of a browser; the id of the interest."""
        visitor = Visitor(self.client, f"/interest/fenshire/{role}")
        checked = visitor.answers(answers)
        assert checked.heading == "Check your answers", checked.mistakes
        id = visitor.sends(checked).location.rpartition("/")[2]
        self._goes_on(id, who)
        return id

    def arrives(self, who: str) -> str:
        """Somebody else, by a shorter way."""
        id = self.writes_in(who)
        self._goes_on(id, who)
        return id

    def writes_in(self, who: str) -> str:
        given = dict.fromkeys(Answers.__dataclass_fields__, "") | {"age_band": AgeBand.ADULT, "area": "north-fen"}
        with self.app.sessions() as session:
            [found] = interests.submit(
                session,
                self.catalogue,
                roles=[self.catalogue.roles["fenshire/special-constable"]],
                answers=Answers(**given | answers_of(who)),
                form_key=f"{who}-key",
                came=CAME,
                now=NOW,
                base_url="https://volunteer.example.org",
            )
        self.traces[found.id] = {who}
        return found.id

    def _goes_on(self, id: str, who: str) -> None:
        """Letters go out, they are moved on, and the letter about that waits; somebody writes a note."""
        with self.app.sessions() as session:
            found, bo = session.get_one(Interest, id), coordinators.find(session, "bo@fenshire.example.org")
            transport = FolderTransport(self.app.settings.mail_folder)
            outbox.send_due(self.app.sessions, transport, sender="portal@example.org", now=NOW)
            to = list(self.catalogue.pathways[str(found.pathway)].stages)[1]
            base_url = "https://volunteer.example.org"
            interests.move(session, self.catalogue, found, to=to, by=bo, version=1, now=NOW, base_url=base_url)
            with writing(session):
                session.add(Note(interest_id=id, coordinator_id=bo.id, at=NOW, text=f"{who} rang and sounded well"))
                assert found.applicant
                found.applicant.new_email = f"{who}.new@canary.example.org"
            session.refresh(found)
            told = session.execute(select(Applicant.__table__).where(Applicant.interest_id == id)).one()
            self.traces[id] = {str(value).strip() for value in told[1:10] if value}
            self.traces[id] |= {found.reference, found.form_key, who}
            self.traces[id] |= {letter.message_id for letter in found.letters}
            self.traces[id] |= set(session.scalars(text(f"SELECT id FROM links WHERE interest_id = '{id}'")))

    def erase(self, ids: Sequence[str]) -> None:
        with self.app.sessions() as session:
            for id in ids:
                found, remember_in = session.get_one(Interest, id), self.app.settings.erasures
                interests.erase(session, found, by="applicant", now=NOW, remember_in=remember_in)

    def left_of(self, ids: Sequence[str]) -> set[str]:
        """What of these people stands in the database, its log, or a backup that is made now."""
        sink = b"".join(self._sinks())
        assert sink
        return {trace for id in ids for trace in self.traces[id] if trace.encode() in sink}

    def _sinks(self) -> list[bytes]:
        number = len(list(self.app.settings.erasures.parent.glob("backup-*")))
        file = self.app.settings.erasures.parent / f"backup-{number}"
        made = self.app.test_cli_runner().invoke(args=["backup", str(file)])
        assert made.exit_code == 0, made.output
        if self.app.engine.dialect.name == "sqlite":
            path = str(make_url(self.app.settings.database_url).database)
            beside = [Path(path + ending) for ending in ("", "-wal", "-shm", "-journal")]
            return [one.read_bytes() for one in [file, *beside] if one.exists()]
        dump = subprocess.run(["pg_restore", "--file=-", file], capture_output=True, check=True).stdout
        with self.app.engine.connect() as connection:
            tables = connection.scalars(text(f"SELECT tablename {AWAY}")).all()
            rows = [connection.scalars(text(f'SELECT t::text FROM "{table}" t')).all() for table in tables]
        assert len(tables) > 8
        return [dump, "\n".join(row for table in rows for row in table).encode()]


@pytest.fixture
def town(app: Portal, client: FlaskClient, catalogue: Catalogue, clock: Clock) -> Town:
    clock.now = NOW
    with app.sessions() as session:
        desk = {"name": "Bo", "email": "bo@fenshire.example.org", "organisation": "fenshire", "areas": []}
        coordinators.add(session, catalogue, **desk, now=NOW)
    return Town(app, client, catalogue)


def test_of_who_is_erased_nothing_is_left_and_of_the_others_everything(town: Town) -> None:
    """An adult and a child with a parent by the form itself, and many more."""
    adult = town.fills_in_the_form(
        "Adulqwertz", "special-constable", **answers_of("Adulqwertz"), area="north-fen", age_band=AgeBand.ADULT
    )
    child = town.fills_in_the_form(
        "Chilqwertz",
        "cadet",
        **answers_of("Chilqwertz") | parent_of("Chilqwertz") | {"email": "", "phone": ""},
        area="north-fen",
        age_band=AgeBand.UNDER_16,
    )
    others = [town.arrives(f"Zaqwerty{chr(97 + number // 26)}{chr(97 + number % 26)}x") for number in range(OTHERS)]
    gone, stay = [adult, child, *others[::2]], others[1::2]
    everything = {trace for id in gone for trace in town.traces[id]}
    assert len(everything) > 7 * len(gone)
    assert town.left_of(gone) == everything, "all of it can be found while it is there"

    town.erase(gone)

    assert town.left_of(gone) == set()
    assert town.left_of(stay) == {trace for id in stay for trace in town.traces[id]}


def test_tidying_leaves_as_little(town: Town, clock: Clock) -> None:
    mine = town.fills_in_the_form(
        "Adulqwertz", "special-constable", **answers_of("Adulqwertz"), area="north-fen", age_band=AgeBand.ADULT
    )
    with town.app.sessions() as session:
        bo = coordinators.find(session, "bo@fenshire.example.org")
        found = session.get_one(Interest, mine)
        interests.seen(session, found, by=bo, now=NOW)
        outbox.send_due(
            town.app.sessions, FolderTransport(town.app.settings.mail_folder), sender="portal@example.org", now=NOW
        )
    clock.forward(days=400, hours=4)

    said = town.app.test_cli_runner().invoke(args=["tidy", "--really", "--clock-is-right"]).output

    assert "  fenshire: nothing came of it: 1\n" in said
    assert town.left_of([mine]) == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_left_where_somebody_was_before_a_page_was_split(town: Town) -> None:
    """SQLite's `secure_delete` alone leaves something of one in several hundred."""
    ids = [town.writes_in(f"Zaqwerty{number:04}") for number in range(MANY)]
    gone = ids[::2]

    with town.app.sessions() as session:
        for id in ids:  # a row that grows makes room for itself by moving others
            with writing(session):
                grown = {"new_email": f"{id}@canary.example.org"}
                session.execute(update(Applicant).where(Applicant.interest_id == id).values(grown))
        for id in gone:
            found, remember_in = session.get_one(Interest, id), town.app.settings.erasures
            interests.erase_one_of_many(session, found, by="applicant", now=NOW, remember_in=remember_in)
        assert leave_no_trace(session)

    assert town.left_of(gone) == set()


def tidied(town: Town) -> list[str]:
    result = town.app.test_cli_runner().invoke(args=["tidy", "--really"])
    assert result.exit_code == 0
    return result.output.splitlines()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_reader_who_stays_long_delays_it_in_the_log_until_the_next_tidying(town: Town, clock: Clock) -> None:
    mine = town.fills_in_the_form(
        "Adulqwertz", "special-constable", **answers_of("Adulqwertz"), area="north-fen", age_band=AgeBand.ADULT
    )
    with closing(town.app.engine.connect()) as reader:
        assert reader.scalar(select(Interest.id)) == mine
        town.erase([mine])
        with town.app.sessions() as session:
            assert not leave_no_trace(session)
        assert town.left_of([mine])
        clock.forward(hours=4)
        assert tidied(town)[-2:] == [
            "Traces of what went are left in the database’s file, because it was in use. Run this again soon.",
            "Done.",
        ]

    assert tidied(town)[-2:] == ["Limits: 0", "Done."]
    assert town.left_of([mine]) == set()
