"""Who can, who can't, and whom you serve beside."""

from collections.abc import Iterable

from site_builder.catalogue import Model
from site_builder.catalogue.offer import Team
from site_builder.catalogue.organisation import OrganisationKind
from site_builder.catalogue.requirements import Age, Bar, Driving, Near, ParentConsent, Residency

from .intake import moment
from .lists import any_of, counted, inside

BARS: dict[Bar, str] = {
    "barred": "These rule you out",
    "case_by_case": "Each case is looked at by itself",
    "declare": "Tell the team. It may be fine",
    "fine": "These are fine",
}

ORGANISATIONS: dict[OrganisationKind, str] = {
    "force": "A police force",
    "opcc": "A Police and Crime Commissioner’s office",
    "scheme": "A volunteer scheme",
    "charity": "A charity",
    "council": "A council",
    "club": "A club or group",
}


def recruiters(kinds: Iterable[OrganisationKind]) -> list[str]:
    """The kinds of organisation that take names, to stand inside a sentence."""
    return [inside(ORGANISATIONS[kind]) for kind in kinds]


def age(ages: Age) -> tuple[str, ...]:
    """`You can apply at 17 and start at 18.`, and the ages at the other end; without the note."""
    return tuple(filter(None, (_youngest(ages), _oldest(ages))))


def _youngest(ages: Age) -> str:
    apply, start = ages.apply_from, ages.start_from
    if apply is None and start is None:
        return ""
    if apply is None:
        return f"You can start at {start}."
    if ages.apply_to is not None:
        started = f", and start at {start}" if start not in (None, apply) else ""
        return f"You can apply from {apply} to {ages.apply_to}{started}."
    if start is None:
        return f"You can apply at {apply}."
    return f"You need to be {apply} or over." if apply == start else f"You can apply at {apply} and start at {start}."


def _oldest(ages: Age) -> str:
    told = []
    if ages.apply_to is not None and ages.apply_from is None:
        told.append(f"You can apply up to the age of {ages.apply_to}.")
    if ages.serve_to is not None:
        told.append(f"You can stay up to the age of {ages.serve_to}.")
    return " ".join(told)


def requirement(needed: Model) -> str:
    """The sentence that a requirement with a shape makes of its numbers and words; its texts are not in it."""
    match needed:
        case Residency():
            return _residency(needed)
        case Near():
            return _near(needed)
        case Driving():
            return _driving(needed)
        case ParentConsent():
            return _parent_consent(needed)
    return ""


def team(found: Team) -> tuple[str, ...]:
    """How many serve at once, and how many there are, with the date of the count."""
    told = []
    if found.at_once is not None:
        told.append(f"{counted(found.at_once, 'volunteers')} at a time.")
    if found.strength is not None and found.as_of:
        told.append(f"{counted(found.strength, 'volunteers')} {moment(found.as_of)}.")
    if found.target is not None and found.as_of:
        told.append(f"The aim {moment(found.as_of)} was {found.target:,}.")
    return tuple(told)


def _residency(lived: Residency) -> str:
    if lived.years is None:
        return ""
    years = "last year" if lived.years == 1 else f"last {lived.years} years"
    return f"You need to have lived in the UK for the {years}."


def _near(where: Near) -> str:
    if not (where.any or where.of or where.minutes):
        return ""
    verb = any_of(where.any) if where.any else "be"
    if where.minutes is not None:
        return f"You need to {verb} within {where.minutes} minutes of {where.of or 'the place'}."
    return f"You need to {verb} {f'in or near {where.of}' if where.of else 'nearby'}."


def _driving(drive: Driving) -> str:
    return "" if drive.start is None else f"You need to be {drive.start} or over to drive for this role."


def _parent_consent(consent: ParentConsent) -> str:
    if consent.under is None and consent.each is None:
        return ""
    who = "a parent or carer" if consent.under else "A parent or carer"
    when = f"If you are under {consent.under}, " if consent.under else ""
    return f"{when}{who} must agree{f' to each {consent.each}' if consent.each else ''}."
