"""One interest: who it is, how far they are, what was written; and the two things to do, move it on or close it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms_service import access, applicants, interests, links, policy, repeats, words
from forms_service.models import Coordinator, Interest
from forms_service.outbox import HELD
from forms_service.post import address_of, stages
from site_builder.catalogue import LONDON, Stage

from . import blueprint
from .forms import CloseForm, MoveForm
from .signs import why
from .standing import standing

_NEAREST = 5  # of the interests of the same person before and after this one


@blueprint.get("/interests/<id:id>")
@policy.coordinator
def interest(id: str) -> ResponseReturnValue:
    found = find(id)
    return _show(found, _move_form(found), CloseForm())


@blueprint.post("/interests/<id:id>/move")
@policy.coordinator
def move(id: str) -> ResponseReturnValue:
    found = find(id)
    form = _move_form(found)
    if form.seen_version == found.version and not form.validate():
        return _show(found, form, CloseForm(), 422)

    def verb() -> None:
        interests.move(
            g.db,
            g.catalogue,
            found,
            to=form.to.data,
            by=g.coordinator,
            version=form.seen_version,
            now=g.now,
            base_url=g.settings.base_url,
        )

    return change(found, verb)


@blueprint.post("/interests/<id:id>/close")
@policy.coordinator
def close(id: str) -> ResponseReturnValue:
    found = find(id)
    form = CloseForm()
    if not form.validate():
        return _show(found, _move_form(found), form, 422)

    def verb() -> None:
        interests.close(g.db, found, outcome=form.outcome.data, by=g.coordinator, version=form.seen_version, now=g.now)

    return change(found, verb)


@blueprint.post("/interests/<id:id>/link")
@policy.coordinator
def renew_link(id: str) -> ResponseReturnValue:
    found = find(id)
    if found.set_aside:  # nobody is written to before it is taken up
        return _show(found, _move_form(found), CloseForm(), 409)
    with suppress(applicants.Erased):
        applicants.renew_link(g.db, g.catalogue, found, by=g.coordinator.id, now=g.now, base_url=g.settings.base_url)
    return redirect(url_for("desk.interest", id=id), code=303)


def find(id: str) -> Interest:
    """What this coordinator may not see is not there."""
    found: Interest | None = g.db.scalar(access.visible(g.coordinator, g.catalogue).where(Interest.id == id))
    return found or abort(404)


def change(found: Interest, verb: Callable[[], None], then: str = "") -> ResponseReturnValue:
    """Do it, unless a colleague was quicker: then show how things stand now. `then` is the page to go on to."""
    try:
        verb()
    except interests.Stale:
        again = find(found.id)
        return _show(again, _move_form(again), CloseForm(), 409)
    return redirect(then or url_for("desk.interest", id=found.id), code=303)


def _move_form(found: Interest) -> MoveForm:
    there = stages(g.catalogue, found)
    keys = list(there)
    after = keys[keys.index(found.stage) + 1 :] if found.stage and found.stage in there else keys
    others = {key: stage.title for key, stage in there.items() if key != found.stage}
    return MoveForm(others, after[0] if after else None)


def _show(found: Interest, moving: MoveForm, closing: CloseForm, status: int = 200) -> ResponseReturnValue:
    """Each look at somebody's details goes on the record before they are shown."""
    interests.seen(g.db, found, by=g.coordinator, now=g.now)
    others = repeats.of(g.db, [found], access.visible(g.coordinator, g.catalogue)).get(found.id, [])
    there, today = stages(g.catalogue, found), g.now.astimezone(LONDON).date()
    moving.version.data = closing.version.data = str(found.version)
    page = render_template(
        "desk/interest.html",
        interest=found,
        applicant=found.applicant,
        address=address_of(found),
        without_links=links.hidden,
        held=HELD,
        standing=standing(found, today),
        why=why(found),
        before=[(other, standing(other, today)) for other in others if _order(other) < _order(found)][-_NEAREST:],
        since=[(other, standing(other, today)) for other in others if _order(other) > _order(found)][:_NEAREST],
        stages=there,
        stage_words=_stage_words(there),
        names=_names(found),
        moving=moving,
        closing=closing,
        changed_meanwhile=status == 409,
        words=words,
        area=_area_title(found),
    )
    return page, status


def _stage_words(there: Mapping[str, Stage]) -> Callable[[str | None], str]:
    """A stage's title; its key where the pathway has lost it."""
    return lambda key: there[key].title if key and key in there else key or ""


def _order(one: Interest) -> tuple[datetime, str]:
    return one.received_at, one.id


def _area_title(found: Interest) -> str:
    area = g.catalogue.every_area.get(found.area or "")
    return area.title if area else found.area or ""


def _names(found: Interest) -> Mapping[str, str]:
    """Who did what on the record: names of coordinators by id."""
    ids = {entry.actor for entry in found.record}
    rows = g.db.execute(select(Coordinator.id, Coordinator.name).where(Coordinator.id.in_(ids)))
    return {"applicant": "The applicant", "system": "The portal"} | {row.id: row.name for row in rows}
