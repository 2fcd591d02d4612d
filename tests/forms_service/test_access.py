"""What no screen shows: tokens, hashes, and the one query that says who may see what."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_service import access
from forms_service.db import writing
from forms_service.models import Coordinator, DeskSession, Interest, Scope, SignInLink
from site_builder.catalogue import Catalogue

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def bo(session: Session) -> Coordinator:
    made = Coordinator(name="Bo", email="bo@example.org", organisation="fenshire", active=True, created_at=NOW)
    with writing(session):
        session.add(made)
    return made


@pytest.mark.parametrize("length", [0, 11, 129, 100_000])
def test_a_password_has_12_to_128_characters(length: int) -> None:
    with pytest.raises(ValueError, match=r"^Choose a password of 12 to 128 characters$"):
        access.hash_password("x" * length)


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = access.hash_password("correct horse battery"), access.hash_password("correct horse battery")
    assert first.startswith("$argon2id$")
    assert first != second


def test_neither_a_link_nor_a_session_is_kept_as_it_is_given_out(session: Session, bo: Coordinator) -> None:
    link, token = access.make_link(session, bo, NOW), access.sign_in(session, bo, NOW)
    kept = [*session.scalars(select(SignInLink.token_hash)), *session.scalars(select(DeskSession.token_hash))]
    assert {link, token}.isdisjoint(kept)
    assert all(len(each) == 64 for each in kept)


def test_a_link_is_no_session_and_a_session_no_link(session: Session, bo: Coordinator) -> None:
    assert access.who(session, access.make_link(session, bo, NOW), NOW) is None
    assert access.use_link(session, access.sign_in(session, bo, NOW), NOW) is None


@pytest.mark.parametrize("token", ["", "x", "\x00"])
def test_nobody_has_a_token_that_was_never_given_out(session: Session, bo: Coordinator, token: str) -> None:
    access.sign_in(session, bo, NOW)
    assert access.who(session, token, NOW) is None


def test_a_look_within_a_minute_is_not_written_down(session: Session, bo: Coordinator) -> None:
    token = access.sign_in(session, bo, NOW)
    for seconds, seen in ((59, 0), (61, 61), (90, 61)):
        access.who(session, token, NOW + timedelta(seconds=seconds))
        session.rollback()
        assert session.scalars(select(DeskSession.seen_at)).one() == NOW + timedelta(seconds=seen)


@pytest.mark.parametrize(
    ("areas", "seen"),
    [
        ([], {"north-fen", "fenshire", "old-fen", None}),
        (["fenshire"], {"north-fen", "fenshire"}),
        (["north-fen"], {"north-fen"}),
        (["old-fen"], {"old-fen"}),  # an area that the catalogue has lost
        (["south-fen"], set()),
    ],
)
def test_an_area_takes_in_its_parts_and_no_area_is_for_the_whole_organisation(
    session: Session, catalogue: Catalogue, bo: Coordinator, areas: list[str], seen: set[str | None]
) -> None:
    with writing(session):
        bo.scopes = [Scope(area=area) for area in areas]
        for area in ("north-fen", "fenshire", "old-fen", None):
            for organisation in ("fenshire", "fenshire-opcc"):
                session.add(_interest(organisation, area))
    found = session.scalars(access.visible(bo, catalogue)).all()
    assert {(interest.organisation, interest.area) for interest in found} == {("fenshire", area) for area in seen}


def _interest(organisation: str, area: str | None) -> Interest:
    return Interest(
        reference=f"{organisation} {area}",
        form_key=f"{organisation} {area}",
        organisation=organisation,
        role=f"{organisation}/role",
        role_title="Role",
        area=area,
        age_band="18-or-over",
        received_at=NOW,
        reply_by=NOW.date(),
        moved_at=NOW,
    )
