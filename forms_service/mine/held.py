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

from forms_service import links, policy, words
from forms_service.models import Interest, Link, Note, Purpose

from . import blueprint

_Held = Mapping[str, Any]
_IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "actor": {"applicant": "you", "system": "the portal"},
    "age_band": words.BANDS,
    "heard": words.HEARD,
    "outcome": words.OUTCOMES,
    "recipient": words.RECIPIENTS,
    "verb": words.VERBS,
}


@blueprint.get("/<token>/copy.json")
@policy.link(Purpose.OWN_PAGE)
def copy_as_json(token: str) -> ResponseReturnValue:  # noqa: ARG001  the policy has read it
    said = json.dumps(everything(g.interest), ensure_ascii=False, indent=2, default=_iso)
    return _file(f"{said}\n", "json", "application/json")


@blueprint.get("/<token>/copy.txt")
@policy.link(Purpose.OWN_PAGE)
def copy_as_text(token: str) -> ResponseReturnValue:  # noqa: ARG001  as above
    return _file("\n".join(_lines(everything(g.interest))) + "\n", "txt", "text/plain")


def everything(found: Interest) -> _Held:
    """The columns of every row about a person, under the names of what they are."""
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
    return {each.key: getattr(row, each.key) for each in row.__table__.c if each.key not in but}


def _letter(letter: Any) -> dict[str, Any]:
    """Of a letter to the team, whose it was is left out; the page in mail programs says what the text says."""
    but = ("id", "interest_id", "message_id", "html", "leased_until", "due_at")
    shown = _columns(letter, but=(*but, "address") if letter.recipient == "team" else but)
    return shown | {"text": links.hidden(letter.text)}


def _who(actor: str) -> str:
    return actor if actor in ("applicant", "system") else "the team"


def _iso(value: date | datetime) -> str:
    return value.isoformat()


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
    said = _as_read(name, value)
    label = name.replace("_", " ").capitalize()
    return f"{label}:\n" + "\n".join(f"  {line}" for line in said.splitlines()) if "\n" in said else f"{label}: {said}"


def _as_read(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    said = str(value).rstrip()
    return _IN_WORDS.get(name, {}).get(said, said)


def _file(said: str, ending: str, kind: str) -> Response:
    response = Response(said, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{g.interest.reference}.{ending}")
    return response
