"""The equality survey as people meet it: apart, all of it voluntary, and nothing of them is kept but counts."""

import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from away import away
from flask.testing import FlaskClient
from page import ADULT, CHILD, Page, Visitor, read
from sqlalchemy import MetaData, func, inspect, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse
from world import SECRET, Clock

from forms_service.db import writing
from forms_service.limits import named
from forms_service.models import Bucket, SurveyCount
from forms_service.portal import Portal
from forms_service.sealed import unseal
from forms_service.survey_questions import QUESTIONS

WOMAN = {"sex": "female", "age_group": "25-to-34", "religion": "sikh"}
OTHERS = [{"sex": "male"}, {"caring": "both", "gender": "same"}, {"disability": "prefer-not-to-say"}]
MANY = [WOMAN, *OTHERS] * 5


@dataclass(frozen=True)
class Asked:
    """Somebody at the survey of an organisation."""

    client: FlaskClient
    address: str = "/survey/fenshire"

    def opens(self) -> Page:
        return read(self.client.get(self.address))

    def posts(self, fields: Mapping[str, str], **headers: str) -> TestResponse:
        return self.client.post(self.address, data=fields, headers=headers)

    def answers(self, chosen: Mapping[str, str]) -> Page:
        """Opens the form, makes these choices and presses Send; where that leads."""
        sent = self.posts(self.opens().fields | chosen)
        return read(self.client.get(sent.location)) if sent.status_code == 303 else read(sent)


@pytest.fixture
def asked(client: FlaskClient) -> Asked:
    return Asked(client)


def chosen(session: Session) -> dict[tuple[str, str], int]:
    """What was counted: by question and answer, without the noughts."""
    session.rollback()
    rows = session.scalars(select(SurveyCount).where(SurveyCount.number > 0))
    return {(row.question, row.answer): row.number for row in rows}


# The form -----------------------------------------------------------------------------------------------------------


def test_it_says_who_asks_and_why_and_that_nothing_need_be_answered(asked: Asked) -> None:
    page = asked.opens()
    assert (page.status, page.title, page.heading) == (
        200,
        "Help us be fair to everyone: Fenshire Police - Volunteer",
        "Help us be fair to everyone",
    )
    for told in (
        "Fenshire Police asks everybody this. You don’t have to answer, and you can leave out any question.",
        "It is for people of 16 and over.",
        "whoever answers you doesn’t see what you choose here.",
        "Nothing says that it was you, or when, or which answers came together.",
        "Fenshire Police looks after the counts.",
    ):
        assert told in page.text
    assert page.buttons == ["Send"]


def test_every_question_is_a_choice_that_nobody_has_made_and_that_can_be_refused(asked: Asked) -> None:
    page = asked.opens()
    assert list(page.choices) == [question.key for question in QUESTIONS]
    assert page.fields.keys() == {"key"}
    assert {answers[-1] for answers in page.choices.values()} == {"prefer-not-to-say"}
    assert not re.search(r"<(textarea|select)|type=\"(?!hidden|radio)", page.html)


def test_it_sets_no_cookie_and_has_no_script(asked: Asked) -> None:
    opened = asked.client.get(asked.address)
    sent = asked.posts(read(opened).fields | WOMAN)
    thanked = asked.client.get(sent.location)
    for response in (opened, sent, thanked):
        assert "Set-Cookie" not in response.headers
        assert "<script" not in response.text
    assert sent.location == "/survey/fenshire/thanks"


def test_somebody_who_answers_is_thanked(asked: Asked, session: Session) -> None:
    page = asked.answers(WOMAN)
    assert (page.status, page.heading) == (200, "Thank you")
    assert "What you chose helps Fenshire Police to see whom it reaches." in page.text
    assert chosen(session) == {("sex", "female"): 1, ("age_group", "25-to-34"): 1, ("religion", "sikh"): 1}


def test_somebody_who_chooses_nothing_is_thanked_as_well(asked: Asked, session: Session) -> None:
    assert asked.answers({}).heading == "Thank you"
    assert session.scalar(select(func.count()).select_from(SurveyCount)) == 0
    assert session.scalar(select(func.count()).select_from(Bucket)) == 0


@pytest.mark.parametrize("wrong", ["nonsense", "<b>zq7", "female\0", "é" * 300])
def test_an_answer_that_is_not_offered_is_a_mistake_and_the_others_are_kept(
    asked: Asked, session: Session, wrong: str
) -> None:
    page = asked.answers({**WOMAN, "sex": wrong})
    assert (page.status, page.title) == (422, "Error: Help us be fair to everyone: Fenshire Police - Volunteer")
    assert page.mistakes == {"sex": "Choose one of these answers, or leave this question out"}
    assert page.fields.keys() == {"key", "age_group", "religion"}
    assert "zq7" not in page.html
    assert chosen(session) == {}

    again = asked.posts(page.fields | {"sex": "male"})
    assert again.status_code == 303
    assert chosen(session) == {("sex", "male"): 1, ("age_group", "25-to-34"): 1, ("religion", "sikh"): 1}


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_counts_nothing(asked: Asked, session: Session, headers: dict[str, str]) -> None:
    assert asked.posts(asked.opens().fields | WOMAN, **headers).status_code == 403
    assert chosen(session) == {}


@pytest.mark.parametrize("organisation", ["nobody", "Fenshire", "%00", "é"])
def test_an_organisation_that_is_not_there_asks_nothing(client: FlaskClient, organisation: str) -> None:
    for path in ("", "/thanks"):
        assert read(client.get(f"/survey/{organisation}{path}")).heading == "Page not found"
    assert client.post(f"/survey/{organisation}", data=WOMAN).status_code == 404


def test_an_organisation_that_takes_no_names_asks_nothing(client: FlaskClient, build_folder: Path) -> None:
    path = build_folder / "service/catalogue.json"
    found = json.loads(path.read_text())
    found["organisations"]["friends"] = {"title": "Friends", "kind": "charity", "summary": "They help."}
    path.with_suffix(".new").write_text(json.dumps(found))
    path.with_suffix(".new").replace(path)
    assert client.get("/survey/fenshire").status_code == 200
    assert client.get("/survey/friends").status_code == 404


# The way to it ------------------------------------------------------------------------------------------------------


def test_whoever_has_sent_a_form_is_led_to_it_and_may_leave_it(client: FlaskClient) -> None:
    page = Visitor(client).is_interested()
    assert "Would you tell us a little about who you are, such as your age group? You don’t have to" in page.text
    assert page.links["Answer a short survey for Fenshire Police"] == "/survey/fenshire"
    assert page.html.count("/survey/") == page.html.count('<a href="/survey/fenshire" rel="noreferrer">') == 1


@pytest.mark.parametrize("age_band", ["13-to-15", "16-to-17"])
def test_nobody_under_16_is_asked(client: FlaskClient, age_band: str) -> None:
    answers = {**CHILD, "age_band": age_band} | ({"email": "sam@example.org"} if age_band == "16-to-17" else {})
    page = Visitor(client, "/interest/fenshire/cadet").is_interested(answers)
    assert page.heading == "We have your form"
    assert ("/survey/" in page.html) == (age_band == "16-to-17")


# Joined to nothing --------------------------------------------------------------------------------------------------


def test_neither_its_address_nor_its_form_has_anything_of_an_interest(client: FlaskClient, asked: Asked) -> None:
    """Nor can they have: it is asked without being told of one. Its key is its own, and new each time."""
    sent = Visitor(client).sends(Visitor(client).answers(ADULT)).location
    page, again = (read(client.get(asked.address, headers={"Referer": sent})) for _ in range(2))
    assert page.actions == [asked.address]
    assert page.fields["key"] != again.fields["key"]
    assert page.html.replace(page.fields["key"], "") == again.html.replace(again.fields["key"], "")


def test_what_is_kept_is_the_same_in_whatever_order_people_answer(asked: Asked, session: Session) -> None:
    """Down to how the rows lie in the database's file: no order, no time, and nobody's answers together."""
    if on_postgresql(session):  # which tidies up when it likes
        with writing(session):
            session.execute(text("ALTER TABLE survey_counts SET (autovacuum_enabled = off)"))
    found = []
    for order in (MANY, MANY[::-1], sorted(MANY, key=str)):
        for one in order:
            assert asked.answers(one).heading == "Thank you"
        found.append(as_they_lie(session))
        with writing(session):
            session.execute(text("TRUNCATE survey_counts" if on_postgresql(session) else "DELETE FROM survey_counts"))

    assert found[0] == found[1] == found[2]
    assert sorted(row[1:3] for row in found[0]) == sorted((q.key, answer) for q in QUESTIONS for answer in q.answers)
    assert sum(row[3] for row in found[0]) == sum(len(one) for one in MANY)


def as_they_lie(session: Session) -> list[tuple[str, str, str, int]]:
    session.rollback()
    place = text("ctid" if on_postgresql(session) else "rowid")
    columns = SurveyCount.quarter, SurveyCount.question, SurveyCount.answer, SurveyCount.number
    return [tuple(row) for row in session.execute(select(*columns).order_by(place))]


def on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def test_nothing_else_is_kept_but_that_a_form_was_sent_on_that_day(app: Portal, asked: Asked, session: Session) -> None:
    before = dump(session)
    keys = [asked.opens().fields["key"] for _ in MANY]
    for key, one in zip(keys, MANY, strict=True):
        assert asked.posts({"key": key, **one}).status_code == 303

    after = dump(session)
    assert {table for table in after if after[table] != before[table]} == {"survey_counts", "buckets"}
    assert {str(row["filled_at"])[:19] for row in after["buckets"]} == {"2026-11-20 00:00:00"}
    assert sorted(row["tokens"] for row in after["buckets"]) == [*[0.0] * len(MANY), 5000.0 - len(MANY)]
    columns = {column["name"] for column in inspect(app.engine).get_columns("survey_counts")}
    assert columns == {"organisation", "quarter", "question", "answer", "number"}
    ids = [unseal(SECRET, "survey", key)["id"] for key in keys]
    assert [id for id in ids if id in str(after)] == []


def dump(session: Session) -> dict[str, list[dict[str, object]]]:
    session.rollback()
    found = MetaData()
    found.reflect(session.connection())
    return {
        table.name: [dict(row) for row in session.execute(select(table)).mappings()] for table in found.sorted_tables
    }


def test_who_has_the_page_still_open_cannot_be_told_from_the_database_alone(asked: Asked, session: Session) -> None:
    """The name of what was sent is made with our secret."""
    key = asked.opens().fields["key"]
    asked.posts({"key": key, **WOMAN})
    [name] = session.scalars(select(Bucket.name).where(Bucket.tokens == 0))
    assert name == named(SECRET, "survey", unseal(SECRET, "survey", key)["id"])


# Once ---------------------------------------------------------------------------------------------------------------


def test_a_form_is_counted_once_however_often_it_is_sent(asked: Asked, session: Session) -> None:
    fields = asked.opens().fields | WOMAN
    sent = [asked.posts(fields) for _ in range(3)]
    assert [(response.status_code, response.location) for response in sent] == [(303, "/survey/fenshire/thanks")] * 3
    assert set(chosen(session).values()) == {1}


def test_fifty_at_once_of_one_form_are_counted_once(app: Portal, asked: Asked, session: Session) -> None:
    fields = asked.opens().fields | WOMAN

    def send(_: int) -> int:
        return app.test_client().post(asked.address, data=fields).status_code

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(send, range(50))) == {303}
    assert chosen(session) == {("sex", "female"): 1, ("age_group", "25-to-34"): 1, ("religion", "sikh"): 1}


def test_many_forms_at_once_are_all_counted(app: Portal, asked: Asked, session: Session) -> None:
    forms = [asked.opens().fields | WOMAN for _ in range(30)]

    def send(fields: dict[str, str]) -> int:
        return app.test_client().post(asked.address, data=fields).status_code

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(send, forms)) == {303}
    assert set(chosen(session).values()) == {30}


def test_a_form_that_is_older_than_a_day_is_to_be_sent_anew_with_its_answers_kept(
    asked: Asked, session: Session, clock: Clock
) -> None:
    fields = asked.opens().fields | WOMAN
    clock.forward(hours=24, seconds=1)
    page = read(asked.posts(fields))
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert "This page was too old to go on with. Nothing was counted." in page.text
    assert chosen(session) == {}
    assert {name: page.fields[name] for name in WOMAN} == WOMAN

    assert asked.posts(page.fields).status_code == 303
    assert set(chosen(session).values()) == {1}


def test_when_it_is_forgotten_that_a_form_was_sent_it_is_long_too_old(
    app: Portal, asked: Asked, session: Session, clock: Clock
) -> None:
    fields = asked.opens().fields | WOMAN
    asked.posts(fields)
    clock.now = clock.now.replace(hour=12) + timedelta(days=8)
    done = app.test_cli_runner().invoke(args=["tidy", "--really", "--clock-is-right"])
    assert "Limits: 2" in done.output
    assert session.scalar(select(func.count()).select_from(Bucket)) == 0

    assert asked.posts(fields).status_code == 400
    assert set(chosen(session).values()) == {1}


@pytest.mark.parametrize("forged", ["", "{key}x", "x{key}", "é", "\0"])
def test_a_key_that_is_not_ours_counts_nothing(asked: Asked, session: Session, forged: str) -> None:
    key = forged.format(key=asked.opens().fields["key"])
    assert asked.posts({"key": key, **WOMAN}).status_code == 400
    assert chosen(session) == {}


@pytest.mark.parametrize("other", ["/survey/fenshire-opcc", "/interest/fenshire/special-constable"])
def test_a_key_of_another_form_counts_nothing(client: FlaskClient, asked: Asked, session: Session, other: str) -> None:
    key = read(client.get(other)).fields["key"]
    assert asked.posts({"key": key, **WOMAN}).status_code == 400
    assert chosen(session) == {}


def test_what_is_sent_before_a_new_quarter_begins_in_london_counts_in_the_old_one(
    asked: Asked, session: Session, clock: Clock
) -> None:
    clock.now = clock.now.replace(month=9, day=30, hour=22, minute=59)
    asked.answers(WOMAN)
    clock.forward(minutes=1)
    asked.answers(WOMAN)
    found = select(SurveyCount.quarter, func.sum(SurveyCount.number)).group_by(SurveyCount.quarter).order_by("quarter")
    assert [tuple(row) for row in session.execute(found)] == [("2026-Q3", 3), ("2026-Q4", 3)]


def test_when_a_day_has_had_its_fill_the_next_can_have_more(asked: Asked, session: Session, clock: Clock) -> None:
    """Who answers can't be told from another; so all of them together are limited, far above what can be honest."""
    with writing(session):
        full = {"name": "survey of fenshire on 2026-11-20", "tokens": 1, "filled_at": clock.now}
        session.add(Bucket(**full))
    assert asked.answers(WOMAN).heading == "Thank you"
    page = asked.answers(WOMAN)
    assert (page.status, page.fields.keys()) == (429, {"key", *WOMAN})
    assert "Nothing was counted. So many answers came today that we stopped." in page.text
    assert set(chosen(session).values()) == {1}
    assert Asked(asked.client, "/survey/fenshire-opcc").answers({"sex": "male"}).heading == "Thank you"

    clock.forward(hours=1)
    assert asked.posts(page.fields).status_code == 303
    assert chosen(session)["sex", "female"] == 2


def test_when_the_database_is_away_the_answers_are_kept_and_can_be_sent_again(
    asked: Asked, session: Session, database_url: str, request: pytest.FixtureRequest
) -> None:
    fields = asked.opens().fields | WOMAN
    with away(database_url, request, "survey_counts"):
        page = read(asked.posts(fields))
    assert page.status == 503
    assert "Nothing was counted. Your answers are still on this page." in page.text
    assert page.fields == fields

    assert asked.posts(page.fields).status_code == 303
    assert set(chosen(session).values()) == {1}
