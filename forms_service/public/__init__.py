"""What the public sees: the form, the page to check the answers, and the reference. No cookie, no script."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from forms_service import words
from forms_service.addresses import RandomId
from forms_service.same_origin import from_our_own_pages

blueprint = Blueprint("public", __name__, url_prefix="/interest", template_folder="templates")
blueprint.context_processor(words.for_templates)
blueprint.before_request(from_our_own_pages)


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["id"] = RandomId


from . import choosing, gone, routes, sent, unavailable  # noqa: E402, F401  they add what they do to the blueprint
