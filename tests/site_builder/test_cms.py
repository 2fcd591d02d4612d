"""The editors' page /edit/: its forms come from the model, and what it writes is what it read."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from project import Project

from site_builder import cms
from site_builder.catalogue import Catalogue, Event, Letter, Model, Pathway, Profile, Story
from site_builder.cms.configuration import configuration
from site_builder.cms.page import PACKAGES
from site_builder.load import load
from site_builder.problems import Problems
from site_builder.yaml_source import front_matter

TOP = Path(__file__).parents[2]
EDIT = TOP / "site_builder/cms/edit"
EDITOR = cms.Editor(
    {
        "name": "github",
        "repo": "police/volunteers",
        "base_url": "https://sign-in.example.org/github",
        "api_root": "https://forge.example.org/api/v3",
    }
)
DAY = "Write it as 2026-10-05: year, month, day."
WHEN = "Write 2026-10-05, 2026-10-05 12:00, 2026-10 or 2026."


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(TOP / "roles", TOP / "content", TOP)


@pytest.fixture(scope="module")
def told(catalogue: Catalogue) -> dict[str, Any]:
    """What Decap is told."""
    return configuration(catalogue, EDITOR)


@pytest.fixture(scope="module")
def forms(told: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return dict(told["forms"])


def ask(*questions: Mapping[str, Any]) -> list[Any]:
    """What the page's own script answers, run by Node."""
    scripts = [str(PACKAGES / "js-yaml/dist/js-yaml.min.js"), str(EDIT / "edit.js")]
    node = shutil.which("node")
    assert node, "Node is not installed, and the tests need it"
    done = subprocess.run(
        [node, Path(__file__).with_name("edit_page.js")],
        input=json.dumps([scripts, questions]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def saved(forms: Mapping[str, Any], form: str, values: Mapping[str, Any]) -> str:
    (text,) = ask({"ask": "saved", "fields": forms[form], "extension": "yml", "form": values})
    return str(text)


def faults(forms: Mapping[str, Any], text: str) -> list[list[str]]:
    (answer,) = ask({"ask": "opened", "fields": forms["role"], "extension": "yml", "text": text})
    found: list[list[str]] = answer["faults"]
    return found


def named(fields: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [each for each in fields if each["name"] == name]
    return found


# From the model -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "model", "elsewhere"),
    [
        ("profile", Profile, set()),
        ("role", Profile, {"group"}),  # its profile says it
        ("pathway", Pathway, {"key", "source"}),  # its file's name and place say them, as of the next three
        ("event", Event, {"key", "source"}),
        ("story", Story, {"key", "source"}),
        ("letter", Letter, {"key", "source"}),
    ],
)
def test_a_form_has_every_field_of_the_model_in_its_order(
    forms: dict[str, list[dict[str, Any]]], form: str, model: type[Model], elsewhere: set[str]
) -> None:
    names = [name for name in model.model_fields if name not in elsewhere]
    first = [name for name in names if name == "extends"]  # it stands first in every file

    assert [each["name"] for each in forms[form]] == first + [name for name in names if name not in first]


def test_every_folder_of_the_content_is_there_and_nothing_can_be_made_or_taken_away(
    told: dict[str, Any], catalogue: Catalogue
) -> None:
    folders = {each["folder"] for each in told["collections"]}
    content = {f"content/{name}" for name in ("events", "letters", "pages", "pathways", "stories")}

    assert folders == {f"roles/{path.name}" for path in (TOP / "roles").iterdir() if path.is_dir()} | content
    assert {(each["create"], each["delete"]) for each in told["collections"]} == {(False, False)}


def test_a_key_is_chosen_from_those_that_there_are_by_their_titles(
    forms: dict[str, list[dict[str, Any]]], catalogue: Catalogue
) -> None:
    pathway = named(forms["role"], "pathway")

    assert pathway["widget"] == "select"
    assert [each["value"] for each in pathway["options"]] == list(catalogue.pathways)
    areas = named(forms["role"], "areas")
    assert {"value": "fenland", "label": "Fenland (fenland)"} in areas["options"]
    assert areas["multiple"]


def test_each_field_says_what_it_means_with_an_example_or_where_one_stands(
    forms: dict[str, list[dict[str, Any]]],
) -> None:
    assert named(forms["role"], "reviewed")["hint"] == (
        "The day when somebody last compared the file with its sources. Example: `2026-11-21`"
    )
    guide = (TOP / "content/pages/for-editors/fields.md").read_text("utf-8")
    hints = [each.get("hint", "") for fields in forms.values() for each in fields]
    links = {link for hint in hints for link in re.findall(r"\[An example\]\(\.\./for-editors/fields/#(\w+)\)", hint)}
    assert "intakes" in links
    assert [link for link in links if f"\n### `{link}`\n" not in guide] == []


# The model's rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "key", "within", "message"),
    [
        ("role", "reviewed", None, DAY),
        ("role", "contact", "email", "Write it as name@example.org."),
        ("role", "sources", "url", "Write the whole address, starting with https://."),
        ("role", "intakes", "closes", WHEN),
        ("role", "intakes", "number", "Write digits alone, such as 18."),
        ("role", "age", "apply_from", "Write digits alone, such as 18."),
        ("role", "pattern", "from", "Write it as 18:30."),
        ("pathway", "stages", "weeks", "Write 6, or 6 to 12."),
        ("event", "starts", None, WHEN),
    ],
)
def test_a_value_of_a_known_shape_has_a_rule_and_a_sentence_for_who_strays_from_it(
    forms: dict[str, list[dict[str, Any]]], form: str, key: str, within: str | None, message: str
) -> None:
    assert _rule(named(forms[form], key), within)[1] == message


def _rule(field: dict[str, Any], within: str | None) -> tuple[str, str]:
    if within is None:
        pattern, message = field["pattern"]
    elif "fields" in field:
        return _rule(named(field["fields"], within), None)
    else:
        pattern, message = field["rules"][within]
    return pattern, message


PLACES = {
    "reviewed: {}": ("reviewed", None),
    "contact: {{email: {}}}": ("contact", "email"),
    "sources: [{{title: A page, url: {}}}]": ("sources", "url"),
    "intakes: [{{opens: {}}}]": ("intakes", "opens"),
    "intakes: [{{number: {}}}]": ("intakes", "number"),
    "age: {{start_from: {}}}": ("age", "start_from"),
    "vetting: [{{check: volunteer-vetting, weeks: {}}}]": ("vetting", "weeks"),
}


@pytest.mark.parametrize("line", PLACES)
@pytest.mark.parametrize(
    "value", ["2026-10-05", "2026-13-05", "5 October 2026", "18", "eighteen", "0", "a@b.example", "https://b.example"]
)
def test_what_the_page_refuses_cip_check_refuses_with_the_same_words(
    project: Project, forms: dict[str, list[dict[str, Any]]], line: str, value: str
) -> None:
    key, within = PLACES[line]
    path = "roles/anytown/special.yml"
    others = re.sub(rf"(?m)^{key}:.*\n(?:[ -].*\n)*", "", (project.root / path).read_text("utf-8"))
    project.write(path, f"{others}\n{line.format(value)}\n")
    pattern, message = _rule(named(forms["role"], key), within)

    accepted = re.search(pattern, value) is not None

    assert (message in _said(project)) is not accepted


def _said(project: Project) -> set[str]:
    """What `cip check` advises, as sentences."""
    try:
        load(project.root / "roles", project.root / "content", project.root)
    except Problems as problems:
        return {f"{each.help[:1].upper()}{each.help[1:]}." for each in problems.problems}
    return set()


def test_a_wrong_value_deep_within_a_field_is_told_by_its_key(forms: dict[str, list[dict[str, Any]]]) -> None:
    assert faults(forms, "intakes:\n  - {opens: 2027-01-04, closes: soon}\n") == [["intakes", f"closes: {WHEN}"]]


@pytest.mark.parametrize(
    "text", ["age: none\n", "age: {apply_from: none}\n", "intakes: open\n", "age: {apply_from: }\n"]
)
def test_nothing_needed_and_nothing_said_stray_from_no_rule(forms: dict[str, list[dict[str, Any]]], text: str) -> None:
    assert faults(forms, text) == []


# What it writes -----------------------------------------------------------------------------------------------------


def shipped(told: dict[str, Any], root: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every file that can be edited, with what to ask of it."""
    for each in told["collections"]:
        for path in sorted((root / each["folder"]).glob(f"*.{each['extension']}")):
            fields = told["forms"][each["form"]]
            yield path, {"fields": fields, "extension": each["extension"], "text": path.read_bytes().decode()}


def test_every_shipped_file_opens_without_a_fault_and_says_the_same_when_it_is_saved(
    told: dict[str, Any], catalogue: Catalogue, tmp_path: Path
) -> None:
    for folder in ("roles", "content"):
        shutil.copytree(TOP / folder, tmp_path / folder)
    files = dict(shipped(told, tmp_path))
    assert len(files) > 150

    answers = ask(*({"ask": "rewritten", **question} for question in files.values()))

    for path, answer in zip(files, answers, strict=True):
        assert answer["faults"] == [], path
        assert _strayed(files[path]["fields"], answer["form"]) == [], path
        path.write_text(answer["text"], "utf-8")
    assert load(tmp_path / "roles", tmp_path / "content", tmp_path) == catalogue
    for path in (tmp_path / "content/pages").glob("*.md"):
        shown = path.relative_to(tmp_path).as_posix()
        assert front_matter(path.read_bytes(), shown) == front_matter((TOP / shown).read_bytes(), shown)


def _strayed(fields: list[dict[str, Any]], form: Mapping[str, Any]) -> list[str]:
    """The values of a form that Decap would refuse by their pattern."""
    found = []
    for each in fields:
        value = form.get(each["name"])
        if value and "pattern" in each and not re.search(each["pattern"][0], value):
            found.append(f"{each['name']}: {value}")
        for inner in (value if isinstance(value, list) else [value]) if value and "fields" in each else ():
            found += _strayed(each["fields"], inner)
    return found


def test_keys_stand_in_the_models_order_and_a_strange_one_stays_behind_them(
    forms: dict[str, list[dict[str, Any]]],
) -> None:
    text = saved(
        forms,
        "role",
        {"reviewed": "2026-11-21", "stranger": "x", "title": "A", "contact": {"email": "a@b.example", "who": "B"}},
    )

    assert text == ("title: A\ncontact:\n  who: B\n  email: a@b.example\nreviewed: 2026-11-21\nstranger: x\n")


def test_every_value_is_the_text_that_was_written_and_blank_is_left_out(
    forms: dict[str, list[dict[str, Any]]],
) -> None:
    text = (
        "extends: special\ntitle: 012\nplaces:\n  March:\n  Wisbech: waiting_list\nreviewed: 2026-10-05\nreview_by:\n"
    )
    (answer,) = ask({"ask": "rewritten", "fields": forms["role"], "extension": "yml", "text": text})

    assert answer["form"]["title"] == "012"
    assert answer["form"]["places"] == "March:\nWisbech: waiting_list"
    assert answer["text"] == text.removesuffix("review_by:\n")


def test_a_line_break_of_markdown_and_a_rule_between_its_paragraphs_survive(
    forms: dict[str, list[dict[str, Any]]],
) -> None:
    text = "---\ntitle: A\n---\nOne  \ntwo:  \n\n---\n\nthree\n"
    (answer,) = ask({"ask": "rewritten", "fields": forms["story"], "extension": "md", "text": text})

    assert answer["text"] == text


def test_text_that_can_not_be_read_is_told_by_its_line(forms: dict[str, list[dict[str, Any]]]) -> None:
    form = {"intakes": "- opens: 2027-01-04\n closes: 2027-02-26"}
    (answer,) = ask({"ask": "faults", "fields": forms["role"], "form": form})

    assert answer == [
        [
            "intakes",
            "Line 2 can’t be read. Begin each line of a list with “- ”, and put quotes round text with a colon in it.",
        ]
    ]


# The page -----------------------------------------------------------------------------------------------------------


def test_it_may_speak_to_the_addresses_of_its_settings_and_to_nobody_else() -> None:
    assert "connect-src 'self' https://forge.example.org https://sign-in.example.org; " in cms.content_policy(EDITOR)
    here = cms.Editor({"name": "github"}, local="http://127.0.0.1:8081/api/v1")
    assert "connect-src 'self' http://127.0.0.1:8081; " in cms.content_policy(here)
    assert "connect-src 'self'; " in cms.content_policy(cms.Editor({"name": "git-gateway"}))


def test_where_changes_go_is_a_setting_and_a_colleague_sees_them_first(told: dict[str, Any]) -> None:
    assert (told["backend"], told["publish_mode"]) == (EDITOR.backend, "editorial_workflow")
    assert "local_backend" not in told


def test_the_site_has_the_page_with_all_its_files(built: Project) -> None:
    assert {path.name for path in (built.site / "edit").iterdir()} == {
        "config.json",
        "decap-cms.js",
        "edit.js",
        "index.html",
        "js-yaml.min.js",
    }
    policy = (built.root / "build/service/editor-policy.txt").read_text("utf-8")
    assert "connect-src 'self' https://forge.example.org https://sign-in.example.org; " in policy


def test_a_site_whose_settings_name_no_editor_has_none(project: Project) -> None:
    settings = (project.root / "mkdocs.yml").read_text("utf-8")
    project.write("mkdocs.yml", re.sub(r"(?m)^ {6}editor:.*\n(?: {8}.*\n)*", "", settings))

    assert not (project.built() / "edit").exists()
    assert (project.root / "build/service/editor-policy.txt").read_text("utf-8") == ""


def test_without_the_npm_packages_the_site_is_built_all_the_same_and_a_strict_build_stops(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare = tmp_path_factory.mktemp("bare")
    shutil.copytree(TOP / "site_builder", bare / "site_builder")
    done = project.mkdocs("build", "--quiet", PYTHONPATH=str(bare))
    strict = project.mkdocs("build", "--quiet", "--strict", PYTHONPATH=str(bare))

    assert (done.returncode, done.stderr) == (0, f"{cms.MISSING}\n")
    assert (project.site / "index.html").is_file()
    assert not (project.site / "edit").exists()
    assert (strict.returncode, strict.stderr) == (1, f"ERROR   -  {cms.MISSING}\n")
