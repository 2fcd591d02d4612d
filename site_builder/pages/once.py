"""A Jinja tag for what is the same on many pages: it is drawn once for each depth, and then kept.

{% once "vetting", role.vetting %}      a name and all that the part between the tags speaks of, each hashable;
  …                                     a part that spoke of more would be another role's
{% endonce %}
"""

from collections.abc import Callable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup


class Once(Extension):
    """Hundreds of roles share a pathway, a profile's checks and its requirements."""

    tags = {"once"}  # noqa: RUF012  as Jinja declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._kept: dict[object, Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_drawn", [key]), [], [], body).set_lineno(line)

    def _drawn(self, key: object, caller: Callable[[], Markup]) -> Markup:
        if key not in self._kept:
            self._kept[key] = caller()
        return self._kept[key]
