"""How volunteers are thanked: one page for every scheme."""

from collections.abc import Callable, Iterator
from functools import partial

from .page import Page
from .printer import Printer


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)


def _all(printer: Printer) -> Page:
    description = "Awards and thanks for volunteers: who gives them, and what earns them."
    return printer.draw(
        "recognition.html", "recognition/", "How volunteers are thanked", description, "content/recognition.yml"
    )
