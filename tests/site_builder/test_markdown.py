"""Texts in CommonMark become safe HTML: our links resolved, nothing that could run, no word lost."""

import pytest

from site_builder import markdown

LINKS = {"role:fen/special": "roles/fen/special/", "organisation:fen": "organisations/fen/"}


def html(text: str, path: str = "roles/fen/cadet/") -> str:
    return markdown.html(text, markdown.relative(LINKS, path))


def test_marks_and_lists_are_drawn() -> None:
    assert html("Two *small* **words**\n\n- one\n- two") == (
        "<p>Two <em>small</em> <strong>words</strong></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("roles/fen/cadet/", "../../../roles/fen/special/"),
        ("roles/", "../roles/fen/special/"),
        ("", "./roles/fen/special/"),
    ],
)
def test_a_link_by_name_leads_to_the_page_from_wherever_it_stands(path: str, address: str) -> None:
    assert html("[Specials](role:fen/special)", path) == f'<p><a href="{address}">Specials</a></p>\n'


def test_a_link_by_name_can_lead_to_a_part_of_the_page() -> None:
    assert html("[Notice](organisation:fen#privacy)") == (
        '<p><a href="../../../organisations/fen/#privacy">Notice</a></p>\n'
    )


def test_a_name_that_nobody_has_leaves_the_words() -> None:
    assert html("[Specials](role:fen/nobody)") == "<p>Specials</p>\n"


@pytest.mark.parametrize(
    "address",
    ["https://example.org/?a=1&amp;b=2", "HTTP://example.org", "mailto:a@example.org", "tel:101"],
)
def test_a_link_to_the_web_a_letter_or_a_phone_stays(address: str) -> None:
    assert html(f'[words]({address} "title")') == f'<p><a href="{address}">words</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "<java\\script:alert(1)>",
        "data:text/html,x",
        "data:image/png;base64,AA",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
        "//example.org",
        "/privacy/",
        "other.md",
        "",
    ],
)
def test_any_other_link_keeps_only_its_words(address: str) -> None:
    assert html(f"[words]({address})") == "<p>words</p>\n"


def test_a_link_defined_elsewhere_in_the_text_is_judged_too() -> None:
    assert html("[words][there]\n\n[there]: javascript:alert(1)") == "<p>words</p>\n"


def test_html_is_shown_as_it_was_written() -> None:
    assert html("<b onclick=\"x()\">Hello</b> <script>alert('1')</script>") == (
        "<p>&lt;b onclick=&quot;x()&quot;&gt;Hello&lt;/b&gt; &lt;script&gt;alert('1')&lt;/script&gt;</p>\n"
    )


def test_a_block_of_html_is_shown_as_it_was_written() -> None:
    assert html("<div>\n<!-- quiet -->\n</div>") == "<p>&lt;div&gt;\n&lt;!-- quiet --&gt;\n&lt;/div&gt;</p>\n"


def test_html_that_was_escaped_or_is_code_is_shown_once() -> None:
    assert html(r"\<b> `<b>` ``a ` <b>``") == ("<p>&lt;b&gt; <code>&lt;b&gt;</code> <code>a ` &lt;b&gt;</code></p>\n")


def test_a_less_than_sign_is_only_that() -> None:
    assert html("5 < 6") == "<p>5 &lt; 6</p>\n"


def test_an_address_in_angle_brackets_is_a_link() -> None:
    assert html("<https://example.org/> <a@example.org>") == (
        '<p><a href="https://example.org/">https://example.org/</a> '
        '<a href="mailto:a@example.org">a@example.org</a></p>\n'
    )


def test_a_picture_is_replaced_by_its_description() -> None:
    assert html('![A "dog" <i>](https://example.org/dog.png "Rex")') == "<p>A &quot;dog&quot; &lt;i&gt;</p>\n"


def test_a_picture_in_a_link_leaves_the_link() -> None:
    assert html("[![A dog](dog.png)](https://example.org)") == '<p><a href="https://example.org">A dog</a></p>\n'


@pytest.mark.parametrize("text", ["# Money", "###### Money", "Money\n====="])
def test_a_heading_becomes_a_strong_line(text: str) -> None:
    assert html(text) == "<p><strong>Money</strong></p>\n"


def test_a_phrase_stands_without_its_paragraph() -> None:
    assert markdown.phrase("Two *words*", markdown.relative(LINKS, "")) == "Two <em>words</em>"


@pytest.mark.parametrize("text", ["One\n\nTwo", "- one\n- two"])
def test_a_text_of_several_blocks_keeps_them(text: str) -> None:
    address = markdown.relative(LINKS, "")
    assert markdown.phrase(text, address) == markdown.html(text, address)


def test_the_plain_words_of_a_text_stand_on_one_line() -> None:
    assert markdown.plain("Walk *the* [streets](role:fen/special)\n\n- & <talk>") == "Walk the streets & <talk>"
