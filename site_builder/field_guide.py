"""The guide to the fields, for editors: what each means, how it is written, and an example; made from the model."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from site_builder.catalogue import Letter, Story

from .schema import Schema, schemas, words, written

_UNSAID = {"enum": ["none", "not_published"], "type": "string"}
_BESIDE_THE_FACTS = {"body"}  # in Markdown files the text follows below the facts

_START = """\
Each file is a list of facts, one below the other: a name, a colon and what is to be said. A line that starts with `#`
is a note for colleagues, and never shown.

- A profile says what a role is everywhere. A role's own file starts from it with `extends`, and says only what is
  local.
- What a role's file says takes the place of what its profile says. Only where a field has names of its own beneath it,
  both are kept, name by name.
- Blank means "not stated". `none` means "none needed", and takes an inherited value away. `not_published` means that
  the source doesn't tell.
- Put double quotes around a text that holds a colon and a space after it.

After every change, run `.venv/bin/cip check`. It names the line of each mistake, and what to do.

What can be said in:
"""


_MADE = "<!-- Made from the model by `cip schema`: change the model, not this file. -->\n"
_PAGE = """\
---
title: What every field means
description: Each field of a role, profile, pathway, event or story, with its meaning, how to write it, and an example.
---
"""


class Kind(NamedTuple):
    """A kind of file: its heading, where its files stand, and their schema."""

    heading: str
    place: str
    schema: Schema


def guides() -> dict[str, str]:
    """The text of each guide by its path from the top of the project."""
    kinds = _kinds()
    return {
        "roles/README.md": _guide("Roles and profiles: what to write", kinds[:2]),
        "content/pages/for-editors/fields.md": _PAGE + _guide("What every field means", kinds),
    }


def _kinds() -> list[Kind]:
    made = schemas()
    profile_alone = {
        **made["profile"],
        "properties": {name: made["profile"]["properties"][name] for name in ("extends", "group")},
    }
    return [
        Kind("A role", "`roles/<organisation>/<name>.yml`", made["role"]),
        Kind("A profile", "`roles/profiles/<name>.yml`: all that a role has, and these", profile_alone),
        Kind("A pathway", "`content/pathways/<name>.yml`", made["pathway"]),
        Kind("An event", "`content/events/<name>.yml`", made["event"]),
        Kind("A story", "`content/stories/<name>.md`, above its text, between two lines of `---`", written(Story)),
        Kind("A letter", "`content/letters/<name>.md`, above its text, between two lines of `---`", written(Letter)),
        *(
            Kind(heading, f"`content/{name}.yml`, each under a name of its own", _entry(made[name]))
            for heading, name in (
                ("An area", "areas"),
                ("An organisation", "organisations"),
                ("A recognition scheme", "recognition"),
                ("A strand of the plan", "plan"),
            )
        ),
        Kind(
            "A redirect",
            "`content/redirects.yml`, each under a role's old name. The new name alone, or a sentence that says why it "
            "went, will do",
            _entry(made["redirects"]),
        ),
        Kind("The words", "`content/vocabulary.yml`", made["vocabulary"]),
    ]


def _entry(listing: Schema) -> Schema:
    """The schema of one entry of a file that lists nouns by name."""
    name = listing["additionalProperties"]["$ref"].rpartition("/")[2]
    shape = listing["$defs"][name]
    whole = next(each for each in shape.get("anyOf", [shape]) if "properties" in each)
    return {**whole, "$defs": listing["$defs"]}


def _guide(title: str, kinds: list[Kind]) -> str:
    contents = "".join(f"- [{kind.heading}](#{kind.heading.lower().replace(' ', '-')})\n" for kind in kinds)
    parts = [f"# {title}\n", _MADE, _START, contents]
    for kind in kinds:
        parts += [f"## {kind.heading}\n", f"In {kind.place}.\n", *_Section(kind.schema).fields()]
    return "\n".join(parts)


class _Section:
    """The fields of one kind of file. What stands within several of them is told once."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.inner: Mapping[str, Schema] = schema.get("$defs", {})
        self.told: dict[str, str] = {}  # the name of a shape within → the field under which it is told

    def fields(self) -> Iterator[str]:
        for name, field in self.schema["properties"].items():
            if name in _BESIDE_THE_FACTS:
                continue
            said = words(field["description"])
            must = " It must be there." if name in self.schema["required"] else ""
            yield f"### `{name}`\n"
            yield f"{said.meaning}{must}\n\nWrite: {self._written(field)}.\n\n```yaml\n{said.example}\n```\n"
            yield from self._within(name, field)

    def _within(self, path: str, field: Schema) -> Iterator[str]:
        """What the keys and values within a field mean, and those within them."""
        for name in _referred(field):
            shape = self.inner[name]
            if "properties" not in shape:
                yield from self._within(path, shape)
            elif name in self.told:
                if self.told[name] != path:
                    yield f"Within `{path}`: as within `{self.told[name]}`.\n"
            else:
                self.told[name] = path
                lines = [self._line(key, each) for key, each in shape["properties"].items()]
                yield f"Within `{path}`:\n\n" + "\n".join(lines) + "\n"
                for key, each in shape["properties"].items():
                    yield from self._within(f"{path}.{key}", each)

    def _line(self, key: str, field: Schema) -> str:
        said = words(field["description"])
        return f"- `{key}`: {said.meaning} Write: {self._written(field)}. Example: `{said.example}`"

    def _written(self, field: Schema) -> str:
        return re.sub(r"(^|, or )with the keys", r"\1the keys", self._shape(field))

    def _shape(self, node: Schema) -> str:
        """How a value is written, in words."""
        if "$ref" in node:
            inner = self.inner[node["$ref"].rpartition("/")[2]]
            return "with the keys below" if "properties" in inner else self._shape(inner)
        if "anyOf" in node:
            shapes = [self._shape(each) for each in node["anyOf"] if each not in ({"type": "null"}, _UNSAID)]
            unsaid = "; or `none` or `not_published`" if _UNSAID in node["anyOf"] else ""
            return ", or ".join(dict.fromkeys(shapes)) + unsaid
        return self._plain(node)

    def _plain(self, node: Schema) -> str:
        match node:
            case {"title": title}:
                return str(title)
            case {"const": word}:
                return f"`{word}`"
            case {"enum": choices}:
                return " or ".join(f"`{choice}`" for choice in choices)
            case {"items": each}:
                return f"a list, each item {self._within_others(each)}"
            case {"additionalProperties": dict() as each}:
                return f"names of your own, each {self._within_others(each)}"
        return "text"

    def _within_others(self, node: Schema) -> str:
        return self._shape(node).replace(", or ", " or ")


def _referred(node: Any) -> Iterator[str]:
    """The names of the shapes that a schema refers to, each once, in order."""
    yield from dict.fromkeys(_references(node))


def _references(node: Any) -> Iterator[str]:
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "$ref":
            yield value.rpartition("/")[2]
        elif key != "properties":
            yield from _references(value)
    for each in node if isinstance(node, list) else ():
        yield from _references(each)
