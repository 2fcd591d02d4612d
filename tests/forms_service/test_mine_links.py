"""A link to one's own page: good for one thing, kept nowhere, told to nobody; opening nothing, it doesn't say why."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from at_desk import browser, desk_of
from at_mine import Own, adult, link, parent, rows
from flask.testing import FlaskClient
from page import read
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from world import SECRET, Browser, Clock

from forms_service import create_app, policy
from forms_service.db import writing
from forms_service.models import Interest, Link
from forms_service.portal import Portal
from forms_service.settings import Settings

NOWHERE = "0" * 64
GETS = ["", "/details", "/withdraw", "/copy.json", "/copy.txt"]
POSTS = ["/confirm", "/details", "/withdraw"]


@pytest.fixture
def mine(app: Portal, client: FlaskClient) -> Own:
    return adult(app, client)


def token(own: Own) -> str:
    return own.path.rpartition("/")[2]


# What is seen -------------------------------------------------------------------------------------------------------


def test_no_get_changes_anything(app: Portal, mine: Own, session: Session) -> None:
    mine.changes(email="new@example.org")
    address = link(app, "new@example.org")
    before = rows(session)
    for path in [*(mine.path + more for more in GETS), address, "/mine/withdrawn", "/mine/", f"/mine/{NOWHERE}"]:
        for method in ("GET", "HEAD", "OPTIONS"):
            mine.client.open(path, method=method)
            assert rows(session) == before, f"{method} {path}"


def test_those_are_all_the_routes_that_there_are(app: Portal) -> None:
    found = {
        (str(rule), method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.endpoint.startswith("mine.") and method in ("GET", "POST")
    }
    own = {(f"/mine/<token>{more}", "GET") for more in GETS} | {(f"/mine/<token>{more}", "POST") for more in POSTS}
    address = {("/mine/address/<token>", "GET"), ("/mine/address/<token>", "POST")}
    assert found == own | address | {("/mine/", "GET"), ("/mine/withdrawn", "GET")}
    assert policy.of(app, "mine.withdrawn") == policy.PUBLIC


def test_somebody_elses_link_shows_nothing_of_mine(app: Portal, client: FlaskClient, mine: Own) -> None:
    other = parent(app, browser(app))
    for more in GETS:
        words = other.client.get(other.path + more).text
        assert words
        for personal in ("Aoife", "aoife", token(mine)):
            assert personal not in words


# What opens nothing -------------------------------------------------------------------------------------------------


def _revoked(app: Portal, own: Own, session: Session) -> str:
    desk, id = desk_of(app, "Bo"), session.scalars(select(Interest.id)).one()
    desk.presses(desk.reads(f"/desk/interests/{id}"), f"/desk/interests/{id}/link")
    return own.path


def _erased(_app: Portal, own: Own, _session: Session) -> str:
    own.presses("withdraw")
    return own.path


def _too_old(app: Portal, own: Own, session: Session) -> str:
    with writing(session):
        session.execute(update(Link).values(expires_at=app.clock()))
    return own.path


def _for_something_else(app: Portal, own: Own, _session: Session) -> str:
    own.changes(email="new@example.org")
    return link(app, "new@example.org").replace("/address", "")


OPENS_NOTHING: dict[str, Callable[[Portal, Own, Session], str]] = {
    "made up": lambda _app, _own, _session: f"/mine/{NOWHERE}",
    "cut short": lambda _app, own, _session: own.path[:-1],
    "longer": lambda _app, own, _session: f"{own.path}0",
    "in capitals": lambda _app, own, _session: f"/mine/{token(own).upper()}",
    "signed otherwise": lambda _app, own, _session: own.path[:-1] + ("1" if own.path[-1] == "0" else "0"),
    "the stand-in of a letter": lambda _app, own, _session: f"/mine/link-{token(own)[:32]}",
    "odd": lambda _app, _own, _session: "/mine/%00%F0%9F%90%95%FF",
    "very long": lambda _app, _own, _session: f"/mine/{'a' * 5000}",
    "revoked": _revoked,
    "erased": _erased,
    "too old": _too_old,
    "for something else": _for_something_else,
}


@pytest.mark.parametrize("why", OPENS_NOTHING)
def test_whatever_a_link_opens_nothing_for_the_page_is_the_same(
    app: Portal, mine: Own, session: Session, why: str
) -> None:
    reference = mine.client.get("/mine/")
    path = OPENS_NOTHING[why](app, mine, session)
    before = rows(session)

    for more in GETS:
        response = mine.client.get(path + more)
        assert (response.status_code, response.data) == (404, reference.data)
        assert dict(response.headers).keys() == dict(reference.headers).keys()
    for more in POSTS:
        response = mine.client.post(path + more, data={"name": "Eve", "email": "eve@example.org"})
        assert (response.status_code, response.data) == (404, reference.data)
    assert rows(session) == before


def test_it_says_kindly_what_may_be_and_whom_to_ask(client: FlaskClient) -> None:
    page = read(client.get(f"/mine/{NOWHERE}"))
    assert (page.status, page.heading) == (404, "This link doesn’t open anything")
    assert "Fenshire Police: volunteers@fenshire.example.org or 01234 567890" in page.text
    assert "ask for a new link" in page.text


def test_a_link_to_a_page_of_ones_own_confirms_no_address(app: Portal, mine: Own, session: Session) -> None:
    mine.changes(email="new@example.org")
    before = rows(session)
    assert mine.client.get(f"/mine/address/{token(mine)}").status_code == 404
    assert mine.client.post(f"/mine/address/{token(mine)}").status_code == 404
    assert rows(session) == before


def test_it_lasts_as_long_as_what_it_opens(mine: Own, clock: Clock) -> None:
    clock.forward(days=700)
    assert mine.reads().status == 200


def test_a_new_secret_key_ends_every_link(mine: Own, settings: Settings, clock: Clock) -> None:
    changed = create_app(replace(settings, secret_key=SECRET[::-1]), clock)
    assert Browser(changed, changed.response_class).get(mine.path).status_code == 404
    changed.engine.dispose()


# Where it goes ------------------------------------------------------------------------------------------------------


def test_no_token_stands_in_any_table_nor_half_of_one(app: Portal, mine: Own, session: Session) -> None:
    mine.changes(email="new@example.org")
    address = link(app, "new@example.org")
    held = repr(rows(session))

    for path in (mine.path, address):
        whole = path.rpartition("/")[2]
        assert whole[:32] in held, "the id stands there, so this search could find what it looks for"
        assert whole not in held
        assert whole[32:] not in held


def test_a_letter_that_is_sent_again_brings_the_same_link(app: Portal, mine: Own, session: Session) -> None:
    sent = next(app.settings.mail_folder.glob("*.eml"))
    for file in app.settings.mail_folder.glob("*.eml"):
        file.unlink()
    with writing(session):
        session.connection().exec_driver_sql("UPDATE letters SET sent_at = NULL")
    assert link(app, "aoife@example.org") == mine.path
    assert sent.suffix == ".eml"


def test_the_letter_on_the_page_of_a_mail_program_has_the_link_too(app: Portal, mine: Own) -> None:
    [letter] = [file.read_text() for file in app.settings.mail_folder.glob("*.eml") if "To: aoife" in file.read_text()]
    assert letter.replace("=\n", "").replace("=3D", "=").count(token(mine)) == 3  # text, href and its words
    assert "link-" not in letter


def test_no_address_of_it_is_in_a_log(mine: Own, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for more in GETS:
            mine.client.get(mine.path + more)
        for more in (*POSTS, "/nowhere"):
            mine.client.post(mine.path + more, data={"name": "canary-7f3a"})
    said = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)

    assert said.count("kind='request'") >= len(GETS) + len(POSTS)
    for secret in (token(mine), token(mine)[32:], "canary-7f3a", "Aoife"):
        assert secret not in said


def test_every_answer_is_told_to_nobody_kept_nowhere_and_not_indexed(app: Portal, mine: Own) -> None:
    paths = [
        *(mine.path + more for more in GETS),
        "/mine/",
        "/mine/withdrawn",
        f"/mine/{NOWHERE}",
        f"{mine.path}/no/way",
    ]
    answers = [mine.client.get(path) for path in paths]
    answers += [mine.client.post(mine.path + more) for more in ("", *POSTS)]  # the first isn't allowed: 405
    for response in answers:
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in response.headers
    assert mine.client.get("/interest/fenshire/special-constable").headers["Referrer-Policy"] == "same-origin"


def test_a_page_loads_and_links_to_nothing_elsewhere(mine: Own) -> None:
    for more in ("", "/details", "/withdraw"):
        page = mine.reads(more)
        for href in page.links.values():
            assert href.startswith(("/", "#", "mailto:"))
        for action in page.actions:
            assert action.startswith(mine.path)


def test_no_redirect_leads_elsewhere(mine: Own) -> None:
    for what, fields in (("confirm", {}), ("details", mine.reads("/details").fields), ("withdraw", {})):
        response = mine.presses(what, **fields)
        assert response.status_code == 303
        assert response.location.startswith("/mine/")


# Who may send -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_sends_nothing_here(mine: Own, session: Session, site: str) -> None:
    before = rows(session)
    for more in POSTS:
        assert mine.client.post(mine.path + more, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert rows(session) == before


def test_a_browser_that_hides_where_it_comes_from_may_send(mine: Own) -> None:
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert mine.client.post(f"{mine.path}/confirm", headers=headers).status_code == 303
