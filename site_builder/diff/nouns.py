"""All of the catalogue besides roles and profiles: pathways, organisations, areas, letters, words and the rest."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from site_builder.catalogue import Catalogue, Model, Redirect
from site_builder.wording.lists import all_of, one

from .change import Change
from .phrases import Phrases

_TOLD_ELSEWHERE = ("roles", "profiles", "vocabulary")
_KINDS = {
    "plan": "strands",
    "recognition": "schemes",
    "times": "time words",
    "vetting": "checks",
    "where": "kinds of places",
    "powers": "kinds of powers",
}


def changes(before: Catalogue, after: Catalogue, phrases: Phrases) -> Iterator[Change]:
    """Noun by noun; what several of one kind share is said once."""
    for field in type(after).model_fields:
        if field not in _TOLD_ELSEWHERE:
            yield from _shelf(field, getattr(before, field), getattr(after, field), phrases)
    for field in type(after.vocabulary).model_fields:
        yield from _shelf(field, getattr(before.vocabulary, field), getattr(after.vocabulary, field), phrases)


def _shelf(field: str, before: object, after: object, phrases: Phrases) -> Iterator[Change]:
    kinds = _KINDS.get(field, field).replace("_", " ")
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        if before != after:
            yield Change(kinds.capitalize(), tuple(phrases.field(field, before, after)))
        return
    kind = one(kinds)
    yield from (Change(f"New {kind}", (title(after[key], key),)) for key in after if key not in before)
    yield from _changed(kind, kinds, before, after, phrases)
    yield from (Change(f"Removed {kind}", (title(before[key], key),)) for key in before if key not in after)


def _changed(
    kind: str, kinds: str, before: Mapping[str, object], after: Mapping[str, object], phrases: Phrases
) -> Iterator[Change]:
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, noun in after.items():
        if key in before and (what := tuple(_between(before[key], noun, kind, phrases))):
            alike[what].append(title(noun, key))
    for what, titles in alike.items():
        yield Change(f"{(kind if len(titles) == 1 else kinds).capitalize()} {all_of(titles)}", what)


def _between(before: object, after: object, kind: str, phrases: Phrases) -> Iterator[str]:
    if isinstance(before, Model) and isinstance(after, Model):
        yield from phrases.models(before, after)
    else:
        yield from phrases.field(kind, before, after)


def title(noun: object, key: str) -> str:
    if isinstance(noun, Redirect):
        return f"{key} → {noun.to}" if noun.to else f"{key} is gone"
    return str(getattr(noun, "title", None) or getattr(noun, "subject", None) or key)
