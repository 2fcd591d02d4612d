"""The equality survey: apart from every form, joined to nothing. No cookie, no script, nobody's id in an address."""

from flask import Blueprint

from forms_service import words
from forms_service.same_origin import from_our_own_pages

blueprint = Blueprint("survey", __name__, url_prefix="/survey", template_folder="templates")
blueprint.context_processor(words.for_templates)
blueprint.before_request(from_our_own_pages)


from . import routes  # noqa: E402, F401  it adds its routes to the blueprint
