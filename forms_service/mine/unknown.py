"""The page in the place of whatever a link doesn't open: for every reason the same, so that it tells nobody why."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from forms_service.applicants import Erased

from . import blueprint


@blueprint.errorhandler(NotFound)
@blueprint.errorhandler(Erased)
def unknown(_error: Exception) -> ResponseReturnValue:
    receiving = [each for each in g.catalogue.organisations.values() if each.inbox and (each.email or each.phone)]
    return render_template("mine/unknown.html", organisations=receiving), 404
