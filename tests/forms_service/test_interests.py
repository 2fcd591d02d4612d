"""An interest, from the form to its outcome."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from world import CAME

from forms_service import interests, links
from forms_service.db import writing
from forms_service.erasures import remembered
from forms_service.interests import Answers
from forms_service.models import AgeBand, Applicant, Base, Coordinator, Entry, Interest, Letter, Note
from site_builder.catalogue import Catalogue

NOW = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # in London it is the next day already
BASE = "https://volunteer.example.org"

Submit = Callable[..., Interest]
Write = Callable[..., Answers]


@pytest.fixture
def submit(session: Session, catalogue: Catalogue, answers: Write) -> Submit:
    """Sends one form, with what a test changes."""

    def send(role: str = "fenshire/special-constable", form_key: str = "key", **changes: str) -> Interest:
        [found] = interests.submit(
            session,
            catalogue,
            roles=[catalogue.roles[role]],
            answers=answers(**changes),
            form_key=form_key,
            came=CAME,
            now=NOW,
            base_url=BASE,
        )
        return found

    return send


@pytest.fixture
def coordinator(session: Session) -> Coordinator:
    made = Coordinator(
        id="c0", name="Bo", email="bo@fenshire.example.org", organisation="fenshire", active=True, created_at=NOW
    )
    with writing(session):
        session.add(made)
    return made


def everything(session: Session) -> dict[str, int]:
    """How many rows there are of each kind that a submission writes."""
    session.rollback()
    tables = (Interest, Applicant, Entry, Letter)
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


# Submitting ---------------------------------------------------------------------------------------------------------


def test_a_submission_is_an_interest_a_line_of_the_record_and_two_letters(submit: Submit, session: Session) -> None:
    found = submit()

    assert everything(session) == {"interests": 1, "applicants": 1, "record": 1, "letters": 2}
    assert (found.organisation, found.role, found.role_title) == (
        "fenshire",
        "fenshire/special-constable",
        "Special constable",
    )
    assert (found.pathway, found.stage, found.area, found.age_band) == (
        "joining",
        "interest",
        "north-fen",
        AgeBand.ADULT,
    )
    assert (found.outcome, found.version, found.received_at, found.moved_at) == (None, 1, NOW, NOW)
    assert found.applicant
    assert (found.applicant.name, found.applicant.words) == ("Aoife O’Brien", "I like dogs.")
    [entry] = found.record
    assert (entry.at, entry.actor, entry.verb, entry.to_stage) == (NOW, "applicant", "received", "interest")


def test_the_reply_is_promised_in_days_of_london(submit: Submit) -> None:
    assert submit().reply_by == date(2026, 7, 11)  # 1 July there, and ten days


def test_a_reference_can_be_read_out_on_the_telephone(submit: Submit) -> None:
    references = {submit(form_key=f"key {number}").reference for number in range(50)}

    assert len(references) == 50
    for reference in references:
        prefix, first, second = reference.split("-")
        assert (prefix, len(first), len(second)) == ("CIP", 4, 4)
        assert not set(first + second) & set("01OILU")


def test_the_same_form_again_is_the_same_interest_and_writes_nothing(submit: Submit, session: Session) -> None:
    first, second = submit(), submit(words="Sent twice")

    assert second.reference == first.reference
    assert everything(session) == {"interests": 1, "applicants": 1, "record": 1, "letters": 2}


def test_two_roles_of_one_form_are_two_interests_each_with_its_own_organisation(
    session: Session, catalogue: Catalogue, answers: Write
) -> None:
    roles = [catalogue.roles["fenshire/special-constable"], catalogue.roles["fenshire-opcc/custody-visitor"]]
    sent = [
        interests.submit(
            session, catalogue, roles=roles, answers=answers(), form_key="key", came=CAME, now=NOW, base_url=BASE
        )
        for _ in range(2)
    ]

    assert [found.organisation for found in sent[0]] == ["fenshire", "fenshire-opcc"]
    assert [found.id for found in sent[1]] == [found.id for found in sent[0]]
    assert everything(session) == {"interests": 2, "applicants": 2, "record": 2, "letters": 4}


def test_a_double_click_gives_both_the_same_reference_and_one_row(
    sessions: sessionmaker[Session], session: Session, catalogue: Catalogue, answers: Write
) -> None:
    together = Barrier(12)

    def send(_: int) -> str:
        with sessions() as own:
            together.wait()
            [found] = interests.submit(
                own,
                catalogue,
                roles=[catalogue.roles["fenshire/special-constable"]],
                answers=answers(),
                form_key="one form",
                came=CAME,
                now=NOW,
                base_url=BASE,
            )
            return found.reference

    with ThreadPoolExecutor(12) as pool:
        references = list(pool.map(send, range(12)))

    assert len(set(references)) == 1
    assert everything(session) == {"interests": 1, "applicants": 1, "record": 1, "letters": 2}


@pytest.mark.parametrize("table", ["applicants", "record", "letters"])
def test_a_failure_in_the_middle_leaves_nothing(submit: Submit, session: Session, table: str) -> None:
    _refuse_rows(session, table)

    with pytest.raises(DBAPIError, match="no room"):
        submit()

    assert everything(session) == {"interests": 0, "applicants": 0, "record": 0, "letters": 0}


def test_a_failure_at_the_last_of_several_roles_leaves_none_of_them(
    session: Session, catalogue: Catalogue, answers: Write
) -> None:
    _refuse_rows(session, "letters", when="NEW.sender LIKE '%Commissioner%'")
    roles = [catalogue.roles["fenshire/special-constable"], catalogue.roles["fenshire-opcc/custody-visitor"]]

    with pytest.raises(DBAPIError, match="no room"):
        interests.submit(
            session, catalogue, roles=roles, answers=answers(), form_key="key", came=CAME, now=NOW, base_url=BASE
        )

    assert everything(session) == {"interests": 0, "applicants": 0, "record": 0, "letters": 0}


def _refuse_rows(session: Session, table: str, when: str = "1 = 1") -> None:
    """Make the database itself fail when a row comes to a table, as a full disk would."""
    with writing(session):
        if session.get_bind().dialect.name == "sqlite":
            raising = "BEGIN SELECT RAISE(ABORT, 'no room'); END"
            session.execute(text(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} WHEN {when} {raising}"))
            return
        function = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$"
        session.execute(text(function))
        each = f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse()"
        session.execute(text(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} {each}"))


# Who is written to --------------------------------------------------------------------------------------------------


def letters(found: Interest) -> list[tuple[str, str, str, str]]:
    return sorted((letter.key, letter.recipient, letter.address, letter.reply_to) for letter in found.letters)


def test_an_adult_is_thanked_and_the_lead_of_the_area_is_told(submit: Submit) -> None:
    assert letters(submit()) == [
        ("new-interest", "team", "north@fenshire.example.org", ""),
        ("received", "applicant", "aoife@example.org", "north@fenshire.example.org"),
    ]


@pytest.mark.parametrize("area", ["south-fen", "fenshire", "", "gone-from-the-catalogue"])
def test_where_an_area_has_no_lead_the_organisation_is_told(submit: Submit, area: str) -> None:
    assert letters(submit(area=area))[0] == ("new-interest", "team", "inbox@fenshire.example.org", "")


def test_the_forces_lead_of_an_area_is_not_told_of_interests_in_the_commissioners_office(submit: Submit) -> None:
    assert letters(submit("fenshire-opcc/custody-visitor")) == [
        ("new-interest", "team", "inbox@opcc.example.org", ""),
        ("received", "applicant", "aoife@example.org", "inbox@opcc.example.org"),
    ]


def test_somebody_without_an_email_gets_no_letter_and_the_team_is_told(submit: Submit) -> None:
    assert [key for key, *_ in letters(submit(email="", phone="01234 567890"))] == ["new-interest"]


def test_a_childs_parent_is_written_to_and_the_childs_own_address_is_not_kept(submit: Submit) -> None:
    found = submit(
        "fenshire/cadet",
        age_band=AgeBand.UNDER_16,
        phone="07700 900123",
        parent_name="Ros",
        parent_email="ros@example.org",
    )

    assert letters(found)[1] == ("received-parent", "parent", "ros@example.org", "north@fenshire.example.org")
    assert found.applicant
    assert (found.applicant.email, found.applicant.phone) == ("", "")


def test_at_sixteen_the_applicant_is_written_to(submit: Submit) -> None:
    found = submit("fenshire/cadet", age_band=AgeBand.UNDER_18, parent_email="ros@example.org")
    assert letters(found)[1][:3] == ("received", "applicant", "aoife@example.org")


def test_the_letter_to_the_team_names_nobody(submit: Submit) -> None:
    found = submit(phone="01234 567890")
    [letter] = [letter for letter in found.letters if letter.recipient == "team"]

    assert letter.subject == f"New interest: Special constable, {found.reference}"
    assert letter.text == f"Somebody is waiting. See {BASE}/desk/interests/{found.id}\n"
    for personal in ("Aoife", "aoife", "dogs", "567890", "Weekends"):
        assert personal not in letter.subject + letter.text + letter.html


def test_the_letter_to_the_applicant_says_what_happens_next(submit: Submit) -> None:
    found = submit()
    [letter] = [letter for letter in found.letters if letter.recipient == "applicant"]

    assert letter.sender == "Fenshire Police"
    assert letter.subject == f"Thank you: Special constable, {found.reference}"
    assert links.hidden(letter.text) == (
        "Dear Aoife O’Brien,\n\n"
        "We got it on 1 July 2026. We reply within 10 days.\n\n"
        "Read about the role: https://volunteer.example.org/roles/fenshire/special-constable/. "
        "Questions: volunteers@fenshire.example.org.\n\n"
        "Your own page: https://volunteer.example.org/mine/…\n"
    )
    assert letter.message_id.endswith("@volunteer.example.org>")


# Moving and closing -------------------------------------------------------------------------------------------------


@pytest.fixture
def move(session: Session, catalogue: Catalogue, coordinator: Coordinator) -> Callable[..., None]:
    def to(found: Interest, stage: str, version: int) -> None:
        interests.move(session, catalogue, found, to=stage, by=coordinator, version=version, now=LATER, base_url=BASE)

    return to


LATER = datetime(2026, 7, 3, 9, 0, tzinfo=UTC)


def test_a_move_is_recorded_and_sends_the_letter_of_the_stage(submit: Submit, move: Callable[..., None]) -> None:
    found = submit()
    move(found, "talk", 1)

    assert (found.stage, found.version, found.moved_at) == ("talk", 2, LATER)
    entry = found.record[-1]
    assert (entry.verb, entry.actor, entry.from_stage, entry.to_stage) == ("moved", "c0", "interest", "talk")
    [letter] = [letter for letter in found.letters if letter.key == "talk"]
    assert letter.address == "aoife@example.org"
    assert letter.subject == "Special constable: We talk"
    assert letter.text == "Dear Aoife O’Brien,\n\nCome and see us.\nAsk us anything.\n"


def test_a_stage_without_a_letter_sends_none(submit: Submit, move: Callable[..., None]) -> None:
    found = submit()
    move(found, "start", 1)
    assert sorted(letter.key for letter in found.letters) == ["new-interest", "received"]


def test_a_letter_about_a_child_goes_to_the_parent_and_says_why(submit: Submit, move: Callable[..., None]) -> None:
    found = submit("fenshire/cadet", age_band=AgeBand.UNDER_16, parent_email="ros@example.org", name="Sam")
    move(found, "visit", 1)

    [letter] = [letter for letter in found.letters if letter.key == "talk"]
    assert (letter.recipient, letter.address) == ("parent", "ros@example.org")
    assert letter.text == (
        "Dear Sam,\n\nWe sent this to you because you are the parent or carer of Sam. Please read it together.\n"
    )


def test_the_second_of_two_colleagues_is_told_that_it_has_changed(
    submit: Submit, move: Callable[..., None], session: Session
) -> None:
    found = submit()
    move(found, "talk", 1)
    before = everything(session)

    with pytest.raises(interests.Stale):
        move(found, "start", 1)

    assert everything(session) == before
    assert (found.stage, found.version) == ("talk", 2)


def test_of_two_colleagues_at_the_same_moment_one_moves_it(
    submit: Submit, sessions: sessionmaker[Session], catalogue: Catalogue, coordinator: Coordinator
) -> None:
    id, by, together = submit().id, coordinator.id, Barrier(6)

    def try_to_move(_: int) -> str:
        with sessions() as own:
            found, mover = own.get_one(Interest, id), own.get_one(Coordinator, by)
            together.wait()
            try:
                interests.move(own, catalogue, found, to="talk", by=mover, version=1, now=LATER, base_url=BASE)
            except interests.Stale:
                return "stale"
            return "moved"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(try_to_move, range(6))) == ["moved"] + ["stale"] * 5


@pytest.mark.parametrize("stage", ["visit", "nonsense", "", "interest"])
def test_a_stage_of_another_pathway_or_its_own_is_refused(
    submit: Submit, move: Callable[..., None], stage: str
) -> None:
    found = submit()
    with pytest.raises(interests.NotAStage):
        move(found, stage, 1)
    assert (found.stage, found.version, len(found.record)) == ("interest", 1, 1)


def test_closing_gives_an_outcome_and_ends_the_moves(
    submit: Submit, move: Callable[..., None], session: Session, coordinator: Coordinator
) -> None:
    found = submit()
    interests.close(session, found, outcome="not_this_time", by=coordinator, version=1, now=LATER)

    assert (found.outcome, found.version, found.moved_at) == ("not_this_time", 2, LATER)
    entry = found.record[-1]
    assert (entry.verb, entry.actor, entry.from_stage, entry.outcome) == ("closed", "c0", "interest", "not_this_time")
    with pytest.raises(interests.Closed):
        move(found, "talk", 2)


def test_an_outcome_that_there_is_not_is_refused(submit: Submit, session: Session, coordinator: Coordinator) -> None:
    found = submit()
    with pytest.raises(interests.NotAnOutcome):
        interests.close(session, found, outcome="rejected", by=coordinator, version=1, now=LATER)
    assert (found.outcome, len(found.record)) == (None, 1)


def test_each_look_at_a_person_is_recorded(submit: Submit, session: Session, coordinator: Coordinator) -> None:
    found = submit()
    for _ in range(2):
        interests.seen(session, found, by=coordinator, now=LATER)

    assert [(entry.verb, entry.actor, entry.at) for entry in found.record[1:]] == [("viewed", "c0", LATER)] * 2
    assert found.version == 1


# The record ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [update(Entry).values(actor="somebody else"), delete(Entry)], ids=["update", "delete"]
)
def test_the_record_refuses_to_be_changed(submit: Submit, session: Session, change: Base) -> None:
    submit()
    with pytest.raises(DBAPIError, match="rows of record are never changed or removed"), writing(session):
        session.execute(change)  # type: ignore[call-overload]  either statement
    assert [entry.actor for entry in session.scalars(select(Entry))] == ["applicant"]


def test_a_line_of_the_record_needs_its_interest(session: Session) -> None:
    line = {"interest_id": "nobody", "at": NOW, "actor": "system", "verb": "moved"}
    with pytest.raises(DBAPIError), writing(session):
        session.execute(insert(Entry).values(line))


# Withdrawing and erasing --------------------------------------------------------------------------------------------


@pytest.fixture
def erasures(tmp_path: Path) -> Path:
    return tmp_path / "apart" / "erasures.txt"


def last_line(found: Interest, session: Session) -> tuple[str, str, str | None, str | None]:
    session.expire_all()
    entry = found.record[-1]
    return entry.verb, entry.actor, entry.from_stage, entry.outcome


def test_who_withdraws_is_closed_as_withdrawn_and_once_is_enough(submit: Submit, session: Session) -> None:
    found = submit()
    for _ in range(2):
        interests.withdraw(session, found, by="applicant", now=LATER)

    assert (found.outcome, found.version, found.moved_at) == ("withdrawn", 2, LATER)
    assert last_line(found, session) == ("closed", "applicant", "interest", "withdrawn")
    assert everything(session) == {"interests": 1, "applicants": 1, "record": 2, "letters": 2}


def test_who_is_on_the_waiting_list_can_withdraw_and_who_has_started_can_not(
    submit: Submit, session: Session, coordinator: Coordinator
) -> None:
    waiting, started = submit(), submit(form_key="another")
    interests.close(session, waiting, outcome="waiting", by=coordinator, version=1, now=NOW)
    interests.close(session, started, outcome="started", by=coordinator, version=1, now=NOW)

    interests.withdraw(session, waiting, by=coordinator.id, now=LATER)
    with pytest.raises(interests.Closed):
        interests.withdraw(session, started, by="applicant", now=LATER)

    assert (waiting.outcome, started.outcome) == ("withdrawn", "started")
    assert last_line(waiting, session) == ("closed", "c0", "interest", "withdrawn")


def test_of_somebody_erased_a_count_and_the_record_are_left(
    submit: Submit, session: Session, coordinator: Coordinator, erasures: Path
) -> None:
    found, other = submit(), submit(form_key="another")
    reference = found.reference
    with writing(session):
        session.add(Note(interest_id=found.id, coordinator_id=coordinator.id, at=NOW, text="Aoife rang."))

    for _ in range(2):
        interests.erase(session, found, by="applicant", now=LATER, remember_in=erasures)

    session.expire_all()
    assert (found.applicant, found.letters, found.age_band) == (None, [], "")
    assert found.reference == found.form_key == f"erased {found.id}" != reference
    assert (found.organisation, found.role, found.area, found.stage) == (
        "fenshire",
        "fenshire/special-constable",
        "north-fen",
        "interest",
    )
    assert (found.outcome, found.version, found.received_at, found.moved_at) == ("withdrawn", 2, NOW, LATER)
    assert [(entry.verb, entry.actor) for entry in found.record] == [("received", "applicant"), ("erased", "applicant")]
    assert other.applicant, "nobody else was touched"
    assert everything(session) == {"interests": 2, "applicants": 1, "record": 3, "letters": 2}
    assert session.scalar(select(func.count()).select_from(Note)) == 0
    assert erasures.read_text() == f"{found.id}\n"


def test_every_table_that_speaks_of_an_interest_is_emptied_but_the_record() -> None:
    """By the name of the column: a new table that calls it otherwise would be forgotten."""
    refers = [
        (table.name, key.parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "interests"
    ]

    assert len(refers) >= 4
    assert {column for _, column in refers} == {"interest_id"}


def test_an_interest_that_had_no_end_gets_one_when_it_is_erased(
    submit: Submit, session: Session, coordinator: Coordinator, erasures: Path
) -> None:
    for by, outcome in [("applicant", "withdrawn"), (coordinator.id, "withdrawn"), ("system", "lapsed")]:
        still_open, waiting = (submit(form_key=f"{one} {by}", email=f"{by}@example.org") for one in ("one", "two"))
        interests.close(session, waiting, outcome="waiting", by=coordinator, version=1, now=NOW)
        for found in (still_open, waiting):
            interests.erase(session, found, by=by, now=LATER, remember_in=erasures)
            assert found.outcome == outcome
            assert last_line(found, session) == ("erased", by, "interest", outcome)


def test_an_outcome_that_was_there_stays(
    submit: Submit, session: Session, coordinator: Coordinator, erasures: Path
) -> None:
    found = submit()
    interests.close(session, found, outcome="started", by=coordinator, version=1, now=NOW)
    interests.erase(session, found, by="system", now=LATER, remember_in=erasures)
    assert (found.outcome, found.moved_at) == ("started", NOW)


def test_what_can_not_be_remembered_is_not_erased(submit: Submit, session: Session, tmp_path: Path) -> None:
    found = submit()
    (tmp_path / "file").write_text("")

    with pytest.raises(OSError, match="file"):
        interests.erase(session, found, by="applicant", now=LATER, remember_in=tmp_path / "file" / "erasures.txt")

    assert everything(session) == {"interests": 1, "applicants": 1, "record": 1, "letters": 2}


def test_the_list_of_erasures_survives_a_line_that_was_cut_short(
    submit: Submit, session: Session, erasures: Path
) -> None:
    first, second = submit(), submit(form_key="another")
    interests.erase(session, first, by="system", now=LATER, remember_in=erasures)
    with erasures.open("a") as file:
        file.write("0123abc")

    interests.erase(session, second, by="system", now=LATER, remember_in=erasures)

    assert remembered(erasures) == [first.id, second.id]
    assert erasures.stat().st_mode & 0o777 == 0o600


def test_a_form_of_somebody_erased_makes_a_new_interest_when_it_is_sent_again(
    submit: Submit, session: Session, erasures: Path
) -> None:
    found = submit()
    interests.erase(session, found, by="applicant", now=LATER, remember_in=erasures)
    assert submit().id != found.id
