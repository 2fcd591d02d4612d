"""What each route asks of whoever comes. A route that declares nothing stops the service from starting."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from . import access, links
from .models import Purpose

P = ParamSpec("P")
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

PUBLIC, LINK, COORDINATOR = "public", "link", "coordinator"
SESSION_KEY = "token"


def public(view: View) -> View:
    """Anybody may come here."""
    view.__dict__["policy"] = PUBLIC
    return view


def link(purpose: Purpose) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Whoever holds a link of this purpose, by its `<token>`: its interest is put in `g.interest`. Others get a 404."""

    def declare(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def allow(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            token, secret = str(kwargs["token"]), g.settings.secret_key
            g.interest = links.holder(g.db, token, purpose, secret=secret, now=g.now) or abort(404)
            return view(*args, **kwargs)

        allow.__dict__.update(policy=LINK, purpose=purpose)
        return allow

    return declare


def coordinator(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """An active coordinator who is signed in, put in `g.coordinator`. Anybody else is led to the sign-in page."""

    @wraps(view)
    def allow(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        found = access.who(g.db, session.get(SESSION_KEY, ""), g.now)
        if found is None:
            session.clear()
            return redirect(url_for("desk.sign_in", interest=(request.view_args or {}).get("id")), code=303)
        g.coordinator = found
        return view(*args, **kwargs)

    allow.__dict__["policy"] = COORDINATOR
    return allow


def of(app: Flask, endpoint: str) -> str | None:
    """The policy that an endpoint declares, or None."""
    found = getattr(app.view_functions[endpoint], "policy", None)
    return found if isinstance(found, str) else None


def purpose(app: Flask, endpoint: str) -> Purpose | None:
    """What a link must be for that opens this endpoint; None for one that no link opens."""
    found = getattr(app.view_functions[endpoint], "purpose", None)
    return found if isinstance(found, Purpose) else None


def undeclared(app: Flask) -> Iterator[str]:
    """The addresses of the routes that declare no policy."""
    return (str(rule) for rule in app.url_map.iter_rules() if of(app, rule.endpoint) is None)
