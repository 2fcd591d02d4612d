"""The state that a reader is shown follows from the dates, the moment and the place."""

from datetime import datetime
from typing import Any

import pytest

from site_builder.catalogue import LONDON, Role, State, When

ROLE: dict[str, Any] = {
    "organisation": "anytown",
    "slug": "special",
    "kinds": ["special"],
    "source": "roles/anytown/special.yml",
    "group": "force-directed",
    "title": "Special constable",
    "summary": "You serve as a police officer in your spare time.",
    "contributes_to": ["communities"],
    "apply": "here",
    "areas": ["north"],
    "you_will": "Walk the beat.",
    "pathway": "standard",
}


def role(intakes: Any, **facts: Any) -> Role:
    return Role.model_validate({**ROLE, "intakes": intakes, **facts})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def state(intakes: Any, moment: str, **facts: Any) -> State | None:
    found = role(intakes, **facts).standing(at(moment))
    return found.state if found else None


@pytest.mark.parametrize(
    ("opens", "closes", "moment", "expected"),
    [
        ("2026-09-01", "2026-10-05", "2026-08-31 23:59", State.UPCOMING),
        ("2026-09-01", "2026-10-05", "2026-09-01 00:00", State.OPEN),
        ("2026-09-01", "2026-10-05", "2026-10-05 23:59", State.OPEN),
        ("2026-09-01", "2026-10-05", "2026-10-06 00:00", State.CLOSED),
        ("2026-09-01", "2026-10-05 12:00", "2026-10-05 11:59", State.OPEN),
        ("2026-09-01", "2026-10-05 12:00", "2026-10-05 12:00", State.CLOSED),
        ("2026-09", "2026-12", "2026-12-31 23:59", State.OPEN),
        ("2026-09", "2026-12", "2027-01-01 00:00", State.CLOSED),
        ("2027", None, "2026-12-31 23:59", State.UPCOMING),
        (None, "2026", "2026-12-31 23:59", State.OPEN),
        (None, "2026", "2027-01-01 00:00", State.CLOSED),
    ],
)
def test_an_intake_is_open_from_its_first_moment_to_its_last(
    opens: str | None, closes: str | None, moment: str, expected: State
) -> None:
    assert state([{"opens": opens, "closes": closes}], moment) is expected


def test_the_night_the_clocks_change_a_day_still_ends_at_midnight_in_london() -> None:
    utc = datetime.fromisoformat("2026-10-25T23:30:00+00:00")  # half past eleven at night, winter time

    assert role([{"closes": "2026-10-25"}]).standing(utc).state is State.OPEN  # type: ignore[union-attr]


@pytest.mark.parametrize("word", list(State))
def test_a_lone_word_is_the_state(word: State) -> None:
    assert state(word.value, "2026-11-21") is word


def test_a_stated_state_rules_its_window_and_no_more() -> None:
    intakes = [{"opens": "2026-09-01", "closes": "2026-10-05", "state": "waiting_list"}]

    assert state(intakes, "2026-09-20") is State.WAITING_LIST
    assert state(intakes, "2026-08-20") is State.UPCOMING
    assert state(intakes, "2026-11-20") is State.CLOSED


def test_of_several_intakes_the_one_that_takes_names_now_is_shown_then_the_next_to_open() -> None:
    intakes = [
        {"opens": "2026-01", "closes": "2026-02"},
        {"opens": "2027-05", "closes": "2027-06"},
        {"opens": "2027-01", "closes": "2027-02"},
    ]

    found = role(intakes).standing(at("2026-06-01"))
    assert found is not None
    assert (found.state, str(found.intake.opens)) == (State.UPCOMING, "January 2027")  # type: ignore[union-attr]
    assert state(intakes, "2027-01-15") is State.OPEN
    assert state(intakes, "2028-01-01") is State.CLOSED


def test_where_the_source_does_not_tell_no_state_is_shown() -> None:
    assert state("not_published", "2026-11-21", apply={"link": "https://example.org/"}) is None


def test_a_place_with_a_state_of_its_own_beats_the_role() -> None:
    cadets = role("open", places={"Wisbech": "waiting_list", "Ely": None})
    wisbech, ely = cadets.places["Wisbech"], cadets.places["Ely"]  # type: ignore[index]

    assert cadets.state_at(wisbech, at("2026-11-21")) is State.WAITING_LIST
    assert cadets.state_at(ely, at("2026-11-21")) is State.OPEN


def test_a_role_whose_every_place_is_shut_is_not_shown_as_open() -> None:
    assert state("open", "2026-11-21", places={"Ely": "closed", "Wisbech": "paused"}) is State.PAUSED


@pytest.mark.parametrize(
    ("intakes", "apply", "expected"),
    [
        ("open", "here", True),
        ("waiting_list", "here", True),
        ("upcoming", "here", False),
        ("paused", "here", False),
        ("closed", "here", False),
        ("open", {"link": "https://example.org/"}, False),
    ],
)
def test_the_form_takes_names_only_for_open_roles_and_waiting_lists_of_ours(
    intakes: str, apply: Any, expected: bool
) -> None:
    assert role(intakes, apply=apply).takes_names(at("2026-11-21")) is expected


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026", "2026"),
        ("2026-10", "October 2026"),
        ("2026-10-05", "5 October 2026"),
        ("2026-10-05 12:00", "5 October 2026 at 12:00"),
    ],
)
def test_a_moment_is_said_as_closely_as_it_is_known(written: str, words: str) -> None:
    assert str(When(written)) == words
