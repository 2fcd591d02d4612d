"""Pages → build/: only what changed is written, only inside, and all of it appears at once or none.

    build/releases/000007/{site,service,manifest.json}     build/current → releases/000007
    build/site → current/site                              build/service → current/service

Replacing the one link `current` puts a release in place. A file that is as it was in the last release is a hard link to
it, so that its time tells when it really changed.
"""

import fcntl
import json
import logging
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, NamedTuple, Self

log = logging.getLogger(__name__)

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


class Release:
    """A release in the making, and the only one: `begin` waits for any other build of the same folder to end."""

    def __init__(self, build: Path, lock: IO[str]) -> None:
        self._build = build
        self._lock = lock
        last = _last(build)
        self._forget_all_but(last)
        self._root = build / "releases" / f"{int(last.name) + 1 if last else 1:06}"
        known = _manifest(last) if last else {}
        self.site = Tree(self._root / "site", last and last / "site", known.get("site"))
        self.service = Tree(self._root / "service", last and last / "service", known.get("service"))
        for tree in (self.site, self.service):
            tree.root.mkdir(parents=True)

    @classmethod
    def begin(cls, build: Path) -> Self:
        """Lock the folder, clear away what earlier builds left and start a release beside the last good one."""
        build.mkdir(parents=True, exist_ok=True)
        lock = (build / ".lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.warning("Another build is writing to %s; waiting for it to end.", build)
            fcntl.flock(lock, fcntl.LOCK_EX)
        return cls(build, lock)

    def publish(self) -> None:
        """Put the release in place, in one step."""
        manifest = {"site": self.site.entries, "service": self.service.entries}
        (self._root / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        for name in ("site", "service"):
            _point(self._build / name, f"current/{name}")
        _point(self._build / "current", f"releases/{self._root.name}")
        self._lock.close()

    def abandon(self) -> None:
        """Leave the last release as it is; nothing if this one has been published."""
        if not self._lock.closed:
            shutil.rmtree(self._root, ignore_errors=True)
            self._lock.close()

    def _forget_all_but(self, last: Path | None) -> None:
        with suppress(FileNotFoundError):
            for folder in (self._build / "releases").iterdir():
                if folder != last:
                    shutil.rmtree(folder)


def _last(build: Path) -> Path | None:
    """The release in place, if there is one and it is whole."""
    current = build / "current"
    last = build / "releases" / current.readlink().name if current.is_symlink() else None
    return last if last and last.name.isdecimal() and (last / "manifest.json").is_file() else None


def _manifest(release: Path) -> dict[str, dict[str, Entry]]:
    try:
        trees = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
        return {name: {path: Entry(*entry) for path, entry in tree.items()} for name, tree in trees.items()}
    except (ValueError, TypeError, AttributeError):  # harmed: then every file is written anew
        return {}


def _point(link: Path, target: str) -> None:
    if link.is_symlink():
        if os.fspath(link.readlink()) == target:
            return
    elif link.exists():
        raise Unpublishable(f"{link} is in the way: it is to be a link to {target}. Move it away, then build again.")
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
