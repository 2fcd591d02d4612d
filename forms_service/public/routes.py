"""The form, the page to check the answers, sending, and the reference."""

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms_service import interests, policy
from forms_service.contact import contact_for
from forms_service.errors import UNAVAILABLE
from forms_service.models import AgeBand, Interest
from forms_service.post import stages
from site_builder.catalogue import Role, day_words

from . import blueprint
from .form import InterestForm
from .gone import Gone
from .questions import QUESTIONS, in_words, questions
from .signed import Draft, FormKey, new_key, open_draft, open_key, seal_draft, seal_key
from .unavailable import Unavailable


@blueprint.get("/<organisation>/<slug>")
@policy.public
def form(organisation: str, slug: str) -> ResponseReturnValue:
    role = _role_that_takes_names(organisation, slug)
    return _form_page(role, _form(role), new_key(role.key, g.now))


@blueprint.post("/<organisation>/<slug>")
@policy.public
def answer(organisation: str, slug: str) -> ResponseReturnValue:
    """Shows what is wrong, or the page to check the answers; or, coming back from there, the form with its answers."""
    role = _role_that_takes_names(organisation, slug)
    draft = open_draft(g.settings.secret_key, request.form.get("answers", ""), role.key)
    if draft:
        return _form_page(role, _form(role, draft), draft.key)
    typed, key = _form(role, typed=True), open_key(g.settings.secret_key, request.form.get("key", ""), role.key)
    right = typed.validate()
    if key is None:
        return _form_page(role, typed, new_key(role.key, g.now), out_of_date=True), 400
    if not right:
        return _form_page(role, typed, key), 422
    return _check_page(role, Draft(key, typed.answers()))


@blueprint.post("/<organisation>/<slug>/send")
@policy.public
def send(organisation: str, slug: str) -> ResponseReturnValue:
    role = _role(organisation, slug)
    draft = open_draft(g.settings.secret_key, request.form.get("answers", ""), role.key)
    if draft is None:
        return _form_page(_taking(role), _form(role), new_key(role.key, g.now), out_of_date=True), 400
    try:
        id = _known(draft) or _submit(_taking(role), draft)
    except UNAVAILABLE:
        return _check_page(role, draft, failed=True), 503, {"Retry-After": "60"}
    if id is None:
        return _form_page(role, _form(role, draft), draft.key, out_of_date=True), 400
    return redirect(url_for("public.sent", id=id), code=303)


@blueprint.get("/sent/<id:id>")
@policy.public
def sent(id: str) -> ResponseReturnValue:
    found: Interest = g.db.get(Interest, id) or abort(404)
    role = g.catalogue.roles.get(found.role)
    organisation = g.catalogue.organisations.get(found.organisation)
    applicant = found.applicant
    child = found.age_band == AgeBand.UNDER_16
    return render_template(
        "public/sent.html",
        interest=found,
        role=role,
        who=organisation.title if organisation else "The team",
        reply_by=day_words(found.reply_by),
        written=bool(applicant.parent_email if child else applicant.email) if applicant else None,
        stages=stages(g.catalogue, found),
        contact=contact_for(g.catalogue, found.organisation, role),
    )


def _role(organisation: str, slug: str) -> Role:
    key = f"{organisation}/{slug}"
    role: Role | None = g.catalogue.roles.get(key)
    if role is None and key in g.catalogue.redirects:
        raise Gone(key, g.catalogue.redirects[key])
    if role is None:
        raise Unavailable(None)
    return role


def _taking(role: Role) -> Role:
    if not (role.takes_names(g.now) and questions(g.catalogue, role).bands):
        raise Unavailable(role)
    return role


def _role_that_takes_names(organisation: str, slug: str) -> Role:
    return _taking(_role(organisation, slug))


def _known(draft: Draft) -> str | None:
    """The id of the interest that this form has made. Sent again, it is found though the role has closed meanwhile."""
    made = select(Interest.id).where(Interest.form_key == draft.key.id, Interest.role == draft.key.role)
    found: str | None = g.db.scalar(made)
    return found


def _submit(role: Role, draft: Draft) -> str | None:
    """The id of a new interest; None when the role has changed, and can't be chosen with these answers any more."""
    if not questions(g.catalogue, role).allows(draft.answers):
        return None
    (made,) = interests.submit(
        g.db,
        g.catalogue,
        roles=[role],
        answers=draft.answers,
        form_key=draft.key.id,
        now=g.now,
        base_url=g.settings.base_url,
    )
    return made.id


def _form(role: Role, draft: Draft | None = None, *, typed: bool = False) -> InterestForm:
    """Empty, as it was typed into this request, or with the answers of a draft."""
    made = InterestForm(g.catalogue, questions(g.catalogue, role), request.form if typed else None)
    if draft:
        made.fill(draft.answers)
    return made


def _form_page(role: Role, shown: InterestForm, key: FormKey, *, out_of_date: bool = False) -> str:
    return render_template(
        "public/form.html",
        role=role,
        organisation=g.catalogue.organisations[role.organisation],
        questions=questions(g.catalogue, role),
        form=shown,
        key=seal_key(g.settings.secret_key, key),
        out_of_date=out_of_date,
    )


def _check_page(role: Role, draft: Draft, *, failed: bool = False) -> str:
    return render_template(
        "public/check.html",
        role=role,
        organisation=g.catalogue.organisations[role.organisation],
        questions=QUESTIONS,
        answers=draft.answers,
        written=in_words(draft.answers, questions(g.catalogue, role)),
        draft=seal_draft(g.settings.secret_key, draft),
        failed=failed,
    )
