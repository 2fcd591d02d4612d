"""How many people wait to hear about each role: counts that the service gives, and no more."""

from pydantic import NonNegativeInt, TypeAdapter, ValidationError

from .revision import CannotCompare

_COUNTS = TypeAdapter(dict[str, NonNegativeInt])


def counts(text: str) -> dict[str, int]:
    """`{"cambridgeshire/special-constable": 3}`. Raises CannotCompare."""
    try:
        return _COUNTS.validate_json(text)
    except ValidationError:
        raise CannotCompare(
            "the counts of people waiting can't be read; make the file with: flask --app forms_service waiting"
        ) from None
