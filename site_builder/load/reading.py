"""Folders of YAML → Catalogue, or every problem at once: first in each file, then between them."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_builder.catalogue import (
    Area,
    Catalogue,
    Event,
    Letter,
    Model,
    Organisation,
    Pathway,
    Profile,
    Redirects,
    Role,
    Scheme,
    Story,
    Strand,
    Vocabulary,
)
from site_builder.problems import Mark, Problem, Problems
from site_builder.yaml_source import Map

from .agree import disagreements
from .faults import M, key_fault, validated
from .inherit import circles, lineage, merged
from .names import doubled_areas, names
from .personal import domains, strangers
from .redirects import astray
from .sources import Sources, sources

_SAID_BY = {"organisation": "its folder", "slug": "its file's name", "group": "its profile"}


def load(roles: Path, content: Path, top: Path) -> Catalogue:
    """The whole catalogue. Raises Problems, all of them; paths in it are shown from `top`, the project's folder."""
    with _without_collecting():
        loaded = reading(sources(roles, content, top))
    if loaded.problems or loaded.catalogue is None:
        raise Problems(loaded.problems)
    return loaded.catalogue


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that is read is garbage, and the collector would look through all of it again and again: at 2,000 roles
    that was four parts in ten of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True)
class Loaded:
    """What could be made of the files, good or not: `catalogue` has the nouns that are right (it is None where there is
    no vocabulary), and `problems` what is wrong with the others.

    `roles` has the mapping of each role by its key, merged with all that it inherits, each entry with the mark of the
    file that says it; `inherited` has what its profile alone gives it; `pathways` has each pathway's merged mapping.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    roles: Mapping[str, Map]
    inherited: Mapping[str, Map]
    pathways: Mapping[str, Map]


def reading(found: Sources) -> Loaded:
    """All that files which are read already say, and every problem with it."""
    made = _Reading(found)
    catalogue = made.catalogue()
    problems = Problems(made.problems).problems
    return Loaded(catalogue, problems, made.merged_roles, made.inherited_by_roles, made.merged_pathways)


class _RedirectFile(Model):
    """The whole of redirects.yml, which is one mapping."""

    redirects: Redirects


class _Reading:
    """The files on their way to being a catalogue; problems gather on the way."""

    def __init__(self, found: Sources) -> None:
        self.found = found
        self.names = names(found)
        rings = (*circles(found.profiles), *circles(found.pathways))
        self.problems = [*found.problems, *rings, *doubled_areas(found), *astray(found)]
        self.problems += strangers(found.personal, domains(found.lists.get("organisations", {})))
        self.told: set[tuple[str, int, int]] = set()
        self.inherited: dict[Mark, Map] = {}
        self.merged_roles: dict[str, Map] = {}
        self.inherited_by_roles: dict[str, Map] = {}
        self.merged_pathways: dict[str, Map] = {}

    def catalogue(self) -> Catalogue | None:
        """What can be made of the files, good or not; None if they have no vocabulary."""
        found = self.found
        vocabulary = self._each(self._plain(Vocabulary), self._list_file("vocabulary"))
        parts: dict[str, Any] = {
            "profiles": self._each(self._profile, found.profiles),
            "areas": self._each(self._plain(Area), self._entries("areas")),
            "organisations": self._each(self._plain(Organisation), self._entries("organisations")),
            "recognition": self._each(self._plain(Scheme), self._entries("recognition")),
            "plan": self._each(self._plain(Strand), self._entries("plan")),
            "redirects": self._redirects(),
            "letters": self._each(self._filed(Letter), found.letters),
            "events": self._each(self._filed(Event), found.events),
            "stories": self._each(self._filed(Story), found.stories),
            "pathways": self._each(self._pathway, found.pathways),
            "roles": self._each(self._role, found.roles),
        }
        if not vocabulary:
            return None
        catalogue = Catalogue.model_validate({**parts, **vocabulary})
        self.problems += disagreements(catalogue, self.merged_roles, found.events)
        return catalogue

    def _list_file(self, name: str) -> dict[str, Map]:
        return {name: self.found.lists[name]} if name in self.found.lists else {}

    def _entries(self, name: str) -> dict[str, Map]:
        """The nouns that are kept in one file, each under its key."""
        entries: dict[str, Map] = {}
        for every in self._list_file(name).values():
            for key, own in every.items():
                if fault := key_fault(key):
                    self._note(Problem.at(every.keys_at[key], "C003", *fault))
                elif isinstance(own, Map):
                    entries[key] = own
                else:
                    self._note(
                        Problem.at(every.values_at[key], "C003", f"'{key}' says nothing", "give its facts below it")
                    )
        return entries

    def _each(self, make: Callable[[str, Map], M | None], files: Mapping[str, Map]) -> dict[str, M]:
        made = ((key, make(key, own)) for key, own in files.items() if self.found.has_read(own))
        return {key: noun for key, noun in made if noun is not None}

    def _noun(self, model: type[M], source: Map, facts: Mapping[str, Any]) -> M | None:
        """The noun, or None with its problems noted. What is wrong with an inherited value is told once."""
        try:
            return validated(model, source, facts, self.names)
        except Problems as problems:
            for problem in problems.problems:
                inherited = problem.path != source.at.path
                if not (inherited and (problem.path, problem.line, problem.column) in self.told):
                    self._note(problem)
        return None

    def _note(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.told.add((problem.path, problem.line, problem.column))

    def _plain(self, model: type[M]) -> Callable[[str, Map], M | None]:
        return lambda _, own: self._noun(model, merged(own, None), {})

    def _profile(self, key: str, own: Map) -> Profile | None:
        line = lineage(key, self.found.profiles)
        if self._ends_well(line, self.found.profiles) and not any(
            "group" in self.found.profiles[each] for each in line
        ):
            self._note(
                Problem.at(own.at, "C002", "'group' is missing", "add it here, or to the profile that this extends")
            )
        return self._noun(Profile, merged(own, None), {})

    def _filed(self, model: type[M]) -> Callable[[str, Map], M | None]:
        """For the nouns that have a file each, and know its name and path."""
        return lambda key, own: self._noun(model, merged(own, None), {"key": key, "source": own.at.path})

    def _redirects(self) -> Redirects:
        made = self._each(self._redirect_file, self._list_file("redirects"))
        return made["redirects"].redirects if made else {}

    def _redirect_file(self, key: str, own: Map) -> _RedirectFile | None:
        whole = Map(own.at)
        whole[key] = own
        whole.keys_at[key] = whole.values_at[key] = own.at
        return self._noun(_RedirectFile, whole, {})

    def _pathway(self, key: str, own: Map) -> Pathway | None:
        self.merged_pathways[key] = whole = self._inherited(lineage(key, self.found.pathways), self.found.pathways)
        return self._noun(Pathway, whole, {"key": key, "source": own.at.path})

    def _role(self, key: str, own: Map) -> Role | None:
        """An opportunity. If what it extends can't be followed, only its own facts are checked."""
        own = self._without_what_its_place_says(own)
        kind = own.get("extends")
        if kind is None:
            self._note(Problem.at(own.at, "C002", "'extends' is missing", "name the profile that this role is one of"))
        profiles = self.found.profiles
        line = lineage(kind, profiles) if isinstance(kind, str) else []
        if not (line and self._ends_well(line, profiles)):
            self._noun(Profile, merged(own, None), {})
            return None
        self.inherited_by_roles[key] = self._inherited(line, profiles)
        self.merged_roles[key] = whole = merged(own, self.inherited_by_roles[key])
        del whole["extends"]
        organisation, slug = key.split("/")
        facts = {"organisation": organisation, "slug": slug, "kinds": tuple(line), "source": own.at.path}
        return self._noun(Role, whole, facts)

    def _without_what_its_place_says(self, own: Map) -> Map:
        said = _SAID_BY.keys() & own.keys()
        if not said:
            return own
        kept = merged(own, None)
        for key in said:
            self._note(Problem.at(own.keys_at[key], "C007", f"{_SAID_BY[key]} already says '{key}'", "take it away"))
            kept.pop(key, None)
        return kept

    def _inherited(self, line: list[str], files: Mapping[str, Map]) -> Map:
        """The merged mapping of a lineage, which is nearest first. Many roles share one, so it is kept."""
        at = files[line[0]].at
        if at not in self.inherited:
            above = self._inherited(line[1:], files) if line[1:] else None
            self.inherited[at] = merged(files[line[0]], above)
        return self.inherited[at]

    def _ends_well(self, line: list[str], files: Mapping[str, Map]) -> bool:
        """Whether a lineage is known to its end: nothing unknown, circular or unreadable in it."""
        return files[line[-1]].get("extends") is None and all(self.found.has_read(files[key]) for key in line)
