"""The service with a small world to work in, on each database."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from world import SECRET, SHELL, WORLD, Browser, Clock

from forms_service import create_app, db
from forms_service.interests import Answers
from forms_service.models import AgeBand
from forms_service.portal import Portal
from forms_service.settings import Settings
from site_builder.catalogue import Catalogue


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue.model_validate(WORLD)


@pytest.fixture
def build_folder(tmp_path: Path, catalogue: Catalogue) -> Path:
    """What the site's build leaves for the service, and a site of two pages."""
    build = tmp_path / "build"
    for folder in ("service", "site/roles"):
        (build / folder).mkdir(parents=True)
    (build / "service/catalogue.json").write_text(catalogue.model_dump_json())
    site = {"name": "Volunteer", "url": "http://127.0.0.1:8000/", "form_url": "/interest/", "demonstration": False}
    (build / "service/site.json").write_text(json.dumps(site))
    (build / "service/shell.html").write_text(SHELL)
    (build / "site/index.html").write_text("<h1>Home</h1>")
    (build / "site/roles/index.html").write_text("<h1>Roles</h1>")
    (build / "site/404.html").write_text("<h1>Not here</h1>")
    return build


@pytest.fixture
def settings(build_folder: Path, database_url: str, tmp_path: Path) -> Settings:
    return replace(
        Settings.read({"CIP_SECRET_KEY": SECRET}),
        build=build_folder,
        database_url=database_url,
        mail_folder=tmp_path / "mail",
        erasures=tmp_path / "erasures.txt",
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Portal]:
    made = create_app(settings, clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def client(app: Portal) -> FlaskClient:
    app.test_client_class = Browser
    return app.test_client()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = db.engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return db.sessions(engine)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as made:
        yield made


@pytest.fixture
def answers() -> Callable[..., Answers]:
    """Somebody's answers, with what a test changes."""

    def make(**changes: str) -> Answers:
        return replace(
            Answers(
                name="Aoife O’Brien",
                email="aoife@example.org",
                phone="",
                parent_name="",
                parent_email="",
                parent_phone="",
                area="north-fen",
                age_band=AgeBand.ADULT,
                availability="Weekends",
                words="I like dogs.",
                heard="",
            ),
            **changes,
        )

    return make
