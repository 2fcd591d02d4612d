"""The Markdown pages, by name."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from .change import Change
from .phrases import lines

_TITLE = re.compile(r"^# +(.+?)\s*(?:\{[^}]*\}\s*)?$", re.MULTILINE)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    yield from (Change("New page", (title(path, after[path]),)) for path in after if path not in before)
    for path, text in after.items():
        if path in before and before[path] != text:
            yield Change(f"Page “{title(path, text)}”", _between(before[path], text))
    yield from (Change("Removed page", (title(path, before[path]),)) for path in before if path not in after)


def title(path: str, text: str) -> str:
    """A page's first heading, or else the name of its file."""
    found = _TITLE.search(text)
    return found[1] if found else PurePosixPath(path).stem


def _between(before: str, after: str) -> tuple[str, ...]:
    told = (tuple(filter(str.strip, text.splitlines())) for text in (before, after))
    old, new = told
    return tuple(lines(old, new)) if old != new else ("only its spacing",)
