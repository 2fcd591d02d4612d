"""What is wrong in somebody's file: where, what and what to do; for a terminal, for GitHub or for a program."""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple, Self

TAB = 4  # spaces that a tab is drawn as
WIDEST = 120  # characters of a source line that are shown
LONGEST_WORD = 64  # a longer word is no misspelling, and comparing it would take long

Level = Literal["problem", "advice"]
_COLOURS: dict[Level, str] = {"problem": "1;31", "advice": "1;33"}  # red and yellow
_COMMANDS: dict[Level, str] = {"problem": "error", "advice": "warning"}  # as GitHub calls them


class Mark(NamedTuple):
    """A place in a file. `path` as shown to the person; `line` and `column` count from 1, columns in characters."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, order=True)
class Problem:
    """One fault that a person can mend. `message` and `help` are without a full stop; `help` may be empty.

    Advice is a fault that stops nothing: the files are good, and could be better.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    help: str = ""
    level: Level = "problem"

    @classmethod
    def at(cls, mark: Mark, code: str, message: str, help: str = "", level: Level = "problem") -> Self:
        return cls(mark.path, mark.line, mark.column, code, message, help, level)


class Problems(Exception):  # noqa: N818  a list of faults in files, not an error of the program
    """Every problem found, in `problems`: sorted by place, each once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return as_text(self.problems, sources=None, colour=False)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` probably misspells, case aside; None if none is near."""
    if len(word) > LONGEST_WORD:
        return None
    folded = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    close = difflib.get_close_matches(word.casefold(), folded, n=1)
    return folded[close[0]] if close else None


def as_text(problems: Iterable[Problem], *, sources: Mapping[str, str] | None, colour: bool) -> str:
    """A line each: `path:line:col: CODE: what is wrong; what to do`.

    With `sources` (path as shown → the file's text) the source line stands beneath with a caret, and a count closes.
    Characters that would move or hide text on a terminal are written as escapes.
    """
    ordered = sorted(set(problems))
    if sources is None:
        return "".join(f"{_headline(problem, colour)}\n" for problem in ordered)
    lines = {path: sources[path].split("\n") for path in {problem.path for problem in ordered} & sources.keys()}
    shown = [f"{_headline(problem, colour)}\n{_snippet(problem, lines, colour)}\n" for problem in ordered]
    return "".join([*shown, _count(ordered)])


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub Actions shows beside the lines of a pull request."""
    return "".join(
        f"::{_COMMANDS[problem.level]} file={_property(problem.path)},line={problem.line},col={problem.column},"
        f"title={_property(problem.code)}::{_data(_sentence(problem))}\n"
        for problem in sorted(set(problems))
    )


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects: path, line, column, code, message, help, level ("problem" or "advice")."""
    return json.dumps([asdict(problem) for problem in sorted(set(problems))], indent=2) + "\n"


def _sentence(problem: Problem) -> str:
    return f"{problem.message}; {problem.help}" if problem.help else problem.message


def _headline(problem: Problem, colour: bool) -> str:
    place = _visible(f"{problem.path}:{problem.line}:{problem.column}")
    code = _paint(problem.code, _COLOURS[problem.level], colour)
    return f"{_paint(place, '1', colour)}: {code}: {_visible(_sentence(problem))}"


def _snippet(problem: Problem, sources: Mapping[str, list[str]], colour: bool) -> str:
    lines = sources.get(problem.path, [])
    line = lines[problem.line - 1].rstrip() if problem.line <= len(lines) else ""
    if not line:
        return ""
    before, after = _window(line, problem.column - 1)
    number = str(problem.line)
    edge, bar = " " * len(number), _paint("|", "1;34", colour)
    caret = " " * _width(before) + _paint("^", _COLOURS[problem.level], colour)
    return f"{edge} {bar}\n{_paint(number, '1;34', colour)} {bar} {before}{after}\n{edge} {bar} {caret}\n"


def _window(line: str, column: int) -> tuple[str, str]:
    """The part of the line around `column` (from 0) as drawn, cut in two there."""
    start = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
    end = start + WIDEST
    before = ("…" if start else "") + _drawn(line[start:column])
    return before, _drawn(line[column:end]) + ("…" if len(line) > end else "")


def _drawn(text: str) -> str:
    return _visible(text.replace("\t", " " * TAB))


def tally(problems: Iterable[Problem]) -> str:
    """How many there are of each level: `2 problems and 1 piece of advice`; nothing of a level that has none."""
    levels = Counter(problem.level for problem in problems)
    counts = []
    if found := levels["problem"]:
        counts.append("1 problem" if found == 1 else f"{found} problems")
    if found := levels["advice"]:
        counts.append("1 piece of advice" if found == 1 else f"{found} pieces of advice")
    return " and ".join(counts)


def _count(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    files = len({problem.path for problem in problems})
    return f"Found {tally(problems)} in {files} file{'s' if files > 1 else ''}.\n"


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(character if _harmless(character) else _escape(character) for character in text)


def _harmless(character: str) -> bool:
    # Emoji and several scripts need the two joiners, which are no more dangerous than a letter.
    return character.isprintable() or character in "\u200c\u200d"


def _escape(character: str) -> str:
    return f"<U+{ord(character):04X}>"


def _width(text: str) -> int:
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paint(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if colour else text


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
