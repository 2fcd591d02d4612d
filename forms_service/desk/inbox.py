"""The lists: who is waiting, the longest promised first; what is set aside; and what is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from forms_service import access, policy, repeats
from forms_service.models import Interest
from forms_service.post import stages
from site_builder.catalogue import LONDON

from . import blueprint
from .signs import why
from .standing import standing

PAGE = 50


class Shown(StrEnum):
    """Which list, as the address says."""

    OPEN = "open"
    SET_ASIDE = "set-aside"
    CLOSED = "closed"


_IN: Mapping[Shown, Sequence[ColumnElement[bool]]] = {
    Shown.OPEN: (Interest.outcome.is_(None), Interest.set_aside.is_(None)),
    Shown.SET_ASIDE: (Interest.set_aside.is_not(None),),
    Shown.CLOSED: (Interest.outcome.is_not(None),),
}


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
    wanted = request.args.get("show", "")
    shown = Shown(wanted) if wanted in list(Shown) else Shown.OPEN
    mine, today = access.visible(g.coordinator, g.catalogue), g.now.astimezone(LONDON).date()
    page = _page(mine.where(*_IN[shown]).order_by(*_order(shown)), request.args.get("page", ""))
    return render_template(
        "desk/inbox.html",
        page=page,
        shown=shown,
        set_aside=page.total if shown == Shown.SET_ASIDE else _total(mine.where(*_IN[Shown.SET_ASIDE])),
        again=repeats.of(g.db, page.interests, mine),
        standing=lambda interest: standing(interest, today),
        why=why,
        area_title=_area_title,
        stage_title=_stage_title,
    )


def _order(shown: Shown) -> Sequence[ColumnElement[Any]]:
    if shown == Shown.CLOSED:
        return (Interest.moved_at.desc(), Interest.id.asc())
    return (
        Interest.moved_at != Interest.received_at,
        Interest.reply_by.asc(),
        Interest.received_at.asc(),
        Interest.id.asc(),
    )


def _page(found: Select[Interest], wanted: str) -> Page:
    total = _total(found)
    last = max(1, -(-total // PAGE))
    number = min(max(int(wanted), 1), last) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 1
    shown = found.options(joinedload(Interest.applicant)).offset((number - 1) * PAGE).limit(PAGE)
    return Page(g.db.scalars(shown).all(), number, last, total)


def _total(found: Select[Interest]) -> int:
    return g.db.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0


def _area_title(key: str | None) -> str:
    area = g.catalogue.every_area.get(key or "")
    return area.title if area else key or ""


def _stage_title(interest: Interest) -> str:
    stage = stages(g.catalogue, interest).get(interest.stage or "")
    return stage.title if stage else interest.stage or ""
