"""The form, sending it, and thanks."""

from enum import StrEnum

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms_service import policy, survey_counts
from forms_service.errors import UNAVAILABLE
from site_builder.catalogue import Organisation

from . import blueprint
from .form import SurveyForm
from .key import known_by, new_key


class NotCounted(StrEnum):
    """Why: the answers are still on the page."""

    OLD = "old"
    FULL = "full"
    AWAY = "away"


@blueprint.get("/<organisation>")
@policy.public
def form(organisation: str) -> ResponseReturnValue:
    _asking(organisation)
    return _page(organisation, SurveyForm(), _new_key(organisation))


@blueprint.post("/<organisation>")
@policy.public
def answer(organisation: str) -> ResponseReturnValue:
    """What is chosen is counted; whoever chooses nothing is thanked as well."""
    _asking(organisation)
    typed, key = SurveyForm(request.form), request.form.get("key", "")
    right, sent = typed.validate(), known_by(g.settings.secret_key, key, organisation, g.now)
    if sent is None:
        return _page(organisation, typed, _new_key(organisation), NotCounted.OLD), 400
    if not right:
        return _page(organisation, typed, key), 422
    if chosen := typed.chosen():
        try:
            survey_counts.add(g.db, organisation, chosen, form=sent, now=g.now)
        except survey_counts.FullDay:
            return _page(organisation, typed, key, NotCounted.FULL), 429
        except UNAVAILABLE:
            return _page(organisation, typed, key, NotCounted.AWAY), 503, {"Retry-After": "60"}
    return redirect(url_for("survey.thanks", organisation=organisation), code=303)


@blueprint.get("/<organisation>/thanks")
@policy.public
def thanks(organisation: str) -> ResponseReturnValue:
    return render_template("survey/thanks.html", organisation=_asking(organisation))


def _asking(key: str) -> Organisation:
    """An organisation that takes names, and so asks. Others have nobody to ask."""
    found: Organisation | None = g.catalogue.organisations.get(key)
    return found if found and found.inbox else abort(404)


def _new_key(organisation: str) -> str:
    return new_key(g.settings.secret_key, organisation, g.now)


def _page(organisation: str, shown: SurveyForm, key: str, why: NotCounted | None = None) -> str:
    return render_template(
        "survey/form.html",
        key=key,
        form=shown,
        place=organisation,
        organisation=g.catalogue.organisations[organisation],
        not_counted=why,
    )
