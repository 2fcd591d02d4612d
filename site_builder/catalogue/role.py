"""A role: what it is everywhere (its profile), and where and when it is offered (the opportunity)."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Annotated

from pydantic import model_validator

from .applying import Apply, OpenToWhom, Partner, RoleLink
from .commitment import Commitment, KeyDate, Pattern, Term
from .intake import BEST_FIRST, Contact, Intakes, PlaceDetails, Places, Standing, State, standing
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
    """What the role is called. Say it only if it differs from the profile's title.

    title: Special constable
    """

    summary: Line | None = None
    """One sentence for lists: what somebody does, and why it matters.

    summary: Be a volunteer police officer in your spare time, with the same powers as a paid one.
    """

    partners: tuple[Partner, ...] | None = None
    """Who else has a hand in it without receiving people's names: a host, an operator, whoever put up the poster.

    partners:
      - organisation: citizens-advice
        does: Runs the desk at the court.
    """

    contributes_to: tuple[ContributionKey, ...] | None = None
    """Who is better off for it.

    contributes_to: [victims, communities]
    """

    interests: tuple[InterestKey, ...] | None = None
    """What somebody may care about who would like this role. People find roles by it.

    interests: [outdoors, my-neighbourhood]
    """

    apply: Apply | None = None
    """`here` if we take names with our own form. Otherwise who recruits, why not us, and where to go: we hold no data.

    apply: here
    """

    contact: Contact | None = None
    """Whom to ask before saying "I'm interested". A team's address, never somebody's own.

    contact:
      who: The Citizens in Policing team
      email: volunteers@cambridgeshire.example.org
    """

    open_to: Annotated[OpenToWhom, shorthand("who")] | None = None
    """Only for a role that isn't open to everybody: who may take it.

    open_to: Special constables who have finished their training.
    """

    areas: tuple[AreaKey, ...] | None = None
    """Where it is offered. The coordinator of that area gets people's names.

    areas: [fenland]
    """

    places: Answer[Places] = None
    """Where somebody would serve, if there are several places. A blank place has nothing more to say of it.

    places:
      Wisbech: waiting_list
      March:
        area: fenland
        number: 3
    """

    intakes: Answer[Intakes] = None
    """When it takes people: a word, or windows with their dates. The site works out by itself what is open today.

    intakes:
      - {opens: 2027-01-04, closes: 2027-02-26, number: 18}
    """

    commitment: Answer[Commitment] = None
    """How much time it takes: `any`, or amounts that all hold at once.

    commitment:
      - {at_least: 4, per: week}
      - {at_least: 18, per: month}
    """

    pattern: Answer[Pattern] = None
    """When in the week and the year it happens, and where.

    pattern:
      when: [evenings, weekends]
      where: [outdoors]
    """

    dates: Answer[tuple[KeyDate, ...]] = None
    """Days to keep free.

    dates:
      - what: First weekend of training
        on: 2027-03
        must: yes
    """

    term: Answer[Term] = None
    """How long it lasts, and how it ends.

    term:
      ends: Whenever you like.
    """

    age: Answer[Age] = None
    """How old somebody must be.

    age:
      apply_from: 17
      start_from: 18
    """

    requirements: Answer[Requirements] = None
    """What somebody needs. Each line is text, or keys that say it precisely.

    requirements:
      experience: none
      driving: A full licence.
    """

    cannot: Answer[Bars] = None
    """Jobs and circumstances, and whether they rule somebody out.

    cannot:
      Magistrate: barred
      Armed forces reserves: fine
    """

    not_with: Answer[tuple[ProfileKey, ...]] = None
    """Kinds of role that one person can't hold together with this one.

    not_with: [custody-visitor]
    """

    vetting: Answer[tuple[Annotated[VettingCheck, shorthand("check")], ...]] = None
    """How somebody is checked. The site explains each check by itself.

    vetting: [volunteer-vetting]
    """

    powers: Answer[Annotated[PowersHeld, shorthand("what")]] = None
    """What the law lets somebody do in this role.

    powers: constable
    """

    uniform: Answer[Annotated[UniformWorn, shorthand("what")]] = None
    """What somebody wears.

    uniform: own-clothes-and-card
    """

    training: Answer[tuple[Annotated[TrainingPart, shorthand("what")], ...]] = None
    """What somebody learns, in order.

    training:
      - Welcome and first steps in the force
      - what: First aid
        lasts: a day
    """

    expenses: Answer[Texts] = None
    """What is paid back.

    expenses: Meals, and the miles that you travel.
    """

    benefits: Answer[Texts] = None
    """What somebody gets out of it besides thanks.

    benefits:
      - Training that you can use at work.
    """

    costs_you: Answer[tuple[Annotated[Cost, shorthand("what")], ...]] = None
    """What somebody may have to pay, and who helps.

    costs_you:
      - what: Subs
        amount: usually nothing
    """

    skills: Skills | None = None
    """What somebody brings, and what they learn.

    skills:
      wanted: [listening]
      gained: [first-aid]
    """

    you_will: Texts | None = None
    """What somebody does, each line starting with a verb.

    you_will:
      - Patrol with regular officers in and around Wisbech.
    """

    adjustments: Answer[Texts] = None
    """What can be made easier for somebody who needs it.

    adjustments: Tell us what would help. You needn't say why.
    """

    especially_welcome: Answer[Texts] = None
    """Who would be glad to hear that they are wanted. It never counts for or against anybody.

    especially_welcome:
      - People who speak a second language.
    """

    supported_by: Answer[Text] = None
    """Who looks after somebody in this role.

    supported_by: A named sergeant at your station.
    """

    team: Answer[Team] = None
    """Who somebody serves beside, and how many there are.

    team:
      with: Paid officers of the same station.
    """

    pathway: PathwayKey | None = None
    """The steps from "I'm interested" to the first day.

    pathway: special-constable
    """

    leads_to: Answer[tuple[RoleLink, ...]] = None
    """What somebody could go on to.

    leads_to: [special-constable]
    """

    see_also: tuple[RoleLink, ...] | None = None
    """Other roles, or pages elsewhere, for somebody who likes this one.

    see_also: [police-cadet]
    """

    recognition: Answer[tuple[SchemeKey, ...]] = None
    """How people in this role are thanked.

    recognition: [volunteers-week]
    """

    good_to_know: Texts | None = None
    """The odd facts that somebody would ask about.

    good_to_know:
      - The horses are stabled at the coast.
    """

    sources: tuple[Source, ...] | None = None
    """Where the facts come from. Each fact in the file has one.

    sources:
      - title: "Hunts Post: cadets wanted"
        seen: 2021
    """

    reviewed: Day | None = None
    """The day when somebody last compared the file with its sources.

    reviewed: 2026-11-21
    """

    review_by: Day | None = None
    """The day by which that should happen again.

    review_by: 2027-05-21
    """


class Profile(Facts):
    """What a kind of role is everywhere: `roles/profiles/<kind>.yml`. A profile may extend another."""

    extends: ProfileKey | None = None
    """The profile that this one starts from. What is said here takes the place of what is said there.

    extends: police-support-volunteer
    """

    group: GroupKey | None = None
    """Which of the four groups it belongs to. That decides who may take people's names.

    group: force-directed
    """


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

    @cached_property
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
        return Standing(min((place.state or found.state for place in places), key=BEST_FIRST.index), found.intake)

    def changes(self) -> Iterator[datetime]:
        """The moments at which the state may become another, in no order."""
        for intake in self.intakes if isinstance(self.intakes, tuple) else ():
            if intake.opens:
                yield intake.opens.begins
            if intake.closes:
                yield intake.closes.ends

    def state_at(self, place: PlaceDetails, now: datetime) -> State | None:
        """The state of one place: its own, or else the role's."""
        found = self.standing(now)
        return place.state or (found.state if found else None)

    def takes_names(self, now: datetime) -> bool:
        """Whether our form accepts an interest in this role at `now`."""
        return self.accepts(self.standing(now))

    def accepts(self, standing: Standing | None) -> bool:
        """Whether it does while the role stands so."""
        return self.apply.here and standing is not None and standing.state.takes_names
