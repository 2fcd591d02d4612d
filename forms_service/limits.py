"""Limits on how often something may happen, kept in the database: they outlast a restart and hold for all processes."""

from datetime import datetime

from sqlalchemy.orm import Session

from .db import add_unless_there, writing
from .models import Bucket


def take(session: Session, name: str, *, capacity: float, per_minute: float, now: datetime) -> bool:
    """Take a token from the bucket `name`, which holds `capacity` and refills; False if it is empty. Commits.

    A clock that is put back neither fills nor empties it.
    """
    with writing(session):
        add_unless_there(session, Bucket, {"name": name, "tokens": capacity, "filled_at": now})
        bucket = session.get_one(Bucket, name, with_for_update=True, populate_existing=True)
        minutes = max((now - bucket.filled_at).total_seconds() / 60, 0.0)
        tokens = min(bucket.tokens + minutes * per_minute, capacity)
        bucket.filled_at = max(now, bucket.filled_at)
        bucket.tokens = tokens - 1 if tokens >= 1 else tokens
        return tokens >= 1
