"""What each field is called in a diff."""

from site_builder.wording import REQUIREMENTS

LABELS = {
    **{field: title[:1].lower() + title[1:] for field, title in REQUIREMENTS.items()},
    "adjustments": "help and adjustments",
    "age": "",
    "any": "",
    "apply": "how to apply",
    "apply_from": "apply from",
    "apply_to": "apply up to",
    "areas": "",
    "as_of": "counted",
    "at_once": "",
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
    "islands": "islands on the map",
    "label": "name on the map",
    "leads_to": "where it leads",
    "not_with": "what you can’t do beside it",
    "number": "",
    "open_to": "who it is open to",
    "opens": "opens",
    "outline": "shape on the map",
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
    "strength": "",
    "target": "the aim:",
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
    "what": "",
    "when": "",
    "where": "place",
    "who": "",
    "word": "",
    "you": "what you do",
    "you_will": "what you’ll do",
}
"""An empty label is one that its values don't need: `Fenland added`."""

PARTS = {"stages": "stage", "areas": "part"}
"""What one of a mapping's things is."""

DRAWN = frozenset({"islands", "label", "outline"})
"""Fields that are points of a drawing, which words wouldn't tell."""

UNITS = {
    "at_once": "volunteers at a time",
    "minutes": "minutes",
    "number": "places",
    "reply_within": "days",
    "strength": "volunteers",
    "weeks": "weeks",
    "years": "years",
}

YES_AND_NO = {
    "early": ("may close early", "stays open until its date"),
    "must": ("you must be free", "you needn’t be free"),
    "plus": ("on top of the other hours", "not on top of the other hours"),
    "any": ("as much or as little as you like", "a set amount"),
}


def label(field: str) -> str:
    return LABELS.get(field, field.replace("_", " "))


def noun(field: str) -> str:
    """The label, or the field's own name where its values need none."""
    return label(field) or field.replace("_", " ")
