"""A page as its reader meets it, and a visitor who fills in the public form with a browser's means alone."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_EMPTY = {"input", "link", "meta", "br", "hr", "img", "!doctype"}
_BLOCKS = {"button", "dd", "div", "dt", "h1", "h2", "h3", "label", "legend", "li", "p", "summary", "td", "th"}


@dataclass
class Page:
    """`fields` are what a browser would send; `mistakes` the links of the error summary, by the id they lead to."""

    status: int
    title: str = ""
    heading: str = ""
    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    html: str = ""

    @property
    def mistakes(self) -> dict[str, str]:
        return {href[1:]: words for words, href in self.links.items() if href.startswith("#") and href != "#main"}


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.open = page, list[tuple[str, dict[str, str], list[str]]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if "id" in known:
            self.page.ids.append(known["id"])
        if tag == "form":
            self.page.actions.append(known["action"])
        if tag == "input":
            self._input(known)
        if tag not in _EMPTY:
            self.open.append((tag, known, []))

    def _input(self, known: dict[str, str]) -> None:
        name, value = known.get("name", ""), known.get("value", "")
        if known.get("type") in ("radio", "checkbox"):
            self.page.choices.setdefault(name, []).append(value)
            if "checked" not in known:
                return
        self.page.fields[name] = value

    def handle_data(self, data: str) -> None:
        for _, _, words in self.open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        opened, known, words = self.open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        text = "".join(words)
        said = " ".join(text.split())
        if tag == "title":
            self.page.title = said
        elif tag == "h1":
            assert not self.page.heading, "two main headings"
            self.page.heading = said
        elif tag == "main":
            self.page.text = said
        elif tag == "a":
            self.page.links[said] = known["href"]
        elif tag == "button":
            self.page.buttons.append(said)
        elif tag == "textarea":
            self.page.fields[known["name"]] = text.removeprefix("\n")
        elif tag == "select":
            self.page.fields[known["name"]] = self.page.fields.pop("", "")
        elif tag == "option" and "selected" in known:
            self.page.fields[""] = known["value"]
        if tag in _BLOCKS:
            self.handle_data(" ")


def read(response: TestResponse) -> Page:
    """Fails on a page that is not well formed, has an id twice, or names an id that isn't there."""
    page = Page(response.status_code, html=response.text)
    reader = _Reader(page)
    reader.feed(response.text)
    reader.close()
    assert not reader.open, f"never closed: {reader.open[-1][0]}"
    assert sorted(set(page.ids)) == sorted(page.ids)
    for named in re.findall(r'aria-(?:describedby|labelledby)="([^"]*)"|for="([^"]*)"', response.text):
        for id in " ".join(named).split():
            assert id in page.ids, f"nothing has the id {id}"
    return page


ADULT = {"name": "Aoife O’Brien", "age_band": "18-or-over", "email": "aoife@example.org", "area": "north-fen"}
CHILD = {
    "name": "Sam",
    "age_band": "13-to-15",
    "area": "north-fen",
    "parent_name": "Ana",
    "parent_email": "ana@example.org",
}


@dataclass(frozen=True)
class Visitor:
    """Somebody at the form of one role, or of several."""

    client: FlaskClient
    address: str = "/interest/fenshire/special-constable"

    def opens(self) -> Page:
        return read(self.client.get(self.address))

    def answers(self, answers: dict[str, str] | None = None, **others: str) -> Page:
        """Opens the form, gives these answers and presses Continue. `others` change or add to them."""
        opened = self.opens()
        return read(self.client.post(opened.actions[0], data=opened.fields | (answers or {}) | others))

    def posts(self, fields: dict[str, str], to: str = "") -> TestResponse:
        return self.client.post(self.address + to, data=fields)

    def sends(self, checked: Page) -> TestResponse:
        """Presses Send on the page to check the answers."""
        return self.client.post(checked.actions[0], data={"answers": checked.fields["answers"]})

    def is_interested(self, answers: dict[str, str] = ADULT, **others: str) -> Page:
        """The whole way, to the page with the reference."""
        return read(self.client.get(self.sends(self.answers(answers, **others)).location))


def republish(build: Path, roles: Mapping[str, Mapping[str, Any]]) -> None:
    """Put a new build in the old one's place, in which these roles are changed so."""
    path = build / "service/catalogue.json"
    found = json.loads(path.read_text())
    for key, changes in roles.items():
        found["roles"][key] |= changes
    new = path.with_suffix(".new")
    new.write_text(json.dumps(found))
    new.replace(path)
