"""The calendar: what is on which day, and at which moment on both sides of a clock change."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from follower import atom, calendar, dates, fed
from small_catalogue import NOW, catalogue, event, role

from site_builder.catalogue import LONDON


def only(found: Any, *, now: datetime = NOW) -> Any:
    """The one date of a small catalogue."""
    (each,) = calendar(fed(found, now=now)).walk("VEVENT")
    return each


def span(found: Any, *, now: datetime = NOW) -> tuple[object, object]:
    each = only(found, now=now)
    return each.decoded("dtstart"), each.decoded("dtend", None)


def test_an_intake_is_the_day_on_which_it_opens_and_the_day_on_which_it_closes() -> None:
    files = fed(catalogue(role(intakes=[{"opens": "2027-01-04", "closes": "2027-02-26"}])))

    assert dates(files) == [
        ("Special constable opens – Fen Police", date(2027, 1, 4)),
        ("Special constable closes – Fen Police", date(2027, 2, 26)),
    ]
    ends = [each.decoded("dtend") for each in calendar(files).walk("VEVENT")]
    assert ends == [date(2027, 1, 5), date(2027, 2, 27)], "the first day that is outside, as the standard has it"


def test_an_intake_that_closes_at_a_time_is_that_moment() -> None:
    assert span(catalogue(role(intakes=[{"closes": "2026-12-14 12:00"}]))) == (
        datetime(2026, 12, 14, 12, tzinfo=UTC),
        None,
    )


@pytest.mark.parametrize(
    ("now", "told"),
    [("2026-12-05T23:59", [date(2026, 12, 5)]), ("2026-12-06T00:00", []), ("2026-11-01T00:00", [date(2026, 12, 5)])],
)
def test_a_closing_day_stands_in_the_calendar_until_its_end(now: str, told: list[date]) -> None:
    found = catalogue(role(intakes=[{"closes": "2026-12-05"}]))
    files = fed(found, now=datetime.fromisoformat(now).replace(tzinfo=LONDON))
    assert [day for _, day in dates(files)] == told


@pytest.mark.parametrize(
    ("closes", "moment"),
    [
        ("2027-03-27 12:00", datetime(2027, 3, 27, 12, tzinfo=UTC)),
        ("2027-03-28 12:00", datetime(2027, 3, 28, 11, tzinfo=UTC)),
        ("2027-10-30 23:30", datetime(2027, 10, 30, 22, 30, tzinfo=UTC)),
        ("2027-10-31 23:30", datetime(2027, 10, 31, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_right_on_both_sides_of_a_clock_change(closes: str, moment: datetime) -> None:
    assert span(catalogue(role(intakes=[{"closes": closes}])))[0] == moment


def test_an_event_over_a_clock_change_lasts_as_long_as_it_lasts() -> None:
    night = event(starts="2027-03-27 22:00", ends="2027-03-28 06:00")
    begins, ends = span(catalogue(events={"talk": night}))

    assert (begins, ends) == (datetime(2027, 3, 27, 22, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ("2027-06-01", "2027-06-07", (date(2027, 6, 1), date(2027, 6, 8))),
        ("2027-06-01", None, (date(2027, 6, 1), date(2027, 6, 2))),
        ("2027-06-01", "2027-06-02 12:00", (date(2027, 6, 1), date(2027, 6, 3))),
        ("2027-06-01", "2027-06", (date(2027, 6, 1), date(2027, 7, 1))),
        ("2027-06-01 18:30", None, (datetime(2027, 6, 1, 17, 30, tzinfo=UTC), None)),
        (
            "2027-06-01 18:30",
            "2027-06-02",
            (datetime(2027, 6, 1, 17, 30, tzinfo=UTC), datetime(2027, 6, 2, 23, tzinfo=UTC)),
        ),
    ],
)
def test_an_event_lasts_from_its_start_to_its_end_and_no_end_is_made_up(
    starts: str, ends: str | None, told: tuple[object, object]
) -> None:
    assert span(catalogue(events={"talk": event(starts=starts, ends=ends)})) == told


@pytest.mark.parametrize("starts", ["2027", "2027-06"])
def test_what_is_known_by_its_month_alone_is_in_no_calendar(starts: str) -> None:
    files = fed(catalogue(role(intakes=[{"opens": starts}]), events={"talk": event(starts=starts, ends=None)}))
    assert dates(files) == []


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_window_in_which_nobody_is_taken_has_no_dates(state: str) -> None:
    windows = [{"opens": "2026-12-01", "closes": "2026-12-31", "state": state}, {"opens": "2027-02-01"}]
    assert [day for _, day in dates(fed(catalogue(role(intakes=windows))))] == [date(2027, 2, 1)]


def test_what_is_over_is_left_out() -> None:
    windows = [{"opens": "2026-11-02", "closes": "2026-12-14"}]
    past = event(starts="2026-11-20 18:30", ends="2026-11-20 20:00")
    assert [day for _, day in dates(fed(catalogue(role(intakes=windows), events={"talk": past})))] == [
        date(2026, 12, 14)
    ]


def test_a_date_says_where_and_what_and_leads_to_its_page() -> None:
    found = only(catalogue(events={"talk": event(online="yes")}))
    url = "https://portal.example.org/events/talk/"

    assert [str(found[name]) for name in ("summary", "location", "description", "url")] == [
        "A talk",
        "The town hall, and online",
        f"Come and hear. {url}",
        url,
    ]


def closing(day: str, *, reviewed: str = "2026-11-10") -> Any:
    return only(catalogue(role(reviewed=reviewed, intakes=[{"opens": "2026-11-02", "closes": day}])))


def test_a_date_that_is_moved_stays_the_same_date_to_a_calendar() -> None:
    before, after = closing("2026-12-05"), closing("2026-12-18 12:00")

    assert str(before["uid"]) == str(after["uid"]) == "https://portal.example.org/roles/fen/special/#closes-1"
    assert before.decoded("dtstart") != after.decoded("dtstart")


def test_every_date_has_a_name_of_its_own() -> None:
    windows = [{"opens": "2027-01-04", "closes": "2027-02-26"}, {"opens": "2027-01-04", "closes": "2027-03-26"}]
    files = fed(catalogue(role(intakes=windows), role(slug="other", intakes=windows), events={"talk": event()}))
    names = [str(each["uid"]) for each in calendar(files).walk("VEVENT")]

    assert len(names) == len(set(names)) == 9


def test_the_stamp_of_a_date_is_of_the_day_when_the_role_last_changed_not_of_the_build() -> None:
    assert closing("2026-12-05").decoded("dtstamp") == datetime(2026, 11, 10, tzinfo=UTC)
    assert closing("2026-12-05", reviewed="2026-07-01").decoded("dtstamp") == datetime(2026, 11, 2, tzinfo=UTC)


def test_programs_are_told_to_look_again_after_a_day() -> None:
    head = calendar(fed(catalogue()))
    assert head.decoded("refresh-interval").days == 1
    assert (str(head["version"]), str(head["calscale"])) == ("2.0", "GREGORIAN")


def test_the_news_and_the_calendar_of_one_day_agree() -> None:
    files = fed(catalogue(role(intakes=[{"closes": "2026-12-05"}])))
    (entry,) = atom(files).entries
    assert "Closes on 5 December 2026." in entry.summary
    assert [day for _, day in dates(files)] == [date(2026, 12, 5)]
