"""Decap's configuration: where changes go, and a collection of files for each form that the model makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.catalogue import Catalogue, Event, Letter, Pathway, Profile, Story

from .fields import Field, Fields, field

_PAGE: list[Field] = [
    {**field("title"), "widget": "string"},
    {**field("description"), "widget": "string"},
    {**field("body"), "widget": "text"},
]


@dataclass(frozen=True, slots=True)
class Editor:
    """Where changes go. `backend` is Decap's own setting of that name, and `local` the address of a decap-server for
    work on one machine, or "". `roles`, `content` and `pages` are folders, as paths from the top of the project."""

    backend: Mapping[str, str]
    local: str = ""
    roles: str = "roles"
    content: str = "content"
    pages: str = "content/pages"


def configuration(catalogue: Catalogue, editor: Editor) -> dict[str, Any]:
    """What Decap is told, but for one thing: a collection names its `form`, because the roles of all organisations
    share one, and edit.js puts the form's fields in its place. Changes wait for a colleague before they count."""
    local: dict[str, Any] = {"local_backend": {"url": editor.local}} if editor.local else {}
    return {
        "load_config_file": False,
        "backend": dict(editor.backend),
        **local,
        "publish_mode": "editorial_workflow",
        "locale": "en",
        "logo_url": "../assets/mark.svg",
        "media_folder": f"{editor.pages}/assets",
        "editor": {"preview": False},
        "forms": _forms(Fields(catalogue)),
        "collections": list(_collections(catalogue, editor)),
    }


def _forms(fields: Fields) -> dict[str, list[Field]]:
    return {
        "role": fields.of(Profile, without=("group",)),  # its profile says it
        "profile": fields.of(Profile),
        "pathway": fields.of(Pathway),
        "event": fields.of(Event),
        "story": fields.of(Story),
        "letter": fields.of(Letter),
        "page": _PAGE,
    }


def _collections(catalogue: Catalogue, editor: Editor) -> Iterator[dict[str, Any]]:
    roles, content = editor.roles, editor.content
    recruiting = {role.organisation for role in catalogue.roles.values()}
    for title, key in sorted((catalogue.organisations[key].title, key) for key in recruiting):
        yield _collection(f"roles-{key}", f"Roles: {title}", f"{roles}/{key}", "yml", "role")
    yield _collection("profiles", "Profiles", f"{roles}/profiles", "yml", "profile")
    yield _collection("pathways", "Pathways", f"{content}/pathways", "yml", "pathway")
    yield _collection("events", "Events", f"{content}/events", "yml", "event")
    yield _collection("stories", "Stories", f"{content}/stories", "md", "story")
    yield _collection("letters", "Letters", f"{content}/letters", "md", "letter")
    yield _collection("pages", "Pages", editor.pages, "md", "page")


def _collection(name: str, label: str, folder: str, extension: str, form: str) -> dict[str, Any]:
    """Files are neither made nor taken away here: addresses and other files depend on their names."""
    return {
        "name": name,
        "label": label,
        "folder": folder,
        "extension": extension,
        "format": name,  # edit.js registers one of that name
        "create": False,
        "delete": False,
        "slug": "{{slug}}",
        "summary": "{{filename}}",
        "form": form,
    }
