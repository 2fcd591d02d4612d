"""Signing in, by password or by a link that works once, and signing out."""

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]  # it has no types

from forms_service import access, policy

from . import blueprint
from .forms import Button, SignInForm


@blueprint.route("/sign-in", methods=["GET", "POST"])
@policy.public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("desk/sign_in.html", form=form), 422 if form.is_submitted() else 200
    try:
        token = access.sign_in_with_password(
            g.db,
            form.email.data,
            form.password.data,
            address=request.remote_addr or "",
            secret=g.settings.secret_key,
            now=g.now,
        )
    except access.TooManyTries:
        form.password.errors = ["Wait 15 minutes before you try again, or ask for a one-time link"]
        return render_template("desk/sign_in.html", form=form), 429
    if token is None:
        form.password.errors = ["Check your email address and password: together they don’t fit"]
        return render_template("desk/sign_in.html", form=form), 422
    return _begin(token)


@blueprint.get("/link/<token>")
@policy.public
def link(token: str) -> ResponseReturnValue:
    """Looking at a link does nothing: mail scanners do it too."""
    holds = access.link_holds(g.db, token, g.now)
    return render_template("desk/link.html", form=Button(), holds=holds, token=token), 200 if holds else 410


@blueprint.post("/link/<token>")
@policy.public
def use_link(token: str) -> ResponseReturnValue:
    signed_in = access.use_link(g.db, token, g.now)
    if signed_in is None:
        return render_template("desk/link.html", form=Button(), holds=False, token=token), 410
    return _begin(signed_in)


@blueprint.post("/sign-out")
@policy.coordinator
def sign_out() -> ResponseReturnValue:
    access.sign_out(g.db, session[policy.SESSION_KEY])
    session.clear()
    return redirect(url_for("desk.sign_in"), code=303)


@blueprint.errorhandler(CSRFError)
def out_of_date(_error: CSRFError) -> ResponseReturnValue:
    return render_template("desk/out_of_date.html"), 400


def _begin(token: str) -> ResponseReturnValue:
    """A new session, with nothing of the old one in it."""
    session.clear()
    session[policy.SESSION_KEY] = token
    wanted = request.args.get("interest", "")
    # An id alone comes back from the address, so that nobody can be led elsewhere.
    known = len(wanted) == 32 and wanted.isalnum() and wanted.isascii()
    return redirect(url_for("desk.interest", id=wanted) if known else url_for("desk.inbox"), code=303)
