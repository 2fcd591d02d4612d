"""A small world to be interested in: a force, a commissioner's office, two areas in one, and a role of every kind."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forms_service.quarantine import Came

SECRET = "9f1c" * 4 + "5b7e0d3a86c2419f" + "e8d0a47c"  # a secret of the tests alone
NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

CAME = Came(address="203.0.113.7", opened_at=datetime(2026, 1, 1, tzinfo=UTC), secret=SECRET)
"""How a form came that somebody took their time for."""

SHELL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %} - Volunteer</title>
<meta name="description" content="{% block description %}{% endblock %}">
<link rel="stylesheet" href="/theme/cip.css">{% block head %}{% endblock %}</head>
<body><a href="#main">Skip to content</a><main>{% block content %}{% endblock %}</main></body></html>
"""

_NOTICE = {
    "why": "To answer you.",
    "lawful_basis": "Our public task.",
    "kept": "For six months after we last wrote.",
    "shared": "Nobody else.",
    "rights": "You may see, mend and erase it.",
    "complaints": "Write to the Information Commissioner.",
}


def _role(organisation: str, slug: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "slug": slug,
        "kinds": [slug],
        "source": f"roles/{organisation}/{slug}.yml",
        "group": "directed",
        "title": title,
        "summary": f"{title}s help.",
        "contributes_to": ["communities"],
        "apply": "here",
        "areas": ["fenshire"],
        "you_will": ["Help."],
        "intakes": "open",
        "pathway": "joining",
    } | more


def _letter(key: str, to: str, subject: str, body: str) -> dict[str, str]:
    return {"key": key, "source": f"content/letters/{key}.md", "to": to, "subject": subject, "body": body}


def _word(*titles: str) -> dict[str, dict[str, str]]:
    return {title.lower().replace(" ", "-"): {"title": title} for title in titles}


ROLES = [
    _role("fenshire", "special-constable", "Special constable", age={"apply_from": "18"}),
    _role("fenshire", "cadet", "Police cadet", age={"apply_from": "13", "apply_to": "17"}, pathway="cadets"),
    _role("fenshire", "dog-walker", "Puppy walker", intakes="closed"),
    _role("fenshire", "street-pastor", "Street pastor", apply={"link": "https://pastors.example.org"}, pathway=None),
    _role("fenshire-opcc", "custody-visitor", "Custody visitor", age={"apply_from": "18"}),
]

WORLD: dict[str, Any] = {
    "roles": {f"{role['organisation']}/{role['slug']}": role for role in ROLES},
    "profiles": {},
    "pathways": {
        "joining": {
            "key": "joining",
            "source": "content/pathways/joining.yml",
            "title": "Joining us",
            "summary": "From interest to your first day.",
            "stages": {
                "interest": {"title": "You tell us", "owner": "recruitment", "we": ["Reply to you."]},
                "talk": {
                    "title": "We talk",
                    "owner": "recruitment",
                    "you": ["Come and see us.", "Ask us anything."],
                    "letter": "talk",
                },
                "start": {"title": "You start", "owner": "learning"},
            },
        },
        "cadets": {
            "key": "cadets",
            "source": "content/pathways/cadets.yml",
            "title": "Joining the cadets",
            "summary": "From interest to your first evening.",
            "stages": {
                "interest": {"title": "You tell us", "owner": "recruitment"},
                "visit": {"title": "You visit", "owner": "recruitment", "letter": "talk"},
            },
        },
    },
    "areas": {
        "fenshire": {
            "title": "Fenshire",
            "areas": {
                "north-fen": {
                    "title": "North Fen",
                    "postcodes": ["PE13", "PE14"],
                    "lead": {"who": "Lead for North Fen", "email": "north@fenshire.example.org"},
                },
                "south-fen": {"title": "South Fen", "postcodes": ["PE14", "PE15"]},
            },
        }
    },
    "organisations": {
        "fenshire": {
            "title": "Fenshire Police",
            "kind": "force",
            "summary": "The police of Fenshire.",
            "areas": ["fenshire"],
            "email": "volunteers@fenshire.example.org",
            "phone": "01234 567890",
            "inbox": "inbox@fenshire.example.org",
            "reply_within": "10",
            "undecided": {"pathway": "joining", "age": {"apply_from": "16"}},
            "notice": {"controller": "Fenshire Police", "contact": "data@fenshire.example.org"} | _NOTICE,
        },
        "fenshire-opcc": {
            "title": "Fenshire Commissioner’s office",
            "kind": "opcc",
            "summary": "Holds the police to account.",
            "areas": ["fenshire"],
            "inbox": "inbox@opcc.example.org",
            "reply_within": "1",
            "notice": {"controller": "The Commissioner", "contact": "data@opcc.example.org"} | _NOTICE,
        },
    },
    "vocabulary": {
        "groups": _word("Directed"),
        "contributions": _word("Communities"),
        "interests": {},
        "skills": {},
        "vetting": {},
        "powers": {},
        "uniforms": {},
        "times": {},
        "where": {},
        "owners": _word("Recruitment", "Learning"),
    },
    "letters": {
        letter["key"]: letter
        for letter in [
            _letter(
                "received",
                "applicant",
                "Thank you: {role}, {reference}",
                "Dear {name},\n\nWe got it on {received_on}. We reply within {reply_within}.\n\n"
                "[Read about the role]({role_link}). Questions: {contact}.\n\nYour own page: {mine_link}",
            ),
            _letter(
                "received-parent",
                "applicant",
                "{role}: we need to hear from you",
                "{name} wants to be a {role}. Questions: {contact}. Your own page: {mine_link}",
            ),
            _letter("own-page", "applicant", "Your own page: {role}", "Open it: {mine_link}"),
            _letter("new-address", "applicant", "Is this address yours?", "Say so here: {confirm_link}"),
            _letter("address-left", "applicant", "We write to another address now", "Not you? Write to {contact}."),
            _letter(
                "new-interest", "team", "New interest: {role}, {reference}", "Somebody is waiting. See {desk_link}"
            ),
            _letter("talk", "applicant", "{role}: {stage}", "Dear {name},\n\n{stage_you}"),
        ]
    },
}


class Clock:
    """Shows `now` until it is told otherwise."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


class Browser(FlaskClient):
    """Asks the portal by the name that it answers to."""

    def open(self, *args: Any, **more: Any) -> TestResponse:
        return super().open(*args, **({"base_url": "http://127.0.0.1:8000"} | more))
