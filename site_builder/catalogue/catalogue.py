"""The catalogue: everything that the site shows and the service needs, checked and whole."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from pydantic import Field

from .area import Area
from .event import Event
from .letter import Letter
from .organisation import Organisation
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

    def offered_in(self, role: Role) -> frozenset[str]:
        """The keys of the smallest areas in which a role is offered: those with no parts."""
        keys = (key for area in role.areas for key in self.within(area))
        return frozenset(key for key in keys if not self.every_area[key].areas)

    def areas_of_postcode(self, outward: str) -> tuple[str, ...]:
        """The keys of the areas that list the first half of a postcode, written like `PE13`."""
        return tuple(key for key, area in self.every_area.items() if outward in area.postcodes)

    def stages(self, role: Role) -> Mapping[str, Stage]:
        """The stages of a role's pathway that hold for it, in order; none for a role that is signposted."""
        return self.pathways[role.pathway].stages_for(role) if role.pathway else {}
