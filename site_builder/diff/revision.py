"""The files of an earlier revision, out of git."""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDERS = ("roles", "content")


class CannotCompare(Exception):  # noqa: N818  for the person who asked, not an error of the program
    """There is nothing to compare with. The message is one sentence, with what to do."""


def usual_base(top: Path) -> str:
    """`origin/main` where there is one, or else `main`."""
    return "origin/main" if _commit(top, "origin/main") else "main"


@contextmanager
def files_of(base: str, top: Path) -> Iterator[Path]:
    """A temporary folder with `roles/` and `content/` as they were where this work left `base`, or CannotCompare."""
    commit = _commit(top, base)
    if not commit:
        raise CannotCompare(f"git knows no revision '{base}' here; name another one, as in: cip diff HEAD")
    left = _git(top, "merge-base", commit, "HEAD").decode().strip() or commit
    with TemporaryDirectory(prefix="cip-diff-") as folder:
        _unpack(top, left, Path(folder))
        yield Path(folder)


def _commit(top: Path, revision: str) -> str:
    """The commit that a revision names; empty where it names none."""
    found = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return found.decode().strip()


def _unpack(top: Path, commit: str, folder: Path) -> None:
    there = _git(top, "ls-tree", "-z", "--name-only", commit, *FOLDERS).decode().split("\0")
    present = [name for name in FOLDERS if name in there]
    if present:
        packed = _git(top, "archive", "--format=zip", commit, *present)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:  # which, unlike tar, makes no links
            archive.extractall(folder)


def _git(top: Path, *words: str) -> bytes:
    """What git prints; nothing where it fails. Raises CannotCompare where there is no git."""
    try:
        done = subprocess.run(["git", *words], cwd=top, capture_output=True, check=False)  # noqa: S603, S607  git
    except FileNotFoundError:
        raise CannotCompare("git is not installed, and the files to compare with are kept by it; install git") from None
    return done.stdout if done.returncode == 0 else b""
