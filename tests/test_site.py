"""The built site, from the shipped content, as files: complete, whole, and asking nothing of anybody else."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from site_builder.catalogue import LISTS, Catalogue
from site_builder.load import load

TOP = Path(__file__).parents[1]
BASE = "http://127.0.0.1:8000/"
LOADS = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("source", "srcset"),
    ("iframe", "src"),
    ("form", "action"),
}
SERVICE = ("/interest/", "/survey/", "/mine/", "/desk/")
EDITOR = "edit/"  # Decap CMS draws this page in the browser: no heading, skip link or banner of ours stands in it


class Document(HTMLParser):
    """What the tests ask of a page: its elements and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ids: Counter[str] = Counter()
        self.inline_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        if (
            tag == "script"
            and "src" not in found
            and found.get("type") not in ("application/json", "application/ld+json")
        ):
            self.inline_script = True


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(TOP / "roles", TOP / "content", TOP)


@pytest.fixture(scope="session")
def documents(built: Path) -> dict[str, Document]:
    """Every page by its path from the site's root."""
    site = built / "site"
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): Document(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def expected(catalogue: Catalogue) -> Iterator[str]:
    words = catalogue.vocabulary
    yield from (f"roles/{key}/" for key in catalogue.roles)
    yield from (f"pathways/{key}/" for key in catalogue.pathways)
    yield from (f"areas/{key}/" for key in catalogue.every_area)
    yield from (f"organisations/{key}/" for key in catalogue.organisations)
    yield from (f"groups/{key}/" for key in words.groups)
    yield from (f"contributions/{key}/" for key in words.contributions)
    yield from (f"interests/{key}/" for key in words.interests)
    yield from (f"skills/{key}/" for key in words.skills)
    yield from (f"events/{key}/" for key in catalogue.events)
    yield from (f"stories/{key}/" for key in catalogue.stories)
    yield from (f"roles/{old}/" for old in catalogue.redirects)
    yield from (f"{folder}/" for folder in LISTS)
    yield from ("", "how-it-works/", "vetting/", "time-and-money/", "under-18s/", "for-employers/", "for-editors/")
    yield from ("about/", "privacy/", "data-protection/", "records-of-processing/", "accessibility/", "404.html")


def test_there_is_a_page_for_every_role_pathway_and_landing_page(
    documents: dict[str, Document], catalogue: Catalogue
) -> None:
    assert set(expected(catalogue)) - documents.keys() == set()


def test_every_page_has_one_heading_of_the_first_rank(documents: dict[str, Document]) -> None:
    counts = {path: sum(tag == "h1" for tag, _ in page.elements) for path, page in documents.items()}

    assert {path: count for path, count in counts.items() if count != 1} == {EDITOR: 0}


def test_no_id_stands_twice_on_a_page(documents: dict[str, Document]) -> None:
    doubled = {path: [name for name, count in page.ids.items() if count > 1] for path, page in documents.items()}

    assert {path: names for path, names in doubled.items() if names} == {}


def test_every_page_can_be_skipped_into(documents: dict[str, Document]) -> None:
    assert [path for path, page in documents.items() if "main" not in page.ids] == [EDITOR]


def test_no_link_of_the_site_is_broken(documents: dict[str, Document], built: Path) -> None:
    broken = [
        f"{path or 'home'} → {link}"
        for path, page in documents.items()
        for link in links(page)
        if (target := inside(urljoin(BASE + path, link))) is not None and not leads(target, documents, built / "site")
    ]

    assert broken == []


def links(page: Document) -> Iterator[str]:
    for tag, attributes in page.elements:
        for name in ("href", "src"):
            if attributes.get(name) and (tag, attributes.get("rel")) != ("link", "canonical"):
                yield str(attributes[name])


def inside(address: str) -> tuple[str, str] | None:
    """The path and the fragment of an address of the site; None for others, and for what the service answers."""
    whole, fragment = urldefrag(address)
    if not whole.startswith(BASE) or urlsplit(whole).path.startswith(SERVICE):
        return None
    return unquote(urlsplit(whole).path.removeprefix("/")), unquote(fragment)


def leads(target: tuple[str, str], documents: dict[str, Document], site: Path) -> bool:
    path, fragment = target
    if path in documents:
        return not fragment or fragment in documents[path].ids or fragment == "__top"
    return not fragment and (site / path).is_file()


def test_no_page_loads_anything_from_elsewhere(documents: dict[str, Document], built: Path) -> None:
    loaded = {
        urljoin(BASE + path, str(attributes[name]))
        for path, page in documents.items()
        for tag, attributes in page.elements
        for name in ("href", "src", "srcset", "action")
        if (tag, name) in LOADS and attributes.get(name)
    }
    styles = "".join(path.read_text("utf-8") for path in (built / "site").rglob("*.css"))

    assert {address for address in loaded if not address.startswith(BASE)} == set()
    assert set(re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^\"')]+", styles)) == set()


def test_no_page_has_a_script_or_a_handler_or_a_style_of_its_own(documents: dict[str, Document]) -> None:
    offenders = [path for path, page in documents.items() if page.inline_script]
    handlers = [
        f"{path}: {name}"
        for path, page in documents.items()
        for tag, attributes in page.elements
        for name in attributes
        if name.startswith("on") or name == "style" or tag == "style"
    ]

    assert (offenders, handlers) == ([], [])


def test_the_pencil_of_a_role_opens_its_yaml(documents: dict[str, Document], catalogue: Catalogue) -> None:
    for key, role in catalogue.roles.items():
        hrefs = [attributes.get("href") or "" for _, attributes in documents[f"roles/{key}/"].elements]
        assert [href for href in hrefs if href.endswith(f"/{role.source}")], key


def test_a_demonstration_says_so_on_every_page_and_keeps_out_of_search_engines(built: Path) -> None:
    for path in (built / "site").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "This is a demonstration." in text or path.parent.name == "edit", path
        assert '<meta name="robots" content="noindex' in text, path


def test_the_site_map_names_every_page_once_but_those_of_roles_that_are_gone(
    documents: dict[str, Document], built: Path, catalogue: Catalogue
) -> None:
    named = re.findall(r"<loc>(.*?)</loc>", (built / "site/sitemap.xml").read_text("utf-8"))
    left = {"404.html", EDITOR, *(f"roles/{old}/" for old in catalogue.redirects)}

    assert sorted(named) == sorted(BASE + path for path in documents if path not in left)


def test_an_example_of_a_story_is_marked_wherever_it_is_named(built: Path, catalogue: Catalogue) -> None:
    for key, story in catalogue.stories.items():
        assert story.example, f"{key}: the demonstration has no true story"
        assert "This is an example." in (built / f"site/stories/{key}/index.html").read_text("utf-8")


def test_a_renamed_role_leads_on_and_search_engines_know_the_new_page(built: Path, catalogue: Catalogue) -> None:
    moved = {old: redirect.to for old, redirect in catalogue.redirects.items() if redirect.to}
    assert moved
    for old, new in moved.items():
        text = (built / f"site/roles/{old}/index.html").read_text("utf-8")
        assert f'<meta http-equiv="refresh" content="0; url=../../../roles/{new}/">' in text
        assert f'<link rel="canonical" href="{BASE}roles/{new}/">' in text


def test_the_service_finds_the_same_catalogue_beside_the_site(built: Path, catalogue: Catalogue) -> None:
    written = (built / "service/catalogue.json").read_text("utf-8")

    assert Catalogue.model_validate_json(written) == catalogue
