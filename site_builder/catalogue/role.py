"""A role: what it is everywhere (its profile), and where and when it is offered (the opportunity)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from .intake import Contact, Intakes, PlaceDetails, Places, Standing, State, standing
from .values import (
    Amount,
    Answer,
    AreaKey,
    CheckKey,
    Clock,
    ContributionKey,
    Day,
    Email,
    GroupKey,
    InterestKey,
    Key,
    Line,
    Link,
    Model,
    OrganisationKey,
    PathwayKey,
    PowersKey,
    ProfileKey,
    Range,
    RoleKey,
    SchemeKey,
    SkillKey,
    Text,
    Texts,
    TimeKey,
    UniformKey,
    When,
    WhereKey,
    Whole,
    YesNo,
    fault,
    shorthand,
)

# Where to go and whom it is for -------------------------------------------------------------------------------------


class ApplyAt(Model):
    """`here`, through our own form; otherwise who recruits, why not us, and where to go: no data is held."""

    here: YesNo = False
    who: Line | None = None
    why: Text | None = None
    link: Link | None = None
    email: Email | None = None
    phone: Line | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> "ApplyAt":
        if not (self.here or self.link or self.email or self.phone):
            raise fault("this doesn't say where to apply", "write `here`, or give a link, an email or a phone")
        return self


def _apply(value: Any) -> Any:
    if isinstance(value, str):
        if value != "here":
            raise fault(
                f"'{value[:80]}' doesn't say where to apply", "write `here`, or give a link, an email or a phone"
            )
        return {"here": True}
    return value


Apply = Annotated[ApplyAt, BeforeValidator(_apply)]


class Partner(Model):
    """A poster, host or operator who is not the organisation that receives the interest."""

    organisation: OrganisationKey
    does: Text


class OpenToWhom(Model):
    """A closed group: serving specials, a village of twelve."""

    who: Text
    needs: Text | None = None
    note: Text | None = None


class RoleLinkTo(Model):
    """Another role: an opportunity (`cambridgeshire/special-constable`), a profile, or a title and a link."""

    role: RoleKey | None = None
    title: Line | None = None
    link: Link | None = None

    @model_validator(mode="after")
    def _whole(self) -> "RoleLinkTo":
        if not (self.role or self.title):
            raise fault("this leads nowhere", "name a role, or give a title and a link")
        return self


RoleLink = Annotated[RoleLinkTo, shorthand("role")]

# Time ---------------------------------------------------------------------------------------------------------------

Per = Literal["day", "week", "fortnight", "month", "quarter", "term", "year"]


class CommitmentLine(Model):
    """How much, of what (hours unless said), how often. Every line holds at once; `plus` adds to the others."""

    any: YesNo = False
    at_least: Amount | None = None
    at_most: Amount | None = None
    about: Amount | None = None
    of: Line = "hours"
    per: Per | None = None
    each: Line | None = None
    plus: YesNo = False
    note: Text | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> "CommitmentLine":
        if not (self.any or self.at_least or self.at_most or self.about or self.note):
            raise fault("this doesn't say how much time", "give at_least, at_most or about, or a note")
        return self


def _commitment(value: Any) -> Any:
    if isinstance(value, str):
        if value != "any":
            raise fault(
                f"'{value[:80]}' is not a commitment", "write `any`, or a list such as `- {at_least: 4, per: week}`"
            )
        return [{"any": True}]
    return value


Commitment = Annotated[tuple[CommitmentLine, ...], BeforeValidator(_commitment)]


class TimeSlot(Model):
    """A word of the vocabulary (`evenings`), or days and hours."""

    word: TimeKey | None = None
    days: Texts | None = None
    start: Clock | None = Field(default=None, alias="from")
    end: Clock | None = Field(default=None, alias="to")


def _slots(value: Any) -> Any:
    return [value] if isinstance(value, str | Mapping) else value


class Pattern(Model):
    """When in the week and the year, and where."""

    when: Annotated[tuple[Annotated[TimeSlot, shorthand("word")], ...], BeforeValidator(_slots)] | None = None
    season: Text | None = None
    where: Annotated[tuple[WhereKey, ...], BeforeValidator(_slots)] | None = None
    on_call: Answer[Text] = None


class KeyDate(Model):
    """A day that you must, or may wish to, be free."""

    what: Line
    on: When
    must: YesNo = False


class Term(Model):
    """How long it lasts."""

    probation: Line | None = None
    at_least: Line | None = None
    renew: Line | None = None
    at_most: Line | None = None
    ends: Text | None = None


# Who can ------------------------------------------------------------------------------------------------------------


class Age(Model):
    """Whole years. Applying and starting can have different ages."""

    apply_from: Whole | None = None
    start_from: Whole | None = None
    apply_to: Whole | None = None
    serve_to: Whole | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Age":
        if self.apply_from is not None and self.apply_to is not None and self.apply_to < self.apply_from:
            raise fault("the upper age is below the lower one", "swap or mend the ages", key="apply_to")
        return self


class Residency(Model):
    years: Whole | None = None
    exceptions: Text | None = Field(default=None, alias="except")
    note: Texts | None = None


class Near(Model):
    any: Annotated[tuple[Literal["live", "work", "study"], ...], BeforeValidator(_slots)] | None = None
    of: Line | None = None
    minutes: Whole | None = None
    note: Texts | None = None


class Qualification(Model):
    need: Text | None = None
    alternative: Text | None = Field(default=None, alias="or")
    by: Line | None = None
    note: Texts | None = None


class Driving(Model):
    start: Whole | None = Field(default=None, alias="from", description="the age in years")
    note: Texts | None = None


class ParentConsent(Model):
    under: Whole | None = None
    each: Line | None = None
    note: Texts | None = None


_note = shorthand("note")


class Requirements(Model):
    """What you need. Each is text, or a shape that says it precisely, or `none`."""

    residency: Answer[Annotated[Residency, _note]] = None
    right_to_remain: Answer[Texts] = None
    near: Answer[Annotated[Near, _note]] = None
    qualification: Answer[Annotated[Qualification, _note]] = None
    experience: Answer[Texts] = None
    language: Answer[Texts] = None
    driving: Answer[Annotated[Driving, _note]] = None
    fitness: Answer[Texts] = None
    home: Answer[Texts] = None
    own: Answer[Texts] = None
    faith: Answer[Texts] = None
    employer_consent: Answer[Texts] = None
    parent_consent: Answer[Annotated[ParentConsent, _note]] = None
    references: Answer[Texts] = None
    documents: Answer[Texts] = None
    appearance: Answer[Texts] = None


Bar = Literal["barred", "case_by_case", "declare", "fine"]


def _without_none(value: Any) -> Any:
    """`none` takes an inherited entry away."""
    return {k: v for k, v in value.items() if v != "none"} if isinstance(value, Mapping) else value


class VettingCheck(Model):
    """One check, by whom, and its usual weeks. The vocabulary explains it."""

    check: CheckKey
    by: Line | None = None
    weeks: Range | None = None
    note: Text | None = None


# What you get and give ----------------------------------------------------------------------------------------------


class PowersStage(Model):
    when: Line
    can: Text


class PowersHeld(Model):
    """What the law lets you do, in stages where it is staged."""

    what: PowersKey
    note: Texts | None = None
    stages: tuple[PowersStage, ...] = ()


class UniformWorn(Model):
    what: UniformKey
    note: Texts | None = None


class TrainingPart(Model):
    what: Line
    lasts: Line | None = None
    where: Line | None = None
    when: Line | None = None
    every: Line | None = None
    award: Line | None = None


class Cost(Model):
    """What it costs you, and who helps with it."""

    what: Line
    amount: Line | None = None
    per: Line | None = None
    help: Text | None = None


class Skills(Model):
    wanted: Answer[tuple[SkillKey, ...]] = None
    gained: Answer[tuple[SkillKey, ...]] = None


class Team(Model):
    """Whom you serve beside. A headcount needs its date."""

    beside: Text | None = Field(default=None, alias="with")
    at_once: Whole | None = None
    strength: Whole | None = None
    target: Whole | None = None
    as_of: When | None = None

    @model_validator(mode="after")
    def _dated(self) -> "Team":
        if (self.strength is not None or self.target is not None) and self.as_of is None:
            raise fault("a headcount without a date", "add as_of, such as 2024-06")
        return self


class Source(Model):
    """Where a fact comes from, and when it was seen or what time it speaks of."""

    title: Line
    url: Link | None = None
    seen: When | None = None
    note: Text | None = None


# The role -----------------------------------------------------------------------------------------------------------


class Facts(Model):
    """All that a profile or an opportunity may say."""

    title: Line | None = None
    summary: Line | None = None
    partners: tuple[Partner, ...] | None = None
    contributes_to: tuple[ContributionKey, ...] | None = None
    interests: tuple[InterestKey, ...] | None = None
    apply: Apply | None = None
    contact: Contact | None = None
    open_to: Annotated[OpenToWhom, shorthand("who")] | None = None
    areas: tuple[AreaKey, ...] | None = None
    places: Answer[Places] = None
    intakes: Answer[Intakes] = None
    commitment: Answer[Commitment] = None
    pattern: Answer[Pattern] = None
    dates: Answer[tuple[KeyDate, ...]] = None
    term: Answer[Term] = None
    age: Answer[Age] = None
    requirements: Answer[Requirements] = None
    cannot: Answer[Annotated[dict[Line, Bar], BeforeValidator(_without_none)]] = None
    not_with: Answer[tuple[ProfileKey, ...]] = None
    vetting: Answer[tuple[Annotated[VettingCheck, shorthand("check")], ...]] = None
    powers: Answer[Annotated[PowersHeld, shorthand("what")]] = None
    uniform: Answer[Annotated[UniformWorn, shorthand("what")]] = None
    training: Answer[tuple[Annotated[TrainingPart, shorthand("what")], ...]] = None
    expenses: Answer[Texts] = None
    benefits: Answer[Texts] = None
    costs_you: Answer[tuple[Annotated[Cost, shorthand("what")], ...]] = None
    skills: Skills | None = None
    you_will: Texts | None = None
    adjustments: Answer[Texts] = None
    especially_welcome: Answer[Texts] = None
    supported_by: Answer[Text] = None
    team: Answer[Team] = None
    pathway: PathwayKey | None = None
    leads_to: Answer[tuple[RoleLink, ...]] = None
    see_also: tuple[RoleLink, ...] | None = None
    recognition: Answer[tuple[SchemeKey, ...]] = None
    good_to_know: Texts | None = None
    sources: tuple[Source, ...] | None = None
    reviewed: Day | None = None
    review_by: Day | None = None


class Profile(Facts):
    """What a kind of role is everywhere: `roles/profiles/<kind>.yml`. A profile may extend another."""

    extends: ProfileKey | None = None
    group: GroupKey | None = None


class Role(Facts):
    """An opportunity, with all that it inherits: `roles/<organisation>/<slug>.yml`.

    `kinds` are the profiles that it extends, nearest first. `source` is its file, from the top of the project.
    """

    organisation: OrganisationKey
    slug: Key
    kinds: tuple[Key, ...]
    source: str
    group: GroupKey
    title: Line
    summary: Line
    contributes_to: tuple[ContributionKey, ...]
    apply: Apply
    areas: tuple[AreaKey, ...]
    you_will: Texts

    @model_validator(mode="after")
    def _can_be_followed(self) -> "Role":
        if self.intakes in (None, "none"):
            raise fault("this role doesn't say when it takes people", "add `intakes`: `open`, a state, or dates")
        if self.apply.here and not self.pathway:
            raise fault("people apply here, but no pathway says what happens next", "add `pathway`")
        return self

    @property
    def key(self) -> str:
        """`organisation/slug`: its name in other files and in addresses."""
        return f"{self.organisation}/{self.slug}"

    @property
    def kind(self) -> str:
        return self.kinds[0]

    def standing(self, now: datetime) -> Standing | None:
        """The state shown at `now`; None where the source doesn't tell. Open, with every place shut, is not open."""
        if not isinstance(self.intakes, tuple):
            return None
        found = standing(self.intakes, now)
        places = self.places.values() if isinstance(self.places, dict) else ()
        if found is None or not found.state.takes_names or not places:
            return found
        return Standing(min((place.state or found.state for place in places), key=list(State).index), found.intake)

    def state_at(self, place: PlaceDetails, now: datetime) -> State | None:
        """The state of one place: its own, or else the role's."""
        found = self.standing(now)
        return place.state or (found.state if found else None)

    def takes_names(self, now: datetime) -> bool:
        """Whether our form accepts an interest in this role at `now`."""
        found = self.standing(now)
        return self.apply.here and found is not None and found.state.takes_names
