"""The two things to do with what was set aside: take it up, or erase it."""

from flask import g, url_for
from flask.typing import ResponseReturnValue

from forms_service import errors, interests, policy

from . import blueprint
from .forms import DecideForm
from .interest import change, find


@blueprint.post("/interests/<id:id>/take-up")
@policy.coordinator
def take_up(id: str) -> ResponseReturnValue:
    found, version = find(id), DecideForm().seen_version

    def verb() -> None:
        interests.release(
            g.db, g.catalogue, found, by=g.coordinator, version=version, now=g.now, base_url=g.settings.base_url
        )

    return change(found, verb)


@blueprint.post("/interests/<id:id>/not-real")
@policy.coordinator
def not_real(id: str) -> ResponseReturnValue:
    found, version = find(id), DecideForm().seen_version

    def verb() -> None:
        interests.refuse(g.db, found, by=g.coordinator, version=version, now=g.now, remember_in=g.settings.erasures)

    try:
        return change(found, verb, then=url_for("desk.inbox", show="set-aside"))
    except OSError:  # the list of erasures can't be written, so nothing was erased
        return errors.page(503)
