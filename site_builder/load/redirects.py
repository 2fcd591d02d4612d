"""Redirects lead from a role that is gone to one that is there, in one step."""

from collections.abc import Iterator

from site_builder.problems import Mark, Problem, nearest
from site_builder.yaml_source import Map, Value

from .sources import Sources


def astray(found: Sources) -> Iterator[Problem]:
    """A problem for each redirect whose old role is still there, or that leads to none that is."""
    redirects = found.lists.get("redirects", Map(Mark("", 1, 1)))
    for old, value in redirects.items():
        if old in found.roles:
            what, help = f"'{old}' is still a role", "take this redirect away, or rename the role's file"
            yield Problem.at(redirects.keys_at[old], "C007", what, help)
        target, at = _target(value, redirects.values_at[old])
        if target is not None and target not in found.roles:
            yield _nowhere(target, at, redirects, found)


def _target(value: Value, at: Mark) -> tuple[str | None, Mark]:
    """The role that a redirect leads to, and where it says so; None for a role that was removed."""
    if isinstance(value, Map) and "to" in value:
        return _target(value["to"], value.values_at["to"])
    is_role = isinstance(value, str) and "/" in value and " " not in value
    return (str(value) if is_role else None), at


def _nowhere(target: str, at: Mark, redirects: Map, found: Sources) -> Problem:
    if target in redirects:
        onward, _ = _target(redirects[target], at)
        help = f"name where it leads in the end: {onward}" if onward in found.roles else "name a role that is there"
        return Problem.at(at, "C005", f"'{target}' is an old role too", help)
    guess = nearest(target, found.roles)
    help = f"did you mean '{guess}'?" if guess else "name a role that is there, or say in a sentence why it went"
    return Problem.at(at, "C004", f"no role is called '{target}'", help)
