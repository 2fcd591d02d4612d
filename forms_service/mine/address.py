"""The page that a letter to a new address links to: yes, that address is mine."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms_service import applicants, policy
from forms_service.models import Purpose

from . import blueprint


@blueprint.get("/address/<token>")
@policy.link(Purpose.NEW_ADDRESS)
def address(token: str) -> ResponseReturnValue:
    organisation = g.catalogue.organisations.get(g.interest.organisation)
    return render_template(
        "mine/address.html",
        token=token,
        address=g.interest.applicant.new_email,
        who=organisation.title if organisation else "The team",
    )


@blueprint.post("/address/<token>")
@policy.link(Purpose.NEW_ADDRESS)
def take_address(token: str) -> ResponseReturnValue:
    applicants.take_new_address(g.db, g.catalogue, g.interest, now=g.now, base_url=g.settings.base_url)
    return redirect(url_for("mine.address", token=token), code=303)
