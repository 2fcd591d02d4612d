"""What holds for every page that the catalogue makes."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from small_catalogue import NOW, SITE, catalogue, event, role, story, strand

from site_builder.feeds import data_files, feed_files
from site_builder.pages import Page, links, pages

CATALOGUE = catalogue(
    role(interests=["animals"], skills={"wanted": ["listening"]}, vetting=["basic"], recognition=["award"]),
    role(
        slug="signposted", source="roles/fen/signposted.yml", group="external", apply={"link": "https://a.example.org"}
    ),
    role(slug="cadet", source="roles/fen/cadet.yml", title="Cadet", intakes="closed", leads_to=["special"]),
    recognition={"award": {"title": "Fen Award", "summary": "For service.", "who": "The chief officer"}},
    events={"talk": event(roles=["fen/special"])},
    stories={"night": story(), "day": story(key="day", example="yes")},
    plan={"first": strand()},
    redirects={"fen/old": "fen/special", "fen/gone": "It ended."},
)
PAGES = {page.path: page for page in pages(CATALOGUE, NOW, SITE)}
FOR_MACHINES = {path for files in (feed_files, data_files) for path, _ in files(CATALOGUE, NOW, SITE)}
EVERY_PAGE = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class Outline(HTMLParser):
    """The headings, ids and addresses of a page; and whether every element is closed in its turn."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(page.body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [value for name, value in attrs if name == "id"]
        self.addresses += [value for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_there_is_a_page_for_every_noun_and_every_list() -> None:
    assert sorted(PAGES) == [
        "areas/",
        "areas/city/",
        "areas/county/",
        "areas/fenland/",
        "contributions/",
        "contributions/communities/",
        "contributions/victims/",
        "events/",
        "events/talk/",
        "groups/",
        "groups/directed/",
        "groups/external/",
        "interests/",
        "interests/animals/",
        "interests/history/",
        "organisations/",
        "organisations/charity/",
        "organisations/fen/",
        "pathways/",
        "pathways/standard/",
        "plan/",
        "recognition/",
        "roles/",
        "roles/fen/cadet/",
        "roles/fen/gone/",
        "roles/fen/old/",
        "roles/fen/signposted/",
        "roles/fen/special/",
        "skills/",
        "skills/driving/",
        "skills/listening/",
        "stories/",
        "stories/day/",
        "stories/night/",
    ]


def test_every_name_that_a_text_may_link_to_has_its_page() -> None:
    found = links(CATALOGUE)

    assert set(found.values()) <= set(PAGES)
    assert found["role:fen/special"] == "roles/fen/special/"
    assert {name.partition(":")[0] for name in found} == {
        *("role", "pathway", "area", "organisation", "group", "contribution", "skill", "interest"),
        *("event", "story", "list"),
    }


@EVERY_PAGE
def test_a_page_has_one_main_heading_and_it_comes_first(page: Page) -> None:
    assert re.match(r'(<nav class="trail" .*?</nav>)?<h1 id="main"[ >]', page.body, re.DOTALL)
    assert Outline(page).levels.count(1) == 1


@EVERY_PAGE
def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    levels = Outline(page).levels
    assert all(after <= before + 1 for before, after in pairwise(levels))


@EVERY_PAGE
def test_every_element_is_closed_in_its_turn(page: Page) -> None:
    assert Outline(page).open == []


@EVERY_PAGE
def test_every_id_stands_once(page: Page) -> None:
    ids = Outline(page).ids
    assert len(ids) == len(set(ids))


@EVERY_PAGE
def test_every_link_leads_to_a_page_and_a_part_that_are_there(page: Page) -> None:
    for address in Outline(page).addresses:
        if address.startswith(("https://", "mailto:", "/interest/")):
            continue
        assert not address.startswith("/"), "only the form is at a fixed address"
        path, part = urldefrag(urljoin(f"https://site/some/folder/{page.path}", address))
        path = path.removeprefix("https://site/some/folder/")
        if path not in FOR_MACHINES:
            assert part == "" or part in Outline(PAGES[path]).ids


@EVERY_PAGE
def test_a_page_has_a_title_and_a_description_in_plain_words(page: Page) -> None:
    assert page.title
    assert page.description
    assert not re.search(r"[<>*\n]", page.title + page.description)


@EVERY_PAGE
def test_nothing_is_asked_of_anybody_else(page: Page) -> None:
    assert not re.search(r"<(img|script|link|iframe|style|form)\b|\s(src|style|on\w+)=", page.body)


def test_two_processes_draw_every_page_once() -> None:
    halves = [list(pages(CATALOGUE, NOW, SITE, part=part, of=2)) for part in (0, 1)]

    assert abs(len(halves[0]) - len(halves[1])) <= 1
    assert sorted(page.path for half in halves for page in half) == sorted(PAGES)
    assert {page.path: page for half in halves for page in half} == PAGES


def test_a_page_is_drawn_only_when_it_is_asked_for() -> None:
    drawn = pages(CATALOGUE, NOW, SITE)

    assert next(drawn).path == "roles/"
    assert next(drawn).path == "roles/fen/special/"


def test_the_pencil_of_each_page_opens_the_file_that_it_came_from() -> None:
    assert {
        path: PAGES[path].source for path in ("roles/", "areas/fenland/", "organisations/fen/", "skills/driving/")
    } == {
        "roles/": "",
        "areas/fenland/": "content/areas.yml",
        "organisations/fen/": "content/organisations.yml",
        "skills/driving/": "content/vocabulary.yml",
    }
    assert PAGES["pathways/standard/"].source == "content/pathways/standard.yml"
    assert PAGES["recognition/"].source == "content/recognition.yml"
    assert PAGES["events/talk/"].source == "content/events/talk.yml"
    assert PAGES["stories/night/"].source == "content/stories/night.md"
    assert PAGES["plan/"].source == "content/plan.yml"
    assert PAGES["roles/fen/old/"].source == "content/redirects.yml"
