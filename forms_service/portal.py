"""The Flask app, and what it works with."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from . import db, logs
from .published import NotPublished, Published, stamp_of
from .settings import Settings


class _Cookies(SecureCookieSessionInterface):
    """Flask's own, but one signer serves all: each request would have one made, though few bring a cookie."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


class Portal(Flask):
    """The service with its settings, clock, database and the last good build of the site.

    Raises NotPublished or DatabaseError.
    """

    jinja_options = {"undefined": StrictUndefined, "auto_reload": True}  # noqa: RUF012  Flask's own name and shape

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        super().__init__(__package__, static_folder=None)
        self.session_interface = _Cookies()
        self.settings = settings
        self.clock = clock
        self.engine = db.engine(settings.database_url)
        self.sessions = db.sessions(self.engine)
        self.published = Published.read(settings.build)
        self._build_seen = self.published.stamp
        self._tables_checked = False
        shell = FileSystemLoader(settings.build / "service")
        self.jinja_loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), shell])

    def take_up_new_build(self) -> None:
        """A build that can't be read is left alone, logged once; the last good one goes on. Any command says why."""
        found = stamp_of(self.settings.build)
        if found == self._build_seen:
            return
        self._build_seen = found
        try:
            self.published = Published.read(self.settings.build)
        except NotPublished as error:
            self.logger.error(logs.of_error("new build not taken up", error))

    def check_tables(self) -> None:
        """Raise DatabaseError unless the tables are what this version needs; looked at until they once are."""
        if not self._tables_checked:
            db.check_revision(self.engine)
            self._tables_checked = True

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Without the message of the exception, which may hold what a person typed."""
        if exc_info[1]:
            self.logger.error(logs.of_error("exception", exc_info[1]))
