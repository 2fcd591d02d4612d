"""Withdrawing: it says what happens, then nothing is left that names the person."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from at_desk import browser, desk_of
from at_mine import Own, adult, parent, rows
from flask.testing import FlaskClient
from page import read
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_service.models import Entry, Interest
from forms_service.portal import Portal


@pytest.fixture
def mine(app: Portal, client: FlaskClient) -> Own:
    return adult(app, client, words="I like dogs.")


def test_the_page_says_what_happens_first(mine: Own) -> None:
    page = mine.reads("/withdraw")
    assert (page.heading, page.buttons) == ("Withdraw", ["Withdraw and erase"])
    for told in (
        "Fenshire Police sees that you withdrew. Nobody asks why.",
        "our letters and our notes are erased from this portal at once. We can’t get them back.",
        "A count stays, for our figures",
        "The link to this page stops working, and no more letters come.",
    ):
        assert told in page.text


def test_a_parent_is_told_whose_it_is(app: Portal, client: FlaskClient) -> None:
    assert "What we were told about Sam, our letters" in parent(app, client).reads("/withdraw").text


def test_then_the_outcome_is_withdrawn_and_nobody_is_named_anywhere(app: Portal, mine: Own, session: Session) -> None:
    response = mine.presses("withdraw")
    assert (response.status_code, response.location) == (303, "/mine/withdrawn")
    page = read(mine.client.get(response.location))
    assert (page.status, page.heading) == (200, "You have withdrawn")

    held = repr(rows(session))
    for personal in ("Aoife", "aoife", "dogs"):
        assert personal not in held
    assert rows(session)["applicants"] == rows(session)["letters"] == rows(session)["links"] == []
    interest = session.scalars(select(Interest)).one()
    assert interest.outcome == "withdrawn"
    assert interest.id in app.settings.erasures.read_text()
    ends = select(Entry.verb, Entry.actor, Entry.outcome).where(Entry.verb.in_(["closed", "erased"])).order_by(Entry.id)
    assert session.execute(ends).all() == [
        ("closed", "applicant", "withdrawn"),
        ("erased", "applicant", "withdrawn"),
    ]


def test_the_link_opens_nothing_then_and_pressing_twice_harms_nothing(mine: Own, session: Session) -> None:
    mine.presses("withdraw")
    after = rows(session)
    assert mine.reads().status == 404
    assert mine.presses("withdraw").status_code == 404
    assert mine.presses("confirm").status_code == 404
    assert mine.presses("details", name="Back").status_code == 404
    assert rows(session) == after


def test_many_presses_at_once_withdraw_once(app: Portal, mine: Own, session: Session) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: browser(app).post(f"{mine.path}/withdraw").status_code, range(16)))

    assert set(answers) <= {303, 404}
    assert 303 in answers
    ends = select(Entry.verb).where(Entry.verb.in_(["closed", "erased"])).order_by(Entry.id)
    assert session.scalars(ends).all() == ["closed", "erased"]


def test_what_ended_otherwise_is_erased_all_the_same(app: Portal, mine: Own, session: Session) -> None:
    desk, id = desk_of(app, "Bo"), session.scalars(select(Interest.id)).one()
    desk.presses(desk.reads(f"/desk/interests/{id}"), f"/desk/interests/{id}/close", outcome="not_this_time")

    assert mine.presses("withdraw").status_code == 303
    session.rollback()
    assert rows(session)["applicants"] == []
    assert session.scalars(select(Interest.outcome)).one() == "not_this_time"


def test_a_list_of_erasures_that_can_not_be_written_erases_nothing_and_says_so(
    app: Portal, mine: Own, session: Session
) -> None:
    app.settings.erasures.mkdir()
    page = read(mine.presses("withdraw"))
    assert (page.status, page.heading) == (503, "Sorry, we can’t do that just now")
    assert len(rows(session)["applicants"]) == 1

    app.settings.erasures.rmdir()
    assert mine.presses("withdraw").status_code == 303
    assert rows(session)["applicants"] == []


def test_somebody_elses_stays(app: Portal, client: FlaskClient, mine: Own) -> None:
    other = adult(app, client, "bo@example.org", name="Bo")
    mine.presses("withdraw")
    assert "Name Bo" in other.reads().text
