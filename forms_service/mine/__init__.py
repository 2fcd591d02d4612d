"""What people do for themselves, by the link in their letter: see, confirm, change, take away, withdraw. No cookie, no
script. For somebody of 13 to 15 it is the parent who holds the link, and to whom these pages speak.

The address is the key, so it must go nowhere: the browser tells no page where somebody came from, the log knows routes
and not addresses, and nothing here leads to another site but by the reader's own click.
"""

from flask import Blueprint, Response, abort, request

from forms_service import words

blueprint = Blueprint("mine", __name__, url_prefix="/mine", template_folder="templates")
blueprint.context_processor(words.for_templates)


@blueprint.after_app_request
def tell_nobody(response: Response) -> Response:
    """On errors too, which no route of ours answers: their pages fetch a style sheet, and would tell it the address."""
    if request.path.startswith(f"{blueprint.url_prefix}/"):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.before_request
def from_our_own_pages() -> None:
    """No form of another site sends here. A page that tells nobody its address calls its origin "null"; nothing more is
    needed, because there is no cookie to misuse: who knows the address has no need of the reader's browser."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") not in (None, "same-origin", "none"):
        abort(403)


from . import address, details, held, page, unknown, withdraw  # noqa: E402, F401  they add what they do to the blueprint
