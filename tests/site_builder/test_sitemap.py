"""The map of the site for search engines, with the day on which each page last changed."""

import urllib.robotparser
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from project import Project
from small_catalogue import NOW, catalogue, drawn, event, role

from site_builder.catalogue import LONDON

SPACE = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
URL = "https://volunteer.example.org/portal/"


def days(site: Path) -> dict[str, str | None]:
    """The day of each page by its path."""
    pages = ElementTree.parse(site / "sitemap.xml").getroot().findall("url", SPACE)
    return {
        str(page.findtext("loc", "", SPACE)).removeprefix(URL): page.findtext("lastmod", None, SPACE) for page in pages
    }


def test_a_page_made_of_roles_has_the_day_on_which_the_newest_of_them_changed(built: Project) -> None:
    found = days(built.site)

    for path in (
        "roles/",
        "roles/anytown/special/",
        "areas/north/",
        "areas/anyshire/",
        "organisations/anytown-opcc/",
        "groups/accountability/",
        "contributions/communities/",
    ):
        assert found[path] == "2026-11-21", path


def test_a_page_whose_changes_nobody_notes_has_no_day(built: Project) -> None:
    found = days(built.site)
    for path in ("", "about/", "how-it-works/", "areas/", "organisations/helpers/", "areas/farshire/", "plan/"):
        assert found[path] is None, path


def updated(path: str, now: datetime = NOW) -> str | None:
    windows = [{"opens": "2026-09-01", "closes": "2026-11-20"}, {"opens": "2027-01-04"}]
    found = catalogue(
        role(reviewed="2026-10-10", intakes=windows),
        role(slug="other", areas=["city"], reviewed="2026-11-01"),
        events={"talk": event(roles=["fen/special"])},
    )
    when = drawn(found, path, now=now).updated
    return when.isoformat() if when else None


def test_a_page_is_as_new_as_what_it_shows() -> None:
    assert updated("roles/fen/special/") == "2026-11-21T00:00:00+00:00", "it closed with the end of the 20th"
    assert updated("roles/fen/special/", datetime(2026, 11, 20, 23, tzinfo=LONDON)) == "2026-10-10T00:00:00+01:00"
    assert updated("roles/fen/special/", datetime(2027, 2, 1, tzinfo=LONDON)) == "2027-01-04T00:00:00+00:00"
    assert updated("areas/city/") == "2026-11-01T00:00:00+00:00"
    assert updated("areas/county/") == "2026-11-21T00:00:00+00:00"
    assert updated("events/talk/") == "2026-11-21T00:00:00+00:00"
    assert updated("pathways/standard/") == "2026-11-21T00:00:00+00:00"
    assert updated("skills/driving/") is None


def test_old_addresses_of_roles_and_the_editors_page_are_on_no_map(project: Project) -> None:
    project.write("content/redirects.yml", "anytown/old: anytown/special\nanytown/gone: It ended with the year.\n")
    site = project.built(CIP_TODAY="2026-11-21", CIP_BASE_URL=URL)

    assert (site / "roles/anytown/old/index.html").is_file()
    assert {"roles/anytown/old/", "roles/anytown/gone/", "edit/"}.isdisjoint(days(site))


def test_robots_may_read_everything_and_are_shown_the_map(built: Project) -> None:
    robots = urllib.robotparser.RobotFileParser()
    robots.parse((built.site / "robots.txt").read_text("utf-8").splitlines())

    assert robots.site_maps() == [f"{URL}sitemap.xml"]
    assert all(robots.can_fetch("*", f"{URL}{path}") for path in days(built.site)), "else none would see the noindex"
