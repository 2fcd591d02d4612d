"""What the database holds, beside what applicants were promised."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from forms_service.models import Applicant, Entry, Interest, Letter


@dataclass(frozen=True)
class Ledger:
    """Reads the database of a portal that is running, or was killed."""

    sessions: sessionmaker[Session]

    def interests(self) -> int:
        with self.sessions() as session:
            return session.scalar(select(func.count(Interest.id))) or 0

    def letters(self) -> list[Letter]:
        with self.sessions() as session:
            return list(session.scalars(select(Letter).order_by(Letter.created_at, Letter.key)))

    def waiting(self) -> int:
        unsent = select(func.count(Letter.id)).where(Letter.sent_at.is_(None), Letter.failed_at.is_(None))
        with self.sessions() as session:
            return session.scalar(unsent) or 0

    def wait_until_all_are_sent(self, seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while left := self.waiting():
            assert time.monotonic() < deadline, f"{left} letters still wait"
            time.sleep(0.1)

    def check(self, acknowledged: Mapping[str, str]) -> None:
        """What was acknowledged, an email and the address of its reference, is kept; and nothing is half there."""
        with self.sessions() as session:
            self._check_whole(session)
            kept = session.execute(select(Applicant.email, Applicant.interest_id)).all()
        assert [email for email, times in Counter(email for email, _ in kept).items() if times > 1] == [], "doubled"
        kept_as = {email: f"/interest/sent/{id}" for email, id in kept}
        assert {email: kept_as.get(email) for email in acknowledged} == dict(acknowledged), "acknowledged and lost"

    def check_letters(self, taken: Mapping[str, int], *, at_most_doubled: int) -> None:
        """Each letter was taken by the mail server, and written down as sent once."""
        letters = self.letters()
        assert {letter.message_id for letter in letters} == set(taken)
        assert sum(taken.values()) - len(taken) <= at_most_doubled
        with self.sessions() as session:
            sent = session.scalars(select(Entry.interest_id).where(Entry.verb == "letter_sent")).all()
        assert Counter(sent) == Counter(letter.interest_id for letter in letters)

    def _check_whole(self, session: Session) -> None:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        ids = set(session.scalars(select(Interest.id)))
        received = select(Entry.interest_id).where(Entry.verb == "received")
        team = select(Letter.interest_id).where(Letter.recipient == "team")
        theirs = select(Letter.interest_id).where(Letter.recipient == "applicant")
        for rows in (select(Applicant.interest_id), received, team, theirs):
            assert _once_each(session.scalars(rows)) == ids


def _once_each(rows: Iterable[str]) -> set[str]:
    found = list(rows)
    assert len(found) == len(set(found))
    return set(found)
