"""An editor's day at /edit/, in Chromium: a role is opened, broken, mended and compared, and its file says so."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from portal import PATIENCE, Portal, Postbox, environment, free_port, printed_links

TOP = Path(__file__).parents[2]
ROLE = "roles/cambridgeshire/special-constable.yml"
CLOSES = "2026-12-14 12:00"


@dataclass(frozen=True)
class Project:
    """Somebody's checkout, and a portal that was built from it."""

    folder: Path
    portal: Portal

    def role(self) -> str:
        return (self.folder / ROLE).read_text("utf-8")

    def cip(self, command: str) -> tuple[int, str]:
        """How a command ended, and what it said."""
        program = Path(sys.executable).with_name("cip")
        words = [program, command, "--today", "2026-11-21"]
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    folder = _checkout(tmp_path / "project")
    with _decap_server(folder) as address, pytest.MonkeyPatch.context() as environ:
        environ.setenv("CIP_EDIT_LOCAL", address)
        (tmp_path / "portal").mkdir()
        with _running(tmp_path / "portal", folder) as portal:
            yield Project(folder, portal)


def _checkout(folder: Path) -> Path:
    for name in ("roles", "content"):
        shutil.copytree(TOP / name, folder / name)
    shutil.copy(TOP / "mkdocs.yml", folder)
    (folder / "site_builder").symlink_to(TOP / "site_builder")  # for its theme
    git = ["git", "-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "."], ["commit", "--quiet", "-m", "Before"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder


@contextmanager
def _running(folder: Path, project: Path) -> Iterator[Portal]:
    portal = Portal(f"http://127.0.0.1:{free_port()}", folder, Postbox())
    build = [Path(sys.executable).with_name("mkdocs"), "build", "-q", "-d", folder / "build/site"]
    subprocess.run(build, cwd=project, env=environment(portal), check=True)
    run = [sys.executable, "-u", "-m", "forms_service.run"]
    with subprocess.Popen(run, cwd=folder, env=environment(portal), stdout=subprocess.PIPE, text=True) as running:
        try:
            portal.desk = printed_links(running, 1)
            yield portal
        finally:
            running.terminate()
            running.wait(PATIENCE)


@contextmanager
def _decap_server(folder: Path) -> Iterator[str]:
    """Decap's own program for work on one machine: it keeps what the page saves in the files of a folder."""
    program = TOP / "node_modules/decap-server/dist/index.js"
    if not program.exists():
        pytest.fail("decap-server is not installed, and the tests need it. Run: npm ci", pytrace=False)
    port = free_port()
    environ = {**os.environ, "PORT": str(port), "BIND_HOST": "127.0.0.1", "GIT_REPO_DIRECTORY": str(folder)}
    with subprocess.Popen(["node", program], env=environ, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert any("listening" in line for line in iter(server.stdout.readline, "")), "decap-server didn't start"
            yield f"http://127.0.0.1:{port}/api/v1"
        finally:
            server.terminate()
            server.wait(PATIENCE)


class Form:
    """A role's form in the page."""

    def __init__(self, page: Page, project: Project) -> None:
        self.page = page
        page.goto(f"{project.portal.url}/edit/")
        page.get_by_role("button", name="Login").click()
        page.get_by_role("link", name="Roles: Cambridgeshire Constabulary").click()
        page.get_by_role("link", name="special-constable").click()

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label)

    def type(self, label: str, text: str) -> None:
        """As at a keyboard: Decap's boxes lose what a program puts into them."""
        self.field(label).click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        expect(self.field(label)).to_have_value(text)

    def save(self) -> None:
        self.page.get_by_role("button", name="Publish").click()
        self.page.get_by_role("menuitem", name="Publish now").click()

    def saved(self) -> None:
        self.save()
        expect(self.page.get_by_text("Changes saved")).to_be_visible()


def test_an_editors_day(page: Page, project: Project) -> None:
    before = project.role()
    form = Form(page, project)
    intakes = form.field("Intakes").input_value()

    # A slip of the pen is told in the page, beside its box, and nothing is kept.
    form.type("Reviewed", "5 October 2026")
    form.save()
    expect(page.get_by_text("Write it as 2026-10-05: year, month, day.")).to_be_visible()
    form.type("Reviewed", "2026-11-21")
    form.type("Intakes", intakes.replace(CLOSES, "soon"))
    form.save()
    expect(page.get_by_text("closes: Write 2026-10-05, 2026-10-05 12:00, 2026-10 or 2026.")).to_be_visible()
    assert project.role() == before

    # What only the whole shows is told by the check, with its line and column, before it can reach the site.
    form.type("Intakes", intakes.replace(CLOSES, "2026-10-14 12:00"))
    form.saved()
    line = project.role().splitlines().index("    closes: 2026-10-14 12:00") + 1
    assert project.cip("check") == (
        1,
        f"{ROLE}:{line}:13: C003: this intake closes (14 October 2026 at 12:00) before it opens (2 November 2026); "
        "swap or mend the dates\n",
    )

    # Mended in the page, the check is content; the change is one sentence, and nothing else is another.
    form.type("Intakes", intakes.replace(CLOSES, "2026-12-21 12:00"))
    form.saved()
    assert project.cip("check") == (0, "")
    code, told = project.cip("diff")
    assert (code, told.splitlines()[0]) == (
        0,
        "Special constable, Cambridgeshire Constabulary: closes 14 December 2026 at 12:00 → 21 December 2026 at 12:00.",
    )
    assert re.fullmatch(r"\d+ pages change\.", told.splitlines()[1])
    assert keys(project.role()) == [*keys(before), "reviewed"], "the keys stand in the model's order"


def keys(text: str) -> list[str]:
    return re.findall(r"^(\w+):", text, re.MULTILINE)


def test_before_anybody_signs_in_nothing_is_asked_of_anybody_else(page: Page, portal: Portal) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(f"{portal.url}/edit/")
    expect(page.get_by_role("button", name="Login")).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert f"{portal.url}/edit/decap-cms.js" in asked
    assert [url for url in asked if not url.startswith((f"{portal.url}/", "data:", "blob:"))] == []
    assert complaints == []
    assert page.context.cookies() == []
