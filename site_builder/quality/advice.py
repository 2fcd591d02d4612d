"""The checks: each says what could be better in a role, where, and what to do. None of them stops anything."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from site_builder.catalogue import day_words
from site_builder.load import Loaded
from site_builder.problems import Mark, Problem
from site_builder.yaml_source import Map

from .paid_work import paid_work
from .reading_age import passages, reading_age, words
from .telling import Said, Telling

LONGEST_SUMMARY = 160  # characters: what lists and search engines show
OLDEST_READER = 14  # years
GROWN_UP = 18  # beyond this age the index tells nothing more
_QUOTED = 5  # words of a sentence that a message repeats

# Where and when a role is offered, whom to ask, and what its facts rest on: no word of what is special about it.
_WHERE_AND_WHEN = frozenset({"extends", "apply", "areas", "intakes", "contact", "sources", "reviewed", "review_by"})


class Finding(NamedTuple):
    """What could be better at a place, and what to do."""

    at: Mark
    what: str
    help: str


Check = Callable[[Telling], Iterator[Finding]]


def advice(loaded: Loaded, today: date) -> list[Problem]:
    """Advice on every role that is right, and on the age of the pathways, as of `today`; on what many inherit, once."""
    first: dict[tuple[Mark, str, str], Problem] = {}
    for code, (at, what, help) in _findings(loaded, today):
        first.setdefault((at, code, help), Problem.at(at, code, what, help, level="advice"))
    return list(first.values())


def _findings(loaded: Loaded, today: date) -> Iterator[tuple[str, Finding]]:
    """Each finding with the code of its check."""
    if loaded.catalogue is None:
        return
    for key, role in loaded.catalogue.roles.items():
        telling = Telling(role, loaded.roles[key], loaded.inherited[key], today, loaded.catalogue.vocabulary)
        for code, check in CHECKS.items():
            yield from ((code, finding) for finding in check(telling))
    for key, pathway in loaded.catalogue.pathways.items():
        yield from (("Q004", finding) for finding in _aged(loaded.pathways[key], pathway.reviewed, today))


def _no_supporter(telling: Telling) -> Iterator[Finding]:
    if telling.role.supported_by is None:
        what = "this doesn't say who supports the volunteer"
        yield Finding(telling.at("supported_by"), what, "add `supported_by`: who looks after them, or not_published")


def _no_time(telling: Telling) -> Iterator[Finding]:
    if telling.role.commitment is None:
        help = "add `commitment`, such as `- {at_least: 4, per: week}`, or not_published"
        yield Finding(telling.at("commitment"), "this doesn't say how much time it takes", help)


def _no_expenses(telling: Telling) -> Iterator[Finding]:
    if telling.role.expenses is None:
        help = "add `expenses`: what is paid back, none, or not_published"
        yield Finding(telling.at("expenses"), "this doesn't say what the volunteer gets back for expenses", help)


def _stale(telling: Telling) -> Iterator[Finding]:
    by = telling.role.review_by
    if by is not None and by < telling.today:
        what = f"this was to be looked through again by {day_words(by)}"
        yield Finding(telling.at("review_by"), what, "check each fact, then set `reviewed` and `review_by` anew")
    else:
        yield from _aged(telling.whole, telling.role.reviewed, telling.today)


def _aged(source: Map, reviewed: date | None, today: date) -> Iterator[Finding]:
    if reviewed is None:
        help = "check each fact, then add `reviewed` with the day's date"
        yield Finding(source.at, "this doesn't say when its facts were last checked", help)
    elif (reviewed.year + 1, reviewed.month, reviewed.day) < (today.year, today.month, today.day):
        what = f"the facts here were last checked on {day_words(reviewed)}, more than 12 months ago"
        yield Finding(source.values_at["reviewed"], what, "check each again, then set `reviewed` to the day's date")


def _long_summary(telling: Telling) -> Iterator[Finding]:
    length = len(telling.role.summary)
    if length > LONGEST_SUMMARY:
        help = f"shorten it to {LONGEST_SUMMARY}, or lists and search engines cut it off"
        yield Finding(telling.at("summary"), f"the summary is {length} characters long", help)


def _hard_to_read(telling: Telling) -> Iterator[Finding]:
    for passage in passages(telling.texts):
        age = reading_age(each.text for each in passage)
        if age > OLDEST_READER:
            at, sentence = _hardest(passage)
            start = " ".join(sentence.split()[:_QUOTED])
            old = f"{age}" if age < GROWN_UP else f"{GROWN_UP} or older"
            what = f"a reader of '{telling.role.title}' has to be {old} to follow these {len(passage)} sentences"
            help = f"aim for {OLDEST_READER} or less: use short words, and shorten '{start}…' ({words(sentence)} words)"
            yield Finding(at, what, help)


def _hardest(passage: list[Said]) -> Said:
    return max(passage, key=lambda each: (words(each.text) >= _QUOTED, reading_age([each.text])))


def _replaces_staff(telling: Telling) -> Iterator[Finding]:
    for at, text in telling.texts:
        for wording, why in paid_work(text):
            help = f"leave '{wording}' out and say what the volunteer adds to the work of paid staff"
            yield Finding(at, f"'{wording}' {why}", help)


def _jargon(telling: Telling) -> Iterator[Finding]:
    jargon = telling.vocabulary.jargon
    if not jargon:
        return
    used = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, jargon))})\d?s?(?!\w)")
    first = {word: said.at for said in reversed(telling.texts) for word in used.findall(said.text)}
    for word in sorted(first):
        if jargon[word].casefold() not in telling.explained:
            help = f"write '{jargon[word]} ({word})' where it comes first, or '{jargon[word]}' instead of it"
            yield Finding(first[word], f"'{word}' is explained nowhere in '{telling.role.title}'", help)


def _nothing_local(telling: Telling) -> Iterator[Finding]:
    told = telling.whole.keys() - _WHERE_AND_WHEN
    if all(telling.whole[key] == telling.inherited.get(key) for key in told):
        what = "this says nothing that its profile doesn't, but where and when"
        yield Finding(telling.whole.at, what, "add what is special about it, such as `you_will` or `supported_by`")


CHECKS: Mapping[str, Check] = {
    "Q001": _no_supporter,
    "Q002": _no_time,
    "Q003": _no_expenses,
    "Q004": _stale,
    "Q005": _long_summary,
    "Q006": _hard_to_read,
    "Q007": _replaces_staff,
    "Q008": _jargon,
    "Q009": _nothing_local,
}
