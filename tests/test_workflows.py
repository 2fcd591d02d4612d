"""What runs by itself on the forge: safe, right in its form, and made of commands that are there."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from site_builder.cli import main

TOP = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((TOP / ".github/workflows").glob("*.yml"))
STEPS = [
    (path.name, step)
    for path in WORKFLOWS
    for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    for step in job["steps"]
]
RUNS = [(name, line) for name, step in STEPS for line in step.get("run", "").splitlines()]


def run(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_reader_with_an_attackers_eye_finds_nothing() -> None:
    found = run(BIN / "zizmor", "--offline", "--pedantic", "--no-progress", "--color=never", *WORKFLOWS)

    assert found == (0, "No findings to report. Good job!\n")


def test_the_forge_will_understand_them() -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS]

    assert run(*command) == (0, "ok -- validation done\n")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_action_is_pinned_by_its_whole_hash_with_its_version_beside_it(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))

    assert used
    assert [line for line in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_the_files_and_do_no_more(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))

    assert workflow["permissions"] == {}
    assert [job["permissions"] for job in workflow["jobs"].values()] == [{"contents": "read"}]


def test_nothing_that_somebody_else_wrote_is_put_into_a_command() -> None:
    assert [(name, line) for name, line in RUNS if "${{" in line] == []


def test_every_command_is_one_of_ours() -> None:
    targets = set(re.findall(r"^([\w./-]+):(?: |$)", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert RUNS
    assert [(name, line) for name, line in RUNS if not _is_ours(line.split(" >> ")[0].split(), targets)] == []


def _is_ours(words: list[str], targets: set[str]) -> bool:
    """`make` with targets of the Makefile, or `cip` with a command and options that it has."""
    match words:
        case ["make", *wanted]:
            return set(wanted) <= targets
        case [".venv/bin/cip", command, *rest] if command in main.commands:
            found = main.commands[command]
            options = {name for option in found.params for name in option.opts if isinstance(option, click.Option)}
            return {word for word in rest if word.startswith("-")} <= options
    return False


def step(workflow: str, name: str) -> dict[str, Any]:
    [found] = [each for file, each in STEPS if (file, each["name"]) == (workflow, name)]
    return found


def test_a_proposed_change_is_checked_told_built_and_kept() -> None:
    assert step("check.yml", "Check every file")["run"] == ".venv/bin/cip check --format github"
    assert step("check.yml", "Tell what changes")["run"].endswith('--format markdown >> "$GITHUB_STEP_SUMMARY"')
    assert step("check.yml", "Get the files")["with"]["fetch-depth"] == 2, "the base of the diff is there"
    assert step("check.yml", "Keep the site to look at")["with"]["path"] == "build/site/"


def test_every_path_that_has_owners_is_there() -> None:
    lines = (TOP / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    owned = [line.split() for line in lines if line and not line.startswith("#")]

    assert [path for path, *_ in owned if path != "*" and not (TOP / path.strip("/")).exists()] == []
    assert [path for path, *owners in owned if not owners or not all(owner.startswith("@") for owner in owners)] == []
