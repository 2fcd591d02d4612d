"""The HTML of every page that the service draws, in the site's own frame, as tests/test_html.py has it of the site."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_desk import browser, desk_of, link, take_on
from at_mine import adult, parent
from at_mine import link as letter_link
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from markup import KNOWN, faults
from page import ADULT, CHILD, Visitor
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_service.models import Interest
from forms_service.portal import Portal

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the pages are the same on each

FORMS = ["special-constable", "cadet", "dog-walker", "street-pastor", "street-marshal", "nothing"]
Pages = Iterator[tuple[str, str]]  # what it is, and its HTML


@pytest.fixture
def build_folder(build_folder: Path, built: Path) -> Path:
    """In the site's own frame, with a role that went."""
    shutil.copy(built / "service/shell.html", build_folder / "service/shell.html")
    path = build_folder / "service/catalogue.json"
    found = json.loads(path.read_text())
    found["redirects"]["fenshire/street-marshal"] = {"why": "It is [paid](role:fenshire/cadet).", "kind": "cadet"}
    path.write_text(json.dumps(found))
    return build_folder


@pytest.fixture
def drawn(app: Portal) -> Iterator[set[str]]:
    """The names of the templates that pages were drawn from."""
    names: set[str] = set()

    def note(_: Flask, template: Template, **more: object) -> None:
        names.add(template.name or "")

    with template_rendered.connected_to(note, app):
        yield names


def test_no_page_of_the_service_has_a_fault_of_ours(
    app: Portal, client: FlaskClient, session: Session, drawn: set[str]
) -> None:
    pages = [*public(client), *survey(client), *mine(app, client), *desk(app, session)]

    found = {name: [fault for fault in faults(html) if fault not in KNOWN] for name, html in pages}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert drawn == every_page(app)


def every_page(app: Portal) -> set[str]:
    """The templates that are pages: each ends a chain of others that it extends."""
    environment = app.jinja_env
    names = [name for name in environment.list_templates() if name.endswith(".html") and name != "shell.html"]
    sources = {name: environment.loader.get_source(environment, name)[0] for name in names if environment.loader}
    extending = {name for name, source in sources.items() if source.startswith("{% extends")}
    return {name for name in extending if name not in ("page.html", "desk/page.html")}


def public(client: FlaskClient) -> Pages:
    yield "roles to choose from", client.get("/interest/").text
    for slug in FORMS:
        yield f"the form of {slug}", Visitor(client, f"/interest/fenshire/{slug}").opens().html
    for slug, answers in {"special-constable": ADULT, "cadet": CHILD}.items():
        visitor = Visitor(client, f"/interest/fenshire/{slug}")
        yield f"mistakes about {slug}", visitor.answers(email="nonsense", phone="12", words="w" * 501).html
        yield f"answers about {slug}", visitor.answers(answers).html
        yield f"{slug} was sent", visitor.is_interested(answers).html
    yield "an error", client.put("/interest/fenshire/cadet").text
    yield "answers that changed on the way", Visitor(client).posts({"answers": "x"}, "/send").text


def survey(client: FlaskClient) -> Pages:
    visitor = Visitor(client, "/survey/fenshire")
    yield "the survey", visitor.opens().html
    yield "a mistake in the survey", visitor.answers(sex="nonsense").html
    yield "a survey without its key", visitor.posts({"sex": "male"}).text
    yield "the survey was sent", client.get(visitor.posts(visitor.opens().fields).location).text


def mine(app: Portal, client: FlaskClient) -> Pages:
    for own in (parent(app, client), adult(app, client)):
        name = f"own page {own.path[-4:]}"
        yield name, own.reads().html
        yield f"{name}: details", own.reads("/details").html
        yield f"{name}: mistakes", own.presses("details", name="", email="nonsense", words="w" * 501).text
        yield f"{name}: withdraw", own.reads("/withdraw").html
    own.changes(email="new@example.org")
    yield "own page with a new address", own.reads().html
    yield "a new address", client.get(letter_link(app, "new@example.org")).text
    own.presses("withdraw")
    yield "withdrawn", client.get("/mine/withdrawn").text
    yield "an unknown link", own.reads().html


def desk(app: Portal, session: Session) -> Pages:
    Visitor(browser(app)).is_interested(email="desk@example.org")
    path = f"/desk/interests/{session.scalars(select(Interest.id).order_by(Interest.received_at.desc())).first()}"
    stranger = browser(app)
    yield "sign in", stranger.get("/desk/sign-in").text
    yield "mistakes at sign in", stranger.post("/desk/sign-in", data={"email": "nobody@example.org"}).text
    yield "a link", stranger.get(link(app, take_on(app, "Bo"))).text
    yield "a used link", stranger.get(f"/desk/link/{'x' * 43}").text

    cy = desk_of(app, "Cy")
    yield "the desk", cy.reads().html
    yield "an interest", cy.reads(path).html
    yield "mistakes about an interest", cy.presses(cy.reads(path), f"{path}/close").text
    yield "an old page", cy.client.post(f"{path}/move", data={"to": "talk"}).text
    cy.presses(cy.reads(path), f"{path}/move", to="talk")
    cy.presses(cy.reads(path), f"{path}/close", outcome="not_this_time")
    yield "an interest that was closed", cy.reads(path).html
    yield "what was closed", cy.reads("/desk/?closed=1").html
