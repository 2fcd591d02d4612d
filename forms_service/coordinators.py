"""The people at the desk: taken on, given a way in, and let go. Each verb is one transaction, which it commits."""

from collections.abc import Sequence
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from site_builder.catalogue import Catalogue

from . import access
from .db import add_unless_there, writing
from .models import Coordinator, DeskSession, Scope, SignInLink, random_id
from .trouble import Trouble


class CoordinatorError(Trouble):
    """What can't be done with a coordinator, and what can."""


def add(  # noqa: PLR0913  all named, all needed
    session: Session,
    catalogue: Catalogue,
    *,
    name: str,
    email: str,
    organisation: str,
    areas: Sequence[str],
    now: datetime,
) -> Coordinator:
    """Take somebody on; with no `areas` they look after the whole organisation. Raises CoordinatorError."""
    email = _checked(catalogue, name, email, organisation, areas)
    values = {"id": random_id(), "name": name.strip(), "email": email, "organisation": organisation}
    with writing(session):
        if not add_unless_there(session, Coordinator, values | {"active": True, "created_at": now}):
            raise CoordinatorError(f"There is a coordinator with the address {email} already.")
        made = session.get_one(Coordinator, values["id"])
        made.scopes = [Scope(area=area) for area in sorted(set(areas))]
    return made


def find(session: Session, email: str) -> Coordinator:
    """Raises CoordinatorError for an address that nobody has."""
    found = session.scalar(select(Coordinator).where(Coordinator.email == email.strip().lower()))
    if found is None:
        raise CoordinatorError(f"No coordinator has the address {email}. To see them: coordinator list")
    return found


def everybody(session: Session) -> Sequence[Coordinator]:
    """All coordinators, by organisation and name."""
    return session.scalars(select(Coordinator).order_by(Coordinator.organisation, Coordinator.name)).all()


def set_password(session: Session, coordinator: Coordinator, password: str) -> None:
    """Give a coordinator a new password, and end every session of theirs. Raises CoordinatorError for a bad one."""
    try:
        hashed = access.hash_password(password)
    except ValueError as error:
        raise CoordinatorError(f"{error}.") from None
    with writing(session):
        _shut_out(session, coordinator)
        coordinator.password_hash = hashed


def deactivate(session: Session, coordinator: Coordinator) -> None:
    """Let somebody go: every session and link of theirs ends now. What they did stays on the record."""
    with writing(session):
        _shut_out(session, coordinator)
        coordinator.active = False


def _shut_out(session: Session, coordinator: Coordinator) -> None:
    for table in (DeskSession, SignInLink):
        session.execute(delete(table).where(table.coordinator_id == coordinator.id))


def _checked(catalogue: Catalogue, name: str, email: str, organisation: str, areas: Sequence[str]) -> str:
    """The address in lower case. Names every fault at once."""
    faults = [] if name.strip() else ["The name is empty."]
    try:
        email = validate_email(email, check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except EmailNotValidError as error:
        faults.append(f"{email} is no email address: {error}")
    if organisation not in catalogue.organisations:
        known = ", ".join(sorted(catalogue.organisations))
        faults.append(f"No organisation is called {organisation}. There are: {known}.")
    unknown = [area for area in areas if area not in catalogue.every_area]
    if unknown:
        known = ", ".join(sorted(catalogue.every_area))
        faults.append(f"No area is called {' or '.join(unknown)}. There are: {known}.")
    if faults:
        raise CoordinatorError("\n".join(faults))
    return email
