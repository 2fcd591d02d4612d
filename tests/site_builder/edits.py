"""Edits of a folder of YAML, as the golden cases say them."""

from pathlib import Path
from typing import Any


def apply(edit: dict[str, Any], project: Path) -> None:
    """One edit: a file `write`n, bytes in `hex`, a `link`, a `folder`, a removal, or a text `replace`d by `by`."""
    path = project / edit["in"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "write" in edit:
        path.write_text(edit["write"], "utf-8")
    elif "hex" in edit:
        path.write_bytes(bytes.fromhex(edit["hex"]))
    elif "link" in edit:
        path.symlink_to(edit["link"])
    elif "folder" in edit:
        path.mkdir()
    elif "move" in edit:
        path.rename(project / edit["move"])
    elif "remove" in edit:
        path.unlink()
    else:
        before = path.read_text("utf-8")
        assert before.count(edit["replace"]) == 1, f"{edit['replace']!r} stands not once in {edit['in']}"
        path.write_text(before.replace(edit["replace"], edit["by"]), "utf-8")
