"""A project with as many roles as wanted, each a variation of a shipped one; the same seed gives the same files."""

import random
import shutil
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).parents[2]
PLACES = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Maple", "Oak", "Rowan", "Willow", "Yew")


def write(folder: Path, roles: int, *, seed: int = 20261121) -> Path:
    """The project in `folder`, its roles in the shipped organisations' folders. Returns the folder."""
    rng = random.Random(seed)
    for part in ("content", "site_builder/theme", "roles/profiles"):
        shutil.copytree(TOP / part, folder / part)
    shutil.copy(TOP / "mkdocs.yml", folder)
    shipped = sorted(path for path in (TOP / "roles").glob("*/*.yml") if path.parent.name != "profiles")
    for path in shipped:  # the Markdown pages may lead to them
        _put(folder, path, path.stem, _read(path))
    for number in range(len(shipped), roles):
        path = rng.choice(shipped)
        _put(folder, path, f"{path.stem}-{number:05}", _varied(_read(path), number, rng))
    return folder


def _read(path: Path) -> dict[str, Any]:
    facts: dict[str, Any] = _blanks_kept(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))
    return facts


def _blanks_kept(value: Any) -> Any:
    """The loader gives an empty text for a blank, which would be written as an empty text."""
    if isinstance(value, dict):
        return {key: _blanks_kept(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_blanks_kept(item) for item in value]
    return value or None


def _varied(facts: dict[str, Any], number: int, rng: random.Random) -> dict[str, Any]:
    town = f"{rng.choice(PLACES)} {rng.choice(PLACES)}"
    deeds = [f"Help people in {town}, on task {rng.randrange(10**6)}." for _ in range(rng.randrange(2, 6))]
    return {**facts, "title": f"Volunteer {number} in {town}", "you_will": deeds}


def _put(folder: Path, original: Path, stem: str, facts: dict[str, Any]) -> None:
    target = folder / "roles" / original.parent.name / f"{stem}.yml"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=120)
    target.write_text(text, "utf-8")
