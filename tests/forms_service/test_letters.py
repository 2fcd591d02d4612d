"""A letter filled in: values are words, whatever they look like."""

import re

import pytest

from forms_service.letters import Filled, fill, without_marks
from site_builder.catalogue import Letter

FIELDS = {
    "name": "Aoife O’Brien",
    "role": "Cadet",
    "stage_you": "Come.\nAsk.",
    "role_link": "https://example.org/a/?b=1",
}


def letter(body: str, subject: str = "About {role}") -> Letter:
    return Letter(key="a", source="content/letters/a.md", to="applicant", subject=subject, body=body)


def test_a_letter_is_a_subject_a_text_and_a_page() -> None:
    assert fill(letter("Dear {name},\n\n**Next.** {stage_you}"), FIELDS) == Filled(
        subject="About Cadet",
        text="Dear Aoife O’Brien,\n\nNext. Come.\nAsk.\n",
        html="<p>Dear Aoife O’Brien,</p>\n<p><strong>Next.</strong> Come.<br>\nAsk.</p>\n",
    )


def test_a_link_is_a_link_on_the_page_and_an_address_in_the_text() -> None:
    filled = fill(letter("[Read it]({role_link}) or see {role_link}"), FIELDS)

    assert filled.text == "Read it: https://example.org/a/?b=1 or see https://example.org/a/?b=1\n"
    assert filled.html == (
        '<p><a href="https://example.org/a/?b=1">Read it</a> or see '
        '<a href="https://example.org/a/?b=1">https://example.org/a/?b=1</a></p>\n'
    )


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "**bold** _it_ `code`",
        "[click](javascript:alert(1))",
        "<https://evil.example>",
        "# Heading",
        "&lt;b&gt; & co",
        "{role} {stage_you}",
        "https:%EE%80%80role_link%EE%80%81",
        "{{7*7}} ${jndi}",
        "\\*",
    ],
)
def test_a_name_that_looks_like_code_is_shown_as_it_was_typed(name: str) -> None:
    filled = fill(letter("{name}"), FIELDS | {"name": name})

    assert filled.text == f"{name}\n"
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert filled.html == f"<p>{escaped}</p>\n"


@pytest.mark.parametrize("body", ["[x]({name})", '<a href="{name}">x</a>', "![x]({name})", "[x][1]\n\n[1]: {name}"])
def test_a_name_never_becomes_the_address_of_a_link(body: str) -> None:
    filled = fill(letter(body), FIELDS | {"name": "javascript:alert(1)"})
    assert not re.search(r'(href|src)="[^"]*javascript', filled.html)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## Next\n\n**Bring** a *pen* and `paper`.", "Next\n\nBring a pen and paper.\n"),
        ("*In danger? Call 999.*", "In danger? Call 999.\n"),
        ("* one\n* two", "* one\n* two\n"),
        ("2 * 3 * 4", "2 * 3 * 4\n"),
        ("See [us](https://example.org).\n\n\n\nBye", "See us: https://example.org.\n\nBye\n"),
    ],
)
def test_the_text_has_no_marks_of_markdown(markdown: str, text: str) -> None:
    assert fill(letter(markdown), FIELDS).text == text


def test_a_link_that_means_nothing_outside_the_site_leaves_its_words() -> None:
    assert without_marks("Read [the role](role:fenshire/cadet) first") == "Read the role first"


def test_html_in_a_letters_own_words_is_left_out() -> None:
    assert fill(letter("Hello <script>alert(1)</script> you"), FIELDS).html == (
        "<p>Hello <!-- raw HTML omitted -->alert(1)<!-- raw HTML omitted --> you</p>\n"
    )


@pytest.mark.parametrize("name", ["Eve\r\nBcc: all@example.org", "Eve\nSubject: x", "Eve\x0b\x0c\x00\x85\u2028x"])
def test_a_subject_is_one_line_whatever_the_name_holds(name: str) -> None:
    subject = fill(letter("Hi", subject="For {name}"), FIELDS | {"name": name}).subject

    assert subject.startswith("For Eve")
    assert subject.isprintable()


def test_characters_that_turn_text_round_are_left_out() -> None:
    filled = fill(letter("{name}"), FIELDS | {"name": "a\u202egnp.exe\u2066b"})
    assert filled.text == "agnp.exeb\n"


def test_a_very_long_subject_is_cut() -> None:
    assert len(fill(letter("Hi", subject="{name}"), FIELDS | {"name": "x" * 500}).subject) == 200


@pytest.mark.parametrize(
    "name", ["Ó Súilleabháin", "李小龍", "D’Arcy-Smith", "X", "\u0645\u062d\u0645\u062f", "👩‍👩‍👧"]
)
def test_an_honest_unusual_name_passes_as_it_is(name: str) -> None:
    assert fill(letter("{name}"), FIELDS | {"name": name}).text == f"{name}\n"


def test_a_place_that_nothing_fills_is_an_error_not_a_gap() -> None:
    with pytest.raises(KeyError, match="desk_link"):
        fill(letter("{desk_link}"), FIELDS)
