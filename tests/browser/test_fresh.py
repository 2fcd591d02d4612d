"""A page built on 21 November 2026 and read later says what a page built that day would say."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from site_builder.catalogue import LONDON

TOP = Path(__file__).parents[2]
SPECIAL = "/roles/cambridgeshire/special-constable/"  # closes on 14 December at 12:00
HUB = "/roles/cambridgeshire/victim-hub-volunteer/"  # closes on 30 November, and opens again on 3 May
VISITOR = "/roles/cambridgeshire-opcc/custody-visitor/"  # closes on 18 December
RESEARCH = "/roles/cambridgeshire/research-volunteer/"  # opens on 4 January
EVENING = "/events/specials-evening-online/"  # 2 December, 18:30 to 20:00
MUCH_LATER = "2027-01-04 09:00"  # 44 days after the build
CHANGING = (  # by then: five closed, one opened, two are about to close, and some have places of their own state
    SPECIAL,
    HUB,
    RESEARCH,
    "/roles/cambridgeshire/rural-special/",
    "/roles/cambridgeshire/speedwatch-area-coordinator/",
    "/roles/cambridgeshire/restorative-justice-facilitator/",
    "/roles/devon-and-cornwall/cctv-volunteer/",
    "/roles/devon-and-cornwall/police-chaplain/",
)

Reading = Callable[..., Page]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=site)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def early(built: Path) -> Iterator[str]:
    """The address of the site built as on 21 November 2026."""
    with _served(built / "site") as address:
        yield address


@pytest.fixture(scope="session")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same site, built much later."""
    site = tmp_path_factory.mktemp("late") / "site"
    environment = {**os.environ, "CIP_TODAY": MUCH_LATER, "NO_MKDOCS_2_WARNING": "1"}
    command = [Path(sys.executable).with_name("mkdocs"), "build", "--quiet", "--site-dir", site]
    subprocess.run(command, cwd=TOP, env=environment, check=True)
    with _served(site) as address:
        yield address


@pytest.fixture
def read(browser: Browser, early: str) -> Iterator[Reading]:
    """Opens a page at a moment in London. `options` are those of a browser's context."""
    contexts: dict[str, BrowserContext] = {}
    complaints: list[str] = []

    def opened(path: str, moment: str, *, site: str = early, **options: Any) -> Page:
        context = contexts.get(str(options)) or browser.new_context(**options)
        contexts[str(options)] = context
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.set_fixed_time(datetime.fromisoformat(moment).replace(tzinfo=LONDON))
        page.goto(site + path)
        return page

    yield opened
    for context in contexts.values():
        context.close()
    assert complaints == []


def state(page: Page) -> str:
    """The first state of a role's own page."""
    return page.locator(".state").first.inner_text()


def card(page: Page, path: str) -> str:
    """The state on a role's card."""
    return page.locator(f".card:has(a[href$='{path}']) .state").first.inner_text()


def text(page: Page) -> str:
    return " ".join(page.locator("article").inner_text().split())


def told(page: Page) -> str:
    """What a role's page says of the role itself: other roles and events may be others by then, and its date is."""
    said: str = page.locator("article").evaluate(
        """article => {
            const copy = article.cloneNode(true)
            copy.querySelectorAll(".cards, .later, .contents, .printed, #events").forEach(part => part.remove())
            return copy.textContent
        }"""
    )
    return " ".join(said.split())


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-21 09:00", "Open now, closes in 9 days"),
        ("2026-11-27 00:00", "Open now, closes in 3 days"),
        ("2026-11-29 23:59", "Open now, closes tomorrow"),
        ("2026-11-30 23:59", "Open now, closes today"),
        ("2026-12-01 00:00", "Opens on 3 May 2027"),
    ],
)
def test_the_days_to_a_closing_are_counted_down_on_the_page_and_on_its_card(
    read: Reading, moment: str, said: str
) -> None:
    assert state(read(HUB, moment)) == said
    assert card(read("/roles/", moment), HUB) == said


def test_counting_begins_two_weeks_before(read: Reading) -> None:
    assert state(read(VISITOR, "2026-12-03 12:00")) == "Open now, until 18 December"
    assert state(read(VISITOR, "2026-12-04 12:00")) == "Open now, closes in 14 days"


def test_a_role_that_closed_says_so_and_has_no_button(read: Reading) -> None:
    before, after = read(SPECIAL, "2026-12-14 11:59"), read(SPECIAL, "2026-12-14 12:00")

    assert state(before) == "Open now, closes today"
    assert before.get_by_role("link", name="I’m interested").count() > 0
    assert state(after) == "Closed"
    assert "It closed on 14 December 2026 at 12:00." in text(after)
    assert after.get_by_role("link", name="I’m interested").count() == 0


def test_a_role_that_opened_has_its_button(read: Reading) -> None:
    before, after = read(RESEARCH, "2027-01-03 23:59"), read(RESEARCH, "2027-01-04 00:00")

    assert state(before) == "Opens on 4 January 2027"
    assert before.get_by_role("link", name="I’m interested").count() == 0
    assert state(after).startswith("Open now")
    assert after.get_by_role("link", name="I’m interested").count() > 0
    assert card(read("/roles/", "2027-01-04 00:00"), RESEARCH).startswith("Open now")


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_days_are_those_of_london_wherever_the_reader_is(read: Reading, zone: str) -> None:
    for moment, said in {
        "2026-11-29 00:01": "Open now, closes tomorrow",
        "2026-11-29 23:59": "Open now, closes tomorrow",
        "2026-11-30 00:01": "Open now, closes today",
    }.items():
        assert state(read(HUB, moment, timezone_id=zone)) == said


@pytest.mark.parametrize("moment", ["2026-11-18 12:00", "2020-01-01 00:00"])
def test_a_clock_before_the_build_changes_nothing(read: Reading, moment: str) -> None:
    for path in (HUB, EVENING, "/roles/"):
        assert text(read(path, moment)) == text(read(path, moment, java_script_enabled=False))


def test_without_a_script_a_page_stays_as_it_was_built(read: Reading) -> None:
    page = read(HUB, "2027-01-01 12:00", java_script_enabled=False)

    assert state(page) == "Open now, closes in 9 days"
    assert page.get_by_role("link", name="I’m interested").count() > 0


def test_an_event_is_over_when_it_ends(read: Reading) -> None:
    before, after = (text(read(EVENING, f"2026-12-02 {time}")) for time in ("19:59", "20:00"))

    assert "This event is over." not in before
    assert "Signing up" in before
    assert "This event is over." in after
    assert "Signing up" not in after
    assert text(read("/events/", "2026-12-02 20:00")).count("This event is over.") == 1


def test_a_page_that_stayed_in_the_browser_s_memory_comes_back_fresh(read: Reading) -> None:
    page = read(HUB, "2026-11-29 12:00")
    page.clock.set_fixed_time(datetime(2026, 12, 1, 12, tzinfo=LONDON))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert state(page) == "Opens on 3 May 2027"


@pytest.mark.parametrize("path", CHANGING)
def test_a_page_read_much_later_says_what_one_built_then_says(read: Reading, late: str, path: str) -> None:
    old, new = read(path, MUCH_LATER), read(path, MUCH_LATER, site=late, java_script_enabled=False)

    assert told(old) == told(new)


def test_every_card_read_much_later_says_what_one_built_then_says(read: Reading, late: str) -> None:
    def cards(page: Page) -> set[str]:
        return {" ".join(each.split()) for each in page.locator(".card").all_text_contents()}

    found = cards(read("/roles/", MUCH_LATER))

    assert found == cards(read("/roles/", MUCH_LATER, site=late, java_script_enabled=False))
    assert found != cards(read("/roles/", "2026-11-21"))
