"""An open role as a JobPosting of schema.org, for search engines that list volunteering beside jobs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape

from site_builder.catalogue import Catalogue, Intake, Role, Standing, State
from site_builder.markdown import plain
from site_builder.shell import Site

from .structured import Thing, moment, named

COUNTRY = "GB"  # the police of whom all this speaks

_plain = lru_cache(maxsize=4096)(plain)


def postings(role: Role, standing: Standing | None, catalogue: Catalogue, site: Site, now: datetime) -> list[Thing]:
    """One for a role that is open to everybody; none in a demonstration, whose roles nobody can have."""
    if site.demonstration or role.open_to or standing is None or standing.state is not State.OPEN:
        return []
    intake = standing.intake or Intake()
    return [
        {
            "@type": "JobPosting",
            "title": role.title,
            "description": _description(role),
            "url": f"{site.url}roles/{role.key}/",
            "identifier": {"@type": "PropertyValue", "name": site.name, "value": role.key},
            "employmentType": "VOLUNTEER",
            "datePosted": _posted(role, intake),
            "validThrough": _last_moment(intake),
            "jobStartDate": moment(intake.starts) if intake.starts else None,
            "totalJobOpenings": intake.number,
            "hiringOrganization": _recruiter(role, catalogue, site),
            "jobLocation": list(_locations(role, catalogue, now)),
            "directApply": True if role.apply.here else None,
        }
    ]


def _description(role: Role) -> str:
    """HTML, as the field is defined."""
    deeds = "".join(f"<li>{escape(_plain(deed))}</li>" for deed in role.you_will)
    return f"<p>{escape(role.summary)}</p><ul>{deeds}</ul>"


def _posted(role: Role, intake: Intake) -> str | None:
    """When names were first taken, or else the day on which the file was last found right."""
    if intake.opens:
        return moment(intake.opens)
    return role.reviewed.isoformat() if role.reviewed else None


def _last_moment(intake: Intake) -> str | None:
    """The last second of a day that is named alone, so that who reads the day alone reads the right one."""
    if intake.closes is None:
        return None
    ends = intake.closes.ends
    return (ends if ends == intake.closes.begins else ends - timedelta(seconds=1)).isoformat()


def _recruiter(role: Role, catalogue: Catalogue, site: Site) -> Thing:
    if role.apply.who and not role.apply.here:
        return {"@type": "Organization", "name": role.apply.who}
    return named(role.organisation, catalogue.organisations[role.organisation], site)


def _locations(role: Role, catalogue: Catalogue, now: datetime) -> Iterator[Thing]:
    """The places that are open, or else the areas."""
    areas = catalogue.every_area
    places = role.places if isinstance(role.places, dict) else {}
    open_ = {name: place for name, place in places.items() if role.state_at(place, now) is State.OPEN}
    for name, place in open_.items():
        yield _place(name, areas[place.area].title if place.area else None)
    if not open_:
        yield from (_place(areas[area].title, areas[area].title) for area in role.areas)


def _place(name: str, region: str | None) -> Thing:
    address = {"@type": "PostalAddress", "addressCountry": COUNTRY}
    return {"@type": "Place", "name": name, "address": address | ({"addressRegion": region} if region else {})}
