"""Every file of `roles/` and `content/` that the catalogue is made of, found and read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.problems import Mark, Problem, Problems, nearest
from site_builder.yaml_source import Map, contents, decoded, front_matter, parse

from .faults import key_fault
from .personal import Found, personal

_LISTS = ("areas", "organisations", "vocabulary", "recognition", "plan", "redirects")
OPTIONAL = frozenset({"recognition", "plan", "redirects"})
LETTERS = ("received", "received-parent", "new-interest")
"""The letters that every interest needs, whatever its pathway."""


@dataclass
class Sources:
    """The mapping of each file by its key, and what kept others from being read.

    The body of a letter or a story stands in its mapping as `body`. `shown` has every file's path by the path that
    problems name.
    """

    profiles: dict[str, Map] = field(default_factory=dict)
    roles: dict[str, Map] = field(default_factory=dict)
    pathways: dict[str, Map] = field(default_factory=dict)
    letters: dict[str, Map] = field(default_factory=dict)
    events: dict[str, Map] = field(default_factory=dict)
    stories: dict[str, Map] = field(default_factory=dict)
    lists: dict[str, Map] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)  # paths as shown
    problems: list[Problem] = field(default_factory=list)
    personal: list[Found] = field(default_factory=list)
    shown: dict[str, Path] = field(default_factory=dict)

    def has_read(self, source: Map) -> bool:
        return source.at.path not in self.unread


def sources(roles: Path, content: Path, top: Path) -> Sources:
    """Reads both folders. Paths are shown from `top`, where the project is, when they lie in it."""
    return _Reader(roles, content, top).read()


class _Reader:
    def __init__(self, roles: Path, content: Path, top: Path) -> None:
        self.roles, self.content, self.top = roles, content, top
        self.result = Sources()

    def read(self) -> Sources:
        for folder in self._folders(self.roles):
            target = self.result.profiles if folder.name == "profiles" else self.result.roles
            prefix = "" if folder.name == "profiles" else f"{folder.name}/"
            for key, path in self._files(folder, ".yml"):
                self._keep(target, prefix + key, path, self.roles)
        self._read_folder(self.result.pathways, "pathways", ".yml")
        self._read_folder(self.result.letters, "letters", ".md")
        self._read_folder(self.result.events, "events", ".yml")
        self._read_folder(self.result.stories, "stories", ".md")
        for key in LETTERS:
            if key not in self.result.letters:
                self._misplaced(self.content / "letters" / f"{key}.md", "every interest needs this letter", "add it")
        self._read_lists()
        for path in sorted((self.content / "pages").rglob("[!.]*.md")):
            self._search(path, self.content / "pages")
        return self.result

    def _read_folder(self, target: dict[str, Map], name: str, ending: str) -> None:
        for key, path in self._files(self.content / name, ending):
            self._keep(target, key, path, self.content)

    def _shown(self, path: Path) -> str:
        return (path.relative_to(self.top) if path.is_relative_to(self.top) else path).as_posix()

    def _misplaced(self, path: Path, message: str, help: str) -> None:
        self.result.problems.append(Problem.at(Mark(self._shown(path), 1, 1), "C006", message, help))

    def _folders(self, parent: Path) -> Iterator[Path]:
        """The organisations' folders, and that of the profiles."""
        for path in _entries(parent):
            if path.suffix == ".md":
                self._search(path, parent)
            elif not path.is_dir() or path.suffix == ".yml":
                self._misplaced(path, "this stands outside every folder", "put it in the folder of its organisation")
            elif self._is_key(path, path.name):
                yield path

    def _files(self, folder: Path, ending: str) -> Iterator[tuple[str, Path]]:
        """Each file of a folder that ends so, by its key."""
        for path in _entries(folder):
            if path.suffix == ending:
                if self._is_key(path, path.stem):
                    yield path.stem, path
            elif path.is_dir():
                self._misplaced(path, "a folder here is not read", f"move its files into {self._shown(folder)}")
            elif path.suffix == ".md":
                self._search(path, folder)
            else:
                self._misplaced(
                    path, f"only files ending in {ending} are read here", f"rename it to {path.stem}{ending}"
                )

    def _is_key(self, path: Path, name: str) -> bool:
        if fault := key_fault(name):
            self._misplaced(path, fault[0], f"rename it: {fault[1]}")
            return False
        return True

    def _keep(self, target: dict[str, Map], key: str, path: Path, root: Path) -> None:
        shown = self._shown(path)
        self.result.shown[shown] = path
        try:
            data = contents(path, shown, root=root)
            self.result.personal += personal(decoded(data, shown), shown)
            if path.suffix == ".md":
                source, body = front_matter(data, shown)
                source["body"] = body
                first = len(path.read_bytes().splitlines()) - len(body.splitlines()) + 1
                source.keys_at["body"] = source.values_at["body"] = Mark(shown, first, 1)
            else:
                source = parse(data, shown)
        except Problems as problems:
            self.result.problems.extend(problems.problems)
            self.result.unread.add(shown)
            source = Map(Mark(shown, 1, 1))
        target[key] = source

    def _search(self, path: Path, root: Path) -> None:
        """Search a Markdown file that is no noun of the catalogue, such as a page or a guide for editors."""
        shown = self._shown(path)
        self.result.shown[shown] = path
        try:
            self.result.personal += personal(decoded(contents(path, shown, root=root), shown), shown)
        except Problems as problems:
            self.result.problems.extend(problems.problems)

    def _read_lists(self) -> None:
        for name in _LISTS:
            path = self.content / f"{name}.yml"
            if path.is_symlink() or path.exists():
                self._keep(self.result.lists, name, path, self.content)
            elif name not in OPTIONAL:
                self._misplaced(path, "this file is missing", "add it")
        for path in _entries(self.content):
            if path.suffix in (".yml", ".yaml") and path.name not in {f"{name}.yml" for name in _LISTS}:
                guess = nearest(path.name, [f"{name}.yml" for name in _LISTS])
                self._misplaced(path, "nothing reads this file", f"did you mean {guess}?" if guess else "take it away")


def _entries(folder: Path) -> list[Path]:
    """What a folder holds, in order, hidden things aside; nothing where there is no folder."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []
