"""What the form carries from one request to the next, signed."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from forms_service.interests import Answers
from forms_service.sealed import seal, unseal


@dataclass(frozen=True)
class FormKey:
    """Made anew each time that a form is opened, so that one form is one interest however often it is sent.

    `roles` has the edition of each role that the reader has seen, by its key.
    """

    id: str
    roles: Mapping[str, str]
    opened_at: str


@dataclass(frozen=True)
class Draft:
    """A form that was filled in and checked, on its way to be sent."""

    key: FormKey
    answers: Answers


def new_key(roles: Mapping[str, str], now: datetime) -> FormKey:
    return FormKey(id=secrets.token_hex(16), roles=roles, opened_at=now.isoformat())


def seal_key(secret: str, key: FormKey) -> str:
    return seal(secret, "form key", asdict(key))


def seal_draft(secret: str, draft: Draft) -> str:
    return seal(secret, "answers", asdict(draft))


def open_key(secret: str, sealed: str, roles: Collection[str]) -> FormKey | None:
    """None for one that isn't ours, or isn't for these roles."""
    return _key(unseal(secret, "form key", sealed), roles)


def open_draft(secret: str, sealed: str, roles: Collection[str]) -> Draft | None:
    """None for one that isn't ours, isn't for these roles, or was made by another version of this form."""
    found = unseal(secret, "answers", sealed)
    key = _key(found.get("key"), roles)
    return Draft(key, Answers(**found["answers"])) if key and _has(found["answers"], Answers) else None


def _key(found: Mapping[str, Any] | None, roles: Collection[str]) -> FormKey | None:
    """Roles may have left the form since it was made, but none can join it."""
    return FormKey(**found) if found and _has(found, FormKey) and found["roles"].keys() >= set(roles) else None


def _has(found: Mapping[str, Any], kind: type) -> bool:
    """Whether these are the fields of `kind`: another version of this service may have sealed others."""
    return set(found) == {field.name for field in fields(kind)}
