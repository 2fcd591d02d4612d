"""What a change does, in the words of a colleague. The cases are edits of the project in `good/`."""

import json
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import apply

from site_builder.catalogue import LONDON, Facts
from site_builder.diff import as_text, difference, edition
from site_builder.diff.names import Names
from site_builder.diff.phrases import Phrases
from site_builder.diff.roles import changes
from site_builder.pages import pages
from site_builder.shell import Site

HERE = Path(__file__).parent
CIP = Path(sys.executable).with_name("cip")
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases/diff.yml").read_text("utf-8"))
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=LONDON)
CLOSES = {"in": "roles/anytown/special.yml", "replace": "2026-12-05 12:00", "by": "2026-11-05"}
CLOSED_EARLIER = (
    "Special constable, Anytown Police: closes 5 December 2026 at 12:00 → 5 November 2026; "
    "so the page says “Closed”, no longer “Open now”.\n{pages}\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(HERE / "good", tmp_path / "project")


@pytest.fixture
def committed(project: Path) -> Path:
    """A project whose branch main holds the good files."""
    git(project, "init", "--quiet", "--initial-branch=main")
    commit(project, "The good files")
    return project


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, check=True)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", message)


def diff(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit, and what stands on standard output and standard error."""
    command = [CIP, "diff", "--today", "2026-11-21", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, uncounted(done.stdout), done.stderr


def uncounted(text: str) -> str:
    """The text with {pages} for the count of pages: it grows with every kind of page that lists roles."""
    return re.sub(r"^[\d,]+ pages? .*\.$", "{pages}", text, flags=re.MULTILINE)


def drawn(folder: Path) -> dict[str, str]:
    """The body of each page by its path."""
    site = Site(name="Volunteering", url="https://portal.example.org/", form_url="/interest/", demonstration=False)
    return {page.path: page.body for page in pages(edition(folder).catalogue, NOW, site)}


# What is said -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_edit_is_told_as_a_colleague_would_say_it(case: dict[str, Any], project: Path) -> None:
    for edit in case.get("before", ()):
        apply(edit, project)
    before = edition(project)
    for edit in case["edits"]:
        apply(edit, project)

    assert uncounted(as_text(difference(before, edition(project), NOW, case.get("waiting", {})))) == case["says"]


def test_there_are_fifty_edits_and_more_each_with_a_text_of_its_own() -> None:
    assert len(CASES) == len({case["name"] for case in CASES}) > 50
    assert len({case["says"] for case in CASES}) > 50


def test_no_fact_of_a_role_changes_in_silence() -> None:
    """Whatever one shipped role says of a fact and another says otherwise, or not at all."""
    catalogue = edition(HERE.parents[1]).catalogue
    role = catalogue.roles["cambridgeshire/special-constable"]
    told = {}
    for field in Facts.model_fields:
        for other in catalogue.roles.values():
            changed = role.model_copy(update={field: getattr(other, field)})
            if changed != role:
                before, after = (catalogue.model_copy(update={"roles": {role.key: each}}) for each in (role, changed))
                told[field, other.key] = list(changes(before, after, Phrases(Names(before, after, {})), NOW))

    assert len(told) > 500
    assert {place for place, said in told.items() if not said} == set()
    assert [said for said in told.values() if any(": ;" in what or "  " in what for what in said[0].what)] == []


@pytest.mark.parametrize("number", [1, 2])
def test_the_pages_that_change_are_counted_by_what_stands_on_them(number: int, project: Path) -> None:
    start, before = edition(project), drawn(project)
    apply({"in": "roles/anytown/special.yml", "replace": "at_least: 16", "by": "at_least: 18"}, project)
    for name in ("early", "late")[:number]:
        (project / f"content/pages/{name}.md").parent.mkdir(exist_ok=True)
        (project / f"content/pages/{name}.md").write_text(f"# {name}\n")
    changed = sum(body != before[path] for path, body in drawn(project).items())
    new = "1 is new" if number == 1 else "2 are new"

    assert changed > 1
    assert as_text(difference(start, edition(project), NOW, {})).splitlines()[-1] == f"{changed} pages change, {new}."


# The command --------------------------------------------------------------------------------------------------------


def test_a_closing_date_moved_is_one_sentence_and_the_right_state_on_the_page_and_the_form(committed: Path) -> None:
    before, page_before = edition(committed).catalogue, drawn(committed)["roles/anytown/special/"]
    apply(CLOSES, committed)
    after, page_after = edition(committed).catalogue, drawn(committed)["roles/anytown/special/"]

    assert diff(committed) == (0, CLOSED_EARLIER, "")
    assert [each.roles["anytown/special"].takes_names(NOW) for each in (before, after)] == [True, False]
    assert ["It closed on 5 November 2026." in body for body in (page_before, page_after)] == [False, True]
    assert ["/interest/anytown/special" in body for body in (page_before, page_after)] == [True, False]


def test_work_is_compared_with_where_it_left_main_whatever_others_did_there(committed: Path) -> None:
    git(committed, "checkout", "--quiet", "-b", "mine")
    apply(CLOSES, committed)
    commit(committed, "Close earlier")
    git(committed, "checkout", "--quiet", "main")
    apply({"in": "roles/anytown-opcc/custody-visitor.yml", "replace": "waiting_list", "by": "open"}, committed)
    commit(committed, "Somebody else's work")
    git(committed, "checkout", "--quiet", "mine")

    assert diff(committed) == (0, CLOSED_EARLIER, "")


def test_origin_main_comes_before_a_main_of_ones_own(committed: Path) -> None:
    git(committed, "update-ref", "refs/remotes/origin/main", "HEAD")
    apply(CLOSES, committed)
    commit(committed, "Close earlier, on a main of my own")

    assert diff(committed) == (0, CLOSED_EARLIER, "")
    assert diff(committed, "main") == (0, "Nothing changes on the site.\n", "")


def test_any_revision_can_be_the_base(committed: Path) -> None:
    apply(CLOSES, committed)
    commit(committed, "Close earlier")

    assert diff(committed, "HEAD^1") == (0, CLOSED_EARLIER, "")


def test_a_pull_requests_summary_is_markdown_in_which_the_files_format_nothing(committed: Path) -> None:
    role = {"in": "roles/anytown-opcc/custody-visitor.yml", "replace": "waiting_list", "by": "open\ntitle: <b>*@all*"}
    apply(role, committed)

    assert diff(committed, "--format", "markdown") == (
        0,
        "## What this change does\n\n"
        "- **\\<b\\>\\*\\@all\\*, Anytown Police and Crime Commissioner**: "
        "title “Custody visitor” → “\\<b\\>\\*\\@all\\*”; waiting list → open now.\n\n"
        "{pages}\n",
        "",
    )


def test_the_services_counts_warn_of_people_who_wait_for_a_role_that_goes(committed: Path) -> None:
    (committed / "waiting.json").write_text(json.dumps({"anytown/special": 1204}))
    (committed / "roles/anytown/special.yml").unlink()

    assert diff(committed, "--waiting", "waiting.json", "--format", "markdown") == (
        0,
        "## What this change does\n\n"
        "- **Removed role**: Special constable, Anytown Police.\n\n"
        "{pages}\n\n"
        "> ⚠️ 1,204 people are waiting to hear about Special constable, Anytown Police. "
        "Answer them before this goes live.\n\n"
        "> ⚠️ Old links to anytown/special would lead nowhere. Say in content/redirects.yml what became of it.\n",
        "",
    )


def test_counts_that_are_none_are_one_sentence(committed: Path) -> None:
    (committed / "waiting.json").write_text('{"anytown/special": "many"}')

    assert diff(committed, "--waiting", "waiting.json") == (
        2,
        "",
        "Nothing is compared: the counts of people waiting can't be read; "
        "make the file with: flask --app forms_service waiting.\n",
    )


@pytest.mark.parametrize("base", ["v1", "--upload-pack=x", "a b", ":/Somebody"])
def test_a_base_that_is_not_there_is_one_sentence(committed: Path, base: str) -> None:
    assert diff(committed, "--", base) == (
        2,
        "",
        f"Nothing is compared: git knows no revision '{base}' here; name another one, as in: cip diff HEAD.\n",
    )


def test_a_folder_without_git_is_one_sentence(project: Path) -> None:
    assert diff(project) == (
        2,
        "",
        "Nothing is compared: git knows no revision 'main' here; name another one, as in: cip diff HEAD.\n",
    )


def test_a_base_that_has_problems_is_one_sentence(committed: Path) -> None:
    apply({"in": "roles/anytown/special.yml", "replace": "areas:", "by": "aeras:"}, committed)
    commit(committed, "A broken file")
    apply({"in": "roles/anytown/special.yml", "replace": "aeras:", "by": "areas:"}, committed)

    assert diff(committed, "HEAD") == (
        2,
        "",
        "Nothing is compared: the files at 'HEAD' have a problem themselves; name another revision.\n",
    )


def test_a_problem_in_your_own_files_is_told_as_cip_check_tells_it(committed: Path) -> None:
    apply({"in": "roles/anytown/special.yml", "replace": "[north]", "by": "[nroth]"}, committed)

    exit_code, told, trouble = diff(committed)

    assert (exit_code, trouble) == (1, "")
    assert told.startswith("roles/anytown/special.yml:")
    assert told.endswith(": C004: no area is called 'nroth'; did you mean 'north'?\n")
