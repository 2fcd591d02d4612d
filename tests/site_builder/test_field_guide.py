"""The guide to the fields: nothing of the model is left out, and every example is one that the model takes."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from site_builder.catalogue import Letter, Model, Role, Story
from site_builder.catalogue.catalogue import Catalogue
from site_builder.field_guide import guides
from site_builder.load import sources
from site_builder.load.names import names
from site_builder.schema import words
from site_builder.yaml_source import parse

TOP = Path(__file__).parents[2]
NAMES = names(sources(TOP / "roles", TOP / "content", TOP))
GUIDE = guides()["content/pages/for-editors/fields.md"]
BY_PLACE = {"key", "source", "organisation", "slug", "kinds", "body"}


def every_model() -> list[type[Model]]:
    found: dict[str, type[Model]] = {}
    waiting: list[Any] = [Catalogue, Letter, Story]
    while waiting:
        shape = waiting.pop()
        waiting += get_args(shape)
        if isinstance(shape, type) and issubclass(shape, Model) and shape.__name__ not in found:
            found[shape.__name__] = shape
            waiting += [field.annotation for field in shape.model_fields.values()]
    return [model for name, model in sorted(found.items()) if name not in ("Catalogue", "Role", "Range")]


def fields() -> list[tuple[type[Model], str, FieldInfo]]:
    return [
        (model, name, field)
        for model in every_model()
        for name, field in model.model_fields.items()
        if name not in (BY_PLACE if {"key", "source"} <= model.model_fields.keys() else ())
    ]


@pytest.mark.parametrize(
    ("model", "name", "field"), [pytest.param(*each, id=f"{each[0].__name__}-{each[1]}") for each in fields()]
)
def test_a_field_says_what_it_means_with_an_example_that_the_model_takes(
    model: type[Model], name: str, field: FieldInfo
) -> None:
    said = words(field.description or "")
    example = parse(said.example.encode(), "example")

    assert re.fullmatch(r"[`A-Z].*[.]", said.meaning)
    assert list(example) == [field.alias or name]
    assert complaints(model, example) == []


def complaints(model: type[Model], example: Any) -> list[Any]:
    """What the model has against the example, apart from what else it would need; names are those of our content."""
    try:
        model.model_validate(example, context=NAMES)
    except ValidationError as error:
        return [each for each in error.errors() if each["loc"] and (each["type"] != "missing" or len(each["loc"]) > 1)]
    return []


def test_the_guide_on_the_site_tells_of_every_field() -> None:
    missing = [
        f"{model.__name__}.{name}"
        for model, name, field in fields()
        if words(field.description or "").meaning not in GUIDE
    ]

    assert missing == []


def test_a_field_is_told_with_its_meaning_its_shape_and_its_example() -> None:
    assert (
        "### `commitment`\n\nHow much time it takes: `any`, or amounts that all hold at once.\n\n"
        "Write: `any`, or a list, each item with the keys below; or `none` or `not_published`.\n\n"
        "```yaml\ncommitment:\n  - {at_least: 4, per: week}\n  - {at_least: 18, per: month}\n```\n\n"
        "Within `commitment`:\n\n"
        "- `any`: `yes` if any amount of time is welcome. Write: yes or no. Example: `any: yes`\n"
    ) in GUIDE


def test_what_must_be_there_is_told() -> None:
    assert "### `extends`\n\nThe profile that this one starts from." in GUIDE
    assert re.search(r"### `extends`\n\n.* It must be there\.\n", GUIDE)


def test_the_guide_beside_the_roles_tells_of_roles_and_profiles_alone() -> None:
    guide = guides()["roles/README.md"]

    assert re.findall(r"^## .*$", guide, re.MULTILINE) == ["## A role", "## A profile"]
    assert all(f"### `{name}`\n" in guide for name in Role.model_fields.keys() - BY_PLACE)


def test_every_yaml_block_of_the_guides_can_be_read() -> None:
    for guide in guides().values():
        blocks = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
        assert len(blocks) > 40
        assert all(parse(block.encode(), "guide") for block in blocks)
