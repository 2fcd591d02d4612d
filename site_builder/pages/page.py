"""A page of the site, before the theme is around it."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """`path` is the address from the top of the site: `roles/cambridgeshire/special-constable/`.

    `body` is safe HTML with one `<h1>`, whose id is `main`. `source` is the file that the edit link opens, from the top
    of the project, or "" for a page that is computed. `head` is HTML for `<head>`. `canonical` is the path of the page
    that search engines should know instead of this one, or "". `updated` is when what it tells last changed, where that
    is known.
    """

    path: str
    title: str
    description: str
    body: str
    source: str
    head: str = ""
    canonical: str = ""
    updated: datetime | None = None

    def standing_for(self, canonical: str, head: str) -> "Page":
        return replace(self, canonical=canonical, head=head)
