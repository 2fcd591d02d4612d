"""A database that can't be used for a while."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url


@contextmanager
def away(url: str, request: pytest.FixtureRequest, table: str = "interests") -> Iterator[None]:
    """While this lasts, the database is not to be had; on SQLite, that table of it."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        with sqlite3.connect(path) as connection:
            connection.execute(f"ALTER TABLE {table} RENAME TO away")
        yield
        with sqlite3.connect(path) as connection:
            connection.execute(f"ALTER TABLE away RENAME TO {table}")
        return
    name, cluster = make_url(url).database, request.getfixturevalue("cluster")
    cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    cluster.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    yield
    cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
