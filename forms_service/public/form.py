"""The form: "I'm interested"."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any

from flask_wtf import FlaskForm  # type: ignore[import-untyped]  # it has no types
from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[import-untyped]  # it has no types
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from forms_service import typed
from forms_service import words as told
from forms_service.interests import Answers
from forms_service.models import AgeBand
from site_builder.catalogue import Catalogue

from .questions import QUESTIONS, Questions


def _line(name: str, rule: Callable[[str], str]) -> StringField:
    return StringField(QUESTIONS[name], filters=[typed.one_line, rule])


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class InterestForm(FlaskForm):  # type: ignore[misc]  # its base has no types
    """Its fields stand in the order of the page. After `validate`, `answers` gives what they say."""

    class Meta:
        csrf = False  # the public pages set no cookie: the signed form key and the check of Origin stand in its place

    name = _line("name", typed.name)
    age_band = RadioField(QUESTIONS["age_band"], validate_choice=False, default="")
    email = _line("email", typed.email)
    phone = _line("phone", typed.phone)
    parent_name = _line("parent_name", typed.name)
    parent_email = _line("parent_email", typed.email)
    parent_phone = _line("parent_phone", typed.phone)
    area = SelectField(QUESTIONS["area"], validate_choice=False, default="")
    postcode = _line("postcode", typed.outward)
    availability = _line("availability", typed.short)
    words = TextAreaField(QUESTIONS["words"], filters=[typed.lines, typed.words])
    heard = SelectField(QUESTIONS["heard"], validate_choice=False, default="")
    key = HiddenField()

    def __init__(self, catalogue: Catalogue, questions: Questions, formdata: MultiDict[str, str] | None = None) -> None:
        super().__init__(formdata=formdata)
        self._catalogue, self._questions = catalogue, questions
        bands = {band.value: told.BANDS[band] for band in questions.bands}
        alone = {AgeBand.ADULT.value: "Yes, I am 18 or over"}
        self.age_band.choices = _choices(alone if questions.adults_only else bands)
        self.area.choices = _choices({"": "Choose an area"} | dict(questions.areas))
        self.heard.choices = _choices({"": "Choose, if you like"} | dict(told.HEARD))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Every question is checked, so that all mistakes are seen at once."""
        super().validate(extra_validators)
        for field, what_to_do in self._mistakes():
            field.errors = [what_to_do]
        return not self.errors

    def answers(self) -> Answers:
        """A child's own email and phone, and an adult's parent, are not among them."""
        kept = self._questions.asked_of(self._band)
        said = {field.name: self[field.name].data if field.name in kept else "" for field in fields(Answers)}
        return Answers(**said | {"area": self._area()})

    def fill(self, answers: Answers) -> None:
        """Show answers that were given before."""
        for name, answer in asdict(answers).items():
            self[name].data = answer

    @property
    def _band(self) -> str:
        """The age that was chosen; empty for one that the role is not open to."""
        return self.age_band.data if self.age_band.data in self._questions.bands else ""

    def _mistakes(self) -> Iterator[tuple[Field, str]]:
        if not self.name.data:
            yield self.name, "Enter your name"
        yield from self._age_mistakes()
        yield from self._contact_mistakes()
        yield from self._parent_mistakes()
        yield from self._area_mistakes()
        if self.heard.data and self.heard.data not in told.HEARD:
            yield self.heard, "Choose how you heard, or leave this empty"

    def _age_mistakes(self) -> Iterator[tuple[Field, str]]:
        if not self._band:
            yield (
                self.age_band,
                ("Tick the box if you are 18 or over" if self._questions.adults_only else "Choose how old you are"),
            )

    def _contact_mistakes(self) -> Iterator[tuple[Field, str]]:
        if self._band == AgeBand.UNDER_16:
            for field, what in ((self.email, "email address"), (self.phone, "phone number")):
                if field.data:
                    yield field, f"Clear your own {what}. At 13 to 15 we contact your parent or carer instead"
        elif not (self.email.data or self.phone.data):
            yield self.email, "Enter your email address or your phone number"

    def _parent_mistakes(self) -> Iterator[tuple[Field, str]]:
        fields = (self.parent_name, self.parent_email, self.parent_phone)
        begun = self._band == AgeBand.UNDER_18 and any(field.data for field in fields)
        if not (begun or self._questions.needs_a_parent(self._band)):
            return
        if not self.parent_name.data:
            yield self.parent_name, "Enter your parent’s or carer’s name"
        if not (self.parent_email.data or self.parent_phone.data):
            yield self.parent_email, "Enter your parent’s or carer’s email address or phone number"

    # The area: chosen, or found by postcode ------------------------------------------------------------------------

    def _area_mistakes(self) -> Iterator[tuple[Field, str]]:
        if self.area.data and self.area.data not in self._questions.areas:
            yield self.area, "Choose an area from the list"
        elif not self._area() and self._questions.areas and not self.postcode.errors:
            yield self._area_mistake()

    def _area_mistake(self) -> tuple[Field, str]:
        found = self._areas_of_postcode()
        if not self.postcode.data:
            return self.area, "Choose an area, or enter the first half of your postcode"
        if not found:
            return self.area, f"Choose an area: {self.postcode.data} is in none of them, or we don’t know it"
        titles = " and ".join(self._questions.areas[key] for key in found)
        return self.area, f"Choose an area: {self.postcode.data} is in {titles}"

    def _area(self) -> str:
        """The key of the area: the one chosen, the one with the postcode, or the only one; otherwise empty."""
        if self.area.data:
            return str(self.area.data)
        found = self._areas_of_postcode() if self.postcode.data else tuple(self._questions.areas)
        return found[0] if len(found) == 1 else ""

    def _areas_of_postcode(self) -> tuple[str, ...]:
        found = self._catalogue.areas_of_postcode(self.postcode.data)
        return tuple(key for key in found if key in self._questions.areas)
