"""What a machine is told about the service's health."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker
from world import CAME, SECRET, Browser, Clock

from forms_service import create_app, interests, outbox
from forms_service.interests import Answers
from forms_service.settings import Settings
from site_builder.catalogue import Catalogue


def test_while_all_is_well_it_says_so(client: FlaskClient, sessions: sessionmaker[Session], clock: Clock) -> None:
    outbox.beat(sessions, now=clock.now)
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json == {"database": "ok", "worker": "ok"}


def test_how_many_letters_wait_is_not_told_to_strangers(
    client: FlaskClient,
    sessions: sessionmaker[Session],
    catalogue: Catalogue,
    answers: Callable[..., Answers],
    clock: Clock,
) -> None:
    outbox.beat(sessions, now=clock.now)
    with sessions() as session:
        interests.submit(
            session,
            catalogue,
            roles=[catalogue.roles["fenshire/special-constable"]],
            answers=answers(),
            form_key="key",
            came=CAME,
            now=clock.now,
            base_url="https://volunteer.example.org",
        )

    assert client.get("/healthz").json == {"database": "ok", "worker": "ok"}


def test_a_worker_that_is_silent_for_more_than_two_minutes_is_seen(
    client: FlaskClient, sessions: sessionmaker[Session], clock: Clock
) -> None:
    outbox.beat(sessions, now=clock.now)
    clock.forward(seconds=120)
    assert client.get("/healthz").status_code == 200

    clock.forward(seconds=1)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json == {"database": "ok", "worker": "silent"}


def test_a_worker_that_never_was_is_silent(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"database": "ok", "worker": "silent"}


@pytest.mark.parametrize("url", ["sqlite:////nowhere/portal.db", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_is_away_is_said_and_the_pages_say_it_plainly(
    settings: Settings, clock: Clock, url: str
) -> None:
    app = create_app(replace(settings, database_url=url), clock)
    app.test_client_class = Browser
    health, page = app.test_client().get("/healthz"), app.test_client().get("/desk/sign-in")

    assert health.status_code == 503
    assert health.json == {"database": "failing", "worker": "unknown"}
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert "Sorry, we can’t do that just now" in page.text
    app.engine.dispose()


def test_a_database_without_tables_is_said_until_they_are_made(
    build_folder: Path, clock: Clock, empty_database_url: str
) -> None:
    settings = Settings.read({"CIP_SECRET_KEY": SECRET, "DATABASE_URL": empty_database_url})
    app = create_app(replace(settings, build=build_folder), clock)
    app.test_client_class = Browser
    client = app.test_client()
    assert client.get("/healthz").json == {"database": "failing", "worker": "unknown"}

    app.test_cli_runner().invoke(args=["upgrade"], catch_exceptions=False)
    assert client.get("/healthz").json == {"database": "ok", "worker": "silent"}
    app.engine.dispose()
