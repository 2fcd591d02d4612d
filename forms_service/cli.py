"""The operator's commands: `flask --app forms_service …`."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGINT, SIGTERM, signal
from threading import Event
from typing import cast

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from . import access, backup, coordinators, db, outbox, reports, retention, survey_report
from .errors import UNAVAILABLE, in_words
from .mail import FolderTransport, SmtpTransport, Transport, WithTokens
from .metrics import metric_lines
from .portal import Portal
from .settings import Settings
from .trouble import Trouble


@click.command()
@with_appcontext
def upgrade() -> None:
    """Make the database's tables, or bring them up to date."""
    with _plainly():
        db.upgrade(_portal().engine)


@click.command()
@click.option("--forever", is_flag=True, help="Keep looking for letters until stopped.")
@with_appcontext
def send_letters(forever: bool) -> None:
    """Send the letters that are due."""
    portal = _portal()
    transport, sender = transport_of(portal.settings), portal.settings.mail_from
    with _plainly():
        portal.check_tables()
        if forever:
            stop = _stop_signal()
            outbox.work(portal.sessions, transport, sender=sender, clock=portal.clock, stop=stop)
        else:
            sent = outbox.send_due(portal.sessions, transport, sender=sender, now=portal.clock())
            click.echo(f"{_counted(sent, 'letter')} sent.")


@click.command()
@with_appcontext
def waiting() -> None:
    """Print how many people wait to hear about each role, as JSON for `cip diff --waiting`. Nobody is named."""
    with _session() as session:
        click.echo(json.dumps(dict(reports.waiting(session))))


@click.command()
@click.option("--organisation", metavar="KEY", help="Of one organisation. Without it: of each.")
@click.option("--quarter", metavar="2026-Q4", help="Of one quarter. Without it: of each that is over.")
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
@with_appcontext
def survey(organisation: str | None, quarter: str | None, as_csv: bool) -> None:
    """Print what the equality survey found, with small numbers left out and the others rounded."""
    portal = _portal()
    asked = {"organisation": organisation, "quarter": quarter}
    with _session() as session:
        lines = survey_report.report(session, portal.published.catalogue, now=portal.clock(), **asked)
    for line in survey_report.as_csv(lines) if as_csv else survey_report.as_text(lines):
        click.echo(line)


@click.command()
@with_appcontext
def metrics() -> None:
    """Print how the service is doing, in numbers, as Prometheus reads them."""
    portal = _portal()
    built = datetime.fromtimestamp((portal.settings.build / "service").stat().st_mtime, UTC)
    with _session() as session:
        for line in metric_lines(session, built=built, now=portal.clock()):
            click.echo(line)


@click.group()
def coordinator() -> None:
    """The people who work at the desk."""


@coordinator.command()
@click.argument("name")
@click.argument("email")
@click.option("--organisation", required=True, metavar="KEY", help="The organisation whose interests they see.")
@click.option("--area", "areas", multiple=True, metavar="KEY", help="An area that they look after. Without any: all.")
@with_appcontext
def add(name: str, email: str, organisation: str, areas: Sequence[str]) -> None:
    """Take a coordinator on. They sign in with a link or with a password that you then give them."""
    portal = _portal()
    with _session() as session:
        made = coordinators.add(
            session,
            portal.published.catalogue,
            name=name,
            email=email,
            organisation=organisation,
            areas=areas,
            now=portal.clock(),
        )
        click.echo(f"{made.name} can now be given a way in: coordinator link {made.email}")


@coordinator.command()
@click.argument("email")
@with_appcontext
def link(email: str) -> None:
    """Print a link that signs in once, within the hour."""
    with _session() as session:
        click.echo(desk_link(_portal(), session, email))


@coordinator.command()
@click.argument("email")
@with_appcontext
def password(email: str) -> None:
    """Ask for a new password. It ends every session of the coordinator."""
    with _session() as session:
        found = coordinators.find(session, email)
        chosen = click.prompt("New password", hide_input=True, confirmation_prompt=True)
        coordinators.set_password(session, found, chosen)
        click.echo(f"{found.name} has a new password.")


@coordinator.command("list")
@with_appcontext
def list_() -> None:
    """Show everybody: organisation, areas, name, address."""
    with _session() as session:
        for found in coordinators.everybody(session):
            areas = ", ".join(scope.area for scope in found.scopes) or "all areas"
            gone = "" if found.active else " (deactivated)"
            click.echo(f"{found.organisation}: {areas}: {found.name} <{found.email}>{gone}")


@coordinator.command()
@click.argument("email")
@with_appcontext
def deactivate(email: str) -> None:
    """Let a coordinator go: they are signed out and can't come back in."""
    with _session() as session:
        found = coordinators.find(session, email)
        coordinators.deactivate(session, found)
        click.echo(f"{found.name} can no longer sign in.")


@click.command()
@click.option("--really", is_flag=True, help="Do it. Without this it only says what would go.")
@click.option("--clock-is-right", is_flag=True, help="The service was off for a while, or the clock has been mended.")
@with_appcontext
def tidy(really: bool, clock_is_right: bool) -> None:
    """Erase the people whose time is up, and what else is past its time. Counts are shown, nobody is named."""
    portal, now = _portal(), _portal().clock()
    keep, list_ = portal.settings.keep, portal.settings.erasures
    with _session() as session:
        if not clock_is_right:
            retention.check_clock(session, now)
        if really:
            retention.check_hour(now)
        make = retention.tidy if really else retention.plan
        for line in make(session, keep, now=now, remembered_in=list_).lines():
            click.echo(line)
    click.echo("Done." if really else "Nothing has been changed. To do it: tidy --really")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def back_up(file: Path) -> None:
    """Copy the database to a new FILE, while the service runs."""
    with _plainly():
        _portal().check_tables()
        count = backup.back_up(_portal().engine, file)
    click.echo(f"{file} is a whole copy, with {_counted(count, 'interest')}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Even if the database has what the backup lacks.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Put the backup FILE in the place of the database. No letter goes out until `release-letters`."""
    portal = _portal()
    list_ = portal.settings.erasures
    with _plainly():
        done = backup.restore(portal.engine, file, replace=replace, erasures=list_, now=portal.clock())
        there = list_.exists()
    click.echo(f"Restored: {_counted(done.interests, 'interest')}. Everybody at the desk must sign in again.")
    click.echo(f"Erased again: {done.erased}." if there else f"There is no list of erasures at {list_}: look for it.")
    click.echo(f"Letters held, because they may have gone already: {done.held}. To send them: release-letters")


@click.command()
@click.option("--never", is_flag=True, help="Never send them, and show them on the desk as not delivered.")
@with_appcontext
def release_letters(never: bool) -> None:
    """Send the letters that were held after a restore."""
    with _session() as session:
        count = (outbox.give_up_held if never else outbox.release)(session, now=_portal().clock())
    click.echo(f"{_counted(count, 'letter')} will {'never' if never else 'now'} be sent.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


COMMANDS = (upgrade, send_letters, waiting, survey, metrics, tidy, back_up, restore, release_letters, coordinator)


def desk_link(portal: Portal, session: Session, email: str) -> str:
    """A new one-time link for an active coordinator. Raises CoordinatorError."""
    found = coordinators.find(session, email)
    if not found.active:
        raise coordinators.CoordinatorError(f"{found.name} is deactivated.")
    return f"{portal.settings.base_url}/desk/link/{access.make_link(session, found, portal.clock())}"


def transport_of(settings: Settings) -> Transport:
    """The mail server, or the folder that stands in for one."""
    out = SmtpTransport(settings.mail_server) if settings.mail_server else FolderTransport(settings.mail_folder)
    return WithTokens(out, settings.secret_key)


def _portal() -> Portal:
    return cast(Portal, current_app)


@contextmanager
def _session() -> Iterator[Session]:
    with _plainly(), _portal().sessions() as session:
        _portal().check_tables()
        yield session


@contextmanager
def _plainly() -> Iterator[None]:
    """A database or a file that can't be used is a sentence, not a traceback."""
    try:
        yield
    except UNAVAILABLE as error:
        raise Trouble(in_words(error)) from None
    except OSError as error:
        raise Trouble(f"{error.filename or 'A file'} can't be used: {error.strerror or error}") from None


def _stop_signal() -> Event:
    """Set by Ctrl-C or a polite end, so that a letter under way is finished first."""
    stop = Event()
    for number in (SIGINT, SIGTERM):
        signal(number, lambda *_: stop.set())
    return stop
