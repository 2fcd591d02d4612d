"""YAML text → plain values that know their line and column; the only YAML loader."""

from .reader import CODES, List, Map, Value, front_matter, parse, read
from .text import contents, decoded, place

__all__ = ["CODES", "List", "Map", "Value", "contents", "decoded", "front_matter", "parse", "place", "read"]
