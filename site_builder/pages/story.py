"""Stories of volunteers: the list, and a page for each."""

from collections.abc import Callable, Iterator
from functools import partial

from site_builder.catalogue import Story

from .page import Page
from .printer import Printer


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)
    for story in printer.catalogue.stories.values():
        yield partial(_one, printer, story)


def _all(printer: Printer) -> Page:
    return printer.draw("stories.html", "stories/", "Stories", "What volunteering is like, person by person.", "")


def _one(printer: Printer, story: Story) -> Page:
    others = [other for other in printer.catalogue.stories.values() if other is not story]
    return printer.draw(
        "story.html",
        f"stories/{story.key}/",
        story.title,
        f"An example. {story.summary}" if story.example else story.summary,
        story.source,
        story=story,
        roles=printer.index.in_order([story.role]),
        others=others,
    )
