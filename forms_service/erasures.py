"""Who was erased, kept apart from the database, so that a restored backup loses them again. Ids only, a line each."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

_ID = re.compile(r"[0-9a-f]{32}")


def remember(path: Path, id: str) -> None:
    """Add an interest's id to the list, on the disk itself when this returns. Raises OSError.

    A last line that a crash cut short is left as it is: it is nobody's id, and a new line begins.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    before = "" if new else path.read_text("utf-8", "replace")
    if id in remembered(path):
        return
    line = f"{id}\n" if not before or before.endswith("\n") else f"\n{id}\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "wb") as file:
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
    if new:
        _keep_name(path.parent)


def remembered(path: Path) -> Sequence[str]:
    """The ids on the list; none when there is no list yet. Raises OSError."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return []
    return [line for line in dict.fromkeys(lines) if _ID.fullmatch(line)]


def _keep_name(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
