"""A page as a screen reader has it: Chromium's accessibility tree, the page's text in order, and what reads badly."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LANDMARKS = {"banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search"}
SAYS_NOTHING = {
    "click here",
    "details",
    "go",
    "here",
    "learn more",
    "link",
    "more",
    "read more",
    "see",
    "see more",
    "this",
}
IN_A_LINE = {"StaticText", "LineBreak", "abbr", "code", "emphasis", "link", "mark", "strong", "time", "LabelText"}
WHOLE = {"DisclosureTriangle", "button", "combobox", "heading", "Legend", "term"}  # said as announced, and no further
UNANNOUNCED = {"DescriptionList", "Legend", "article", "definition", "listitem", "paragraph"}
UNHEARD = {"InlineTextBox", "ListMarker", "generic", "none"}

# Words of one line in different elements with nothing between them, as in “Open nowCloses”.
RUN_TOGETHER = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const line = node => {
    let block = node.parentElement
    while (/^(inline|contents)/.test(getComputedStyle(block).display)) block = block.parentElement
    return block
  }
  const apart = (one, other) => {
    const between = document.createRange()
    between.setStart(one, one.length)
    between.setEnd(other, 0)
    return between.cloneContents().querySelector("br, img, input, svg, p, div, ul, ol, dl, li")
  }
  let before = null
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.length || !text.parentElement.checkVisibility()) continue
    const joined = before && /[\\p{L}\\p{N}.!?]$/u.test(before.data) && /^[\\p{L}\\p{N}]/u.test(text.data)
    if (joined && line(before) === line(text) && !apart(before, text))
      found.push(before.data.trim().slice(-30) + "|" + text.data.trim().slice(0, 30))
    before = text
  }
  return found
}"""


@dataclass(frozen=True)
class Heard:
    """An element that a screen reader knows of, and what it holds."""

    role: str
    name: str
    level: int
    url: str
    parts: tuple["Heard", ...]

    def all(self) -> Iterator["Heard"]:
        yield self
        for part in self.parts:
            yield from part.all()

    def named(self, *roles: str) -> list["Heard"]:
        return [one for one in self.all() if one.role in roles]

    @property
    def text(self) -> str:
        return "".join(self.name if one.role == "StaticText" else " " for one in self.all() if not one.parts)


def heard(page: Page) -> Heard:
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    return next(_seen(next(iter(nodes.values())), nodes))


def _seen(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Iterator[Heard]:
    """The node, or what it holds in place of one that nobody hears of."""
    role = str(node["role"]["value"])
    parts = [part for id in node.get("childIds", []) if id in nodes for part in _seen(nodes[id], nodes)]
    if node["ignored"] or role in UNHEARD:
        yield from parts
        return
    more = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    name = str(node.get("name", {}).get("value", ""))
    yield Heard(role, name, int(more.get("level", 0)), str(more.get("url", "")), tuple(parts))


def faults(page: Page) -> list[str]:
    """What somebody who hears the page would trip over."""
    tree = heard(page)
    rules = (_headings, _landmarks, _links, _lists, _pictures)
    told = [fault for rule in rules for fault in rule(tree)]
    told += [f"runs together: {words}" for words in page.evaluate(RUN_TOGETHER)]
    return told + (
        [] if page.locator("html").get_attribute("lang") == "en-GB" else ["the page is not in British English"]
    )


def _headings(tree: Heard) -> Iterator[str]:
    ranks = [(each.level, each.name) for each in tree.named("heading")]
    if [rank for rank, _ in ranks].count(1) != 1:
        yield f"there are {[rank for rank, _ in ranks].count(1)} headings of rank 1"
    for (before, _), (rank, name) in zip([(0, ""), *ranks], ranks, strict=False):
        if rank > before + 1:
            yield f"the heading “{name}” of rank {rank} follows one of rank {before}"
        if not name.strip():
            yield f"a heading of rank {rank} says nothing"


def _landmarks(tree: Heard) -> Iterator[str]:
    marks = [each for each in tree.all() if each.role in LANDMARKS and (each.name or each.role != "form")]
    kinds = Counter((each.role, each.name) for each in marks)  # a form without a name is no landmark
    roles = Counter(role for role, _ in kinds.elements())
    yield from (f"there are {roles[role]} of {role}" for role in ("banner", "contentinfo", "main") if roles[role] != 1)
    yield from (f"a {role} of several has no name" for role, name in kinds if roles[role] > 1 and not name)
    yield from (f"{count} are {role} “{name}”" for (role, name), count in kinds.items() if name and count > 1)


def _links(tree: Heard) -> Iterator[str]:
    places = defaultdict(set)
    in_rows = {link.url for row in tree.named("row") for link in row.named("link")}  # told apart by their row
    for link in tree.named("link"):
        if link.url not in in_rows:
            places[link.name.strip().lower()].add(link.url)
        if link.name.strip().lower().rstrip(".…") in SAYS_NOTHING | {""}:
            yield f"the link “{link.name}” says nothing about {link.url}"
        if re.match(r"https?://|www\.", link.name):
            yield f"the link {link.name} is read letter by letter"
    yield from (
        f"“{name}” leads to {len(urls)} places: {sorted(urls)}" for name, urls in places.items() if len(urls) > 1
    )


def _lists(tree: Heard) -> Iterator[str]:
    for one in tree.all():
        inside = [part.role for part in one.parts]
        if one.role == "list" and "listitem" not in inside:
            yield "a list holds no items"
        if "listitem" in inside and one.role != "list":
            yield f"items are in no list: {one.text[:40]}"
        if one.role == "StaticText" and re.match(r"\s*[•‣◦▪–—*→]", one.name):
            yield f"a mark is drawn as text: {one.name[:40]}"


def _pictures(tree: Heard) -> Iterator[str]:
    for one in tree.named("image", "graphics-document", "graphics-symbol", "SvgRoot"):
        if not one.name.strip() or re.search(r"\.(svg|png|jpe?g)$", one.name):
            yield f"a picture of “{one.name}” tells nothing"


def spoken(page: Page) -> str:
    """The page's text alone: a line for what is read in one breath, links in brackets, names of parts in round ones."""
    return "\n".join(line for line in _lines(heard(page), 0) if line.strip(" -"))


def _lines(one: Heard, depth: int) -> Iterator[str]:
    announced = _announced(one)
    yield "  " * depth + announced
    if one.role in WHOLE:
        return
    inner = depth + (bool(announced) or one.role == "definition")
    run: list[str] = []
    for part in one.parts:
        if part.role in IN_A_LINE:
            run.append(_inline(part))
            continue
        yield "  " * inner + _said(run)
        run = []
        yield from _lines(part, inner)
    yield "  " * inner + _said(run)


def _said(run: list[str]) -> str:
    return re.sub(r" (?=[,.;:?!)])", "", " ".join(" ".join(run).split()))


def _inline(one: Heard) -> str:
    if one.role in ("StaticText", "LineBreak"):
        return one.name if one.role == "StaticText" else " / "
    words = _said([_inline(part) for part in one.parts])
    return f"[{words}]" if one.role == "link" else words


def _announced(one: Heard) -> str:
    match one.role:
        case "heading":
            return f"{'#' * one.level} {_said([_inline(part) for part in one.parts])}"
        case "list":
            return f"(list of {len(one.parts)})"
        case "term":
            return f"{one.text}:"
        case role if role in UNANNOUNCED:
            return ""
    return f"({one.role}: {one.name})" if one.name else f"({one.role})"
