"""What keys name, in words."""

from collections.abc import Mapping

from site_builder.catalogue import Catalogue, State
from site_builder.wording import STATES

BARS = {
    "barred": "rules you out",
    "case_by_case": "looked at case by case",
    "declare": "tell the team",
    "fine": "fine",
}

_SHELVES = {
    "areas": "areas",
    "area": "areas",
    "contributes_to": "contributions",
    "interests": "interests",
    "not_with": "profiles",
    "role": "roles",
    "roles": "roles",
    "recognition": "recognition",
    "wanted": "skills",
    "gained": "skills",
    "pathway": "pathways",
    "pathways": "pathways",
    "group": "groups",
    "organisation": "organisations",
    "where": "where",
    "word": "times",
    "check": "vetting",
    "what": "powers",
    "owner": "owners",
    "letter": "letters",
}


class Names:
    """The title of each thing that a key names, in either of two catalogues; the later one's first. `renamed` has the
    new key of each role by its old one."""

    def __init__(self, before: Catalogue, after: Catalogue, renamed: Mapping[str, str]) -> None:
        self._renamed = renamed
        self._titles: dict[str, dict[str, str]] = {}
        for catalogue in (before, after):
            for shelf, things in _shelves(catalogue).items():
                self._titles.setdefault(shelf, {}).update(things)

    def renewed(self, field: str, value: object) -> object:
        """What a field names, by the key that it has now: who follows a role to its new name says nothing new."""
        if field not in ("role", "roles"):
            return value
        if isinstance(value, tuple):
            return tuple(self._renamed.get(key, key) for key in value)
        return self._renamed.get(value, value) if isinstance(value, str) else value

    def is_key(self, field: str, values: tuple[object, ...]) -> bool:
        """Whether these are keys that a field names things by, and not texts."""
        shelf = self._titles.get(_SHELVES.get(field, ""), {})
        return field == "postcodes" or (bool(values) and all(value in shelf for value in values))

    def of(self, field: str, value: object) -> str:
        """A value as it stands in a sentence."""
        if isinstance(value, State):
            return STATES[value].lower()
        words = str(value)
        if field == "what" and words in self._titles["uniforms"]:
            return self._titles["uniforms"][words]
        return self._titles.get(_SHELVES.get(field, ""), {}).get(words, BARS.get(words, words))


def _shelves(catalogue: Catalogue) -> Mapping[str, dict[str, str]]:
    words = catalogue.vocabulary
    nouns: dict[str, Mapping[str, object]] = {
        "areas": catalogue.every_area,
        "roles": {**catalogue.profiles, **catalogue.roles},
        **{name: getattr(catalogue, name) for name in ("organisations", "pathways", "profiles", "recognition")},
        **{name: getattr(words, name) for name in type(words).model_fields},
    }
    titled = {
        shelf: {key: getattr(noun, "title", None) or key for key, noun in s.items()} for shelf, s in nouns.items()
    }
    return titled | {"letters": {key: f"“{letter.subject}”" for key, letter in catalogue.letters.items()}}
