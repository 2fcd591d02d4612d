"""`make screenshots`: every kind of page on a phone and on a desk, light and dark, with a page that shows them all.

With the names of kinds behind it, `python tests/browser/screenshots.py home "an open role"` takes those alone.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Literal

import chromium
from kinds import PUBLIC
from playwright.sync_api import Browser, Page, sync_playwright
from portal import TOP, Portal, running
from walks import WALKS

FOLDER = TOP / "screenshots"
WIDTHS = {360: 740, 1280: 900}  # the window's height at each: what is fixed to its foot shows where it would be
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 6000  # pixels of a page that are worth looking at; a list of all roles is longer

SHEET = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Every kind of page</title>
<style>
body {{ margin: 1rem; font-family: system-ui, sans-serif; background: #ddd; color: #111 }}
div {{ display: flex; gap: 1rem; align-items: flex-start }}
a {{ display: block; max-height: 60rem; overflow: hidden; border: 1px solid #777 }}
img {{ display: block; height: auto }}
</style>
<h1>Every kind of page, at {widths} pixels, light and dark</h1>
{rows}
</html>
"""


def main(chosen: Iterable[str]) -> None:
    wanted = set(chosen)
    if not wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as portal, sync_playwright() as playwright:
        for number, (name, page) in enumerate(_kinds(chromium.started(playwright), portal, wanted), 1):
            if not wanted or name in wanted:
                _take(page, f"{number:02}-{name.replace(' ', '-')}")
    (FOLDER / "index.html").write_text(_sheet(sorted(FOLDER.glob("*.png"))), "utf-8")
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures: {FOLDER / 'index.html'} shows them.\n")


def _kinds(browser: Browser, portal: Portal, wanted: set[str]) -> Iterator[tuple[str, Page]]:
    """A page that shows each kind, one after the other, by its name."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for name, address in PUBLIC.items():
            if not wanted or name in wanted:
                page.goto(portal.url + address, wait_until="networkidle")
            yield name, page
    if wanted <= PUBLIC.keys() and wanted:
        return
    for walk in WALKS.values():
        with browser.new_context(reduced_motion="reduce") as context:
            page = context.new_page()
            for name, _ in walk(page, portal):
                yield name, page


def _take(page: Page, name: str) -> None:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.screenshot(
                path=FOLDER / f"{name}-{width:04}-{scheme}.png",
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": min(max(tall, height), TALLEST)},
            )


def _sheet(pictures: list[Path]) -> str:
    names = dict.fromkeys(picture.stem.rsplit("-", 2)[0] for picture in pictures)
    rows = "".join(_row(name, [one for one in pictures if one.stem.rsplit("-", 2)[0] == name]) for name in names)
    return SHEET.format(widths=" and ".join(map(str, WIDTHS)), rows=rows)


def _row(name: str, pictures: list[Path]) -> str:
    images = "".join(
        f'<a href="{escape(one.name)}"><img loading="lazy" src="{escape(one.name)}" alt="{escape(one.stem)}" '
        f'width="{int(one.stem.rsplit("-", 2)[1]) // 2}"></a>\n'
        for one in pictures
    )
    return f"<h2>{escape(name[3:].replace('-', ' '))}</h2>\n<div>{images}</div>\n"


if __name__ == "__main__":
    main(sys.argv[1:])
