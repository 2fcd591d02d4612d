"""How much time a role takes, and when in the week."""

from collections.abc import Sequence

from site_builder.catalogue.commitment import CommitmentLine, TimeSlot

from .lists import all_of, one


def commitment(lines: Sequence[CommitmentLine]) -> str:
    """One sentence for all lines, without its notes: `At least 4 hours a week, and at least 18 hours a month.`"""
    parts = [(line, _amount(line)) for line in lines]
    told = [(line, words) for line, words in parts if words]
    if not told:
        return ""
    first, *others = told
    rest = "".join(f", {'plus' if line.plus else 'and'} {words}" for line, words in others)
    return f"{_capital(first[1])}{rest}."


def few_words(lines: Sequence[CommitmentLine] | str | None) -> str:
    """The first amount, for a card: `At least 4 hours a week`; empty where no line tells one."""
    if lines is None or isinstance(lines, str):
        return ""
    return next((_capital(words) for words in map(_amount, lines) if words), "")


def slot(found: TimeSlot) -> str:
    """Days and hours: `Mondays and Thursdays, 18:30 to 20:30`. A word of the vocabulary has its own title."""
    days = all_of(found.days) if found.days else ""
    hours = ""
    if found.start and found.end:
        hours = f"{found.start} to {found.end}"
    elif found.start or found.end:
        hours = f"from {found.start}" if found.start else f"until {found.end}"
    return ", ".join(part for part in (days, hours) if part)


def _amount(line: CommitmentLine) -> str:
    if line.any:
        return "as much or as little time as you like"
    quantity = _quantity(line)
    if not quantity:
        return ""
    often = f" {'each' if '%' in quantity or 'half' in quantity else 'a'} {line.per}" if line.per else ""
    return f"{quantity}{often}{f', each of {line.each}' if line.each else ''}"


def _quantity(line: CommitmentLine) -> str:
    if line.at_least and line.at_least == line.at_most:
        return _measured(line.at_least, line.of)
    if line.at_least and line.at_most and not line.at_least.endswith("%"):
        return f"{line.at_least} to {_measured(line.at_most, line.of)}"
    told = (("at least", line.at_least), ("at most", line.at_most), ("about", line.about))
    return " and ".join(f"{word} {_measured(amount, line.of)}" for word, amount in told if amount)


def _measured(amount: str, things: str) -> str:
    if amount.endswith("%"):
        whole = things if things.startswith(("all ", "the ", "your ")) else f"all {things}"
        return f"{'half' if amount == '50%' else amount} of {whole}"
    return f"{amount} {one(things) if amount == '1' else things}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
