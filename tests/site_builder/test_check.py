"""`cip check`, as an editor, GitHub and a program meet it."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from project import REPOSITORY, make_project

GOOD = Path(__file__).parent / "good"
CIP = Path(sys.executable).with_name("cip")
TODAY = "2026-11-21"
STALE = (
    "roles/anytown/special.yml:17:11: Q004: the facts here were last checked on 1 May 2025, more than 12 months ago; "
    "check each again, then set `reviewed` to the day's date\n"
)
MISSPELT = "roles/anytown/special.yml:3:1: C001: 'aeras' is not a key here; did you mean 'areas'?\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(GOOD, tmp_path / "project")


@pytest.fixture
def stale(project: Path) -> Path:
    path = project / "roles/anytown/special.yml"
    path.write_text(path.read_text("utf-8") + "reviewed: 2025-05-01\n", "utf-8")
    return project


@pytest.fixture
def misspelt(project: Path) -> Path:
    path = project / "roles/anytown/special.yml"
    path.write_text(path.read_text("utf-8").replace("areas:", "aeras:"), "utf-8")
    return project


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [CIP, "check", "--today", TODAY, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_good_files_are_counted_and_nothing_is_printed_where_data_goes(project: Path) -> None:
    done = check(project)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 roles, 1 pathway: no problem.\n")


def test_a_problem_is_one_line_and_the_exit_says_mend_your_files(misspelt: Path) -> None:
    done = check(misspelt)

    assert (done.returncode, done.stdout, done.stderr) == (1, MISSPELT, "")


def test_github_gets_an_annotation(misspelt: Path) -> None:
    done = check(misspelt, "--format", "github")

    assert done.returncode == 1
    assert done.stdout == (
        "::error file=roles/anytown/special.yml,line=3,col=1,title=C001"
        "::'aeras' is not a key here; did you mean 'areas'?\n"
    )


def test_a_program_gets_a_list_of_objects_empty_when_all_is_good(project: Path, misspelt: Path) -> None:
    assert json.loads(check(misspelt, "--format", "json").stdout) == [
        {
            "path": "roles/anytown/special.yml",
            "line": 3,
            "column": 1,
            "code": "C001",
            "message": "'aeras' is not a key here",
            "help": "did you mean 'areas'?",
            "level": "problem",
        }
    ]
    assert json.loads(check(GOOD, "--format", "json").stdout) == []


def test_a_terminal_shows_the_line_with_a_caret(misspelt: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [CIP, "check", "--today", TODAY], cwd=misspelt, stdout=theirs, env={**os.environ, "NO_COLOR": "1"}
    ) as running:
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
    os.close(ours)

    assert running.returncode == 1
    assert shown.decode().replace("\r\n", "\n") == (
        f"{MISSPELT}  |\n3 | aeras: [north]\n  | ^\n\nFound 1 problem in 1 file.\n"
    )


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side has closed
        return b""


def test_the_folders_can_be_named(misspelt: Path, tmp_path: Path) -> None:
    done = check(tmp_path, "--roles", "project/roles", "--content", "project/content")

    assert (done.returncode, done.stdout) == (1, f"project/{MISSPELT}")


def test_advice_is_counted_and_stops_nothing(stale: Path) -> None:
    done = check(stale)

    assert (done.returncode, done.stdout) == (0, STALE)
    assert done.stderr == "2 roles, 1 pathway: no problem, 1 piece of advice.\n"


def test_advice_stands_with_the_problems_in_the_order_of_their_places(stale: Path) -> None:
    (stale / "content/pages").mkdir()
    (stale / "content/pages/about.md").write_text("# About\n\nCall 07400 123456.\n", "utf-8")
    (stale / "roles/stray.yml").write_text("x: y\n", "utf-8")

    done = check(stale)

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "content/pages/about.md:3:6: C008: a mobile number stands here; "
        "take it away, as it may be somebody's own; give the office's number\n"
        f"{STALE}"
        "roles/stray.yml:1:1: C006: this stands outside every folder; put it in the folder of its organisation\n"
    )


def test_advice_is_a_warning_for_github_and_has_its_level_for_a_program(stale: Path) -> None:
    message = "the facts here were last checked on 1 May 2025, more than 12 months ago"
    help = "check each again, then set `reviewed` to the day's date"

    assert check(stale, "--format", "github").stdout == (
        f"::warning file=roles/anytown/special.yml,line=17,col=11,title=Q004::{message}; {help}\n"
    )
    assert json.loads(check(stale, "--format", "json").stdout) == [
        {
            "path": "roles/anytown/special.yml",
            "line": 17,
            "column": 11,
            "code": "Q004",
            "message": message,
            "help": help,
            "level": "advice",
        }
    ]


def test_advice_is_as_of_today_or_of_the_day_that_is_named(stale: Path) -> None:
    without = subprocess.run([CIP, "check"], cwd=stale, capture_output=True, text=True, check=False)

    assert STALE in without.stdout
    assert check(stale, "--today", "2026-05-01").stdout == ""


def test_a_build_takes_no_notice_of_advice(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    project.change("roles/profiles/volunteer.yml", "reviewed: 2026-11-21", "reviewed: 2001-01-01")

    assert project.mkdocs("build", "--strict").returncode == 0


def test_the_shipped_content_has_neither_problem_nor_advice_within_two_seconds() -> None:
    before = os.times()
    done = check(REPOSITORY)
    after = os.times()

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith(": no problem.\n")
    assert after.children_user + after.children_system - before.children_user - before.children_system < 2


@pytest.mark.parametrize("arguments", [["--roles", "nowhere"], ["--format", "xml"], ["--rolls", "x"]])
def test_wrong_usage_is_told_apart_from_wrong_files(project: Path, arguments: list[str]) -> None:
    done = check(project, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: cip check [OPTIONS]\n")


def test_a_build_as_of_no_day_is_wrong_usage(project: Path) -> None:
    done = subprocess.run([CIP, "build", "--today", "soon"], cwd=project, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("Error: Invalid value for '--today': 'soon' does not match the format '%Y-%m-%d'.\n")
