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
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from site_builder.tree import Entry, Tree, Unpublishable

log = logging.getLogger(__name__)


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
