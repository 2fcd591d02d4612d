"""A pathway may extend another, stage by stage, and some stages hold only for some roles."""

from pathlib import Path

import pytest

from site_builder.catalogue import Pathway
from site_builder.load import load

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def extended(tmp_path: Path) -> Pathway:
    """The standard pathway with a talk placed in it, a stage renamed and a stage taken away."""
    content = tmp_path / "content"
    for path in (GOOD / "content").rglob("*.*"):
        target = content / path.relative_to(GOOD / "content")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (content / "pathways/longer.yml").write_text(
        """\
extends: standard
title: The longer way in
stages:
  tea: {title: We drink tea, owner: coordinator, after: talk}
  talk: {title: We talk, owner: coordinator, after: interest}
  vetting: none
  start: {title: You are sworn in}
""",
        "utf-8",
    )
    return load(GOOD / "roles", content, tmp_path).pathways["longer"]


def test_stages_merge_by_key_and_each_new_one_stands_where_it_says(extended: Pathway) -> None:
    assert [(key, stage.title) for key, stage in extended.in_order().items()] == [
        ("interest", "You say hello"),
        ("talk", "We talk"),
        ("tea", "We drink tea"),
        ("start", "You are sworn in"),
    ]


def test_what_the_longer_pathway_does_not_say_it_inherits(extended: Pathway) -> None:
    assert extended.summary == "From hello to your first day."
    assert extended.stages["start"].owner == "coordinator"
