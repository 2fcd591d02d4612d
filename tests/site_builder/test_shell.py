"""A page that the theme drew becomes a shell; a filled shell is the page that the theme would have drawn."""

import re
import subprocess
import sys
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from site_builder.shell import MARKDOWN, MARKS, Shell, Shells, Site, Slots, shell_path

PROJECT = Path(__file__).parents[2]
PENCIL = "https://forge.example.org/edit/main/"
SLOTS = Slots(
    title='Cats & "dogs" <unit>',
    description='Look after "police" cats & dogs',
    canonical="https://volunteer.example.org/twin/",
    edit_url=f"{PENCIL}twin.yml?a=1&b=2",
    head='<script type="application/ld+json">{"@type": "Thing"}</script>',
    body='<h1 id="main">Cats &amp; dogs</h1>\n<p>Walk <em>the dog</em>.</p>',
)
MKDOCS = f"""
INHERIT: {PROJECT}/mkdocs.yml
site_url: https://volunteer.example.org
docs_dir: docs
site_dir: drawn
theme: {{custom_dir: {PROJECT}/site_builder/theme}}
plugins: []
hooks: [hooks.py]
nav: [Home: index.md, Twin: other.md]
"""
HOOKS = f"""
import re
def on_pre_page(page, config, files):
    if page.file.src_uri.startswith("_"):
        page.canonical_url, page.edit_url = "{MARKS.canonical}", "{MARKS.edit_url}"
    elif page.file.src_uri.startswith("twin"):
        page.edit_url = "{SLOTS.edit_url.replace("&", "&amp;")}"
def on_page_content(html, page, config, files):
    page.toc.items[0].id = "main"
    return re.sub('<h1 id="[^"]*"', '<h1 id="main"', html)
"""
TWIN = """---
title: Cats &amp; &quot;dogs&quot; &lt;unit&gt;
description: Look after &quot;police&quot; cats &amp; dogs
head: '<script type="application/ld+json">{"@type": "Thing"}</script>'
---
# Cats & dogs

Walk *the dog*.
"""


class Tokens(HTMLParser):
    """The tags, attributes and words of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[tuple[str, object]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tokens.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tokens.append(("/", tag))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.tokens.append(("", " ".join(data.split())))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages that MkDocs drew with our theme: `_` for a shell, `twin` natively from the values of SLOTS."""
    project = tmp_path_factory.mktemp("project")
    files = {
        "mkdocs.yml": MKDOCS,
        "hooks.py": HOOKS,
        "docs/_/index.md": MARKDOWN,
        "docs/_/_/index.md": MARKDOWN,
        "docs/twin/index.md": TWIN,
        "docs/index.md": "# Home",
        "docs/other.md": "# Other",
    }
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=project, check=True)
    return project / "drawn"


@pytest.fixture(scope="module")
def page(drawn: Path) -> str:
    return (drawn / "_/index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shell(page: str) -> Shell:
    return Shell.cut(page)


def test_a_filled_page_is_the_page_that_the_theme_draws_from_the_same_values(shell: Shell, drawn: Path) -> None:
    native = (drawn / "twin/index.html").read_text(encoding="utf-8")
    assert Tokens(shell.fill(SLOTS)).tokens == Tokens(native).tokens


def test_text_slots_are_escaped_and_markup_slots_are_not(shell: Shell) -> None:
    filled = shell.fill(SLOTS)
    assert "<title>Cats &amp; &quot;dogs&quot; &lt;unit&gt; - Citizens in Policing</title>" in filled
    assert '<meta name="description" content="Look after &quot;police&quot; cats &amp; dogs">' in filled
    assert f'<a href="{PENCIL}twin.yml?a=1&amp;b=2"' in filled
    assert SLOTS.head in filled
    assert SLOTS.body in filled


def test_a_page_without_a_source_has_no_edit_link(shell: Shell) -> None:
    assert 'rel="edit"' in shell.fill(SLOTS)
    filled = shell.fill(replace(SLOTS, edit_url=""))
    assert 'rel="edit"' not in filled
    assert Tokens(filled).tokens == list(_without_link(Tokens(shell.fill(SLOTS)).tokens, "edit"))


def _without_link(tokens: list[tuple[str, object]], rel: str) -> list[tuple[str, object]]:
    start = next(at for at, (tag, attrs) in enumerate(tokens) if tag == "a" and ("rel", rel) in attrs)  # type: ignore[operator]
    return tokens[:start] + tokens[tokens.index(("/", "a"), start) + 1 :]


def test_text_that_looks_like_a_slot_stays_text(shell: Shell) -> None:
    filled = shell.fill(replace(SLOTS, title=MARKS.body, body=f"<h1>{MARKS.title} \\1</h1>"))
    assert "<title>&lt;h1 id=&quot;main&quot;&gt;cip-slot-body&lt;/h1&gt; - " in filled
    assert "<h1>cip-slot-title \\1</h1>" in filled


def test_no_slot_is_left_in_a_filled_page(shell: Shell) -> None:
    assert "cip-slot" not in shell.fill(SLOTS)


def test_the_skip_link_of_every_page_leads_to_its_heading(shell: Shell, drawn: Path) -> None:
    skip = '<a href="#main" class="md-skip">'
    assert skip in shell.fill(SLOTS)
    assert skip in (drawn / "404.html").read_text(encoding="utf-8")


def test_the_indentation_of_the_theme_is_dropped_but_not_that_of_preformatted_text(page: str) -> None:
    text = "<pre>\n    two\n      three</pre>"
    filled = Shell.cut(page.replace("<main", f"{text}\n\n      <main", 1)).fill(SLOTS)
    assert f"{text}\n<main" in filled
    assert re.findall(r"\n\s+", filled.replace(text, "<pre>")) == []


@pytest.mark.parametrize("slot", ["title", "description", "canonical"])
def test_a_page_that_lacks_a_text_slot_is_refused(page: str, slot: str) -> None:
    with pytest.raises(ValueError, match=f"slot `{slot}` 0 times, not at least once. Has an override in the theme"):
        Shell.cut(page.replace(getattr(MARKS, slot), ""))


@pytest.mark.parametrize("slot", ["edit_url", "head", "body"])
def test_a_page_whose_single_slot_is_missing_or_doubled_is_refused(page: str, slot: str) -> None:
    mark = getattr(MARKS, slot)
    with pytest.raises(ValueError, match=f"slot `{slot}` 0 times, not once"):
        Shell.cut(page.replace(mark, ""))
    with pytest.raises(ValueError, match=f"slot `{slot}` 2 times, not once"):
        Shell.cut(page.replace(mark, mark + mark))


def test_a_page_whose_edit_address_is_no_link_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="drew its edit link as something other than a link"):
        Shell.cut(page.replace(f'<a href="{MARKS.edit_url}"', f'<b title="{MARKS.edit_url}"'))


def test_a_page_gets_the_shell_of_its_section_and_depth() -> None:
    shells = {place: Shell((str(place),), ()) for place in [("", 1), ("", 2), ("roles", 1), ("roles", 2)]}
    at = Shells(shells).at
    assert at("roles/") is shells["roles", 1]
    assert at("roles/fenland/") is shells["roles", 2]
    assert at("skills/listening/") is shells["", 2]
    with pytest.raises(ValueError, match="a/b/c/d/ lies 4 folders deep, and pages are made for 1 to 3"):
        at("a/b/c/d/")


def test_the_theme_draws_each_shell_where_no_page_can_be_but_that_of_the_section() -> None:
    assert [shell_path(*place) for place in [("roles", 1), ("roles", 2), ("", 1), ("", 3)]] == [
        "roles/",
        "roles/_/",
        "_/",
        "_/_/_/",
    ]


def test_the_form_and_the_home_page_are_found_where_the_site_stands() -> None:
    assert Site("A", "https://example.org/", "/interest/", False).root == "/"
    assert Site("A", "https://example.org/volunteer/", "/volunteer/interest/", False).root == "/volunteer/"


class TestForTheService:
    """The same frame as a Jinja file."""

    @pytest.fixture
    def frame(self, drawn: Path) -> str:
        shell = Shell.cut((drawn / "_/_/index.html").read_text(encoding="utf-8"))
        return shell.for_service("/volunteer/_/_/")

    @pytest.fixture
    def rendered(self, frame: str) -> str:
        child = (
            '{% extends "shell.html" %}{% block title %}Tell us{{ " & go" }}{% endblock %}'
            "{% block description %}A form{% endblock %}{% block head %}<meta name=test>{% endblock %}"
            '{% block content %}<h1 id="main">Tell us</h1>{% endblock %}'
        )
        loader = DictLoader({"shell.html": frame, "form.html": child})
        return Environment(loader=loader, autoescape=True).get_template("form.html").render()

    def test_a_page_that_extends_it_fills_its_blocks(self, rendered: str) -> None:
        assert "<title>Tell us &amp; go - Citizens in Policing</title>" in rendered
        assert '<meta name="description" content="A form">' in rendered
        assert "<meta name=test>" in rendered
        assert rendered.count('<h1 id="main">Tell us</h1>') == 1
        assert "cip-slot" not in rendered

    def test_it_has_no_script_no_edit_link_no_canonical_address_and_nothing_for_shared_links(
        self, rendered: str
    ) -> None:
        assert "<script" not in rendered
        assert 'rel="edit"' not in rendered
        assert 'rel="canonical"' not in rendered
        assert 'property="og:' not in rendered

    def test_search_engines_are_told_once_to_leave_it_out(self, page: str, rendered: str) -> None:
        real = page.replace('<meta name="robots" content="noindex">', "")
        assert real != page
        for html in (rendered, Shell.cut(real).for_service("/_/")):
            assert html.count('<meta name="robots" content="noindex">') == 1

    def test_its_addresses_are_from_the_root_of_the_server(self, rendered: str) -> None:
        addresses = re.findall(r'\b(?:href|src)="([^"]*)"', rendered)
        assert "/volunteer/assets/cip.css" in addresses
        assert "/volunteer/privacy/" in addresses
        assert "/volunteer/" in addresses
        assert [address for address in addresses if not address.startswith(("/volunteer/", "#"))] == []

    def test_braces_of_the_theme_are_text_to_jinja(self, page: str) -> None:
        odd = page.replace("Skip to the main content", "{{ 1/0 }} {% oops %} {# lost #} {")
        frame = Shell.cut(odd).for_service("/_/")
        assert "{{ 1/0 }} {% oops %} {# lost #} {" in Environment(autoescape=True).from_string(frame).render()

    def test_a_page_that_ends_in_a_brace_before_a_block_is_still_a_page(self, page: str) -> None:
        odd = page.replace(MARKS.body, "{" + MARKS.body)
        assert "\n{\n" in Environment(autoescape=True).from_string(Shell.cut(odd).for_service("/_/")).render()

    def test_it_keeps_the_class_that_says_there_are_no_scripts(self, frame: str) -> None:
        assert '<html lang="en-GB" class="no-js">' in frame


def test_filling_a_thousand_pages_takes_less_than_a_tenth_of_a_second(shell: Shell) -> None:
    slots = replace(SLOTS, body=SLOTS.body * 100)
    start = time.perf_counter()
    for _ in range(1000):
        shell.fill(slots)
    assert time.perf_counter() - start < 0.1
