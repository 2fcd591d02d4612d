"""The confirmation: a reference for each role, and what happens next."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms_service import policy
from forms_service.contact import contact_for
from forms_service.models import Interest
from forms_service.post import address_of, is_child, stages
from site_builder.catalogue import Contact, Stage, day_words

from . import blueprint


@dataclass(frozen=True)
class Sent:
    """One interest of a form, as its confirmation tells it."""

    interest: Interest
    who: str
    reply_by: str
    stages: Mapping[str, Stage]
    contact: Contact | None


@blueprint.get("/sent/<id:id>")
@policy.public
def sent(id: str) -> ResponseReturnValue:
    """By the id of any interest of the form. It names nobody: whoever has the address may be at a shared computer."""
    found: Interest = g.db.get(Interest, id) or abort(404)
    same_form = select(Interest).where(Interest.form_key == found.form_key).order_by(Interest.role_title, Interest.id)
    return render_template(
        "public/sent.html",
        all_sent=[_sent(interest) for interest in g.db.scalars(same_form)],
        child=is_child(found),
        written=bool(address_of(found)) if found.applicant else None,
    )


def _sent(interest: Interest) -> Sent:
    organisation = g.catalogue.organisations.get(interest.organisation)
    return Sent(
        interest=interest,
        who=organisation.title if organisation else "The team",
        reply_by=day_words(interest.reply_by),
        stages=stages(g.catalogue, interest),
        contact=contact_for(g.catalogue, interest.organisation, g.catalogue.roles.get(interest.role)),
    )
