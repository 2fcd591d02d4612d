"""Folders of YAML → Catalogue, or every Problem at once (per file, then across files)."""

from .faults import key_fault
from .inherit import lineage, merged
from .reading import Loaded, load, reading
from .sources import Sources, sources

__all__ = ["Loaded", "Sources", "key_fault", "lineage", "load", "merged", "reading", "sources"]
