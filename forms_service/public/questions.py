"""What a form asks: it follows from the ages, areas and consent of its roles."""

from collections.abc import Mapping, Sequence
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
_ADULT, _OLDEST = 18, 200
_YEARS = {AgeBand.UNDER_16: (13, 15), AgeBand.UNDER_18: (16, 17), AgeBand.ADULT: (_ADULT, _OLDEST)}


@dataclass(frozen=True)
class Questions:
    """`areas` are titles by key, `bands` the ages that the roles are open to, `ages` what they say of them in words."""

    areas: Mapping[str, str]
    bands: Sequence[AgeBand]
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
        return list(self.bands) == [AgeBand.ADULT]

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


def questions(catalogue: Catalogue, roles: Sequence[Role]) -> Questions:
    """What these roles ask when they share a form.

    `bands` is empty where nobody could take all of them: of 13 or over, and in an area that they have in common.
    """
    grounds = [catalogue.open_in(role) for role in roles if role.areas]
    shared: frozenset[str] = frozenset.intersection(*grounds) if grounds else frozenset()
    youngest, oldest = _limits(roles)
    return Questions(
        areas={key: area.title for key, area in catalogue.every_area.items() if key in shared},
        bands=bands(roles) if shared or not grounds else (),
        ages=f"from {youngest} to {oldest}" if oldest < _OLDEST else f"at {youngest} or over",
        consent_under_18=any(_consent_under_18(role) for role in roles),
    )


def questions_of_any(catalogue: Catalogue) -> Questions:
    """All that a role which isn't there any more may have asked."""
    areas = {key: area.title for key, area in catalogue.every_area.items()}
    return Questions(areas, bands=tuple(AgeBand), ages="", consent_under_18=False)


def bands(roles: Sequence[Role]) -> Sequence[AgeBand]:
    """The ages that all of these roles are open to; empty where nobody of 13 or over is of them."""
    youngest, oldest = _limits(roles)
    return [band for band, (first, last) in _YEARS.items() if last >= youngest and first <= oldest]


def _limits(roles: Sequence[Role]) -> tuple[int, int]:
    """The youngest and the oldest who may apply for all of them."""
    limits = [_limits_of(role.age) for role in roles]
    return max(first for first, _ in limits), min(last for _, last in limits)


def _limits_of(age: object) -> tuple[int, int]:
    """A role that doesn't say its ages is for adults."""
    if not isinstance(age, Age):
        return _ADULT, _OLDEST
    youngest = next((years for years in (age.apply_from, age.start_from) if years is not None), _ADULT)
    return youngest, _OLDEST if age.apply_to is None else age.apply_to


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
