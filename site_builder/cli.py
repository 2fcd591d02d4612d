"""`cip`: the editors' commands. Exit 0 good, 1 mend your files, 2 wrong usage."""

import os
import sys
from collections.abc import Callable, Sized
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click

from site_builder import new as starts
from site_builder.catalogue import LONDON
from site_builder.field_guide import guides
from site_builder.load import Sources, reading, sources
from site_builder.problems import Problems, as_github, as_json, as_text, tally
from site_builder.quality import advice
from site_builder.schema import schema_files

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def main() -> None:
    """Look after the catalogue of roles and pathways."""


@main.command()
@click.option("--roles", type=_FOLDER, default="roles", show_default=True, help="Folder of profiles and organisations.")
@click.option("--content", type=_FOLDER, default="content", show_default=True, help="Folder of everything else.")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Advise as of 2026-11-21, say.")
def check(roles: Path, content: Path, form: str, today: datetime | None) -> None:
    """Report every problem of every file at once, and advice on what could be better."""
    found = sources(roles, content, Path())
    loaded = reading(found)
    better = advice(loaded, (today or datetime.now(LONDON)).date())
    click.echo(_report(Problems([*loaded.problems, *better]), found, form), nl=False)
    if loaded.problems or loaded.catalogue is None:
        sys.exit(1)
    counted = f"{_count(loaded.catalogue.roles, 'role')}, {_count(loaded.catalogue.pathways, 'pathway')}: no problem"
    click.echo(f"{counted}, {tally(better)}." if better else f"{counted}.", err=True)


@main.command()
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Draw the site as of 2026-11-21, say.")
@click.option("--strict", is_flag=True, help="Stop at MkDocs' warnings too.")
def build(today: datetime | None, strict: bool) -> None:
    """Build the portal into build/, as mkdocs.yml says: all of it, or nothing."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme prints a notice of its end when it is imported
    from site_builder import plugin  # noqa: PLC0415  MkDocs takes half a second to import, and check doesn't need it

    try:
        plugin.run(Path("mkdocs.yml"), strict=strict, today=str(today or ""))
    except Problems as problems:
        click.echo(_in_text(problems, _all_sources()), nl=False)
        sys.exit(1)


@main.command()
@click.argument("base", default="")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
@click.option("--waiting", type=click.File(encoding="utf-8"), help="What `flask --app forms_service waiting` printed.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Compare as of 2026-11-21, say.")
def diff(base: str, form: str, waiting: TextIO | None, today: datetime | None) -> None:
    """Tell in plain words what your changes since BASE do to the site. BASE is a git revision, usually main."""
    from site_builder import diff as told  # noqa: PLC0415  it takes the templates along, and check doesn't need them

    now = (today or datetime.now(LONDON)).replace(tzinfo=LONDON)
    try:
        before = told.edition_at(base or told.usual_base(Path()), Path())
        found = told.difference(before, told.edition(Path()), now, told.counts(waiting.read()) if waiting else {})
    except told.CannotCompare as trouble:
        click.echo(f"Nothing is compared: {trouble}.", err=True)
        sys.exit(2)
    except Problems as problems:
        click.echo(_in_text(problems, _all_sources()), nl=False)
        sys.exit(1)
    click.echo(told.as_markdown(found) if form == "markdown" else told.as_text(found), nl=False)


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; name the files that no longer say what the model says.")
def schema(check: bool) -> None:
    """Write what is made from the model: the schemas of YAML files and the guides to the fields."""
    _at_the_top()
    made = {Path(path): text for path, text in {**schema_files(), **guides()}.items()}
    old = [path for path, text in made.items() if not (path.is_file() and path.read_text("utf-8") == text)]
    for path in old:
        click.echo(path.as_posix())
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], "utf-8")
    if check and old:
        click.echo("The model says something else by now. Run `cip schema`.", err=True)
        sys.exit(1)


@main.group()
def new() -> None:
    """Begin a file: what to fill in is explained in it, and what is left to do is told. Nothing is ever overwritten."""


@new.command("role")
@click.argument("name", metavar="ORGANISATION/NAME")
@click.option("--extends", "profile", metavar="PROFILE", help="What kind of role it is: a file of roles/profiles/.")
@click.option("--like", "other", metavar="ORGANISATION/NAME", help="The role to copy.")
def new_role(name: str, profile: str | None, other: str | None) -> None:
    """Begin a role: a kind of role where it is offered, or a copy of another."""
    if profile and not other:
        _begin(lambda found: starts.role(name, profile, found, Path("roles")))
    elif other and not profile:
        _begin(lambda found: starts.role_like(name, other, found, Path("roles")))
    else:
        raise click.UsageError("Say either --extends and a profile, or --like and a role.")


@new.command("pathway")
@click.argument("name")
def new_pathway(name: str) -> None:
    """Begin a pathway: the steps into a role."""
    _begin(lambda _: starts.pathway(name, Path("content")))


@new.command("event")
@click.argument("name")
def new_event(name: str) -> None:
    """Begin an event: a day or an evening to come to."""
    _begin(lambda _: starts.event(name, Path("content")))


@new.command("story")
@click.argument("name")
def new_story(name: str) -> None:
    """Begin a story: what volunteering is like."""
    _begin(lambda _: starts.story(name, Path("content")))


def _begin(make: Callable[[Sources], starts.Start]) -> None:
    _at_the_top()
    try:
        start = make(_all_sources())
        starts.write(start)
    except starts.CannotStart as trouble:
        raise click.UsageError(str(trouble)) from None
    click.echo(starts.report(start, starts.left(start, reading(_all_sources()))), nl=False)


def _all_sources() -> Sources:
    return sources(Path("roles"), Path("content"), Path())


def _at_the_top() -> None:
    missing = [name for name in ("roles", "content") if not Path(name).is_dir()]
    if missing:
        raise click.UsageError(f"there is no folder {missing[0]}/ here. Go to the top of the project, and try again.")


def _count(nouns: Sized, name: str) -> str:
    return f"{len(nouns)} {name}" if len(nouns) == 1 else f"{len(nouns)} {name}s"


def _report(problems: Problems, found: Sources, form: str) -> str:
    if form == "github":
        return as_github(problems.problems)
    if form == "json":
        return as_json(problems.problems)
    return _in_text(problems, found)


def _in_text(problems: Problems, found: Sources) -> str:
    terminal = sys.stdout.isatty()
    colour = terminal and "NO_COLOR" not in os.environ  # no-color.org
    return as_text(problems.problems, sources=_texts(problems, found) if terminal else None, colour=colour)


def _texts(problems: Problems, found: Sources) -> dict[str, str]:
    """The text of each file that has a problem, as far as it is text."""
    named = {problem.path for problem in problems.problems} & found.shown.keys()
    files = {path: found.shown[path] for path in sorted(named)}
    return {shown: path.read_text("utf-8-sig", "replace") for shown, path in files.items() if path.is_file()}
