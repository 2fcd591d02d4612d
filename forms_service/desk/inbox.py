"""The list: who is waiting, the longest promised first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from forms_service import access, policy
from forms_service.models import Interest
from forms_service.post import stages
from site_builder.catalogue import LONDON

from . import blueprint
from .standing import standing

PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list: `number` of `last`, counted from 1, and how many there are in all."""

    interests: Sequence[Interest]
    number: int
    last: int
    total: int


@blueprint.get("/")
@policy.coordinator
def inbox() -> ResponseReturnValue:
    closed = request.args.get("show") == "closed"
    found = access.visible(g.coordinator, g.catalogue)
    found = found.where(Interest.outcome.is_not(None) if closed else Interest.outcome.is_(None))
    today = g.now.astimezone(LONDON).date()
    return render_template(
        "desk/inbox.html",
        page=_page(found.order_by(*_order(closed)), request.args.get("page", "")),
        closed=closed,
        standing=lambda interest: standing(interest, today),
        area_title=_area_title,
        stage_title=_stage_title,
    )


def _order(closed: bool) -> Sequence[ColumnElement[Any]]:
    if closed:
        return (Interest.moved_at.desc(), Interest.id.asc())
    return (
        Interest.moved_at != Interest.received_at,
        Interest.reply_by.asc(),
        Interest.received_at.asc(),
        Interest.id.asc(),
    )


def _page(found: Select[Interest], wanted: str) -> Page:
    total = g.db.scalar(select(func.count()).select_from(found.order_by(None).subquery()))
    last = max(1, -(-total // PAGE))
    number = min(max(int(wanted), 1), last) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 1
    shown = found.options(joinedload(Interest.applicant)).offset((number - 1) * PAGE).limit(PAGE)
    return Page(g.db.scalars(shown).all(), number, last, total)


def _area_title(key: str | None) -> str:
    area = g.catalogue.every_area.get(key or "")
    return area.title if area else key or ""


def _stage_title(interest: Interest) -> str:
    stage = stages(g.catalogue, interest).get(interest.stage or "")
    return stage.title if stage else interest.stage or ""
