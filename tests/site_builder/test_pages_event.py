"""Events: what is coming and what is past, and each by itself."""

import re
from datetime import datetime

import pytest
from reader import cards, headings, section, words
from small_catalogue import catalogue, drawn, event, role

from site_builder.catalogue import LONDON, Event
from site_builder.wording import FILTERS

EVENTS = {
    "later": event(key="later", title="Later", starts="2027-01", ends=None),
    "talk": event(
        roles=["fen/special"], sign_up={"link": "https://fen.example.org/talk", "email": "a@fen.example.org"}
    ),
    "today": event(key="today", title="Today", starts="2026-11-21 09:00", ends=None),
    "past": event(key="past", title="Past", starts="2026-11-01", ends=None, sign_up="none"),
    "long-past": event(key="long-past", title="Long past", starts="2025-11-01", ends=None),
}
FOUND = catalogue(role(), events=EVENTS)


def test_what_comes_stands_first_and_what_is_past_stands_apart() -> None:
    body = drawn(FOUND, "events/").body

    assert headings(body) == ["Coming up", "Past events"]
    assert cards(body) == ["Today", "A talk", "Later", "Past", "Long past"]
    assert section(body, "Past events").startswith("Past Sunday 1 November 2026 The town hall Come and hear.")


def test_a_site_with_nothing_planned_says_where_to_look() -> None:
    sentence = "Nothing is planned just now. Look at all roles , or ask an organisation ."
    assert sentence in words(drawn(catalogue(), "events/").body)


def test_an_event_says_when_where_for_whom_and_how_to_come() -> None:
    body = drawn(FOUND, "events/talk/").body

    assert words(body).startswith(
        "A talk Come and hear. When Thursday 3 December 2026, 18:30 to 20:00 Where The town hall "
        "Who it is for Anybody. Who holds it Fen Police Area Fenland "
        "Signing up Sign up on their page or write to a@fen.example.org "
        "Roles that you can hear about"
    )
    assert cards(body) == ["Special constable"]


def test_an_event_that_is_over_says_so_and_takes_nobody() -> None:
    body = drawn(FOUND, "events/past/").body

    assert "This event is over. See what comes next ." in words(body)
    assert "Signing up" not in body


def test_the_page_of_an_event_to_come_holds_what_it_will_say_after_its_end() -> None:
    body = drawn(FOUND, "events/talk/").body
    seconds = int(datetime(2026, 12, 3, 20, tzinfo=LONDON).timestamp())
    notice, sign_up = re.findall(rf'<template data-from="{seconds}">(.*?)</template>', body, re.DOTALL)

    assert words(notice) == "This event is over. See what comes next ."
    assert words(sign_up) == ""
    assert "<template" not in drawn(FOUND, "events/past/").body


def test_an_event_without_an_end_lasts_to_the_end_of_its_day() -> None:
    today = Event.model_validate(event(starts="2026-11-21 09:00", ends=None))

    assert not today.is_over(datetime(2026, 11, 21, 23, 59, tzinfo=LONDON))
    assert today.is_over(datetime(2026, 11, 22, tzinfo=LONDON))


def test_to_just_come_is_said_in_words() -> None:
    body = drawn(catalogue(role(), events={"talk": event(sign_up="none")}), "events/talk/").body

    assert "Signing up You don’t need to sign up. Just come." in words(body)


def test_the_page_of_a_role_tells_of_the_events_to_come() -> None:
    events = {**EVENTS, "past": EVENTS["past"] | {"roles": ["fen/special"]}}
    body = drawn(catalogue(role(), events=events), "roles/fen/special/").body

    assert section(body, "Come and see") == (
        "A talk Thursday 3 December 2026, 18:30 to 20:00 The town hall Come and hear."
    )


def test_an_area_tells_of_the_events_in_it_in_its_parts_and_in_all_of_the_one_around_it() -> None:
    events = {
        "fen": event(key="fen", title="In the fens", areas=["fenland"]),
        "county": event(key="county", title="In the county", areas=["county"]),
        "past": event(key="past", title="Past", areas=["fenland"], starts="2026-11-01", ends=None),
    }
    found = catalogue(events=events)
    named = {path: cards(drawn(found, path).body) for path in ("areas/county/", "areas/fenland/", "areas/city/")}

    assert named == {
        "areas/county/": ["In the county", "In the fens"],
        "areas/fenland/": ["In the county", "In the fens"],
        "areas/city/": ["In the county"],
    }


def test_an_organisation_tells_of_its_events_to_come() -> None:
    assert section(drawn(FOUND, "organisations/fen/").body, "Events").startswith("Today Saturday 21 November 2026")
    assert "Events" not in headings(drawn(FOUND, "organisations/charity/").body)


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-12-03 18:30", "2026-12-03 20:00", "Thursday 3 December 2026, 18:30 to 20:00"),
        ("2026-12-03 18:30", None, "Thursday 3 December 2026, 18:30"),
        ("2026-12-03 18:30", "2026-12-03", "Thursday 3 December 2026, 18:30"),
        ("2026-12-03", None, "Thursday 3 December 2026"),
        ("2027-06-01", "2027-06-07", "Tuesday 1 June 2027 to Monday 7 June 2027"),
        ("2027-06", "2027-07", "June 2027 to July 2027"),
        ("2027", None, "2027"),
    ],
)
def test_the_time_of_an_event_is_said_as_closely_as_it_is_known(starts: str, ends: str | None, said: str) -> None:
    assert FILTERS["happens"](Event.model_validate(event(starts=starts, ends=ends))) == said


@pytest.mark.parametrize(
    ("place", "online", "said"),
    [("A hall", "no", "A hall"), ("A hall", "yes", "A hall, and online"), (None, "yes", "Online")],
)
def test_the_place_of_an_event_may_be_a_screen(place: str | None, online: str, said: str) -> None:
    assert FILTERS["held"](Event.model_validate(event(place=place, online=online))) == said
