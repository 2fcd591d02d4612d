"""What is shown of a page where somebody shares a link to it."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from project import Project

URL = "https://volunteer.example.org/portal/"


class Meta(HTMLParser):
    """The properties of a page, of which each may be said once."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.properties: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and found.get("property"):
            assert found["property"] not in self.properties
            self.properties[str(found["property"])] = str(found["content"])


def shown(site: Path, path: str) -> dict[str, str]:
    return Meta((site / path / "index.html").read_text("utf-8")).properties


def test_a_computed_page_shows_its_title_and_its_summary(built: Project) -> None:
    assert shown(built.site, "roles/anytown/special") == {
        "og:type": "website",
        "og:site_name": "Citizens in Policing",
        "og:locale": "en_GB",
        "og:title": "Special constable – Anytown Police",
        "og:description": "You serve as a police officer in your spare time.",
        "og:url": f"{URL}roles/anytown/special/",
    } | picture(built)


def picture(project: Project) -> dict[str, str]:
    """The picture of every page, if the site has one."""
    found = shown(project.site, "about")
    return {name: value for name, value in found.items() if name.startswith("og:image")}


def test_every_page_of_the_site_shows_its_own_address_and_a_title(built: Project) -> None:
    pages = [path for path in built.site.rglob("index.html") if "edit" not in path.parts]
    assert len(pages) > 30
    for path in pages:
        found = shown(path.parent, "")
        where = path.parent.relative_to(built.site).as_posix()
        assert found["og:url"] == (URL if where == "." else f"{URL}{where}/")
        assert found["og:title"]
        assert found["og:description"]


@pytest.mark.parametrize(
    ("front_matter", "heading", "title", "description"),
    [
        ("", "Tea & talk", "Tea & talk", None),
        (
            '---\ntitle: Tea "and" talk\ndescription: \'Come <soon> & see "us"\'\n---\n',
            "Tea",
            'Tea "and" talk',
            'Come  & see "us"',
        ),
    ],
)
def test_a_markdown_page_shows_its_own_words_safely(
    project: Project, front_matter: str, heading: str, title: str, description: str | None
) -> None:
    project.write("content/pages/about.md", f"{front_matter}# {heading}\n")
    found = shown(project.built(), "about")

    assert found["og:title"] == title
    if description:
        assert " ".join(found["og:description"].split()) == " ".join(description.split())


def test_a_shared_picture_is_in_the_site_and_named_with_its_whole_address(built: Project) -> None:
    found = shown(built.site, "roles/anytown/special")
    picture = found["og:image"].removeprefix(URL)

    assert picture != found["og:image"]
    assert (built.site / picture).is_file()
    assert found["og:image:alt"]


def test_the_pages_of_the_service_and_the_page_for_lost_readers_show_nothing(built: Project) -> None:
    for path in (built.root / "build/service/shell.html", built.site / "404.html"):
        assert 'property="og:' not in path.read_text("utf-8")
