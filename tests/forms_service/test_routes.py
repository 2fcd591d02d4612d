"""Every route and every kind of visitor: each comes where it is declared that they may, and nowhere else."""

import re
from collections.abc import Callable

import pytest
from at_desk import Desk, browser, desk_of, take_on
from flask import Flask
from flask.testing import FlaskClient
from page import ADULT, Visitor
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from forms_service import policy
from forms_service.models import Coordinator, Entry, Interest
from forms_service.portal import Portal

# Endpoints about one interest: to whoever may not see it, it isn't there.
ABOUT_ONE = {"desk.renew_link", "desk.interest", "desk.move", "desk.close"}


def _let_go(app: Portal, name: str) -> Desk:
    gone = take_on(app, name)
    desk = Desk(browser(app)).signs_in(app, gone)
    with app.sessions() as session:
        session.get_one(Coordinator, gone.id).active = False
        session.commit()
    return desk


KINDS: dict[str, Callable[[Portal, str], Desk]] = {
    "anonymous": lambda app, _: Desk(browser(app)),
    "own area": lambda app, name: desk_of(app, name, areas=["north-fen"]),
    "other area": lambda app, name: desk_of(app, name, areas=["south-fen"]),
    "other organisation": lambda app, name: desk_of(app, name, "fenshire-opcc"),
    "let go": _let_go,
}


def routes(app: Flask) -> list[tuple[Rule, str]]:
    found = [(rule, method) for rule in app.url_map.iter_rules() for method in sorted(rule.methods or ())]
    return [(rule, method) for rule, method in found if method not in ("HEAD", "OPTIONS")]


def expected(app: Flask, rule: Rule, kind: str) -> str:
    """`in`, `sign in` or `not there`."""
    asked = policy.of(app, rule.endpoint)
    if asked in (policy.PUBLIC, policy.LINK):
        return "in" if asked == policy.PUBLIC else "not there"  # nobody here holds a link
    if kind in ("anonymous", "let go") or rule.endpoint == "desk.sign_out":  # signed out, they are led there as well
        return "sign in"
    return "in" if kind == "own area" or rule.endpoint not in ABOUT_ONE else "not there"


def outcome(desk: Desk, path: str, method: str) -> str:
    fields = {"csrf_token": desk.reads("/desk/sign-in").fields["csrf_token"], "version": "1"}
    response = desk.client.open(path, method=method, data=fields | {"to": "talk", "outcome": "started"})
    assert response.status_code < 500 or path == "/healthz"
    if response.status_code == 303 and response.location.startswith("/desk/sign-in"):
        return "sign in"
    return "not there" if response.status_code == 404 else "in"


@pytest.mark.parametrize("kind", KINDS)
def test_every_route_lets_in_whom_it_declares_and_nobody_else(
    app: Portal, client: FlaskClient, session: Session, kind: str
) -> None:
    visitor = Visitor(client)
    for number, (rule, method) in enumerate(routes(app)):
        id = visitor.sends(visitor.answers(ADULT)).location.rpartition("/")[2]
        values = {"organisation": "fenshire", "slug": "special-constable", "id": id, "token": "x"}
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found, known=values: known[found[1]], str(rule))
        assert outcome(KINDS[kind](app, f"Visitor{number}"), path, method) == expected(app, rule, kind), (
            f"{kind}: {method} {path}"
        )
    if kind != "own area":
        session.rollback()
        assert set(session.scalars(select(Entry.verb))) == {"received"}
        assert set(session.execute(select(Interest.stage, Interest.outcome, Interest.version))) == {
            ("interest", None, 1)
        }


def test_the_desk_is_for_coordinators_but_for_the_ways_in(app: Portal) -> None:
    declared = {rule.endpoint: policy.of(app, rule.endpoint) for rule, _ in routes(app)}
    ways_in = {"desk.sign_in", "desk.link", "desk.use_link"}
    for endpoint, asked in declared.items():
        at_desk = endpoint.startswith("desk.") and endpoint not in ways_in
        by_link = endpoint.startswith("mine.") and endpoint != "mine.withdrawn"
        assert (endpoint, asked) == (
            endpoint,
            policy.COORDINATOR if at_desk else policy.LINK if by_link else policy.PUBLIC,
        )


def test_a_route_that_declares_nothing_is_named() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", view_func=policy.public(lambda: "open"), endpoint="open")
    app.add_url_rule("/bare", view_func=lambda: "bare", endpoint="bare")
    assert list(policy.undeclared(app)) == ["/bare"]
