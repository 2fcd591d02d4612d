"""Facts in plain sentences."""

from datetime import date, datetime
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from site_builder.catalogue import LONDON, Event, Intake, Role, Stage, Standing, State
from site_builder.catalogue.commitment import Commitment, TimeSlot
from site_builder.catalogue.offer import Team
from site_builder.catalogue.organisation import OrganisationKind
from site_builder.catalogue.pathway import Condition
from site_builder.catalogue.requirements import Age, Bar, Driving, Near, ParentConsent, Requirements, Residency
from site_builder.wording import BARS, CONDITIONS, FILTERS, NONE, ORGANISATIONS, REQUIREMENTS, STATES

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=LONDON)


def say(name: str, *given: Any) -> Any:
    return FILTERS[name](*given)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([{"at_least": "4", "per": "week"}], "At least 4 hours a week."),
        (
            [{"at_least": "4", "per": "week"}, {"at_least": "18", "per": "month"}],
            "At least 4 hours a week, and at least 18 hours a month.",
        ),
        ([{"at_least": "2", "at_most": "4", "per": "week"}], "2 to 4 hours a week."),
        ([{"at_least": "1", "at_most": "1", "of": "visits", "per": "month"}], "1 visit a month."),
        ([{"at_most": "40", "per": "month"}], "At most 40 hours a month."),
        ([{"about": "1", "per": "day"}], "About 1 hour a day."),
        (
            [{"about": "2", "of": "visits", "per": "month", "each": "2 hours"}],
            "About 2 visits a month, each of 2 hours.",
        ),
        ([{"at_least": "50%", "of": "sessions"}], "At least half of all sessions."),
        ([{"at_least": "75%", "of": "the evenings", "per": "term"}], "At least 75% of the evenings each term."),
        (
            [{"about": "2", "per": "week"}, {"about": "3", "per": "month", "plus": "yes"}],
            "About 2 hours a week, plus about 3 hours a month.",
        ),
        ("any", "As much or as little time as you like."),
        ([{"note": "It varies."}], ""),
    ],
)
def test_time_is_said_in_one_sentence(lines: Any, sentence: str) -> None:
    assert say("commitment", TypeAdapter(Commitment).validate_python(lines)) == sentence


def test_a_card_has_room_for_the_first_amount() -> None:
    lines = [{"note": "x"}, {"at_least": "4", "per": "week"}, {"about": "18", "per": "month"}]
    assert say("few_words", TypeAdapter(Commitment).validate_python(lines)) == "At least 4 hours a week"


@pytest.mark.parametrize("answer", [None, "none", "not_published"])
def test_a_card_says_nothing_of_a_time_that_isn_t_told(answer: str | None) -> None:
    assert say("few_words", answer) == ""


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ({"days": ["Mondays", "Thursdays"], "from": "18:30", "to": "20:30"}, "Mondays and Thursdays, 18:30 to 20:30"),
        ({"days": ["Mondays"], "from": "18:30"}, "Mondays, from 18:30"),
        ({"to": "20:30"}, "until 20:30"),
        ({"word": "evenings"}, ""),
    ],
)
def test_days_and_hours_are_said_together(slot: dict[str, Any], words: str) -> None:
    assert say("slot", TimeSlot.model_validate(slot)) == words


@pytest.mark.parametrize(
    ("ages", "sentences"),
    [
        ({"apply_from": "17", "start_from": "18"}, ("You can apply at 17 and start at 18.",)),
        ({"apply_from": "18", "start_from": "18"}, ("You need to be 18 or over.",)),
        ({"apply_from": "16"}, ("You can apply at 16.",)),
        ({"start_from": "18"}, ("You can start at 18.",)),
        ({"apply_from": "13", "apply_to": "17"}, ("You can apply from 13 to 17.",)),
        (
            {"apply_from": "13", "start_from": "14", "apply_to": "17"},
            ("You can apply from 13 to 17, and start at 14.",),
        ),
        (
            {"start_from": "18", "apply_to": "60", "serve_to": "65"},
            ("You can start at 18.", "You can apply up to the age of 60. You can stay up to the age of 65."),
        ),
        ({"note": "Ask."}, ()),
    ],
)
def test_ages_are_said_in_sentences(ages: dict[str, str], sentences: tuple[str, ...]) -> None:
    assert say("age", Age.model_validate(ages)) == sentences


@pytest.mark.parametrize(
    ("needed", "sentence"),
    [
        (Residency(years=3), "You need to have lived in the UK for the last 3 years."),
        (Residency(years=1), "You need to have lived in the UK for the last year."),
        (Residency(note=("Ask.",)), ""),
        (Near(any=("live", "work", "study"), of="Fenland"), "You need to live, work or study in or near Fenland."),
        (Near(any=("live",), of="the kennels", minutes=30), "You need to live within 30 minutes of the kennels."),
        (Near(minutes=30), "You need to be within 30 minutes of the place."),
        (Near(any=("work",)), "You need to work nearby."),
        (Near(note=("Ask.",)), ""),
        (Driving.model_validate({"from": "21"}), "You need to be 21 or over to drive for this role."),
        (Driving(note=("Ask.",)), ""),
        (
            ParentConsent(under=18, each="event"),
            "If you are under 18, a parent or carer must agree to each event.",
        ),
        (ParentConsent(each="camp"), "A parent or carer must agree to each camp."),
        (ParentConsent(note=("Ask.",)), ""),
    ],
)
def test_a_requirement_is_said_in_a_sentence(needed: Any, sentence: str) -> None:
    assert say("requirement", needed) == sentence


def test_a_team_is_counted_with_its_date() -> None:
    team = Team.model_validate({"at_once": "1", "strength": "1200", "target": "1500", "as_of": "2024-06"})
    assert say("team", team) == (
        "1 volunteer at a time.",
        "1,200 volunteers in June 2024.",
        "The aim in June 2024 was 1,500.",
    )


@pytest.mark.parametrize(
    ("intake", "label"),
    [
        ({}, "Open now"),
        ({"state": "waiting_list"}, "Waiting list"),
        ({"state": "paused"}, "Paused"),
        ({"closes": "2026"}, "Open now"),
        ({"closes": "2026-10"}, "Closed"),
        ({"opens": "2027-01-11"}, "Opens on 11 January 2027"),
        ({"opens": "2026-11-21 18:00"}, "Opens on 21 November 2026 at 18:00"),
        ({"opens": "2027-01"}, "Opens in January 2027"),
        ({"opens": "2027"}, "Opens in 2027"),
        ({"state": "upcoming"}, "Opens later"),
    ],
)
def test_a_state_is_named_with_the_date_that_is_known(intake: dict[str, str], label: str) -> None:
    found = Intake.model_validate(intake)
    assert say("state_label", Standing(found.state_at(NOW), found)) == label


@pytest.mark.parametrize(
    ("days_left", "words"),
    [
        (0, ", closes today"),
        (1, ", closes tomorrow"),
        (2, ", closes in 2 days"),
        (14, ", closes in 14 days"),
        (15, ", until 6 December"),
        (364, ", until 6 December"),
        (365, ""),
    ],
)
def test_the_last_days_of_an_intake_are_counted_down(days_left: int, words: str) -> None:
    assert say("closing", date(2026, 12, 6), days_left) == words


def test_dates_that_are_not_published_have_a_name_too() -> None:
    assert say("state_label", None) == "Dates not published"
    assert say("state_sentence", None) == "The organisation does not publish when it takes new people. Ask them."
    assert say("instead", None) == "Ask the team when you can join."


@pytest.mark.parametrize(
    ("intakes", "sentences"),
    [
        ([{}], ()),
        (
            [{"opens": "2027-01-11", "closes": "2027-02-22 12:00", "starts": "2027-06", "number": "20"}],
            (
                "Opens on 11 January 2027. Closes on 22 February 2027 at 12:00. 20 places. "
                "You would start in June 2027.",
            ),
        ),
        (
            [{"opens": "2026-01-01", "closes": "2026-12-01", "early": "yes", "number": "1"}],
            ("Closes on 1 December 2026. It may close early if enough people come forward. 1 place.",),
        ),
        ([{"closes": "2026-10-05", "number": "20", "early": "yes"}], ("It closed on 5 October 2026.",)),
        ([{"closes": "2026-10-05"}, {"opens": "2027"}], ("Opens in 2027.",)),
        ("not_published", ()),
    ],
)
def test_windows_are_told_without_those_that_are_past(intakes: Any, sentences: tuple[str, ...]) -> None:
    found = intakes if isinstance(intakes, str) else tuple(map(Intake.model_validate, intakes))
    assert say("intakes", found, NOW) == sentences


@pytest.mark.parametrize(
    ("intake", "sentence"),
    [
        ({"opens": "2027-01-11"}, "Come back on 11 January 2027 to say that you are interested."),
        ({"state": "upcoming"}, "Look again later, or ask the team."),
        ({"state": "paused"}, "Ask the team when it will open again, or look at other roles."),
        ({"state": "closed"}, "Ask the team when it will open again, or look at other roles."),
    ],
)
def test_who_comes_at_the_wrong_time_is_told_what_to_do(intake: dict[str, str], sentence: str) -> None:
    found = Intake.model_validate(intake)
    assert say("instead", Standing(found.state_at(NOW), found)) == sentence


@pytest.mark.parametrize(
    ("weeks", "sentence"),
    [
        (["1 to 2", "4"], "The whole way usually takes 5 to 6 weeks."),
        (["1"], "The whole way usually takes 1 week."),
        (["1 to 2", None], "The steps with a usual time add up to 1 to 2 weeks. The others vary."),
        ([None], ""),
    ],
)
def test_the_weeks_of_a_pathway_are_added_up(weeks: list[str | None], sentence: str) -> None:
    stages = [Stage.model_validate({"title": "x", "owner": "team", "weeks": each}) for each in weeks]
    assert say("total", stages) == sentence


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        (["Ely"], "Ely"),
        (["Ely", "March"], "Ely and March"),
        (["Ely", "March", "Soham"], "Ely, March and Soham"),
        (["Ely", "March", "Soham", "Wisbech", "Sutton"], "Ely, March, Soham and 2 more"),
    ],
)
def test_a_few_titles_stand_for_many(titles: list[str], words: str) -> None:
    assert say("several", titles) == words


@pytest.mark.parametrize(
    ("number", "things", "words"),
    [
        (0, "roles", "0 roles"),
        (1, "roles", "1 role"),
        (1, "classes", "1 class"),
        (1, "duties", "1 duty"),
        (1, "boss", "1 boss"),
        (2000, "roles", "2,000 roles"),
    ],
)
def test_one_thing_is_not_many(number: int, things: str, words: str) -> None:
    assert say("counted", number, things) == words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The team", "the team"),
        ("A club", "a club"),
        ("An office", "an office"),
        ("Theatre", "Theatre"),
        ("Ann", "Ann"),
    ],
)
def test_an_article_is_small_inside_a_sentence(words: str, told: str) -> None:
    assert say("inside", words) == told


def test_recruiters_stand_inside_a_sentence() -> None:
    assert say("recruiters", ("opcc", "charity")) == ["a Police and Crime Commissioner’s office", "a charity"]


def _answers(model: type[Any]) -> set[str]:
    """The fields of a model that may say `none`."""
    return {name for name, field in model.model_fields.items() if "'none'" in str(field.annotation)}


def test_every_fact_that_may_say_none_has_words_for_it() -> None:
    said = _answers(Role) | _answers(Requirements) | _answers(Event) | {"on_call", "wanted", "gained"}
    assert set(NONE) == said
    assert say("unsaid", "none", "vetting") == "There are no background checks."


def test_what_is_not_published_says_whom_to_ask() -> None:
    assert say("unsaid", "not_published", "age") == "Not published by the organisation – ask them."
    assert say("unsaid", ("18",), "age") == ""


def test_every_word_of_the_schema_has_words_for_the_reader() -> None:
    assert set(STATES) == set(State)
    assert set(REQUIREMENTS) == set(Requirements.model_fields)
    assert set(BARS) == set(get_args(Bar))
    assert set(ORGANISATIONS) == set(get_args(OrganisationKind))
    assert set(CONDITIONS) == set(get_args(Condition))
