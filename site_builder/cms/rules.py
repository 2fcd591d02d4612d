"""How a value must look, and what is said of one that doesn't: the model's own pattern and the model's own words."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from site_builder.catalogue import Model

from .shapes import said

_NOTHING_LIKE_IT = "?"  # no type that has a pattern takes it


class Rule(NamedTuple):
    """A regular expression that both Python and JavaScript understand, and a sentence for who strays from it."""

    pattern: str
    message: str


@cache
def rule(hint: Any) -> Rule | None:
    """The rule of a type; None where the model has no pattern for it."""
    adapter: TypeAdapter[Any] = TypeAdapter(hint)
    pattern = adapter.json_schema().get("pattern")
    if pattern is None:
        return None
    try:
        adapter.validate_python(_NOTHING_LIKE_IT)
    except ValidationError as error:
        help = error.errors()[0]["ctx"]["help"]
        return Rule(pattern, f"{help[:1].upper()}{help[1:]}.")
    raise ValueError(f"{hint} takes {_NOTHING_LIKE_IT!r}, though its pattern says otherwise")


def rules_within(hint: Any) -> dict[str, Rule]:
    """By its key, the rule of each value that may stand somewhere within a value of this type. A key that has two
    meanings there has none here."""
    found = defaultdict(set)
    for key, each in _keyed(hint):
        found[key].add(each)
    lone = {key: next(iter(each)) for key, each in found.items() if len(each) == 1}
    return {key: each for key, each in lone.items() if each}


def _keyed(hint: Any) -> Iterator[tuple[str, Rule | None]]:
    for model in _models(hint):
        hints = get_type_hints(model, include_extras=True)
        for name, info in model.model_fields.items():
            yield info.alias or name, rule(said(hints[name]))
            yield from _keyed(hints[name])


def _models(hint: Any) -> Iterator[type[Model]]:
    if isinstance(hint, type) and issubclass(hint, Model):
        yield hint
    for inner in get_args(hint):
        yield from _models(inner)
