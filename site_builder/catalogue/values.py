"""The small values that every noun of the catalogue is made of, and how they are said in YAML.

Everything arrives as text. A value that is wrong raises a fault with two parts, what is wrong and what to do, which the
loader puts at its line and column.
"""

import re
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Tag,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A frozen noun of the catalogue. A key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True, serialize_by_alias=True)


def fault(what: str, help: str, *, key: str = "") -> PydanticCustomError:
    """An error for a person. `key` names the entry at fault, where the check saw a whole mapping."""
    return PydanticCustomError("fault", "{what}", {"what": what, "help": help, "key": key})


# Text ---------------------------------------------------------------------------------------------------------------


_OWN_LINK = re.compile(r"\]\(<?(role|pathway|area|organisation|group|contribution|skill|interest):([^\s)>#]*)")


def own_links(text: str) -> list[tuple[str, str]]:
    """The links to pages of ours in CommonMark, as kind and name: `[…](role:cambridgeshire/special-constable)`."""
    return _OWN_LINK.findall(text) if "](" in text else []


def _trimmed(value: str, longest: int) -> str:
    value = value.strip()
    if not value:
        raise fault("this is empty", "write something, or leave nothing after the colon")
    if len(value) > longest:
        raise fault(f"this is {len(value)} characters long", f"shorten it to {longest}")
    return value


def _line(value: str) -> str:
    if "\n" in value.strip():
        raise fault("this runs over several lines", "keep it to one line")
    return _trimmed(value, 200)


def _text(value: str, info: ValidationInfo) -> str:
    value = _trimmed(value, 3000)
    for kind, name in own_links(value):
        _check_name(kind, name, info)
        if kind == "role" and "/" not in name:
            raise fault(f"'role:{name}' is a kind of role, which has no page", "name one role: organisation/role")
    return value


Line = Annotated[str, AfterValidator(_line)]
"""One line of plain text."""

Text = Annotated[str, AfterValidator(_text)]
"""CommonMark. Raw HTML in it is never passed on; its links to pages of ours are checked as references are."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
"""One text or a list of them."""


def one_or_many(value: Any) -> Any:
    """A lone entry stands for a list of one."""
    return [value] if isinstance(value, str | Mapping) else value


def without_none(value: Any) -> Any:
    """`none` takes an inherited entry away."""
    return {key: each for key, each in value.items() if each != "none"} if isinstance(value, Mapping) else value


def shorthand(key: str) -> Any:
    """A lone word or text stands for a mapping with that one `key`."""

    def expand(value: Any) -> Any:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(expand)


# Answers ------------------------------------------------------------------------------------------------------------

Unsaid = Literal["none", "not_published"]
T = TypeVar("T")


def _said(value: Any) -> str:
    return "unsaid" if value in ("none", "not_published") else "said"


Answer = Annotated[Annotated[T, Tag("said")] | Annotated[Unsaid, Tag("unsaid")], Discriminator(_said)] | None
"""A value; `none` (none needed); `not_published` (the source doesn't tell); or None, not stated."""


# Keys and references ------------------------------------------------------------------------------------------------

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _key(value: str) -> str:
    if not _KEY.fullmatch(value) or len(value) > 60:
        raise fault(f"'{value[:80]}' is not a key", "use small letters, digits and single hyphens, at most 60 of them")
    return value


Key = Annotated[str, AfterValidator(_key)]
"""The name of a thing in an address and in other files: `special-constable`."""


def _check_name(kind: str, name: str, info: ValidationInfo) -> None:
    names: Mapping[str, Collection[str]] | None = info.context
    if names is not None and name not in names[kind]:
        raise PydanticCustomError("unknown", "no {kind} is called '{value}'", {"kind": kind, "value": name})


def _known(kind: str) -> AfterValidator:
    def check(value: str, info: ValidationInfo) -> str:
        _check_name(kind, value, info)
        return value

    return AfterValidator(check)


# A reference is checked when the validation context maps its kind to the names that exist; without a context it passes.
AreaKey = Annotated[str, _known("area")]
OrganisationKey = Annotated[str, _known("organisation")]
ProfileKey = Annotated[str, _known("profile")]
RoleKey = Annotated[str, _known("role")]
PathwayKey = Annotated[str, _known("pathway")]
LetterKey = Annotated[str, _known("letter")]
SchemeKey = Annotated[str, _known("recognition scheme")]
GroupKey = Annotated[str, _known("group")]
ContributionKey = Annotated[str, _known("contribution")]
InterestKey = Annotated[str, _known("interest")]
SkillKey = Annotated[str, _known("skill")]
CheckKey = Annotated[str, _known("vetting check")]
PowersKey = Annotated[str, _known("kind of powers")]
UniformKey = Annotated[str, _known("uniform")]
TimeKey = Annotated[str, _known("time word")]
WhereKey = Annotated[str, _known("kind of place")]
OwnerKey = Annotated[str, _known("stage owner")]


# Numbers, ranges, addresses -----------------------------------------------------------------------------------------

_WHOLE = re.compile(r"0|[1-9]\d{0,5}")
_AMOUNT = re.compile(r"(0|[1-9]\d{0,5})(\.\d+)?%?")
_RANGE = re.compile(r"([1-9]\d{0,3})(?: ?(?:to|-|–) ?([1-9]\d{0,3}))?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+"
)
_LINK = re.compile(r"https?://[^\s<>\"'\\{}|^`]+")
_OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise fault(f"'{value[:80]}' is not a whole number", "write digits alone, such as 18")
    return value


def _matching(pattern: re.Pattern[str], what: str, help: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise fault(f"'{value[:80]}' is not {what}", help)
        return value

    return AfterValidator(check)


Whole = Annotated[int, BeforeValidator(_whole)]
Amount = Annotated[str, _matching(_AMOUNT, "an amount", "write a number such as 4 or 1.5, or a share such as 50%")]
Clock = Annotated[str, _matching(_CLOCK, "a time of day", "write it as 18:30")]
Email = Annotated[str, _matching(_EMAIL, "an email address", "write it as name@example.org")]
Link = Annotated[str, _matching(_LINK, "a web address", "write the whole address, starting with https://")]
Outward = Annotated[str, _matching(_OUTWARD, "the first half of a postcode", "write it as PE13, in capitals")]

_WORDS_FOR_YES_AND_NO = {"yes": True, "true": True, "no": False, "false": False}


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str):
        if value.lower() not in _WORDS_FOR_YES_AND_NO:
            raise fault(f"'{value[:80]}' is neither yes nor no", "write yes or no")
        return _WORDS_FOR_YES_AND_NO[value.lower()]
    return value


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]


class Range(Model):
    """Whole numbers from `least` to `most`, written `6` or `6 to 12`."""

    least: int
    most: int

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = _RANGE.fullmatch(value)
        if not found:
            raise fault(f"'{value[:80]}' is not a number or a range", "write 6, or 6 to 12")
        least, most = int(found[1]), int(found[2] or found[1])
        if most < least:
            raise fault(f"the range '{value}' runs backwards", f"write {most} to {least}")
        return {"least": least, "most": most}

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"
