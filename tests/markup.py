"""What is wrong with the HTML of a page: what html5lib, another's parser, trips over, and rules that it doesn't know.

The rules are HTML's own content model (https://html.spec.whatwg.org/) and ARIA's, as far as our pages could break them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form"),
    *("header", "hr", "main", "nav", "ol", "p", "pre", "search", "section", "table", "ul"),
}
OF_WORDS = HEADINGS | {  # what holds words and no blocks
    *("abbr", "b", "button", "caption", "cite", "code", "em", "i", "label", "legend", "p", "pre", "q", "small", "span"),
    *("strong", "sub", "summary", "sup", "time"),
}
MAY_HOLD_HEADINGS = {"legend", "summary"}
TO_PRESS = {"a", "button", "details", "input", "label", "select", "summary", "textarea"}
ONLY_IN = {
    "li": {"menu", "ol", "ul"},
    "dt": {"div", "dl"},
    "dd": {"div", "dl"},
    "tr": {"tbody", "tfoot", "thead"},
    "td": {"tr"},
    "th": {"tr"},
    "summary": {"details"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "option": {"datalist", "optgroup", "select"},
}
ONLY_HOLDS = {"ul": {"li"}, "ol": {"li"}, "menu": {"li"}, "dl": {"div", "dt", "dd"}, "tr": {"td", "th"}}
FIRST = {"details": "summary", "fieldset": "legend"}
ANYWHERE = {"script", "template"}
FORBIDDEN_WORDS = {"center", "font", "big", "strike", "tt", "acronym", "marquee", "nobr", "dir", "frame", "frameset"}
FORBIDDEN_ATTRIBUTES = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "color", "face", "nowrap", "valign"}
NOT_TYPED_IN = {"button", "checkbox", "file", "image", "radio", "reset", "submit"}
LABELLED = {"button", "input", "meter", "output", "progress", "select", "textarea"}
NAMELESS = {"b", "code", "dd", "div", "dt", "em", "i", "li", "p", "small", "span", "strong", "time"}  # without a role
POINTERS = {"headers", "list", "form"} | {
    f"aria-{word}" for word in ("controls", "describedby", "details", "errormessage", "flowto", "labelledby", "owns")
}
DAY = r"\d{4}-\d\d(-\d\d)?"
TIME = re.compile(rf"{DAY}|({DAY}[T ])?\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?|P[\dTYMWDHS]+|\d{{4}}")

KNOWN = {  # the theme's base.html draws both outside its blocks, so that only a copy of it could leave them out
    '<input id="__drawer" class="md-toggle"> completes itself, though nobody types in it',
    '<input id="__search" class="md-toggle"> completes itself, though nobody types in it',
}


@dataclass(frozen=True)
class Place:
    """An element, and those that it stands in, the innermost first. A template is looked through."""

    element: Element
    around: tuple[Element, ...]

    @property
    def parent(self) -> str:
        return next((str(each.tag) for each in self.around if each.tag != "template"), "")

    @property
    def words(self) -> str:
        """How a message names it: `<li class="card"> “Special constable”`."""
        marks = "".join(f' {name}="{self.element.get(name)}"' for name in ("id", "class") if self.element.get(name))
        said = " ".join("".join(map(str, self.element.itertext())).split())[:40]
        return f"<{self.element.tag}{marks}>" + (f" “{said}”" if said else "")


def faults(html: str) -> list[str]:
    """Everything that is wrong with a whole page, in words."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    tripped = [f"line {line}, column {column}: {E[code] % data}" for (line, column), code, data in parser.errors]
    return tripped + list(_broken(list(_places(root, ()))))


def _places(element: Element, around: tuple[Element, ...]) -> Iterator[Place]:
    """Every element in order; what lies within a drawing is left to the browser."""
    if not isinstance(element.tag, str) or element.tag.startswith("{"):
        return
    yield Place(element, around)
    for child in element:
        yield from _places(child, (element, *around))


def _broken(places: list[Place]) -> Iterator[str]:
    for rule in (_nesting, _contents, _names, _values):
        for place in places:
            yield from rule(place)
    yield from _ids(places)
    yield from _ranks(places)


def _nesting(place: Place) -> Iterator[str]:
    tag, within = place.element.tag, [str(each.tag) for each in place.around]
    if tag in ONLY_IN and place.parent not in ONLY_IN[tag]:
        yield f"{place.words} stands in <{place.parent}>"
    for outer in OF_WORDS.intersection(within) if tag in BLOCKS else ():
        if not (tag in HEADINGS and outer in MAY_HOLD_HEADINGS):
            yield f"{place.words} is a block within <{outer}>"
    for outer in {"a", "button", "label"}.intersection(within):
        if (tag in TO_PRESS or "tabindex" in place.element.attrib) and not (outer == "label" and tag in LABELLED):
            yield f"{place.words} is to be pressed, within <{outer}>"
    if tag in HEADINGS and "dt" in within:
        yield f"{place.words} is a heading within <dt>"


def _contents(place: Place) -> Iterator[str]:
    tag = place.element.tag
    held = [str(child.tag) for child in place.element if child.tag not in ANYWHERE]
    if tag in ONLY_HOLDS:
        yield from (f"{place.words} holds <{child}>" for child in held if child not in ONLY_HOLDS[tag])
        if "".join([place.element.text or "", *(child.tail or "" for child in place.element)]).strip():
            yield f"{place.words} holds words outside its parts"
    if tag in FIRST and (held[:1] != [FIRST[tag]] or held.count(FIRST[tag]) != 1):
        yield f"{place.words} doesn't begin with its one <{FIRST[tag]}>"
    if tag == "dl" or (tag == "div" and place.parent == "dl"):
        names = [child for child in held if child in ("dt", "dd")]
        if names and (names[0] != "dt" or names[-1] != "dd"):
            yield f"{place.words} has a name without a value, or a value without a name"


def _names(place: Place) -> Iterator[str]:
    element = place.element
    if element.tag == "img" and "alt" not in element.attrib:
        yield f"{place.words} has no alt"
    if element.tag in FORBIDDEN_WORDS:
        yield f"{place.words} is no element of today's HTML"
    yield from (
        f"{place.words} has {name}, which is for a style" for name in FORBIDDEN_ATTRIBUTES.intersection(element.attrib)
    )
    if (
        element.tag in NAMELESS
        and "role" not in element.attrib
        and {"aria-label", "aria-labelledby"}.intersection(element.attrib)
    ):
        yield f"{place.words} has a name but no role, so nobody hears it"
    if element.tag == "html" and not element.get("lang"):
        yield "the page has no language"
    if element.tag == "title" and not (element.text or "").strip():
        yield "the page has no title"


def _values(place: Place) -> Iterator[str]:
    element = place.element
    for name in ("href", "src", "action"):
        if re.search(r"\s", element.get(name, "")):
            yield f"{place.words} has a space in its {name}: {element.get(name)}"
    if element.tag == "time" and not TIME.fullmatch(element.get("datetime") or "".join(element.itertext())):
        yield f"{place.words} tells no time: {element.get('datetime')}"
    if "autocomplete" in element.attrib and element.get("type") in NOT_TYPED_IN:
        yield f"{place.words} completes itself, though nobody types in it"
    if "lang" in element.attrib and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", element.get("lang", "")):
        yield f"{place.words} is in no language: {element.get('lang')}"


def _ids(places: list[Place]) -> Iterator[str]:
    """Ids stand once, and whatever names one finds it. A template's are of another time: see theme/assets/fresh.js."""
    now = [place for place in places if all(each.tag != "template" for each in place.around)]
    counts = Counter(place.element.get("id") for place in now if "id" in place.element.attrib)
    yield from (f"the id “{id}” stands {count} times" for id, count in counts.items() if count > 1)
    yield from (f"“{id}” can't be an id" for id in counts if not id or re.search(r"\s", id))
    kinds = {place.element.get("id"): place.element.tag for place in places}
    for place in places:
        for name in POINTERS.intersection(place.element.attrib):
            missing = [id for id in place.element.get(name, "").split() if id not in kinds]
            yield from (f"{place.words} has {name} to “{id}”, which isn't there" for id in missing)
        if "for" in place.element.attrib and kinds.get(place.element.get("for")) not in LABELLED:
            yield f"{place.words} is for “{place.element.get('for')}”, which is no field"


def _ranks(places: list[Place]) -> Iterator[str]:
    """The first heading is the page's own, and none is passed over on the way down."""
    before = 0
    for place in places:
        if place.element.tag in HEADINGS and all(each.tag != "template" for each in place.around):
            rank = int(place.element.tag[1])
            if rank > before + 1:
                yield f"{place.words} follows a heading of rank {before}" if before else f"{place.words} comes first"
            before = rank
