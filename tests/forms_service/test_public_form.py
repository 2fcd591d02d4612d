"""The form: what it asks, what it takes, and what it says about the rest."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from page import ADULT, CHILD, Visitor, read, republish
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms_service.models import Interest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing here reaches the database

CADET = "/interest/fenshire/cadet"
REACH = "Enter your email address or your phone number"
NAME = "Write the name with letters, spaces, hyphens, apostrophes and full stops alone"
EMAIL = "Enter an email address like name@example.org"
PHONE = "Enter a phone number like 01632 960 001 or +44 7700 900 982"


@pytest.fixture
def adult(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def child(client: FlaskClient) -> Visitor:
    return Visitor(client, CADET)


# What it asks -------------------------------------------------------------------------------------------------------


def test_an_adult_role_asks_no_age_but_that_one_is_18(adult: Visitor) -> None:
    page = adult.opens()
    assert (page.status, page.title, page.heading) == (
        200,
        "I’m interested: Special constable - Volunteer",
        "I’m interested",
    )
    assert page.choices == {"age_band": ["18-or-over"]}
    assert "parent_name" not in page.fields


def test_a_cadet_role_asks_for_the_ages_that_it_is_open_to_and_for_a_parent(child: Visitor) -> None:
    page = child.opens()
    assert page.choices == {"age_band": ["13-to-15", "16-to-17"]}
    assert "At 13 to 15, leave these two empty. We contact your parent or carer, not you." in page.text
    assert "At 13 to 15 we need this. All our letters go to them" in page.text
    assert {"parent_name", "parent_email", "parent_phone"} <= set(page.fields)


def test_whoever_may_name_a_parent_is_told_what_happens_to_the_parents_data(adult: Visitor, child: Visitor) -> None:
    told = (
        "If you tell us who your parent or carer is, we keep their name, email address and phone number with your "
        "answers. We use them only to write to them or phone them about you. They have the same rights as you."
    )
    assert told in child.opens().text
    assert told not in adult.opens().text


def test_it_names_the_emergency_number_the_controller_and_where_its_notice_is(adult: Visitor) -> None:
    page = adult.opens()
    assert "In danger? Call 999. This is not for reporting a crime." in page.text
    assert "Fenshire Police looks after them. To answer you. For six months after we last wrote." in page.text
    assert page.links["Who sees them, and your rights"] == "/organisations/fenshire/#privacy"
    assert "This is a demonstration" not in page.text


def test_it_sets_no_cookie_and_has_no_script(adult: Visitor) -> None:
    response = adult.client.get(adult.address)
    assert "Set-Cookie" not in response.headers
    assert "<script" not in response.text


def test_each_form_has_a_key_of_its_own(adult: Visitor) -> None:
    assert adult.opens().fields["key"] != adult.opens().fields["key"]


# What is wrong ------------------------------------------------------------------------------------------------------


def test_an_empty_form_names_all_that_is_missing_at_once_and_leads_to_each_field(adult: Visitor) -> None:
    page = adult.answers()
    assert (page.status, page.title) == (422, "Error: I’m interested: Special constable - Volunteer")
    assert page.mistakes == {
        "name": "Enter your name",
        "age_band": "Tick the box if you are 18 or over",
        "email": REACH,
        "area": "Choose an area, or enter the first half of your postcode",
    }
    assert set(page.mistakes) <= set(page.ids)
    assert page.html.count('class="error-summary"') == 1
    assert 'tabindex="-1" autofocus' in page.html


@pytest.mark.parametrize(
    ("changes", "mistakes"),
    [
        ({"name": "  \t "}, {"name": "Enter your name"}),
        ({"name": "\u200b\ufeff\u202e"}, {"name": "Enter your name"}),
        ({"name": "\u200d"}, {"name": NAME}),
        ({"name": "x" * 101}, {"name": "Shorten the name to 100 characters"}),
        ({"name": "x" * 40_000}, {"name": "Shorten the name to 100 characters"}),
        ({"name": "Win at evil.example"}, {"name": NAME}),
        ({"name": "<b>Sam</b>"}, {"name": NAME}),
        ({"name": "12345"}, {"name": NAME}),
        ({"email": "aoife"}, {"email": EMAIL}),
        ({"email": "a@example.org, b@example.org"}, {"email": EMAIL}),
        ({"email": "<a@example.org>"}, {"email": EMAIL}),
        ({"email": "а@example.org"}, {"email": EMAIL}),  # its first letter is Cyrillic
        ({"email": "a" * 65 + "@example.org"}, {"email": EMAIL}),
        ({"email": "a@[127.0.0.1]"}, {"email": EMAIL}),
        ({"email": "", "phone": "ring me"}, {"phone": PHONE}),
        ({"phone": "123456"}, {"phone": PHONE}),
        ({"phone": "1" * 16}, {"phone": PHONE}),
        ({"phone": "٠٧٧٠٠٩٠٠١٢٣"}, {"phone": PHONE}),
        ({"age_band": "13-to-15"}, {"age_band": "Tick the box if you are 18 or over"}),
        ({"area": "atlantis"}, {"area": "Choose an area from the list"}),
        ({"heard": "spam"}, {"heard": "Choose how you heard, or leave this empty"}),
        ({"availability": "x" * 201}, {"availability": "Shorten this to 200 characters. You have 201"}),
        ({"words": "é" * 501}, {"words": "Shorten this to 500 characters. You have 501"}),
    ],
)
def test_an_answer_that_can_not_be_used_says_what_to_do(
    adult: Visitor, changes: dict[str, str], mistakes: dict[str, str]
) -> None:
    page = adult.answers(ADULT, **changes)
    assert (page.status, page.mistakes) == (422, mistakes)


def test_mistakes_keep_every_answer_as_it_was_typed(adult: Visitor) -> None:
    typed = ADULT | {"name": "", "words": "\n <i>Dogs</i> & cats\nand more", "heard": "work", "postcode": "pe13 1aa"}
    page = adult.answers(typed)
    kept = {"words": "<i>Dogs</i> & cats\nand more", "postcode": "PE13"}
    assert {name: page.fields[name] for name in typed} == typed | kept


def test_nothing_that_was_typed_becomes_part_of_the_page(adult: Visitor) -> None:
    evil = "\"'><script>alert(1)</script>{{ 7*7 }}"
    page = adult.answers(dict.fromkeys(("name", "email", "phone", "area", "postcode", "words", "heard"), evil))
    assert "<script" not in page.html
    assert "49" not in page.text


@pytest.mark.parametrize(
    "name",
    [
        "Ng",
        "X",
        "O'Brien",
        "D’Arcy-Smith",
        "J. R. R. Tolkien",
        "Łukasz Żółć",
        "محمد علی",
        "李小龍",
        "Þóra",
        "Anne (Nan) Ó Sé",
    ],
)
def test_honest_names_pass(adult: Visitor, name: str) -> None:
    page = adult.answers(ADULT, name=name)
    assert (page.status, page.heading) == (200, "Check your answers")
    assert name in page.text


@pytest.mark.parametrize(
    "phone",
    ["01632 960 001", "+44 (0)7700 900123", "01632-960-001", "(01632) 960001", "07700.900.123"],
)
def test_phone_numbers_may_be_written_in_any_usual_way(adult: Visitor, phone: str) -> None:
    assert adult.answers(ADULT, email="", phone=phone).heading == "Check your answers"


def test_marks_that_nobody_sees_are_taken_out_and_spaces_are_single(adult: Visitor) -> None:
    page = adult.answers(ADULT, name="\u202eSam\x00 \r\n  Hill\u200b\x1b", words="one\x00\r\n\r\ntwo\u2028three\x07")
    back = read(adult.posts({"answers": page.fields["answers"]}))
    assert (back.fields["name"], back.fields["words"]) == ("Sam Hill", "one\n\ntwo\nthree")


# Where --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("postcode", ["PE13", "pe13 1ab", " P E 1 3 ", "PE131AB", "pe-13"])
def test_the_first_half_of_a_postcode_finds_the_area(adult: Visitor, postcode: str) -> None:
    page = adult.answers(ADULT, area="", postcode=postcode)
    assert page.heading == "Check your answers"
    assert "Which area? North Fen" in page.text


@pytest.mark.parametrize(
    ("postcode", "mistake"),
    [
        ("PE14", {"area": "Choose an area: PE14 is in North Fen and South Fen"}),
        ("ZZ1", {"area": "Choose an area: ZZ1 is in none of them, or we don’t know it"}),
        ("Fenshire", {"postcode": "Enter the first half of a postcode, like PE13 or TR1"}),
    ],
)
def test_a_postcode_that_does_not_tell_asks_to_choose(adult: Visitor, postcode: str, mistake: dict[str, str]) -> None:
    page = adult.answers(ADULT, area="", postcode=postcode)
    assert (page.status, page.mistakes) == (422, mistake)


def test_an_area_that_was_chosen_counts_more_than_a_postcode(adult: Visitor) -> None:
    assert "Which area? South Fen" in adult.answers(ADULT, area="south-fen", postcode="PE13").text


def test_a_role_in_one_area_does_not_ask_for_it(adult: Visitor, build_folder: Path, session: Session) -> None:
    republish(build_folder, {"fenshire/special-constable": {"areas": ["south-fen"]}})
    assert "area" not in adult.opens().fields
    checked = adult.answers({name: answer for name, answer in ADULT.items() if name != "area"})
    assert "Which area?" not in checked.text
    adult.sends(checked)
    assert session.scalars(select(Interest.area)).one() == "south-fen"


def test_an_area_whose_every_place_is_shut_is_not_offered(adult: Visitor, build_folder: Path) -> None:
    places = {
        "Wisbech": {"area": "north-fen", "state": "closed"},
        "March": {"area": "north-fen", "state": "paused"},
        "Ely": {"area": "south-fen", "state": "waiting_list"},
    }
    republish(build_folder, {"fenshire/special-constable": {"places": places}})
    assert "area" not in adult.opens().fields
    republish(build_folder, {"fenshire/special-constable": {"places": places | {"Wisbech": {"area": "north-fen"}}}})
    assert "area" in adult.opens().fields


# Under 18 -----------------------------------------------------------------------------------------------------------


def test_a_child_is_reached_through_a_parent_or_carer_alone(child: Visitor) -> None:
    page = child.answers(
        CHILD | {"parent_name": "", "parent_email": "", "email": "sam@example.org", "phone": "0770090"}
    )
    assert page.mistakes == {
        "email": "Clear your own email address. At 13 to 15 we contact your parent or carer instead",
        "phone": "Clear your own phone number. At 13 to 15 we contact your parent or carer instead",
        "parent_name": "Enter your parent’s or carer’s name",
        "parent_email": "Enter your parent’s or carer’s email address or phone number",
    }


def test_somebody_of_16_may_leave_their_parent_out(child: Visitor) -> None:
    assert child.answers(ADULT, age_band="16-to-17").heading == "Check your answers"


def test_a_parent_who_is_named_by_somebody_of_16_must_be_within_reach(child: Visitor) -> None:
    page = child.answers(ADULT, age_band="16-to-17", parent_name="Ana")
    assert page.mistakes == {"parent_email": "Enter your parent’s or carer’s email address or phone number"}


@pytest.mark.parametrize(
    ("consent", "needed"),
    [
        ({"under": "18"}, True),
        ({"under": "16"}, False),
        ("In writing", True),
        ("none", False),
        ("not_published", False),
    ],
)
def test_a_role_may_need_a_parent_under_18(child: Visitor, build_folder: Path, consent: object, needed: bool) -> None:
    republish(build_folder, {"fenshire/cadet": {"requirements": {"parent_consent": consent}}})
    page = child.answers(ADULT, age_band="16-to-17")
    assert ("parent_name" in page.mistakes) is needed


@pytest.mark.parametrize(
    ("age", "bands"),
    [
        (None, ["18-or-over"]),
        ("not_published", ["18-or-over"]),
        ({"note": "Ask us."}, ["18-or-over"]),
        ({"start_from": "18"}, ["18-or-over"]),
        ({"apply_from": "21", "apply_to": "70"}, ["18-or-over"]),
        ({"apply_from": "17", "start_from": "18"}, ["16-to-17", "18-or-over"]),
        ({"apply_from": "10", "apply_to": "15"}, ["13-to-15"]),
        ({"apply_from": "16"}, ["16-to-17", "18-or-over"]),
        ({"apply_from": "13", "apply_to": "18"}, ["13-to-15", "16-to-17", "18-or-over"]),
    ],
)
def test_the_ages_to_choose_from_follow_from_the_role(
    child: Visitor, build_folder: Path, age: object, bands: list[str]
) -> None:
    republish(build_folder, {"fenshire/cadet": {"age": age}})
    assert child.opens().choices == {"age_band": bands}


# Where it does not stand --------------------------------------------------------------------------------------------


def test_a_role_of_somebody_else_leads_there_and_holds_nothing(client: FlaskClient) -> None:
    page = Visitor(client, "/interest/fenshire/street-pastor").opens()
    assert (page.status, page.heading) == (200, "This role is run by somebody else")
    assert page.links["Go to their site"] == "https://pastors.example.org"
    assert page.links["Read about this role"] == "/roles/fenshire/street-pastor/"
    assert page.actions == []


def test_a_closed_role_says_so_and_leads_on(client: FlaskClient) -> None:
    page = Visitor(client, "/interest/fenshire/dog-walker").opens()
    assert (page.status, page.heading) == (410, "This role is closed")
    assert page.links == {
        "Skip to content": "#main",
        "volunteers@fenshire.example.org": "mailto:volunteers@fenshire.example.org",
        "Read about this role": "/roles/fenshire/dog-walker/",
        "See all roles": "/roles/",
    }


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"intakes": "paused"}, "This role is paused"),
        ({"intakes": [{"opens": "2027-01"}]}, "This role is not open yet"),
        ({"intakes": "not_published"}, "This role can’t be chosen here"),
        ({"age": {"apply_from": "8", "apply_to": "12"}}, "This role can’t be chosen here"),
    ],
)
def test_a_role_that_takes_no_names_now_says_why(
    child: Visitor, build_folder: Path, changes: dict[str, Any], heading: str
) -> None:
    republish(build_folder, {"fenshire/cadet": changes})
    page = child.opens()
    assert (page.status, page.heading, page.links["See all roles"]) == (200, heading, "/roles/")


def test_a_role_that_is_not_there_is_no_dead_end(client: FlaskClient) -> None:
    page = Visitor(client, "/interest/fenshire/astronaut").opens()
    assert (page.status, page.heading, page.links["See all roles"]) == (404, "We can’t find that role", "/roles/")


def test_a_role_that_closed_while_somebody_wrote_gives_their_words_back(adult: Visitor, build_folder: Path) -> None:
    fields = adult.opens().fields
    republish(build_folder, {"fenshire/special-constable": {"intakes": "closed"}})
    page = read(adult.posts(fields | ADULT | {"words": "I like dogs."}))
    assert (page.status, page.heading) == (410, "This role is closed")
    assert "Nothing was sent. What you wrote is below, so that you can copy it." in page.text
    for words in ("Aoife O’Brien", "18 or over", "aoife@example.org", "North Fen", "I like dogs."):
        assert words in page.text


# Forged and broken requests -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8000.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("to", ["", "/send"])
def test_a_form_of_another_site_is_refused(adult: Visitor, session: Session, headers: dict[str, str], to: str) -> None:
    draft = adult.answers(ADULT).fields["answers"]
    response = adult.client.post(adult.address + to, data={"answers": draft}, headers=headers)
    assert response.status_code == 403
    assert session.scalar(select(func.count()).select_from(Interest)) == 0


def test_our_own_pages_are_known_by_their_origin(adult: Visitor) -> None:
    fields = adult.opens().fields | ADULT
    headers = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
    assert adult.client.post(adult.address, data=fields, headers=headers).status_code == 200


@pytest.mark.parametrize("key", ["", "x", "a.b.c", "é", "."])
def test_a_key_that_is_not_ours_is_replaced_and_the_answers_stay(adult: Visitor, key: str) -> None:
    page = read(adult.posts(ADULT | {"key": key}))
    assert (page.status, page.title) == (400, "Error: I’m interested: Special constable - Volunteer")
    assert "This page was too old to go on with. Nothing was sent." in page.text
    assert page.fields["name"] == "Aoife O’Brien"
    assert read(adult.posts(page.fields)).heading == "Check your answers"


def test_a_key_of_another_role_is_not_taken(adult: Visitor, child: Visitor) -> None:
    assert read(adult.posts(ADULT | {"key": child.opens().fields["key"]})).status == 400


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (
            {"data": b"\xff\xfe\x00=%ff%ed%a0%80&name=%ed%a0%80", "content_type": "application/x-www-form-urlencoded"},
            400,
        ),
        ({"json": {"name": "Sam"}}, 415),
        ({"data": b"name", "content_type": "multipart/form-data"}, 415),
        ({"data": {"name": "x" * 70_000}}, 413),
        ({"data": {f"field{n}": "x" for n in range(9_000)}}, 413),
        ({"data": {"name": ["Sam", "Hill"], "name[]": "x", "role": "fenshire/cadet", "stage": "start"}}, 400),
    ],
)
def test_bad_requests_get_a_page_and_never_a_fault(adult: Visitor, sent: dict[str, Any], status: int) -> None:
    assert read(adult.client.post(adult.address, **sent)).status == status
