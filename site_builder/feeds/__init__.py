"""The catalogue for machines: feeds, calendars, structured data, the map of the site, and the data itself."""

from . import structured
from .channel import links
from .data import data_files
from .posting import postings
from .press import feed_files
from .sitemap import robots, sitemap
from .updated import newest, reviewed, role_updated

__all__ = [
    "data_files",
    "feed_files",
    "links",
    "newest",
    "postings",
    "reviewed",
    "robots",
    "role_updated",
    "sitemap",
    "structured",
]
