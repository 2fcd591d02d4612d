"""Folders of YAML become a catalogue, or every problem at once. The cases are edits of the project in `good/`."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import apply

from site_builder.catalogue import Catalogue
from site_builder.load import load
from site_builder.problems import Problems

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases/load.yml").read_text("utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(HERE / "good", tmp_path / "project")


def problems_of(project: Path) -> list[str]:
    with pytest.raises(Problems) as caught:
        load(project / "roles", project / "content", project)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_mistake_is_told_where_it_stands_with_what_to_do(case: dict[str, Any], project: Path) -> None:
    for edit in case["edits"]:
        apply(edit, project)

    assert problems_of(project) == case["says"].splitlines()


def test_thirty_mistakes_are_thirty_problems(project: Path) -> None:
    (case,) = (case for case in CASES if case["name"] == "thirty different mistakes at once")

    assert len(case["says"].splitlines()) == len({line.split(": ", 1)[0] for line in case["says"].splitlines()}) == 30


@pytest.fixture(scope="module")
def good() -> Catalogue:
    return load(HERE / "good/roles", HERE / "good/content", HERE / "good")


def test_a_role_has_what_its_profile_and_the_profile_above_say(good: Catalogue) -> None:
    role = good.roles["anytown/special"]

    assert role.kinds == ("special", "volunteer")
    assert role.group == "force-directed"
    assert role.title == "Special constable"
    assert role.requirements is not None
    assert not isinstance(role.requirements, str)
    assert role.requirements.references == ("Two people who know you.",)


def test_a_list_replaces_and_a_mapping_merges(good: Catalogue) -> None:
    role = good.roles["anytown/special"]

    assert isinstance(role.commitment, tuple)
    assert [(line.at_least, line.per) for line in role.commitment] == [("16", "month")]
    assert role.cannot == {"magistrate": "barred"}, "none took the nurse away"


def test_the_catalogue_is_the_same_after_a_journey_through_json(good: Catalogue) -> None:
    assert Catalogue.model_validate_json(good.model_dump_json()) == good


def test_words_that_yaml_would_change_stay_as_written(project: Path) -> None:
    edits = {"title": "NO", "summary": "012", "supported_by": "18:30", "you_will": "[yes, 1_000, 2026-10-05]"}
    path = project / "roles/anytown-opcc/custody-visitor.yml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("you_will")]
    path.write_text("\n".join([*kept, *(f"{key}: {text}" for key, text in edits.items())]), "utf-8")

    role = load(project / "roles", project / "content", project).roles["anytown-opcc/custody-visitor"]

    assert (role.title, role.summary, role.supported_by) == ("NO", "012", "18:30")
    assert role.you_will == ("yes", "1_000", "2026-10-05")


def test_a_stage_that_depends_on_a_fact_holds_only_for_roles_that_state_it(good: Catalogue) -> None:
    assert list(good.stages(good.roles["anytown/special"])) == ["interest", "vetting", "start"]
    assert list(good.stages(good.roles["anytown-opcc/custody-visitor"])) == ["interest", "start"]
