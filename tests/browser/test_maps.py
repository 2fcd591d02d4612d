"""The drawn maps in the browser: read at every width, walked by keyboard, and never without a seen focus."""

from typing import Any

import pytest
from looks import sideways
from playwright.sync_api import Browser, Page
from portal import Portal

MAPS = {"pathways": "/pathways/", "areas": "/areas/", "an area with parts": "/areas/devon-and-cornwall/"}
LOOKS: dict[str, dict[str, Any]] = {
    "phone, light": {"viewport": {"width": 360, "height": 800}},
    "phone, dark": {"viewport": {"width": 360, "height": 800}, "color_scheme": "dark"},
    "desk, dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "phone, forced colours": {"viewport": {"width": 360, "height": 800}, "forced_colors": "active"},
    "just wide, light": {"viewport": {"width": 960, "height": 800}},
}
SEEN = "svg.drawing:visible"


def opened(browser: Browser, portal: Portal, kind: str, look: str) -> Page:
    page = browser.new_context(**LOOKS[look]).new_page()
    page.goto(portal.url + MAPS[kind])
    return page


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", MAPS)
def test_words_are_at_least_14_pixels_and_lie_within_their_boxes(
    browser: Browser, portal: Portal, kind: str, look: str
) -> None:
    page = opened(browser, portal, kind, look)
    texts = page.locator(f"{SEEN} text")

    sizes = texts.evaluate_all(
        "all => all.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    outside = page.locator(f"{SEEN} :is(a, g)").evaluate_all(
        """all => all.filter(each => each.querySelector(".drawing__box")).flatMap(each => {
          const box = each.querySelector("rect").getBoundingClientRect();
          return [...each.querySelectorAll("text")]
            .filter(text => { const inner = text.getBoundingClientRect();
              return inner.left < box.left || inner.right > box.right || inner.bottom > box.bottom })
            .map(text => text.textContent) })"""
    )

    assert min(sizes) >= 13.99
    assert outside == []
    assert sideways(page) <= 0
    page.context.close()


@pytest.mark.parametrize("look", ["phone, light", "desk, dark", "phone, forced colours"])
@pytest.mark.parametrize("kind", MAPS)
def test_the_keyboard_reaches_every_link_and_the_shape_shows_it(
    browser: Browser, portal: Portal, kind: str, look: str
) -> None:
    page = opened(browser, portal, kind, look)
    wanted = page.locator(f"{SEEN} a").count()
    reached, changed = set(), 0

    for _ in range(200):
        if len(reached) == wanted:
            break
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const at = document.activeElement;
              const shape = at.closest("svg.drawing") && at.querySelector(".drawing__box, .drawing__shape");
              if (!shape) return null;
              const style = getComputedStyle(shape), seen = [style.stroke, style.strokeWidth];
              at.blur();
              const before = getComputedStyle(shape), plain = [before.stroke, before.strokeWidth];
              at.focus();
              return [at.getAttribute("href") + at.textContent, seen[0] !== plain[0] && seen[1] !== plain[1]] }"""
        )
        if found and found[0] not in reached:
            reached.add(found[0])
            changed += found[1]

    assert len(reached) == changed == wanted > 0
    page.context.close()


def test_only_one_drawing_of_the_pathways_is_seen_at_a_time(browser: Browser, portal: Portal) -> None:
    seen = {}
    for look in ("phone, light", "just wide, light", "desk, dark"):
        page = opened(browser, portal, "pathways", look)
        seen[look] = page.locator(SEEN).evaluate_all("all => all.map(each => each.classList[1])")
        page.context.close()

    assert seen == {
        "phone, light": ["drawing--narrow"],
        "just wide, light": ["drawing--wide"],
        "desk, dark": ["drawing--wide"],
    }


def test_a_link_is_called_by_its_words_in_order(browser: Browser, portal: Portal) -> None:
    page = opened(browser, portal, "pathways", "desk, dark")

    assert page.get_by_role("link", name="Police support volunteer 16 roles").is_visible()
    assert page.get_by_role("link", name="Police cadet 2 roles").is_visible()
    page.context.close()
