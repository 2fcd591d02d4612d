"""What pydantic says of a value, put at its place in somebody's file and into words for them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from site_builder.catalogue import Key, Model
from site_builder.problems import Mark, Problem, Problems, nearest
from site_builder.yaml_source import List, Map, Value

CODES = {
    "C001": "a key that is not known here",
    "C002": "something that must be said is missing",
    "C003": "a value that is not what is meant here",
    "C004": "a name that nothing has",
    "C005": "files that extend one another in a circle",
    "C006": "a file or folder that is out of place or badly named",
    "C007": "two facts that don't go together",
    "C008": "a way to reach a private person",
}

Names = Mapping[str, Collection[str]]
M = TypeVar("M", bound=Model)

_UNKNOWN_KEY = "extra_forbidden"  # as pydantic calls it
_KEY = TypeAdapter[str](Key)
_FEW = 12  # names that a message can list

_SHAPES = {
    "string_type": "write text here",
    "tuple_type": "write a list here, each item on its own line after a hyphen",
    "dict_type": "write keys and values here, one on each line",
    "model_type": "write keys and values here, one on each line",
    "int_type": "write a whole number here",
    "bool_type": "write yes or no here",
    "date_type": "write a date here, such as 2026-10-05",
}


def validated(model: type[M], source: Map, facts: Mapping[str, Any], names: Names) -> M:
    """The model made of a file's mapping and of `facts` that its place tells. Raises Problems."""
    try:
        return model.model_validate({**source, **facts}, context=names)
    except ValidationError as error:
        errors = error.errors()
        misspelt = {(*each["loc"][:-1], _guess(model, each["loc"])) for each in errors if each["type"] == _UNKNOWN_KEY}
        raise Problems(
            _problem(model, source, each, names)
            for each in errors
            if each["type"] != "missing" or each["loc"] not in misspelt  # it is there, under a misspelt key
        ) from None


def key_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with `name` as a key, and what to do; None if it is one."""
    try:
        _KEY.validate_python(name)
    except ValidationError as error:
        context = error.errors()[0]["ctx"]
        return context["what"], context["help"]
    return None


def _problem(model: type[Model], source: Map, details: ErrorDetails, names: Names) -> Problem:
    context, kind = details.get("ctx", {}), details["type"]
    steps = (*details["loc"], context["key"]) if context.get("key") else details["loc"]
    key_at, at, found = _place(source, steps)
    last = str(steps[-1]) if steps else ""
    code, what, help = "C003", f"{_said(found)} doesn't fit here", _SHAPES.get(kind, details["msg"])
    match kind:
        case "fault":
            what, help = context["what"], context["help"]
        case "unknown":
            code, what, help = "C004", details["msg"], _meant(context["value"], names[context["kind"]])
        case "extra_forbidden":
            code, what, help = "C001", f"'{last}' is not a key here", _meant(last, _keys_at(model, steps[:-1]))
        case "missing":
            code, what, help = "C002", f"'{last}' is missing", "add it"
        case "enum" | "literal_error":
            what, help = f"{_said(found)} is not a word for this", f"write {context['expected']}"
        case "too_short":
            what, help = "this is empty", "add at least one"
    return Problem.at(key_at if kind == _UNKNOWN_KEY or last == "[key]" else at, code, what, help)


def _place(source: Map, steps: Sequence[int | str]) -> tuple[Mark, Mark, Value]:
    """The marks of the last key and of its value on the way that `steps` lead, and the value.

    Steps that are not in the file are passed over: pydantic also names the branch of a choice that it took.
    """
    key_at = at = source.at
    here: Value = source
    for step in steps:
        if isinstance(here, Map) and step in here:
            key_at, at = here.keys_at[str(step)], here.values_at[str(step)]
            here = here[str(step)]
        elif isinstance(here, List) and isinstance(step, int) and step < len(here):
            key_at = at = here.items_at[step]
            here = here[step]
    return key_at, at, here


def _keys_at(model: type[Model], steps: Sequence[int | str]) -> set[str]:
    """The keys that a file may use where `steps` lead."""
    models = {model}
    for step in steps:
        fields = [
            field for each in models for name, field in each.model_fields.items() if (field.alias or name) == step
        ]
        if fields:
            models = {inner for field in fields for inner in _models_in(field.annotation)}
    return {field.alias or name for each in models for name, field in each.model_fields.items()}


def _guess(model: type[Model], steps: Sequence[int | str]) -> str | None:
    return nearest(str(steps[-1]), _keys_at(model, steps[:-1]))


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _meant(word: str, known: Collection[str]) -> str:
    guess = nearest(word, known)
    if guess:
        return f"did you mean '{guess}'?"
    return "use one of " + ", ".join(sorted(known)) if 0 < len(known) <= _FEW else "mend it or take it away"


def _said(value: Value) -> str:
    if isinstance(value, Map):
        return "a mapping"
    if isinstance(value, List):
        return "a list"
    return "a blank" if value is None else f"'{value[:80]}'"
