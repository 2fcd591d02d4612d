"""`cip new`: an editor begins a file, is told what is left to do, and can say each example as it stands."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
GOOD = Path(__file__).parent / "good"
CIP = Path(sys.executable).with_name("cip")
LAST = "\nRun `cip check` after each change, and `mkdocs serve` to look.\n"
STORY = """\
---
## A story.
## A line that starts with ## explains. A line that starts with one # is an example: to say such a thing, take the #
## and the space behind it away, and put your own words there. Delete what you don't need.

## Fill these in

## What it is called.
## For example:
##   title: My first night on patrol
title:

## One sentence for lists.
## For example:
##   summary: How I learnt to stay calm.
summary:

## The role that it is about.
## For example:
##   role: cambridgeshire/special-constable
role:

## Whose story it is.
## For example:
##   who: A special constable in Fenland
who:

## Say these if you know them

## Whether the person is made up. The page and every card of the story say so.
# example: yes
---
Write here what happened, in the person's own words.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(GOOD, tmp_path / "project")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    for folder in ("roles", "content"):
        shutil.copytree(TOP / folder, tmp_path / "shipped" / folder)
    return tmp_path / "shipped"


def cip(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([CIP, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_a_role_is_begun_and_what_is_left_to_do_is_told(project: Path) -> None:
    done = cip(project, "new", "role", "anytown/beat", "--extends", "special")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "roles/anytown/beat.yml is written.\n\n"
        "Left to do:\n"
        "- line 14: fill in `apply`. `here` if we take names with our own form. Otherwise who recruits, why not us, "
        "and where to go: we hold no data.\n"
        "- line 20: fill in `intakes`. When it takes people: a word, or windows with their dates. The site works out "
        "by itself what is open today.\n"
        "- line 26: fill in `you_will`. What somebody does, each line starting with a verb.\n" + LAST
    )


def test_a_role_says_only_what_its_profile_does_not(project: Path) -> None:
    cip(project, "new", "role", "anytown/beat", "--extends", "special")

    text = (project / "roles/anytown/beat.yml").read_text("utf-8")
    assert text.startswith(
        "## Special constable, Anytown Police. Say here what is local. The rest is said in "
        "roles/profiles/special.yml, and what\n"
        "## you say here takes its place. Every field is explained in roles/README.md.\n"
    )
    said = re.findall(r"^(?:# )?([a-z_]+):", text, re.MULTILINE)
    assert said[:5] == ["extends", "areas", "apply", "intakes", "you_will"]
    inherited = {"title", "summary", "age", "powers", "cannot", "vetting", "commitment", "pathway", "supported_by"}
    assert inherited & set(said) == set()
    assert {"contact", "places", "team", "sources", "reviewed", "review_by"} < set(said)


def test_the_ground_of_the_organisation_is_filled_in(project: Path) -> None:
    cip(project, "new", "role", "anytown/beat", "--extends", "special")

    assert "\nextends: special\nareas: [anyshire]\n" in (project / "roles/anytown/beat.yml").read_text("utf-8")


def test_where_the_ground_is_not_known_it_is_to_be_filled_in(project: Path) -> None:
    done = cip(project, "new", "role", "helpers/beat", "--extends", "special")

    assert "fill in `areas`. Where it is offered." in done.stdout
    assert "\nextends: special\n\n## Fill these in\n" in (project / "roles/helpers/beat.yml").read_text("utf-8")


def test_a_role_that_is_filled_in_is_good(project: Path) -> None:
    cip(project, "new", "role", "anytown/beat", "--extends", "special")
    path = project / "roles/anytown/beat.yml"
    text = path.read_text("utf-8").replace("\napply:", "\napply: here").replace("\nintakes:", "\nintakes: open")
    path.write_text(text.replace("\nyou_will:", "\nyou_will: Walk the beat."), "utf-8")

    done = cip(project, "check", "--today", "2026-11-21")

    assert done.returncode == 0, done.stdout


def test_a_copy_asks_for_a_title_and_names_what_does_not_fit_its_new_place(project: Path) -> None:
    (project / "roles/anytown/special.yml").write_text(
        "# Ours.\nextends: special\ntitle: >-\n  Special\n  constable\n# Here.\napply: here\nareas: [farshire]\n"
        "intakes: open\nyou_will: Walk.\n",
        "utf-8",
    )

    done = cip(project, "new", "role", "anytown/other", "--like", "anytown/special")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "roles/anytown/other.yml is written.\n\n"
        "Left to do:\n"
        "- line 7: fill in `title`. What the role is called. Say it only if it differs from the profile's title.\n"
        "- line 10: Anytown Police doesn't work in 'farshire'; name an area of its own.\n" + LAST
    )
    assert (project / "roles/anytown/other.yml").read_text("utf-8") == (
        "## Copied from roles/anytown/special.yml. Go through every line, and change what is different here.\n"
        "# Ours.\nextends: special\n"
        "## What the role is called. Say it only if it differs from the profile's title.\n"
        "## For example:\n##   title: Special constable\ntitle:\n"
        "# Here.\napply: here\nareas: [farshire]\nintakes: open\nyou_will: Walk.\n"
    )


def test_a_role_without_a_title_gets_a_place_for_one_in_its_copy(project: Path) -> None:
    cip(project, "new", "role", "anytown/other", "--like", "anytown/special")

    assert (project / "roles/anytown/other.yml").read_text("utf-8").splitlines()[1:7] == [
        "extends: special",
        "## What the role is called. Say it only if it differs from the profile's title.",
        "## For example:",
        "##   title: Special constable",
        "title:",
        "apply: here",
    ]


def test_a_story_is_begun_with_its_facts_and_room_for_the_text(project: Path) -> None:
    done = cip(project, "new", "story", "first-night")

    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "content/stories/first-night.md").read_text("utf-8") == STORY
    assert done.stdout == (
        "content/stories/first-night.md is written.\n\n"
        "Left to do:\n"
        "- line 11: fill in `title`. What it is called.\n"
        "- line 16: fill in `summary`. One sentence for lists.\n"
        "- line 21: fill in `role`. The role that it is about.\n"
        "- line 26: fill in `who`. Whose story it is.\n"
        "- line 33: write the story.\n" + LAST
    )


@pytest.mark.parametrize(
    ("kind", "path", "blanks"),
    [
        ("pathway", "content/pathways/spring.yml", ["title", "summary", "stages"]),
        (
            "event",
            "content/events/spring.yml",
            ["title", "summary", "organisation", "areas", "starts", "place", "for_whom"],
        ),
    ],
)
def test_a_pathway_or_event_is_begun_with_what_it_has_to_say(
    project: Path, kind: str, path: str, blanks: list[str]
) -> None:
    done = cip(project, "new", kind, "spring")

    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"{path} is written.")
    assert re.findall(r"fill in `(\w+)`", done.stdout) == blanks
    assert re.findall(r"^(\w+):$", (project / path).read_text("utf-8"), re.MULTILINE) == blanks


def with_every_example(text: str) -> str:
    """The file as it is when every example is said as it stands."""
    blanks = r"## For example:\n((?:##   .*\n)+)\w+:\n"
    filled = re.sub(blanks, lambda found: found[1].replace("##   ", ""), text)
    return re.sub(r"^# ", "", filled, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (["role", "cambridgeshire/spring", "--extends", "special-constable"], "roles/cambridgeshire/spring.yml"),
        (["pathway", "spring"], "content/pathways/spring.yml"),
        (["event", "spring"], "content/events/spring.yml"),
        (["story", "spring"], "content/stories/spring.md"),
    ],
)
def test_every_example_may_be_said_as_it_stands(shipped: Path, arguments: list[str], path: str) -> None:
    cip(shipped, "new", *arguments)
    begun = (shipped / path).read_text("utf-8")
    (shipped / path).write_text(with_every_example(begun), "utf-8")

    problems = [
        line for line in cip(shipped, "check").stdout.splitlines() if line.startswith(path) and ": Q" not in line
    ]

    assert "\n# " not in (shipped / path).read_text("utf-8") != begun
    assert problems == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["role", "beat", "--extends", "special"],
            "'beat' is only half a name. Write the organisation first: anytown/beat.",
        ),
        (
            ["role", "anytwn/beat", "--extends", "special"],
            "No organisation is called 'anytwn'. Did you mean 'anytown'?",
        ),
        (["role", "anytown/beat", "--extends", "specal"], "No profile is called 'specal'. Did you mean 'special'?"),
        (
            ["role", "anytown/beat", "--extends", "xyz"],
            "No profile is called 'xyz'. There are: custody-visitor, special, volunteer.",
        ),
        (
            ["role", "anytown/beat", "--like", "anytown/specal"],
            "No role is called 'anytown/specal'. Did you mean 'anytown/special'?",
        ),
        (
            ["role", "anytown/The Beat", "--extends", "special"],
            "'The Beat' is not a key: use small letters, digits and single hyphens, at most 60 of them.",
        ),
        (
            ["role", "anytown/../beat", "--extends", "special"],
            "'../beat' is not a key: use small letters, digits and single hyphens, at most 60 of them.",
        ),
        (["role", "anytown/beat"], "Say either --extends and a profile, or --like and a role."),
        (
            ["role", "anytown/beat", "--extends", "special", "--like", "anytown/special"],
            "Say either --extends and a profile, or --like and a role.",
        ),
        (
            ["role", "anytown/special", "--extends", "special"],
            "roles/anytown/special.yml is there already, and stays as it is.",
        ),
        (["pathway", "standard"], "content/pathways/standard.yml is there already, and stays as it is."),
        (
            ["story", "My story"],
            "'My story' is not a key: use small letters, digits and single hyphens, at most 60 of them.",
        ),
    ],
)
def test_wrong_usage_is_explained_and_changes_nothing(project: Path, arguments: list[str], complaint: str) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}

    done = cip(project, "new", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Usage: cip new {arguments[0]} [OPTIONS] ")
    assert done.stderr.endswith(f"\n\nError: {complaint}\n")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_role_that_cannot_be_read_is_not_copied(project: Path) -> None:
    (project / "roles/anytown/special.yml").write_text("extends: [\n", "utf-8")

    done = cip(project, "new", "role", "anytown/other", "--like", "anytown/special")

    assert done.returncode == 2
    assert done.stderr.endswith("Error: roles/anytown/special.yml can't be read. Run `cip check`, and mend it first.\n")


def test_elsewhere_than_at_the_top_nothing_is_begun(tmp_path: Path) -> None:
    done = cip(tmp_path, "new", "story", "first-night")

    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert done.stderr.endswith("there is no folder roles/ here. Go to the top of the project, and try again.\n")


def test_where_no_organisation_can_be_read_the_check_is_named(project: Path) -> None:
    (project / "content/organisations.yml").write_text("anytown: [\n", "utf-8")

    done = cip(project, "new", "role", "anytown/beat", "--extends", "special")

    assert done.returncode == 2
    assert done.stderr.endswith("Error: No organisation is called 'anytown'. None can be read. Run `cip check`.\n")
