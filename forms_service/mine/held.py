"""A copy of everything that is held about a person, for them: as JSON for programs, as plain text to read.

Colleagues are not named in it: what they did is told as done by the team.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flask import Response, g
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms_service import links, policy
from forms_service.models import Interest, Link, Note, Purpose

from . import blueprint

_Held = Mapping[str, Any]


@blueprint.get("/<token>/copy.json")
@policy.link(Purpose.OWN_PAGE)
def copy_as_json(token: str) -> ResponseReturnValue:  # noqa: ARG001  the policy has read it
    return _file(json.dumps(everything(g.interest), ensure_ascii=False, indent=2) + "\n", "json", "application/json")


@blueprint.get("/<token>/copy.txt")
@policy.link(Purpose.OWN_PAGE)
def copy_as_text(token: str) -> ResponseReturnValue:  # noqa: ARG001  as above
    return _file("\n".join(_lines(everything(g.interest))) + "\n", "txt", "text/plain")


def everything(found: Interest) -> _Held:
    """Values are text, numbers, None, and lists and mappings of these; moments are ISO 8601 in UTC."""
    notes = g.db.scalars(select(Note).where(Note.interest_id == found.id).order_by(Note.at, Note.id))
    made = g.db.scalars(select(Link).where(Link.interest_id == found.id).order_by(Link.created_at, Link.id))
    return {
        "interest": _columns(found, but=("id", "form_key", "version")),
        "person": _columns(found.applicant, but=("interest_id",)),
        "letters": [_letter(letter) for letter in found.letters],
        "notes": [_columns(note, but=("id", "interest_id", "coordinator_id")) for note in notes],
        "record": [_columns(each, but=("id", "interest_id")) | {"actor": _who(each.actor)} for each in found.record],
        "links": [_columns(link, but=("id", "interest_id")) for link in made],
    }


def _columns(row: Any, but: tuple[str, ...]) -> dict[str, Any]:
    """Every column that there is, so that one of tomorrow isn't forgotten, but those that only tie rows together."""
    return {each.key: _plain(getattr(row, each.key)) for each in row.__table__.c if each.key not in but}


def _letter(letter: Any) -> dict[str, Any]:
    """Of a letter to the team, whose it was is left out; the page in mail programs says what the text says."""
    but = ("id", "interest_id", "message_id", "html", "leased_until", "due_at")
    shown = _columns(letter, but=(*but, "address") if letter.recipient == "team" else but)
    return shown | {"text": links.hidden(letter.text)}


def _who(actor: str) -> str:
    return actor if actor in ("applicant", "system") else "the team"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _lines(held: _Held) -> Iterator[str]:
    yield "Everything that is held about you here"
    for part, said in held.items():
        rows = said if isinstance(said, list) else [said]
        yield from ("", part.capitalize(), "=" * len(part))
        if not rows:
            yield "None."
        for row in rows:
            yield ""
            yield from (_line(name, value) for name, value in row.items() if value not in (None, ""))


def _line(name: str, value: object) -> str:
    said = str(value).rstrip()
    label = name.replace("_", " ").capitalize()
    return f"{label}:\n" + "\n".join(f"  {line}" for line in said.splitlines()) if "\n" in said else f"{label}: {said}"


def _file(words: str, ending: str, kind: str) -> Response:
    response = Response(words, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{g.interest.reference}.{ending}")
    return response
