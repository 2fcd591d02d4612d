"""The steps of an applicant, from the home page to the reference."""

import re

from playwright.sync_api import Page, expect
from portal import Portal

REFERENCE = re.compile(r"CIP-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}")
TEAM = "fenland@cambridgeshire.example.org"  # Fenland's lead, in areas.yml


def apply(page: Page, portal: Portal, *, name: str, email: str) -> str:
    """From home to the reference."""
    fill(page, portal, name=name, email=email)
    page.get_by_role("button", name="Send", exact=True).click()
    return read_reference(page)


def fill(page: Page, portal: Portal, *, name: str, email: str) -> None:
    """From home to the page that shows the answers."""
    page.goto(portal.url)
    page.get_by_role("link", name="See all roles").click()
    cards = page.get_by_role("listitem").filter(has_text="Cambridgeshire Constabulary")
    cards.get_by_role("link", name="Special constable").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Special constable")
    page.get_by_role("link", name="I’m interested").first.click()
    page.get_by_label("What is your name?").fill(name)
    page.get_by_label("18 or over").check()
    page.get_by_label("Your email address").fill(email)
    page.get_by_label("Which area?").select_option(label="Fenland")
    page.get_by_label("What would you like to tell us?").fill("I walk a lot & I like <people>.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.get_by_text("I walk a lot & I like <people>.")).to_be_visible()


def read_reference(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your form")
    found = REFERENCE.search(page.locator(".reference").first.inner_text())
    assert found, "there is no reference that can be read out"
    return found[0]
