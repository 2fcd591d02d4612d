"""The project as it is, or as it was."""

from dataclasses import dataclass
from pathlib import Path

from site_builder.catalogue import Catalogue
from site_builder.load import load
from site_builder.problems import Problems

from .revision import CannotCompare, files_of


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalogue, and the text of each Markdown page by its path below `content/pages/`."""

    catalogue: Catalogue
    prose: dict[str, str]


def edition(top: Path) -> Edition:
    """What `roles/` and `content/` below `top` hold. Raises Problems."""
    folder = top / "content/pages"
    prose = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.md"))}
    return Edition(
        load(top / "roles", top / "content", top),
        {name: path.read_text("utf-8-sig", "replace") for name, path in prose.items()},
    )


def edition_at(base: str, top: Path) -> Edition:
    """What the project held where this work left `base`. Raises CannotCompare."""
    with files_of(base, top) as folder:
        try:
            return edition(folder)
        except Problems as problems:
            number = len(problems.problems)
            raise CannotCompare(
                f"the files at '{base}' have {'a problem' if number == 1 else f'{number} problems'} themselves; "
                "name another revision"
            ) from None
