"""What must hold between files that are each good by themselves."""

from collections.abc import Iterator, Mapping

from site_builder.catalogue import Catalogue, Event, Role
from site_builder.problems import Mark, Problem
from site_builder.yaml_source import Map


def disagreements(catalogue: Catalogue, roles: Mapping[str, Map], events: Mapping[str, Map]) -> Iterator[Problem]:
    """Every problem between the parts of a catalogue; `roles` has each role's merged mapping, for its marks, and
    `events` that of each event's file."""
    for key, role in catalogue.roles.items():
        source = roles[key]
        yield from _applying(catalogue, role, source)
        yield from _areas(catalogue, role, source)
        yield from _places(catalogue, role, source)
    for key, event in catalogue.events.items():
        yield from _areas(catalogue, event, events[key])


def _applying(catalogue: Catalogue, role: Role, source: Map) -> Iterator[Problem]:
    """Whoever takes names must be able to answer, and be one who may."""
    organisation = catalogue.organisations.get(role.organisation)
    group = catalogue.vocabulary.groups.get(role.group)
    if not role.apply.here or organisation is None:
        return
    at = source.values_at["apply"]
    if not organisation.inbox:
        yield Problem.at(
            at,
            "C007",
            f"people apply here, but {organisation.title} has no inbox",
            "give it `inbox`, `reply_within` and `notice` in organisations.yml, or say who recruits",
        )
    if group and group.recruiters is not None and organisation.kind not in group.recruiters:
        yield Problem.at(
            at,
            "C007",
            f"names for '{group.title}' don't go to {organisation.title}",
            "say in `apply` who recruits" + (": " + " or ".join(group.recruiters) if group.recruiters else ""),
        )


def _areas(catalogue: Catalogue, noun: Role | Event, source: Map) -> Iterator[Problem]:
    """A role is offered on its organisation's ground, and an event is held there."""
    organisation = catalogue.organisations.get(noun.organisation)
    if organisation is None or not organisation.areas:
        return
    ground = _ground(catalogue, organisation.areas)
    for number, area in enumerate(noun.areas):
        if area in catalogue.every_area and area not in ground:
            at = _item(source, "areas", number)
            yield Problem.at(at, "C007", f"{organisation.title} doesn't work in '{area}'", "name an area of its own")


def _places(catalogue: Catalogue, role: Role, source: Map) -> Iterator[Problem]:
    """A place lies where the role is offered."""
    entries = source.get("places")
    if not isinstance(role.places, dict) or not isinstance(entries, Map):
        return
    ground = _ground(catalogue, role.areas)
    for name, place in role.places.items():
        if place.area in catalogue.every_area and place.area not in ground:
            at = entries.values_at[name]
            yield Problem.at(
                at, "C007", f"'{name}' is in '{place.area}', where this role isn't offered", "mend `areas`"
            )


def _ground(catalogue: Catalogue, areas: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(catalogue.within(area) for area in areas if area in catalogue.every_area))


def _item(source: Map, key: str, number: int) -> Mark:
    items = source.get(key)
    return items.items_at[number] if isinstance(items, list) else source.values_at[key]
