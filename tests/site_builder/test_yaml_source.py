"""YAML is read without guessing, and every mistake is told at its line and column in plain words."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs forget that it is public

from site_builder.problems import Problems
from site_builder.yaml_source.reader import (
    CODES,
    FASTEST,
    MAX_ALIASED,
    MAX_DEPTH,
    List,
    MakeParser,
    Map,
    PlainParser,
    Value,
    front_matter,
    parse,
    read,
)
from site_builder.yaml_source.text import MAX_BYTES

CASES = Path(__file__).parent / "cases" / "yaml_source"
NOBODY = 65534

both_parsers = pytest.mark.parametrize("parser", [FASTEST, PlainParser], ids=["C", "Python"])


def cases() -> Iterator[Map]:
    for path in sorted(CASES.glob("*.yml")):
        listed = read(path, path.name)["cases"]
        assert isinstance(listed, List)
        yield from (case for case in listed if isinstance(case, Map))


def told(data: bytes | str, parser: MakeParser = FASTEST) -> str:
    """What is said about a file that cannot be taken."""
    with pytest.raises(Problems) as caught:
        parse(data.encode() if isinstance(data, str) else data, "role.yml", parser=parser)
    return str(caught.value)


def places(value: Value) -> object:
    """A value with every place in it, so that two can be compared wholly."""
    if isinstance(value, Map):
        return value.at, {key: (value.keys_at[key], value.values_at[key], places(value[key])) for key in value}
    if isinstance(value, List):
        return value.at, list(zip(value.items_at, map(places, value), strict=True))
    return value


@both_parsers
@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case["name"])
def test_a_case(case: Map, parser: MakeParser) -> None:
    """A file of `cases/yaml_source/` says what is written (`text` or `hex`), and `values` or what is told."""
    written = bytes.fromhex(str(case["hex"])) if "hex" in case else str(case["text"]).encode()
    if "values" in case:
        assert parse(written, "role.yml", parser=parser) == json.loads(str(case["values"]))
    else:
        assert told(written, parser) == case["problems"]


def test_every_code_has_a_case_and_a_meaning() -> None:
    elsewhere = {"Y003", "Y004", "Y005", "Y010", "Y018", "Y030"}  # told by the tests below
    shown = set(re.findall(r"Y\d{3}", "".join(str(case.get("problems")) for case in cases())))
    assert shown | elsewhere == set(CODES)


def test_the_parser_in_c_is_the_one_that_is_used() -> None:
    assert FASTEST is CParser


@both_parsers
def test_keys_values_and_items_know_their_line_and_column(parser: MakeParser) -> None:
    role = parse(b"title: x\nskills:\n  wanted: [a, b]\n  gained:\n    - c\n", "role.yml", parser=parser)
    skills = role["skills"]
    assert isinstance(skills, Map)
    wanted, gained = skills["wanted"], skills["gained"]
    assert isinstance(wanted, List)
    assert isinstance(gained, List)
    assert role.at == ("role.yml", 1, 1)
    assert role.keys_at == {"title": ("role.yml", 1, 1), "skills": ("role.yml", 2, 1)}
    assert role.values_at == {"title": ("role.yml", 1, 8), "skills": ("role.yml", 3, 3)}
    assert skills.at == role.values_at["skills"]
    assert wanted.items_at == [("role.yml", 3, 12), ("role.yml", 3, 15)]
    assert gained.items_at == [("role.yml", 5, 7)]


@both_parsers
def test_columns_count_characters_whatever_bytes_and_cells_they_take(parser: MakeParser) -> None:
    role = parse("\ufeffCafe\u0301 日本 👮🏽: {é: x}\r\ntitle: y\r\n".encode(), "role.yml", parser=parser)
    key, title = role
    assert role.keys_at == {key: ("role.yml", 1, 1), title: ("role.yml", 2, 1)}
    assert role.values_at == {key: ("role.yml", 1, 14), title: ("role.yml", 2, 8)}


@both_parsers
def test_a_blank_value_stands_behind_its_colon(parser: MakeParser) -> None:
    assert parse(b"title:  # later\nskills:\n", "role.yml", parser=parser).values_at == {
        "title": ("role.yml", 1, 7),
        "skills": ("role.yml", 2, 8),
    }


@both_parsers
def test_a_repeated_value_stands_where_it_is_repeated_and_its_parts_where_they_are_written(parser: MakeParser) -> None:
    role = parse(b"north: &n [a]\nsouth: *n\n", "role.yml", parser=parser)
    south = role["south"]
    assert isinstance(south, List)
    assert role.values_at["south"] == ("role.yml", 2, 8)
    assert south.items_at == [("role.yml", 1, 12)]


@both_parsers
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: ", "&a ["])
def test_values_that_stand_too_deep_are_refused_at_once(opening: str, parser: MakeParser) -> None:
    problems = told(opening * ((MAX_BYTES - 10) // len(opening)), parser)
    assert "Y010: this stands more than 20 levels deep; make it flatter\n" in problems


def test_values_may_stand_as_deep_as_the_limit() -> None:
    assert parse(b"a: " + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1), "role.yml")
    assert told(b"a: " + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) == (
        "role.yml:1:23: Y010: this stands more than 20 levels deep; make it flatter\n"
    )


def test_aliases_that_multiply_are_refused_without_being_followed() -> None:
    laughs = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    laughs += [f"{name}: &{name} [{', '.join(['*' + before] * 9)}]" for before, name in zip("abcdefg", "bcdefgh")]  # noqa: B905  the last letters pair up
    assert told("\n".join(laughs)).startswith(
        "role.yml:2:8: Y015: “*a” stands inside the value named “&b”; write the value out\n"
    )


def test_aliases_may_repeat_a_thousand_values_and_no_more() -> None:
    named = "a: &a [" + "x, " * 9 + "]\n"  # ten values with the list itself
    repeated = "b: [" + "*a, " * (MAX_ALIASED // 10)
    assert parse(f"{named}{repeated}]".encode(), "role.yml")
    assert told(f"{named}{repeated}\n *a, *a]") == (
        "role.yml:3:2: Y015: aliases repeat more than 1000 values in this file; "
        "write the values out, or make several files\n"
    )


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read() -> None:
    assert parse(b"title: x\n".ljust(MAX_BYTES, b"#"), "role.yml") == {"title": "x"}
    assert told(b"title: x\n".ljust(MAX_BYTES + 1, b"#")) == (
        "role.yml:1:1: Y005: the file is bigger than 256 KB; shorten it, or make several files of it\n"
    )


def test_what_no_sentence_was_written_for_is_still_told_at_its_place() -> None:
    assert told("a: &x &y z\n") == (
        "role.yml:1:7: Y030: this cannot be understood; "
        "look here and on the line above for a quote mark, a colon, a comma or a bracket too many or too few\n"
    )


def test_a_colon_without_its_space_in_braces_is_told() -> None:
    """By the parser in C only; the one in Python takes the colon for a letter of the key."""
    assert told("skills: {wanted:, gained: x}\n") == (
        "role.yml:1:16: Y021: there is no space after this colon; write a space after it\n"
    )


def test_no_more_than_twenty_mistakes_of_syntax_are_looked_for() -> None:
    assert told("".join(f"k{number}: a: b\n" for number in range(30))).count("Y020") == 20


# Files


def refusal(path: Path, root: Path | None = None) -> str:
    with pytest.raises(Problems) as caught:
        read(path, "roles/x.yml", root=root)
    return str(caught.value)


def test_a_file_is_read_and_its_places_bear_the_path_that_is_shown(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("title: x\n")
    assert read(tmp_path / "x.yml", "roles/x.yml", root=tmp_path).at == ("roles/x.yml", 1, 1)


def test_a_folder_called_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yml").mkdir()
    assert refusal(tmp_path / "x.yml") == (
        "roles/x.yml:1:1: Y003: this is a folder, not a file; rename or remove the folder\n"
    )


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yml")
    assert refusal(tmp_path / "x.yml") == "roles/x.yml:1:1: Y003: this is a pipe or a device, not a file; remove it\n"


def test_a_device_is_refused() -> None:
    assert refusal(Path("/dev/zero")) == "roles/x.yml:1:1: Y003: this is a pipe or a device, not a file; remove it\n"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x.yml") == (
        "roles/x.yml:1:1: Y003: the file cannot be read: no such file or directory; put it right or remove it\n"
    )


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yml").symlink_to("x.yml")
    assert refusal(tmp_path / "x.yml", root=tmp_path) == (
        "roles/x.yml:1:1: Y003: the file cannot be read: too many levels of symbolic links; put it right or remove it\n"
    )


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so as root the test steps down."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("title: x\n")
    (tmp_path / "x.yml").chmod(0)
    with as_nobody():
        assert refusal(tmp_path / "x.yml") == (
            "roles/x.yml:1:1: Y003: the file cannot be read: permission denied; put it right or remove it\n"
        )


def test_a_file_whose_disk_fails_is_refused() -> None:
    assert refusal(Path("/proc/self/mem")) == (
        "roles/x.yml:1:1: Y003: the file cannot be read: input/output error; put it right or remove it\n"
    )


def test_a_file_without_an_end_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    with (tmp_path / "x.yml").open("wb") as file:
        file.truncate(2**40)
    assert refusal(tmp_path / "x.yml").startswith("roles/x.yml:1:1: Y005: the file is bigger than 256 KB; ")


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("title: x\n")
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "x.yml").symlink_to(tmp_path / "secret.yml")
    outside = "roles/x.yml:1:1: Y004: this leads to a file outside the folder; put the file itself here\n"
    assert refusal(tmp_path / "roles" / "x.yml", root=tmp_path / "roles") == outside
    assert refusal(tmp_path / "roles" / ".." / "secret.yml", root=tmp_path / "roles") == outside


def test_a_folder_whose_name_only_begins_alike_is_outside(tmp_path: Path) -> None:
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles-old").mkdir()
    (tmp_path / "roles-old" / "x.yml").write_text("title: x\n")
    assert "Y004" in refusal(tmp_path / "roles-old" / "x.yml", root=tmp_path / "roles")


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "y.yml").write_text("title: x\n")
    (tmp_path / "x.yml").symlink_to("y.yml")
    assert read(tmp_path / "x.yml", "roles/x.yml", root=tmp_path) == {"title": "x"}


def test_a_folder_that_is_itself_reached_by_a_link_holds_its_files(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.yml").write_text("title: x\n")
    (tmp_path / "roles").symlink_to("real")
    assert read(tmp_path / "roles" / "x.yml", "roles/x.yml", root=tmp_path / "roles") == {"title": "x"}


# Front matter


def unfit(data: bytes) -> str:
    with pytest.raises(Problems) as caught:
        front_matter(data, "story.md")
    return str(caught.value)


@both_parsers
def test_front_matter_gives_the_keys_with_their_places_in_the_file_and_the_text(parser: MakeParser) -> None:
    keys, text = front_matter(b"---\ntitle: x\nwho: y\n---\n\n# Hello\n---\nend\n", "story.md", parser=parser)
    assert keys == {"title": "x", "who": "y"}
    assert keys.values_at == {"title": ("story.md", 2, 8), "who": ("story.md", 3, 6)}
    assert text == "\n# Hello\n---\nend\n"


def test_front_matter_may_have_a_byte_order_mark_and_line_ends_of_windows() -> None:
    keys, text = front_matter(b"\xef\xbb\xbf---\r\ntitle: x\r\n--- \r\nHello\r\n\tyou\r\n", "story.md")
    assert (keys, text) == ({"title": "x"}, "Hello\n\tyou\n")
    assert keys.at == ("story.md", 2, 1)


def test_front_matter_may_stand_alone() -> None:
    assert front_matter(b"---\ntitle: x\n---", "story.md") == ({"title": "x"}, "")


def test_a_file_without_front_matter_is_refused() -> None:
    expected = (
        "story.md:1:1: Y018: the file does not begin with “---” alone on a line; "
        "put “---” on line 1, the keys beneath it, and “---” again beneath them\n"
    )
    assert [unfit(data) for data in (b"", b"# Hello\n", b"\n---\na: b\n---\n", b"----\na: b\n---\n")] == [expected] * 4


def test_front_matter_without_an_end_is_refused() -> None:
    assert unfit(b"---\ntitle: x\n\nHello\n ---\n") == (
        "story.md:1:1: Y018: the keys at the top have no end; put “---” alone on the line after the last key\n"
    )


def test_mistakes_in_front_matter_are_told_at_their_line_of_the_file() -> None:
    assert unfit(b"---\ntitle: a: b\nwho: @y\nwho: z\n---\nHello: a: b\n") == (
        'story.md:2:9: Y020: the text has a colon followed by a space; put the text in "quotes"\n'
        'story.md:3:6: Y025: a text cannot begin with “@”; put the text in "quotes"\n'
        "story.md:4:1: Y012: “who” is already given on line 3; keep one of the two\n"
    )


def test_empty_front_matter_is_refused() -> None:
    assert unfit(b"---\n---\nHello\n") == (
        "story.md:1:1: Y001: nothing is written here; write keys and values, for example “title: Special constable”\n"
    )


def test_characters_that_nobody_sees_are_refused_in_the_text_too() -> None:
    assert unfit(b"---\ntitle: x\n---\nHello\x07\n") == (
        "story.md:4:6: Y007: here stands U+0007, which nobody sees; delete it\n"
    )


# Whatever is thrown at it

PIECES = [
    *":-?#&*!|>'\"%@`{}[],\n\t \r\\~=<",
    "\n  ",
    "\n- ",
    ": ",
    "- ",
    "---\n",
    "<<: ",
    "*a ",
    "&a ",
    "!!",
    "\\x",
    "é",
]
WHOLE = """\
# a role
title: &a "Special\\n constable"
summary: 'it''s *here*'
dates: [{on: 18:30, what: x}, *a]
about: |
  One: two
  - three
team: >-
  folded
? areas
: - north
  - south:
      when: ~
"""


def outcome(data: bytes, parser: MakeParser) -> object:
    """The values, or the places that are told of; anything but Problems is let through."""
    try:
        return parse(data, "role.yml", parser=parser)
    except Problems as problems:
        lines = data.decode(errors="replace").split("\n")
        for problem in problems.problems:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        return None


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        text = text[:start] + chance.choice(["", chance.choice(PIECES)]) + text[start + chance.randrange(3) :]
    return text


def test_broken_yaml_gives_values_or_problems_at_places_that_exist_and_both_parsers_agree_on_the_values() -> None:
    chance = random.Random(2)
    for _ in range(400):
        data = mutated(WHOLE, chance).encode()
        fast, plain = outcome(data, FASTEST), outcome(data, PlainParser)
        if fast is not None and plain is not None:  # the one in Python refuses a tab where the one in C takes it
            assert fast == plain


def test_random_characters_and_bytes_give_values_or_problems() -> None:
    chance = random.Random(3)
    for _ in range(3_000):
        outcome("".join(chance.choices([*PIECES, "a", "b"], k=chance.randrange(40))).encode(), FASTEST)
        outcome(chance.randbytes(chance.randrange(40)), FASTEST)


def test_both_parsers_give_the_same_places() -> None:
    assert places(parse(WHOLE.encode(), "role.yml")) == places(parse(WHOLE.encode(), "role.yml", parser=PlainParser))
