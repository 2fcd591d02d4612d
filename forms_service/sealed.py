"""What a page carries from one request to the next, signed: nobody but us can have made it."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer


def seal(secret: str, purpose: str, fields: Mapping[str, Any]) -> str:
    """As it may stand in a form or an address. It can be read by anybody, and opened for the same `purpose` alone."""
    return _signer(secret, purpose).dumps(fields)


def unseal(secret: str, purpose: str, sealed: str) -> dict[str, Any]:
    """Empty for what isn't ours. Another version of this service may have sealed other fields."""
    try:
        found: dict[str, Any] = _signer(secret, purpose).loads(sealed)
    except (BadData, UnicodeError):
        return {}
    return found


@cache
def _signer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"citizens in policing: {purpose}", signer_kwargs={"digest_method": sha256})
