"""What we write about an interest, to whom, and with what in it: each letter is put in the outbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from site_builder.catalogue import LONDON, Catalogue, Organisation, Role, Stage, day_words
from site_builder.catalogue import Letter as Words

from . import links
from .db import add
from .letters import fill, without_marks
from .models import AgeBand, Interest, Letter, Purpose, random_id

LETTERS_NEEDED = {
    "received": "applicant",
    "received-parent": "applicant",
    "new-interest": "team",
    "own-page": "applicant",
    "new-address": "applicant",
    "address-left": "applicant",
}
"""The letters that are sent whatever a pathway says, by key, and whom each is to."""

LINKS_NEEDED = {
    "received": "mine_link",
    "received-parent": "mine_link",
    "own-page": "mine_link",
    "new-address": "confirm_link",
}
"""What each of these letters is for, by its key: the link that it brings."""

_LINKS = {"mine_link": (Purpose.OWN_PAGE, "mine"), "confirm_link": (Purpose.NEW_ADDRESS, "mine/address")}
_NAMES_NOBODY = ("new-address", "address-left")  # a stranger may get these, at an address that is misspelt or left


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
        thanks = self._to_applicant(interest, "received-parent" if is_child(interest) else "received")
        self._put(*thanks, self._to_team(interest))

    def moved(self, interest: Interest) -> None:
        """Send the letter of the stage that was reached, where it has one."""
        stage = stages(self.catalogue, interest).get(interest.stage or "")
        if stage and stage.letter:
            self._put(*self._to_applicant(interest, stage.letter))

    def own_page(self, interest: Interest) -> None:
        """Send a new link to their own page."""
        self._put(*self._to_applicant(interest, "own-page"))

    def new_address(self, interest: Interest, address: str) -> None:
        """Ask at a new address whether it is theirs."""
        self._put(*self._to_applicant(interest, "new-address", address))

    def address_left(self, interest: Interest, address: str) -> None:
        """Say at the address where letters went that they go to another now."""
        self._put(*self._to_applicant(interest, "address-left", address))

    def _put(self, *letters: Mapping[str, object]) -> None:
        if letters:
            add(self.session, Letter, *letters)

    def _to_team(self, interest: Interest) -> Mapping[str, object]:
        team = {"recipient": "team", "address": self._team(interest), "reply_to": ""}
        own = {"desk_link": f"{self.base_url}/desk/interests/{interest.id}"}
        return self._letter(interest, team, self.catalogue.letters["new-interest"], own)

    def _to_applicant(self, interest: Interest, key: str, address: str = "") -> Iterator[Mapping[str, object]]:
        """To the applicant, or to the parent of a child, at `address` or where letters go; to nobody without any."""
        applicant, child = interest.applicant, is_child(interest)
        address = address or address_of(interest)
        if not applicant or not address:
            return
        words = self.catalogue.letters[key]
        if child and key not in ("received-parent", *_NAMES_NOBODY):
            words = _for_a_parent(words)
        reader = {
            "recipient": "parent" if child else "applicant",
            "address": address,
            "reply_to": self._team(interest),
        }
        own = {"name": applicant.name} | self._links(interest, words)
        yield self._letter(interest, reader, words, own)

    def _links(self, interest: Interest, words: Words) -> dict[str, str]:
        """A link for each that the letter has a place for; no letter brings another's."""
        return {
            name: f"{self.base_url}/{folder}/{links.make(self.session, interest, purpose, self.now)}"
            for name, (purpose, folder) in _LINKS.items()
            if f"{{{name}}}" in words.body
        }

    def _letter(
        self, interest: Interest, reader: Mapping[str, str], words: Words, own: Mapping[str, str]
    ) -> Mapping[str, object]:
        """Its row. `reader` has its recipient, address and reply_to; `own` is what it alone may say."""
        fields = {**self._fields(interest), **self._of_stage(interest, words), **own}
        return {
            **reader,
            **fill(words, fields)._asdict(),
            "interest_id": interest.id,
            "key": words.key,
            "sender": self.catalogue.organisations[interest.organisation].title,
            "message_id": f"<{random_id()}@{urlsplit(self.base_url).hostname}>",
            "created_at": self.now,
            "due_at": self.now,
        }

    def _fields(self, interest: Interest) -> dict[str, str]:
        """What every letter may say. The team isn't told the name; the desk's link is theirs alone."""
        organisation = self.catalogue.organisations[interest.organisation]
        days = organisation.reply_within
        return {
            "role": interest.role_title,
            "role_link": f"{self.base_url}/{self.catalogue.read_at(interest.role)}",
            "organisation": organisation.title,
            "contact": _contact(self.catalogue.roles.get(interest.role), organisation),
            "reference": interest.reference,
            "received_on": day_words(london_day(interest.received_at)),
            "reply_within": "1 day" if days == 1 else f"{days} days",
        }

    def _of_stage(self, interest: Interest, words: Words) -> dict[str, str]:
        """The stage that was reached, for a letter that has a place for it."""
        if "{stage" not in words.subject + words.body:
            return {}
        stage = stages(self.catalogue, interest).get(interest.stage or "")
        return {
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


def is_child(interest: Interest) -> bool:
    return interest.age_band == AgeBand.UNDER_16


def address_of(interest: Interest) -> str:
    """Where letters go: to the parent of a child. Empty where nobody gave an address, or the person was erased."""
    applicant = interest.applicant
    if applicant is None:
        return ""
    return applicant.parent_email if is_child(interest) else applicant.email


def _for_a_parent(words: Words) -> Words:
    ending = "We sent this to you because you are the parent or carer of {name}. Please read it together."
    return words.model_copy(update={"body": f"{words.body}\n\n{ending}"})


def _lines(texts: Sequence[str] | None) -> str:
    return "\n".join(without_marks(text) for text in texts or ())


def _contact(role: Role | None, organisation: Organisation) -> str:
    """The address for questions: the role's own, or else the organisation's."""
    own = role.contact.email if role and role.contact else None
    return own or organisation.email or organisation.inbox or ""
