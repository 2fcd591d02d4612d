"""The whole portal as `make run` starts it, a mail server that keeps what it gets, and Chromium."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import PROGRAM, QUIET, started
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from portal import PATIENCE, Portal, running

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The site built for today, and the portal on SQLite in a folder of its own, as `make run` has it."""
    with running(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = started(playwright)
    yield launched
    launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


@pytest.fixture
def bare_page(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A page in a Chromium that runs no script and refuses every cookie."""
    profile = tmp_path / "profile"
    settings = {"profile": {"default_content_setting_values": {"cookies": 2, "javascript": 2}}}
    (profile / "Default").mkdir(parents=True)
    (profile / "Default/Preferences").write_text(json.dumps(settings), "utf-8")
    context: BrowserContext = playwright.chromium.launch_persistent_context(
        profile, executable_path=PROGRAM, args=QUIET, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE * 1000)
    yield context.pages[0]
    context.close()


@pytest.fixture(scope="session")
def axe() -> Any:
    """A check of a page by axe-core: WCAG 2.2 A and AA, and best practices. Returns a line for each violation."""
    script = TOP / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        pytest.fail("axe-core is not installed, and the tests need it. Run: npm ci", pytrace=False)
    source = script.read_text("utf-8")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def check(page: Page) -> list[str]:
        if not page.evaluate("Boolean(window.axe)"):  # half a megabyte, read once a page
            page.evaluate(source)
        found = page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", rules
        )
        return [
            f"{each['id']}: {each['help']}: {node['target']}" for each in found["violations"] for node in each["nodes"]
        ]

    return check
