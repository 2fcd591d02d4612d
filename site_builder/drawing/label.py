"""Words cut into lines that fit, without a browser to measure them."""

_EM = {**dict.fromkeys("iIjl.,'’:;! ", 0.37), **dict.fromkeys("ftrs()-", 0.52), **dict.fromkeys("mwMW", 1.04)}


def width(text: str, size: float) -> float:
    """About how wide a bold text is in a reader's own sans serif font; rather too much than too little."""
    return size * sum(_em(letter) for letter in text)


def lines(text: str, room: float, size: float) -> tuple[str, ...]:
    """The words of a text in as few lines as they need; a word that is too wide is cut with a hyphen."""
    made = [""]
    for word in text.split():
        longer = f"{made[-1]} {word}".strip()
        if width(longer, size) <= room:
            made[-1] = longer
        else:
            made += _pieces(word, room, size)
    return tuple(line for line in made if line)


def _pieces(word: str, room: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(f"{pieces[-1]}{letter}-", size) > room and width(word, size) > room:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _em(letter: str) -> float:
    """As in DejaVu Sans Bold, the widest that readers have."""
    return _EM.get(letter, 0.78 if letter.isupper() else 0.7)
