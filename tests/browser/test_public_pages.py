"""Every kind of page in the browser: axe finds nothing, nothing is asked of anybody else, nothing runs off the side."""

from typing import Any

import pytest
from looks import LOOKS, sideways
from playwright.sync_api import Browser
from portal import Portal

PUBLIC = {
    "home": "/",
    "roles": "/roles/",
    "an open role": "/roles/cambridgeshire/special-constable/",
    "a waiting list": "/roles/cambridgeshire/police-cadet/",
    "an upcoming role": "/roles/devon-and-cornwall/special-constable/",
    "a closed role": "/roles/devon-and-cornwall/puppy-walker/",
    "a signposted role": "/roles/citizens-advice/witness-service-cambridgeshire/",
    "pathways": "/pathways/",
    "a pathway": "/pathways/special-constable/",
    "groups": "/groups/",
    "a group": "/groups/force-directed/",
    "a contribution": "/contributions/communities/",
    "areas": "/areas/",
    "an area with parts": "/areas/cambridgeshire/",
    "an area": "/areas/fenland/",
    "an organisation": "/organisations/cambridgeshire/",
    "a skill": "/skills/communication/",
    "an interest": "/interests/outdoors/",
    "recognition": "/recognition/",
    "events": "/events/",
    "an event": "/events/meet-custody-visitors/",
    "a past event": "/events/cadet-evening-wisbech/",
    "stories": "/stories/",
    "a story": "/stories/first-night-on-patrol/",
    "the plan": "/plan/",
    "a role that went": "/roles/devon-and-cornwall/street-marshal/",
    "how it works": "/how-it-works/",
    "vetting": "/vetting/",
    "time and money": "/time-and-money/",
    "under 18": "/under-18s/",
    "for employers": "/for-employers/",
    "for editors": "/for-editors/",
    "about": "/about/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "not found": "/no/such/page",
    "the form": "/interest/cambridgeshire/special-constable",
    "the form for the young": "/interest/cambridgeshire/police-cadet",
    "the form of a closed role": "/interest/devon-and-cornwall/puppy-walker",
    "the form of a signposted role": "/interest/policing-museum/museum-volunteer",
    "the form of no role": "/interest/nobody/nothing",
    "sign in": "/desk/sign-in",
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", PUBLIC)
def test_a_page_is_accessible_and_keeps_to_itself(
    browser: Browser, portal: Portal, axe: Any, kind: str, look: str
) -> None:
    width, scheme = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(portal.url + PUBLIC[kind])

    assert axe(page) == []
    assert [url for url in asked if not url.startswith((portal.url, "data:"))] == []
    assert context.cookies() == [] or kind == "sign in"
    assert [text for text in complaints if "the server responded with a status of" not in text] == []
    assert sideways(page) <= 0
    context.close()


@pytest.mark.parametrize("kind", PUBLIC)
def test_nothing_runs_off_the_side_at_320_pixels(browser: Browser, portal: Portal, kind: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(portal.url + PUBLIC[kind])

    assert sideways(page) <= 0
    context.close()


def test_the_old_address_of_a_role_leads_to_the_new_one_without_scripts(browser: Browser, portal: Portal) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal.url}/roles/cambridgeshire-opcc/lay-visitor/", wait_until="commit")

    page.wait_for_url(f"{portal.url}/roles/cambridgeshire-opcc/custody-visitor/")
    context.close()
