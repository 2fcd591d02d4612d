"""JSON Feed 1.1, for programs that like JSON better than XML."""

import json
from collections.abc import Iterable
from typing import Any

from site_builder.shell import Site

from .channel import ABOUT, Channel
from .entry import Entry


def item(news: Entry) -> str:
    told = {
        "id": news.url,
        "url": news.url,
        "title": news.title,
        "content_text": news.text,
        "authors": [{"name": news.author}],
        "tags": news.tags,
    }
    return _json(told | {"date_modified": news.updated.isoformat()} if news.updated else told)


def feed(channel: Channel, title: str, site: Site, items: Iterable[str]) -> str:
    """The whole file; `items` are what `item` makes."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "description": ABOUT,
        "language": "en-GB",
        "home_page_url": site.url + channel.path,
        "feed_url": f"{site.url}{channel.folder}news.json",
    }
    together = ",\n".join(items)
    return f'{_json(head)[:-1]}, "items": [\n{together}\n]}}\n'


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
