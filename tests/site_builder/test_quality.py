"""Advice on roles that are valid, but thin, stale or unkind. The cases are edits of the project in `good/`."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import apply

from site_builder.load import reading, sources
from site_builder.problems import as_text
from site_builder.quality import CHECKS, advice, reading_age

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases/quality.yml").read_text("utf-8"))
TODAY = date(2026, 11, 21)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(HERE / "good", tmp_path / "project")


def told(project: Path, today: date = TODAY) -> list[str]:
    """What `cip check` says of the project, a line each."""
    loaded = reading(sources(project / "roles", project / "content", project))
    return as_text([*loaded.problems, *advice(loaded, today)], sources=None, colour=False).splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_advice_is_given_where_it_is_due_with_what_to_do(case: dict[str, Any], project: Path) -> None:
    for edit in case["edits"]:
        apply(edit, project)

    assert told(project, case.get("today", TODAY)) == case["says"].splitlines()


def test_the_good_project_gets_no_advice(project: Path) -> None:
    assert told(project) == []


def test_each_check_has_a_case() -> None:
    said = " ".join(case["says"] for case in CASES)

    assert [code for code in CHECKS if f" {code}: " not in said] == []


def test_without_a_vocabulary_there_are_problems_and_no_advice(project: Path) -> None:
    (project / "content/vocabulary.yml").unlink()

    assert told(project, date(2100, 1, 1)) == ["content/vocabulary.yml:1:1: C006: this file is missing; add it"]


# 4.71 × characters / words + 0.5 × words / sentences − 21.43, rounded up, and 4 years
@pytest.mark.parametrize(
    ("sentences", "age"),
    [
        (["Volunteers meet in the park.", "They look at what the police dogs like to do."], 5),  # 58 / 15, 15 / 2: 0.53
        (["Officers and volunteers look after the people who live here, day and night."], 12),  # 61 / 13, 13 / 1: 7.17
        (["Accountability requires transparency."], 38),  # 34 / 3, 3 / 1: 33.45
    ],
)
def test_the_reading_age_is_that_of_the_index(sentences: list[str], age: int) -> None:
    assert reading_age(sentences) == age
