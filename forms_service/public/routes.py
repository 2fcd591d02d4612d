"""The form, the page to check the answers, and sending: of one role, or of several that somebody chose."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from forms_service import interests, policy
from forms_service.errors import UNAVAILABLE
from forms_service.limits import TooMany
from forms_service.models import Interest
from forms_service.quarantine import Came
from site_builder.catalogue import Role

from . import blueprint
from .asked import asked_for, taking
from .choice import Choice, chosen, editions
from .form import InterestForm
from .questions import QUESTIONS, in_words
from .signed import Draft, FormKey, new_key, open_draft, open_key, seal_draft, seal_key

_AWAY = "We can’t take your answers just now"
_CROWD = "Too many forms come from your network just now"
_LATER = {"Retry-After": "60"}


@blueprint.get("/")
@blueprint.get("/<organisation>/<slug>")
@policy.public
def form(organisation: str = "", slug: str = "") -> ResponseReturnValue:  # noqa: ARG001  `asked` reads them
    choice = chosen(taking())
    return _form_page(choice, _form(choice), new_key(choice.editions, g.now))


@blueprint.post("/")
@blueprint.post("/<organisation>/<slug>")
@policy.public
def answer(organisation: str = "", slug: str = "") -> ResponseReturnValue:  # noqa: ARG001  as above
    """Shows what is wrong, or the page to check the answers; or, coming back from there, the form with its answers."""
    choice = chosen(taking())
    draft = _draft()
    if draft:
        return _form_page(choice, _form(choice, draft), draft.key)
    typed, key = _form(choice, typed=True), open_key(g.settings.secret_key, request.form.get("key", ""), asked_for())
    right = typed.validate()
    if key is None:
        return _form_page(choice, typed, new_key(choice.editions, g.now), out_of_date=True), 400
    if not right:
        return _form_page(choice, typed, key), 422
    return _check_page(choice, Draft(key, typed.answers()))


@blueprint.post("/send")
@blueprint.post("/<organisation>/<slug>/send")
@policy.public
def send(organisation: str = "", slug: str = "") -> ResponseReturnValue:  # noqa: ARG001  as above
    roles, draft = taking(), _draft()
    if draft is None:
        choice = chosen(roles)
        return _form_page(choice, _form(choice), new_key(choice.editions, g.now), out_of_date=True), 400
    try:
        made = _made_before(draft, roles)
        return _sent(made) if made else _send(chosen(roles), draft)
    except UNAVAILABLE:
        return _check_page(chosen(roles), draft, not_taken=_AWAY), 503, _LATER
    except TooMany:
        return _check_page(chosen(roles), draft, not_taken=_CROWD), 429, _LATER


def _send(choice: Choice, draft: Draft) -> ResponseReturnValue:
    """What is not as the reader saw it is shown to them first."""
    if not choice.questions.allows(draft.answers):
        kept = _form(choice, draft)
        kept.validate()
        return _form_page(choice, kept, draft.key), 409
    if draft.key.roles != choice.editions:
        return _check_page(choice, draft), 409
    made = interests.submit(
        g.db,
        g.catalogue,
        roles=choice.roles,
        answers=draft.answers,
        form_key=draft.key.id,
        came=Came(request.remote_addr or "", datetime.fromisoformat(draft.key.opened_at), g.settings.secret_key),
        now=g.now,
        base_url=g.settings.base_url,
    )
    return _sent(min(interest.id for interest in made))


def _sent(id: str) -> ResponseReturnValue:
    """To the confirmation, by the first id of the form's interests."""
    return redirect(url_for("public.sent", id=id), code=303)


def _draft() -> Draft | None:
    return open_draft(g.settings.secret_key, request.form.get("answers", ""), asked_for())


def _made_before(draft: Draft, roles: Sequence[Role]) -> str | None:
    """The id of an interest that this form has made already, asked only when its roles have changed meanwhile.

    Whoever sends again because the reply was lost needn't hear that a role has closed since.
    """
    if draft.key.roles == editions(roles):
        return None
    found: str | None = g.db.scalar(select(func.min(Interest.id)).where(Interest.form_key == draft.key.id))
    return found


def _form(choice: Choice, draft: Draft | None = None, *, typed: bool = False) -> InterestForm:
    """Empty, as it was typed into this request, or with the answers of a draft."""
    made = InterestForm(g.catalogue, choice.questions, request.form if typed else None)
    if draft:
        made.fill(draft.answers)
    return made


def _changed(choice: Choice, key: FormKey) -> Sequence[Role]:
    """The roles that are no longer as the reader saw them."""
    return [role for role in choice.roles if choice.editions[role.key] != key.roles.get(role.key)]


def _form_page(choice: Choice, shown: InterestForm, key: FormKey, *, out_of_date: bool = False) -> str:
    return render_template(
        "public/form.html",
        choice=choice,
        changed=_changed(choice, key),
        questions=choice.questions,
        form=shown,
        key=seal_key(g.settings.secret_key, replace(key, roles=choice.editions)),
        out_of_date=out_of_date,
    )


def _check_page(choice: Choice, draft: Draft, *, not_taken: str = "") -> str:
    """`not_taken` is why the answers could not be taken."""
    seen = replace(draft.key, roles=choice.editions)
    return render_template(
        "public/check.html",
        choice=choice,
        changed=_changed(choice, draft.key),
        questions=QUESTIONS,
        answers=draft.answers,
        written=in_words(draft.answers, choice.questions),
        draft=seal_draft(g.settings.secret_key, replace(draft, key=seen)),
        not_taken=not_taken,
    )
