"""The names that files may refer to, by kind; known before any file is checked, so that no fault hides another."""

from collections.abc import Collection, Iterator, Mapping

from site_builder.catalogue import LISTS
from site_builder.problems import Mark, Problem
from site_builder.yaml_source import Map

from .faults import Names
from .sources import OPTIONAL, Sources

_WORDS = {  # what a reference calls a word → its list in the vocabulary
    "group": "groups",
    "contribution": "contributions",
    "interest": "interests",
    "skill": "skills",
    "vetting check": "vetting",
    "kind of powers": "powers",
    "uniform": "uniforms",
    "time word": "times",
    "kind of place": "where",
    "stage owner": "owners",
}


class _Anything(frozenset[str]):
    """The names in a file that could not be read: any may be among them."""

    def __contains__(self, _: object) -> bool:
        return True


def names(found: Sources) -> Names:
    """Every name that a reference may use, by the kind that the reference says."""
    areas, vocabulary = _entries(found, "areas"), _entries(found, "vocabulary")
    return {
        "area": {key for key, _ in walk_areas(areas)} if isinstance(areas, Map) else areas,
        "organisation": _entries(found, "organisations"),
        "recognition scheme": _entries(found, "recognition"),
        "profile": found.profiles,
        "role": {**found.profiles, **found.roles},
        "pathway": found.pathways,
        "letter": found.letters,
        "event": found.events,
        "story": found.stories,
        "list": LISTS,
        **{kind: _words(vocabulary, name) for kind, name in _WORDS.items()},
    }


def doubled_areas(found: Sources) -> Iterator[Problem]:
    """A problem for each area whose key another area of the tree has already."""
    areas = _entries(found, "areas")
    first: dict[str, Mark] = {}
    for key, mark in walk_areas(areas) if isinstance(areas, Map) else ():
        if key in first:
            yield Problem.at(
                mark, "C007", f"another area is called '{key}' (line {first[key].line})", "rename one of them"
            )
        first.setdefault(key, mark)


def walk_areas(areas: Map) -> Iterator[tuple[str, Mark]]:
    """Each area's key in the tree, and where it stands."""
    for key, area in areas.items():
        yield key, areas.keys_at[key]
        if isinstance(area, Map) and isinstance(parts := area.get("areas"), Map):
            yield from walk_areas(parts)


def _entries(found: Sources, name: str) -> Collection[str]:
    if name in found.lists and found.has_read(found.lists[name]):
        return found.lists[name]
    return () if name in OPTIONAL and name not in found.lists else _Anything()


def _words(vocabulary: Collection[str], name: str) -> Collection[str]:
    words = vocabulary.get(name) if isinstance(vocabulary, Mapping) else None
    return words if isinstance(words, Map) else _Anything()
