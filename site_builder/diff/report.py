"""A difference as text for a terminal, and as Markdown for a pull request's summary."""

import re
from collections.abc import Iterator

from .change import PageCount
from .difference import Difference

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&])")


def as_text(difference: Difference) -> str:
    """A line for each thing that changes, the count of pages, and then the warnings."""
    lines = [f"{change.subject}: {_sentence(change.what)}" for change in difference.changes]
    warnings = [f"Warning: {warning}" for warning in difference.warnings]
    told = [*(lines or ["Nothing changes on the site."]), *_count(difference.pages), *warnings]
    return "".join(f"{_visible(line)}\n" for line in told)


def as_markdown(difference: Difference) -> str:
    """The same under a heading. Whatever came from a file stands for itself and formats nothing."""
    lines = [f"- **{_plain(change.subject)}**: {_plain(_sentence(change.what))}" for change in difference.changes]
    parts = [
        "## What this change does",
        "\n".join(lines) or "Nothing changes on the site.",
        *_count(difference.pages),
        *(f"> ⚠️ {_plain(warning)}" for warning in difference.warnings),
    ]
    return "\n\n".join(parts) + "\n"


def _sentence(what: tuple[str, ...]) -> str:
    """The phrases in a row. What one begins with as the one before it did is said once: `notice: kept …, why …`."""
    said, above = "", [""]
    for phrase in what:
        parts = phrase.split(": ")
        shared = len([1 for one, other in zip(above[:-1], parts[:-1], strict=False) if one == other])
        same = shared and above[:shared] == parts[:shared]
        said += (f", {': '.join(parts[shared:])}" if same else f"; {phrase}") if said else phrase
        above = parts
    return said if said.endswith((".", "…", "?", "!")) else f"{said}."


def _count(pages: PageCount) -> Iterator[str]:
    counts = ((pages.changed, "changes", "change"), (pages.new, "is new", "are new"), (pages.gone, "goes", "go"))
    told = [(len(paths), one if len(paths) == 1 else many) for paths, one, many in counts if paths]
    if told:
        (number, verb), *others = told
        first = f"{number:,} page{'' if number == 1 else 's'} {verb}"
        yield ", ".join([first, *(f"{number:,} {verb}" for number, verb in others)]) + "."


def _visible(line: str) -> str:
    """Without the characters that would move or hide text on a terminal."""
    return "".join(character for character in line if character.isprintable())


def _plain(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))
