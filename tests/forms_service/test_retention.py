"""What is due to go, and its going: `flask tidy`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from world import CAME, Clock

from forms_service import access, interests, limits, outbox
from forms_service.db import writing
from forms_service.erasures import remember, remembered
from forms_service.interests import Answers
from forms_service.mail import FolderTransport
from forms_service.models import AgeBand, Base, Coordinator, Interest, Outcome
from forms_service.portal import Portal
from forms_service.retention import Held, Reason, due, months_after
from forms_service.settings import Keep
from site_builder.catalogue import LONDON, Catalogue
from site_builder.load import load

NOW = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # in London it is the next day already
TOP = Path(__file__).parents[2]
Submit = Callable[..., Interest]
LookAt = Callable[[Interest], Interest]
Tidy = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def clock() -> Clock:
    made = Clock()
    made.now = NOW
    return made


@pytest.fixture
def coordinator(session: Session) -> Coordinator:
    made = Coordinator(
        id="c0", name="Bo", email="bo@fenshire.example.org", organisation="fenshire", active=True, created_at=NOW
    )
    with writing(session):
        session.add(made)
    return made


@pytest.fixture
def submit(
    app: Portal, session: Session, catalogue: Catalogue, answers: Callable[..., Answers], clock: Clock
) -> Submit:
    """Somebody's interest, looked at by nobody yet, whose letters have gone out."""

    def send(role: str = "fenshire/special-constable", **changes: str) -> Interest:
        [found] = interests.submit(
            session,
            catalogue,
            roles=[catalogue.roles[role]],
            answers=answers(**changes),
            form_key=str(len(session.scalars(select(Interest.id)).all())),
            came=CAME,
            now=clock.now,
            base_url="https://volunteer.example.org",
        )
        outbox.send_due(
            app.sessions, FolderTransport(app.settings.mail_folder), sender="portal@example.org", now=clock.now
        )
        session.rollback()  # a reader who stays would leave traces: see test_erasure
        return found

    return send


@pytest.fixture
def look_at(session: Session, coordinator: Coordinator, clock: Clock) -> LookAt:
    """A coordinator opens somebody's page on the desk."""

    def see(found: Interest) -> Interest:
        interests.seen(session, found, by=coordinator, now=clock.now)
        return found

    return see


@pytest.fixture
def tidy(app: Portal, clock: Clock) -> Tidy:
    """`flask tidy …` while the letter worker lives."""

    def run(*words: str) -> tuple[int, list[str]]:
        outbox.beat(app.sessions, now=clock.now)
        result: Result = app.test_cli_runner().invoke(args=["tidy", *words])
        return result.exit_code, result.output.splitlines()

    return run


def the_day(clock: Clock, year: int, month: int, day: int) -> None:
    clock.now = datetime(year, month, day, 4, 0, tzinfo=LONDON)


def people(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Base.metadata.tables["applicants"])) or 0


NOTHING = ["Links of applicants: 0", "Ways into the desk: 0", "Limits: 0"]
LIMITS = [*NOTHING[:2], "Limits: 2"]  # of the address that forms came from, and of the one mailbox that they gave


# When ---------------------------------------------------------------------------------------------------------------


def held(**changes: object) -> Held:
    made = Held(
        id="0" * 32,
        version=1,
        organisation="fenshire",
        outcome=None,
        age_band=AgeBand.ADULT,
        received_at=NOW,
        moved_at=NOW,
        confirmed_at=None,
        last_contact=NOW,
        read=True,
        set_aside=False,
        unsent=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # what a test changes


LATER = NOW + timedelta(days=10)
JULY_1, JULY_11 = date(2026, 7, 1), date(2026, 7, 11)  # the days of NOW and LATER in London


@pytest.mark.parametrize(
    ("changes", "reason", "since", "months"),
    [
        ({}, Reason.NOTHING_CAME, JULY_1, 6),
        ({"last_contact": LATER}, Reason.NOTHING_CAME, JULY_11, 6),
        ({"outcome": "withdrawn", "last_contact": LATER}, Reason.NOTHING_CAME, JULY_11, 6),
        ({"outcome": "referred"}, Reason.NOTHING_CAME, JULY_1, 6),
        ({"outcome": "lapsed"}, Reason.NOTHING_CAME, JULY_1, 6),
        ({"outcome": "not_this_time", "moved_at": LATER}, Reason.NOT_THIS_TIME, JULY_11, 12),
        ({"outcome": "started", "moved_at": LATER}, Reason.STARTED, JULY_11, 12),
        ({"outcome": "waiting", "moved_at": LATER}, Reason.WAITED, JULY_11, 12),
        ({"age_band": AgeBand.UNDER_16}, Reason.UNANSWERED, JULY_1, 3),
        ({"age_band": AgeBand.UNDER_18}, Reason.UNANSWERED, JULY_1, 3),
        ({"age_band": AgeBand.UNDER_16, "confirmed_at": LATER}, Reason.NOTHING_CAME, JULY_1, 6),
        ({"age_band": AgeBand.UNDER_16, "moved_at": LATER}, Reason.NOTHING_CAME, JULY_1, 6),
    ],
)
def test_somebody_is_due_on_the_day_after_their_period(
    changes: dict[str, object], reason: Reason, since: date, months: int
) -> None:
    last = months_after(since, months)

    assert due(held(**changes), Keep(), last) is None
    assert due(held(**changes), Keep(), last + timedelta(days=1)) is reason


@settings(max_examples=2000, deadline=None)
@given(
    since=st.integers(0, 90 * 365 * 24).map(lambda hours: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    outcome=st.sampled_from([None, *Outcome]),
    age_band=st.sampled_from(list(AgeBand)),
    keep=st.builds(Keep, *[st.integers(1, 120)] * 6),
    ahead=st.timedeltas(timedelta(0), timedelta(days=4000)),
)
def test_nobody_goes_early_and_nobody_stays_a_day_longer(
    since: datetime, outcome: str | None, age_band: str, keep: Keep, ahead: timedelta
) -> None:
    """Reckoned here in another way: by counting the months on a calendar, in both halves of the year."""
    mine = held(outcome=outcome, age_band=age_band, received_at=since, moved_at=since, last_contact=since)
    young = outcome is None and age_band != AgeBand.ADULT
    months = {
        None: keep.unanswered if young else keep.open,
        "not_this_time": keep.not_this_time,
        "started": keep.started,
        "waiting": keep.waiting,
    }.get(outcome, keep.open)
    begun, today = since.astimezone(LONDON).date(), (since + ahead).astimezone(LONDON).date()
    whole = (today.year - begun.year) * 12 + today.month - begun.month
    last_of_month = (today + timedelta(days=1)).month != today.month
    reached = whole > months or (whole == months and (today.day >= begun.day or last_of_month))
    on_the_day = whole == months and (today.day == begun.day or (last_of_month and today.day < begun.day))

    assert (due(mine, keep, today) is not None) == (reached and not on_the_day)


def test_the_periods_are_those_that_the_organisations_promise() -> None:
    catalogue = load(TOP / "roles", TOP / "content", TOP)
    assert isinstance(catalogue, Catalogue)
    notices = [one.notice for one in catalogue.organisations.values() if one.inbox and one.notice]

    assert len(notices) == 4
    for notice in notices:
        said = re.findall(r"(nothing comes of it|right this time|under 18).*?(\d+) months", str(notice.kept))
        promised = {words: int(months) for words, months in said}
        young = promised.pop("under 18", Keep().unanswered)  # the notice of an office that takes adults alone has none
        assert promised == {"nothing comes of it": Keep().open, "right this time": Keep().not_this_time}
        assert young == Keep().unanswered


# Tidying ------------------------------------------------------------------------------------------------------------


def test_without_really_it_says_what_would_go_by_organisation_and_reason_and_changes_nothing(
    tidy: Tidy, submit: Submit, look_at: LookAt, session: Session, clock: Clock
) -> None:
    for role in ("fenshire/special-constable", "fenshire/special-constable", "fenshire-opcc/custody-visitor"):
        look_at(submit(role))
    bo = session.get_one(Coordinator, "c0")
    interests.close(session, submit(), outcome="not_this_time", by=bo, version=1, now=clock.now)
    the_day(clock, 2027, 7, 2)

    assert tidy() == (
        0,
        [
            "To erase: 4",
            "  fenshire: not this time: 1",
            "  fenshire: nothing came of it: 2",
            "  fenshire-opcc: nothing came of it: 1",
            "Due, but kept: 0",
            "Old letters: 8",
            *LIMITS,
            "Nothing has been changed. To do it: tidy --really",
        ],
    )
    assert people(session) == 4


def test_with_really_they_go_and_are_remembered_and_the_next_time_there_is_nothing_to_do(
    tidy: Tidy, submit: Submit, look_at: LookAt, app: Portal, clock: Clock
) -> None:
    gone = look_at(submit()).id
    clock.forward(days=40)
    fresh = submit().id
    the_day(clock, 2027, 1, 2)

    assert tidy("--really") == (
        0,
        [
            "To erase: 1",
            "  fenshire: nothing came of it: 1",
            "Due, but kept: 0",
            "Old letters: 0",
            *LIMITS,
            "Done.",
        ],
    )
    with app.sessions() as session:
        found = session.get_one(Interest, gone)
        assert (found.applicant, found.outcome, found.letters) == (None, "lapsed", [])
        assert (found.record[-1].verb, found.record[-1].actor) == ("erased", "system")
        assert session.get_one(Interest, fresh).applicant
    assert remembered(app.settings.erasures) == [gone]
    assert tidy("--really") == (0, ["To erase: 0", "Due, but kept: 0", "Old letters: 0", *NOTHING, "Done."])


def test_what_nobody_has_read_is_kept_however_old_and_said(
    tidy: Tidy, submit: Submit, session: Session, clock: Clock
) -> None:
    submit()
    submit("fenshire/cadet", age_band=AgeBand.UNDER_16, email="", parent_name="Una", parent_email="una@example.org")
    the_day(clock, 2030, 1, 1)

    code, lines = tidy("--really")

    assert (code, lines[:3]) == (0, ["To erase: 0", "Due, but kept: 2", "  fenshire: nobody has looked at it: 2"])
    assert people(session) == 2


def test_what_is_set_aside_is_kept_until_somebody_has_decided_though_it_was_read(
    tidy: Tidy, submit: Submit, look_at: LookAt, app: Portal, clock: Clock
) -> None:
    id = look_at(submit(words="www.a.example www.b.example", age_band=AgeBand.UNDER_18)).id
    the_day(clock, 2030, 1, 1)

    lines = ["To erase: 0", "Due, but kept: 1", "  fenshire: it is set aside, and nobody has decided: 1"]
    assert tidy("--really")[1][:3] == lines

    how = {"version": 1, "now": clock.now, "base_url": "https://volunteer.example.org"}
    with app.sessions() as session:
        bo, found = session.get_one(Coordinator, "c0"), session.get_one(Interest, id)
        interests.release(session, app.published.catalogue, found, by=bo, **how)
    assert tidy("--really")[1][:2] == ["To erase: 0", "Due, but kept: 0"], "its time begins when its letters go out"


def test_who_waits_for_a_letter_of_ours_is_kept_and_said(
    tidy: Tidy, submit: Submit, look_at: LookAt, session: Session, clock: Clock
) -> None:
    found = look_at(submit())
    with writing(session):
        found.letters[0].sent_at = None
    the_day(clock, 2030, 1, 1)

    code, lines = tidy("--really")

    assert (code, lines[:3]) == (0, ["To erase: 0", "Due, but kept: 1", "  fenshire: a letter has not gone out: 1"])
    assert people(session) == 1


def test_a_letter_that_went_out_or_failed_a_year_ago_goes_and_the_record_of_it_stays(
    tidy: Tidy, submit: Submit, session: Session, clock: Clock
) -> None:
    found = submit()
    clock.forward(days=30)
    newer = submit()
    the_day(clock, 2027, 7, 1)
    assert "Old letters: 0" in tidy("--really")[1]
    the_day(clock, 2027, 7, 2)

    assert "Old letters: 2" in tidy("--really")[1]

    session.expire_all()
    assert (len(found.letters), len(newer.letters)) == (0, 2)
    assert [entry.verb for entry in found.record] == ["received", "letter_sent", "letter_sent"]


def test_what_is_over_of_signing_in_goes_and_what_holds_stays(
    tidy: Tidy, session: Session, coordinator: Coordinator, clock: Clock
) -> None:
    the_day(clock, 2026, 7, 1)
    access.make_link(session, coordinator, clock.now)
    access.sign_in(session, coordinator, clock.now)
    limits.take(session, "some limit", capacity=1, per_minute=1, now=clock.now)
    assert tidy()[1][3:6] == NOTHING
    clock.forward(days=8)
    holds = access.sign_in(session, coordinator, clock.now)

    assert tidy("--really")[1][3:6] == ["Links of applicants: 0", "Ways into the desk: 2", "Limits: 1"]
    assert tidy("--really")[1][3:6] == NOTHING
    assert access.who(session, holds, clock.now)


def test_somebody_who_was_moved_on_meanwhile_stays(app: Portal, submit: Submit, session: Session, clock: Clock) -> None:
    found = submit()
    with pytest.raises(interests.Stale):
        interests.erase_one_of_many(
            session, found, by="system", now=clock.now, remember_in=app.settings.erasures, version=found.version - 1
        )
    assert people(session) == 1
    assert remembered(app.settings.erasures) == []


def test_whom_a_backup_has_brought_back_goes_again(
    tidy: Tidy, submit: Submit, app: Portal, session: Session, clock: Clock
) -> None:
    the_day(clock, 2026, 7, 1)
    remember(app.settings.erasures, submit().id)

    assert tidy("--really")[1][:2] == ["To erase: 1", "  fenshire: erased before, and back from a backup: 1"]
    assert people(session) == 0


def test_a_list_of_erasures_that_can_not_be_written_is_a_sentence_and_nobody_goes(
    tidy: Tidy, submit: Submit, look_at: LookAt, app: Portal, clock: Clock
) -> None:
    look_at(submit())
    app.settings.erasures.mkdir()
    the_day(clock, 2027, 1, 2)

    assert tidy("--really") == (1, [f"Error: {app.settings.erasures} can't be used: Is a directory"])
    with app.sessions() as session:
        assert people(session) == 1


# The clock ----------------------------------------------------------------------------------------------------------


def jumped(day: str, sign: str, last: str) -> str:
    return (
        f"Error: The clock says {day}, and {sign} is of {last}. A wrong clock would erase people before their time. "
        "If the clock is right: tidy --clock-is-right\n"
    )


def refused(app: Portal, *words: str) -> str:
    """What tidy says while no worker lives."""
    result = app.test_cli_runner().invoke(args=["tidy", *words])
    assert result.exit_code == 1
    return result.output


@pytest.mark.parametrize(("days", "day"), [(3, "4 July 2026"), (-3, "28 June 2026"), (3653, "1 July 2036")])
def test_it_refuses_when_the_clock_has_jumped_since_the_last_sign_of_life(
    app: Portal, submit: Submit, clock: Clock, days: int, day: str
) -> None:
    submit()
    clock.forward(days=days)
    assert (
        refused(app) == refused(app, "--really") == jumped(day, "the last sign of life in the database", "1 July 2026")
    )


def test_a_clock_that_jumps_while_the_worker_lives_is_seen_by_the_last_tidying(
    app: Portal, tidy: Tidy, clock: Clock
) -> None:
    the_day(clock, 2026, 7, 1)
    assert tidy("--really")[0] == 0
    the_day(clock, 2026, 8, 4)
    assert tidy("--really")[0] == 0  # once a month is often enough
    the_day(clock, 2036, 8, 4)

    assert tidy("--really") == (1, [jumped("4 August 2036", "the last tidying", "4 August 2026").strip()])
    assert tidy("--really", "--clock-is-right")[0] == 0
    assert tidy("--really")[0] == 0


@pytest.mark.parametrize(("hour", "code"), [(22, 0), (23, 1), (0, 1), (1, 0)])
def test_around_midnight_in_london_it_erases_nobody(tidy: Tidy, clock: Clock, hour: int, code: int) -> None:
    clock.now = datetime(2026, 7, 1, hour, 59, tzinfo=LONDON)
    assert tidy("--really")[0] == code
    assert tidy()[0] == 0


def test_an_empty_database_has_nothing_to_say_about_the_clock(app: Portal) -> None:
    result = app.test_cli_runner().invoke(args=["tidy"])
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "To erase: 0")
