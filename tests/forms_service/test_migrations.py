"""The tables: made from nothing, the same as the models say, taken away again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from forms_service import db
from forms_service.models import Base


def test_an_empty_database_is_brought_to_what_the_models_say(empty_database_url: str) -> None:
    engine = db.engine(empty_database_url)
    db.upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    engine = db.engine(database_url)
    tables = set(inspect(engine).get_table_names())
    db.upgrade(engine)
    assert set(inspect(engine).get_table_names()) == tables
    db.check_revision(engine)
    engine.dispose()


def test_two_hosts_that_upgrade_at_once_take_turns(empty_database_url: str) -> None:
    def upgrade(_: int) -> None:
        engine = db.engine(empty_database_url)
        db.upgrade(engine)
        engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, range(4)))

    engine = db.engine(empty_database_url)
    db.check_revision(engine)
    engine.dispose()


def test_a_database_without_tables_is_refused_with_the_command_that_makes_them(empty_database_url: str) -> None:
    engine = db.engine(empty_database_url)
    with pytest.raises(db.DatabaseError) as caught:
        db.check_revision(engine)
    engine.dispose()

    newest = ScriptDirectory("forms_service/migrations").get_current_head()
    assert str(caught.value) == (
        f"The database is at revision none, this version of the service needs {newest}. "
        "Run: flask --app forms_service upgrade"
    )


def test_a_migration_that_fails_leaves_the_tables_as_they_were(empty_database_url: str) -> None:
    engine = db.engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (id integer)"))  # in the way of the one that a migration makes

    with pytest.raises(Exception, match="already exists"):
        db.upgrade(engine)

    assert inspect(engine).get_table_names() == ["notes"]
    engine.dispose()


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory("forms_service/migrations")
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
