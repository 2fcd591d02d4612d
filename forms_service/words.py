"""What the service's templates speak with: texts of the catalogue, addresses on the public site, days and times."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import g
from markupsafe import Markup

from site_builder import markdown
from site_builder.catalogue import LONDON, day_words

from .addresses import on_site
from .models import AgeBand, Outcome

BANDS: Mapping[str, str] = {
    AgeBand.UNDER_16: "13 to 15",
    AgeBand.UNDER_18: "16 to 17",
    AgeBand.ADULT: "18 or over",
}

HEARD: Mapping[str, str] = {
    "friend": "From a friend or somebody in my family",
    "volunteer": "From somebody who volunteers or works here",
    "school": "At school, college or university",
    "work": "At work",
    "event": "At an event or from a leaflet or poster",
    "social-media": "On social media",
    "web": "On a website or in a search",
    "news": "In the news, on the radio or on television",
    "other": "Another way",
}


OUTCOMES: Mapping[str, str] = {
    Outcome.STARTED: "Started in the role",
    Outcome.NOT_THIS_TIME: "Not this time",
    Outcome.WITHDRAWN: "Withdrew",
    Outcome.REFERRED: "Referred to another role",
    Outcome.WAITING: "Waiting: not now, and they agreed to be kept on the list",
    Outcome.LAPSED: "Nothing came of it: no more was heard",
    Outcome.NOT_REAL: "Not a real person",
}

RECIPIENTS: Mapping[str, str] = {
    "applicant": "To the applicant",
    "parent": "To the parent or carer",
    "team": "To the team",
}

VERBS: Mapping[str, str] = {
    "received": "Interest received",
    "viewed": "Looked at",
    "moved": "Moved",
    "closed": "Closed",
    "erased": "Erased",
    "set_aside": "Set aside for a person to look at",
    "released": "Taken up: a real person",
    "confirmed": "They confirmed the address",
    "changed": "They changed their details",
    "link_renewed": "Link to their own page sent anew",
    "letter_sent": "Letter sent",
    "letter_failed": "Letter not delivered",
}


def for_templates() -> dict[str, Any]:
    """`to("role:…")` is a path on the public site, `html(text)` a text of the catalogue as safe HTML.

    `about(key)` is the path where a role can be read about.
    """
    root = urlsplit(g.site.url).path or "/"
    to = on_site(root)

    def about(key: str) -> str:
        return f"{root}{g.catalogue.read_at(key)}"

    def html(text: str) -> Markup:
        return markdown.html(text, to)

    return {"to": to, "about": about, "html": html, "day": day, "moment": moment, "demonstration": g.site.demonstration}


def day(when: date | datetime) -> str:
    """`5 October 2026`; of a moment, its day in London."""
    return day_words(when.astimezone(LONDON).date() if isinstance(when, datetime) else when)


def moment(when: datetime) -> str:
    """`5 October 2026, 14:05`, in London."""
    return f"{day(when)}, {when.astimezone(LONDON):%H:%M}"
