"""What a changed profile does: to several roles at once, or to none."""

from collections import defaultdict
from collections.abc import Iterator

from site_builder.catalogue import Catalogue, Role

from .change import Change
from .facts import FACTS, Told, facts
from .phrases import Phrases


def through(before: Catalogue, after: Catalogue, told: dict[str, list[Told]]) -> Iterator[Change]:
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


def unshown(before: Catalogue, after: Catalogue, phrases: Phrases) -> Iterator[Change]:
    """Profiles whose change no role shows: each says its own, or there is none."""
    used = {kind for role in after.roles.values() for kind in role.kinds}
    for key, profile in after.profiles.items():
        title = profile.title or key
        if key not in before.profiles:
            if key not in used:
                yield Change("New profile", (f"{title}, which no role uses yet",))
        elif (old := before.profiles[key]) != profile and not _shown(before, after, key):
            said = tuple(each.phrase for each in facts(old, profile, phrases))
            if said or old.extends != profile.extends:
                yield Change(f"The profile {title}, which changes no role", said or ("it extends another",))
    for key, profile in before.profiles.items():
        if key not in after.profiles:
            yield Change("Removed profile", (profile.title or key,))


def _shown(before: Catalogue, after: Catalogue, kind: str) -> bool:
    """Whether a changed fact of a profile is different in a role of that kind."""
    old, new = before.profiles[kind], after.profiles[kind]
    fields = [field for field in FACTS if getattr(old, field) != getattr(new, field)]
    both = [
        (before.roles[key], role) for key, role in after.roles.items() if key in before.roles and kind in role.kinds
    ]
    return any(getattr(one, field) != getattr(other, field) for one, other in both for field in fields)
