"""What looks as if nobody meant it is set aside: never dropped, never told, and never for one sign that people give."""

import random
import re
from collections.abc import Callable, Iterator
from itertools import count, product
from string import ascii_lowercase
from typing import Any

import pytest
from flask.testing import FlaskClient
from page import ADULT, CHILD, Visitor, read
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse
from world import NOW, SECRET, Browser, Clock

from forms_service import create_app, limits
from forms_service.models import Applicant, Bucket, Entry, Interest, Letter
from forms_service.portal import Portal
from forms_service.settings import Settings

PHRASE = "I have always wanted to help where I live, and now I have the time."
CADET = "/interest/fenshire/cadet"


def people() -> Iterator[dict[str, str]]:
    """One after the other, each with a name and a mailbox of their own."""
    names = ("".join(letters) for letters in product(ascii_lowercase, repeat=3))
    for name in names:
        yield ADULT | {"name": f"Ana {name.title()}", "email": f"{name}@example.org"}


Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient, clock: Clock) -> Send:
    """Somebody new opens the form, takes their time, and sends it."""
    come = people()

    def all_the_way(seconds: float = 60, to: str = Visitor.address, **others: str) -> TestResponse:
        visitor = Visitor(client, to)
        opened = visitor.opens()
        clock.forward(seconds=seconds)
        checked = read(visitor.posts(opened.fields | next(come) | others))
        return visitor.sends(checked)

    return all_the_way


@pytest.fixture
def signs(sessions: sessionmaker[Session]) -> Callable[[], list[str | None]]:
    """Why each was set aside, in the order that they came; None for one that wasn't."""

    def read_all() -> list[str | None]:
        with sessions() as session:
            return list(session.scalars(select(Interest.set_aside).order_by(Interest.received_at, Interest.id)))

    return read_all


Signs = Callable[[], list[str | None]]


# Signs --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "seconds", "found"),
    [
        ("I like dogs.", 60, None),
        ("I like dogs.", 0, None),
        ("My page: https://www.example.org/ana", 60, None),
        ("My page: https://www.example.org/ana", 3, None),
        ("My page: https://www.example.org/ana", 2, "link fast"),
        ("My page: www.example.org", 2, "link fast"),
        ("My page: WWW.EXAMPLE.ORG", -3600, None),
        ("http://a.example http://b.example", 60, "links"),
        ("[url=http://a.example]cheap[/url]", 60, "links"),
        ("<a href=http://a.example>cheap</a>", 60, "links"),
        ("<a href=//a.example>cheap</a>", 60, None),
        ("I read the www a lot; http and url are words, and a < b.", 0, None),
    ],
)
def test_one_link_or_haste_alone_is_no_reason_and_two_signs_are(
    send: Send, signs: Signs, words: str, seconds: float, found: str | None
) -> None:
    assert send(seconds, words=words).status_code == 303
    assert signs() == [found]


def test_a_link_where_none_belongs_is_reason_enough(send: Send, signs: Signs) -> None:
    send(availability="See www.example.org")
    assert signs() == ["links"]


def test_the_same_long_words_are_a_sign_from_the_sixth_form_of_a_day_on_and_alone_no_reason(
    send: Send, signs: Signs, clock: Clock
) -> None:
    for words in (PHRASE, PHRASE.upper(), f"  {PHRASE}", PHRASE.replace(" ", "  "), PHRASE, PHRASE):
        send(words=words)
    send(1, words=PHRASE)
    assert signs() == [None] * 6 + ["fast copied"]
    clock.forward(days=1)
    send(1, words=PHRASE)
    assert signs()[-1] is None


def test_short_words_are_anybodys(send: Send, signs: Signs) -> None:
    for _ in range(8):
        send(1, words="I would like to help.")
    assert signs() == [None] * 8


@pytest.mark.parametrize(
    "ways",
    [
        [{"email": "jo.bell@example.org"}, {"email": "JO.BELL@EXAMPLE.ORG"}, {"email": "jobell+x@example.org"}] * 2,
        [{"email": "", "phone": phone} for phone in ("07700 900982", "+44 7700 900982", "0044 (0)7700-900982")] * 2,
    ],
)
def test_the_sixth_form_for_one_mailbox_or_phone_is_set_aside_however_it_is_written(
    send: Send, signs: Signs, clock: Clock, ways: list[dict[str, str]]
) -> None:
    for way in ways:
        send(**way)
    assert signs() == [None] * 5 + ["mailbox"]
    clock.forward(days=1)
    send(**ways[0])
    send(**ways[0])
    assert signs()[-2:] == [None, "mailbox"]


def test_a_parents_mailbox_counts_as_well(send: Send, signs: Signs) -> None:
    for name in ("Sam", "Ada", "Bo", "Cy", "Di", "Ed"):
        send(to=CADET, **CHILD | {"name": name, "email": ""})
    assert signs() == [None] * 5 + ["mailbox"]


def _left(session: Session, tokens: float) -> None:
    """So much is left for forms from the address of the tests' browser."""
    session.add(Bucket(name=limits.named(SECRET, "form-from", "127.0.0.1"), tokens=tokens, filled_at=NOW))
    session.commit()


@pytest.mark.parametrize(("left", "found"), [(2401, None), (2400, "fast crowd"), (1, "fast crowd")])
def test_more_than_600_from_one_address_are_a_sign(
    send: Send, signs: Signs, session: Session, left: float, found: str | None
) -> None:
    _left(session, left)
    send(0)
    assert signs() == [found]


def test_a_crowd_alone_is_no_reason(send: Send, signs: Signs, session: Session) -> None:
    _left(session, 1)
    send()
    assert signs() == [None]


# Once a form --------------------------------------------------------------------------------------------------------


def _taken(session: Session) -> list[float]:
    """How many forms each limit has counted."""
    session.rollback()
    rows = session.execute(select(Bucket.name, Bucket.tokens)).all()
    return sorted((3000 if row.name.startswith("form-from:") else 5) - row.tokens for row in rows)


def test_the_same_form_sent_again_is_counted_once(client: FlaskClient, session: Session) -> None:
    visitor = Visitor(client)
    checked = visitor.answers(ADULT, words=PHRASE)
    assert len({visitor.sends(checked).location for _ in range(10)}) == 1
    assert _taken(session) == [1, 1, 1]


def test_a_form_for_several_roles_is_counted_once_and_all_of_them_are_set_aside(
    client: FlaskClient, session: Session, signs: Signs
) -> None:
    roles = "role=fenshire/special-constable&role=fenshire-opcc/custody-visitor"
    page = read(client.get(f"/interest/?{roles}"))
    checked = read(client.post(page.actions[0], data=page.fields | ADULT | {"words": "www.a.example www.b.example"}))
    assert client.post(checked.actions[0], data={"answers": checked.fields["answers"]}).status_code == 303
    assert signs() == ["links fast", "links fast"]
    assert _taken(session) == [1, 2], "one form from the address, and two letters to the mailbox"


def test_the_limits_outlast_a_restart(send: Send, signs: Signs, settings: Settings, clock: Clock) -> None:
    for _ in range(5):
        send(email="ana@example.org")
    clock.forward(seconds=1)
    again = create_app(settings, clock)
    Visitor(Browser(again, again.response_class)).is_interested(ADULT, email="ana@example.org")
    again.engine.dispose()
    assert signs() == [None] * 5 + ["fast mailbox"]


# What set aside means -----------------------------------------------------------------------------------------------


def test_nobody_is_written_to_and_the_record_says_so(send: Send, session: Session) -> None:
    send(words="www.a.example www.b.example", email="ana@example.org")
    assert session.scalars(select(Letter)).all() == []
    assert session.execute(select(Entry.actor, Entry.verb).order_by(Entry.id)).all() == [
        ("applicant", "received"),
        ("system", "set_aside"),
    ]
    [kept] = session.scalars(select(Applicant)).all()
    assert (kept.email, kept.words) == ("ana@example.org", "www.a.example www.b.example")


def test_whoever_sent_it_reads_what_everybody_reads(client: FlaskClient, send: Send) -> None:
    honest, odd = (client.get(send(words=words).location) for words in ("I like dogs.", "www.a.example www.b.example"))
    reference = re.compile(r"CIP-\w{4}-\w{4}")
    assert len({*reference.findall(honest.text), *reference.findall(odd.text)}) == 2
    strange = ("X-Request-ID", "Date")
    assert reference.sub("", odd.text) == reference.sub("", honest.text)
    assert [each for each in odd.headers if each[0] not in strange] == [
        each for each in honest.headers if each[0] not in strange
    ]


def test_a_mailbox_that_is_bombed_gets_five_letters(send: Send, session: Session, client: FlaskClient) -> None:
    for number in range(20):
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        send(email="victim@example.org")
    to = select(func.count(Letter.id)).where(Letter.address == "victim@example.org")
    assert session.scalar(to) == 5
    assert session.scalar(select(func.count(Interest.id))) == 20, "none is dropped"


def test_a_form_for_several_roles_bombs_no_more(
    client: FlaskClient, clock: Clock, signs: Signs, session: Session
) -> None:
    roles = "role=fenshire/special-constable&role=fenshire-opcc/custody-visitor"
    for _ in range(6):
        page = read(client.get(f"/interest/?{roles}"))
        clock.forward(minutes=1)
        checked = read(client.post(page.actions[0], data=page.fields | ADULT))
        assert client.post(checked.actions[0], data={"answers": checked.fields["answers"]}).status_code == 303
    assert signs() == [None] * 6 + ["mailbox"] * 6
    assert session.scalar(select(func.count(Letter.id)).where(Letter.address == ADULT["email"])) == 6


# Honest people ------------------------------------------------------------------------------------------------------


def test_five_hundred_honest_people_behind_one_address_are_all_served(
    client: FlaskClient, clock: Clock, signs: Signs, session: Session
) -> None:
    """Within eight minutes, from a police station's one address, each with their own words."""
    come, visitor, said = people(), Visitor(client), []
    for number in range(500):
        opened = visitor.opens()
        clock.forward(seconds=0.96)
        words = f"{PHRASE} I heard of it from neighbour number {number}."
        said.append((opened, next(come) | {"words": words}))
        if number >= 60:  # each takes a minute over it
            page, answers = said[number - 60]
            assert visitor.sends(read(visitor.posts(page.fields | answers))).status_code == 303
    for page, answers in said[440:]:
        assert visitor.sends(read(visitor.posts(page.fields | answers))).status_code == 303
    assert signs() == [None] * 500
    assert session.scalar(select(func.count(Letter.id))) == 1000


def test_of_two_hundred_varied_journeys_none_is_dropped_and_none_is_set_aside_without_two_signs(
    send: Send, signs: Signs, client: FlaskClient
) -> None:
    """Browsers fill in forms in three seconds, people paste a link, a school class sends what the board says."""
    drawn, place = random.Random(2026), count(1)
    ways: list[dict[str, Any]] = [
        {"seconds": 3},
        {"seconds": 45, "words": PHRASE},
        {"seconds": 4, "words": PHRASE},
        {"seconds": 600, "words": "Look at https://example.org/my-page", "heard": "school"},
        {"seconds": 3, "words": f"{PHRASE} See www.example.org for what I do.", "availability": "Mon–Fri"},
        {"seconds": 7200, "email": "", "phone": "01632 960 {:03}"},
        {"seconds": 1, "words": "Dogs!"},
    ]
    for number in range(200):
        if drawn.random() < 0.3:
            client.environ_base["REMOTE_ADDR"] = f"198.51.100.{next(place)}"
        way = dict(drawn.choice(ways))
        if "phone" in way:
            way["phone"] = way["phone"].format(number)
        if "www" in way.get("words", ""):
            way["words"] += f" My number is {number}."
        assert send(**way).status_code == 303
    assert signs() == [None] * 200


def test_a_bad_name_for_an_address_stops_nobody(client: FlaskClient, app: Portal, signs: Signs) -> None:
    for address in ("", "unix:", "not an address", "2001:db8::1%eth0"):
        client.environ_base["REMOTE_ADDR"] = address
        assert Visitor(client).sends(Visitor(client).answers(ADULT, name="Ana")).status_code == 303
    assert signs() == [None] * 4
