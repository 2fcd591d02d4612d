"""YAML text → mappings, lists and strings that know their line and column; the only reader of YAML.

Nothing is guessed: `18:30`, `NO`, `012` and `2026-10-05` stay the strings that were written. Blank, `~` and `null` (so
written, unquoted) are None: not stated. A quoted empty text is "". What content never needs (tags, merge keys, several
documents) is refused with a Problem, and so is what could hurt the reader (deep nesting, aliases that multiply).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

from site_builder.problems import Mark, Problem, Problems

from .mistakes import CODES as MISTAKE_CODES
from .mistakes import Complaint, explain, passed_over
from .text import CODES as TEXT_CODES
from .text import STRANGE, contents, decoded, named

MAX_DEPTH = 20  # PyYAML's own tree builder crashes the process on deep nesting; ours calls itself once a level
MAX_ALIASED = 1_000  # values that all aliases of a file may stand for
LONGEST_SHOWN = 40  # characters of the file that a message repeats
MAX_MISTAKES = 20  # mistakes of syntax that are looked for in one file

CODES = {
    **TEXT_CODES,
    **MISTAKE_CODES,
    "Y001": "the file is empty",
    "Y002": "the file is not made of keys and values",
    "Y008": "a line begins with a tab",
    "Y010": "values stand too deep within values",
    "Y011": "more than one document in the file",
    "Y012": "a key is given twice",
    "Y013": "a key is not plain text",
    "Y014": "a tag (!name)",
    "Y015": "an alias (*name) that cannot be followed",
    "Y016": "a merge key (<<)",
    "Y017": "a line that begins with %",
    "Y018": "the front matter is missing or does not end",
}

_BLANK = {"", "~", "null"}
_FENCE = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)


class Map(dict[str, "Value"]):
    """A mapping that stands at `at`; `keys_at` and `values_at` hold the place of each key and of its value."""

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: Mark) -> None:
        super().__init__()
        self.at = at
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}


class List(list["Value"]):
    """A list that stands at `at`; `items_at` holds the place of each item."""

    __slots__ = ("at", "items_at")

    def __init__(self, at: Mark) -> None:
        super().__init__()
        self.at = at
        self.items_at: list[Mark] = []


Value: TypeAlias = str | Map | List | None


class EventParser(Protocol):
    """What is used of PyYAML's two parsers."""

    def get_event(self) -> Any: ...


MakeParser: TypeAlias = Callable[[str], EventParser]


class PlainParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, for where its C one is not installed: the same values, twenty times slower."""

    def __init__(self, stream: str) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Event | None:
        try:
            event: Event | None = Parser.get_event(self)  # type: ignore[no-untyped-call]
        except ValueError:  # chr() of an escape beyond Unicode
            raise ScannerError(None, None, "found invalid Unicode character escape code", self.get_mark()) from None
        return event


try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs forget that it is public
except ImportError:
    FASTEST: MakeParser = PlainParser
else:
    FASTEST = CParser


def read(path: Path, shown: str, *, root: Path | None = None) -> Map:
    """The mapping in a file; `shown` is the path that the person knows. Raises Problems.

    With `root`, a file that really stands elsewhere (by a symbolic link) is refused.
    """
    return parse(contents(path, shown, root=root), shown)


def parse(data: bytes, shown: str, *, parser: MakeParser = FASTEST) -> Map:
    """The mapping in a YAML document. Raises Problems."""
    return _mapping(decoded(data, shown), shown, parser)


def front_matter(data: bytes, shown: str, *, parser: MakeParser = FASTEST) -> tuple[Map, str]:
    """The mapping between the two `---` lines that begin a Markdown file, and the text after them. Raises Problems.

    Places are those of the file. Line ends of the text are LF.
    """
    text = decoded(data, shown)
    start = _FENCE.match(text)
    end = _FENCE.search(text, start.end()) if start else None
    if start is None or end is None:
        raise Problems([_unfenced(shown, begun=start is not None)])
    # An empty line in place of the first fence keeps the line numbers those of the file.
    root = _mapping("\n" + text[start.end() : end.start()], shown, parser)
    return root, text[end.end() :].replace("\r\n", "\n")


def _unfenced(shown: str, *, begun: bool) -> Problem:
    if begun:
        message, help = "the keys at the top have no end", "put “---” alone on the line after the last key"
    else:
        message = "the file does not begin with “---” alone on a line"
        help = "put “---” on line 1, the keys beneath it, and “---” again beneath them"
    return Problem(shown, 1, 1, "Y018", message, help)


def _mapping(text: str, shown: str, parser: MakeParser) -> Map:
    text = text.removesuffix("\n") + "\n"  # or the parsers disagree about where a file ends
    refused = list(_refused_lines(text, shown))
    if refused:
        raise Problems(refused)
    walk = _Walk(parser(text), shown)
    complaint = walk.run()
    problems = _mistakes(complaint, text, walk, parser) if complaint else walk.problems
    if problems or not isinstance(walk.root, Map):
        raise Problems(problems or [_rootless(walk)])
    return walk.root


def _mistakes(complaint: Complaint | None, text: str, walk: _Walk, parser: MakeParser) -> list[Problem]:
    """The mistake of syntax that stopped `walk`; the next ones, found by passing over it; and what the walks noted."""
    mistakes: dict[tuple[int, int], Problem] = {}
    harmless = text
    for _ in range(MAX_MISTAKES):
        if complaint is None:
            break
        mistake = explain(complaint, text)
        mistakes.setdefault((mistake.line, mistake.column), mistake)
        passed = passed_over(harmless, mistake)
        if passed is None:
            break
        harmless = passed
        walk = _Walk(parser(harmless), mistake.path)
        complaint = walk.run()
    changed = {line for line, _ in mistakes}
    return [*mistakes.values(), *(problem for problem in walk.problems if problem.line not in changed)]


def _refused_lines(text: str, shown: str) -> Iterator[Problem]:
    if "\t" not in text and "%" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        spaces = len(line) - len(line.lstrip(" "))
        if line[spaces : spaces + 1] == "\t":
            help = "indent with spaces only, two for each level"
            yield Problem(shown, number, spaces + 1, "Y008", "the line begins with a tab", help)
        elif line.startswith("%"):  # a directive, of which the two parsers know different ones
            help = 'delete it, or put the text in "quotes"'
            yield Problem(shown, number, 1, "Y017", "a line cannot begin with “%”", help)


def _complaint(error: yaml.MarkedYAMLError, shown: str) -> Complaint:
    mark, since = error.problem_mark, error.context_mark
    at = Mark(shown, mark.line + 1, mark.column + 1) if mark else Mark(shown, 1, 1)
    return Complaint(error.problem or "", at, Mark(shown, since.line + 1, since.column + 1) if since else at)


def _rootless(walk: _Walk) -> Problem:
    help = "write keys and values, for example “title: Special constable”"
    if walk.root is None:
        message, code = "nothing is written here", "Y001"
    elif isinstance(walk.root, str):
        message, code = f"here stands only the text “{_short(walk.root)}”", "Y002"
    else:
        message, code = "this is a list that has no key", "Y002"
    return Problem.at(walk.root_at, code, message, help)


class _TooDeepError(Exception):
    """The parsers take time with the square of the depth, so nothing is read beyond it."""


_marked = Mark._make  # a hundred thousand times in a thousand files: half the time of calling Mark


class _Walk:
    """One walk along a parser's events. What does not stop the parser is noted in `problems`, and the walk goes on."""

    def __init__(self, parser: EventParser, shown: str) -> None:
        self.root: Value = None
        self.root_at = Mark(shown, 1, 1)
        self.problems: list[Problem] = []
        self._next = parser.get_event
        self._shown = shown
        self._depth = 0
        self._nodes = 0
        self._aliased = 0
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._open: list[str] = []

    def run(self) -> Complaint | None:
        """Read the whole document into `root`; the parser's complaint if it stopped."""
        try:
            self._document()
        except yaml.MarkedYAMLError as error:
            return _complaint(error, self._shown)
        except _TooDeepError:
            pass
        return None

    def _document(self) -> None:
        self._next()  # the stream's start
        if not isinstance(self._next(), DocumentStartEvent):
            return
        event = self._next()
        self.root = self._value(event)
        self.root_at = self._mark(event)
        self._next()  # the document's end
        after = self._next()
        if isinstance(after, DocumentStartEvent):
            self._note(after, "Y011", "a second document begins here", "delete the line “---”, or make two files")

    def _value(self, event: AliasEvent | ScalarEvent | CollectionStartEvent) -> Value:
        self._nodes += 1
        if isinstance(event, AliasEvent):
            return self._alias(event)
        if event.anchor is None:
            return self._own(event)
        self._open.append(event.anchor)
        before = self._nodes
        value = self._own(event)
        self._open.pop()
        self._anchors[event.anchor] = (value, self._nodes - before + 1)
        return value

    def _own(self, event: ScalarEvent | CollectionStartEvent) -> Value:
        if event.tag is not None:
            self._tagged(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if self._depth == MAX_DEPTH:
            self._note(event, "Y010", f"this stands more than {MAX_DEPTH} levels deep", "make it flatter")
            raise _TooDeepError
        self._depth += 1
        value = self._map(event) if isinstance(event, MappingStartEvent) else self._list(event)
        self._depth -= 1
        return value

    def _scalar(self, event: ScalarEvent) -> str | None:
        value = event.value
        if event.implicit[0]:
            return None if value in _BLANK else value
        self._escaped(event)
        return value

    def _escaped(self, event: ScalarEvent) -> None:
        if event.style == '"' and (strange := STRANGE.search(event.value)):
            message = f"the escapes in this text make {named(strange[0])}, which nobody sees"
            self._note(event, "Y007", message, "delete the escape")

    def _map(self, start: NodeEvent) -> Map:
        result = Map(self._mark(start))
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._key(event, result)
            value_event = self._next()
            value = self._value(value_event)
            if key is not None:
                result[key] = value
                result.keys_at[key] = self._mark(event)
                result.values_at[key] = self._mark(value_event)
        return result

    def _list(self, start: NodeEvent) -> List:
        result = List(self._mark(start))
        while not isinstance(event := self._next(), SequenceEndEvent):
            result.append(self._value(event))
            result.items_at.append(self._mark(event))
        return result

    def _key(self, event: NodeEvent, into: Map) -> str | None:
        """The key's text, or None where it is refused."""
        if not isinstance(event, ScalarEvent) or (event.value == "" and event.implicit[0]):
            self._not_a_key(event)
            return None
        key = event.value
        if event.tag is not None:
            self._tagged(event)
        self._escaped(event)
        if key == "<<" and event.implicit[0]:
            self._note(event, "Y016", "“<<” (a merge) is not allowed here", "write the keys out")
        elif key in into:
            first = into.keys_at[key].line
            self._note(event, "Y012", f"“{_short(key)}” is already given on line {first}", "keep one of the two")
        else:
            return key
        return None

    def _not_a_key(self, event: NodeEvent) -> None:
        if isinstance(event, CollectionStartEvent):
            self._own(event)
            message = "a list or mapping stands where a key should be"
        else:
            message = "there is no plain key before this colon"
        self._note(event, "Y013", message, 'write a word as the key; put text that begins with “{” or “[” in "quotes"')

    def _alias(self, event: AliasEvent) -> Value:
        name = event.anchor
        if name in self._open:
            self._note(event, "Y015", f"“*{name}” stands inside the value that it repeats", "write the value out")
        elif self._open:
            message = f"“*{name}” stands inside the value named “&{self._open[-1]}”"
            self._note(event, "Y015", message, "write the value out")
        elif name not in self._anchors:
            message = f"nothing above is named “&{name}”"
            self._note(event, "Y015", message, f'write the value out, or "*{name}" in quotes if you mean the text')
        else:
            return self._repeated(event, *self._anchors[name])
        return None

    def _repeated(self, event: AliasEvent, value: Value, nodes: int) -> Value:
        allowed = self._aliased <= MAX_ALIASED
        self._aliased += nodes
        if allowed and self._aliased > MAX_ALIASED:
            message = f"aliases repeat more than {MAX_ALIASED} values in this file"
            self._note(event, "Y015", message, "write the values out, or make several files")
        return value

    def _tagged(self, event: ScalarEvent | CollectionStartEvent) -> None:
        tag = (event.tag or "").replace("tag:yaml.org,2002:", "!!")
        help = 'delete it: text is always read as text; put a text that begins with “!” in "quotes"'
        self._note(event, "Y014", f"the tag “{_short(tag)}” is not allowed", help)

    def _mark(self, event: Event) -> Mark:
        start: Any = event.start_mark  # never None in what a parser makes
        return _marked((self._shown, start.line + 1, start.column + 1))

    def _note(self, event: Event, code: str, message: str, help: str) -> None:
        self.problems.append(Problem.at(self._mark(event), code, message, help))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"
