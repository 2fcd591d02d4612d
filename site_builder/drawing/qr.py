"""A text as a QR code (ISO/IEC 18004), fast enough for thousands of pages.

A code is linear: with its version, level and mask fixed, what each byte of the text adds to it, its share of the error
correction too, is the same whatever the other bytes are. So the pictures of single bits are worked out once, and a code
is some two hundred of them laid over one another by exclusive or, in microseconds.

Level M (about 15 % may be lost), byte mode, and always the same mask. The standard would have the best of eight masks;
any of them can be read, because the code names its own, and to weigh them up costs a hundred times as much.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

LONGEST = 412  # bytes of text: version 15
_QUIET = 4  # modules left white around a code
_MASK = 3
_FORMAT = 0x5B4B  # level M and mask 3, with their check bits
_CHECK_BYTES = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24)  # of a block, from version 1
_BLOCKS = (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10)


class Code(NamedTuple):
    """`side` is its width and height with the white around it; `path` strokes the dark modules, one unit wide."""

    side: int
    path: str


def code(text: str) -> Code | None:
    """The code of a text; None for one that is longer than LONGEST bytes."""
    said = text.encode()
    version = next((each for each in range(1, len(_BLOCKS) + 1) if _room(each) >= len(said)), None)
    return _plate(version).printed(said) if version else None


class _Plate:
    """All that the codes of one version have in common. A picture is an integer, a bit a module, each row from its left
    and filled up to whole bytes."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.size = 17 + 4 * version
        self.width = -(-self.size // 8)  # bytes of a row
        self.drawn: dict[tuple[int, int], bool] = {}  # x, y → dark: the modules that say nothing of the text
        self._draw_finders()
        self._draw_alignment()
        self._draw_format()
        self.free = [at for at in self._zigzag() if at not in self.drawn]
        self.bits = [self._bit(x, y) for x, y in self.free]
        self.blank = self._blank()
        self.layers = self._layers()

    def printed(self, said: bytes) -> Code:
        picture = self.blank
        for (high, low), byte in zip(self.layers, self._message(said), strict=True):
            picture ^= high[byte >> 4] ^ low[byte & 15]
        strokes, width = _strokes(), self.width
        data = picture.to_bytes(self.size * width, "big")
        rows = ("".join([strokes[byte] for byte in data[at : at + width]]) for at in range(0, len(data), width))
        path = f"M{_QUIET} {_QUIET}.5" + f"m-{8 * width} 1".join(rows)
        return Code(self.size + 2 * _QUIET, path)

    def _message(self, said: bytes) -> bytes:
        """Mode, length, text, end, and padding up to the room that there is."""
        length_bits = 8 if self.version < 10 else 16
        room = sum(_block_lengths(self.version))
        whole = (0b0100 << length_bits | len(said)) << 8 * len(said) | int.from_bytes(said, "big")
        used = 1 + length_bits // 8 + len(said)
        return (whole << 4).to_bytes(used, "big") + (b"\xec\x11" * room)[: room - used]  # four bits of zero end it

    def _bit(self, x: int, y: int) -> int:
        return 1 << 8 * self.width * (self.size - y) - 1 - x

    def _blank(self) -> int:
        """A code before any byte is laid on it: its fixed parts, and the mask."""
        masked = (bit for (x, y), bit in zip(self.free, self.bits, strict=True) if (x + y) % 3 == 0)
        return sum(masked) + sum(self._bit(x, y) for (x, y), dark in self.drawn.items() if dark)

    # The parts that say nothing of the text ---------------------------------------------------------------------------

    def _draw_finders(self) -> None:
        for at in range(self.size):
            self.drawn[6, at] = self.drawn[at, 6] = at % 2 == 0
        for left, top in ((3, 3), (self.size - 4, 3), (3, self.size - 4)):
            for x, y in product(range(left - 4, left + 5), range(top - 4, top + 5)):
                if 0 <= x < self.size and 0 <= y < self.size:
                    self.drawn[x, y] = max(abs(x - left), abs(y - top)) not in (2, 4)

    def _draw_alignment(self) -> None:
        if self.version == 1:
            return
        number = self.version // 7 + 2
        step = (self.version * 8 + number * 3 + 5) // (number * 4 - 4) * 2
        middles = [6, *(self.size - 7 - step * each for each in range(number - 1))]
        corners = {(6, 6), (6, self.size - 7), (self.size - 7, 6)}
        for middle in set(product(middles, middles)) - corners:
            for x, y in product(range(-2, 3), range(-2, 3)):
                self.drawn[middle[0] + x, middle[1] + y] = max(abs(x), abs(y)) != 1

    def _draw_format(self) -> None:
        """Level and mask, twice; the module that is always dark; and from version 7 the version, twice."""
        end = self.size - 1
        beside = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)] + [(x, 8) for x in (7, 5, 4, 3, 2, 1, 0)]
        apart = [(end - x, 8) for x in range(8)] + [(8, end - y) for y in range(6, -1, -1)]
        for bit, (one, other) in enumerate(zip(beside, apart, strict=True)):
            self.drawn[one] = self.drawn[other] = bool(_FORMAT >> bit & 1)
        self.drawn[8, end - 7] = True
        if self.version >= 7:
            told = self.version << 12 | _rest(self.version, 0x1F25, 12)
            for bit in range(18):
                x, y = end - 10 + bit % 3, bit // 3
                self.drawn[x, y] = self.drawn[y, x] = bool(told >> bit & 1)

    # The parts that do ------------------------------------------------------------------------------------------------

    def _zigzag(self) -> Iterator[tuple[int, int]]:
        """Up and down in columns of two from the right, passing over the sixth, which has the timing."""
        upwards = True
        for right in [*range(self.size - 1, 6, -2), 5, 3, 1]:
            for y in range(self.size - 1, -1, -1) if upwards else range(self.size):
                yield from ((right, y), (right - 1, y))
            upwards = not upwards

    def _layers(self) -> list[tuple[list[int], list[int]]]:
        """For each byte of the message the pictures that its upper four bits can add, and those of its lower four."""
        lengths, checks = _block_lengths(self.version), _CHECK_BYTES[self.version - 1]
        woven = [(block, at) for at in range(lengths[-1]) for block, length in enumerate(lengths) if at < length]
        woven += [(block, lengths[-1] + at) for at in range(checks) for block in range(len(lengths))]
        place = {where: number for number, where in enumerate(woven)}
        layers = []
        for block, length in enumerate(lengths):
            after = [_sums(self._seat(place[block, lengths[-1] + each])) for each in range(checks)]
            for at, share in enumerate(_shares(length, checks)):
                bits = self._seat(place[block, at])
                for bit in range(8):
                    for pictures, each in zip(after, share, strict=True):
                        bits[bit] ^= pictures[_product(each, 1 << bit)]
                layers.append((_sums(bits[4:]), _sums(bits[:4])))
        return layers

    def _seat(self, number: int) -> list[int]:
        """The modules of a byte, by its place in the order of the zigzag: the picture of each bit, the lowest first."""
        return self.bits[8 * number + 7 : (8 * number - 1 if number else None) : -1]


_plate = cache(_Plate)


def _room(version: int) -> int:
    """The bytes of text that a version holds."""
    return sum(_block_lengths(version)) - (2 if version < 10 else 3)


@cache
def _block_lengths(version: int) -> list[int]:
    """The bytes of the message in each block, shorter blocks first."""
    modules = (16 * version + 128) * version + 64
    if version > 1:
        number = version // 7 + 2
        modules -= (25 * number - 10) * number - 55 + (36 if version >= 7 else 0)
    blocks, checks = _BLOCKS[version - 1], _CHECK_BYTES[version - 1]
    short, longer = divmod(modules // 8, blocks)
    return [short - checks + (1 if block >= blocks - longer else 0) for block in range(blocks)]


def _shares(length: int, checks: int) -> list[list[int]]:
    """What a one at each place of a block adds to its check bytes: Reed and Solomon's remainders."""
    divisor = [1]
    for power in range(checks):
        root = _power(power)
        shifted = [*divisor, 0]
        divisor = [each ^ _product(root, before) for each, before in zip(shifted, [0, *divisor], strict=True)]
    share = divisor[1:]  # of the last place: the remainder of x to the number of checks
    shares = [share]
    for _ in range(length - 1):
        share = [each ^ _product(share[0], factor) for each, factor in zip([*share[1:], 0], divisor[1:], strict=True)]
        shares.append(share)
    return shares[::-1]


@cache
def _product(one: int, other: int) -> int:
    """Two bytes multiplied in the field of the standard."""
    result = 0
    for bit in range(7, -1, -1):
        result = (result << 1) ^ (0x11D if result & 0x80 else 0)
        result ^= one if other >> bit & 1 else 0
    return result


def _power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _product(value, 2)
    return value


def _rest(value: int, divisor: int, bits: int) -> int:
    """The remainder of a value, moved up by so many bits, divided without carrying."""
    value <<= bits
    while value.bit_length() > bits:
        value ^= divisor << value.bit_length() - divisor.bit_length()
    return value


def _sums(bits: list[int]) -> list[int]:
    """What the pictures of some bits make, by the number that the bits are."""
    sums = [0]
    for picture in bits:
        sums += [each ^ picture for each in sums]
    return sums


@cache
def _strokes() -> list[str]:
    """Each byte of a picture as a path, eight units to the right."""
    return [_stroke(f"{byte:08b}") for byte in range(256)]


def _stroke(modules: str) -> str:
    path = modules.replace("01", "0 1").replace("10", "1 0").split()
    return "".join(f"h{len(run)}" if run[0] == "1" else f"m{len(run)} 0" for run in path)
