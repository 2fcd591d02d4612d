"""What the site's build hands to the service: the catalogue, what the site is called, and where its shell lies."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from site_builder.catalogue import Catalogue, Letter, Pathway, Role

from .post import LETTERS_NEEDED, LINKS_NEEDED
from .trouble import Trouble

DEMONSTRATION = "This is a demonstration. Nobody will act on this letter."
_FOR_THE_TEAM = "desk_link"
_FOR_THE_APPLICANT = ("mine_link", "confirm_link")
_PERSONAL = "name"


class NotPublished(Trouble):
    """The build is missing, unreadable or not what the service needs. The message says what to do."""


class Site(BaseModel):
    """The public site: its name, its address, and whether it is only shown, not used."""

    model_config = ConfigDict(frozen=True)

    name: str
    url: str
    demonstration: bool


Stamp = tuple[tuple[int, int, int], ...]
"""Tells one build from the next: it is put in place whole, so its files are other files."""


@dataclass(frozen=True)
class Published:
    """One build, read whole. On a demonstration site every letter begins by saying so."""

    stamp: Stamp | None
    catalogue: Catalogue
    site: Site

    @classmethod
    def read(cls, build: Path) -> "Published":
        """Raises NotPublished."""
        folder, stamp = build / "service", stamp_of(build)
        try:
            site = Site.model_validate_json((folder / "site.json").read_bytes())
            catalogue = Catalogue.model_validate_json((folder / "catalogue.json").read_bytes())
        except OSError as error:
            raise NotPublished(
                f"The service needs {error.filename}, which can't be read ({error.strerror}). "
                "Build the site first: cip build"
            ) from None
        except (ValidationError, json.JSONDecodeError) as error:
            raise NotPublished(
                f"What the build left in {folder} is of another version. Build the site again: cip build\n{error}"
            ) from None
        _check(catalogue)
        return cls(stamp, _as_demonstration(catalogue) if site.demonstration else catalogue, site)


def stamp_of(build: Path) -> Stamp | None:
    """None when there is no build."""
    try:
        found = [os.stat(f"{build}/service/{name}") for name in ("catalogue.json", "site.json")]  # noqa: PTH116  asked each time
    except OSError:
        return None
    return tuple((file.st_dev, file.st_ino, file.st_mtime_ns) for file in found)


def _check(catalogue: Catalogue) -> None:
    faults = [
        *(f"content/letters has no letter called {key}" for key in LETTERS_NEEDED if key not in catalogue.letters),
        *(fault for letter in catalogue.letters.values() for fault in _letter_faults(letter)),
        *(fault for pathway in catalogue.pathways.values() for fault in _stage_faults(pathway, catalogue)),
        *(f"{role.source}: people apply here, but {role.organisation} has no inbox" for role in _no_inbox(catalogue)),
    ]
    if faults:
        raise NotPublished("The service can't work with this content:\n" + "\n".join(faults))


def _letter_faults(letter: Letter) -> list[str]:
    words, wanted = letter.subject + letter.body, LETTERS_NEEDED.get(letter.key, letter.to)
    faults = [f"{letter.source}: this letter is to the {wanted}"] if letter.to != wanted else []
    if letter.to == "team" and f"{{{_PERSONAL}}}" in words:
        faults.append(f"{letter.source}: a letter to the team can't say {{{_PERSONAL}}}: it links to the desk")
    if letter.to == "applicant" and f"{{{_FOR_THE_TEAM}}}" in words:
        faults.append(f"{letter.source}: {{{_FOR_THE_TEAM}}} is for the team alone")
    return faults + _link_faults(letter)


def _link_faults(letter: Letter) -> list[str]:
    """A link that opens somebody's page goes to them alone, and never into a subject."""
    needed = LINKS_NEEDED.get(letter.key)
    missing = needed and f"{{{needed}}}" not in letter.body
    faults = [f"{letter.source}: this letter must say {{{needed}}}"] if missing else []
    for name in _FOR_THE_APPLICANT:
        if f"{{{name}}}" in letter.subject or (letter.to == "team" and f"{{{name}}}" in letter.body):
            faults.append(f"{letter.source}: {{{name}}} is for the applicant alone, and not for a subject")
    return faults


def _stage_faults(pathway: Pathway, catalogue: Catalogue) -> list[str]:
    keys = [stage.letter for stage in pathway.stages.values() if stage.letter]
    return [
        f"{pathway.source}: a stage sends {key}, which is no letter to the applicant"
        for key in keys
        if key not in catalogue.letters or catalogue.letters[key].to != "applicant"
    ]


def _no_inbox(catalogue: Catalogue) -> list[Role]:
    here = [role for role in catalogue.roles.values() if role.apply.here]
    return [role for role in here if not catalogue.organisations[role.organisation].inbox]


def _as_demonstration(catalogue: Catalogue) -> Catalogue:
    letters = {
        key: letter.model_copy(update={"body": f"{DEMONSTRATION}\n\n{letter.body}"})
        for key, letter in catalogue.letters.items()
    }
    return catalogue.model_copy(update={"letters": letters})
