"""The service that takes expressions of interest and gives coordinators their desk."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from flask import abort, g, request

from . import cli, desk, errors, health, logs, mine, policy, public, site, survey
from .front_door import FrontDoor
from .portal import Portal
from .settings import Settings


def utc_now() -> datetime:
    """The one place that reads the wall clock."""
    return datetime.now(UTC)


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> Portal:
    """The service, ready to answer. Raises SettingsError, NotPublished or DatabaseError, which speak to the operator.

    Without `settings` they are read from the environment, and what this process logs is written as `logs` says.

    In a request `g` has: `db`, a Session; `now`; `catalogue` and `site`, as last published; and `settings`.
    """
    app = Portal(settings or Settings.read(os.environ), clock)
    https, proxies = app.settings.production, app.settings.trusted_proxies
    app.wsgi_app = FrontDoor(app.wsgi_app, https=https, proxies=proxies)  # type: ignore[method-assign]  # as Flask means it to be done
    app.config.from_mapping(_config(app.settings))
    app.before_request(lambda: _begin(app))
    app.teardown_request(_end)
    errors.register(app)
    doors = [health.blueprint, public.blueprint, survey.blueprint, mine.blueprint, desk.blueprint]
    for door in [*doors, site.blueprint] if app.settings.serve_site else doors:
        app.register_blueprint(door)
    for command in cli.COMMANDS:
        app.cli.add_command(command)
    if undeclared := sorted(policy.undeclared(app)):
        raise RuntimeError(f"These routes declare no policy: {', '.join(undeclared)}")
    if settings is None:
        logs.to_stderr()  # last: what stops the start is told in full, since nobody has come yet
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "MAX_CONTENT_LENGTH": 64 * 1024,
        "MAX_FORM_MEMORY_SIZE": 64 * 1024,
        "MAX_FORM_PARTS": 100,
        "SESSION_COOKIE_SECURE": settings.production,
        "PREFERRED_URL_SCHEME": "https" if settings.production else "http",
    }


def _begin(app: Portal) -> None:
    logs.rule.set(request.url_rule.rule if request.url_rule else None)
    app.take_up_new_build()
    g.catalogue, g.site, g.settings = app.published.catalogue, app.published.site, app.settings
    g.now = app.clock()
    g.db = app.sessions()
    if request.method == "POST" and request.mimetype not in ("", "application/x-www-form-urlencoded"):
        abort(415)  # none of our forms sends anything else: no file, no JSON
    request.form  # noqa: B018  what is too much, or broken off, is refused here, not in the middle of an answer
    if request.blueprint != site.blueprint.name:
        app.check_tables()


def _end(_error: BaseException | None) -> None:
    if "db" in g:
        g.db.close()
