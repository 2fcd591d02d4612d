"""Questions asked of the data, answered as counts."""

from collections.abc import Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from .models import Interest, Outcome


def waiting(session: Session) -> Mapping[str, int]:
    """How many interests are open, or waiting for a better time, by the key of their role; roles with none are left
    out."""
    open_or_waiting = or_(Interest.outcome.is_(None), Interest.outcome == Outcome.WAITING)
    counts = select(Interest.role, func.count()).where(open_or_waiting).group_by(Interest.role).order_by(Interest.role)
    return {row[0]: row[1] for row in session.execute(counts)}
