"""The first page: how far things are, what comes next, what we were told, and what can be done."""

from collections.abc import Mapping

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms_service import applicants, policy
from forms_service.contact import contact_for
from forms_service.models import Applicant, Interest, Outcome, Purpose
from forms_service.post import address_of, is_child, london_day, stages
from forms_service.words import BANDS, HEARD
from site_builder.catalogue import Stage

from . import blueprint

_ENDED: Mapping[str, str] = {
    Outcome.STARTED: "The role has begun.",
    Outcome.NOT_THIS_TIME: "It was not to be this time.",
    Outcome.WITHDRAWN: "It was withdrawn.",
    Outcome.REFERRED: "It ended here, because another role was found to fit better.",
    Outcome.WAITING: "It is on the list for later, as was agreed. Nothing happens until then.",
    Outcome.LAPSED: "It has ended, because no more was heard.",
}
_DONE = ("saved", "asked", "confirmed")  # what may stand in the address after something was done


@blueprint.get("/", defaults={"token": ""})
@blueprint.get("/<token>")
@policy.link(Purpose.OWN_PAGE)
def page(token: str) -> ResponseReturnValue:
    found: Interest = g.interest
    there, role = stages(g.catalogue, found), g.catalogue.wanted(found.role)
    organisation = g.catalogue.organisations.get(found.organisation)
    done = request.args.get("done", "")
    return render_template(
        "mine/page.html",
        token=token,
        interest=found,
        person=found.applicant,
        child=is_child(found),
        role=role,
        who=organisation.title if organisation else "The team",
        address=address_of(found),
        stages=there,
        following=_following(there, found),
        outcome=_ENDED.get(found.outcome or ""),
        replied=found.moved_at != found.received_at,
        overdue=found.reply_by < london_day(g.now),
        told=_told(found, found.applicant or abort(404)),
        contact=contact_for(g.catalogue, found.organisation, role),
        done=done if done in _DONE else "",
    )


@blueprint.post("/<token>/confirm")
@policy.link(Purpose.OWN_PAGE)
def confirm(token: str) -> ResponseReturnValue:
    applicants.confirm(g.db, g.interest, now=g.now)
    return redirect(url_for("mine.page", token=token, done="confirmed"), code=303)


def _following(there: Mapping[str, Stage], found: Interest) -> Stage | None:
    """The stage after the one reached; None at the end, or where there is no pathway."""
    keys = list(there)
    after = keys[keys.index(found.stage) + 1 :] if found.stage and found.stage in there else []
    return there[after[0]] if after else None


def _told(found: Interest, person: Applicant) -> dict[str, str]:
    """What we were told, by what it is called; empty answers are left out."""
    child = is_child(found)
    area = g.catalogue.every_area.get(found.area or "")
    answers = {
        "Name": person.name,
        "Age": BANDS.get(found.age_band, ""),
        "Email address": person.email,
        "Phone number": person.phone,
        ("Your name" if child else "Parent or carer"): person.parent_name,
        ("Your email address" if child else "Their email address"): person.parent_email,
        ("Your phone number" if child else "Their phone number"): person.parent_phone,
        "Area": area.title if area else found.area or "",
        "When free": person.availability,
        "In their words" if child else "In your words": person.words,
        "Heard": HEARD.get(person.heard, person.heard),
    }
    return {name: answer for name, answer in answers.items() if answer}
