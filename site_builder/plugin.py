"""The MkDocs plugin: a door. MkDocs draws the Markdown pages and one page for each shell; build.py does the rest."""

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from mkdocs.commands.build import build as draw
from mkdocs.config import config_options as c
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from site_builder import cms, feeds
from site_builder.build import Draft, build, preview
from site_builder.catalogue import LONDON, Catalogue
from site_builder.load import load
from site_builder.pages import Part, links, parts
from site_builder.problems import Problem, Problems
from site_builder.prose import Prose
from site_builder.publish import Release
from site_builder.shell import DEPTHS, MARKDOWN, MARKS, Shell, Shells, Site, shell_path
from site_builder.tree import Tree, Unpublishable
from site_builder.yaml_source import contents, decoded

_SECTION = re.compile(r"([^/]+)/index\.md")
_UNUSED = (  # files of the theme: its scripts, which serve what we don't have; a map that knows Markdown pages alone
    "assets/javascripts/",
    "assets/images/favicon.png",
    "assets/stylesheets/palette.",
    "sitemap.xml",
)


class Refused(Abort):
    """The build stops, because files have problems: they are told as they are, without a traceback."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(str(problems))
        self.problems = problems

    def show(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  the shape that click calls
        sys.stderr.write(str(self.problems))


class CipConfig(Config):  # type: ignore[no-untyped-call]  # mkdocs' hook for subclasses has no types
    """`roles` and `content` are folders beside mkdocs.yml. `edit_base` is the address that a file's path in the
    repository follows. `today` (a date, or a date and time in London) is when the site is drawn as of; empty is now.
    `editor` says where the changes go that are made at /edit/: it is Decap CMS's own setting `backend`, and without it
    there is no /edit/. `editor_local` is the address of a decap-server, for work on one machine."""

    roles = c.Type(str, default="roles")
    content = c.Type(str, default="content")
    edit_base = c.Type(str, default="")
    today = c.Type((str, date), default="")
    editor = c.Type(dict, default={})
    editor_local = c.Type(str, default="")


@dataclass
class _Drawing:
    """What one build knows. `release` is None under `mkdocs serve`, which keeps its pages to itself."""

    top: Path
    now: datetime
    site: Site
    release: Release | None
    warnings: CountHandler
    catalogue: Catalogue | None = None
    links: Mapping[str, str] | None = None
    parts: Mapping[str, Part] | None = None
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)  # (section, depth) of each shell's file
    shells: dict[tuple[str, int], Shell] = field(default_factory=dict)


class CipPlugin(BasePlugin[CipConfig]):  # type: ignore[no-untyped-call]  # as above
    """One build is on_config to on_post_build; under `mkdocs serve` one instance lives through many."""

    _drawing: _Drawing

    def __init__(self) -> None:
        self._serving = False
        self._last_good: Catalogue | None = None
        self._held = ExitStack()  # what a build holds until it ends, well or badly

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        self._serving = command == "serve"
        self._last_good = None

    def on_config(self, config: MkDocsConfig) -> None:
        top = Path(config.config_file_path).absolute().parent
        now = _moment(self.config.today)
        url = config.site_url or "/"
        site = Site(config.site_name, url, "", bool(config.extra.get("demonstration")))
        site = Site(site.name, url, f"{site.root}interest/", site.demonstration)
        warnings = CountHandler(level=logging.WARNING)
        logging.getLogger("mkdocs").addHandler(warnings)
        self._held.callback(logging.getLogger("mkdocs").removeHandler, warnings)
        release = None if self._serving else _begin(Path(config.site_dir))
        self._drawing = _Drawing(top, now, site, release, warnings)
        if release:
            self._held.callback(release.abandon)
            config.site_dir = str(release.site.root)
        config.watch += [str(top / self.config.roles), str(top / self.config.content)]
        config.extra["problems"] = ""
        config.theme.static_templates.discard("sitemap.xml")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._load()
        self._read(files, config)
        for file in list(files):
            if file.src_uri.startswith(_UNUSED):
                files.remove(file)
        for section in ["", *_sections(config.nav, files)]:
            for depth in DEPTHS:
                file = File.generated(
                    config,
                    f"{shell_path(section, depth)}index.md",
                    content=MARKDOWN,
                    inclusion=InclusionLevel.NOT_IN_NAV,
                )
                self._drawing.places[file.src_uri] = (section, depth)
                files.append(file)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        for page in nav.pages:
            page.previous_page = page.next_page = None  # the site is no book

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        if page.file.src_uri in self._drawing.places:
            page.canonical_url, page.edit_url = MARKS.canonical, MARKS.edit_url
        elif self.config.edit_base:
            page.edit_url = self.config.edit_base + quote(self._shown(page.file, config))

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        drawing = self._drawing
        prose = Prose(self._shown(page.file, config), page.file.content_string, page.url)
        html = prose.finish(html, drawing.links, drawing.parts)
        drawing.problems += prose.problems
        for heading in list(page.toc)[:1]:
            heading.id = "main"
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), "main"}
        return html

    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        if not self._drawing.problems:
            return
        problems = Problems(self._drawing.problems)
        if not self._serving:
            raise Refused(problems)
        sys.stderr.write(str(problems))
        config.extra["problems"] = str(problems)

    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG002
        """The tab that the pages of a shell stand under is drawn as theirs, and the home page has the feeds of all."""
        section, _ = self._drawing.places.get(page.file.src_uri, ("", 0))
        for entry in nav.pages:
            entry.active = entry is page or (section != "" and entry.url == f"{section}/")
        if page.is_homepage:
            page.meta = {**page.meta, "head": feeds.links("", "", self._drawing.site.name)}

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:  # noqa: ARG002
        place = self._drawing.places.get(page.file.src_uri)
        if place is None:
            return
        try:
            self._drawing.shells[place] = Shell.cut(output)
        except ValueError as fault:
            raise PluginError(str(fault)) from None

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        drawing = self._drawing
        for uri in drawing.places:
            shell = Path(config.site_dir, uri).with_suffix(".html")
            shell.unlink()
            with suppress(OSError):  # folders that hold something else
                os.removedirs(shell.parent)
        if config.strict and drawing.warnings.counts:  # MkDocs is about to stop for them
            self._held.close()
        elif drawing.catalogue:
            try:
                self._finish(drawing.catalogue, config)
            except (Unpublishable, ValueError) as fault:
                raise PluginError(str(fault)) from None
            self._held.close()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        self._held.close()

    def on_shutdown(self) -> None:
        self._held.close()

    def _load(self) -> None:
        drawing = self._drawing
        try:
            self._last_good = load(drawing.top / self.config.roles, drawing.top / self.config.content, drawing.top)
        except Problems as problems:
            drawing.problems += problems.problems
        drawing.catalogue = self._last_good
        if self._last_good:
            drawing.links = links(self._last_good)
            drawing.parts = parts(self._last_good, drawing.now, drawing.site)

    def _finish(self, catalogue: Catalogue, config: MkDocsConfig) -> None:
        drawing = self._drawing
        shells = Shells(drawing.shells)
        frame = drawing.shells["", DEPTHS[0]].for_service(drawing.site.root + shell_path("", DEPTHS[0]))
        draft = Draft(catalogue, shells, frame, drawing.site, drawing.now, self.config.edit_base)
        if self._has_editor(config):
            editor = self._editor(config)
            draft = replace(draft, editor=cms.files(catalogue, editor), editor_policy=cms.content_policy(editor))
        if drawing.release:
            build(draft, drawing.release)
        else:
            preview(draft, Tree(Path(config.site_dir)))

    def _has_editor(self, config: MkDocsConfig) -> bool:
        """Whether there is a page /edit/. A strict build isn't whole without the one that its settings ask for."""
        if self.config.editor and not cms.installed():
            if config.strict:
                raise PluginError(cms.MISSING)
            sys.stderr.write(f"{cms.MISSING}\n")
        return bool(self.config.editor) and cms.installed()

    def _editor(self, config: MkDocsConfig) -> cms.Editor:
        return cms.Editor(
            backend=self.config.editor,
            local=self.config.editor_local,
            roles=self.config.roles,
            content=self.config.content,
            pages=Path(os.path.relpath(config.docs_dir, self._drawing.top)).as_posix(),
        )

    def _read(self, files: Files, config: MkDocsConfig) -> None:
        """Read the folder of Markdown pages as all content is read; a page that can't be read has only its name."""
        for file in [file for file in files if file.src_dir == config.docs_dir]:
            shown = self._shown(file, config)
            try:
                data = contents(Path(config.docs_dir, file.src_uri), shown, root=Path(config.docs_dir))
                if file.is_documentation_page():
                    file.content_string = decoded(data, shown)
            except Problems as problems:
                self._drawing.problems += problems.problems
                file.content_string = f"# {file.name}"

    def _shown(self, file: File, config: MkDocsConfig) -> str:
        path = Path(config.docs_dir, file.src_uri)
        return (path.relative_to(self._drawing.top) if path.is_relative_to(self._drawing.top) else path).as_posix()


def run(config_file: Path, *, today: str = "", strict: bool = False) -> None:
    """Build the portal as `mkdocs build` does; `today` counts before the one in mkdocs.yml. Raises Problems if files
    have any, and what MkDocs raises, which click can show, for anything else."""
    config = load_config(str(config_file), strict=strict)
    if today:
        config.plugins["cip"].config.today = today
    config.plugins.on_startup(command="build", dirty=False)
    try:
        draw(config)
    except Refused as refusal:
        raise refusal.problems from None
    finally:
        config.plugins.on_shutdown()


def _begin(site_dir: Path) -> Release:
    if site_dir.name != "site":
        raise PluginError(f"site_dir is {site_dir}; it must end in `site`, because the service's files go beside it.")
    try:
        return Release.begin(site_dir.parent)
    except Unpublishable as fault:
        raise PluginError(str(fault)) from None


def _moment(today: object) -> datetime:
    if not today:
        return datetime.now(LONDON)
    try:
        moment = datetime.fromisoformat(str(today))
    except ValueError:
        raise PluginError(f"today is {today}; write a date such as 2026-11-21.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _sections(nav: Any, files: Files) -> Iterator[str]:
    """The entries of the navigation whose page is not in the folder of Markdown pages: pages made from YAML."""
    if isinstance(nav, str):
        section = _SECTION.fullmatch(nav)
        if section and not files.get_file_from_path(nav):
            yield section[1]
    elif nav:
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from _sections(entry, files)
