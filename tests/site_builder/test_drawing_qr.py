"""The QR codes are the standard's own: somebody else's program draws the very same ones."""

import re

import pytest
from qrcodegen import QrCode, QrSegment

from site_builder.drawing import code
from site_builder.drawing.qr import LONGEST

FULL = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412)  # bytes that each version holds
ADDRESS = "https://volunteer.example.org/roles/cambridgeshire/special-constable/"
WHITE = 4


def text(length: int) -> str:
    return (ADDRESS * 6)[:length]


def modules(path: str, size: int) -> list[list[bool]]:
    """The dark modules that a path strokes, row by row."""
    dark = [[False] * size for _ in range(size)]
    x, y = 0, 0
    for move in re.findall(r"m-?\d+ \d|h\d+", path):
        if move[0] == "h":
            for at in range(x, x + int(move[1:])):
                dark[y][at] = True
            x += int(move[1:])
        else:
            right, down = map(int, move[1:].split())
            x, y = x + right, y + down
    return dark


def theirs(said: str) -> list[list[bool]]:
    drawn = QrCode.encode_segments([QrSegment.make_bytes(said.encode())], QrCode.Ecc.MEDIUM, mask=3, boostecl=False)
    size = drawn.get_size()
    return [[drawn.get_module(x, y) for x in range(size)] for y in range(size)]


@pytest.mark.parametrize("length", [1, 69, *FULL, *(each + 1 for each in FULL[:-1])])
def test_a_code_is_the_one_that_another_program_draws(length: int) -> None:
    drawn = code(text(length))
    assert drawn is not None
    expected = theirs(text(length))

    assert drawn.side == len(expected) + 2 * WHITE
    assert drawn.path.startswith(f"M{WHITE} {WHITE}.5")
    assert modules(drawn.path, len(expected)) == expected


def test_letters_beyond_ascii_are_counted_in_bytes() -> None:
    drawn = code("é" * 21)
    assert drawn is not None

    assert modules(drawn.path, drawn.side - 2 * WHITE) == theirs("é" * 21)


def test_a_text_that_is_too_long_has_no_code() -> None:
    assert code("a" * LONGEST) is not None
    assert code("a" * (LONGEST + 1)) is None
    assert code("é" * LONGEST) is None
