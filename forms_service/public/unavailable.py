"""The page in a form's place when a role takes no names here: never a dead end, and nothing typed is lost."""

from collections.abc import Mapping

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from forms_service.contact import contact_for
from site_builder.catalogue import Role, State

from . import blueprint
from .given_back import typed_words

_WHY: Mapping[State | None, tuple[str, str]] = {
    State.CLOSED: ("This role is closed", "takes no new names at the moment."),
    State.PAUSED: ("This role is paused", "takes no new names for now. It may open again."),
    State.UPCOMING: ("This role is not open yet", "doesn’t take names yet. Its page says when it opens."),
    None: ("This role can’t be chosen here", "takes no names through this form. Please ask the team."),
}


class Unavailable(Exception):  # noqa: N818  not an error of the program
    """A role takes no names here and now; None for one that isn't there."""

    def __init__(self, role: Role | None) -> None:
        super().__init__()
        self.role = role


@blueprint.errorhandler(Unavailable)
def unavailable(error: Unavailable) -> ResponseReturnValue:
    role = error.role
    if role is None:
        return _page(None, "We can’t find that role", ""), 404
    if not role.apply.here:
        return _page(role, "This role is run by somebody else", ""), 410 if request.method == "POST" else 200
    found = role.standing(g.now)
    state = found.state if found and not found.state.takes_names else None
    heading, why = _WHY[state]
    return _page(role, heading, why), 410 if state is State.CLOSED or request.method == "POST" else 200


def _page(role: Role | None, heading: str, why: str) -> str:
    return render_template(
        "public/unavailable.html",
        role=role,
        heading=heading,
        why=why,
        contact=contact_for(g.catalogue, role.organisation, role) if role else None,
        typed=typed_words(),
    )
