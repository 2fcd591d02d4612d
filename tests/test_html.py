"""The HTML of every page of the site, read by html5lib and by HTML's own rules for what may stand where."""

from pathlib import Path

import pytest
from markup import KNOWN, faults

WHOLE = '<!doctype html><html lang="en"><head><title>Roles</title></head><body><h1>Roles</h1>{}</body></html>'


def test_no_page_of_the_site_has_a_fault_of_ours(built: Path) -> None:
    site = built / "site"
    found = {
        path.relative_to(site).as_posix(): wrong
        for path in sorted(site.rglob("*.html"))
        if (wrong := [fault for fault in faults(path.read_text("utf-8")) if fault not in KNOWN])
    }

    assert found == {}


def test_what_is_known_of_the_theme_is_still_so(built: Path) -> None:
    assert set(faults((built / "site/index.html").read_text("utf-8"))) == KNOWN


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>One<div>two</div></p>", "line 1, column 108: Unexpected end tag (p). Ignored."),
        ("<span><p>One</p></span>", "<p> “One” is a block within <span>"),
        ("<li>One</li>", "<li> “One” stands in <body>"),
        ("<ul><p>One</p></ul>", "<ul> “One” holds <p>"),
        ("<ul>One<li>two</li></ul>", "<ul> “Onetwo” holds words outside its parts"),
        ("<dl><dd>One</dd></dl>", "<dl> “One” has a name without a value, or a value without a name"),
        ('<a href="/">One <button type="button">two</button></a>', "<button> “two” is to be pressed, within <a>"),
        ('<a href="/a b">One</a>', "<a> “One” has a space in its href: /a b"),
        ("<details><p>One</p></details>", "<details> “One” doesn't begin with its one <summary>"),
        ("<dl><dt><h2>One</h2></dt><dd>two</dd></dl>", "<h2> “One” is a heading within <dt>"),
        ("<h3>One</h3>", "<h3> “One” follows a heading of rank 1"),
        ('<p id="one"></p><p id="one"></p>', "the id “one” stands 2 times"),
        ('<nav aria-labelledby="one">Two</nav>', "<nav> “Two” has aria-labelledby to “one”, which isn't there"),
        ('<label for="one">Two</label>', "<label> “Two” is for “one”, which is no field"),
        ('<p aria-label="One">two</p>', "<p> “two” has a name but no role, so nobody hears it"),
        ('<img src="/one.svg">', "<img> has no alt"),
        ("<center>One</center>", "<center> “One” is no element of today's HTML"),
        ('<table align="left"></table>', "<table> has align, which is for a style"),
        ('<time datetime="soon">One</time>', "<time> “One” tells no time: soon"),
        ('<p lang="Welsh!">Un</p>', "<p> “Un” is in no language: Welsh!"),
        ('<input type="checkbox" autocomplete="off">', "<input> completes itself, though nobody types in it"),
    ],
)
def test_a_fault_is_told_in_words(html: str, fault: str) -> None:
    assert faults(WHOLE.format(html)) == [fault]


def test_a_page_needs_a_language_and_a_title() -> None:
    assert faults("<!doctype html><title></title><h1>One</h1>") == [
        "the page has no language",
        "the page has no title",
    ]
