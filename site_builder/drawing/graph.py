"""How kinds of role lead to one another: the catalogue as a graph."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from site_builder.catalogue import Catalogue, Role
from site_builder.catalogue.applying import RoleLinkTo


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of role, or something that isn't `ours` (then `link` may say where it is told).

    `title` is short, for a drawing; `told` is all that is said of it. `roles` are the keys of those on offer, and
    `pathway` is the one by which most of them are entered.
    """

    key: str
    title: str
    told: str
    ours: bool = True
    roles: tuple[str, ...] = ()
    pathway: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """`onwards` has the keys that each kind leads to, for those that lead anywhere; `alone` are the kinds on offer that
    lead nowhere and come from nowhere. All in one order: that of their titles."""

    kinds: Mapping[str, Kind]
    onwards: Mapping[str, tuple[str, ...]]
    alone: tuple[Kind, ...]


def graph(catalogue: Catalogue) -> Graph:
    return _Reading(catalogue).graph()


class _Reading:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.elsewhere: dict[str, Kind] = {}
        self.roles: dict[str, list[Role]] = defaultdict(list)
        for role in catalogue.roles.values():
            self.roles[role.kind].append(role)
        self.steps = {kind: frozenset(self._steps(kind)) - {kind} for kind in catalogue.profiles}
        self.targets = frozenset().union(*self.steps.values())
        self.drawn_as = cache(self._drawn_as)

    def graph(self) -> Graph:
        kinds = {**self._ours(), **self.elsewhere}
        onwards: dict[str, set[str]] = defaultdict(set)
        for kind, steps in self.steps.items():
            here = self.drawn_as(kind)
            onwards[here] |= {self.drawn_as(step) for step in steps} - {here}
        joined = {kind for kind, steps in onwards.items() if steps} | set().union(*onwards.values())
        order = sorted(kinds, key=lambda key: (kinds[key].title.casefold(), key))
        return Graph(
            kinds={key: kinds[key] for key in order if key in joined},
            onwards={key: tuple(each for each in order if each in onwards[key]) for key in order if onwards.get(key)},
            alone=tuple(kinds[key] for key in order if key not in joined and kinds[key].roles),
        )

    def _steps(self, kind: str) -> Iterator[str]:
        """What the roles of a kind lead to; where none is on offer, what its profile says, or the one it extends."""
        answers: Iterable[object] = [role.leads_to for role in self.roles[kind]] or [self._said(kind)]
        for answer in answers:
            if isinstance(answer, tuple):
                yield from (self._target(link) for link in answer)

    def _said(self, kind: str | None) -> object:
        while kind is not None:
            profile = self.catalogue.profiles[kind]
            if profile.leads_to is not None:
                return profile.leads_to
            kind = profile.extends
        return None

    def _target(self, link: RoleLinkTo) -> str:
        if link.role is not None:
            return self.catalogue.roles[link.role].kind if "/" in link.role else link.role
        told = str(link.title)
        key = f"elsewhere:{told}"
        self.elsewhere[key] = Kind(key, told.partition(". ")[0].removesuffix("."), told, ours=False, link=link.link)
        return key

    def _drawn_as(self, kind: str) -> str:
        """A kind that leads where the one that it extends does is drawn as that one, unless a role leads to it."""
        around = self.catalogue.profiles[kind].extends if kind in self.catalogue.profiles else None
        if around is None or kind in self.targets or self.steps[kind] != self.steps[around]:
            return kind
        return self.drawn_as(around)

    def _ours(self) -> dict[str, Kind]:
        members: dict[str, list[Role]] = defaultdict(list)
        for kind in self.catalogue.profiles:
            members[self.drawn_as(kind)] += self.roles[kind]
        return {kind: self._kind(kind, roles) for kind, roles in members.items()}

    def _kind(self, kind: str, roles: list[Role]) -> Kind:
        title = self.catalogue.profiles[kind].title or kind.replace("-", " ").capitalize()
        pathways = Counter(role.pathway for role in roles if role.pathway)
        most = min(pathways, key=lambda key: (-pathways[key], key), default=None)
        keys = sorted(roles, key=lambda role: (role.title.casefold(), role.key))
        return Kind(kind, title, title, roles=tuple(role.key for role in keys), pathway=most)
