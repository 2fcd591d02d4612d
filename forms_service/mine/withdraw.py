"""Withdrawing: a page that says what happens, and a button. Then nothing is left that names the person."""

from contextlib import suppress

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms_service import errors, interests, policy
from forms_service.models import Purpose
from forms_service.post import is_child

from . import blueprint


@blueprint.get("/<token>/withdraw")
@policy.link(Purpose.OWN_PAGE)
def withdraw(token: str) -> ResponseReturnValue:
    organisation = g.catalogue.organisations.get(g.interest.organisation)
    return render_template(
        "mine/withdraw.html",
        token=token,
        interest=g.interest,
        child=is_child(g.interest),
        who=organisation.title if organisation else "The team",
    )


@blueprint.post("/<token>/withdraw")
@policy.link(Purpose.OWN_PAGE)
def erase(token: str) -> ResponseReturnValue:  # noqa: ARG001  the policy has read it
    """What has ended already is erased all the same. Cut off between the two, the link still works: press again."""
    with suppress(interests.Closed):
        interests.withdraw(g.db, g.interest, by="applicant", now=g.now)
    try:
        interests.erase(g.db, g.interest, by="applicant", now=g.now, remember_in=g.settings.erasures)
    except OSError:  # the list of erasures can't be written, so nothing was erased
        return errors.page(503)
    return redirect(url_for("mine.withdrawn"), code=303)


@blueprint.get("/withdrawn")
@policy.public
def withdrawn() -> ResponseReturnValue:
    """The same for everybody: it knows nobody."""
    return render_template("mine/withdrawn.html")
