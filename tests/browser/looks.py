"""The windows that pages are looked at in, and whether they fit."""

from typing import Any

from playwright.sync_api import Page

LOOKS: dict[str, tuple[int, Any]] = {"phone, dark": (360, "dark"), "desk, light": (1280, "light")}


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    box = page.locator("html").evaluate("root => root.scrollWidth - window.innerWidth")
    return int(box)
