"""When a role takes people and how much time it wants, before and after."""

from collections.abc import Iterator, Set
from datetime import datetime

from site_builder.catalogue import Facts, Intake, Role
from site_builder.catalogue.commitment import CommitmentLine
from site_builder.wording import STATES, few_words
from site_builder.wording.lists import all_of

from .phrases import Phrases


def intakes(phrases: Phrases, before: Facts, after: Facts) -> Iterator[str]:
    """`closes 5 October 2026 → 12 October 2026`: each window by itself, and new ones and those that are gone."""
    old, new = before.intakes, after.intakes
    if not isinstance(new, tuple):
        yield from phrases.field("intakes", old, new)
        return
    if not isinstance(old, tuple):  # without dates of its own, a window is told by what the page says
        yield from (f"new intake {window(each)}" for each in new if each.opens or each.closes or each.starts)
        return
    pairs, gone, added = _paired([w for w in old if w not in new], [w for w in new if w not in old])
    alone = len(pairs) == 1 and not (added or gone)
    for one, other in pairs:
        clear = max(len(old), len(new)) == 1 or (alone and _only_dates_moved(one, other))
        yield from phrases.models(one, other, "" if clear else f"the intake {window(one, most=1)}")
    yield from (f"new intake {window(each)}" for each in added)
    yield from (f"the intake {window(each, most=1)} taken away" for each in gone)


def window(intake: Intake, most: int = 3) -> str:
    """A window as it is named among others: by at most so many of its dates, or by its state."""
    dates = (("opening", intake.opens), ("closing", intake.closes), ("starting", intake.starts))
    told = [f"{word} {when}" for word, when in dates if when]
    return all_of(told[:most]) if told else f"({STATES[intake.state].lower() if intake.state else 'open now'})"


def _only_dates_moved(one: Intake, other: Intake) -> bool:
    """Whether the old date, which is told beside the new one, says which window it is."""
    moved = [field for field in Intake.model_fields if getattr(one, field) != getattr(other, field)]
    return all(field in ("opens", "closes", "starts") and getattr(one, field) for field in moved)


def standing(before: Role, after: Role, now: datetime, said: Set[str]) -> Iterator[str]:
    """`so the page says “Closed”, no longer “Open now”`: what the day makes of it, where it isn’t `said`."""
    found = (role.standing(now) for role in (before, after))
    old, new = (STATES[each.state] if each else "Dates not published" for each in found)
    one, other = old.lower(), new.lower()
    if old != new and not said & {f"{one} → {other}", f"now {other}", f"no longer {one}"}:
        yield f"so the page says “{new}”, no longer “{old}”"


def commitment(phrases: Phrases, before: Facts, after: Facts) -> Iterator[str]:
    """`at least 16 → 18 hours a month`."""
    old, new = before.commitment, after.commitment
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        yield from phrases.field("commitment", old, new)
        return
    if len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _line(phrases, one, other)
        return
    yield from (f"{_words(line)} added" for line in new if line not in old)
    yield from (f"{_words(line)} taken away" for line in old if line not in new)


def _line(phrases: Phrases, old: CommitmentLine, new: CommitmentLine) -> Iterator[str]:
    one, other = _words(old), _words(new)
    if one != other:
        yield squeezed(one, other)
    elif old.plus != new.plus:
        yield from phrases.field("plus", old.plus, new.plus, one)
    yield from phrases.field("note", old.note, new.note, "time")


def _words(line: CommitmentLine) -> str:
    words = few_words((line,)) or "a note on time"
    return words[:1].lower() + words[1:]


def squeezed(old: str, new: str) -> str:
    """Two phrases as one, what both begin and end with said once: `at least 16 → 18 hours a month`."""
    one, other = old.split(), new.split()
    head = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = zip(reversed(one[head:]), reversed(other[head:]), strict=False)
    tail = next((n for n, (a, b) in enumerate(rest) if a != b), 0)
    if not (one[head : len(one) - tail] and other[head : len(other) - tail]) or head + tail == 0:
        return f"{old} → {new}"
    middle = f"{' '.join(one[head : len(one) - tail])} → {' '.join(other[head : len(other) - tail])}"
    return " ".join([*one[:head], middle, *one[len(one) - tail :]])


def _paired(old: list[Intake], new: list[Intake]) -> tuple[list[tuple[Intake, Intake]], list[Intake], list[Intake]]:
    """Windows that are one another's: those that share a date, and a lone one on each side."""
    pairs = []
    for one in tuple(old):
        for other in new:
            if (one.opens and one.opens == other.opens) or (one.closes and one.closes == other.closes):
                pairs.append((one, other))
                old.remove(one)
                new.remove(other)
                break
    if len(old) == len(new) == 1:
        pairs.append((old.pop(), new.pop()))
    return pairs, old, new
