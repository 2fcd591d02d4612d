"""A YAML parser's complaint → what a person who has never heard of a parser can put right.

PyYAML's two parsers word the same complaint differently; the patterns below take both (PyYAML 6.0.3, libyaml 0.2.5).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from site_builder.problems import Mark, Problem

CODES = {
    "Y020": "a colon and a space within a text",
    "Y021": "a key without its colon",
    "Y022": "a line out of line with those above it",
    "Y023": "a quote mark that is never closed",
    "Y024": "text after a closing quote mark",
    "Y025": "a text that begins with a character YAML keeps for itself",
    "Y026": "brackets that do not match",
    "Y027": "a block of text that begins wrongly",
    "Y028": "a backslash that cannot be understood",
    "Y029": "a list item where none can stand",
    "Y030": "something else that YAML does not allow",
}

_PASSABLE = {"Y020", "Y025"}
_BARE_KEY = re.compile(r" *(?:- +)*[\w-]+ *")
_NO_SPACE = re.compile(r"([\w-]+):(\S.*)")
_BLOCK_TEXT = re.compile(r".*[|>][+-]?\d?[+-]? *(?:#.*)?")
_ALIAS_THEN_TEXT = re.compile(r"(?:^|: |- ) *(\*)\S+ +$")
_LONGEST = 40


class Complaint(NamedTuple):
    """What the parser said (`problem`, in its own words), where, and where the thing began that it was reading."""

    problem: str
    at: Mark
    since: Mark


@dataclass(frozen=True)
class _Scene:
    """A complaint beside the lines that it is about."""

    at: Mark
    since: Mark
    lines: list[str]

    def line(self, mark: Mark) -> str:
        return self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""

    def character(self, mark: Mark) -> str:
        return self.line(mark)[mark.column - 1 : mark.column]

    @property
    def before(self) -> str:
        """The part of the line in front of the fault."""
        return self.line(self.at)[: self.at.column - 1]

    @property
    def above(self) -> Mark | None:
        """Where the nearest line above begins that holds more than a comment."""
        for number in range(self.at.line - 1, 0, -1):
            line = self.lines[number - 1]
            if line.strip() and not line.lstrip().startswith("#"):
                return Mark(self.at.path, number, _indent(line) + 1)
        return None


_Explanation: TypeAlias = Callable[[_Scene], Problem]


def explain(complaint: Complaint, text: str) -> Problem:
    """The problem, at the place that the person should look at first."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    scene = _Scene(_within(complaint.at, lines), complaint.since, lines)
    explanation = next((explanation for words, explanation in _KNOWN if words.search(complaint.problem)), _unknown)
    return explanation(scene)


def _within(at: Mark, lines: list[str]) -> Mark:
    """`at`, or the end of the last line with anything on it: what ends too early is mended there."""
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    return at if at.line <= last else Mark(at.path, last, len(lines[last - 1].rstrip()) + 1)


def passed_over(text: str, problem: Problem) -> str | None:
    """The text, as long as before, with the place of `problem` made harmless; None if nothing can be read after it."""
    if problem.code not in _PASSABLE:
        return None
    lines = text.split("\n")
    line, start = lines[problem.line - 1], problem.column - 1
    end = len(line) if problem.code == "Y020" else problem.column
    lines[problem.line - 1] = line[:start] + re.sub(r"[^\w\s]", "x", line[start:end]) + line[end:]
    harmless = "\n".join(lines)
    return None if harmless == text else harmless


def _colon(scene: _Scene) -> Problem:
    if ": " in scene.before:
        return _colon_in_text(scene, 'put the text in "quotes"')
    if not _BARE_KEY.fullmatch(scene.before):
        return _colon_in_text(scene, 'put the text in "quotes"; if it is a key, line it up with the key above')
    above = scene.above
    if above and above.column == _indent(scene.line(scene.at)) + 1 and not re.search(r":(?: |$)", scene.line(above)):
        return _no_colon(above, scene.line(above).strip())
    return _out_of_line(scene)


def _colon_in_text(scene: _Scene, help: str) -> Problem:
    ends = not scene.line(scene.at)[scene.at.column :].strip()
    message = "the text ends with a colon" if ends else "the text has a colon followed by a space"
    return Problem.at(scene.at, "Y020", message, help)


def _key_without_colon(scene: _Scene) -> Problem:
    above = _Scene(scene.since, scene.since, scene.lines).above
    if above and _BLOCK_TEXT.fullmatch(scene.line(above)):
        message = f"the text that begins on line {above.line} with “|” or “>” is not indented"
        return Problem.at(scene.since, "Y027", message, "begin each of its lines two spaces further in than the key")
    return _no_colon(scene.since, scene.line(scene.since)[scene.since.column - 1 :].strip())


def _no_colon(at: Mark, line: str) -> Problem:
    tight = _NO_SPACE.fullmatch(line)
    if tight:
        message = f"there is no space after the colon in “{_short(line)}”"
        return Problem.at(at, "Y021", message, f"write “{_short(f'{tight[1]}: {tight[2]}')}”")
    if "：" in line:
        message = f"the colon in “{_short(line)}” is a wide one, which YAML does not know"
        return Problem.at(at, "Y021", message, "write an ordinary colon and a space")
    message = f"there is no colon after the key in “{_short(line)}”"
    return Problem.at(at, "Y021", message, "write “key: text”; if it belongs to the text above, indent it")


def _unexpected(scene: _Scene) -> Problem:
    last, character = scene.before.rstrip()[-1:], scene.character(scene.at)
    if character == ":":
        return Problem.at(scene.at, "Y021", "there is no key before this colon", "write the key before it")
    if character in ("]", "}"):
        return Problem.at(
            scene.at, "Y026", f"this “{character}” closes nothing", 'delete it, or put the text in "quotes"'
        )
    if last in ("'", '"'):
        return _after_quote(scene, last)
    if last in ("]", "}"):
        message = f"more text stands after the closing “{last}”"
        return Problem.at(scene.at, "Y026", message, 'put the whole text in "quotes", because it begins with a bracket')
    star = _ALIAS_THEN_TEXT.search(scene.before)
    if star:
        return _reserved(scene, Mark(scene.at.path, scene.at.line, star.start(1) + 1))
    return _out_of_line(scene) if not last else _unknown(scene)


def _after_quote(scene: _Scene, quote: str) -> Problem:
    if quote == "'":
        help = "put the whole text in \"double quotes\"; within '…' an apostrophe is written twice"
    else:
        help = 'look for a quote mark missing here or above; within "…" a quote mark is written \\"'
    return Problem.at(scene.at, "Y024", f"more text stands after a closing {quote}", help)


def _out_of_line(scene: _Scene) -> Problem:
    start = Mark(scene.at.path, scene.at.line, _indent(scene.line(scene.at)) + 1)
    if scene.line(scene.since)[scene.since.column - 1 :].startswith("- ") and scene.character(start) != "-":
        message = (
            f"the line is neither an item of the list that begins on line {scene.since.line} nor indented beneath one"
        )
        return Problem.at(start, "Y022", message, "begin it with “- ” as the other items, or line it up with its item")
    help = (
        "begin it at the same column as the lines it belongs with; what belongs to a key stands two spaces further in"
    )
    return Problem.at(start, "Y022", "the line is not lined up with those above it", help)


def _after_the_end(scene: _Scene) -> Problem:
    if any(line.rstrip() == "..." for line in scene.lines[: scene.at.line]):
        return Problem.at(scene.at, "Y011", "a second document begins here", "delete the line “...”, or make two files")
    return _out_of_line(scene)


def _list_item(scene: _Scene) -> Problem:
    if not scene.before.strip():
        return _out_of_line(scene)
    message = "a list item “- ” stands on the line of its key"
    help = 'put each item on a line of its own beneath; put text that begins with “- ” in "quotes"'
    return Problem.at(scene.at, "Y029", message, help)


def _unclosed_quote(scene: _Scene) -> Problem:
    quote = scene.character(scene.since)
    return Problem.at(
        scene.since, "Y023", f"the text that begins with {quote} here has no closing {quote}", f"add {quote} at its end"
    )


def _first_character(scene: _Scene) -> Problem:
    if scene.character(scene.at) == "\t":
        return Problem.at(scene.at, "Y008", "a tab stands where a space should be", "write a space")
    if not scene.character(scene.at):
        help = "look above for a “[” or “{” that is never closed"
        return Problem.at(scene.at, "Y026", "the file ends within brackets", help)
    return _reserved(scene, scene.at)


def _tight_colon(scene: _Scene) -> Problem:
    return Problem.at(scene.at, "Y021", "there is no space after this colon", "write a space after it")


def _name_missing(scene: _Scene) -> Problem:
    return _reserved(scene, scene.since)


def _reserved(scene: _Scene, at: Mark) -> Problem:
    message = f"a text cannot begin with “{scene.character(at)}”"
    return Problem.at(at, "Y025", message, 'put the text in "quotes"')


def _tag(scene: _Scene) -> Problem:
    help = 'delete it; put a text that begins with “!” in "quotes"'
    return Problem.at(scene.since, "Y014", "a tag (a word that begins with “!”) is not allowed", help)


def _bracket(scene: _Scene) -> Problem:
    opening = scene.character(scene.since)
    closing = {"[": "]", "{": "}"}.get(opening, "]")
    if scene.at.line == scene.since.line:
        help = 'put a comma between items; put text that holds a colon or a bracket in "quotes"'
        return Problem.at(scene.at, "Y026", f"a comma or “{closing}” is missing here", help)
    help = f'put “{closing}” after the last item; put text that begins with a bracket in "quotes"'
    return Problem.at(scene.since, "Y026", f"this “{opening}” is not closed", help)


def _block_text(scene: _Scene) -> Problem:
    sign = scene.character(scene.since)
    help = f'begin the text on the next line, two spaces further in; put text that begins with “{sign}” in "quotes"'
    return Problem.at(scene.since, "Y027", f"nothing but a comment may follow “{sign}” on its line", help)


def _escape(scene: _Scene) -> Problem:
    line = scene.line(scene.at)
    start = max(line.rfind("\\", 0, scene.at.column), 0)
    at = Mark(scene.at.path, scene.at.line, start + 1)
    message = f"“{line[start : start + 2]}” cannot be understood in a text in double quotes"
    return Problem.at(at, "Y028", message, "write \\\\ for a backslash, or put the text in 'single quotes'")


def _unknown(scene: _Scene) -> Problem:
    help = "look here and on the line above for a quote mark, a colon, a comma or a bracket too many or too few"
    return Problem.at(scene.at, "Y030", "this cannot be understood", help)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_KNOWN: list[tuple[re.Pattern[str], _Explanation]] = [
    (re.compile(words), explanation)
    for words, explanation in [
        ("mapping values are not allowed", _colon),
        ("could not find expected ':'", _key_without_colon),
        ("expected <document start>|expected '<document start>'", _after_the_end),
        ("expected key|expected <block end>|expected '-' indicator", _unexpected),
        ("sequence entries are not allowed", _list_item),
        ("unexpected end of stream|unexpected document", _unclosed_quote),
        ("cannot start any token|mapping keys are not allowed|node content|tab character", _first_character),
        ("found unexpected ':'", _tight_colon),
        ("alphabetic or numeric", _name_missing),
        ("tag handle|URI|'>'|expected '!'|whitespace or line break|expected ' '", _tag),
        ("expected ',' or", _bracket),
        ("line break|chomping|indentation indicator", _block_text),
        ("escape|hexdecimal", _escape),
    ]
]
