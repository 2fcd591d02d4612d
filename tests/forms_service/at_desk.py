"""Coordinators at the desk: taken on as an operator does it, signed in by a link."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from flask.sessions import SessionMixin
from flask.testing import FlaskClient
from page import Page, read
from werkzeug.test import TestResponse
from world import Browser

from forms_service import access, coordinators
from forms_service.models import Coordinator
from forms_service.portal import Portal

PASSWORD = "correct horse battery"  # a password of the tests alone


def browser(app: Portal) -> FlaskClient:
    """One more browser, with cookies of its own."""
    return Browser(app, app.response_class)


def take_on(app: Portal, name: str, organisation: str = "fenshire", areas: Sequence[str] = ()) -> Coordinator:
    """Somebody new, with the address `name@example.org`."""
    with app.sessions() as session:
        return coordinators.add(
            session,
            app.published.catalogue,
            name=name,
            email=f"{name.lower()}@example.org",
            organisation=organisation,
            areas=areas,
            now=app.clock(),
        )


def link(app: Portal, coordinator: Coordinator) -> str:
    """The path of a link that signs in once."""
    with app.sessions() as session:
        return f"/desk/link/{access.make_link(session, coordinator, app.clock())}"


@dataclass(frozen=True)
class Desk:
    """The desk in one browser."""

    client: FlaskClient

    def cookie(self) -> AbstractContextManager[SessionMixin]:
        """What the cookie of the desk holds, to read or to change."""
        return self.client.session_transaction(path="/desk/", base_url="http://127.0.0.1:8000")

    def reads(self, path: str = "/desk/") -> Page:
        return read(self.client.get(path))

    def presses(self, page: Page, path: str, **fields: str) -> TestResponse:
        """Sends a form of the page: its token and its version, and what is chosen."""
        hidden = {name: page.fields[name] for name in ("csrf_token", "version") if name in page.fields}
        return self.client.post(path, data=hidden | fields)

    def signs_in(self, app: Portal, coordinator: Coordinator) -> "Desk":
        path = link(app, coordinator)
        response = self.presses(self.reads(path), path)
        assert (response.status_code, response.location) == (303, "/desk/")
        return self


def desk_of(app: Portal, name: str, organisation: str = "fenshire", areas: Sequence[str] = ()) -> Desk:
    """A browser of their own, in which somebody new is signed in."""
    return Desk(browser(app)).signs_in(app, take_on(app, name, organisation, areas))
