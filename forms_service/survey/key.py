"""The key in each form of the survey: one form is counted once however often it is sent, and not for long."""

import hmac
import secrets
from datetime import datetime

from forms_service.sealed import seal, unseal
from forms_service.survey_counts import FORM_LASTS

_PURPOSE = "survey"


def new_key(secret: str, organisation: str, now: datetime) -> str:
    """Of a form that is opened now."""
    key = {"id": secrets.token_hex(16), "organisation": organisation, "opened_at": now.isoformat()}
    return seal(secret, _PURPOSE, key)


def fingerprint(secret: str, key: str, organisation: str, now: datetime) -> str | None:
    """What a form is known by, once it is sent; None for a key that isn't ours, is another's, or is too old.

    It can't be told from the page that somebody has kept in their browser, without our secret.
    """
    found = unseal(secret, _PURPOSE, key)
    if found.get("organisation") != organisation or now - datetime.fromisoformat(found["opened_at"]) > FORM_LASTS:
        return None
    return hmac.new(secret.encode(), f"{_PURPOSE} {found['id']}".encode(), "sha256").hexdigest()
