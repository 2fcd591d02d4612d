"""What every response tells the browser: nothing from elsewhere, nothing kept, nobody's frame."""

from collections.abc import Collection

from flask import Response

NOT_KEPT = "no-store"

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # not no-referrer: the desk's forms are checked by it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SERVICE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": NOT_KEPT,
    "X-Robots-Tag": "noindex",
}
_SITE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",  # kept, but asked about each time
}
_EDITOR = {
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",  # signing in opens a window of the forge's, which answers
    "Cache-Control": "no-cache",
    "X-Robots-Tag": "noindex",
}
_HTTPS_ALONE = "max-age=63072000"


def as_site(response: Response) -> Response:
    """Mark a page of the static site, which may be kept and indexed and has scripts of its own."""
    response.headers.update(_SITE)
    return response


def as_open(response: Response) -> Response:
    """Mark a file of the static site that the pages of any other site may fetch."""
    response.headers.update({"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"})
    return as_site(response)


def as_editor(response: Response, content_policy: str) -> Response:
    """Mark a file of /edit/, which isn't indexed, and may do what the build says of it and of nothing else."""
    response.headers.update({**_EDITOR, "Content-Security-Policy": content_policy})
    return response


def strict(given: Collection[tuple[str, str]], *, https: bool) -> list[tuple[str, str]]:
    """The headers of a response with ours: those of the service, unless it was marked as something else."""
    there = {name.lower() for name, _ in given}
    own = {} if "content-security-policy" in there else _SERVICE
    ours = {**own, "Strict-Transport-Security": _HTTPS_ALONE} if https else own
    replaced = {name.lower() for name in ours}
    kept = [(name, value) for name, value in given if name.lower() not in replaced]
    more = [(name, value) for name, value in _EVERYWHERE.items() if name.lower() not in there]
    return [*kept, *ours.items(), *more]
