"""A disk of a few megabytes, which a test fills and empties."""

import errno
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pytest

STEP = 1 << 20
SECONDS = 60  # for the disk to fill on a busy machine


@dataclass(frozen=True)
class SmallDisk:
    folder: Path

    def fill(self, *, leaving: int) -> None:
        """Leave so many bytes, in whole blocks, and not one more, though others write to the disk meanwhile."""
        self.empty()
        assert self._free() > leaving, "this test needs a bigger disk"
        deadline = time.monotonic() + SECONDS
        with self._ballast.open("wb") as ballast:
            while (spare := self._free() - leaving) > 0:
                assert time.monotonic() < deadline, "others make room as fast as it is filled"
                # Little at a time, so that others seldom come in between what was found free and its being taken.
                _grow(ballast, min(spare, STEP))

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def _free(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


def _grow(ballast: BinaryIO, size: int) -> None:
    """By so much, or not at all when others were faster: whoever asks again what is free hears the truth."""
    try:
        os.posix_fallocate(ballast.fileno(), os.fstat(ballast.fileno()).st_size, size)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


@contextmanager
def mounted(megabytes: int) -> Iterator[SmallDisk]:
    """In memory. It takes root; for anybody else the test is skipped and says so."""
    folder = Path(tempfile.mkdtemp(prefix="cip-disk-"))
    folder.chmod(0o755)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        if done.returncode:
            pytest.skip(f"a small disk can't be mounted here: {done.stderr.strip()}")
        yield SmallDisk(folder)
    finally:
        if not done.returncode:
            subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()
