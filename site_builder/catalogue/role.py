"""A role: what it is everywhere (its profile), and where and when it is offered (the opportunity)."""

from datetime import datetime
from typing import Annotated

from pydantic import model_validator

from .applying import Apply, OpenToWhom, Partner, RoleLink
from .commitment import Commitment, KeyDate, Pattern, Term
from .intake import Contact, Intakes, PlaceDetails, Places, Standing, State, standing
from .offer import Cost, PowersHeld, Skills, Team, TrainingPart, UniformWorn
from .requirements import Age, Bars, Requirements, VettingCheck
from .source import Source
from .values import (
    Answer,
    AreaKey,
    ContributionKey,
    GroupKey,
    InterestKey,
    Key,
    Line,
    Model,
    OrganisationKey,
    PathwayKey,
    ProfileKey,
    SchemeKey,
    Text,
    Texts,
    fault,
    shorthand,
)
from .when import Day


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
    cannot: Answer[Bars] = None
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
