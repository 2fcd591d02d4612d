"""Every kind of page as somebody hears it: in order, each link and landmark by a name that makes sense alone.

`pytest -s tests/browser/test_read_aloud.py` prints three pages as their text alone, to be read by somebody.
"""

import pytest
from aloud import faults, spoken
from kinds import PUBLIC
from playwright.sync_api import Page, expect
from portal import Portal
from walks import WALKS

ORDER = {  # three kinds, and what is heard one after the other on each
    "an open role": [
        "[Skip to the main content]",
        "This is a demonstration.",
        "(navigation: Main pages)",
        "(main)",
        "# Special constable",
        "(region: At a glance)",
        "Time:\n        At least 4 hours a week",
        "[I’m interested]",
        "## What you will do",
        "Cambridge, Parkside: ",
        "## Who can",
        "## Your way in",
        "## Roles like this",
        "In danger? Call 999.",
    ],
    "home": [
        "# Volunteer with the police, and beside them",
        "[See all roles]",
        "## Near you",
        "## Four ways to take part",
        "## Closing soon",
        "## What happens after you say you are interested",
    ],
    "the form": [
        "# I’m interested",
        "In danger? Call 999. This is not for reporting a crime.",
        "What is your name?\n      (textbox: What is your name?)",
        "(group: How can we reach you?)",
        "## What happens to your answers",
        "(button: Continue)",
    ],
}


@pytest.mark.parametrize("kind", PUBLIC)
def test_a_page_makes_sense_to_whoever_hears_it(page: Page, portal: Portal, kind: str) -> None:
    page.goto(portal.url + PUBLIC[kind])

    assert faults(page) == []


@pytest.mark.parametrize("walk", WALKS)
def test_so_do_the_states_that_have_no_address(page: Page, portal: Portal, walk: str) -> None:
    for state, heading in WALKS[walk](page, portal):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert faults(page) == [], state


@pytest.mark.parametrize("kind", ORDER)
def test_a_page_is_read_in_order_as_its_text_alone(page: Page, portal: Portal, kind: str) -> None:
    page.goto(portal.url + PUBLIC[kind])
    text = spoken(page)
    print(text)  # noqa: T201  for somebody to read

    told = [text.index(part) for part in ORDER[kind]]
    assert told == sorted(told)


BADLY = """data:text/html,<!doctype html><html lang="en-GB"><meta charset="utf-8"><header></header><footer></footer>
<main><h1>Roles</h1><h3>Open</h3><p><b>Open now</b><i>Closes</i></p>
<nav></nav><nav aria-label="Main"></nav><ul><p>None</p></ul><p>• One</p><img src="/x.png" alt="x.png">
<a href="http://x.example/1">Cadet</a> <a href="http://x.example/2">Cadet</a>, <a href="http://x.example/3">Here</a> <a href="http://x.example/4">http://x.example/4</a>
</main>"""


def test_what_reads_badly_is_told(page: Page) -> None:
    page.goto(BADLY)

    assert faults(page) == [
        "the heading “Open” of rank 3 follows one of rank 1",
        "a navigation of several has no name",
        "the link “Here” says nothing about http://x.example/3",
        "the link http://x.example/4 is read letter by letter",
        "“cadet” leads to 2 places: ['http://x.example/1', 'http://x.example/2']",
        "a list holds no items",
        "a mark is drawn as text: • One",
        "a picture of “x.png” tells nothing",
        "runs together: Open now|Closes",
    ]
