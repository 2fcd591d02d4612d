"""The form's old address, when a role has a new name or is no longer here: saved links lead on."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from site_builder.catalogue import Redirect, Role

from . import blueprint
from .given_back import typed_words

_A_FEW = 4


class Gone(Exception):  # noqa: N818  not an error of the program
    """A role that was at `key`, `organisation/slug`, and what became of it."""

    def __init__(self, key: str, redirect: Redirect) -> None:
        super().__init__()
        self.key = key
        self.redirect = redirect


@blueprint.errorhandler(Gone)
def gone(error: Gone) -> ResponseReturnValue:
    """Whoever comes by a link is led on to the new form; whoever sends is told, and given their words back."""
    role = g.catalogue.roles.get(error.redirect.to)
    if role and request.method != "POST":
        return redirect(url_for("public.form", organisation=role.organisation, slug=role.slug), code=308)
    page = render_template(
        "public/gone.html",
        heading="This role has a new page" if role else "This role is no longer here",
        role=None,
        now=role,
        why=error.redirect.why,
        roles=() if role else _like(error),
        organisations=g.catalogue.organisations,
        typed=typed_words(),
    )
    return page, 410


def _like(error: Gone) -> list[Role]:
    """A few roles that take names now: of the same kind, or where none is told, of the same organisation."""
    organisation, kind = error.key.partition("/")[0], error.redirect.kind
    alike = [
        role
        for role in g.catalogue.roles.values()
        if (kind in role.kinds if kind else role.organisation == organisation) and role.takes_names(g.now)
    ]
    return sorted(alike, key=lambda role: role.organisation != organisation)[:_A_FEW]
