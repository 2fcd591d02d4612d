"""What stands in addresses: random ids of ours, and where the public site has its pages."""

from collections.abc import Callable, Mapping

from werkzeug.routing import BaseConverter

FOLDERS: Mapping[str, str] = {
    "role": "roles",
    "pathway": "pathways",
    "group": "groups",
    "contribution": "contributions",
    "skill": "skills",
    "interest": "interests",
    "area": "areas",
    "organisation": "organisations",
}


class RandomId(BaseConverter):
    """`<id:…>` in a route. Nothing else reaches the database."""

    regex = "[0-9a-f]{32}"


def on_site(root: str) -> Callable[[str], str | None]:
    """From a name such as `role:cambridgeshire/special-constable` (or `roles`, a folder) to its path under `root`."""

    def address(name: str) -> str | None:
        name, hash_, part = name.partition("#")
        kind, colon, key = name.partition(":")
        if not colon:
            return f"{root}{name}/"
        return f"{root}{FOLDERS[kind]}/{key}/{hash_}{part}" if kind in FOLDERS else None

    return address
