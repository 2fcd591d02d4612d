"""Two Jinja tags for the facts of a role, compiled in place: a call for each of forty facts would double a page's cost.

{% facts "money", "Money" %}                    a heading and its list of facts; nothing where no fact is told
{% fact "Expenses", role.expenses %}            a fact: what is between the tags where there is an answer with a
  {{ role.expenses | texts }}                   value, `unsaid` words for `none` and `not_published`, and nothing
{% endfact %}                                   for None
{% endfacts %}                                  the facts of a list that are `not_published` share one row, its last
"""

import re
from collections.abc import Sequence

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from site_builder import wording

_NOT_PUBLISHED = re.compile(r"<unpublished>(.*?)</unpublished>", re.DOTALL)


class FactTags(Extension):
    """Needs the filters `unsaid`, which takes an answer and the name of its fact, and `gathered` of this module."""

    tags = {"facts", "fact"}  # noqa: RUF012  as Jinja declares it
    _in_facts = False

    def parse(self, parser: Parser) -> list[nodes.Node]:
        tag = next(parser.stream)
        first = parser.parse_expression()
        parser.stream.expect("comma")
        second = parser.parse_expression()
        listed = tag.value == "facts"
        self._in_facts = self._in_facts or listed
        body = parser.parse_statements((f"name:end{tag.value}",), drop_needle=True)
        self._in_facts = self._in_facts and not listed
        made = self._facts(parser, first, second, body) if listed else _fact(first, second, body, self._in_facts)
        return [node.set_lineno(tag.lineno) for node in made]

    def _facts(
        self, parser: Parser, id_: nodes.Expr, heading: nodes.Expr, body: list[nodes.Node]
    ) -> Sequence[nodes.Node]:
        rows = parser.free_identifier().name
        told = nodes.Filter(nodes.Name(rows, "load"), "gathered", [], [], None, None)
        drawn = [
            *_written('<h2 id="', id_, '">', heading, '</h2>\n<dl class="facts">\n'),
            nodes.Output([told]),
            *_written("\n</dl>\n"),
        ]
        return (nodes.AssignBlock(nodes.Name(rows, "store"), None, body), nodes.If(told, drawn, [], []))


def gathered(rows: str) -> Markup:
    """The rows of a list, with the facts that are not published told in one row, its last."""
    terms = _NOT_PUBLISHED.findall(rows)
    told = _NOT_PUBLISHED.sub("", rows).strip()
    if terms:
        first, *others = terms
        missing = wording.several([first, *(f"{other[0].lower()}{other[1:]}" for other in others)], most=len(terms))
        told += f"\n<div><dt>Not published</dt><dd>{missing}. Ask them.</dd></div>"
    return Markup(told)  # noqa: S704  of safe parts


def _fact(term: nodes.Expr, answer: nodes.Expr, body: list[nodes.Node], in_facts: bool) -> Sequence[nodes.Node]:
    row = [
        *_written("<div><dt>", term, "</dt><dd>"),
        nodes.If(_is(answer, "none", "not_published"), [nodes.Output([_unsaid(answer)])], [], body),
        *_written("</dd></div>\n"),
    ]
    drawn = [nodes.If(_is(answer, "not_published"), _written(*_mark(term)), [], row)] if in_facts else row
    told = nodes.Compare(answer, [nodes.Operand("ne", nodes.Const(None))])
    return (nodes.If(told, drawn, [], []),)


def _is(answer: nodes.Expr, *words: str) -> nodes.Expr:
    return nodes.Compare(answer, [nodes.Operand("in", nodes.Const(words))])


def _unsaid(answer: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(answer, "unsaid", [_name(answer)], [], None, None)


def _mark(term: nodes.Expr) -> tuple[str | nodes.Expr, ...]:
    """What `gathered` finds: no text that comes from a file can hold it, because that is escaped."""
    return ("<unpublished>", term, "</unpublished>")


def _name(answer: nodes.Expr) -> nodes.Expr:
    """The name of a fact: `expenses` for `role.expenses`, and what `name` holds for `role.requirements[name]`."""
    return answer.arg if isinstance(answer, nodes.Getitem) else nodes.Const(getattr(answer, "attr", ""))


def _written(*parts: str | nodes.Expr) -> list[nodes.Node]:
    return [nodes.Output([nodes.TemplateData(part) if isinstance(part, str) else part for part in parts])]
