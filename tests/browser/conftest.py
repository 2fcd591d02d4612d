"""The whole portal as `make run` starts it, a mail server that keeps what it gets, and Chromium."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from portal import PATIENCE, Portal, Postbox, environment, free_port, printed_links

TOP = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
QUIET = [  # Chromium asks its makers for updates unless told not to
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, postbox: tuple[Postbox, int]) -> Iterator[Portal]:
    """The site built for today, and the portal on SQLite in a folder of its own, as `make run` has it."""
    portal = Portal(f"http://127.0.0.1:{free_port()}", tmp_path_factory.mktemp("portal"), postbox[0])
    build = [Path(sys.executable).with_name("mkdocs"), "build", "-q", "-d", portal.folder / "build/site"]
    subprocess.run(build, cwd=TOP, env=environment(portal), check=True)
    catalogue = json.loads((portal.folder / "build/service/catalogue.json").read_text("utf-8"))
    receivers = sum("inbox" in organisation for organisation in catalogue["organisations"].values())
    run = [sys.executable, "-u", "-m", "forms_service.run"]
    with subprocess.Popen(
        run,
        cwd=portal.folder,
        env={**environment(portal), "SMTP_URL": f"smtp://127.0.0.1:{postbox[1]}"},
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            portal.desk = printed_links(running, receivers)
            yield portal
        finally:
            running.send_signal(signal.SIGTERM)
            assert running.wait(PATIENCE) == 0


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is not installed, and the tests need it. Run: apt-get install chromium", pytrace=False)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield started
    started.close()


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
        profile, executable_path=CHROMIUM, args=QUIET, java_script_enabled=False
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
        page.evaluate(source)
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", rules)
        return [
            f"{each['id']}: {each['help']}: {node['target']}" for each in found["violations"] for node in each["nodes"]
        ]

    return check
