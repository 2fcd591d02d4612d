"""Every route and every kind of visitor: each comes where it is declared that they may, and nowhere else."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from at_desk import Desk, browser, desk_of, take_on
from flask import Flask
from flask.testing import FlaskClient
from page import ADULT, Visitor
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from world import SECRET

from forms_service import links, policy
from forms_service.models import Applicant, Coordinator, Entry, Interest, Purpose
from forms_service.portal import Portal


@dataclass(frozen=True)
class Comer:
    """Somebody who comes with a browser, perhaps with a link; `opens` is what the link is for, if it holds."""

    desk: Desk
    token: str = "x"
    opens: Purpose | None = None


def _let_go(app: Portal, name: str) -> Desk:
    gone = take_on(app, name)
    desk = Desk(browser(app)).signs_in(app, gone)
    with app.sessions() as session:
        session.get_one(Coordinator, gone.id).active = False
        session.commit()
    return desk


def _link(app: Portal, id: str, purpose: Purpose) -> str:
    """The token of a new link to an interest, whose applicant has asked for another address."""
    with app.sessions() as session:
        found = session.get_one(Interest, id)
        assert found.applicant
        found.applicant.new_email = "new@example.org"
        stand_in = links.make(session, found, purpose, app.clock())
        session.commit()
    return links.completed(stand_in, app.settings.secret_key)


def _revoked(app: Portal, id: str) -> str:
    token = _link(app, id, Purpose.OWN_PAGE)
    with app.sessions() as session:
        links.revoke(session, session.get_one(Interest, id), list(Purpose), app.clock())
        session.commit()
    return token


def _erased(app: Portal, id: str) -> str:
    token = _link(app, id, Purpose.OWN_PAGE)
    with app.sessions() as session:
        session.delete(session.get_one(Applicant, id))
        session.commit()
    return token


def _anonymous(app: Portal, token: str = "x", opens: Purpose | None = None) -> Comer:
    return Comer(Desk(browser(app)), token, opens)


Kind = Callable[[Portal, str, str], Comer]  # from the service, a name that nobody has, and an interest's id

LETTERS = Purpose.OWN_PAGE, Purpose.NEW_ADDRESS
KINDS: dict[str, Kind] = {
    "anonymous": lambda app, _name, _id: _anonymous(app),
    "applicant": lambda app, _name, id: _anonymous(app, _link(app, id, LETTERS[0]), LETTERS[0]),
    "applicant with a new address": lambda app, _name, id: _anonymous(app, _link(app, id, LETTERS[1]), LETTERS[1]),
    "applicant with a revoked link": lambda app, _name, id: _anonymous(app, _revoked(app, id)),
    "applicant who was erased": lambda app, _name, id: _anonymous(app, _erased(app, id)),
    "somebody who forges a link": lambda app, _name, id: _anonymous(
        app, f"{_link(app, id, LETTERS[0])[:32]}{'0' * 32}"
    ),
    "own area": lambda app, name, _id: Comer(desk_of(app, name, areas=["north-fen"])),
    "whole organisation": lambda app, name, _id: Comer(desk_of(app, name)),
    "other area": lambda app, name, _id: Comer(desk_of(app, name, areas=["south-fen"])),
    "other organisation": lambda app, name, _id: Comer(desk_of(app, name, "fenshire-opcc")),
    "let go": lambda app, name, _id: Comer(_let_go(app, name)),
}
AT_DESK = {"own area", "whole organisation", "other area", "other organisation"}
ENTITLED = {"own area", "whole organisation"}


def routes(app: Flask) -> list[tuple[Rule, str]]:
    found = [(rule, method) for rule in app.url_map.iter_rules() for method in sorted(rule.methods or ())]
    return [(rule, method) for rule, method in found if method not in ("HEAD", "OPTIONS")]


def expected(app: Flask, rule: Rule, kind: str, opens: Purpose | None) -> str:
    """`in`, `sign in` or `not there`. A policy that this doesn't know fails here."""
    asked = policy.of(app, rule.endpoint)
    if asked == policy.LINK:
        return "in" if opens == policy.purpose(app, rule.endpoint) and "<token>" in str(rule) else "not there"
    if asked == policy.PUBLIC:
        return "in"
    assert asked == policy.COORDINATOR, f"{rule} asks for {asked}: say here whom it lets in"
    if kind not in AT_DESK or rule.endpoint == "desk.sign_out":  # signed out, they are led there as well
        return "sign in"
    return "in" if kind in ENTITLED or "<id:" not in str(rule) else "not there"


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

    def comes(number: int) -> tuple[str, Comer]:
        answers = ADULT | {"email": f"visitor{number}@example.org"}  # too many from one would be set aside
        id = visitor.sends(visitor.answers(answers)).location.rpartition("/")[2]
        return id, KINDS[kind](app, f"Visitor{number}", id)

    looks = comes(0)
    for number, (rule, method) in enumerate(routes(app), 1):
        id, comer = looks if method == "GET" else comes(number)  # a look changes nothing, so one comer has them all
        values = {"organisation": "fenshire", "slug": "special-constable", "id": id, "token": comer.token}
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found, known=values: known[found[1]], str(rule))
        wanted = expected(app, rule, kind, comer.opens)
        assert outcome(comer.desk, path, method) == wanted, f"{kind}: {method} {path}"
    if kind not in ENTITLED | {"applicant", "applicant with a new address"}:
        session.rollback()
        assert set(session.scalars(select(Entry.verb))) == {"received"}
        states = select(Interest.stage, Interest.outcome, Interest.version)
        assert set(session.execute(states)) == {("interest", None, 1)}


def test_head_is_answered_as_get_and_options_tell_the_methods_alone(client: FlaskClient, app: Portal) -> None:
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<\w+>", "x", re.sub(r"<id:\w+>", "0" * 32, str(rule)))
        head, get, options = (client.open(path, method=method) for method in ("HEAD", "GET", "OPTIONS"))
        assert (head.status_code, head.data) == (get.status_code, b"")
        assert (options.status_code, options.data) == (200, b"")
        assert set(options.headers["Allow"].split(", ")) >= (rule.methods or set())
        assert "Set-Cookie" not in options.headers


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


UNDECLARED = """
from forms_service import create_app, health
health.blueprint.add_url_rule("/bare/<name>", "bare", lambda name: name)
"""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_route_that_declares_nothing_stops_the_service_from_starting(
    build_folder: Path, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "undeclared.py").write_text(UNDECLARED)
    done = subprocess.run(
        [Path(sys.executable).with_name("flask"), "--app", "undeclared", "waiting"],
        cwd=tmp_path,
        env={"CIP_SECRET_KEY": SECRET, "CIP_BUILD": str(build_folder), "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "RuntimeError: These routes declare no policy: /bare/<name>\n" in done.stderr
