"""Whether a form was sent from our own pages: what stands in for a CSRF token where there is no cookie."""

from urllib.parse import urlsplit

from flask import abort, g, request


def from_our_own_pages() -> None:
    """Before a request: a form of another site can't send here. Old browsers tell neither header: there the signed key
    in the form stands alone."""
    if request.method != "POST":
        return
    ours = urlsplit(g.settings.base_url)
    origin, fetched_from = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin not in (None, f"{ours.scheme}://{ours.netloc}") or fetched_from not in (None, "same-origin", "none"):
        abort(403)
