"""The small values that every noun of the catalogue is made of, and how they are said in YAML.

Everything arrives as text. A value that is wrong raises a fault with two parts, what is wrong and what to do, which the
loader puts at its line and column.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Model(BaseModel):
    """A frozen noun of the catalogue. A key that it does not know is refused.

    The text under a field tells editors what it means; then, after an empty line, an example as it stands in a file.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_alias=True, serialize_by_alias=True, use_attribute_docstrings=True
    )


def fault(what: str, help: str, *, key: str = "") -> PydanticCustomError:
    """An error for a person. `key` names the entry at fault, where the check saw a whole mapping."""
    return PydanticCustomError("fault", "{what}", {"what": what, "help": help, "key": key})


def written(as_what: str, **schema: Any) -> WithJsonSchema:
    """How a value stands in a file, in words for editors and as JSON Schema, for programs that read YAML their own way:
    to them `2027` is a number and `yes` may be true."""
    return WithJsonSchema({"title": as_what, **({} if "enum" in schema else {"type": ANY_WORD}), **schema})


ANY_WORD = ["string", "number", "boolean"]
"""The types of JSON that an unquoted text may turn out to be."""


def entirely(pattern: re.Pattern[str]) -> str:
    """The pattern of JSON Schema for a text that is this and nothing else."""
    return f"^(?:{pattern.pattern})$"


# Text ---------------------------------------------------------------------------------------------------------------


_OWN_LINK = re.compile(
    r"\]\(<?(role|pathway|area|organisation|group|contribution|skill|interest|event|story|list):([^\s)>#]*)"
)


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
        if kind == "role":
            _with_a_page(name, f"role:{name}")
    return value


def _with_a_page(role: str, shown: str) -> None:
    if "/" not in role:
        raise fault(f"'{shown[:80]}' is a kind of role, which has no page", "name one role: organisation/role")


Line = Annotated[str, AfterValidator(_line), written("a line of text")]
"""One line of plain text."""

Text = Annotated[str, AfterValidator(_text), written("text")]
"""CommonMark. Raw HTML in it is never passed on; its links to pages of ours are checked as references are."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list, json_schema_input_type=Text | tuple[Text, ...])]
"""One text or a list of them."""


class OneOrMany:
    """Marks a list for which a lone entry may stand."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]} if handler.mode == "validation" else many

    @staticmethod
    def _as_list(value: Any) -> Any:
        return [value] if isinstance(value, str | Mapping) else value


one_or_many = OneOrMany()


def _not_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise fault("this is empty", "add at least one")
    return value


AtLeastOne = AfterValidator(_not_empty)


def without_none(value: Any) -> Any:
    """`none` takes an inherited entry away."""
    return {key: each for key, each in value.items() if each != "none"} if isinstance(value, Mapping) else value


@dataclass(frozen=True)
class shorthand:  # noqa: N801  it reads as the verb that it is
    """Marks a mapping for which a lone word or text may stand: that one `key`."""

    key: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def expand(value: Any) -> Any:
            return {self.key: value} if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(schema)
        if handler.mode == "serialization":
            return whole
        alone = handler.resolve_ref_schema(whole)["properties"][self.key]
        return {"anyOf": [{key: each for key, each in alone.items() if key not in ("description", "default")}, whole]}


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


Key = Annotated[str, AfterValidator(_key), written("a name in small letters, digits and hyphens")]
"""The name of a thing in an address and in other files: `special-constable`."""


def _check_name(kind: str, name: str, info: ValidationInfo) -> None:
    names: Mapping[str, Collection[str]] | None = info.context
    if names is not None and name not in names[kind]:
        raise PydanticCustomError("unknown", "no {kind} is called '{value}'", {"kind": kind, "value": name})


@dataclass(frozen=True)
class _Known:
    """A name of this kind. `found` says in words for editors where such names stand."""

    kind: str
    found: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def check(value: str, info: ValidationInfo) -> str:
            _check_name(self.kind, value, info)
            return value

        return core_schema.with_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"title": self.found, "type": "string"}


def _word(kind: str, words: str) -> _Known:
    return _Known(kind, f"a name from `{words}` in `content/vocabulary.yml`")


def _opportunity(value: str) -> str:
    _with_a_page(value, value)
    return value


def _role_address(value: str) -> str:
    parts = value.split("/")
    if len(parts) != 2:
        raise fault(f"'{value[:80]}' is not the key of a role", "write it as organisation/role")
    for part in parts:
        _key(part)
    return value


RoleAddress = Annotated[str, AfterValidator(_role_address), written("organisation/role")]
"""The key that a role has or had: `cambridgeshire/special-constable`."""

# A reference is checked when the validation context maps its kind to the names that exist; without a context it passes.
AreaKey = Annotated[str, _Known("area", "a name from `content/areas.yml`")]
OrganisationKey = Annotated[str, _Known("organisation", "a name from `content/organisations.yml`")]
ProfileKey = Annotated[str, _Known("profile", "the name of a file in `roles/profiles/`")]
RoleKey = Annotated[str, _Known("role", "a role, `organisation/name`, or a profile")]
OpportunityKey = Annotated[RoleKey, AfterValidator(_opportunity)]
PathwayKey = Annotated[str, _Known("pathway", "the name of a file in `content/pathways/`")]
LetterKey = Annotated[str, _Known("letter", "the name of a file in `content/letters/`")]
SchemeKey = Annotated[str, _Known("recognition scheme", "a name from `content/recognition.yml`")]
GroupKey = Annotated[str, _word("group", "groups")]
ContributionKey = Annotated[str, _word("contribution", "contributions")]
InterestKey = Annotated[str, _word("interest", "interests")]
SkillKey = Annotated[str, _word("skill", "skills")]
CheckKey = Annotated[str, _word("vetting check", "vetting")]
PowersKey = Annotated[str, _word("kind of powers", "powers")]
UniformKey = Annotated[str, _word("uniform", "uniforms")]
TimeKey = Annotated[str, _word("time word", "times")]
WhereKey = Annotated[str, _word("kind of place", "where")]
OwnerKey = Annotated[str, _word("stage owner", "owners")]


# Numbers, ranges, addresses -----------------------------------------------------------------------------------------

_WHOLE = re.compile(r"0|[1-9]\d{0,5}")
_AMOUNT = re.compile(r"(0|[1-9]\d{0,5})(\.\d+)?%?")
_RANGE = re.compile(r"([1-9]\d{0,3})(?: ?(?:to|-|–) ?([1-9]\d{0,3}))?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+"
)
_LINK = re.compile(r"https?://[^\s<>\x22'\\{}|^`]+")
_OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_POINT = re.compile(r"(?:320|3[01]\d|[12]\d\d|\d{1,2}) (?:320|3[01]\d|[12]\d\d|\d{1,2})")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise fault(f"'{value[:80]}' is not a whole number", "write digits alone, such as 18")
    return value


@dataclass(frozen=True)
class _Matching:
    """Text of one form. `what` it is and, as `help`, how to write it."""

    pattern: re.Pattern[str]
    what: str
    help: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"title": self.what, "type": ANY_WORD, "pattern": entirely(self.pattern)}

    def _check(self, value: str) -> str:
        if not self.pattern.fullmatch(value):
            raise fault(f"'{value[:80]}' is not {self.what}", self.help)
        return value


Whole = Annotated[int, BeforeValidator(_whole), written("a whole number", type="integer", pattern=entirely(_WHOLE))]
Amount = Annotated[str, _Matching(_AMOUNT, "an amount", "write a number such as 4 or 1.5, or a share such as 50%")]
Clock = Annotated[str, _Matching(_CLOCK, "a time of day", "write it as 18:30")]
Email = Annotated[str, _Matching(_EMAIL, "an email address", "write it as name@example.org")]
Link = Annotated[str, _Matching(_LINK, "a web address", "write the whole address, starting with https://")]
Point = Annotated[
    str, _Matching(_POINT, "a point of the grid", "write how far right and how far down, each from 0 to 320: 18 40")
]
Outward = Annotated[str, _Matching(_OUTWARD, "the first half of a postcode", "write it as PE13, in capitals")]

_WORDS_FOR_YES_AND_NO = {"yes": True, "true": True, "no": False, "false": False}


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str):
        if value.lower() not in _WORDS_FOR_YES_AND_NO:
            raise fault(f"'{value[:80]}' is neither yes nor no", "write yes or no")
        return _WORDS_FOR_YES_AND_NO[value.lower()]
    return value


YesNo = Annotated[bool, BeforeValidator(_yes_or_no), written("yes or no", enum=["yes", "no", True, False])]


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

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        if handler.mode == "serialization":
            return handler(schema)
        title = "a number such as 6, or a range such as 6 to 12"
        return {"title": title, "type": ANY_WORD, "pattern": entirely(_RANGE)}

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"
