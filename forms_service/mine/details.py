"""Changing what we were told: who somebody is, how to reach them, when they are free, what they wrote."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm  # type: ignore[import-untyped]  # it has no types
from wtforms import StringField, TextAreaField  # type: ignore[import-untyped]  # the same

from forms_service import applicants, errors, limits, policy, typed
from forms_service.applicants import Details
from forms_service.models import Purpose
from forms_service.post import address_of, is_child

from . import blueprint

_ADDRESSES_A_DAY = 5  # each costs a letter to somebody who may not have asked for it

_QUESTIONS: Mapping[str, str] = {
    "name": "Your name",
    "email": "Your email address",
    "phone": "Your phone number",
    "availability": "When could you help?",
    "words": "What would you like to tell us?",
}
_QUESTIONS_OF_A_PARENT: Mapping[str, str] = {
    "name": "The young person’s name",
    "parent_name": "Your name",
    "email": "Your email address",
    "parent_phone": "Your phone number",
    "availability": "When could they help?",
    "words": "What would they like to tell us?",
}


def _line(rule: Callable[[str], str]) -> StringField:
    return StringField(filters=[typed.one_line, rule])


class DetailsForm(FlaskForm):  # type: ignore[misc]  # its base has no types
    """Its fields stand in the order of the page: those of a parent, or of somebody who answers for themselves."""

    class Meta:
        csrf = False  # there is no cookie: the address is the key

    name = _line(typed.name)
    parent_name = _line(typed.name)
    email = _line(typed.email)
    phone = _line(typed.phone)
    parent_phone = _line(typed.phone)
    availability = _line(typed.short)
    words = TextAreaField(filters=[typed.lines, typed.words])

    def __init__(self, *, of_a_parent: bool, **more: Any) -> None:
        super().__init__(**more)
        asked = _QUESTIONS_OF_A_PARENT if of_a_parent else _QUESTIONS
        for name in [name for name in self._fields if name not in asked]:
            del self[name]
        for field in self:
            field.label.text = asked[field.name]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Every question is checked, so that all mistakes are seen at once."""
        super().validate(extra_validators)
        for name in ("name", "parent_name"):
            if name in self and not (self[name].data or self[name].errors):
                self[name].errors = [f"Enter {self[name].label.text[:1].lower()}{self[name].label.text[1:]}"]
        if not (self.email.data or self.email.errors):
            self.email.errors = ["Enter your email address: your letters go there, with the link to this page"]
        return not self.errors

    def details(self) -> Details:
        return Details(**{field.name: field.data for field in self})


@blueprint.get("/<token>/details")
@policy.link(Purpose.OWN_PAGE)
def details(token: str) -> ResponseReturnValue:
    person, child = g.interest.applicant, is_child(g.interest)
    held = {name: getattr(person, name, "") for name in {*_QUESTIONS, *_QUESTIONS_OF_A_PARENT}}
    held["email"] = person.new_email or address_of(g.interest)
    return _page(token, DetailsForm(of_a_parent=child, formdata=None, data=held), child=child)


@blueprint.post("/<token>/details")
@policy.link(Purpose.OWN_PAGE)
def change_details(token: str) -> ResponseReturnValue:
    child, known = is_child(g.interest), address_of(g.interest)
    form = DetailsForm(of_a_parent=child, formdata=request.form)
    if not form.validate():
        return _page(token, form, child=child), 422
    given = form.details()
    if given.email not in (known, g.interest.applicant.new_email) and not _may_ask_another_address():
        form.email.errors = ["Wait a day before you change the address again, or get in touch"]
        return _page(token, form, child=child), 429
    applicants.change(g.db, g.catalogue, g.interest, given, now=g.now, base_url=g.settings.base_url)
    return redirect(url_for("mine.page", token=token, done="saved" if given.email == known else "asked"), code=303)


def _may_ask_another_address() -> bool:
    name, a_minute = f"new-address:{g.interest.id}", _ADDRESSES_A_DAY / (24 * 60)
    return limits.take(g.db, name, capacity=_ADDRESSES_A_DAY, per_minute=a_minute, now=g.now)


def keep_answers(error: Exception) -> ResponseReturnValue:
    """Without a database nobody knows whose page it is, but what was typed needn't be lost for that."""
    response = errors.unavailable(error)
    if request.endpoint == "mine.change_details":
        child = "parent_name" in request.form
        form = DetailsForm(of_a_parent=child, formdata=request.form)
        response.set_data(_page(str((request.view_args or {})["token"]), form, child=child, failed=True))
    return response


for _kind in errors.UNAVAILABLE:
    blueprint.register_error_handler(_kind, keep_answers)


def _page(token: str, form: DetailsForm, *, child: bool, failed: bool = False) -> str:
    return render_template("mine/details.html", token=token, form=form, child=child, failed=failed)
