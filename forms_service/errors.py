"""What a person reads when something went wrong: what it was and what to do, in the portal's own look."""

from html import escape
from typing import NamedTuple

from flask import Flask, Response, current_app, make_response, render_template
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from . import logs
from .db import DatabaseError

RETRY_AFTER = 30  # seconds
UNAVAILABLE = (OperationalError, InterfaceError, DisconnectionError, PoolTimeoutError, DatabaseError)
"""What is raised when the database is full, locked, gone, unreachable or not what this version needs."""


class Page(NamedTuple):
    title: str
    words: str


PAGES = {
    400: Page("We could not read that", "Go back, check what you entered and try again."),
    403: Page("You can’t do that here", "Go back to the page that you came from and start again from there."),
    404: Page("Page not found", "Check the address. If you followed a link, the page may have moved."),
    405: Page("You can’t open this page like that", "Go back to the page that you came from and use the button there."),
    413: Page("That is too much to send", "Go back, shorten what you wrote and try again."),
    429: Page("Please wait a few minutes", "There have been too many tries. Nothing is lost. Try again in 15 minutes."),
    500: Page("Sorry, something went wrong", "It is our fault, not yours. Go back and try again in a few minutes."),
    503: Page(
        "Sorry, we can’t do that just now",
        "Nothing was sent or saved. Wait a minute, then go back and try again.",
    ),
}


def register(app: Flask) -> None:
    """Answer every error of the app with its page."""
    app.register_error_handler(HTTPException, _http)
    for kind in UNAVAILABLE:
        app.register_error_handler(kind, unavailable)


def in_words(error: Exception) -> str:
    """One of UNAVAILABLE, for the operator."""
    return error.message if isinstance(error, DatabaseError) else f"The database can't be used: {_cause(error)}"


def _cause(error: Exception) -> object:
    return getattr(error, "orig", None) or error


def page(code: int) -> Response:
    """The page of an error, with its status and the request's number, by which it is found in the log."""
    title, words = PAGES[code]
    number = logs.request_id.get()
    try:
        body = render_template("error.html", title=title, words=words, number=number)
    except Exception as error:  # noqa: BLE001  the build or the template is broken: say the same without them
        current_app.logger.error(logs.of_error("exception", error))
        head = f"<!doctype html><html lang=en><title>{escape(title)}</title><h1>{escape(title)}</h1>"
        body = f"{head}<p>{escape(words)}<p>If you ask us about this, tell us this number: {number}"
    response = make_response(body, code)
    if code == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _http(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    response = page(code if code in PAGES else 400 if code < 500 else 500)
    response.status_code = code
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def unavailable(error: Exception) -> Response:
    """What is answered, and logged, when the database can't be used."""
    current_app.logger.error(logs.of_error("database unavailable", error))
    return page(503)
