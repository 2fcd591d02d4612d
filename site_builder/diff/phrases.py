"""Two values of one field → short phrases that say how they differ, whatever their shape."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from site_builder.catalogue import Model, When, day_words
from site_builder.catalogue.commitment import TimeSlot
from site_builder.wording import NONE
from site_builder.wording.commitment import slot

from .labels import DRAWN, PARTS, UNITS, YES_AND_NO, label, noun
from .names import Names

SHORT = 60  # characters that are quoted whole; a longer text is told as reworded
FEW = 3  # things of a new list that are told by name
_UNSAID = ("none", "not_published")
_NAMED_BY = ("title", "what", "check", "word", "role", "who", "organisation", "per", "when", "on")


class Phrases:
    """Phrases for people, with the titles of what keys name."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def models(self, before: Model, after: Model, path: str = "") -> Iterator[str]:
        """A phrase for each difference between two nouns of one shape."""
        for field in type(after).model_fields:
            old, new = getattr(before, field), getattr(after, field)
            if not (field == "source" and isinstance(new, str)):  # a noun's file, which readers don't see
                yield from self.field(field, old, new, path)

    def field(self, field: str, before: Any, after: Any, path: str = "") -> Iterator[str]:
        """A phrase for each difference between two values of a field. `path` says what the field belongs to."""
        before = self._names.renewed(field, before)
        if same(before, after):
            return
        before, after = self._comparable(field, before, after)
        if field in DRAWN:
            yield _joined(path, f"{label(field)}: redrawn")
        elif _unsaid(after):
            yield _joined(path, f"{noun(field)}: now {_unsaid_words(field, after)}")
        elif after is None and _unsaid(before):
            yield _joined(path, f"{noun(field)}: not stated any more")
        elif isinstance(after, bool):
            yield _joined(path, self._yes_or_no(field, after))
        elif _both(before, after, tuple):
            yield from self._lists(field, before, after, path)
        elif _both(before, after, Mapping):
            yield from self._mappings(field, before, after, path)
        elif _both(before, after, Model) and not hasattr(after, "least") and not isinstance(after, When):
            yield from self.models(before, after, _joined(path, label(field)))
        elif before is None or _unsaid(before):
            yield self._added(field, after, path)
        elif after is None:
            yield self._gone(field, before, path)
        else:
            yield _joined(path, self._moved(field, before, after))

    def _comparable(self, field: str, before: Any, after: Any) -> tuple[Any, Any]:
        """The same two values; nothing is an empty one of its kind, where its parts are then told by name."""
        nothing = before is None or _unsaid(before)
        known = after if nothing else before
        if _unsaid(after) or not (nothing or after is None):
            return before, after
        empty: Any = None
        if isinstance(known, Mapping | Model) and not label(field):
            empty = type(known).model_construct() if isinstance(known, Model) else {}
        elif isinstance(known, tuple) and (self._names.is_key(field, known) or _few_things(known)):
            empty = ()
        if empty is None:
            return before, after
        return (empty, after) if nothing else (before, empty)

    def _yes_or_no(self, field: str, yes: bool) -> str:
        words = YES_AND_NO.get(field)
        return f"now {words[0] if yes else words[1]}" if words else f"{label(field)}: now {'yes' if yes else 'no'}"

    def _moved(self, field: str, before: Any, after: Any) -> str:
        old, new = self.words(field, before), self.words(field, after)
        if not (old and new):
            return f"{label(field)} reworded".strip()
        unit = f" {UNITS[field]}" if field in UNITS else ""
        return f"{label(field)} {old} → {new}{unit}".strip()

    def _added(self, field: str, value: Any, path: str) -> str:
        if words := self._measured(field, value):
            return _joined(path, f"{words} added" if words.endswith("”") else f"now {words}")
        return f"{_joined(path, label(field))} added"

    def _gone(self, field: str, value: Any, path: str) -> str:
        if words := self._measured(field, value):
            return _joined(path, f"{words} taken away" if words.endswith("”") else f"no longer {words}")
        return f"{_joined(path, label(field))} taken away"

    def _measured(self, field: str, value: Any) -> str:
        """`closes 5 October 2026`, `20 places`; empty for what is too much to quote."""
        if isinstance(value, tuple | Mapping) or (isinstance(value, Model) and not _is_one(value)):
            return ""
        words = self.words(field, value)
        unit = f" {UNITS[field]}" if field in UNITS else ""
        return f"{label(field)} {words}{unit}".strip() if words else ""

    def words(self, field: str, value: Any) -> str:
        """A value in a few words; empty for a text that is too long to quote."""
        if isinstance(value, date):
            return day_words(value)
        words = self._names.of(field, value)
        if not isinstance(value, str) or words != value:
            return words
        if len(words) > SHORT or "\n" in words:
            return ""
        sentence = " " in words and (words[0].isupper() or words.count(" ") > 3)
        return f"“{words.removesuffix('.')}”" if sentence or field == "title" else words

    # Lists and mappings ---------------------------------------------------------------------------------------------

    def _lists(self, field: str, before: tuple[Any, ...], after: tuple[Any, ...], path: str) -> Iterator[str]:
        here = _joined(path, label(field))
        if all(isinstance(value, Model) for value in (*before, *after)):
            yield from self._things(field, before, after, here)
        elif self._names.is_key(field, (*before, *after)):
            yield from self._keys(field, before, after, here)
        else:
            yield f"{here}: {', '.join(lines(before, after))}"

    def _keys(self, field: str, before: tuple[str, ...], after: tuple[str, ...], here: str) -> Iterator[str]:
        new = [_joined(here, self._names.of(field, key)) for key in after if key not in before]
        old = [_joined(here, self._names.of(field, key)) for key in before if key not in after]
        yield from (f"{words} added" for words in new)
        yield from (f"{words} taken away" for words in old)
        if not (new or old):
            yield f"{here or noun(field)}: in a new order"

    def _things(self, field: str, before: tuple[Model, ...], after: tuple[Model, ...], here: str) -> Iterator[str]:
        """Lists of shapes: each is known by its name, or by its place where no name is in both and they are as long."""
        old, new = self._by_name(before), self._by_name(after)
        if len(before) == len(after) and not old.keys() & new.keys():
            for one, other in zip(before, after, strict=True):
                yield from self._thing(one, other, here)
        else:
            yield from self._mapped(field, old, new, here)

    def _thing(self, old: Model, new: Model, here: str) -> Iterator[str]:
        if old == new:
            return
        one, other = self.name(old), self.name(new)
        if one and one == other:
            yield from self.models(old, new, _joined(here, one))
        elif one and other:
            yield _joined(here, f"{one} → {other}")
        else:
            yield from self.models(old, new, here)

    def _by_name(self, things: tuple[Model, ...]) -> dict[str, Model]:
        named: dict[str, Model] = {}
        for number, thing in enumerate(things, 1):
            name = self.name(thing) or f"line {number}"
            named[f"{name} ({number})" if name in named else name] = thing
        return named

    def name(self, thing: Model) -> str:
        """What a shape in a list is known by."""
        if isinstance(thing, TimeSlot) and not thing.word:
            return slot(thing)
        for field in _NAMED_BY:
            if value := getattr(thing, field, None):
                words = self._names.of(field, value).removesuffix(".")
                return words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"
        return ""

    def _mappings(self, field: str, before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> Iterator[str]:
        yield from self._mapped(field, before, after, _joined(path, label(field)))

    def _mapped(self, field: str, before: Mapping[str, Any], after: Mapping[str, Any], here: str) -> Iterator[str]:
        for name, value in after.items():
            title = _joined(here, _title(field, name, value))
            if name not in before:
                words = "" if isinstance(value, Model) else f": {self._names.of(field, value)}"
                yield f"{title} added{words}"
            elif isinstance(value, Model):
                yield from self.models(before[name], value, title)
            elif before[name] != value:
                yield f"{title}: {self._names.of(field, before[name])} → {self._names.of(field, value)}"
        for name, value in before.items():
            if name not in after:
                yield f"{_joined(here, _title(field, name, value))} taken away"
        if before.keys() == after.keys() and list(before) != list(after):
            yield f"{here or noun(field)}: in a new order"


def lines(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """`1 line added`, `2 lines reworded`, `1 line taken away`; texts that only changed places are in a new order."""
    if sorted(before) == sorted(after):
        return ["in a new order"]
    added = changed = gone = 0
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            both = min(b - a, d - c)
            changed, added, gone = changed + both, added + d - c - both, gone + b - a - both
    told = ((added, "added"), (changed, "reworded"), (gone, "taken away"))
    return [f"{number} line{'' if number == 1 else 's'} {what}" for number, what in told if number]


def same(before: Any, after: Any) -> bool:
    """Equal, and mappings in the same order too: readers see them so."""
    ordered = list(before) == list(after) if _both(before, after, Mapping) else True
    return bool(before == after) and ordered


def _title(field: str, name: str, value: Any) -> str:
    if not isinstance(value, Model):
        return name
    title = getattr(value, "title", None) or name
    return f"{PARTS[field]} “{title}”" if field in PARTS else title


def _few_things(value: tuple[Any, ...]) -> bool:
    return len(value) <= FEW and all(isinstance(each, Model) for each in value)


def _unsaid(value: Any) -> bool:
    return isinstance(value, str) and value in _UNSAID


def _unsaid_words(field: str, answer: str) -> str:
    return "not published" if answer == "not_published" else f"“{NONE.get(field, 'None').removesuffix('.')}”"


def _both(before: Any, after: Any, kind: type) -> bool:
    return isinstance(before, kind) and isinstance(after, kind)


def _is_one(value: Any) -> bool:
    return isinstance(value, When) or hasattr(value, "least")


def _joined(path: str, words: str) -> str:
    return f"{path}: {words}" if path and words else path or words
