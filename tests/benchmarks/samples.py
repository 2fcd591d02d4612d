"""Where a program's processor time goes: every few milliseconds of it, whose code was at work."""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

TOP = Path(__file__).parents[2]
_INTO_THE_DATABASE = ("do_commit", "do_execute", "do_executemany", "do_rollback")


@contextmanager
def sampled() -> Iterator[Counter[str]]:
    """How often each was at work, while it lasts: a package of ours, a library, or the database itself."""
    found: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _number, frame: found.update([_whose(frame)]))
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _whose(frame: FrameType | None) -> str:
    """Python's own library works for whoever called it."""
    while frame:
        file, function = Path(frame.f_code.co_filename), frame.f_code.co_name
        if "site-packages" in file.parts:
            library = file.parts[file.parts.index("site-packages") + 1]
            return "database" if library == "sqlalchemy" and function in _INTO_THE_DATABASE else library
        if file.is_relative_to(TOP):
            return file.relative_to(TOP).parts[0]
        frame = frame.f_back
    return "python"
