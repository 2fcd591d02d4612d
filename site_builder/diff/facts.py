"""What two roles, or two profiles, say differently, fact by fact."""

from collections.abc import Iterator
from typing import NamedTuple

from site_builder.catalogue import Facts
from site_builder.catalogue.applying import ApplyAt

from .phrases import Phrases, same
from .timing import commitment, intakes

_FIRST = ("group", "title", "summary", "intakes", "commitment", "areas", "places", "apply")
FACTS = (*_FIRST, *(field for field in Facts.model_fields if field not in _FIRST))
"""Every fact, in the order in which a colleague would tell of them."""


class Told(NamedTuple):
    """A phrase, and the field that it tells of."""

    field: str
    phrase: str


def facts(before: Facts, after: Facts, phrases: Phrases) -> Iterator[Told]:
    for field in FACTS:
        old, new = getattr(before, field), getattr(after, field)
        if same(old, new):
            continue
        if field == "intakes":
            said = intakes(phrases, before, after)
        elif field == "commitment":
            said = commitment(phrases, before, after)
        elif field == "apply" and old and new:
            said = _applying(phrases, old, new)
        else:
            said = phrases.field(field, old, new)
        yield from (Told(field, phrase) for phrase in said)


def _applying(phrases: Phrases, old: ApplyAt, new: ApplyAt) -> Iterator[str]:
    one, other = _where(old), _where(new)
    if one != other:
        yield f"people apply {one} → {other}"
    else:
        yield from phrases.models(old, new, "how to apply")


def _where(apply: ApplyAt) -> str:
    return "here" if apply.here else f"at {apply.who or apply.link or apply.email or apply.phone}"
