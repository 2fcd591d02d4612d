"""Days and moments in London, as closely as they are known."""

import re
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, GetJsonSchemaHandler, RootModel, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from .values import ANY_WORD, entirely, fault, written

LONDON = ZoneInfo("Europe/London")
_MONTH = r"0[1-9]|1[0-2]"
_IN_MONTH = r"0[1-9]|[12]\d|3[01]"
_DAY = re.compile(rf"\d{{4}}-(?:{_MONTH})-(?:{_IN_MONTH})")
_WHEN = re.compile(rf"(\d{{4}})(?:-({_MONTH})(?:-({_IN_MONTH})(?:[ T](\d\d:\d\d))?)?)?")


def day_words(day: date) -> str:
    """`5 October 2026`."""
    return f"{day.day} {day:%B %Y}"


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(_DAY.fullmatch(value)[0])  # type: ignore[index]
        except (TypeError, ValueError):
            raise fault(f"'{value[:80]}' is not a date", "write it as 2026-10-05: year, month, day") from None
    return value


Day = Annotated[
    date, BeforeValidator(_day), written("a date such as 2026-10-05", type="string", pattern=entirely(_DAY))
]


class When(RootModel[str]):
    """A moment as closely as it is known: `2026`, `2026-10`, `2026-10-05` or `2026-10-05 12:00` (London time)."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _exists(self) -> "When":
        try:
            self._first  # noqa: B018  parsing is the check
        except (TypeError, ValueError):
            raise fault(
                f"'{self.root[:80]}' is not a date", "write 2026-10-05, 2026-10-05 12:00, 2026-10 or 2026"
            ) from None
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        title = "2026-10-05, 2026-10-05 12:00, 2026-10 or 2026"
        return {"title": title, "type": ANY_WORD, "pattern": entirely(_WHEN)}

    @cached_property
    def _first(self) -> datetime:
        found = _WHEN.fullmatch(self.root)
        if found is None:
            raise ValueError
        year, month, day, clock = found.groups()
        first = date(int(year), int(month or 1), int(day or 1))
        return datetime.combine(first, time.fromisoformat(clock or "00:00"), LONDON)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return self._first

    @property
    def ends(self) -> datetime:
        """The moment at which it is over: noon for `… 12:00`, otherwise the midnight after the day, month or year."""
        first = self._first
        match len(self.root):
            case 4:
                return first.replace(year=first.year + 1)
            case 7:
                return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
            case 10:
                return datetime.combine(first.date() + timedelta(days=1), time.min, LONDON)
        return first

    def __str__(self) -> str:
        first = self._first
        match len(self.root):
            case 4:
                return self.root
            case 7:
                return f"{first:%B %Y}"
            case 10:
                return day_words(first.date())
        return f"{day_words(first.date())} at {first:%H:%M}"
