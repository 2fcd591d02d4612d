"""The catalogue looked at from every side: which roles stand where, and which are alike. Made once for all pages."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import TypeVar

from site_builder.catalogue import Catalogue, Event, Role, Standing, State, Story
from site_builder.feeds import newest, role_updated

from .moment import Moment, moments

T = TypeVar("T")
N = TypeVar("N", Event, Story)
Roles = tuple[Role, ...]

SIMILAR = 4
CLOSING = 3
_STATES = tuple(State)


def listed(answer: tuple[T, ...] | str | None) -> tuple[T, ...]:
    """The values of an answer that is a list; nothing for one that says `none`, `not_published` or nothing."""
    return answer if isinstance(answer, tuple) else ()


class Index:
    """Every list of roles is in one order: what a reader can join now first, then by title."""

    def __init__(self, catalogue: Catalogue, now: datetime) -> None:
        self.catalogue = catalogue
        self.now = now
        self.moments: Mapping[str, tuple[Moment, ...]] = {
            key: moments(role, now) for key, role in catalogue.roles.items()
        }
        self.standings: Mapping[str, Standing | None] = {key: found[0].standing for key, found in self.moments.items()}
        self._updated = {key: role_updated(role, now) for key, role in catalogue.roles.items()}
        self.roles: Roles = tuple(sorted(catalogue.roles.values(), key=self._rank))
        titles = Counter(role.title for role in self.roles)
        self.namesakes = {title for title, roles in titles.items() if roles > 1}
        self._grounds = {key: tuple(catalogue.around(key))[-1] for key in catalogue.every_area}
        self._within = {key: catalogue.within(key) for key in catalogue.every_area}
        self.by_group = self._sorted_under(lambda role: [role.group])
        self.by_organisation = self._sorted_under(lambda role: [role.organisation])
        self.by_pathway = self._sorted_under(lambda role: [role.pathway] if role.pathway else [])
        self.by_contribution = self._sorted_under(lambda role: role.contributes_to)
        self.by_interest = self._sorted_under(lambda role: role.interests or ())
        self.by_skill = self._sorted_under(_skills)
        self.by_scheme = self._sorted_under(lambda role: listed(role.recognition))
        self.by_area = self._sorted_under(lambda role: role.areas)
        self.by_kind = self._sorted_under(lambda role: role.kinds)
        self._alike_nearby = self._sorted_under(self._kind_and_ground)
        self._alike_within = self._sorted_under(lambda role: [(kind, role.organisation) for kind in role.kinds])
        self.coming, self.past = _by_time(catalogue.events.values(), now)
        self.events_for = _under(self.coming, lambda event: event.roles)
        self.events_of = _under(self.coming, lambda event: [event.organisation])
        self.stories_of = _under(catalogue.stories.values(), lambda story: [story.role])
        self._shared_nearby = self._sorted_under(self._interests_and_grounds)

    def offered_in(self, area: str) -> Roles:
        """The roles offered in an area: in all of it, or in the one around it."""
        return self._united(self.catalogue.around(area))

    def offered_in_parts_of(self, area: str) -> Roles:
        """The roles offered in parts of an area, but not in all of it."""
        whole = {role.key for role in self.offered_in(area)}
        inside = self._united(self._within[area] - {area})
        return tuple(role for role in inside if role.key not in whole)

    def for_now(self, roles: Roles) -> Roles:
        """Those that somebody can join, now or by coming back."""
        return tuple(role for role in roles if not self._is_shut(role))

    def not_for_now(self, roles: Roles) -> Roles:
        """Those that are closed or paused."""
        return tuple(role for role in roles if self._is_shut(role))

    def similar(self, role: Role) -> Roles:
        """A few roles of the same kind, nearby before elsewhere, then roles nearby that share an interest."""
        alike = (self._alike_nearby[role.kind, ground] for ground in self.grounds(role))
        sharing = (self._shared_nearby[shelf] for shelf in self._interests_and_grounds(role))
        found = {role.key: role}
        for shelf in chain(alike, [self.by_kind[role.kind]], sharing):
            found |= {other.key: other for other in shelf[: SIMILAR + 1]}  # a shelf can hold every role of the site
            if len(found) > SIMILAR:
                break
        del found[role.key]
        return tuple(found.values())[:SIMILAR]

    def coming_near(self, area: str) -> list[Event]:
        """The events to come in an area, in all of the one around it, or in a part of it."""
        near = {*self.catalogue.around(area), *self._within[area]}
        return [event for event in self.coming if not near.isdisjoint(event.areas)]

    @property
    def joinable(self) -> Roles:
        """The roles that take names now."""
        return tuple(role for role in self.roles if self._can_be_joined(role))

    @property
    def closing_soon(self) -> Roles:
        """A few roles that are open now and have a last day, the first to close first."""
        closing = [
            (standing.intake.closes.ends, role.key, role)
            for role in self.roles
            if (standing := self.standings[role.key])
            and standing.state is State.OPEN
            and standing.intake
            and standing.intake.closes
        ]
        return tuple(role for _, _, role in sorted(closing)[:CLOSING])

    @property
    def story_of_the_day(self) -> Story | None:
        """Another one each day, in turn."""
        stories = tuple(self.catalogue.stories.values())
        return stories[self.now.toordinal() % len(stories)] if stories else None

    def updated(self, roles: Iterable[Role]) -> datetime | None:
        """When what is told of any of these roles last changed."""
        return newest(self._updated[role.key] for role in roles)

    def in_order(self, keys: Iterable[str]) -> Roles:
        """The roles of these keys, in the order of every list."""
        return tuple(sorted((self.catalogue.roles[key] for key in keys), key=self._rank))

    def instead_of(self, organisation: str, kind: str | None) -> Roles:
        """A few roles that can be joined now: of a kind, the same organisation's first; without one, all of its."""
        alike = self.by_kind.get(kind, ()) if kind else self.by_organisation.get(organisation, ())
        joinable = [role for role in alike if self._can_be_joined(role)]
        return tuple(sorted(joinable, key=lambda role: role.organisation != organisation)[:SIMILAR])

    def of_kind(self, kind: str, *, near: Role) -> Role | None:
        """The role of a kind that a reader of `near` would be sent to: the same organisation's, or else nearby."""
        same = self._alike_within.get((kind, near.organisation), ())
        nearby = chain.from_iterable(self._alike_nearby.get((kind, ground), ()) for ground in self.grounds(near))
        return next(chain(same, nearby), None)

    def area_titles(self, role: Role) -> list[str]:
        """What the areas are called in which a role is offered."""
        return [self.catalogue.every_area[area].title for area in role.areas]

    def kind_title(self, kind: str) -> str:
        """What a kind of role is called; a profile need not say."""
        return self.catalogue.profiles[kind].title or kind.replace("-", " ").capitalize()

    def grounds(self, role: Role) -> Iterable[str]:
        """The outermost areas in which a role is offered."""
        return dict.fromkeys(self._grounds[area] for area in role.areas)

    def _is_shut(self, role: Role) -> bool:
        standing = self.standings[role.key]
        return standing is not None and standing.state in (State.CLOSED, State.PAUSED)

    def _can_be_joined(self, role: Role) -> bool:
        standing = self.standings[role.key]
        return standing is not None and standing.state.takes_names

    def _rank(self, role: Role) -> tuple[int, str, str]:
        standing = self.standings[role.key]
        return (_STATES.index(standing.state) if standing else len(_STATES), role.title.casefold(), role.key)

    def _kind_and_ground(self, role: Role) -> Iterator[tuple[str, str]]:
        return ((kind, ground) for kind in role.kinds for ground in self.grounds(role))

    def _interests_and_grounds(self, role: Role) -> Iterator[tuple[str, str]]:
        return ((interest, ground) for interest in role.interests or () for ground in self.grounds(role))

    def _sorted_under(self, shelves: Callable[[Role], Iterable[T]]) -> dict[T, Roles]:
        found: defaultdict[T, list[Role]] = defaultdict(list)
        for role in self.roles:
            for shelf in dict.fromkeys(shelves(role)):
                found[shelf].append(role)
        return {shelf: tuple(roles) for shelf, roles in found.items()}

    def _united(self, areas: Iterable[str]) -> Roles:
        found = {role.key: role for area in areas for role in self.by_area.get(area, ())}
        return tuple(sorted(found.values(), key=self._rank))


def _by_time(events: Iterable[Event], now: datetime) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """The events to come, the next one first; and those that are past, the last one first."""
    ordered = sorted(events, key=lambda event: (event.starts.begins, event.key))
    coming = tuple(event for event in ordered if not event.is_over(now))
    return coming, tuple(event for event in reversed(ordered) if event.is_over(now))


def _under(nouns: Iterable[N], shelves: Callable[[N], Iterable[str]]) -> dict[str, list[N]]:
    found: defaultdict[str, list[N]] = defaultdict(list)
    for noun in nouns:
        for shelf in shelves(noun):
            found[shelf].append(noun)
    return dict(found)


def _skills(role: Role) -> Iterable[str]:
    return (*listed(role.skills.wanted), *listed(role.skills.gained)) if role.skills else ()
