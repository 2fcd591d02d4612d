"""What `extends` means: text, numbers and lists replace, mappings merge, and blank says nothing."""

from collections.abc import Iterator, Mapping

from site_builder.problems import Problem
from site_builder.yaml_source import List, Map, Value

# Under these keys a blank entry is an answer: a place with nothing more to say of it.
_BLANK_SAYS_SOMETHING = frozenset({"places"})


def lineage(key: str, files: Mapping[str, Map]) -> list[str]:
    """The keys that `key` extends, itself first, as far as they can be followed: an unknown or repeated one ends it."""
    line: list[str] = []
    while key in files and key not in line:
        line.append(key)
        above = files[key].get("extends")
        if not isinstance(above, str):
            break
        key = above
    return line


def circles(files: Mapping[str, Map]) -> Iterator[Problem]:
    """One problem for each ring of files that extend one another, at the `extends` that closes it."""
    seen: set[str] = set()
    for start in sorted(files):
        line = lineage(start, files)
        closing = files[line[-1]]
        above = closing.get("extends")
        if above not in line or above in seen:
            continue
        ring = line[line.index(str(above)) :]
        seen.update(ring)
        yield Problem.at(
            closing.values_at["extends"],
            "C005",
            "these extend one another in a circle: " + " → ".join([*ring, ring[0]]),
            "take one `extends` away",
        )


def merged(own: Map, inherited: Map | None) -> Map:
    """`own` over `inherited`, each entry keeping the mark of the file that it came from. Blank entries are left out."""
    result = Map(own.at)
    if inherited is not None:
        _copy(inherited, result)
    for key, value in own.items():
        if value is None:
            continue
        result[key] = _merged_value(key, value, result.get(key))
        result.keys_at[key] = own.keys_at[key]
        result.values_at[key] = own.values_at[key]
    return result


def _merged_value(key: str, own: Value, inherited: Value) -> Value:
    if isinstance(own, Map):
        return _merged_mapping(key, own, inherited if isinstance(inherited, Map) else None)
    return _stated_list(own) if isinstance(own, List) else own


def _merged_mapping(key: str, own: Map, inherited: Map | None) -> Map:
    if key not in _BLANK_SAYS_SOMETHING:
        return merged(own, inherited)
    result = Map(own.at)
    for entries in filter(None, (inherited, own)):
        _copy(entries, result)
    return result


def _stated_list(items: List) -> List:
    result = List(items.at)
    result.items_at = items.items_at
    result.extend(merged(item, None) if isinstance(item, Map) else item for item in items)
    return result


def _copy(source: Map, target: Map) -> None:
    target.update(source)
    target.keys_at.update(source.keys_at)
    target.values_at.update(source.values_at)
