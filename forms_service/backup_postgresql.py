"""How a PostgreSQL database is copied, and put in the place of another, while others use it: by its own programs."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, TypeVar

from sqlalchemy import Engine

from .backup_content import Content, Line, NotABackup
from .models import Base
from .trouble import Trouble

MORE_TRIES = 4
_DEADLOCK = "40P01"  # PostgreSQL's code
_BEGIN = "BEGIN; SET LOCAL lock_timeout = '90s'; SET LOCAL client_min_messages = error;"

Done = TypeVar("Done")


def save(engine: Engine, to: Path) -> None:
    """A dump as of one moment, in PostgreSQL's own format. Writers go on meanwhile."""
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={to}", f"--dbname={_address(engine)}"]
    done = _run("pg_dump", *words, engine=engine)
    if done.returncode:
        raise Trouble(f"pg_dump could not make a backup: {_first(done.stderr)}")


def content(file: Path) -> Content:
    """What is in a dump that can be read to its end. Raises NotABackup, or OSError."""
    file.open("rb").close()
    all_of_it = _run("pg_restore", "--file=/dev/null", str(file))
    if all_of_it.returncode:
        raise NotABackup(file, f"it is no dump that pg_restore can read ({_first(all_of_it.stderr)})")
    done = _run("pg_restore", "--data-only", "--table=record", "--table=alembic_version", "--file=-", str(file))
    lines = iter(done.stdout.splitlines())
    tables = {name: list(rows) for name, rows in _tables(lines)}
    if "alembic_version" not in tables or "record" not in tables:
        raise NotABackup(file, "it is no dump of this service")
    record = [Line(int(row["id"]), row["interest_id"]) for row in tables["record"]]
    return Content(tables["alembic_version"][0]["version_num"], record)


def put_in_place(engine: Engine, file: Path, make_safe: Sequence[str], prepare: Callable[[Engine], Done]) -> Done:
    """The tables are replaced and made safe in one transaction; what is then to be done follows at once.

    Whoever writes meanwhile may take them in another order than we do, and PostgreSQL ends one of two who wait for each
    other: if it is us, nothing has changed, and we try again.
    """
    trouble = _replace(engine, file, make_safe)
    for _ in range(MORE_TRIES):
        if _DEADLOCK in trouble:
            trouble = _replace(engine, file, make_safe)
    if trouble:
        raise Trouble(f"The database is as it was: psql could not restore {file}: {_first(trouble)}")
    engine.dispose()
    return prepare(engine)


def _replace(engine: Engine, file: Path, make_safe: Sequence[str]) -> str:
    """Nothing once it is done; otherwise what psql said."""
    words = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose"]
    with tempfile.TemporaryFile("w+") as trouble:
        psql = subprocess.Popen(  # noqa: S603  our own command
            [_program("psql"), *words, f"--dbname={_address(engine)}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=trouble,
            env=_environ(engine),
        )
        assert psql.stdin  # noqa: S101  for mypy: it is a pipe
        whole = _feed(psql.stdin, file, make_safe)
        if psql.wait() or not whole:
            trouble.seek(0)
            return trouble.read() or "it said nothing"
    return ""


def _feed(psql: IO[bytes], file: Path, make_safe: Sequence[str]) -> bool:
    """Whether all of it was written. Only the last line commits: a dump that breaks off changes nothing."""
    tables = [f"DROP TABLE IF EXISTS public.{name} CASCADE;" for name in (*Base.metadata.tables, "alembic_version")]
    functions = [f"DROP FUNCTION IF EXISTS public.{name}_append_only() CASCADE;" for name in Base.metadata.tables]
    try:
        with psql:
            psql.write("\n".join([_BEGIN, *tables, *functions, ""]).encode())
            script = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
            with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as dump:  # noqa: S603  our own
                assert dump.stdout  # noqa: S101  for mypy: it is a pipe
                shutil.copyfileobj(dump.stdout, psql)
            if dump.returncode:
                return False
            psql.write(";\n".join(["\nSET LOCAL search_path = public", *make_safe, "COMMIT;\n"]).encode())
    except BrokenPipeError:
        return False
    return True


def _tables(lines: Iterator[str]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The tables of a dump, by name: rows by column, as PostgreSQL's COPY writes them."""
    for line in lines:
        if line.startswith("COPY ") and line.endswith(" FROM stdin;"):
            name, _, columns = line.removeprefix("COPY ").removesuffix(") FROM stdin;").partition(" (")
            rows = iter(lambda: next(lines), "\\.")
            keys = columns.split(", ")
            yield name.rpartition(".")[2], [dict(zip(keys, row.split("\t"), strict=False)) for row in rows]


def _run(name: str, *words: str, engine: Engine | None = None) -> subprocess.CompletedProcess[str]:
    command = [_program(name), *words]
    return subprocess.run(command, env=_environ(engine), capture_output=True, text=True, check=False)  # noqa: S603  our own


def _program(name: str) -> str:
    found = shutil.which(name) or max(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), default=None)
    if not found:
        raise Trouble(
            f"{name} is not installed, and PostgreSQL is backed up with it. Run: apt-get install postgresql-client"
        )
    return found


def _address(engine: Engine) -> str:
    """Where the database is, without the password: everybody on the machine sees what a program was called with."""
    return engine.url.set(drivername="postgresql", password=None).render_as_string()


def _environ(engine: Engine | None) -> dict[str, str]:
    password = engine and engine.url.password
    return {**os.environ, "PGCONNECT_TIMEOUT": "5"} | ({"PGPASSWORD": str(password)} if password else {})


def _first(said: str) -> str:
    """The first line alone: those below may hold what is in the tables."""
    return (said.strip() or "it said nothing").splitlines()[0]
