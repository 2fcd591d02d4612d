"""The ways in which a page is looked at, and whether it fits its window."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from playwright.sync_api import Page


class Look(NamedTuple):
    """What the reader's window and settings are. Forced colours are a choice of few colours by the reader's system."""

    width: int
    colours: str


LOOKS = tuple(Look(*each) for each in product((360, 1280), ("light", "dark", "forced")))
_MEDIA: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}


def looks(page: Page, seen: Sequence[Look] = LOOKS) -> Iterator[Look]:
    """Show an open page in each of these looks in turn. Nothing is loaded anew: a page adapts by its stylesheet alone.

    It does so at once where a reader asks for less motion; else its colours could be taken while they change.
    """
    for look in seen:
        page.set_viewport_size({"width": look.width, "height": 800})
        page.emulate_media(**_MEDIA[look.colours], reduced_motion="reduce")
        yield look


def scripting(page: Page) -> Callable[[bool], None]:
    """What lets a page's scripts run, or not: one that was loaded without them can still be given to axe, a script."""
    session = page.context.new_cdp_session(page)

    def allow(scripts: bool) -> None:
        session.send("Emulation.setScriptExecutionDisabled", {"value": not scripts})

    return allow


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    box = page.locator("html").evaluate("root => root.scrollWidth - window.innerWidth")
    return int(box)
