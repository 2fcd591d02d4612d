"""The map of the site, and the word to search engines that names it."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from urllib.parse import quote

from site_builder.catalogue import LONDON
from site_builder.shell import Site


def sitemap(site: Site, pages: Mapping[str, datetime | None]) -> str:
    """`pages` are paths, each with the time at which what is told there last changed, where that is known."""
    lines = "\n".join(f"<url>{_url(site, path, pages[path])}</url>" for path in sorted(pages))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}\n</urlset>\n'
    )


def robots(site: Site) -> str:
    """Everything may be read, in a demonstration too: who is kept from reading a page never sees its `noindex`, and
    may list its address all the same."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.url}sitemap.xml\n"


def _url(site: Site, path: str, updated: datetime | None) -> str:
    day = f"<lastmod>{updated.astimezone(LONDON):%Y-%m-%d}</lastmod>" if updated else ""
    return f"<loc>{escape(site.url + quote(path))}</loc>{day}"
