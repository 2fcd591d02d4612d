"""A file in the making, beside the one that is meant, which its owner alone can read: in the end it is gone.

What a kill left of an earlier one holds people who may have been erased since, so it goes the next time.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LEFT_BEHIND = 3600  # seconds after which nobody is still at work on it
_TAILS = ("", "-wal", "-shm", "-journal")  # SQLite's own files beside one of its databases


@contextmanager
def unfinished(meant: Path, kind: str) -> Iterator[Path]:
    """An empty file in the same folder. `kind` is a word. Raises OSError."""
    made = meant.with_name(f".{meant.name}.{secrets.token_hex(8)}.{kind}")
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _clear(made, kind)
        yield made
    finally:
        for tail in _TAILS:
            Path(f"{made}{tail}").unlink(missing_ok=True)


def _clear(made: Path, kind: str) -> None:
    ours = re.compile(rf"\..+\.[0-9a-f]{{16}}\.{kind}({'|'.join(_TAILS)})")
    for other in made.parent.iterdir():
        if ours.fullmatch(other.name) and made.stat().st_mtime - other.stat().st_mtime > LEFT_BEHIND:
            other.unlink(missing_ok=True)
