"""Debian's Chromium, started so that it asks nothing of anybody."""

from pathlib import Path

from playwright.sync_api import Browser, Playwright

PROGRAM = Path("/usr/bin/chromium")
QUIET = [  # Chromium asks its makers for updates unless told not to
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def started(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=PROGRAM, args=QUIET)
