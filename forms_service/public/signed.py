"""What the form carries from one request to the next, signed."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from forms_service.interests import Answers
from forms_service.sealed import seal, unseal


@dataclass(frozen=True)
class FormKey:
    """Made anew each time that a form is opened, so that one form is one interest however often it is sent."""

    id: str
    role: str
    opened_at: str


@dataclass(frozen=True)
class Draft:
    """A form that was filled in and checked, on its way to be sent."""

    key: FormKey
    answers: Answers


def new_key(role: str, now: datetime) -> FormKey:
    return FormKey(id=secrets.token_hex(16), role=role, opened_at=now.isoformat())


def seal_key(secret: str, key: FormKey) -> str:
    return seal(secret, "form key", asdict(key))


def seal_draft(secret: str, draft: Draft) -> str:
    return seal(secret, "answers", asdict(draft))


def open_key(secret: str, sealed: str, role: str) -> FormKey | None:
    """None for one that isn't ours, or is another role's."""
    return _key(unseal(secret, "form key", sealed), role)


def open_draft(secret: str, sealed: str, role: str) -> Draft | None:
    """None for one that isn't ours, is another role's, or was made by a version of this form that asked otherwise."""
    found = unseal(secret, "answers", sealed)
    key = _key(found.get("key"), role)
    return Draft(key, Answers(**found["answers"])) if key and _has(found["answers"], Answers) else None


def _key(found: Mapping[str, str] | None, role: str) -> FormKey | None:
    return FormKey(**found) if found and _has(found, FormKey) and found["role"] == role else None


def _has(found: Mapping[str, str], kind: type) -> bool:
    """Whether these are the fields of `kind`: another version of this service may have sealed others."""
    return set(found) == {field.name for field in fields(kind)}
