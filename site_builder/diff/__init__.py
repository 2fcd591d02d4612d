"""What a change does to the site: two editions of the project compared as models, told in plain words."""

from .difference import Difference, difference
from .edition import Edition, edition, edition_at
from .report import as_markdown, as_text
from .revision import CannotCompare, usual_base
from .waiting import counts

__all__ = [
    "CannotCompare",
    "Difference",
    "Edition",
    "as_markdown",
    "as_text",
    "counts",
    "difference",
    "edition",
    "edition_at",
    "usual_base",
]
