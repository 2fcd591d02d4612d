"""Whether the service works, for a machine that asks: no personal data, nothing that helps an attacker."""

from datetime import datetime, timedelta

from flask import Blueprint, g, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from . import policy
from .errors import UNAVAILABLE
from .models import Heartbeat
from .outbox import WORKER

SILENT_AFTER = timedelta(minutes=2)

blueprint = Blueprint("health", __name__)


def worker_is_silent(session: Session, now: datetime) -> bool:
    """Whether the letter worker was last seen more than two minutes ago, or never."""
    beat = session.get(Heartbeat, WORKER)
    return beat is None or now - beat.at > SILENT_AFTER


@blueprint.get("/healthz")
@policy.public
def healthz() -> ResponseReturnValue:
    """200 while all is well, otherwise 503. No numbers: how many letters wait would tell that somebody just applied."""
    silent = worker_is_silent(g.db, g.now)
    return jsonify(database="ok", worker="silent" if silent else "ok"), 503 if silent else 200


def failing(_error: Exception) -> ResponseReturnValue:
    """What is said while the database can't be used, or isn't what this version needs."""
    return jsonify(database="failing", worker="unknown"), 503


for _kind in UNAVAILABLE:
    blueprint.register_error_handler(_kind, failing)
