"""MkDocs is a door: it draws the pages, names problems at their place, and shows them on top of the last good pages."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from project import Project

from site_builder.load import load
from site_builder.plugin import run
from site_builder.problems import Problems

ROLE = "roles/anytown/special/"
BROKEN = "roles/anytown/special.yml:1:1: C001: 'titel' is not a key here; did you mean 'title'?\n"


def break_role(project: Project) -> None:
    project.write("roles/anytown/special.yml", "titel: x\n" + _role(project))


def mend_role(project: Project) -> None:
    project.write("roles/anytown/special.yml", _role(project).removeprefix("titel: x\n"))


def _role(project: Project) -> str:
    return (project.root / "roles/anytown/special.yml").read_text(encoding="utf-8")


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def every_page(site: Path) -> Iterator[tuple[str, Elements]]:
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), Elements(file.read_text(encoding="utf-8"))


class TestBuild:
    def test_a_strict_build_of_good_files_says_nothing_amiss(self, project: Project) -> None:
        done = project.mkdocs("build", "--strict")
        assert done.returncode == 0
        assert [line for line in done.stderr.splitlines() if not line.startswith("INFO ")] == []

    def test_problems_are_told_without_a_traceback_and_the_last_site_stays(self, project: Project) -> None:
        before = html(project.built(), ROLE)
        break_role(project)
        done = project.mkdocs("build", "--quiet")
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr == BROKEN
        assert html(project.site, ROLE) == before

    def test_mkdocs_and_cip_are_told_the_same_problems(self, project: Project) -> None:
        break_role(project)
        with pytest.raises(Problems) as from_build:
            run(project.root / "mkdocs.yml")
        with pytest.raises(Problems) as from_check:
            load(project.root / "roles", project.root / "content", project.root)
        assert from_build.value.problems == from_check.value.problems

    def test_the_other_door_makes_the_same_site(self, project: Project) -> None:
        by_mkdocs = html(project.built(CIP_TODAY="2026-12-06"), ROLE)
        (project.root / "build/current").unlink()
        run(project.root / "mkdocs.yml", today="2026-12-06", strict=True)
        assert html(project.site, ROLE) == by_mkdocs

    def test_a_warning_stops_a_strict_build_before_anything_is_published(self, project: Project) -> None:
        before = html(project.built(), "about")
        project.write("content/pages/about.md", "# About\n\n[Gone](gone.md)\n")
        done = project.mkdocs("build", "--strict")
        assert done.returncode == 1
        assert "contains a link 'gone.md', but the target is not found" in done.stderr
        assert html(project.site, "about") == before
        assert project.mkdocs("build").returncode == 0
        assert "Gone" in html(project.site, "about")

    def test_a_day_that_is_none_is_named(self, project: Project) -> None:
        done = project.mkdocs("build", "--quiet", CIP_TODAY="tomorrow")
        assert done.returncode == 1
        assert done.stderr == "ERROR   -  today is tomorrow; write a date such as 2026-11-21.\n"

    def test_the_site_goes_where_the_service_can_stand_beside_it(self, project: Project) -> None:
        done = project.mkdocs("build", "--quiet", "--site-dir", "public")
        assert done.returncode == 1
        assert done.stderr == (
            f"ERROR   -  site_dir is {project.root}/public; it must end in `site`, "
            "because the service's files go beside it.\n"
        )


class TestLinks:
    """`[text](role:anytown/special)` in a Markdown page."""

    def test_a_name_becomes_an_address_from_the_page_it_stands_on(self, built: Project) -> None:
        assert '<a href="roles/anytown/special/#time">a special</a>' in html(built.site, "")
        assert '<a href="../organisations/anytown/#privacy">them</a>' in html(built.site, "how-it-works")

    def test_every_kind_of_name_leads_to_a_page_that_is_there(self, project: Project) -> None:
        names = {
            "role:anytown/special": "roles/anytown/special/",
            "pathway:standard": "pathways/standard/",
            "area:north": "areas/north/",
            "organisation:anytown": "organisations/anytown/",
            "group:accountability": "groups/accountability/",
            "contribution:communities": "contributions/communities/",
            "skill:listening": "skills/listening/",
            "interest:people": "interests/people/",
        }
        project.write("content/pages/about.md", "# About\n\n" + " ".join(f"[{name}]({name})" for name in names))
        site = project.built()
        for name, path in names.items():
            assert f'<a href="../{path}">{name}</a>' in html(site, "about")
            assert (site / path / "index.html").is_file()

    def problems(self, project: Project, text: str) -> str:
        project.write("content/pages/about.md", text)
        with pytest.raises(Problems) as refusal:
            run(project.root / "mkdocs.yml")
        return str(refusal.value)

    def test_unknown_names_are_named_each_at_its_line_and_column(self, project: Project) -> None:
        text = "---\ntitle: About\n---\n# About\n\n"
        text += "A [b](role:anytown/spechial) and\n[c](area:nroth), [d](role:anytown/spechial).\n"
        assert self.problems(project, text) == (
            "content/pages/about.md:6:7: C004: there is no role 'anytown/spechial'; did you mean 'anytown/special'?\n"
            "content/pages/about.md:7:5: C004: there is no area 'nroth'; did you mean 'north'?\n"
            "content/pages/about.md:7:22: C004: there is no role 'anytown/spechial'; did you mean 'anytown/special'?\n"
        )

    def test_a_name_like_nothing_known_is_sent_to_where_names_are(self, project: Project) -> None:
        assert self.problems(project, "# A\n\n[x](pathway:qqqqqqqq)\n") == (
            "content/pages/about.md:3:5: C004: there is no pathway 'qqqqqqqq'; "
            "look for its name in roles/ and content/\n"
        )

    def test_an_unknown_kind_is_named_with_the_kind_that_was_meant(self, project: Project) -> None:
        assert self.problems(project, "# A\n\n[x](rolle:anytown/special)\n") == (
            "content/pages/about.md:3:5: C003: 'rolle:' is no kind of link; did you mean 'role'?\n"
        )

    def test_a_link_that_runs_a_script_is_refused(self, project: Project) -> None:
        assert "C003: 'javascript:' is no kind of link" in self.problems(project, "# A\n\n[x](javascript:alert(1))\n")

    def test_a_link_that_is_shown_as_code_is_no_link(self, project: Project) -> None:
        project.write("content/pages/about.md", "# About\n\nWrite `[x](role:no/such)`.\n\n    [y](role:no/such)\n")
        assert "role:no/such" in html(project.built(), "about")

    def test_links_to_the_web_to_letter_boxes_and_to_phones_pass(self, project: Project) -> None:
        links = ["https://example.org/?a=1&b=2", "mailto:a@example.org", "tel:+441632960000"]
        project.write("content/pages/about.md", "# About\n\n" + " ".join(f"[x]({link})" for link in links))
        page = unescape(html(project.built(), "about"))
        assert [link for link in links if f'href="{link}"' not in page] == []

    def test_a_part_is_drawn_for_the_page_that_it_stands_on(self, project: Project) -> None:
        project.write("content/pages/about.md", "# About\n\n<!-- part: groups -->\n\n<!--part:closing-soon-->\n")
        page = (project.built() / "about/index.html").read_text(encoding="utf-8")
        assert '<a href="../groups/accountability/">' in page
        assert "<!--" not in page[page.index("<article") :]

    def test_a_part_that_there_is_not_is_named_with_the_one_that_was_meant(self, project: Project) -> None:
        page = "# About\n\nHere: <!-- part: gruops -->\n\n<!-- part: qqq -->\n"
        told = self.problems(project, page)
        assert "content/pages/about.md:3:7: C004: there is no part 'gruops'; did you mean 'groups'?\n" in told
        assert (
            "content/pages/about.md:5:1: C004: there is no part 'qqq'; write one of areas, closing-soon, "
            "contributions, events, groups, interests, picture, roles-today, story\n"
        ) in told

    def test_a_page_needs_one_main_heading(self, project: Project) -> None:
        for text in ("Just text.\n", "# One\n\n# Two\n"):
            assert self.problems(project, text) == (
                "content/pages/about.md:1:1: C002: a page needs exactly one main heading; start it with '# Title'\n"
            )

    def test_a_page_that_is_no_text_is_named_with_all_other_problems(self, project: Project) -> None:
        (project.root / "content/pages/privacy.md").write_bytes(b"# Caf\xe9\n")
        break_role(project)
        told = self.problems(project, "Just text.\n")
        assert [line.split(":")[0] for line in told.splitlines()] == [
            "content/pages/about.md",
            "content/pages/privacy.md",
            "roles/anytown/special.yml",
        ]

    def test_a_file_that_leads_out_of_the_folder_is_not_published(self, project: Project) -> None:
        (project.root / "content/pages/secret.txt").symlink_to("/etc/hostname")
        assert self.problems(project, "# About\n").startswith("content/pages/secret.txt:1:1: Y004: ")


def every_page_of_the_theme(site: Path) -> Iterator[tuple[str, Elements]]:
    """All but /edit/, which Decap CMS draws in the browser: no heading, skip link or banner of ours stands in it."""
    return ((path, page) for path, page in every_page(site) if path != "edit/index.html")


class TestEveryPage:
    def test_it_has_one_h1_and_the_skip_link_leads_to_it(self, built: Project) -> None:
        for path, page in every_page_of_the_theme(built.site):
            headings = [attributes.get("id") for tag, attributes in page.found if tag == "h1"]
            assert (path, headings) == (path, ["main"])
            assert ("a", {"href": "#main", "class": "md-skip"}) in page.found, path

    def test_it_is_in_british_english_and_hidden_from_search_engines_in_a_demonstration(self, built: Project) -> None:
        for path, page in every_page_of_the_theme(built.site):
            assert page.found[0] == ("html", {"lang": "en-GB", "class": "no-js"}), path
            assert page.found.count(("meta", {"name": "robots", "content": "noindex"})) == 1, path
            assert ("p", {"class": "demonstration"}) in page.found, path

    def test_it_runs_no_inline_script_and_has_no_inline_handler_or_style(self, built: Project) -> None:
        for path, page in every_page(built.site):
            for tag, attributes in page.found:
                assert tag != "style", path
                assert tag != "script" or "src" in attributes or attributes["type"] in DATA, path
                assert [name for name in attributes if name.startswith("on") or name == "style"] == [], path

    def test_it_asks_nobody_else_for_anything(self, built: Project) -> None:
        for path, page in every_page(built.site):
            for tag, attributes in page.found:
                asked = attributes.get("src") or (tag == "link" and attributes.get("href")) or ""
                assert not re.match(r"(https?:)?//", asked) or attributes.get("rel") == "canonical", path

    def test_its_own_files_are_there(self, built: Project) -> None:
        for path, page in every_page(built.site):
            for tag, attributes in page.found:
                asked = attributes.get("src") or (tag == "link" and attributes.get("href")) or ""
                if asked and attributes.get("rel") != "canonical":
                    file = built.site / asked.removeprefix("/portal/") if path == "404.html" else None
                    assert (file or (built.site / path).parent / asked).is_file(), (path, asked)

    def test_the_pages_of_a_section_have_it_marked_in_the_navigation(self, built: Project) -> None:
        marked = {
            path: [attributes for _, attributes in page.found if "aria-current" in attributes]
            for path, page in every_page(built.site)
        }
        assert marked["roles/index.html"] == [{"href": "./", "aria-current": "page"}]
        assert marked[f"{ROLE}index.html"] == [{"href": "../../", "aria-current": "true"}]
        assert marked["how-it-works/index.html"] == [{"href": "./", "aria-current": "page"}]
        assert marked["skills/listening/index.html"] == []

    def test_the_page_for_a_wrong_address_works_from_any_depth(self, built: Project) -> None:
        (page,) = (page for path, page in every_page(built.site) if path == "404.html")
        hrefs = {attributes["href"] for _, attributes in page.found if "href" in attributes}
        assert {"/portal/", "/portal/roles/", "/portal/areas/", "/portal/assets/cip.css"} <= hrefs
        assert [href for href in hrefs if not (href or "").startswith(("/portal/", "#main"))] == []


DATA = ("application/json", "application/ld+json")


def test_a_site_that_is_no_demonstration_has_no_banner_and_may_be_found(project: Project) -> None:
    project.change("mkdocs.yml", "demonstration: true", "demonstration: false")
    site = project.built()
    for path, page in every_page_of_the_theme(site):
        assert ("meta", {"name": "robots", "content": "noindex"}) not in page.found, path
        assert [tag for tag, attributes in page.found if attributes.get("class") == "md-banner"] == [], path
    assert "demonstration" not in (project.root / "build/service/shell.html").read_text(encoding="utf-8")


class Server:
    """`mkdocs serve`, seen as a browser sees it."""

    def __init__(self, url: str, log: Path) -> None:
        self.url = url
        self._log = log

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refused:
            return str(refused.read().decode())

    def wait_until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if holds():
                    return
            except (urllib.error.URLError, ConnectionError):
                pass  # not listening yet
            time.sleep(0.1)
        pytest.fail(self._log.read_text(encoding="utf-8"))


@contextmanager
def served(project: Project) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = project.root / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project.root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "CIP_TODAY": "2026-11-21"},
            stdout=output,
            stderr=output,
        )
    try:
        yield Server(f"http://127.0.0.1:{port}/", log)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)


class TestServe:
    def test_a_changed_role_shows_and_a_broken_one_leaves_the_last_good_pages_under_its_problems(
        self, project: Project
    ) -> None:
        with served(project) as server:
            server.wait_until(lambda: "Walk the beat" in server.get(ROLE))
            project.change("roles/anytown/special.yml", "Walk the beat", "Stroll about")
            server.wait_until(lambda: "Stroll about" in server.get(ROLE))
            assert 'role="alert"' not in server.get(ROLE)

            break_role(project)
            server.wait_until(lambda: 'role="alert"' in server.get(ROLE))
            for path in ("", ROLE, "roles/", "about/", "skills/listening/", "404.html", "no/such/page/"):
                page = server.get(path)
                alert = page.partition('role="alert"')[2].partition("</div>")[0]
                assert unescape(alert).count(BROKEN) == 1, path
            assert "Stroll about" in server.get(ROLE)

            mend_role(project)
            server.wait_until(lambda: 'role="alert"' not in server.get(ROLE))
            assert "Stroll about" in server.get(ROLE)
        assert not (project.root / "build").exists()

    def test_a_broken_markdown_page_is_told_on_top_of_every_page_too(self, project: Project) -> None:
        with served(project) as server:
            server.wait_until(lambda: "A new line" not in server.get("about/"))
            project.write("content/pages/about.md", "# About\n\nA new line, and [a slip](role:anytown/speshul).\n")
            server.wait_until(lambda: 'role="alert"' in server.get(ROLE))
            assert "content/pages/about.md:3:26: C004: there is no role &#39;anytown/speshul&#39;" in server.get(ROLE)
            (project.root / "content/pages/about.md").write_bytes(b"# \xff\n")
            server.wait_until(lambda: "Y006" in server.get("about/"))
            project.write("content/pages/about.md", "# About\n\nA new line.\n")
            server.wait_until(lambda: 'role="alert"' not in server.get(ROLE))
            assert "A new line." in server.get("about/")

    def test_files_that_are_broken_from_the_start_are_told_and_can_be_mended(self, project: Project) -> None:
        break_role(project)
        with served(project) as server:
            server.wait_until(lambda: "Welcome" in server.get(""))
            for path in ("", "about/", "roles/", ROLE):
                assert BROKEN in unescape(server.get(path)), path
            mend_role(project)
            server.wait_until(lambda: "Walk the beat" in server.get(ROLE))
            assert 'role="alert"' not in server.get("")
