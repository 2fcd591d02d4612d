"""`cip schema`: JSON Schema made from the model, and what editors' programs make of our files with it."""

import json
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
MAPPED: dict[str, list[str]] = {
    schema.removeprefix("./"): [patterns] if isinstance(patterns, str) else patterns
    for schema, patterns in json.loads((TOP / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"].items()
}


def run(*command: str | Path, folder: Path = TOP) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def fits(schema: str, *files: Path | str) -> subprocess.CompletedProcess[str]:
    return run(BIN / "check-jsonschema", "--schemafile", f"schemas/{schema}.json", *files)


def schemas_of(path: str) -> list[str]:
    """The schemas that an editor's program uses for a file."""
    return [
        schema
        for schema, patterns in MAPPED.items()
        if any(fnmatch(path, pattern) for pattern in patterns)
        and not any(fnmatch(path, pattern[1:]) for pattern in patterns if pattern.startswith("!"))
    ]


def test_the_schemas_and_guides_are_as_the_model_makes_them() -> None:
    done = run(BIN / "cip", "schema", "--check")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_file_that_is_old_or_gone_is_named_and_then_made_anew(tmp_path: Path) -> None:
    for folder in ("roles", "content", "schemas"):
        shutil.copytree(TOP / folder, tmp_path / folder)
    (tmp_path / "schemas/role.json").write_text("{}", "utf-8")
    (tmp_path / "roles/README.md").unlink()

    checked = run(BIN / "cip", "schema", "--check", folder=tmp_path)
    made = run(BIN / "cip", "schema", folder=tmp_path)

    assert (checked.returncode, checked.stdout) == (1, "schemas/role.json\nroles/README.md\n")
    assert checked.stderr == "The model says something else by now. Run `cip schema`.\n"
    assert (made.returncode, made.stdout, made.stderr) == (0, "schemas/role.json\nroles/README.md\n", "")
    assert run(BIN / "cip", "schema", "--check", folder=tmp_path).returncode == 0


def test_elsewhere_than_at_the_top_nothing_is_written(tmp_path: Path) -> None:
    done = run(BIN / "cip", "schema", folder=tmp_path)

    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert done.stderr.endswith("there is no folder roles/ here. Go to the top of the project, and try again.\n")


def test_every_yaml_file_has_exactly_one_schema_and_every_schema_its_files() -> None:
    files = [
        path.relative_to(TOP).as_posix() for folder in ("roles", "content") for path in (TOP / folder).rglob("*.yml")
    ]

    assert {path: schemas_of(path) for path in files if len(schemas_of(path)) != 1} == {}
    assert sorted(MAPPED) == sorted(path.relative_to(TOP).as_posix() for path in (TOP / "schemas").iterdir())


@pytest.mark.parametrize("schema", sorted(MAPPED))
def test_every_shipped_file_fits_its_schema(schema: str) -> None:
    files = [*TOP.glob("roles/*/*.yml"), *TOP.glob("content/**/*.yml")]
    mine = [path for path in files if schemas_of(path.relative_to(TOP).as_posix()) == [schema]]

    done = fits(Path(schema).stem, *mine) if mine else None

    assert done is None or (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done


FACTS = [
    "title:",
    "title: 2027",
    "apply: here",
    "apply: {who: Citizens Advice, link: https://example.org/}",
    "intakes: waiting_list",
    "intakes: not_published",
    "intakes: [{opens: 2027, closes: 2027-02-26 12:00, early: yes}]",
    "commitment: any",
    "commitment: [{at_least: 4, per: week}, {about: 50%, of: visits}]",
    "pattern: {when: evenings, where: outdoors, on_call: none}",
    "pattern: {when: {days: Tuesday, from: 18:30, to: 20:30}}",
    "places: {Ely: , Wisbech: waiting_list, March: none, Soham: {number: 3}}",
    "cannot: {Magistrate: none, Bailiff: barred}",
    "vetting: [volunteer-vetting, {check: fingerprints-and-dna, weeks: 6 to 12}]",
    "vetting: none",
    "powers: {note: What it starts from says which.}",
    "you_will: One thing.",
    "you_will: [One thing., Another.]",
    "requirements: {experience: none, driving: {from: 21}, near: Close by.}",
]


def test_a_role_may_say_a_fact_in_each_way_that_the_model_takes(tmp_path: Path) -> None:
    for number, fact in enumerate(FACTS):
        (tmp_path / f"{number}.yml").write_text(f"extends: special-constable\n{fact}\n", "utf-8")

    done = fits("role", *tmp_path.iterdir())

    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


MISTAKES = {
    "misspelt": ("aeras: [fenland]", "::$: Additional properties are not allowed ('aeras' was unexpected)"),
    "profile": ("group: force-directed", "::$: Additional properties are not allowed ('group' was unexpected)"),
    "within": ("pattern: {whn: evenings}", "'whn' was unexpected"),
    "word": ("cannot: {Bailiff: no}", "'no' is not one of ['barred', 'case_by_case', 'declare', 'fine']"),
    "needed": ("sources: [{url: https://example.org/}]", "'title' is a required property"),
    "email": ("contact: {email: nobody}", "'nobody' does not match"),
}


def test_a_mistake_is_seen_while_typing(tmp_path: Path) -> None:
    for name, (fact, _) in MISTAKES.items():
        (tmp_path / f"{name}.yml").write_text(f"extends: special-constable\n{fact}\n", "utf-8")
    (tmp_path / "alone.yml").write_text("areas: [fenland]\n", "utf-8")

    done = fits("role", *tmp_path.iterdir())

    assert done.returncode == 1
    assert f"{tmp_path}/alone.yml::$: 'extends' is a required property" in done.stdout
    told = {name: done.stdout.partition(f"{name}.yml")[2].partition(str(tmp_path))[0] for name in MISTAKES}
    assert {name: told[name] for name, (_, complaint) in MISTAKES.items() if complaint not in told[name]} == {}


def test_what_a_field_means_and_an_example_are_shown_beside_it() -> None:
    role = json.loads((TOP / "schemas/role.json").read_text("utf-8"))

    assert role["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert role["properties"]["areas"]["description"] == (
        "Where it is offered. The coordinator of that area gets people's names."
    )
    assert role["properties"]["areas"]["examples"] == [["fenland"]]
