"""What each field is called in a diff, and the words of its values."""

from collections.abc import Mapping

from site_builder.catalogue import Catalogue, State
from site_builder.wording import REQUIREMENTS, STATES

LABELS = {
    **{field: title[:1].lower() + title[1:] for field, title in REQUIREMENTS.items()},
    "adjustments": "help and adjustments",
    "age": "",
    "any": "",
    "apply": "how to apply",
    "apply_from": "apply from",
    "apply_to": "apply up to",
    "areas": "",
    "as_of": "counted in",
    "at_once": "at a time:",
    "body": "words",
    "beside": "whom you serve beside",
    "cannot": "who can’t",
    "closes": "closes",
    "commitment": "time",
    "contributes_to": "what it helps",
    "costs_you": "what it costs you",
    "dates": "days to know",
    "email": "email",
    "end": "until",
    "especially_welcome": "who is especially welcome",
    "exceptions": "exceptions",
    "gained": "skills you gain",
    "group": "group",
    "good_to_know": "good to know",
    "inbox": "inbox",
    "intakes": "when to join",
    "interests": "interests",
    "leads_to": "where it leads",
    "not_with": "what you can’t do beside it",
    "number": "",
    "open_to": "who it is open to",
    "opens": "opens",
    "owner": "owned by",
    "pathway": "way in:",
    "pattern": "when and where",
    "places": "",
    "postcodes": "postcodes",
    "powers": "powers",
    "recognition": "thanks",
    "recruiters": "who may take names",
    "reply_within": "replies within",
    "requirements": "",
    "review_by": "look again by",
    "reviewed": "reviewed",
    "season": "season",
    "see_also": "see also",
    "serve_to": "stay up to",
    "shared": "who else sees it",
    "skills": "",
    "start": "from",
    "start_from": "start at",
    "starts": "starts",
    "stages": "",
    "state": "",
    "summary": "summary",
    "supported_by": "who supports you",
    "team": "team",
    "term": "how long it lasts",
    "title": "title",
    "training": "training",
    "uniform": "uniform",
    "vetting": "checks",
    "wanted": "skills you need",
    "we": "what we do",
    "weeks": "",
    "when": "",
    "who": "",
    "word": "",
    "you": "what you do",
    "you_will": "what you’ll do",
}
"""An empty label is one that its values don't need: `Fenland added`."""

PARTS = {"stages": "stage", "areas": "part"}
"""What one of a mapping's things is."""

UNITS = {"number": "places", "weeks": "weeks", "reply_within": "days", "years": "years", "minutes": "minutes"}

YES_AND_NO = {
    "early": ("may close early", "stays open until its date"),
    "must": ("you must be free", "you needn’t be free"),
    "plus": ("on top of the other hours", "not on top of the other hours"),
    "any": ("as much or as little as you like", "a set amount"),
}

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
    """The title of each thing that a key names, in either of two catalogues; the later one's first."""

    def __init__(self, before: Catalogue, after: Catalogue) -> None:
        self._titles: dict[str, dict[str, str]] = {}
        for catalogue in (before, after):
            for shelf, things in _shelves(catalogue).items():
                self._titles.setdefault(shelf, {}).update(things)

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


def label(field: str) -> str:
    return LABELS.get(field, field.replace("_", " "))


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
