"""Requests that nobody would think of: none makes the service fail, and none is shown as it was sent.

`CIP_FAULTS=long` makes up 10,000 on each database, from a seed drawn by chance; otherwise they are the same few.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote_from_bytes, urlencode

import pytest
from asking import ANSWERS, Answer, Asked, Errors, Known, ask, check, known
from hostile import BYTES, FORM, HEADERS, LIKELY, METHODS, NAMES, PARTS, TEXTS, TYPES
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forms_service import cli, create_app, outbox
from forms_service.models import Letter
from forms_service.portal import Portal
from forms_service.settings import Settings

EVERY_TIME, LONG = 200, 10_000  # requests at least
T = TypeVar("T")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

WORDS = st.one_of(st.sampled_from(TEXTS), st.text(st.characters(), max_size=20))
RAW = st.one_of(
    WORDS.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=20), st.sampled_from(BYTES)
)


@pytest.fixture
def app(built: Path, database_url: str, tmp_path: Path) -> Iterator[Portal]:
    """The shipped content on one day, with the site beside it, and the letter worker just seen."""
    given = Settings(
        secret_key=secrets.token_hex(32),
        build=built,
        database_url=database_url,
        mail_folder=tmp_path / "mail",
        erasures=tmp_path / "erasures.txt",
        mail_from="portal@example.org",
        trusted_hosts=("127.0.0.1",),
        serve_site=True,
    )
    made = create_app(given, lambda: NOW)
    outbox.beat(made.sessions, now=NOW)
    yield made
    made.engine.dispose()


@pytest.fixture
def logged() -> Iterator[list[str]]:
    handler = Errors()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)


class Fuzz(Protocol[T]):
    def __call__(self, strategy: st.SearchStrategy[T], attempt: Callable[[T], None], each: int = 1) -> int: ...


@pytest.fixture
def fuzz(times: Callable[[int, int], int]) -> Fuzz[Any]:
    """Tries so many examples, of `each` requests; how many it tried. The seed is printed, to have a failure again."""

    def run(strategy: st.SearchStrategy[Any], attempt: Callable[[Any], None], each: int = 1) -> int:
        examples = times(EVERY_TIME, LONG // each)
        drawn = times(2026, secrets.randbelow(2**32))
        print(f"seed {drawn}, {examples} examples")  # noqa: T201  pytest shows it with a failure
        tries = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        seed(drawn)(tries(given(strategy)(attempt)))()
        return examples

    return run


# Any request --------------------------------------------------------------------------------------------------------


def addresses(app: Portal, hand: Known) -> st.SearchStrategy[bytes]:
    """Every route with what is there or something else in its places, and any path at all."""

    def filled(rule: str) -> st.SearchStrategy[bytes]:
        parts = re.split(r"<(?:\w+:)?(\w+)>", rule)
        places = [st.one_of(one_of(hand, name), RAW) for name in parts[1::2]]
        return st.tuples(*places).map(lambda found: _join(parts[::2], found))

    rules = sorted({str(rule) for rule in app.url_map.iter_rules()})
    anywhere = RAW.map(lambda raw: b"/" + raw)
    return st.one_of(*map(filled, rules), anywhere, RAW)


def _join(parts: list[str], found: tuple[bytes, ...]) -> bytes:
    return b"".join(part.encode() + one for part, one in zip(parts, [*found, b""], strict=True))


def one_of(hand: Known, name: str) -> st.SearchStrategy[bytes]:
    return st.sampled_from([value.encode() for value in hand.values.get(name, ["x"])])


def fields(hand: Known) -> st.SearchStrategy[list[tuple[str, bytes]]]:
    """Of a form: known names, most with a value that would do, in any number and order."""

    def pair(name: str) -> st.SearchStrategy[tuple[str, bytes]]:
        right = [value.encode() for value in hand.values.get(name, [ANSWERS.get(name, "")])]
        return st.tuples(st.just(name), st.one_of(st.sampled_from(right), RAW))

    return st.lists(st.one_of(*map(pair, NAMES), st.tuples(WORDS, RAW)), max_size=14)


def _encoded(pairs: list[tuple[str, bytes]]) -> bytes:
    written = [(name.encode("utf-8", "surrogatepass"), value) for name, value in pairs]
    return b"&".join(
        quote_from_bytes(name).encode() + b"=" + quote_from_bytes(value).encode() for name, value in written
    )


def _in_parts(pairs: list[tuple[str, bytes]]) -> bytes:
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
        % (name.encode("utf-8", "surrogatepass"), b'; filename="zq7<q"' * (number % 3 == 2), value)
        for number, (name, value) in enumerate(pairs)
    ]
    return b"".join(parts) + b"--b--\r\n"


def requests(app: Portal, hand: Known) -> st.SearchStrategy[Asked]:
    said = st.one_of(st.sampled_from(LIKELY), RAW.map(lambda raw: re.sub(r"[\r\n\0]", "", raw.decode("latin-1"))))
    headers = st.dictionaries(st.sampled_from(HEADERS), said, max_size=4)
    signed_in = st.booleans().map(lambda yes: {"Cookie": hand.cookie} if yes else {})
    form = st.tuples(st.just(FORM), fields(hand).map(_encoded))
    parts = st.tuples(st.just(PARTS), fields(hand).map(_in_parts))
    other = st.tuples(st.sampled_from(TYPES), RAW)
    return st.builds(
        lambda method, path, query, one, two, body: Asked(method, path, query, one | two, body[1], body[0]),
        st.one_of(st.sampled_from(METHODS[:2]), st.sampled_from(METHODS)),
        addresses(app, hand),
        st.one_of(st.just(b""), fields(hand).map(_encoded), RAW),
        signed_in,
        headers,
        st.one_of(form, form, parts, other),
    )


def test_no_request_makes_the_service_fail_or_is_shown_as_it_was_sent(
    app: Portal, logged: list[str], fuzz: Fuzz[Asked]
) -> None:
    def attempt(asked: Asked) -> None:
        logged.clear()
        check(asked, ask(app, asked))
        assert logged == [], asked

    fuzz(requests(app, known(app)), attempt)


# The whole way of an interest ---------------------------------------------------------------------------------------


def answers() -> st.SearchStrategy[dict[str, str]]:
    """What somebody might type: good answers in many forms, and in up to three places whatever there is."""
    names = st.text(st.characters(categories=["L", "M", "Zs", "Pd"]), max_size=30)
    good = {
        "name": st.one_of(st.just("Aoife"), names.map(lambda text: f"A{text}")),
        "age_band": st.sampled_from(["18-or-over", "16-to-17", "13-to-15"]),
        "email": st.one_of(st.just("aoife@example.org"), st.emails()),
        "phone": st.sampled_from(["", "01632 960 001", "+44 7700 900 982"]),
        "parent_name": st.just("Ana"),
        "parent_email": st.one_of(st.just("ana@example.org"), st.emails()),
        "parent_phone": st.just(""),
        "area": st.just(""),
        "postcode": st.sampled_from(["PE13", "PL1 1AA", "TR1", ""]),
        "availability": WORDS,
        "words": WORDS,
        "heard": st.sampled_from(["", "friend"]),
    }
    odd = st.dictionaries(st.sampled_from(sorted(good)), WORDS, max_size=3)
    return st.builds(lambda typed, more: typed | more, st.fixed_dictionaries(good), odd)


def test_whatever_is_typed_comes_to_an_answer_and_to_letters_that_can_go(
    app: Portal, logged: list[str], fuzz: Fuzz[tuple[tuple[bytes, bytes], dict[str, str]]]
) -> None:
    catalogue = app.published.catalogue
    taking = [role for role in catalogue.roles.values() if role.apply.here and role.takes_names(NOW)]
    alone = [(f"/interest/{role.key}".encode(), b"") for role in (*taking, *catalogue.any_role.values())]
    near = [role.key for role in taking if role.areas == ("cambridgeshire",)]
    several = st.lists(st.sampled_from(near), min_size=2, max_size=6).map(
        lambda keys: (b"/interest/", urlencode({"role": keys}, doseq=True).encode())
    )
    places = st.sampled_from(alone) | several
    taken: list[str] = []

    def sends(address: str, **fields: str) -> Answer:
        body = urlencode(fields, errors="surrogatepass").encode()
        path, _, query = address.encode().partition(b"?")
        asked = Asked("POST", path, query, {}, body, FORM)
        answer = ask(app, asked)
        check(asked, answer)
        return answer

    def attempt(asked: tuple[tuple[bytes, bytes], dict[str, str]]) -> None:
        (path, query), typed = asked
        opened = ask(app, Asked("GET", path, query))
        if opened.status == 422:  # roles that don't go together
            return
        areas = [*re.findall(r'<option value="([a-z-]+)"', opened.body), ""]
        checked = sends(opened.action, **typed | {"key": opened.field("key"), "area": typed["area"] or areas[0]})
        if checked.status == 200:
            done = sends(checked.action, answers=checked.field("answers"))
            assert done.status == 303, (typed, done.status)
            taken.append(opened.action)
            seen = Asked("GET", done.header("Location").encode())
            check(seen, ask(app, seen))

    tried = fuzz(st.tuples(places, answers()), attempt, each=4)
    outbox.send_due(app.sessions, cli.transport_of(app.settings), sender="portal@example.org", now=NOW)
    with app.sessions() as session:
        left = session.scalar(select(func.count()).select_from(Letter).where(Letter.sent_at.is_(None)))
    assert len(taken) > tried / 20
    assert left == 0
    assert logged == []
