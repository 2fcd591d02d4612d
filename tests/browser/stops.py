"""The stops of the Tab key on a page, and what moves on it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

WATCH = Path(__file__).with_suffix(".js")
MOVING = """() => [...document.querySelectorAll("*")].filter(each => {
  const style = getComputedStyle(each)
  const lasts = times => times.split(",").some(time => parseFloat(time) > 0)
  return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration))
    || style.scrollBehavior === "smooth"
}).map(each => each.outerHTML.slice(0, 60))"""


def tabbed(page: Page, stops: int) -> list[dict[str, Any]]:
    """The first stops of a page that was opened with `WATCH`: the `name` of each, and what is `wrong` with its look."""
    for _ in range(stops):
        page.keyboard.press("Tab")
    found: list[dict[str, Any]] = page.evaluate("window.stops")
    return found


def moving(page: Page) -> list[str]:
    """What would move by itself, though the reader asked for less motion."""
    found: list[str] = page.evaluate(MOVING)
    return found
