"""JSON Schema (2020-12) of every kind of file as it is written by hand, made from the model."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from site_builder.catalogue import Area, Event, Organisation, Pathway, Profile, Redirects, Scheme, Strand, Vocabulary
from site_builder.yaml_source import parse

Schema: TypeAlias = dict[str, Any]

_PLACE_SAYS = frozenset({"key", "source"})
"""Fields of a noun with a file of its own that the file's place tells."""

_NOUNS = {"profile": Profile, "pathway": Pathway, "event": Event, "vocabulary": Vocabulary}
_LISTS: dict[str, Any] = {
    "areas": dict[str, Area],
    "organisations": dict[str, Organisation],
    "recognition": dict[str, Scheme],
    "plan": dict[str, Strand],
    "redirects": Redirects,
}
_EXTENDING = {"role", "profile", "pathway"}
_NOT_FOR_EDITORS = {"default", "discriminator", "propertyNames", "properties"}  # `properties` are made anew
_BLANK = {"type": "null"}


class Words(NamedTuple):
    """What the model says of a field: what it means, and an example as it stands in a file."""

    meaning: str
    example: str


def words(described: str) -> Words:
    """The two parts of a field's description."""
    meaning, _, example = described.partition("\n\n")
    return Words(" ".join(meaning.split()), example)


def schemas() -> dict[str, Schema]:
    """The schema of each kind of YAML file, by the kind's name; see `written`."""
    made = {name: written(model) for name, model in {**_NOUNS, **_LISTS}.items()}
    made["role"] = written(Profile)
    del made["role"]["properties"]["group"]  # its profile says it
    for name in _EXTENDING:
        _let_values_be_inherited(made[name])
    made["role"]["required"] = ["extends"]
    return dict(sorted(made.items()))


def schema_files() -> dict[str, str]:
    """The text of each schema by its path from the top of the project."""
    return {f"schemas/{name}.json": _text(name, schema) for name, schema in schemas().items()}


def _text(name: str, schema: Schema) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name.capitalize()}
    return json.dumps(head | _with_examples(schema), indent=2, ensure_ascii=False) + "\n"


class _AsWritten(GenerateJsonSchema):
    """Titles are ours alone: a value's says in words how it is written. Docstrings of classes are for programmers."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        return _without_names(super().model_schema(schema))

    def enum_schema(self, schema: Any) -> JsonSchemaValue:
        return _without_names(super().enum_schema(schema))


def _without_names(schema: JsonSchemaValue) -> JsonSchemaValue:
    return {key: value for key, value in schema.items() if key not in ("title", "description")}


def written(shape: Any) -> Schema:
    """The schema of a noun, or of a mapping of nouns, as it stands in a file. Descriptions are as the model says them:
    see `words`."""
    tidy: Schema = _tidied(TypeAdapter(shape).json_schema(schema_generator=_AsWritten))
    for name, each in tidy.get("$defs", {}).items():
        if each.get("title") == name:  # pydantic's own
            del each["title"]
    return tidy


def _tidied(node: Any) -> Any:
    """A schema in which every value that may be left out may be blank, and choices lie flat."""
    if isinstance(node, list):
        return [_tidied(each) for each in node]
    if not isinstance(node, dict):
        return node
    result = {key: _tidied(value) for key, value in node.items() if key not in _NOT_FOR_EDITORS}
    choices = result.pop("oneOf", None) or result.pop("anyOf", None)  # never just one: `none` is a text too
    if choices:
        result["anyOf"] = list(_flat(choices))
    if "properties" in node:
        told = _PLACE_SAYS if node["properties"].keys() >= _PLACE_SAYS else frozenset()
        needed = set(node.get("required", ())) - told
        fields = {name: _tidied(field) for name, field in node["properties"].items() if name not in told}
        result["properties"] = _blankable(fields, needed)
        result["required"] = sorted(needed)
    return result


def _blankable(fields: Mapping[str, Schema], needed: Collection[str]) -> dict[str, Schema]:
    return {name: field if name in needed else _or_blank(field) for name, field in fields.items()}


def _or_blank(field: Schema) -> Schema:
    said = {key: field[key] for key in ("description",) if key in field}
    shape = {key: value for key, value in field.items() if key not in said}
    return said | {"anyOf": list(_flat([shape, _BLANK]))}


def _flat(choices: list[Schema]) -> Iterator[Schema]:
    """Each choice once, those within a choice too."""
    seen: list[Schema] = []
    for choice in choices:
        for each in choice["anyOf"] if choice.keys() == {"anyOf"} else [choice]:
            if each not in seen:
                seen.append(each)
                yield each


def _let_values_be_inherited(schema: Schema) -> None:
    """Mappings merge, so what one of them needs may stand in the file that it extends. In lists nothing merges."""
    schema["required"] = []
    listed = set(_listed(schema))
    for name, each in schema["$defs"].items():
        if "properties" in each and f"#/$defs/{name}" not in listed:
            each["properties"] = _blankable(each["properties"], ())
            each["required"] = []


def _listed(node: Any) -> Iterator[str]:
    """What the schema refers to directly from within a list."""
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "items":
            yield from (each["$ref"] for each in value.get("anyOf", [value]) if "$ref" in each)
        yield from _listed(value)
    for each in node if isinstance(node, list) else ():
        yield from _listed(each)


def _with_examples(node: Any) -> Any:
    """The same, each field's example as JSON Schema says it."""
    if isinstance(node, list):
        return [_with_examples(each) for each in node]
    if not isinstance(node, dict):
        return node
    result = {key: _with_examples(value) for key, value in node.items()}
    for name, field in node.get("properties", {}).items():
        if "description" in field:
            said = words(field["description"])
            example = {"examples": [parse(said.example.encode(), name)[name]]} if said.example else {}
            result["properties"][name] |= {"description": said.meaning} | example
    return result
