"""How long a build takes and how it grows, beside MkDocs drawing the same pages itself."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import corpus

BIN = Path(sys.executable).parent
SIZES = (200, 500, 1000, 2000)
PEER = 200  # roles that MkDocs draws itself: enough to tell its cost a page
RUNS = 3
MEMORY = Path("/dev/shm")
_BODY = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)


def report() -> None:
    """Prints the table. Seconds are of this machine and this hour; the ratios are what can be compared.

    In memory where there is a file system for that: to create thousands of files on a disk takes a time of its own,
    which drifts several times over from one run to the next.
    """
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    print(f"On {'a memory' if memory else 'the'} file system{'' if memory else ' for temporary files'}.\n")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        empty = Path(folder, "empty")
        (empty / "docs").mkdir(parents=True)
        (empty / "docs/index.md").write_text("# Nothing\n", "utf-8")
        _peer_settings(empty)
        start = _timed(lambda: _mkdocs(empty))
        print(f"MkDocs' own start, with its theme and one page: {start:.2f} s (median of {RUNS})\n")
        print("| roles | build, s | beyond the start, s | ms a role | ms a role beyond the size before |")
        print("|---|---|---|---|---|")
        ours = _sizes(Path(folder), start)
        theirs = (_timed(lambda: _mkdocs(_peer(Path(folder)))) - start) / PEER
        print(f"\nMkDocs drawing {PEER} of these pages itself: {theirs * 1000:.1f} ms each.")
        print(f"A role of ours costs {ours / theirs:.3f} of that, YAML and all.")


def _sizes(folder: Path, start: float) -> float:
    """Prints a row for each size; returns the seconds of a role at the largest."""
    before = (0, 0.0)
    for size in SIZES:
        project = corpus.write(folder / str(size), size)
        whole = _timed(lambda project=project: _cip(project))  # type: ignore[misc]
        beyond = whole - start
        step = (beyond - before[1]) / (size - before[0])
        print(f"| {size} | {whole:.2f} | {beyond:.2f} | {beyond / size * 1000:.2f} | {step * 1000:.2f} |", flush=True)
        before = (size, beyond)
    return before[1] / before[0]


def _timed(run: Callable[[], None]) -> float:
    """The median seconds of a few runs, after one that warms the disk."""
    run()
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _cip(project: Path) -> None:
    subprocess.run(["rm", "-rf", "build"], cwd=project, check=True)
    subprocess.run([BIN / "cip", "build", "--today", "2026-11-21"], cwd=project, check=True, capture_output=True)


def _mkdocs(project: Path) -> None:
    subprocess.run([BIN / "mkdocs", "build", "--quiet"], cwd=project, check=True, capture_output=True)


def _peer(folder: Path) -> Path:
    """A project that holds our finished pages as Markdown files, for MkDocs to draw with the same theme."""
    peer = folder / "peer"
    if peer.exists():
        return peer
    site = folder / str(PEER) / "build/site"
    for page in sorted((site / "roles").glob("*/*/index.html")):
        target = peer / "docs" / page.parent.relative_to(site).with_suffix(".md")
        target.parent.mkdir(parents=True, exist_ok=True)
        found = _BODY.search(page.read_text("utf-8"))
        target.write_text(f"<div>{found[1] if found else ''}</div>\n", "utf-8")
    (peer / "docs/index.md").write_text("# Home\n", "utf-8")
    _peer_settings(peer)
    return peer


def _peer_settings(project: Path) -> None:
    (project / "mkdocs.yml").write_text(
        "site_name: Peer\ntheme: {name: material, font: false}\nplugins: []\nnav: [index.md]\n", "utf-8"
    )


if __name__ == "__main__":
    report()
