"""The page to choose from: no role in mind, or several at once."""

from collections.abc import Mapping, Sequence

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from site_builder.catalogue import Role

from . import blueprint
from .asked import asked_for, takes_names
from .choice import MOST, NoChoice
from .given_back import typed_words


@blueprint.errorhandler(NoChoice)
def choosing(error: NoChoice) -> ResponseReturnValue:
    page = render_template(
        "public/choosing.html",
        what_to_do=error.what_to_do,
        most=MOST,
        any_role=[role for role in g.catalogue.any_role.values() if takes_names(role)],
        roles=_by_organisation(),
        organisations=g.catalogue.organisations,
        chosen=asked_for(),
        typed=typed_words() if request.method == "POST" else {},
    )
    return page, 422 if error.what_to_do or request.method == "POST" else 200


def _by_organisation() -> Mapping[str, Sequence[Role]]:
    """Every role that takes names, by the key of its organisation."""
    found: dict[str, list[Role]] = {}
    for role in g.catalogue.roles.values():
        if takes_names(role):
            found.setdefault(role.organisation, []).append(role)
    return found
