"""Folders of YAML → Catalogue, or every Problem at once (per file, then across files)."""

from .reading import Loaded, catalogue_of, load, reading
from .sources import Sources, sources

__all__ = ["Loaded", "Sources", "catalogue_of", "load", "reading", "sources"]
