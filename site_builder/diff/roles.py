"""Roles before and after: what each says differently, which come and go, and what comes through a profile."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from site_builder.catalogue import Catalogue, Facts, Role
from site_builder.catalogue.applying import ApplyAt
from site_builder.wording import STATES

from .change import Change
from .phrases import Phrases, same
from .timing import commitment, intakes, standing

ALIKE = 0.7  # the share of equal facts from which a new role is an old one under another name
_FIRST = ("group", "title", "summary", "intakes", "commitment", "areas", "places", "apply")
_FACTS = (*_FIRST, *(field for field in Facts.model_fields if field not in _FIRST))


class Told(NamedTuple):
    """A phrase, and the field that it tells of."""

    field: str
    phrase: str


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
    yield from _through_profiles(before, after, told)
    for key, phrases_told in told.items():
        moved = [f"its address {old} → {new}" for old, new in found.renamed.items() if new == key]
        if what := (*moved, *(each.phrase for each in phrases_told)):
            yield Change(name(after, key), what)
    yield from (Change("New role", (f"{name(after, key)} ({_standing(after, key, now)})",)) for key in found.new)
    yield from (Change("Removed role", (name(before, key),)) for key in found.gone)
    yield from _unshown_profiles(before, after, phrases)


def name(catalogue: Catalogue, key: str) -> str:
    """`Special constable, Anytown Police`, with its key where another role there has the same title."""
    role = catalogue.roles[key]
    found = f"{role.title}, {catalogue.organisations[role.organisation].title}"
    twins = [
        each for each in catalogue.roles.values() if (each.title, each.organisation) == (role.title, role.organisation)
    ]
    return f"{found} ({role.slug})" if len(twins) > 1 else found


def _between(before: Role, after: Role, phrases: Phrases, now: datetime) -> list[Told]:
    told = list(_facts(before, after, phrases))
    place = next((n + 1 for n, each in reversed(list(enumerate(told))) if each.field in ("intakes", "places")), 0)
    said = {each.phrase for each in told if each.field == "intakes"}
    told[place:place] = [Told("standing", phrase) for phrase in standing(before, after, now, said)]
    if before.kind != after.kind:
        told.append(Told("kinds", f"profile {before.kind} → {after.kind}"))
    return told


def _facts(before: Facts, after: Facts, phrases: Phrases) -> Iterator[Told]:
    for field in _FACTS:
        old, new = getattr(before, field), getattr(after, field)
        if same(old, new):
            continue
        if field == "intakes":
            said = intakes(phrases, before, after)
        elif field == "commitment":
            said = commitment(phrases, before, after)
        elif field == "apply" and old and new:
            said = _applying(phrases, old, new)
        else:
            said = phrases.field(field, old, new)
        yield from (Told(field, phrase) for phrase in said)


def _applying(phrases: Phrases, old: ApplyAt, new: ApplyAt) -> Iterator[str]:
    one, other = _where(old), _where(new)
    if one != other:
        yield f"people apply {one} → {other}"
    else:
        yield from phrases.models(old, new, "how to apply")


def _where(apply: ApplyAt) -> str:
    return "here" if apply.here else f"at {apply.who or apply.link or apply.email or apply.phone}"


def _standing(catalogue: Catalogue, key: str, now: datetime) -> str:
    found = catalogue.roles[key].standing(now)
    return STATES[found.state].lower() if found else "dates not published"


def _through_profiles(before: Catalogue, after: Catalogue, told: dict[str, list[Told]]) -> Iterator[Change]:
    """What several roles have from one changed profile is taken out of `told`, and said once."""
    reached: dict[tuple[str, Told], list[str]] = defaultdict(list)
    for key, phrases in told.items():
        for each in phrases:
            if source := _profile_of(before, after, after.roles[key], each.field):
                reached[source, each].append(key)
    grouped: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (profile, each), keys in reached.items():
        if len(keys) > 1:
            grouped[profile, tuple(keys)].append(each.phrase)
            for key in keys:
                told[key].remove(each)
    for (profile, reaching), what in grouped.items():
        subject = f"Through the profile {after.profiles[profile].title or profile}, in {len(reaching)} roles"
        yield Change(subject, tuple(what))


def _profile_of(before: Catalogue, after: Catalogue, role: Role, field: str) -> str | None:
    """The nearest profile of a role in which a field has changed."""
    for kind in role.kinds:
        old, new = before.profiles.get(kind), after.profiles.get(kind)
        if old and new and getattr(old, field, None) != getattr(new, field, None):
            return kind
    return None


def _unshown_profiles(before: Catalogue, after: Catalogue, phrases: Phrases) -> Iterator[Change]:
    """Profiles whose change no role shows: each says its own, or there is none."""
    used = {kind for role in after.roles.values() for kind in role.kinds}
    for key, profile in after.profiles.items():
        title = profile.title or key
        if key not in before.profiles:
            if key not in used:
                yield Change("New profile", (f"{title}, which no role uses yet",))
        elif (old := before.profiles[key]) != profile and not _shown(before, after, key):
            said = tuple(each.phrase for each in _facts(old, profile, phrases))
            yield Change(f"The profile {title}, which changes no role", said or ("it extends another",))
    for key in before.profiles.keys() - after.profiles.keys():
        yield Change("Removed profile", (before.profiles[key].title or key,))


def _shown(before: Catalogue, after: Catalogue, kind: str) -> bool:
    """Whether a changed fact of a profile is different in a role of that kind."""
    old, new = before.profiles[kind], after.profiles[kind]
    fields = [field for field in _FACTS if getattr(old, field) != getattr(new, field)]
    both = [
        (before.roles[key], role) for key, role in after.roles.items() if key in before.roles and kind in role.kinds
    ]
    return any(getattr(one, field) != getattr(other, field) for one, other in both for field in fields)


def _alike(one: Role, other: Role) -> float:
    """The share of facts, of those that either states, in which two roles of one organisation are equal."""
    if one.organisation != other.organisation:
        return 0
    stated = [field for field in _FACTS if getattr(one, field) is not None or getattr(other, field) is not None]
    same = [field for field in stated if getattr(one, field) == getattr(other, field)]
    return len(same) / len(stated)
