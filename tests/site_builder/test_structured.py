"""Structured data in a page's head, as a search engine takes it out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from follower import things
from project import Project
from small_catalogue import NOW, SITE, catalogue, drawn, event, role

from site_builder.catalogue import Catalogue
from site_builder.pages import Page, pages
from site_builder.shell import Site

DEMONSTRATION = Site(SITE.name, SITE.url, SITE.form_url, True)
ROLE, TALK = "roles/fen/special/", "events/talk/"
FEN = {
    "@type": "Organization",
    "@id": "https://portal.example.org/organisations/fen/#organisation",
    "name": "Fen Police",
    "url": "https://portal.example.org/organisations/fen/",
}


def only(page: Page, kind: str) -> dict[str, Any]:
    """The one thing of a kind on a page, without what every thing has."""
    (thing,) = things(f"<html><head>{page.head}</head></html>", kind)
    assert thing.pop("@context") == "https://schema.org"
    assert thing.pop("@type") == kind
    return thing


def trail(page: Page) -> list[tuple[str, str]]:
    steps = only(page, "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["name"], step["item"].removeprefix(SITE.url)) for step in steps]


def posting(found: Catalogue | None = None, *, site: Site = SITE, **facts: Any) -> dict[str, Any]:
    return only(drawn(found or catalogue(role(**facts)), ROLE, site=site), "JobPosting")


# The way to a page ---------------------------------------------------------------------------------------------------


def every_page() -> Iterator[Page]:
    whole = catalogue(role(), events={"talk": event()}, redirects={"fen/old": "fen/special"})
    return pages(whole, NOW, SITE)


def test_every_computed_page_tells_the_way_to_it_and_an_old_address_of_a_role_does_not() -> None:
    found = {page.path: page for page in every_page()}
    titles = {"": "Home"} | {page.path: page.title for page in found.values()}

    assert len(found) > 20
    for path, page in found.items():
        if page.canonical:
            assert things(page.head, "BreadcrumbList") == []
        else:
            way = trail(page)
            assert way[0] == ("Home", "")
            assert way[-1] == (page.title, path)
            assert [title for title, _ in way] == [titles[each] for _, each in way], "as the pages call themselves"


def test_the_way_to_an_area_leads_through_the_one_around_it() -> None:
    assert trail(drawn(catalogue(), "areas/fenland/")) == [
        ("Home", ""),
        ("Areas", "areas/"),
        ("The County", "areas/county/"),
        ("Fenland", "areas/fenland/"),
    ]


# An organisation -----------------------------------------------------------------------------------------------------


def test_an_organisation_says_who_it_is_and_where_to_find_it() -> None:
    found = catalogue(
        organisations={
            "fen": {
                "title": "Fen Police",
                "kind": "force",
                "summary": "The *police* of the fens.",
                "areas": ["county"],
                "link": "https://fen.example.org/",
                "email": "us@fen.example.org",
                "phone": "01632 960101",
            },
            "charity": {"title": "Kind Hearts", "kind": "charity", "summary": "A charity."},
        }
    )

    assert {"@type": "Organization"} | only(drawn(found, "organisations/fen/"), "Organization") == FEN | {
        "sameAs": "https://fen.example.org/",
        "description": "The police of the fens.",
        "email": "us@fen.example.org",
        "telephone": "01632 960101",
        "areaServed": [{"@type": "AdministrativeArea", "name": "The County"}],
    }
    assert only(drawn(found, "organisations/charity/"), "Organization").keys() == {"@id", "name", "url", "description"}


# An event ------------------------------------------------------------------------------------------------------------


def happening(**facts: Any) -> dict[str, Any]:
    return only(drawn(catalogue(events={"talk": event(**facts)}), TALK), "Event")


def test_an_event_says_when_where_and_who_holds_it() -> None:
    url = "https://portal.example.org/events/talk/"

    assert happening() == {
        "name": "A talk",
        "description": "Come and hear.",
        "url": url,
        "startDate": "2026-12-03T18:30:00+00:00",
        "endDate": "2026-12-03T20:00:00+00:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [{"@type": "Place", "name": "The town hall", "address": "The town hall"}],
        "organizer": FEN,
    }


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ("2027-06-01 18:30", "2027-06-01 20:00", ("2027-06-01T18:30:00+01:00", "2027-06-01T20:00:00+01:00")),
        ("2027-03-27 22:00", "2027-03-28 06:00", ("2027-03-27T22:00:00+00:00", "2027-03-28T06:00:00+01:00")),
        ("2027-06-01", "2027-06-07", ("2027-06-01", "2027-06-07")),
        ("2027-06", None, ("2027-06", None)),
    ],
)
def test_an_event_has_its_dates_as_closely_as_they_are_known_and_london_s_offset(
    starts: str, ends: str | None, told: tuple[str, str | None]
) -> None:
    found = happening(starts=starts, ends=ends)
    assert (found["startDate"], found.get("endDate")) == told


@pytest.mark.parametrize(
    ("place", "online", "mode", "kinds"),
    [
        ("A hall", "no", "Offline", ["Place"]),
        ("A hall", "yes", "Mixed", ["Place", "VirtualLocation"]),
        (None, "yes", "Online", ["VirtualLocation"]),
    ],
)
def test_an_event_says_how_people_can_be_there(place: str | None, online: str, mode: str, kinds: list[str]) -> None:
    found = happening(place=place, online=online)

    assert found["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [each["@type"] for each in found["location"]] == kinds


# An open role --------------------------------------------------------------------------------------------------------


def test_an_open_role_is_a_posting_for_a_volunteer() -> None:
    intake = {"opens": "2026-11-02", "closes": "2026-12-14 12:00", "starts": "2027-03", "number": 20}

    assert posting(intakes=[intake], you_will=["Walk the *streets*.", "Talk & listen."]) == {
        "title": "Special constable",
        "description": (
            "<p>Be a police officer in your spare time.</p>"
            "<ul><li>Walk the streets.</li><li>Talk &amp; listen.</li></ul>"
        ),
        "url": "https://portal.example.org/roles/fen/special/",
        "identifier": {"@type": "PropertyValue", "name": "Volunteering", "value": "fen/special"},
        "employmentType": "VOLUNTEER",
        "datePosted": "2026-11-02",
        "validThrough": "2026-12-14T12:00:00+00:00",
        "jobStartDate": "2027-03",
        "totalJobOpenings": 20,
        "hiringOrganization": FEN,
        "jobLocation": [
            {
                "@type": "Place",
                "name": "Fenland",
                "address": {"@type": "PostalAddress", "addressCountry": "GB", "addressRegion": "Fenland"},
            }
        ],
        "directApply": True,
    }


def test_what_a_role_does_not_say_is_not_in_its_posting() -> None:
    assert posting().keys() == {
        "title",
        "description",
        "url",
        "identifier",
        "employmentType",
        "hiringOrganization",
        "jobLocation",
        "directApply",
    }
    assert posting(reviewed="2026-11-10")["datePosted"] == "2026-11-10"


@pytest.mark.parametrize(
    ("closes", "last"),
    [
        ("2026-12-14", "2026-12-14T23:59:59+00:00"),
        ("2027-06-14", "2027-06-14T23:59:59+01:00"),
        ("2027-03-28", "2027-03-28T23:59:59+01:00"),
        ("2026-12", "2026-12-31T23:59:59+00:00"),
    ],
)
def test_a_posting_is_valid_to_the_last_second_of_the_day_in_london(closes: str, last: str) -> None:
    assert posting(intakes=[{"closes": closes}])["validThrough"] == last


def test_a_posting_names_the_places_that_are_open() -> None:
    places = {"Ely": {"area": "city"}, "March": "waiting_list", "Wisbech": None}
    found = posting(places=places)["jobLocation"]

    assert [(each["name"], each["address"].get("addressRegion")) for each in found] == [
        ("Ely", "Ely"),
        ("Wisbech", None),
    ]


def test_a_role_that_others_recruit_for_names_them_and_has_no_form_here() -> None:
    found = posting(apply={"who": "Citizens Advice", "link": "https://advice.example.org/"})

    assert found["hiringOrganization"] == {"@type": "Organization", "name": "Citizens Advice"}
    assert "directApply" not in found


@pytest.mark.parametrize("intakes", ["waiting_list", "paused", "closed", "not_published", [{"opens": "2027-01-04"}]])
def test_a_role_that_is_not_open_is_no_posting(intakes: object) -> None:
    assert things(drawn(catalogue(role(intakes=intakes)), ROLE).head, "JobPosting") == []


def test_a_role_for_some_people_alone_is_no_posting() -> None:
    page = drawn(catalogue(role(open_to="Special constables of this force.")), ROLE)
    assert things(page.head, "JobPosting") == []


def test_a_demonstration_posts_no_role_and_tells_the_rest() -> None:
    page = drawn(catalogue(role()), ROLE, site=DEMONSTRATION)

    assert things(page.head, "JobPosting") == []
    assert len(things(page.head, "BreadcrumbList")) == 1


# In the site ---------------------------------------------------------------------------------------------------------


HOSTILE = "</script><script>alert('&')</script>\u2028<!-- 🚓"


def test_no_text_can_close_the_element_or_hide_in_it() -> None:
    head = drawn(catalogue(role(title=HOSTILE, you_will=[HOSTILE])), ROLE).head

    for element in re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL):
        assert not re.search("[<>&\u2028\u2029]", element)
    assert head.count("<script") == head.count("</script>") == 2
    assert posting(title=HOSTILE)["title"] == HOSTILE


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


def test_a_real_site_posts_its_open_roles_and_a_demonstration_none(project: Project, built: Project) -> None:
    assert things(html(built.site, "roles/anytown/special"), "JobPosting") == []

    project.change("mkdocs.yml", "demonstration: true", "demonstration: false")
    site = project.built(CIP_TODAY="2026-11-21", CIP_BASE_URL="https://volunteer.example.org/")

    (found,) = things(html(site, "roles/anytown/special"), "JobPosting")
    assert found["title"] == "Special constable"
    assert found["validThrough"] == "2026-12-05T12:00:00+00:00"
    assert [place["name"] for place in found["jobLocation"]] == ["Station Road", "Hill Top"]
    assert things(html(site, "roles/anytown-opcc/custody-visitor"), "JobPosting") == []
    assert things(html(site, "groups/accountability"), "JobPosting") == [], "only on the page of the role itself"
