"""The key in each form of the survey: one form is counted once however often it is sent, and not for long."""

import secrets
from datetime import datetime

from forms_service.limits import named
from forms_service.sealed import seal, unseal
from forms_service.survey_counts import FORM_LASTS

_PURPOSE = "survey"


def new_key(secret: str, organisation: str, now: datetime) -> str:
    """Of a form that is opened now."""
    key = {"id": secrets.token_hex(16), "organisation": organisation, "opened_at": now.isoformat()}
    return seal(secret, _PURPOSE, key)


def known_by(secret: str, key: str, organisation: str, now: datetime) -> str | None:
    """The name by which a form that is sent is known again; None for a key that isn't ours, is another's or too old.

    Who finds the page in somebody's browser can't tell from the database, without the secret, that it was sent.
    """
    found = unseal(secret, _PURPOSE, key)
    if found.get("organisation") != organisation or now - datetime.fromisoformat(found["opened_at"]) > FORM_LASTS:
        return None
    return named(secret, _PURPOSE, found["id"])
