"""A folder being written: each file once, only inside, and linked rather than written where nothing changed."""

import os
import re
import unicodedata
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

_PARTS = re.compile(r"[^/\\:\0-\x1f\x7f]+(/[^/\\:\0-\x1f\x7f]+)*")  # a colon would be a drive or a stream on Windows


class Unpublishable(Exception):  # noqa: N818  says what the build can't do, not that the program failed
    """Why these files can't be put in place, in a sentence for the person who builds."""


class Entry(NamedTuple):
    """What a release knows of a file of its own: enough to see later that nobody has touched it."""

    digest: str
    size: int
    modified: int


class Tree:
    """A folder being written, each file once. `last` is the same folder of the last release, `known` its entries."""

    def __init__(self, root: Path, last: Path | None = None, known: Mapping[str, Entry] | None = None) -> None:
        self.root = root
        self.entries: dict[str, Entry] = {}
        self._last = str(last)
        self._known = known or {}
        self._claimed: dict[str, str] = {}
        self._folders: set[str] = set()

    def put(self, path: str, content: bytes) -> None:
        """Write a file. Unpublishable if the path leads outside, or to where another file is."""
        self._claim(path)
        target = self._target(path)
        digest = _digest(content)
        if not self._link(path, digest, target):
            try:
                with open(target, "xb") as file:  # noqa: PTH123  a Path for each of thousands of files costs more
                    file.write(content)
            except (FileExistsError, IsADirectoryError):
                raise Unpublishable(f"Two pages would be at {path}.") from None
        self._enter(path, digest, target)

    def join(self, entries: Mapping[str, Entry]) -> None:
        """Take in what another process has put here with a copy of this tree. Unpublishable as for `put`."""
        for path, entry in entries.items():
            self._claim(path)
            self.entries[path] = entry

    def adopt(self) -> None:
        """Take in the files that somebody else has written here. Unpublishable as for `put`."""
        for file in sorted(self.root.rglob("*")):
            path = file.relative_to(self.root).as_posix()
            if path in self.entries or file.is_dir():
                continue
            self._claim(path)
            digest = _digest(file.read_bytes())
            spare = f"{file}.last"
            if self._link(path, digest, spare):
                os.replace(spare, file)  # noqa: PTH105  strings, as above
            self._enter(path, digest, str(file))

    def _claim(self, path: str) -> None:
        if not _PARTS.fullmatch(path) or {".", ".."} & set(path.split("/")):
            raise Unpublishable(f"{path!r} is no path inside the site.")
        other = self._claimed.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            raise Unpublishable(f"{other} and {path} would be one file where capitals don't count.")
        if path in self.entries:
            raise Unpublishable(f"Two pages would be at {path}.")

    def _target(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(f"{self.root}/{folder}", exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)
        return f"{self.root}/{path}"

    def _link(self, path: str, digest: str, target: str) -> bool:
        known = self._known.get(path)
        if known is None or known.digest != digest:
            return False
        old = f"{self._last}/{path}"
        try:
            stat = os.stat(old)  # noqa: PTH116
            if (stat.st_size, stat.st_mtime_ns) != (known.size, known.modified):
                return False
            os.link(old, target)
        except FileExistsError:
            raise Unpublishable(f"Two pages would be at {path}.") from None
        except OSError:  # gone, or too many links to it, or a file system without them: write it instead
            return False
        return True

    def _enter(self, path: str, digest: str, target: str) -> None:
        stat = os.stat(target)  # noqa: PTH116
        self.entries[path] = Entry(digest, stat.st_size, stat.st_mtime_ns)


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
