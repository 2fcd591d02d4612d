"""What the tests share: the built site, SQLite files, and a PostgreSQL cluster of our own; each made once a session."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Playwright, sync_playwright

from forms_service import db

TOP = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHROMIUM = Path("/usr/bin/chromium")
TEMPLATE = "cip_template"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, built by MkDocs' own door as on 21 November 2026: a folder with `site` and `service`."""
    folder = tmp_path_factory.mktemp("built")
    environment = {
        **os.environ,
        "CIP_BASE_URL": "http://127.0.0.1:8000",
        "CIP_TODAY": "2026-11-21",
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [
        BIN / "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        folder / "site",
    ]  # with --quiet it would not be strict
    done = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return folder


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of ours alone, on a Unix socket in `folder`."""

    folder: Path
    port: int

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}&port={self.port}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(host=str(self.folder), port=self.port, user="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail(
            "PostgreSQL is not installed, and the tests need it. Run: apt-get install postgresql", pytrace=False
        )
    return found[-1].parent


def _as_postgres(*command: str | Path) -> list[str]:
    """The command as a user that PostgreSQL accepts: it refuses root."""
    words = [str(word) for word in command]
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words] if os.geteuid() == 0 else words


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def _start(folder: Path) -> Cluster:
    programs, data, port = _programs(), folder / "data", _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    initdb: list[str | Path] = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
    options = f"-c listen_addresses='' -k {folder} -p {port} -c fsync=off -c max_connections=100"
    start: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
    for command in (initdb, start):
        done = subprocess.run(_as_postgres(*command), capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            pytest.fail(f"PostgreSQL didn't start, and the tests need it:\n{done.stdout}{done.stderr}", pytrace=False)
    return Cluster(folder, port)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Outside pytest's own folder, which is closed to other users; with a database to copy, at the newest revision."""
    folder = Path(tempfile.mkdtemp(prefix="cip-postgresql-"))
    try:
        started = _start(folder)
        started.execute(f"CREATE DATABASE {TEMPLATE}")
        engine = db.engine(started.url(TEMPLATE))
        db.upgrade(engine)
        engine.dispose()
        yield started
    finally:
        stop = _as_postgres(_programs() / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        subprocess.run(stop, capture_output=True, cwd="/", check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _fresh(cluster: Cluster, template: str) -> Iterator[str]:
    name = f"cip_{secrets.token_hex(8)}"
    cluster.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield cluster.url(name)
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = db.engine(f"sqlite:///{path}")
    db.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database at the newest revision: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "portal.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    with _fresh(request.getfixturevalue("cluster"), TEMPLATE) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a single table, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    with _fresh(request.getfixturevalue("cluster"), "template1") as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives Chromium. One for the whole session: in one process it can't be started twice."""
    if not CHROMIUM.exists():
        pytest.fail("Chromium is not installed, and the tests need it. Run: apt-get install chromium", pytrace=False)
    with sync_playwright() as driver:
        yield driver
