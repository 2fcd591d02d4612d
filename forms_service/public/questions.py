"""What the form of one role asks: it follows from the role's ages, areas and consent."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms_service import words
from forms_service.interests import Answers
from forms_service.models import AgeBand
from site_builder.catalogue import Catalogue, Role
from site_builder.catalogue.requirements import Age, ParentConsent, Requirements

QUESTIONS: Mapping[str, str] = {
    "name": "What is your name?",
    "age_band": "How old are you?",
    "email": "Your email address",
    "phone": "Your phone number",
    "parent_name": "Your parent’s or carer’s name",
    "parent_email": "Their email address",
    "parent_phone": "Their phone number",
    "area": "Which area?",
    "postcode": "Or the first half of your postcode",
    "availability": "When could you help?",
    "words": "What would you like to tell us?",
    "heard": "How did you hear about this?",
}
"""Every question by its field's name, in the order of the page."""

# The first and the last age of each band. Nobody under 13 fills in a form.
_YEARS = {AgeBand.UNDER_16: (13, 15), AgeBand.UNDER_18: (16, 17), AgeBand.ADULT: (18, 200)}


@dataclass(frozen=True)
class Questions:
    """`areas` are titles by key, `bands` the ages that the role is open to, `ages` what it says of them in words."""

    areas: Mapping[str, str]
    bands: tuple[AgeBand, ...]
    ages: str
    consent_under_18: bool

    @property
    def asks_for_a_parent(self) -> bool:
        return AgeBand.UNDER_16 in self.bands or AgeBand.UNDER_18 in self.bands

    @property
    def asks_for_an_area(self) -> bool:
        return len(self.areas) > 1

    @property
    def adults_only(self) -> bool:
        return self.bands == (AgeBand.ADULT,)

    def asked_of(self, band: str) -> tuple[str, ...]:
        """The fields whose answers are kept for somebody of this age."""
        left_out = {"postcode"} if self.asks_for_an_area else {"postcode", "area"}
        if band == AgeBand.UNDER_16:
            left_out |= {"email", "phone"}
        if band == AgeBand.ADULT:
            left_out |= {"parent_name", "parent_email", "parent_phone"}
        return tuple(name for name in QUESTIONS if name not in left_out)

    def allows(self, answers: Answers) -> bool:
        """Whether these answers can still be given: a role may change while somebody writes."""
        return answers.age_band in self.bands and (answers.area in self.areas or not self.areas)

    def needs_a_parent(self, band: str) -> bool:
        """Whether somebody of this age can't go on without a parent or carer."""
        return band == AgeBand.UNDER_16 or (band == AgeBand.UNDER_18 and self.consent_under_18)


def questions(catalogue: Catalogue, role: Role) -> Questions:
    """`bands` is empty for a role that nobody of 13 or over may take."""
    offered = catalogue.offered_in(role)
    return Questions(
        areas={key: area.title for key, area in catalogue.every_area.items() if key in offered},
        bands=_bands(role.age),
        ages=_age_words(role.age),
        consent_under_18=_consent_under_18(role),
    )


def questions_of_any(catalogue: Catalogue) -> Questions:
    """All that a role which isn't there any more may have asked."""
    areas = {key: area.title for key, area in catalogue.every_area.items()}
    return Questions(areas, bands=tuple(AgeBand), ages="", consent_under_18=False)


def _bands(age: object) -> tuple[AgeBand, ...]:
    """A role that doesn't say its ages is for adults."""
    youngest, oldest = (_youngest(age), age.apply_to) if isinstance(age, Age) else (18, None)
    return tuple(
        band for band, (first, last) in _YEARS.items() if last >= youngest and (oldest is None or first <= oldest)
    )


def _youngest(age: Age) -> int:
    return next((years for years in (age.apply_from, age.start_from) if years is not None), 18)


def _age_words(age: object) -> str:
    youngest, oldest = (_youngest(age), age.apply_to) if isinstance(age, Age) else (18, None)
    return f"from {youngest} to {oldest}" if oldest else f"at {youngest} or over"


def _consent_under_18(role: Role) -> bool:
    needs = role.requirements
    consent = needs.parent_consent if isinstance(needs, Requirements) else None
    return isinstance(consent, ParentConsent) and (consent.under is None or consent.under > _YEARS[AgeBand.UNDER_18][0])


def in_words(answers: Answers, asked: Questions) -> Mapping[str, str]:
    """What a person answered, as they read it, by the field's name; empty where they left a question out."""
    return {name: as_read(name, getattr(answers, name), asked) for name in asked.asked_of(answers.age_band)}


def as_read(name: str, answer: str, asked: Questions) -> str:
    """The words of a choice, where the answer is the key of one."""
    known = {"area": asked.areas, "age_band": words.BANDS, "heard": words.HEARD}
    return known.get(name, {}).get(answer, answer)
