"""A closing date moved, from the file to the form: one line, one sentence, and the right state wherever it is told."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from project import Project
from reader import words

from forms_service import create_app
from forms_service.settings import Settings
from site_builder.catalogue import LONDON

TOP = Path(__file__).parents[2]
TODAY = "2026-12-06"  # the day after the role has closed
CIP = Path(sys.executable).with_name("cip")


class Portal:
    """The service with the site beside it, as `make run` has them, at whatever time it is made to be."""

    def __init__(self, project: Project, database: Path) -> None:
        environ = {
            "CIP_SECRET_KEY": "f3b1c9d07e52a48694d0b7e6a1c8f25d",
            "CIP_BUILD": str(project.root / "build"),
            "DATABASE_URL": f"sqlite:///{database}",
            "CIP_SERVE_SITE": "yes",
        }
        self.now = datetime.fromisoformat(f"{TODAY}T12:00").replace(tzinfo=LONDON)
        self.app = create_app(Settings.read(environ), lambda: self.now)

    def opens(self, address: str) -> tuple[int, str]:
        response = self.app.test_client().get(address, base_url="http://127.0.0.1:8000")
        return response.status_code, words(response.text)


@pytest.fixture
def project(project: Project) -> Project:
    """One whose branch main holds what its site was built from."""
    letters = "content/letters"  # the service asks for more of them than a site does
    shutil.copytree(TOP / letters, project.root / letters, dirs_exist_ok=True)
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "add", ".")
    git(project, "-c", "user.name=Editor", "-c", "user.email=editor@example.org", "commit", "--quiet", "-m", "Before")
    project.built(CIP_TODAY=TODAY)
    return project


@pytest.fixture
def portal(project: Project, tmp_path: Path, sqlite_template: Path) -> Iterator[Portal]:
    made = Portal(project, shutil.copy(sqlite_template, tmp_path / "portal.db"))
    yield made
    made.app.engine.dispose()


def git(project: Project, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=project.root, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_closing_date_moved_is_one_line_one_sentence_and_the_right_state_on_the_page_and_the_form(
    project: Project, portal: Portal
) -> None:
    assert "It closed on 5 December 2026 at 12:00." in portal.opens("/roles/anytown/special/")[1]
    status, text = portal.opens("/interest/anytown/special")
    assert (status, "This role is closed" in text) == (410, True)

    project.change("roles/anytown/special.yml", "closes: 2026-12-05 12:00", "closes: 2026-12-18")

    assert git(project, "diff", "--numstat").split() == ["1", "1", "roles/anytown/special.yml"]
    done = subprocess.run(
        [CIP, "diff", "--today", TODAY], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "Special constable, Anytown Police: closes 5 December 2026 at 12:00 → 18 December 2026; "
        "so the page says “Open now”, no longer “Closed”.",
    )

    project.built(CIP_TODAY=TODAY)
    assert "Closes on 18 December 2026" in portal.opens("/roles/anytown/special/")[1]
    status, text = portal.opens("/interest/anytown/special")
    assert (status, "What is your name?" in text) == (200, True)


def test_the_form_closes_at_its_date_though_no_new_site_was_built(project: Project, portal: Portal) -> None:
    project.change("roles/anytown/special.yml", "closes: 2026-12-05 12:00", "closes: 2026-12-18 12:00")
    project.built(CIP_TODAY=TODAY)
    portal.now = datetime(2026, 12, 18, 11, 59, tzinfo=LONDON)
    assert portal.opens("/interest/anytown/special")[0] == 200

    portal.now = datetime(2026, 12, 18, 12, 0, tzinfo=LONDON)

    assert portal.opens("/interest/anytown/special")[0] == 410
