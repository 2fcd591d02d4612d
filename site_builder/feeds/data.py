"""The public data as one file, and the JSON Schema beside it: for whoever wants to show our roles in a place of theirs.

What only the service needs is not in it: letters, the inboxes that interests go to, redirects.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from site_builder.catalogue import (
    LONDON,
    Area,
    Catalogue,
    Event,
    Key,
    Model,
    Organisation,
    Pathway,
    Profile,
    Role,
    Scheme,
    State,
    Story,
    Vocabulary,
)
from site_builder.catalogue.values import ANY_WORD
from site_builder.shell import Site
from site_builder.wording.intake import state_label

VERSION = 1
"""Goes up when a program that reads the file would have to change; a new field is no such change."""

PATH, SCHEMA_PATH = "data/catalogue.json", "data/catalogue.schema.json"
_PRIVATE = {"inbox"}
_SHARED = ("pathways", "areas", "events", "stories", "vocabulary", "recognition")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


class Today(Model):
    state: State | None = None
    """How the role stands. Missing where its organisation doesn't publish when it takes people."""

    words: str
    """The same in a few words, with the date where one is known."""

    takes_names: bool
    """Whether the form of this site takes an interest in it."""

    until: datetime | None = None
    """When the state may next change by itself. Missing where no date is known."""


class PublicRole(Role):
    """A role, with all that it inherits."""

    today: Today
    """How it stands on the day that the file speaks of."""


class PublicOrganisation(Organisation):
    """An organisation: who recruits, and who answers for the data."""

    inbox: None = Field(default=None, exclude=True)


class PublicCatalogue(Model):
    """The volunteer roles of a site, and all that they speak of. A list's name and a key make the address of a page:
    `roles/cambridgeshire/special-constable/` from `url` on."""

    schema_: str = Field(alias="$schema")
    version: Literal[1]
    """Goes up when programs that read the file would have to change. New fields may come without that."""

    as_of: date
    """The day that `today` of each role speaks of."""

    name: str
    url: str
    """The address of the site, with a slash at its end."""

    demonstration: bool
    """Whether the roles are only examples."""

    roles: dict[str, PublicRole]
    """By `organisation/name`."""

    organisations: dict[Key, PublicOrganisation]
    pathways: dict[Key, Pathway]
    areas: dict[Key, Area]
    """The whole grounds of police forces, each with its parts."""

    events: dict[Key, Event]
    stories: dict[Key, Story]
    vocabulary: Vocabulary
    """What the names stand for that roles are described by."""

    recognition: dict[Key, Scheme]


def data_files(catalogue: Catalogue, now: datetime, site: Site) -> Iterator[tuple[str, str]]:
    """The path of each file in the site, and its text."""
    yield PATH, catalogue_json(catalogue, now, site)
    yield SCHEMA_PATH, catalogue_schema()


def catalogue_json(catalogue: Catalogue, now: datetime, site: Site) -> str:
    head = {
        "$schema": site.url + SCHEMA_PATH,
        "version": VERSION,
        "as_of": now.astimezone(LONDON).date().isoformat(),
        "name": site.name,
        "url": site.url,
        "demonstration": site.demonstration,
    }
    parts = [
        *(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()),
        f'"roles": {{\n{_roles(catalogue, now)}\n}}',
        f'"organisations": {_organisations(catalogue)}',
        catalogue.model_dump_json(include=set(_SHARED), exclude_none=True)[1:-1],
    ]
    together = ",\n".join(parts)
    return f"{{{together}}}\n"


def catalogue_schema() -> str:
    made = PublicCatalogue.model_json_schema(mode="serialization")
    for name, field in Profile.model_fields.items():  # which says of a role's own fields what they mean
        made["$defs"]["PublicRole"]["properties"].get(name, {}).setdefault("description", field.description)
    return json.dumps({"$schema": _DRAFT} | _tidied(made), indent=1, ensure_ascii=False) + "\n"


def _roles(catalogue: Catalogue, now: datetime) -> str:
    """Each role on a line of its own; written piece by piece, since to make a thousand models anew would take longer
    than all else."""
    return ",\n".join(
        f"{json.dumps(key)}: {role.model_dump_json(exclude_none=True)[:-1]},"
        f'"today": {_today(role, now).model_dump_json(exclude_none=True)}}}'
        for key, role in catalogue.roles.items()
    )


def _today(role: Role, now: datetime) -> Today:
    standing = role.standing(now)
    return Today.model_construct(
        state=standing.state if standing else None,
        words=state_label(standing),
        takes_names=role.takes_names(now),
        until=min((change for change in role.changes() if change > now), default=None),
    )


def _organisations(catalogue: Catalogue) -> str:
    shape = TypeAdapter(dict[str, Organisation])
    return shape.dump_json(
        dict(catalogue.organisations),
        exclude_none=True,
        exclude={"__all__": _PRIVATE},
    ).decode()


def _tidied(node: Any) -> Any:
    """What the file holds as texts are texts, whatever an editor may write; and no examples of YAML."""
    if isinstance(node, list):
        return [_tidied(each) for each in node]
    if not isinstance(node, dict):
        return node
    names = {"oneOf": "anyOf"}  # a text may be one of two things: `none`, and a word
    result = {names.get(key, key): _tidied(value) for key, value in node.items() if key != "discriminator"}
    if result.get("type") == ANY_WORD:
        result["type"] = "string"
    if isinstance(node.get("description"), str):
        result["description"] = " ".join(node["description"].partition("\n\n")[0].split())
    return result
