"""The page of a role: every fact of it, its state first, and one way to go on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from html import unescape
from itertools import count
from typing import Any

import pytest
from pydantic import BaseModel
from reader import headings, section, shown, words
from small_catalogue import SITE, catalogue, drawn, role, role_page

from site_builder.catalogue import LONDON, Role, State, When, day_words
from site_builder.wording import BARS, STATES

BUTTON = re.compile(r'<a class="button" href="([^"]*)">([^<]*)</a>')


# Every fact has its place -------------------------------------------------------------------------------------------

_NUMBERS = count(1)


def canary() -> str:
    return f"canary{next(_NUMBERS)}x"


def some() -> list[str]:
    return [canary(), canary()]


FULL = role(
    title=canary(),
    summary=canary(),
    partners=[{"organisation": "charity", "does": canary()}],
    interests=["animals"],
    apply={"here": "yes", "who": canary(), "why": canary(), "link": f"https://{canary()}.example.org/"}
    | {"email": f"{canary()}@example.org", "phone": canary()},
    contact={"who": canary(), "email": f"{canary()}@example.org", "phone": "01632 960001"},
    open_to={"who": canary(), "needs": canary(), "note": canary()},
    areas=["fenland"],
    places={
        canary(): {"area": "city", "state": "paused", "number": "201", "when": canary(), "contact": {"who": canary()}},
        canary(): {"contact": {"email": f"{canary()}@example.org", "phone": canary()}},
    },
    intakes=[
        {"state": "waiting_list", "number": "211"},
        {"opens": "2031-03-04", "closes": "2031-05-06 12:00", "starts": "2031-07", "number": "212", "early": "yes"},
    ],
    commitment=[
        {"at_least": "221", "at_most": "222", "of": f"{canary()}s", "per": "fortnight", "each": canary()},
        {"about": "223", "per": "year", "plus": "yes", "note": canary()},
        {"any": "yes"},
    ],
    pattern={
        "when": ["evenings", {"days": [canary()], "from": "18:31", "to": "20:32"}],
        "season": canary(),
        "where": ["outdoors"],
        "on_call": canary(),
    },
    dates=[{"what": canary(), "on": "2032-01-02 18:30", "must": "yes"}],
    term={key: canary() for key in ("probation", "at_least", "renew", "at_most", "ends")},
    age={"apply_from": "17", "start_from": "18", "apply_to": "61", "serve_to": "67", "note": canary()},
    requirements={
        "residency": {"years": "23", "except": canary(), "note": some()},
        "near": {"any": ["live", "work", "study"], "of": canary(), "minutes": "31", "note": some()},
        "qualification": {"need": canary(), "or": canary(), "by": canary(), "note": some()},
        "driving": {"from": "24", "note": some()},
        "parent_consent": {"under": "19", "each": canary(), "note": some()},
    }
    | {
        key: some()
        for key in (
            *("right_to_remain", "experience", "language", "fitness", "home", "own"),
            *("faith", "employer_consent", "references", "documents", "appearance"),
        )
    },
    cannot={canary(): bar for bar in BARS},
    not_with=["cadet"],
    vetting=[{"check": "basic", "by": canary(), "weeks": "71 to 72", "note": canary()}],
    powers={"what": "constable", "note": some(), "stages": [{"when": canary(), "can": canary()}]},
    uniform={"what": "full", "note": some()},
    training=[{key: canary() for key in ("what", "lasts", "where", "when", "every", "award")}],
    expenses=some(),
    benefits=some(),
    costs_you=[{key: canary() for key in ("what", "amount", "per", "help")}],
    skills={"wanted": ["listening"], "gained": ["driving"]},
    you_will=some(),
    adjustments=some(),
    especially_welcome=some(),
    supported_by=canary(),
    team={"with": canary(), "at_once": "81", "strength": "82", "target": "83", "as_of": "2024-06"},
    leads_to=[
        {"role": "fen/special", "title": canary(), "link": f"https://{canary()}.example.org/"},
        {"title": canary(), "link": f"https://{canary()}.example.org/"},
    ],
    see_also=[{"title": canary()}, "cadet"],
    recognition=["award"],
    good_to_know=some(),
    sources=[{"title": canary(), "url": f"https://{canary()}.example.org/", "seen": "2023-11", "note": canary()}],
    reviewed="2025-02-03",
    review_by="2027-04-05",
)
WHOLE = catalogue(FULL, recognition={"award": {"title": "Fen Award", "summary": "x", "who": "y"}})
TITLES = {  # a reference is shown by the title of what it names
    "fen": "Fen Police",
    "charity": "Kind Hearts",
    "directed": "Serving with the police",
    "victims": "Victims",
    "animals": "Animals",
    "listening": "Listening",
    "driving": "Driving",
    "fenland": "Fenland",
    "city": "Ely",
    "evenings": "Evenings",
    "outdoors": "Outdoors",
    "cadet": "Cadet",
    "basic": "Basic check",
    "constable": "All powers of a constable",
    "full": "Full uniform",
    "standard": "The usual way in",
    "award": "Fen Award",
    "fen/special": "roles/fen/special/",
}
YES = {  # what stands on the page where a yes is meant
    "here": 'href="/interest/fen/special"',
    "early": "It may close early",
    "any": "as much or as little time as you like",
    "plus": ", plus about 223",
    "must": "(you must be free)",
}
UNSHOWN = {"source", "kinds"}  # the edit pencil's file, and where facts are inherited from


def _leaves(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Every value in a model, with the name of its field; also the keys of mappings."""
    match value:
        case When():
            yield name, value
        case BaseModel():
            for field in type(value).model_fields:
                if field not in UNSHOWN:
                    yield from _leaves(getattr(value, field), f"{type(value).__name__}.{field}")
        case dict():
            for key, each in value.items():
                yield f"{name} (key)", key
                yield from _leaves(each, name)
        case tuple():
            for each in value:
                yield from _leaves(each, name)
        case _:
            yield name, value


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return YES[name.partition(".")[2]]
    if isinstance(value, State):
        return STATES[value]
    if isinstance(value, date):
        return day_words(value)
    return BARS.get(value) or TITLES.get(value) or str(value)


LEAVES = list(_leaves(WHOLE.roles["fen/special"], "Role"))


@cache
def whole_page() -> str:
    return drawn(WHOLE, "roles/fen/special/").body


def test_the_role_of_these_tests_fills_every_field_that_a_role_can_have() -> None:
    filled = {name for name, value in LEAVES if value not in (None, False)}
    assert {name for name, _ in LEAVES} - filled == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [pytest.param(*leaf, id=f"{leaf[0]}={leaf[1]}") for leaf in LEAVES if leaf[1] not in (None, False)],
)
def test_every_fact_of_a_role_is_on_its_page(name: str, value: Any) -> None:
    assert _shown(name, value) in unescape(whole_page())


ANSWERS = [name for name, field in Role.model_fields.items() if "'none'" in str(field.annotation) and name != "intakes"]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_fact_that_is_not_published_says_so_on_the_page(name: str) -> None:
    assert words(role_page(**{name: "not_published"})).count("Not published") == 1


@pytest.mark.parametrize("name", ANSWERS)
def test_a_fact_that_is_not_stated_is_left_out(name: str) -> None:
    assert role_page(**{name: None}) == role_page()


def test_none_reads_as_what_it_means() -> None:
    body = role_page(vetting="none", training="none", requirements={"experience": "none"})

    assert section(body, "Checks on you (vetting)") == "There are no background checks."
    assert section(body, "Training") == "You need no training."
    assert section(body, "Who can") == "Experience You need no experience."


# The order of the page ----------------------------------------------------------------------------------------------


def test_the_page_tells_first_what_matters_first() -> None:
    assert headings(whole_page()) == [
        "What you will do",
        "Time",
        "Where",
        "Who can",
        "Who can’t",
        "Checks on you (vetting)",
        "Powers and uniform",
        "Training",
        "Money and thanks",
        "Skills and interests",
        "Your way in",
        "Who you will be with",
        "This role and others",
        "Good to know",
        "Where this comes from",
        "About this page",
    ]


def test_a_page_has_a_list_of_its_parts() -> None:
    body = whole_page()
    contents = re.search(r'<nav aria-label="On this page">.*?</nav>', body, re.DOTALL)
    assert contents
    links = re.findall(r'<a href="#([^"]*)">([^<]*)</a>', contents[0])

    assert [unescape(title) for _, title in links] == headings(body)
    assert all(f'id="{part}"' in body for part, _ in links)


def test_a_page_has_a_title_a_description_and_the_file_that_it_came_from() -> None:
    page = drawn(catalogue(role(summary="Be *one* of us & more.")), "roles/fen/special/")

    assert page.title == "Special constable – Fen Police"
    assert page.description == "Be *one* of us & more."
    assert page.source == "roles/fen/special.yml"


# Going on -----------------------------------------------------------------------------------------------------------


def test_an_open_role_has_one_button_to_our_form() -> None:
    body = role_page()

    assert BUTTON.findall(body) == [("/interest/fen/special", "I’m interested")]
    assert '<span class="state state--open">Open now</span>' in body
    assert "Fen Police will reply within 10 days." in words(body)


def test_the_form_may_be_at_another_address() -> None:
    body = role_page(site=replace(SITE, form_url="https://forms.example.org/interest/"))
    assert BUTTON.findall(body)[0][0] == "https://forms.example.org/interest/fen/special"


def test_a_waiting_list_is_named_on_the_button() -> None:
    body = role_page(intakes="waiting_list")

    assert BUTTON.findall(body) == [("/interest/fen/special", "Join the waiting list")]
    assert '<span class="state state--waiting-list">Waiting list</span>' in body


def test_who_to_ask_is_told_in_case_the_form_is_down() -> None:
    assert "Questions, or the form doesn’t work? Ask Fen Police: volunteers@fen.example.org" in words(role_page())


def test_the_contact_of_a_role_comes_before_that_of_its_organisation() -> None:
    body = role_page(contact={"who": "Ann’s team", "phone": "01632 960001"})

    assert "Ask Ann’s team: 01632 960001" in words(body)
    assert '<a href="tel:01632960001">' in body
    assert "volunteers@fen.example.org" not in body


def test_a_closed_role_has_no_button_and_leads_to_others() -> None:
    other = role(slug="cadet", title="Cadet", source="roles/fen/cadet.yml")
    body = drawn(catalogue(role(intakes=[{"closes": "2026-10-05"}]), other), "roles/fen/special/").body

    assert BUTTON.findall(body) == []
    assert '<span class="state state--closed">Closed</span>' in body
    assert "Closed . It closed on 5 October 2026." in words(body)
    assert "Ask the team when it will open again, or look at other roles. See roles like this" in words(body)
    assert section(body, "Roles like this") == "Cadet Open now Fen Police · Fenland"


def test_a_closed_role_that_is_like_no_other_leads_to_all() -> None:
    assert '<a href="../../../roles/">See all roles</a>' in role_page(intakes="closed")


def test_an_upcoming_role_says_when_to_come_back() -> None:
    body = role_page(intakes=[{"opens": "2027-01-11"}])

    assert BUTTON.findall(shown(body)) == []
    assert '<span class="state state--upcoming">Opens on 11 January 2027</span>' in body
    assert "Come back on 11 January 2027 to say that you are interested." in words(body)


def test_whom_to_ask_is_named_within_the_sentence() -> None:
    body = role_page(contact={"who": "The Fen team", "phone": "01632 960001"})

    assert "Ask the Fen team: 01632 960001" in words(body)


def test_a_paused_role_says_so() -> None:
    body = role_page(intakes="paused")

    assert BUTTON.findall(body) == []
    assert "Paused . It is not taking new people for now." in words(body)


def test_the_state_is_that_of_the_moment_of_drawing() -> None:
    intakes = [{"opens": "2027-01-11", "closes": "2027-02-22 12:00"}]

    def label(*when: int) -> str:
        body = role_page(now=datetime(*when, tzinfo=LONDON), intakes=intakes)  # type: ignore[misc,arg-type]
        return re.findall(r'<span class="state[^>]*>([^<]*)<', body)[0]

    assert label(2027, 1, 10, 23, 59) == "Opens on 11 January 2027"
    assert label(2027, 1, 11, 0, 0) == "Open now"
    assert label(2027, 2, 22, 12, 0) == "Closed"


LATER = re.compile(r'<template data-from="(\d+)">(.*?)</template>', re.DOTALL)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc,arg-type]


def test_a_page_holds_what_it_will_say_after_each_change_to_come() -> None:
    intakes = [{"opens": "2026-12-01", "closes": "2026-12-11 12:00"}]
    body = role_page(now=at(2026, 11, 21), intakes=intakes)

    told: dict[datetime, str] = {}
    for seconds, later in LATER.findall(body):
        moment = datetime.fromtimestamp(int(seconds), LONDON)
        told[moment] = f"{told.get(moment, '')} {words(later)}".strip()
    assert told == {
        at(2026, 12, 1): "Open now , closes in 10 days . Closes on 11 December 2026 at 12:00. I’m interested "
        "Fen Police will reply within 10 days. Questions, or the form doesn’t work? Ask Fen Police: "
        "volunteers@fen.example.org",
        at(2026, 12, 11, 12): "Closed . It closed on 11 December 2026 at 12:00. "
        "Ask the team when it will open again, or look at other roles. See all roles . "
        "Questions? Ask Fen Police: volunteers@fen.example.org",
    }


def test_only_changes_of_the_next_six_weeks_are_foreseen() -> None:
    near, far = ([{"closes": day}] for day in ("2027-01-04", "2027-01-05"))

    assert {int(seconds) for seconds, _ in LATER.findall(role_page(now=at(2026, 11, 21), intakes=near))} == {
        int(at(2027, 1, 5).timestamp())
    }
    assert LATER.findall(role_page(now=at(2026, 11, 21), intakes=far)) == []


@pytest.mark.parametrize(
    ("intakes", "label"),
    [
        ([{"closes": "2026-11-24"}], "Open now, closes in 3 days"),
        ([{"closes": "2026-11"}], "Open now, closes in 9 days"),
        ([{"closes": "2026-11-21 12:00"}], "Open now, closes today"),
        ([{"closes": "2026-11-22", "state": "waiting_list"}], "Waiting list, closes tomorrow"),
        ([{"closes": "2026-12-06"}], "Open now, until 6 December"),
        ([{"closes": "2026-11-24", "state": "paused"}], "Paused"),
        ([{"closes": "2026-11-24"}, {"opens": "2026-11-23"}], "Open now"),  # another window is open by then
        ([{"closes": "2026-11-24"}, {"state": "waiting_list"}], "Open now, closes in 3 days"),
    ],
)
def test_the_last_days_in_which_names_are_taken_are_counted(intakes: Any, label: str) -> None:
    body = role_page(now=at(2026, 11, 21), intakes=intakes)
    found = re.search(r'<span class="state.*?</span>', body)

    assert found
    assert re.sub("<[^>]*>", "", found[0]) == label


def test_a_place_changes_with_its_role_unless_it_has_a_state_of_its_own() -> None:
    body = role_page(now=at(2026, 11, 21), intakes=[{"closes": "2026-12-11"}], places={"Ely": None, "March": "paused"})
    closed = [words(later) for _, later in LATER.findall(body)].count("Closed")

    assert closed == 1


def test_dates_that_are_not_published_are_no_promise() -> None:
    body = role_page(intakes="not_published")

    assert BUTTON.findall(body) == []
    assert "Dates not published . The organisation does not publish when it takes new people. Ask them." in words(body)


def test_a_role_that_others_recruit_for_says_who_why_and_where() -> None:
    body = role_page(
        apply={"who": "Kind Hearts", "why": "They are *independent*.", "link": "https://kind.example.org/join"},
        pathway=None,
    )

    assert BUTTON.findall(body) == [("https://kind.example.org/join", "Go to Kind Hearts")]
    assert "Kind Hearts takes the names for this role, not us. We keep nothing about you." in words(body)
    assert "They are <em>independent</em>." in body
    assert "/interest/" not in body


def test_a_place_has_its_own_state() -> None:
    body = role_page(places={"Wisbech": "waiting_list", "March": None, "Ely": {"state": "closed", "area": "city"}})
    assert section(body, "Where") == "Area Fenland Places Wisbech : Waiting list March : Open now Ely : Closed In Ely"


# Safety and addresses -----------------------------------------------------------------------------------------------


def test_text_from_files_can_not_run() -> None:
    nasty = '<script>alert(1)</script> [x](javascript:alert(1)) "><img src=x onerror=y>'
    body = role_page(
        title=nasty,
        summary=nasty,
        you_will=[nasty],
        good_to_know=[nasty, nasty],
        cannot={nasty: "barred"},
        places={nasty: {"when": nasty}},
        training=[nasty],
        contact={"who": nasty, "phone": nasty},
    )

    assert "<script" not in body
    assert "<img" not in body
    assert 'href="javascript' not in body
    assert body.count("&lt;script&gt;") == body.count("&lt;img src=x onerror=y&gt;") == 11


def test_a_link_by_name_in_a_text_leads_to_its_page() -> None:
    assert '<a href="../../../areas/fenland/">the fens</a>' in role_page(you_will=["Walk [the fens](area:fenland)."])


# Pathway, and other roles -------------------------------------------------------------------------------------------


def test_the_way_in_shows_the_stages_that_hold_for_the_role() -> None:
    assert section(role_page(), "Your way in") == (
        "The whole way usually takes 1 to 2 weeks. More about this: The usual way in . "
        "A talk The volunteer team · usually 1 to 2 weeks"
    )
    assert section(role_page(vetting=["basic"]), "Your way in").endswith("Checks The vetting unit · usually 4 weeks")


def test_similar_roles_are_of_the_same_kind_or_share_an_interest_nearby() -> None:
    def other(slug: str, **facts: Any) -> dict[str, Any]:
        return role(**{"slug": slug, "title": slug.capitalize(), "kinds": ["visitor"], **facts})

    roles = [
        role(interests=["animals"]),
        other("stranger"),
        other("twin", kinds=["special"], intakes="closed"),
        other("away", kinds=["special"], areas=["abroad"]),
        other("friend", interests=["animals"], areas=["city"]),
        other("far-friend", interests=["animals"], areas=["abroad"]),
    ]
    areas = {
        "county": {"title": "County", "areas": {"fenland": {"title": "Fenland"}, "city": {"title": "City"}}},
        "abroad": {"title": "Abroad"},
    }
    body = drawn(catalogue(*roles, areas=areas), "roles/fen/special/").body

    assert re.findall(r"<h3><a [^>]*>([^<]*)</a></h3>", body) == [
        "Away",
        "Friend",
        "Twin",
    ]  # what is shut is folded away


def test_a_role_leads_to_the_same_organisation_s_role_of_a_kind() -> None:
    cadet = role(slug="junior", kinds=["cadet"], title="Junior cadet", source="roles/fen/junior.yml")
    body = drawn(catalogue(role(leads_to=["cadet", "visitor"]), cadet), "roles/fen/special/").body

    assert '<li><a href="../../../roles/fen/junior/">Cadet</a></li>' in body
    assert "<li>Visitor</li>" in body


def test_a_signposted_role_gives_its_way_to_ask_once() -> None:
    body = role_page(apply={"who": "Kind Hearts", "email": "join@kind.example.org"}, pathway=None)

    assert "Get in touch: join@kind.example.org" in words(body)
    assert "Questions?" not in words(body)


def test_what_roles_share_is_drawn_alike_and_what_they_don_t_is_their_own() -> None:
    """Such parts are kept from one page to the next."""

    def twin(slug: str, **facts: Any) -> dict[str, Any]:
        return role(
            slug=slug, source=f"roles/fen/{slug}.yml", vetting=["basic"], uniform="full", expenses="Paid.", **facts
        )

    found = catalogue(twin("one"), twin("two"), twin("three", benefits=["Tea."]), twin("four", recognition="none"))
    money = [
        section(drawn(found, f"roles/fen/{slug}/").body, "Money and thanks") for slug in ("one", "two", "three", "four")
    ]

    assert money == [
        "Expenses Paid.",
        "Expenses Paid.",
        "Expenses Paid. Benefits Tea.",
        "Expenses Paid. How volunteers are thanked It has no scheme of thanks.",
    ]
