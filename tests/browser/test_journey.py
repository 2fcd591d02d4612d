"""From the home page to the desk, as a newcomer goes, with scripts and cookies and without either."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from portal import PATIENCE, Portal
from steps import TEAM, apply, fill, read_reference


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_yaml_to_the_desk(browser: Browser, portal: Portal, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    reference = apply(page, portal, name="Zoë O’Neill", email="zoe@example.org")
    assert page.context.cookies() == [], "public pages set no cookie"

    letters = portal.postbox.about(reference, expected=2)
    assert set(letters) == {"zoe@example.org", TEAM}
    assert "Zoë" not in letters[TEAM], "the team's letter holds nothing personal"

    page.goto(portal.link("cambridgeshire"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë O’Neill")
    expect(page.get_by_text("I walk a lot & I like <people>.")).to_be_visible()
    page.get_by_label("Information evening").check()
    page.get_by_role("button", name="Move").click()
    record = page.locator("ol.timeline")
    expect(record).to_contain_text("Information evening")
    context.close()


def test_the_link_that_was_printed_opens_the_desk(page: Page, portal: Portal) -> None:
    page.goto(portal.desk["Cambridgeshire Constabulary"])
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Who is waiting")


def test_without_scripts_and_cookies_the_journey_ends_the_same(bare_page: Page, portal: Portal) -> None:
    reference = apply(bare_page, portal, name="Ng", email="ng@example.org")

    assert bare_page.context.cookies() == []
    assert set(portal.postbox.about(reference, expected=2)) == {"ng@example.org", TEAM}
    assert portal.rows("SELECT role, reference FROM interests WHERE reference = ?", reference) == [
        ("cambridgeshire/special-constable", reference)
    ]


def test_a_double_click_on_send_gives_one_interest(page: Page, portal: Portal) -> None:
    fill(page, portal, name="Two Clicks", email="twice@example.org")
    page.get_by_role("button", name="Send", exact=True).dblclick()

    reference = read_reference(page)
    query = "SELECT reference FROM interests JOIN applicants ON interest_id = interests.id WHERE name = ?"
    assert portal.rows(query, "Two Clicks") == [(reference,)]


@pytest.mark.parametrize("width", [320, 1280])
def test_mistakes_are_told_and_nothing_typed_is_lost(page: Page, portal: Portal, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{portal.url}/interest/cambridgeshire/special-constable")
    page.get_by_label("What would you like to tell us?").fill("Keep me")
    page.get_by_role("button", name="Continue").click()

    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page.get_by_label("What would you like to tell us?")).to_have_value("Keep me")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("What is your name?")).to_be_focused()
