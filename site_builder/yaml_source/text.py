"""A file → its text, or the Problem that says why not: the one way in which files of content are read."""

from __future__ import annotations

import codecs
import os
import re
import stat
import unicodedata
from itertools import islice
from pathlib import Path

from site_builder.problems import Mark, Problem, Problems

MAX_BYTES = 256 * 1024
MAX_STRANGE = 20  # more characters than this that text never holds: not a text file

CODES = {
    "Y003": "the file cannot be read",
    "Y004": "the file stands outside the folder",
    "Y005": "the file is too big",
    "Y006": "the file is not UTF-8",
    "Y007": "a character that nobody sees",
    "Y009": "a line ends the way old Macs ended it",
}

STRANGE = re.compile(
    "\r(?!\n)|[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_ASCII_TEXT = bytes([*b"\t\n", *range(0x20, 0x7F)])
_WIDE = [  # UTF-32's mark begins with UTF-16's, so it is looked for first
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
]


def contents(path: Path, shown: str, *, root: Path | None = None) -> bytes:
    """The bytes of an ordinary file, no more than MAX_BYTES + 1; never waits on a pipe or device. Raises Problems."""
    real = os.path.realpath(path)
    if root is not None and not Path(real).is_relative_to(os.path.realpath(root)):
        raise _refused(shown, "Y004", "this leads to a file outside the folder", "put the file itself here")
    try:
        with open(real, "rb", opener=_without_waiting) as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise _refused(shown, "Y003", "this is a folder, not a file", "rename or remove the folder") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _refused(shown, "Y003", f"the file cannot be read: {reason}", "put it right or remove it") from None
    raise _refused(shown, "Y003", "this is a pipe or a device, not a file", "remove it")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _refused(shown: str, code: str, message: str, help: str) -> Problems:
    return Problems([Problem(shown, 1, 1, code, message, help)])


def decoded(data: bytes, shown: str) -> str:
    """The text without its byte order mark, sure to hold only characters that text may hold. Raises Problems."""
    if len(data) > MAX_BYTES:
        message = f"the file is bigger than {MAX_BYTES // 1024} KB"
        raise _refused(shown, "Y005", message, "shorten it, or make several files of it")
    wide = _wide(data)
    if wide:
        raise _refused(shown, "Y006", f"the file is saved as {wide}", "save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Problems([_undecoded(data, error.start, shown)]) from None
    if not data.isascii() or data.translate(None, _ASCII_TEXT):
        _refuse_strange(text, shown)
    return text


def _wide(data: bytes) -> str | None:
    for mark, name in _WIDE:
        if data.startswith(mark):
            return name
    first = data[:4]
    if first.count(0) == 3:
        return "UTF-32"
    return "UTF-16" if len(first) == 4 and b"\0\0" in (first[::2], first[1::2]) else None


def _undecoded(data: bytes, start: int, shown: str) -> Problem:
    before, byte = data[:start].decode(), data[start : start + 1]
    at = place(before, len(before), shown)
    if b"\0" in data:
        return _not_text(at)
    meant = byte.decode("cp1252", errors="ignore")
    hint = f" (if it was written on an older Windows computer, this is “{meant}”)" if meant else ""
    return Problem.at(at, "Y006", f"the byte 0x{byte.hex().upper()} is not UTF-8{hint}", "save the file as UTF-8")


def place(text: str, index: int, shown: str) -> Mark:
    """Where the character at `index` (from 0) stands."""
    line_start = text.rfind("\n", 0, index) + 1
    return Mark(shown, text.count("\n", 0, line_start) + 1, index - line_start + 1)


def _refuse_strange(text: str, shown: str) -> None:
    found = list(islice(STRANGE.finditer(text), MAX_STRANGE + 1))
    if len(found) > MAX_STRANGE:
        raise Problems([_not_text(place(text, found[0].start(), shown))])
    if found:
        raise Problems(_strange(match[0], place(text, match.start(), shown)) for match in found)


def _not_text(at: Mark) -> Problem:
    message = "this is not a text file: it holds many characters that text never holds"
    return Problem.at(at, "Y007", message, "save it again as plain text, in UTF-8")


def _strange(character: str, at: Mark) -> Problem:
    if character == "\r":
        message = "a line ends here as old Macs ended it (a carriage return alone)"
        return Problem.at(at, "Y009", message, "save the file with ordinary line ends (LF)")
    return Problem.at(at, "Y007", f"here stands {named(character)}, which nobody sees", "delete it")


def named(character: str) -> str:
    """Such as `U+202E (right-to-left override)`."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
