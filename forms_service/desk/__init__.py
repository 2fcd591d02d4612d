"""The coordinators' desk: a module a screen. Every form on it carries a CSRF token."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]  # it has no types

from forms_service import words
from forms_service.addresses import RandomId

blueprint = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")
blueprint.context_processor(words.for_templates)
csrf = CSRFProtect()


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    """The one cookie goes to the desk alone, and comes along when a link in a letter is followed."""
    config = state.app.config
    config["SESSION_COOKIE_NAME"] = "__Secure-desk" if config["SESSION_COOKIE_SECURE"] else "desk"
    config["SESSION_COOKIE_PATH"] = "/desk"
    config["SESSION_COOKIE_HTTPONLY"] = True
    config["SESSION_COOKIE_SAMESITE"] = "Lax"
    config["WTF_CSRF_CHECK_DEFAULT"] = False  # the public forms have no cookie; the desk checks below
    config["WTF_CSRF_TIME_LIMIT"] = None  # it lasts as long as the session: nothing typed slowly is lost
    state.app.url_map.converters["id"] = RandomId
    csrf.init_app(state.app)


blueprint.before_request(csrf.protect)

from . import bar, inbox, interest, set_aside, sign_in  # noqa: E402, F401  they add their routes to the blueprint
