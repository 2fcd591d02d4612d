"""The one function that makes the portal, once the theme has drawn its part: fill every page, and put all in place."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from json import dumps
from urllib.parse import quote

from site_builder.catalogue import Catalogue
from site_builder.pages import Page, pages
from site_builder.publish import Release, Tree, Unpublishable
from site_builder.shell import Shell, Shells, Site, Slots


@dataclass(frozen=True, slots=True)
class Draft:
    """What a portal is made from. `drawn` has the paths of the pages that the theme drew whole, `service_shell` is
    the frame of the service's pages and `edit_base` the address that a file's path in the repository follows, or ""."""

    catalogue: Catalogue
    shells: Shells
    service_shell: str
    site: Site
    now: datetime
    edit_base: str
    drawn: tuple[str, ...]


def build(draft: Draft, release: Release) -> None:
    """Everything after the theme's part: the site's pages, the service's files, and the release in place.
    Unpublishable if two pages would be one file, or a page would lie outside the site."""
    preview(draft, release.site)
    release.service.put("catalogue.json", draft.catalogue.model_dump_json().encode())
    release.service.put("shell.html", draft.service_shell.encode())
    release.service.put("site.json", dumps(asdict(draft.site)).encode())
    release.publish()


def preview(draft: Draft, tree: Tree) -> None:
    """The site's own pages and its map, without the service's files: what `mkdocs serve` shows."""
    paths = list(draft.drawn)
    for page in pages(draft.catalogue, draft.now, draft.site):
        tree.put(f"{page.path}index.html", _filled(page, draft).encode())
        paths.append(page.path)
    tree.put("sitemap.xml", _sitemap(draft.site, paths).encode())
    for section in draft.shells.sections - {path.partition("/")[0] for path in paths}:
        raise Unpublishable(f"The navigation leads to {section}/, and there is no such page. Mend `nav` in mkdocs.yml.")


def _filled(page: Page, draft: Draft) -> str:
    shell: Shell = draft.shells.at(page.path)
    return shell.fill(
        Slots(
            title=page.title,
            description=page.description,
            canonical=draft.site.url + quote(page.path),
            edit_url=draft.edit_base + quote(page.source) if draft.edit_base and page.source else "",
            head=page.head,
            body=page.body,
        )
    )


def _sitemap(site: Site, paths: Iterable[str]) -> str:
    addresses = "\n".join(f"<url><loc>{escape(site.url + quote(path))}</loc></url>" for path in sorted(paths))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{addresses}\n</urlset>\n'
    )
