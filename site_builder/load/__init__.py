"""Folders of YAML → Catalogue, or every Problem at once (per file, then across files)."""

from .reading import catalogue_of, load
from .sources import Sources, sources

__all__ = ["Sources", "catalogue_of", "load", "sources"]
