"""What we write about an interest, to whom, and with what in it: each letter is put in the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from site_builder.catalogue import LONDON, Catalogue, Organisation, Role, Stage, day_words
from site_builder.catalogue import Letter as Words

from .letters import fill, without_marks
from .models import AgeBand, Interest, Letter, random_id

LETTERS_NEEDED = {"received": "applicant", "received-parent": "applicant", "new-interest": "team"}
"""The letters that every submission sends, by key, and whom each is to."""


def london_day(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def stages(catalogue: Catalogue, interest: Interest) -> Mapping[str, Stage]:
    """The stages of an interest's pathway by key, in order; those that hold for its role, while the role is there."""
    pathway = catalogue.pathways.get(interest.pathway or "")
    if pathway is None:
        return {}
    role = catalogue.roles.get(interest.role)
    return pathway.stages_for(role) if role else pathway.in_order()


@dataclass(frozen=True)
class Post:
    """Letters written in a transaction of the caller's. `base_url` is what every link in them starts with."""

    session: Session
    catalogue: Catalogue
    base_url: str
    now: datetime

    def received(self, interest: Interest) -> None:
        """Thank the applicant, or the parent of a child, and tell the team."""
        self._to_applicant(interest, "received-parent" if _is_child(interest) else "received")
        fields = self._fields(interest) | {"desk_link": f"{self.base_url}/desk/interests/{interest.id}"}
        team = Letter(recipient="team", address=self._team(interest), reply_to="")
        self._put(interest, team, self.catalogue.letters["new-interest"], fields)

    def moved(self, interest: Interest) -> None:
        """Send the letter of the stage that was reached, where it has one."""
        stage = stages(self.catalogue, interest).get(interest.stage or "")
        if stage and stage.letter:
            self._to_applicant(interest, stage.letter)

    def _to_applicant(self, interest: Interest, key: str) -> None:
        """To the applicant, or to the parent of a child; to nobody where there is no address."""
        applicant, child = interest.applicant, _is_child(interest)
        address = applicant and (applicant.parent_email if child else applicant.email)
        if not applicant or not address:
            return
        words = self.catalogue.letters[key]
        if child and key != "received-parent":
            words = _for_a_parent(words)
        letter = Letter(
            recipient="parent" if child else "applicant",
            address=address,
            reply_to=self._team(interest),
        )
        self._put(interest, letter, words, self._fields(interest) | {"name": applicant.name})

    def _put(self, interest: Interest, letter: Letter, words: Words, fields: Mapping[str, str]) -> None:
        letter.interest_id = interest.id
        letter.key = words.key
        letter.sender = self.catalogue.organisations[interest.organisation].title
        letter.subject, letter.text, letter.html = fill(words, fields)
        letter.message_id = f"<{random_id()}@{urlsplit(self.base_url).hostname}>"
        letter.created_at = letter.due_at = self.now
        self.session.add(letter)

    def _fields(self, interest: Interest) -> dict[str, str]:
        """What every letter may say. The team isn't told the name; the desk's link is theirs alone."""
        organisation = self.catalogue.organisations[interest.organisation]
        stage = stages(self.catalogue, interest).get(interest.stage or "")
        days = organisation.reply_within
        return {
            "role": interest.role_title,
            "role_link": f"{self.base_url}/roles/{interest.role}/",
            "organisation": organisation.title,
            "contact": _contact(self.catalogue.roles.get(interest.role), organisation),
            "reference": interest.reference,
            "received_on": day_words(london_day(interest.received_at)),
            "reply_within": "1 day" if days == 1 else f"{days} days",
            "stage": stage.title if stage else "",
            "stage_you": _lines(stage.you) if stage else "",
            "stage_we": _lines(stage.we) if stage else "",
        }

    def _team(self, interest: Interest) -> str:
        """The lead of the area, or of the area around it; otherwise the organisation's inbox.

        Areas are a force's ground and their leads are its people: they are told of no interest in another organisation.
        """
        organisation = self.catalogue.organisations[interest.organisation]
        known = interest.area in self.catalogue.every_area and organisation.kind == "force"
        around = self.catalogue.around(str(interest.area)) if known else ()
        leads = (self.catalogue.every_area[key].lead for key in around)
        return next((lead.email for lead in leads if lead and lead.email), organisation.inbox or "")


def _is_child(interest: Interest) -> bool:
    return interest.age_band == AgeBand.UNDER_16


def _for_a_parent(words: Words) -> Words:
    ending = "We sent this to you because you are the parent or carer of {name}. Please read it together."
    return words.model_copy(update={"body": f"{words.body}\n\n{ending}"})


def _lines(texts: Sequence[str] | None) -> str:
    return "\n".join(without_marks(text) for text in texts or ())


def _contact(role: Role | None, organisation: Organisation) -> str:
    """The address for questions: the role's own, or else the organisation's."""
    own = role.contact.email if role and role.contact else None
    return own or organisation.email or organisation.inbox or ""
