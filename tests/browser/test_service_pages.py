"""The states of the service's pages that have no address of their own, and the desk behind its sign-in: axe on each."""

from typing import Any

import pytest
from looks import LOOKS, looks, scripting, sideways
from playwright.sync_api import Browser, expect
from portal import PATIENCE, Portal
from walks import WALKS


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts, every look", "no scripts, one look"])
@pytest.mark.parametrize("walk", WALKS)
def test_every_state_on_the_way_is_accessible(
    browser: Browser, portal: Portal, axe: Any, walk: str, scripts: bool
) -> None:
    """Without scripts in one look alone, as for the pages that have an address."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    allow = scripting(page)

    allow(scripts)
    for state, heading in WALKS[walk](page, portal):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        allow(True)
        for look in looks(page, LOOKS if scripts else LOOKS[:1]):
            assert axe(page) == [], (state, look)
            assert sideways(page) <= 0, (state, look)
        allow(scripts)
    context.close()
