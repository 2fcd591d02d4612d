"""Problems, and how they are told to a person, to GitHub and to a program."""

from __future__ import annotations

import json
import pickle
from textwrap import dedent

import pytest

from site_builder.problems import Mark, Problem, Problems, as_github, as_json, as_text, nearest, tally

TWICE = Problem("roles/a.yml", 3, 1, "Y012", "“title” is already given on line 1", "keep one of the two")
COLON = Problem("roles/a.yml", 2, 14, "Y020", "the text has a colon followed by a space", 'put the text in "quotes"')
EMPTY = Problem("roles/b.yml", 1, 1, "Y001", "nothing is written here")
BETTER = Problem("roles/b.yml", 1, 1, "Q001", "nobody is named", "say who", "advice")
SOURCES = {"roles/a.yml": "title: x\nsummary: Help: now\ntitle: y\n"}


def snippet(line: str, column: int) -> str:
    """What is shown of one source line beneath its problem."""
    shown = as_text([Problem("a.yml", 1, column, "Y001", "wrong")], sources={"a.yml": line}, colour=False)
    return shown.partition("\n")[2].rpartition("\n\n")[0]


def test_a_problem_is_told_on_one_line_with_its_place_its_code_what_is_wrong_and_what_to_do() -> None:
    assert as_text([TWICE, EMPTY, COLON], sources=None, colour=False) == dedent("""\
        roles/a.yml:2:14: Y020: the text has a colon followed by a space; put the text in "quotes"
        roles/a.yml:3:1: Y012: “title” is already given on line 1; keep one of the two
        roles/b.yml:1:1: Y001: nothing is written here
        """)


def test_problems_stand_in_the_order_of_path_line_column_and_code() -> None:
    places = [("b", 1, 1, "A"), ("a", 10, 1, "A"), ("a", 9, 2, "B"), ("a", 9, 2, "A"), ("a", 9, 1, "Z")]
    problems = Problems(Problem(*place, "m") for place in places)
    assert [(p.path, p.line, p.column, p.code) for p in problems.problems] == sorted(places)


def test_the_same_problem_is_told_once() -> None:
    again = Problem.at(Mark("roles/b.yml", 1, 1), "Y001", "nothing is written here")
    assert Problems([EMPTY, again]).problems == (EMPTY,)
    assert as_text([EMPTY, again], sources=None, colour=False).count("\n") == 1
    assert as_github([EMPTY, again]).count("\n") == 1
    assert len(json.loads(as_json([EMPTY, again]))) == 1


def test_an_exception_of_problems_says_them_all_and_travels_between_processes() -> None:
    problems = Problems([TWICE, EMPTY])
    assert str(problems) == as_text([TWICE, EMPTY], sources=None, colour=False)
    assert pickle.loads(pickle.dumps(problems)).problems == problems.problems


def test_in_a_terminal_the_source_line_stands_beneath_with_a_caret_and_a_count_closes() -> None:
    assert as_text([TWICE, COLON, EMPTY], sources=SOURCES, colour=False) == dedent("""\
        roles/a.yml:2:14: Y020: the text has a colon followed by a space; put the text in "quotes"
          |
        2 | summary: Help: now
          |              ^

        roles/a.yml:3:1: Y012: “title” is already given on line 1; keep one of the two
          |
        3 | title: y
          | ^

        roles/b.yml:1:1: Y001: nothing is written here

        Found 3 problems in 2 files.
        """)


def test_one_problem_is_counted_as_one() -> None:
    assert as_text([EMPTY], sources={}, colour=False).endswith("\n\nFound 1 problem in 1 file.\n")


def test_advice_stands_among_the_problems_and_is_counted_apart() -> None:
    assert as_text([BETTER, TWICE], sources={}, colour=False) == (
        "roles/a.yml:3:1: Y012: “title” is already given on line 1; keep one of the two\n\n"
        "roles/b.yml:1:1: Q001: nobody is named; say who\n\n"
        "Found 1 problem and 1 piece of advice in 2 files.\n"
    )
    assert as_text([BETTER], sources={}, colour=False).endswith("\n\nFound 1 piece of advice in 1 file.\n")
    assert tally([TWICE, EMPTY, BETTER, COLON]) == "3 problems and 1 piece of advice"
    assert tally([BETTER, Problem("a", 1, 1, "Q002", "x", "", "advice")]) == "2 pieces of advice"


def test_advice_has_a_colour_of_its_own() -> None:
    assert as_text([BETTER], sources={"roles/b.yml": "x"}, colour=True).startswith(
        "\x1b[1mroles/b.yml:1:1\x1b[0m: \x1b[1;33mQ001\x1b[0m: nobody is named; say who\n"
        "  \x1b[1;34m|\x1b[0m\n"
        "\x1b[1;34m1\x1b[0m \x1b[1;34m|\x1b[0m x\n"
        "  \x1b[1;34m|\x1b[0m \x1b[1;33m^\x1b[0m\n"
    )


def test_advice_is_a_warning_for_github() -> None:
    assert as_github([BETTER]) == "::warning file=roles/b.yml,line=1,col=1,title=Q001::nobody is named; say who\n"


def test_no_problem_is_no_text() -> None:
    assert as_text([], sources={}, colour=True) == as_text([], sources=None, colour=False) == as_github([]) == ""
    assert as_json([]) == "[]\n"


def test_a_line_that_is_no_longer_there_is_not_shown() -> None:
    beyond = Problem("roles/a.yml", 99, 1, "Y001", "gone")
    assert as_text([beyond], sources=SOURCES, colour=False) == (
        "roles/a.yml:99:1: Y001: gone\n\nFound 1 problem in 1 file.\n"
    )


def test_colour_marks_the_place_the_code_and_the_caret() -> None:
    assert as_text([EMPTY], sources={"roles/b.yml": "x"}, colour=True) == (
        "\x1b[1mroles/b.yml:1:1\x1b[0m: \x1b[1;31mY001\x1b[0m: nothing is written here\n"
        "  \x1b[1;34m|\x1b[0m\n"
        "\x1b[1;34m1\x1b[0m \x1b[1;34m|\x1b[0m x\n"
        "  \x1b[1;34m|\x1b[0m \x1b[1;31m^\x1b[0m\n\n"
        "Found 1 problem in 1 file.\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("title: x", 8, "title: x", 7),
        ("\ttitle: x", 2, "    title: x", 4),
        ("é: x", 4, "é: x", 3),
        ("e\u0301: x", 5, "e\u0301: x", 3),
        ("日本: x", 5, "日本: x", 6),
        ("👮🏽\u200d♀️: x", 8, "👮🏽\u200d♀️: x", 7),
        ("title", 6, "title", 5),
        ("title: x\r\nnext", 8, "title: x", 7),
    ],
)
def test_the_caret_stands_under_the_column_as_a_terminal_draws_it(
    line: str, column: int, shown: str, caret: int
) -> None:
    assert snippet(line, column) == f"  |\n1 | {shown}\n  | {' ' * caret}^"


def test_of_a_very_long_line_the_part_around_the_column_is_shown() -> None:
    line = "a" * 500 + "!" + "b" * 500
    assert snippet(line, 501) == f"  |\n1 | …{'a' * 60}!{'b' * 59}…\n  | {' ' * 61}^"
    assert snippet(line, 1) == f"  |\n1 | {'a' * 120}…\n  | ^"
    assert snippet(line, 1002) == f"  |\n1 | …{'b' * 60}\n  | {' ' * 61}^"


def test_characters_that_would_move_or_hide_text_on_a_terminal_are_written_out() -> None:
    problem = Problem("a\n\udcff.yml", 1, 2, "Y007", "“\x1b[31m” and “\u202e”", "delete\rit")
    assert as_text([problem], sources={problem.path: "a\x1b[2Jb\u202ec\x00"}, colour=False) == (
        "a<U+000A><U+DCFF>.yml:1:2: Y007: “<U+001B>[31m” and “<U+202E>”; delete<U+000D>it\n"
        "  |\n1 | a<U+001B>[2Jb<U+202E>c<U+0000>\n  |  ^\n\nFound 1 problem in 1 file.\n"
    )


def test_github_gets_a_command_for_each_problem() -> None:
    assert as_github([TWICE, EMPTY]) == (
        "::error file=roles/a.yml,line=3,col=1,title=Y012::“title” is already given on line 1; keep one of the two\n"
        "::error file=roles/b.yml,line=1,col=1,title=Y001::nothing is written here\n"
    )


def test_nothing_in_a_file_can_end_or_forge_a_command_of_github() -> None:
    problem = Problem("a,b:c%\n.yml", 1, 2, "Y007", "50%, then\r\n::error::x", "y: z")
    assert as_github([problem]) == (
        "::error file=a%2Cb%3Ac%25%0A.yml,line=1,col=2,title=Y007::50%25, then%0D%0A::error::x; y: z\n"
    )


def test_a_program_gets_a_list_of_objects() -> None:
    assert json.loads(as_json([BETTER, TWICE])) == [
        {
            "path": "roles/a.yml",
            "line": 3,
            "column": 1,
            "code": "Y012",
            "message": "“title” is already given on line 1",
            "help": "keep one of the two",
            "level": "problem",
        },
        {
            "path": "roles/b.yml",
            "line": 1,
            "column": 1,
            "code": "Q001",
            "message": BETTER.message,
            "help": "say who",
            "level": "advice",
        },
    ]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("you-will", "you_will"),
        ("commitments", "commitment"),
        ("CARDIFF", "Cardiff"),
        ("zebra", None),
        ("", None),
        ("title" * 100_000, None),
    ],
)
def test_the_nearest_word_is_the_one_that_was_probably_meant(word: str, meant: str | None) -> None:
    assert nearest(word, ["title", "you_will", "commitment", "Cardiff"]) == meant


def test_the_nearest_word_does_not_depend_on_the_order_of_the_candidates() -> None:
    assert nearest("titel", ["title", "Title"]) == nearest("titel", ["Title", "title"]) == "Title"


def test_nothing_is_near_where_nothing_is() -> None:
    assert nearest("title", []) is None
