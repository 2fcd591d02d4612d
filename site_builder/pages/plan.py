"""The delivery plan, strand by strand."""

from collections.abc import Callable, Iterator
from functools import partial

from .page import Page
from .printer import Printer


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)


def _all(printer: Printer) -> Page:
    description = "What was promised for volunteers, who sees to it, and how far it has come."
    return printer.draw("plan.html", "plan/", "The delivery plan", description, "content/plan.yml")
