"""A small catalogue, whole enough to draw, for tests that say only what they are about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from site_builder.catalogue import LONDON, Catalogue
from site_builder.pages import Page, pages
from site_builder.shell import Site

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=LONDON)
SITE = Site(name="Volunteering", url="https://portal.example.org/", form_url="/interest/", demonstration=False)

NOTICE = {
    "controller": "Fen Police",
    "why": "To answer you.",
    "lawful_basis": "Our public task.",
    "kept": "For six months.",
    "shared": ["Nobody else."],
    "rights": "You can see it and have it erased.",
    "contact": "data@fen.example.org",
    "complaints": "You can write to the [regulator](https://ico.example.org/).",
}


def role(**facts: Any) -> dict[str, Any]:
    """A role of Fen Police as its file would say it, with these facts; a fact that is None is left out."""
    whole = {
        "organisation": "fen",
        "slug": "special",
        "kinds": ["special"],
        "source": "roles/fen/special.yml",
        "group": "directed",
        "title": "Special constable",
        "summary": "Be a police officer in your spare time.",
        "contributes_to": ["victims"],
        "apply": "here",
        "areas": ["fenland"],
        "intakes": "open",
        "you_will": ["Walk the streets."],
        "pathway": "standard",
    } | facts
    return {key: value for key, value in whole.items() if value is not None}


def event(**facts: Any) -> dict[str, Any]:
    """A talk of Fen Police's, with these facts."""
    return {
        "key": "talk",
        "source": "content/events/talk.yml",
        "title": "A talk",
        "summary": "Come and hear.",
        "organisation": "fen",
        "areas": ["fenland"],
        "starts": "2026-12-03 18:30",
        "ends": "2026-12-03 20:00",
        "place": "The town hall",
        "for_whom": "*Anybody.*",
    } | facts


def story(**facts: Any) -> dict[str, Any]:
    """A story of the special of Fen Police, with these facts."""
    return {
        "key": "night",
        "source": "content/stories/night.md",
        "title": "A night out",
        "summary": "It rained.",
        "role": "fen/special",
        "who": "Ash, special constable",
        "body": "It *rained*.",
    } | facts


def strand(**facts: Any) -> dict[str, Any]:
    """A strand of a plan, with one action."""
    return {
        "title": "First strand",
        "summary": "More *roles*.",
        "organisations": ["fen", "charity"],
        "source": {"title": "A paper", "seen": "2016-10-07"},
        "actions": [{"what": "Find somebody", "owner": "The board", "outcome": "A post is filled."}],
    } | facts


def catalogue(*roles: Mapping[str, Any], **parts: Any) -> Catalogue:
    """A catalogue of these roles; `parts` replaces whole parts of it."""
    return Catalogue.model_validate(
        {
            "roles": {f"{each['organisation']}/{each['slug']}": each for each in roles},
            "profiles": {"special": {"title": "Special constable"}, "cadet": {"title": "Cadet"}, "visitor": {}},
            "pathways": {
                "standard": {
                    "key": "standard",
                    "source": "content/pathways/standard.yml",
                    "title": "The usual way in",
                    "summary": "From your first word to your first day.",
                    "stages": {
                        "talk": {"title": "A talk", "owner": "team", "weeks": "1 to 2"},
                        "checks": {"title": "Checks", "owner": "vetting", "weeks": "4", "only_if": "vetting"},
                    },
                }
            },
            "areas": {
                "county": {
                    "title": "The County",
                    "areas": {"fenland": {"title": "Fenland", "postcodes": ["PE13", "PE14"]}, "city": {"title": "Ely"}},
                }
            },
            "organisations": {
                "fen": {
                    "title": "Fen Police",
                    "kind": "force",
                    "summary": "The police of the fens.",
                    "email": "volunteers@fen.example.org",
                    "inbox": "inbox@fen.example.org",
                    "reply_within": 10,
                    "notice": NOTICE,
                },
                "charity": {"title": "Kind Hearts", "kind": "charity", "summary": "A charity."},
            },
            "vocabulary": {
                "groups": {
                    "directed": {"title": "Serving with the police", "recruiters": ["force"]},
                    "external": {"title": "Near the police", "recruiters": []},
                },
                "contributions": {"victims": {"title": "Victims"}, "communities": {"title": "Communities"}},
                "interests": {"animals": {"title": "Animals"}, "history": {"title": "History"}},
                "skills": {"listening": {"title": "Listening"}, "driving": {"title": "Driving"}},
                "vetting": {"basic": {"title": "Basic check"}},
                "powers": {"constable": {"title": "All powers of a constable"}},
                "uniforms": {"full": {"title": "Full uniform"}},
                "times": {"evenings": {"title": "Evenings"}},
                "where": {"outdoors": {"title": "Outdoors"}},
                "owners": {"team": {"title": "The volunteer team"}, "vetting": {"title": "The vetting unit"}},
            },
        }
        | parts
    )


def drawn(found: Catalogue, path: str, *, now: datetime = NOW, site: Site = SITE) -> Page:
    """The page at a path."""
    return next(page for page in pages(found, now, site) if page.path == path)


def role_page(*, now: datetime = NOW, site: Site = SITE, **facts: Any) -> str:
    """The body of the page of a role with these facts."""
    return drawn(catalogue(role(**facts)), "roles/fen/special/", now=now, site=site).body
