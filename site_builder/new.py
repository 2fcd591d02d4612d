"""A new file for an editor to fill in: what must be said, what may be, and what each fact means."""

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from site_builder.catalogue import Event, Facts, Model, Pathway, Role, Story
from site_builder.load import Loaded, Sources, key_fault, lineage, merged
from site_builder.problems import nearest
from site_builder.schema import Words, words
from site_builder.yaml_source import Map

_HOW = (
    "A line that starts with ## explains. A line that starts with one # is an example: to say such a thing, take the # "
    "and the space behind it away, and put your own words there. Delete what you don't need."
)
_STORY = "Write here what happened, in the person's own words."
_BY_PLACE = {"key", "source", "body"}
_ALWAYS_ITS_OWN = {"sources", "reviewed", "review_by"}  # what a profile says of these holds for the profile


class CannotStart(Exception):  # noqa: N818  wrong usage, not an error of the program
    """Why no file is made, as a sentence for the person."""


class Start(NamedTuple):
    """A file to be written. `blanks` are the keys that wait for somebody's words, with what each means."""

    path: Path
    text: str
    blanks: Mapping[str, str]


class ToDo(NamedTuple):
    """What is left to do in a file, and at which of its lines."""

    line: int
    what: str


def role(name: str, profile: str, found: Sources, roles: Path) -> Start:
    """An opportunity that extends a profile, with what is local to fill in. Raises CannotStart."""
    organisation = _organisation_of(name, found)
    _must_be_known("profile", profile, found.profiles)
    inherited = _inherited(profile, found)
    entry = _entry(organisation, found)
    ground = entry.get("areas")
    filled = {"extends": profile} | ({"areas": f"[{', '.join(map(str, ground))}]"} if isinstance(ground, list) else {})
    needed = _needed_of_a_role(inherited)
    may = [key for key in Facts.model_fields if key not in {*inherited, *needed} or key in _ALWAYS_ITS_OWN]
    head = (
        f"{inherited.get('title', profile)}, {entry.get('title', organisation)}. Say here what is local. The rest is "
        f"said in {roles.as_posix()}/profiles/{profile}.yml, and what you say here takes its place. Every field is "
        f"explained in {roles.as_posix()}/README.md."
    )
    return _sheet(roles / f"{name}.yml", head, _Facts(Facts, filled, needed, may))


def role_like(name: str, other: str, found: Sources, roles: Path) -> Start:
    """A copy of a role, with a title of its own to fill in. Raises CannotStart."""
    _organisation_of(name, found)
    _must_be_known("role", other, found.roles)
    source = found.roles[other]
    if not found.has_read(source):
        raise CannotStart(f"{source.at.path} can't be read. Run `cip check`, and mend it first.")
    lines = found.shown[source.at.path].read_text("utf-8-sig").splitlines()
    first, after = _place_of_title(lines, source)
    head = _note(f"Copied from {source.at.path}. Go through every line, and change what is different here.")
    text = [*head, *lines[:first], *_blank("title", Facts), *lines[after:]]
    return Start(roles / f"{name}.yml", "\n".join(text) + "\n", {"title": _said("title", Facts).meaning})


def pathway(key: str, content: Path) -> Start:
    """A pathway of its own, or with `extends` what differs from another. Raises CannotStart."""
    return _of_a_kind(content / "pathways", key, Pathway, "A pathway", {"title", "summary", "stages"})


def event(key: str, content: Path) -> Start:
    """A day or an evening to come to. Raises CannotStart."""
    return _of_a_kind(content / "events", key, Event, "An event", {"place"})


def story(key: str, content: Path) -> Start:
    """A story: its facts, and room for the text. Raises CannotStart."""
    facts = _of_a_kind(content / "stories", key, Story, "A story", set())
    return facts._replace(path=facts.path.with_suffix(".md"), text=f"---\n{facts.text}---\n{_STORY}\n")


def write(start: Start) -> None:
    """Never over a file that is there. Raises CannotStart."""
    start.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with start.path.open("x", encoding="utf-8") as file:
            file.write(start.text)
    except FileExistsError:
        raise CannotStart(f"{start.path.as_posix()} is there already, and stays as it is.") from None


def left(start: Start, loaded: Loaded) -> list[ToDo]:
    """What is left to do once the file is written and all files are read again, from the top of the file down."""
    lines = start.text.splitlines()
    first = next(number for number, line in enumerate(lines, 1) if line and not line.startswith(("#", "---")))
    todo = [ToDo(lines.index(f"{key}:") + 1, f"fill in `{key}`. {what}") for key, what in start.blanks.items()]
    if _STORY in lines:
        todo.append(ToDo(lines.index(_STORY) + 1, "write the story."))
    wrong = (problem for problem in loaded.problems if problem.path == start.path.as_posix())
    # What is said of the file as a whole is that the blanks are missing.
    told = (ToDo(each.line, f"{each.message}; {each.help}.") for each in wrong if not (todo and each.line == first))
    return sorted([*todo, *told])


def report(start: Start, todo: Iterable[ToDo]) -> str:
    """What was written and what comes next, for the terminal."""
    shown = start.path.as_posix()
    lines = [f"- line {each.line}: {each.what}" for each in todo]
    steps = ["Left to do:", *lines] if lines else ["Nothing in it is missing or wrong."]
    last = "Run `cip check` after each change, and `mkdocs serve` to look."
    return "\n".join([f"{shown} is written.", "", *steps, "", last, ""])


def _of_a_kind(folder: Path, key: str, model: type[Model], head: str, also_needed: Collection[str]) -> Start:
    _must_be_a_key(key)
    facts = [name for name in model.model_fields if name not in _BY_PLACE]
    needed = [name for name in facts if model.model_fields[name].is_required() or name in also_needed]
    may = [name for name in facts if name not in needed]
    return _sheet(folder / f"{key}.yml", f"{head}.", _Facts(model, {}, needed, may))


def _needed_of_a_role(inherited: Map) -> list[str]:
    """What its file has to say, because no profile does."""
    needed = {key for key in Facts.model_fields if Role.model_fields[key].is_required()} | {"intakes"}
    if inherited.get("apply") in (None, "here"):
        needed.add("pathway")
    return [key for key in Facts.model_fields if key in needed and key not in inherited]


def _inherited(profile: str, found: Sources) -> Map:
    whole: Map | None = None
    for key in reversed(lineage(profile, found.profiles)):
        whole = merged(found.profiles[key], whole)
    assert whole is not None  # noqa: S101  the profile is known, so its lineage begins with it
    return whole


def _organisation_of(name: str, found: Sources) -> str:
    known: Collection[str] = found.lists.get("organisations", ())
    organisation, slash, slug = name.partition("/")
    if not slash:
        example = f"{next(iter(known), 'organisation')}/{name}"
        raise CannotStart(f"'{name}' is only half a name. Write the organisation first: {example}.")
    _must_be_a_key(slug)
    _must_be_known("organisation", organisation, known)
    return organisation


def _must_be_a_key(name: str) -> None:
    if fault := key_fault(name):
        raise CannotStart(f"{fault[0]}: {fault[1]}.")


def _must_be_known(kind: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        guess = nearest(name, known)
        others = f"There are: {', '.join(sorted(known))}." if known else "None can be read. Run `cip check`."
        hint = f"Did you mean '{guess}'?" if guess else others
        raise CannotStart(f"No {kind} is called '{name}'. {hint}")


def _entry(organisation: str, found: Sources) -> Map:
    entry = found.lists["organisations"][organisation]
    return merged(entry, None) if isinstance(entry, Map) else Map(found.lists["organisations"].at)


def _place_of_title(lines: list[str], source: Map) -> tuple[int, int]:
    """Where the title's lines begin and end, from 0; without one, an empty place behind `extends`."""
    if "title" not in source:
        behind = source.keys_at["extends"].line if "extends" in source else 0
        return behind, behind
    first = source.keys_at["title"].line - 1
    after = first + 1
    while after < len(lines) and lines[after].startswith(" "):
        after += 1
    return first, after


class _Facts(NamedTuple):
    """The facts of a file: what is filled in already, what has to be, and what may be said."""

    model: type[Model]
    filled: Mapping[str, str]
    needed: list[str]
    may: list[str]


def _sheet(path: Path, head: str, facts: _Facts) -> Start:
    blanks = [key for key in facts.needed if key not in facts.filled]
    lines = [*_note(head), *_note(_HOW), ""]
    lines += [*(f"{key}: {value}" for key, value in facts.filled.items()), ""] if facts.filled else []
    lines += ["## Fill these in", ""] if blanks else []
    for key in blanks:
        lines += [*_blank(key, facts.model), ""]
    lines += ["## Say these if you know them", ""]
    for key in facts.may:
        said = _said(key, facts.model)
        lines += [*_note(said.meaning), *_behind("# ", said.example), ""]
    return Start(path, "\n".join(lines).rstrip() + "\n", {key: _said(key, facts.model).meaning for key in blanks})


def _blank(key: str, model: type[Model]) -> Iterator[str]:
    said = _said(key, model)
    yield from _note(said.meaning)
    yield "## For example:"
    yield from _behind("##   ", said.example)
    yield f"{key}:"


def _said(key: str, model: type[Model]) -> Words:
    return words(model.model_fields[key].description or "")


def _note(text: str) -> list[str]:
    return textwrap.wrap(text, 118, initial_indent="## ", subsequent_indent="## ", break_on_hyphens=False)


def _behind(start: str, text: str) -> list[str]:
    return [start + line for line in text.splitlines()]
