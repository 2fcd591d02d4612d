"""The catalogue: everything that the site shows and the service needs, checked and whole."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256

from pydantic import Field

from .applying import ApplyAt
from .area import Area
from .event import Event
from .intake import Intake, State
from .letter import Letter
from .organisation import Organisation, Undecided
from .pathway import Pathway, Stage
from .plan import Strand
from .recognition import Scheme
from .redirect import Redirects
from .role import Profile, Role
from .story import Story
from .values import Key, Model
from .vocabulary import Vocabulary

LISTS = (
    "roles",
    "pathways",
    "areas",
    "organisations",
    "groups",
    "contributions",
    "skills",
    "interests",
    "recognition",
    "events",
    "stories",
    "plan",
)
"""The pages that list all of one kind, by the folder that is their address."""


class Catalogue(Model):
    """Each noun by its key; roles by `organisation/slug`. Read from JSON, it is the same catalogue again."""

    roles: dict[str, Role]
    profiles: dict[Key, Profile]
    pathways: dict[Key, Pathway]
    areas: dict[Key, Area]
    organisations: dict[Key, Organisation]
    vocabulary: Vocabulary
    recognition: dict[Key, Scheme] = Field(default_factory=dict)
    letters: dict[Key, Letter] = Field(default_factory=dict)
    events: dict[Key, Event] = Field(default_factory=dict)
    stories: dict[Key, Story] = Field(default_factory=dict)
    plan: dict[Key, Strand] = Field(default_factory=dict)
    redirects: Redirects = Field(default_factory=dict)

    @cached_property
    def every_area(self) -> Mapping[str, Area]:
        """Every area of the tree by key, a force's whole ground before its parts."""
        return {key: area for name, top in self.areas.items() for key, area in top.walk(name)}

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        return {part: key for key, area in self.every_area.items() for part in area.areas}

    def within(self, area: str) -> frozenset[str]:
        """The keys of an area and of all its parts."""
        return frozenset(key for key, _ in self.every_area[area].walk(area))

    def around(self, area: str) -> Iterator[str]:
        """The keys of an area, the one around it, and so on outwards."""
        yield area
        while area in self._parents:
            area = self._parents[area]
            yield area

    @cached_property
    def any_role(self) -> Mapping[str, Role]:
        """What somebody with no role in mind is interested in, by key: a role that stands for any of an organisation's.

        It has no page and is not among `roles`.
        """
        made = [_any_role(key, found, found.undecided) for key, found in self.organisations.items() if found.undecided]
        return {role.key: role for role in made}

    def wanted(self, key: str) -> Role | None:
        """The role with this key, any role of an organisation's too; None for one that isn't there."""
        return self.roles.get(key) or self.any_role.get(key)

    def read_at(self, key: str) -> str:
        """Where a role can be read about, or was once, under the site's root: for any role, at its organisation."""
        return f"organisations/{key.partition('/')[0]}/" if key in self.any_role else f"roles/{key}/"

    def edition(self, role: Role) -> str:
        """Another as soon as anything that is said of the role changes."""
        if role.key not in self._editions:
            self._editions[role.key] = sha256(role.model_dump_json().encode()).hexdigest()[:16]
        return self._editions[role.key]

    @cached_property
    def _editions(self) -> dict[str, str]:
        return {}

    def offered_in(self, role: Role) -> frozenset[str]:
        """The keys of the smallest areas in which a role is offered: those with no parts."""
        keys = (key for area in role.areas for key in self.within(area))
        return frozenset(key for key in keys if not self.every_area[key].areas)

    def open_in(self, role: Role) -> frozenset[str]:
        """Those of them that have room while the role takes names: not those whose every place is shut."""
        if role.key not in self._open_in:
            self._open_in[role.key] = self._with_room(role)
        return self._open_in[role.key]

    @cached_property
    def _open_in(self) -> dict[str, frozenset[str]]:
        return {}

    def _with_room(self, role: Role) -> frozenset[str]:
        offered = self.offered_in(role)
        there = [place for place in (role.places if isinstance(role.places, dict) else {}).values() if place.area]
        known = {key for place in there for key in self.within(str(place.area))}
        room = {key for place in there if not place.shut for key in self.within(str(place.area))}
        return offered - (known - room) or offered

    def areas_of_postcode(self, outward: str) -> tuple[str, ...]:
        """The keys of the areas that list the first half of a postcode, written like `PE13`."""
        return tuple(key for key, area in self.every_area.items() if outward in area.postcodes)

    def stages(self, role: Role) -> Mapping[str, Stage]:
        """The stages of a role's pathway that hold for it, in order; none for a role that is signposted."""
        if role.key not in self._stages:
            self._stages[role.key] = self.pathways[role.pathway].stages_for(role) if role.pathway else {}
        return self._stages[role.key]

    @cached_property
    def _stages(self) -> dict[str, Mapping[str, Stage]]:
        return {}


def _any_role(key: str, organisation: Organisation, undecided: Undecided) -> Role:
    return Role(
        organisation=key,
        slug="any-role",
        kinds=("any-role",),
        source="content/organisations.yml",
        group="",
        title="Any role",
        summary=f"Any role with {organisation.title}.",
        contributes_to=(),
        apply=ApplyAt(here=True),
        areas=organisation.areas,
        you_will=(),
        intakes=(Intake(state=State.OPEN),),
        pathway=undecided.pathway,
        age=undecided.age,
    )
