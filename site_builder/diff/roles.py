"""Roles before and after: what each says differently, and which come, go and get a new name."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from site_builder.catalogue import Catalogue, Role
from site_builder.wording import STATES

from . import profiles
from .change import Change
from .facts import FACTS, Told, facts
from .phrases import Phrases
from .timing import standing

ALIKE = 0.7  # the share of equal facts from which a new role is an old one under another name


class Pairs(NamedTuple):
    """Keys of roles: `kept` and `renamed` map the old key to the new one."""

    kept: Mapping[str, str]
    renamed: Mapping[str, str]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def pairs(before: Catalogue, after: Catalogue) -> Pairs:
    gone = [key for key in before.roles if key not in after.roles]
    new = [key for key in after.roles if key not in before.roles]
    renamed = {}
    for key in tuple(gone):
        likeness, best = max(((_alike(before.roles[key], after.roles[other]), other) for other in new), default=(0, ""))
        if likeness >= ALIKE:
            renamed[key] = best
            gone.remove(key)
            new.remove(best)
    return Pairs({key: key for key in before.roles if key in after.roles}, renamed, tuple(new), tuple(gone))


def changes(before: Catalogue, after: Catalogue, phrases: Phrases, now: datetime) -> Iterator[Change]:
    """First what profiles do to several roles at once, then role by role."""
    found = pairs(before, after)
    told = {
        new: _between(before.roles[old], after.roles[new], phrases, now)
        for old, new in {**found.kept, **found.renamed}.items()
    }
    yield from profiles.through(before, after, told)
    for key, phrases_told in told.items():
        moved = [f"its address {old} → {new}" for old, new in found.renamed.items() if new == key]
        if what := (*moved, *(each.phrase for each in phrases_told)):
            yield Change(name(after, key), what)
    yield from (Change("New role", (f"{name(after, key)} ({_standing(after, key, now)})",)) for key in found.new)
    yield from (Change("Removed role", (name(before, key),)) for key in found.gone)
    yield from profiles.unshown(before, after, phrases)


def name(catalogue: Catalogue, key: str) -> str:
    """`Special constable, Anytown Police`, with its key where another role there has the same title."""
    role = catalogue.roles[key]
    found = f"{role.title}, {catalogue.organisations[role.organisation].title}"
    twins = [
        each for each in catalogue.roles.values() if (each.title, each.organisation) == (role.title, role.organisation)
    ]
    return f"{found} ({role.slug})" if len(twins) > 1 else found


def _between(before: Role, after: Role, phrases: Phrases, now: datetime) -> list[Told]:
    told = list(facts(before, after, phrases))
    place = next((n + 1 for n, each in reversed(list(enumerate(told))) if each.field in ("intakes", "places")), 0)
    said = {each.phrase for each in told if each.field == "intakes"}
    told[place:place] = [Told("intakes", phrase) for phrase in standing(before, after, now, said)]
    if before.kind != after.kind:
        told.append(Told("kinds", f"profile {before.kind} → {after.kind}"))
    return told


def _standing(catalogue: Catalogue, key: str, now: datetime) -> str:
    found = catalogue.roles[key].standing(now)
    return STATES[found.state].lower() if found else "dates not published"


def _alike(one: Role, other: Role) -> float:
    """The share of facts, of those that either states, in which two roles of one organisation are equal."""
    if one.organisation != other.organisation:
        return 0
    stated = [field for field in FACTS if getattr(one, field) is not None or getattr(other, field) is not None]
    same = [field for field in stated if getattr(one, field) == getattr(other, field)]
    return len(same) / len(stated)
