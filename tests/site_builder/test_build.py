"""One build makes every page of the site and everything that the service needs, as of one moment."""

import json
import re
from datetime import datetime
from html import escape
from pathlib import Path

import pytest
from jinja2 import Environment
from project import MARKDOWN, Project

from site_builder.build import WORTH_TWO
from site_builder.catalogue import LONDON, Catalogue
from site_builder.load import load
from site_builder.pages import Page, pages
from site_builder.shell import Site

NOW = datetime(2026, 11, 21, tzinfo=LONDON)
URL = "https://volunteer.example.org/portal/"
SITE = Site("Citizens in Policing", URL, "/portal/interest/", True)
MARKDOWN_PATHS = ["" if name == "index.md" else f"{name.removesuffix('.md')}/" for name in MARKDOWN]
ROLE = "roles/anytown/special/index.html"


def catalogue(project: Project) -> Catalogue:
    return load(project.root / "roles", project.root / "content", project.root)


def every_page(project: Project) -> list[Page]:
    return list(pages(catalogue(project), NOW, SITE))


def files(folder: Path, kind: str = "*") -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob(kind) if file.is_file()}


def test_every_page_of_the_catalogue_and_every_markdown_page_is_in_the_site_and_no_other(built: Project) -> None:
    made = {f"{page.path}index.html" for page in every_page(built)}
    drawn = {"404.html", "edit/index.html", *(f"{path}index.html" for path in MARKDOWN_PATHS)}
    assert files(built.site, "*.html") == made | drawn


def test_a_page_stands_in_the_theme_with_its_own_title_description_address_and_body(built: Project) -> None:
    for page in every_page(built):
        html = (built.site / page.path / "index.html").read_text(encoding="utf-8")
        assert f"<title>{escape(page.title)} - Citizens in Policing</title>" in html
        assert f'<meta name="description" content="{escape(page.description)}">' in html
        assert f'<link rel="canonical" href="{URL}{page.path}">' in html
        assert page.body in html
        assert page.head in html
        assert '<footer class="site-footer">' in html


def test_the_pencil_of_a_page_opens_the_file_that_it_is_made_from(built: Project) -> None:
    base = "https://forge.example.org/citizens-in-policing/edit/main/"
    sources = {"": "content/pages/index.md", "roles/anytown/special/": "roles/anytown/special.yml"}
    for path, source in sources.items():
        assert f'<a href="{base}{source}"' in (built.site / path / "index.html").read_text(encoding="utf-8")
    unsourced = [page.path for page in every_page(built) if not page.source]
    assert unsourced
    for path in unsourced:
        assert 'rel="edit"' not in (built.site / path / "index.html").read_text(encoding="utf-8")


def test_nothing_of_the_shells_is_left_over(built: Project) -> None:
    assert [path for path in built.site.rglob("*") if path.name == "_"] == []
    for file in [*built.site.rglob("*.html"), *built.site.rglob("*.xml")]:
        assert "cip-slot" not in file.read_text(encoding="utf-8")


def test_the_map_of_the_site_has_every_page_once(built: Project) -> None:
    addresses = re.findall(r"<loc>(.*)</loc>", (built.site / "sitemap.xml").read_text(encoding="utf-8"))
    markdown = [f"{URL}{path}" for path in MARKDOWN_PATHS]
    assert addresses == sorted([*markdown, *(URL + page.path for page in every_page(built))])


def test_the_service_gets_the_same_catalogue_the_frame_and_the_facts_of_the_site(built: Project) -> None:
    service = built.root / "build/service"
    assert files(service) == {"catalogue.json", "editor-policy.txt", "shell.html", "site.json"}
    assert Catalogue.model_validate_json((service / "catalogue.json").read_bytes()) == catalogue(built)
    assert json.loads((service / "site.json").read_text(encoding="utf-8")) == {
        "name": "Citizens in Policing",
        "url": URL,
        "form_url": "/portal/interest/",
        "demonstration": True,
    }
    frame = (service / "shell.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True).from_string(frame).render()
    assert '<link rel="stylesheet" href="/portal/assets/cip.css">' in page
    assert "This is a demonstration." in page
    assert "aria-current" not in page


@pytest.mark.parametrize("url", ["https://volunteer.example.org", "https://volunteer.example.org/"])
def test_the_address_of_the_site_may_lack_its_last_slash(project: Project, url: str) -> None:
    html = (project.built(CIP_BASE_URL=url) / ROLE).read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://volunteer.example.org/roles/anytown/special/">' in html


def test_a_role_is_open_or_closed_as_of_the_day_that_is_given(project: Project) -> None:
    assert "Open now" in (project.built(CIP_TODAY="2026-12-05") / ROLE).read_text(encoding="utf-8")
    project.change("roles/anytown/special.yml", "state: open", "state: closed")
    assert "Open now" not in (project.built(CIP_TODAY="2026-12-05T12:01") / ROLE).read_text(encoding="utf-8")


def times(site: Path) -> dict[str, int]:
    return {name: (site / name).stat().st_mtime_ns for name in files(site)}


def test_a_second_build_of_the_same_files_writes_no_file_anew(project: Project) -> None:
    before = times(project.built(CIP_TODAY="2026-11-21"))
    assert times(project.built(CIP_TODAY="2026-11-21")) == before


def test_only_the_pages_that_a_change_shows_on_are_written_anew(project: Project) -> None:
    before = times(project.built(CIP_TODAY="2026-11-21"))
    project.change("roles/anytown/special.yml", "Walk the beat", "Stroll")
    after = times(project.built(CIP_TODAY="2026-11-21"))
    assert {name for name in after if after[name] != before[name]} == {ROLE, "data/catalogue.json"}


def make_many_roles(project: Project) -> None:
    role = (project.root / "roles/anytown/special.yml").read_text(encoding="utf-8")
    for number in range(WORTH_TWO):
        project.write(f"roles/anytown/special-{number}.yml", role)


def test_many_roles_are_shared_by_two_processes_and_every_page_is_there_once(project: Project) -> None:
    make_many_roles(project)
    site = project.built(CIP_TODAY="2026-11-21", CIP_BASE_URL=URL)
    made = every_page(project)
    assert len(made) > WORTH_TWO
    for page in made:
        assert page.body in (site / page.path / "index.html").read_text(encoding="utf-8")
    addresses = re.findall(r"<loc>(.*)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    assert len(addresses) == len(set(addresses)) == len(made) + len(MARKDOWN)
    before = times(site)
    assert times(project.built(CIP_TODAY="2026-11-21", CIP_BASE_URL=URL)) == before


@pytest.mark.parametrize("number", [0, 1])
def test_a_clash_in_either_process_is_told_and_nothing_is_published(project: Project, number: int) -> None:
    make_many_roles(project)
    project.write(f"content/pages/roles/anytown/special-{number}.md", "# Special\n")
    done = project.mkdocs("build", "--quiet")
    assert done.stderr == f"ERROR   -  Two pages would be at roles/anytown/special-{number}/index.html.\n"
    assert not project.site.exists()


def test_a_page_that_markdown_and_yaml_both_make_is_refused(project: Project) -> None:
    project.write("content/pages/roles/anytown/special.md", "# Special\n")
    done = project.mkdocs("build", "--quiet")
    assert done.returncode == 1
    assert done.stderr == f"ERROR   -  Two pages would be at {ROLE}.\n"
    assert not project.site.exists()


def test_a_navigation_that_leads_to_no_page_is_refused(project: Project) -> None:
    project.change("mkdocs.yml", "areas/index.md", "arias/index.md")
    done = project.mkdocs("build", "--quiet")
    assert done.returncode == 1
    assert done.stderr == (
        "ERROR   -  The navigation leads to arias/, and there is no such page. Mend `nav` in mkdocs.yml.\n"
    )
