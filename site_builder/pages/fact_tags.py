"""Two Jinja tags for the facts of a role, compiled in place: a call for each of forty facts would double a page's cost.

{% facts "money", "Money" %}                    a heading and its list of facts; nothing where no fact is told
{% fact "Expenses", role.expenses %}            a fact: what is between the tags where there is an answer with a
  {{ role.expenses | texts }}                   value, `unsaid` words for `none` and `not_published`, and nothing
{% endfact %}                                   for None
{% endfacts %}
"""

from collections.abc import Sequence

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser


class FactTags(Extension):
    """Needs the filters `trim` and `unsaid`, the latter taking an answer and the name of its fact."""

    tags = {"facts", "fact"}  # noqa: RUF012  as Jinja declares it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        tag = next(parser.stream)
        first = parser.parse_expression()
        parser.stream.expect("comma")
        second = parser.parse_expression()
        body = parser.parse_statements((f"name:end{tag.value}",), drop_needle=True)
        made = self._facts(parser, first, second, body) if tag.value == "facts" else _fact(first, second, body)
        return [node.set_lineno(tag.lineno) for node in made]

    def _facts(
        self, parser: Parser, id_: nodes.Expr, heading: nodes.Expr, body: list[nodes.Node]
    ) -> Sequence[nodes.Node]:
        rows = parser.free_identifier().name
        told = nodes.Filter(nodes.Name(rows, "load"), "trim", [], [], None, None)
        drawn = [
            *_written('<h2 id="', id_, '">', heading, '</h2>\n<dl class="facts">\n'),
            nodes.Output([told]),
            *_written("\n</dl>\n"),
        ]
        return (nodes.AssignBlock(nodes.Name(rows, "store"), None, body), nodes.If(told, drawn, [], []))


def _fact(term: nodes.Expr, answer: nodes.Expr, body: list[nodes.Node]) -> Sequence[nodes.Node]:
    words = nodes.Filter(answer, "unsaid", [_name(answer)], [], None, None)
    told = nodes.Compare(answer, [nodes.Operand("ne", nodes.Const(None))])
    unsaid = nodes.Compare(answer, [nodes.Operand("in", nodes.Const(("none", "not_published")))])
    drawn = [
        *_written("<div><dt>", term, "</dt><dd>"),
        nodes.If(unsaid, [nodes.Output([words])], [], body),
        *_written("</dd></div>\n"),
    ]
    return (nodes.If(told, drawn, [], []),)


def _name(answer: nodes.Expr) -> nodes.Expr:
    """The name of a fact: `expenses` for `role.expenses`, and what `name` holds for `role.requirements[name]`."""
    return answer.arg if isinstance(answer, nodes.Getitem) else nodes.Const(getattr(answer, "attr", ""))


def _written(*parts: str | nodes.Expr) -> list[nodes.Node]:
    return [nodes.Output([nodes.TemplateData(part) if isinstance(part, str) else part for part in parts])]
