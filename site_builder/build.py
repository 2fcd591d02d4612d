"""The one function that makes the portal, once the theme has drawn its part: fill every page, and put all in place."""

import gc
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from json import dumps
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeAlias
from urllib.parse import quote

from site_builder.catalogue import Catalogue
from site_builder.feeds import data_files, feed_files, robots, sitemap
from site_builder.pages import Page, pages
from site_builder.publish import Release
from site_builder.shell import Shell, Shells, Site, Slots
from site_builder.tree import Tree, Unpublishable

WORTH_TWO = 200  # roles from which a second process saves more than it costs

Updated: TypeAlias = dict[str, datetime | None]
"""When what a page tells last changed, where that is known, by the page's path."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a portal is made from, besides what the theme drew whole. `service_shell` is the frame of the service's
    pages and `edit_base` the address that a file's path in the repository follows, or "". `editor` has the files of
    /edit/ by their paths, and `editor_policy` is the Content-Security-Policy that they are served with."""

    catalogue: Catalogue
    shells: Shells
    service_shell: str
    site: Site
    now: datetime
    edit_base: str
    editor: Mapping[str, bytes] = field(default_factory=dict)
    editor_policy: str = ""


def build(draft: Draft, release: Release) -> None:
    """Everything after the theme's part: the site's pages, the service's files, and the release in place.
    Unpublishable if two pages would be one file, or a page would lie outside the site."""
    release.site.adopt()
    gc.freeze()  # what was read stays till the end: a tenth of the time to come went into looking through it again
    if len(draft.catalogue.roles) >= WORTH_TWO and len(os.sched_getaffinity(0)) > 1:
        updated = _fill_in_two(draft, release.site)
    else:
        updated = _fill(draft, release.site)
    _finish(draft, release.site, updated)
    release.service.put("catalogue.json", draft.catalogue.model_dump_json(exclude_none=True).encode())
    release.service.put("shell.html", draft.service_shell.encode())
    release.service.put("site.json", dumps(asdict(draft.site)).encode())
    release.service.put("editor-policy.txt", draft.editor_policy.encode())
    release.publish()


def preview(draft: Draft, tree: Tree) -> None:
    """The site's own files, without the service's: what `mkdocs serve` shows."""
    tree.adopt()
    _finish(draft, tree, _fill(draft, tree))


def _fill(draft: Draft, tree: Tree, part: int = 0, of: int = 1) -> Updated:
    """Write the pages and what is made for machines: one part of all that, which takes as long as another."""
    updated = {}
    for page in pages(draft.catalogue, draft.now, draft.site, part=part, of=of):
        tree.put(f"{page.path}index.html", _filled(page, draft).encode())
        updated[page.path] = page.updated
    for files in (feed_files, data_files)[part::of]:
        for path, text in files(draft.catalogue, draft.now, draft.site):
            tree.put(path, text.encode())
    return updated


def _fill_in_two(draft: Draft, tree: Tree) -> Updated:
    """The same, half of it in a second process, which has the catalogue because it is a fork of this one."""
    fork = get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    helper = fork.Process(target=_other_half, args=(draft, tree, sender))
    helper.start()
    sender.close()  # so that receiving ends if the helper does
    try:
        updated = _fill(draft, tree, part=0, of=2)
        answer = receiver.recv()
    except EOFError:
        raise Unpublishable(
            "The process that made half of the pages ended too soon. Was there enough memory?"
        ) from None
    finally:
        helper.kill()
        helper.join()
    if isinstance(answer, Exception):
        raise answer
    entries, others = answer
    tree.join(entries)
    updated.update(others)
    return updated


def _other_half(draft: Draft, tree: Tree, sender: Connection) -> None:
    already = set(tree.entries)
    try:
        updated = _fill(draft, tree, part=1, of=2)
    except (Unpublishable, ValueError) as fault:
        sender.send(fault)
    else:
        sender.send(({path: entry for path, entry in tree.entries.items() if path not in already}, updated))


def _finish(draft: Draft, tree: Tree, updated: Updated) -> None:
    """The map of the site, once every page is there; and every entry of the navigation must be. /edit/ is on no map."""
    paths = [path.removesuffix("index.html") for path in tree.entries if path.endswith("index.html")]
    for section in draft.shells.sections - set(paths):
        raise Unpublishable(f"The navigation leads to {section}, and there is no such page. Mend `nav` in mkdocs.yml.")
    left = {f"roles/{old}/" for old in draft.catalogue.redirects}
    mapped = {path: updated.get(path) for path in paths if path not in left}
    tree.put("sitemap.xml", sitemap(draft.site, mapped).encode())
    tree.put("robots.txt", robots(draft.site).encode())
    for path, content in draft.editor.items():
        tree.put(path, content)


def _filled(page: Page, draft: Draft) -> str:
    shell: Shell = draft.shells.at(page.path)
    return shell.fill(
        Slots(
            title=page.title,
            description=page.description,
            canonical=draft.site.url + quote(page.canonical or page.path),
            edit_url=draft.edit_base + quote(page.source) if draft.edit_base and page.source else "",
            head=page.head,
            body=page.body,
        )
    )
