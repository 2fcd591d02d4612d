"""An interest, from the form to its outcome: the only writer of interests and of their record.

Each verb is one transaction, which it begins and commits: what the session had not committed before is dropped.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from site_builder.catalogue import Catalogue, Role

from . import erasures, quarantine
from .db import add, add_unless_there, as_read, leave_no_trace, writing
from .models import AgeBand, Applicant, Base, Coordinator, Entry, Interest, Outcome, random_id
from .post import Post, london_day, stages
from .quarantine import Came

_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O, 1 I L and U, which are misheard or misread


class Stale(Exception):  # noqa: N818  no error of the program: a colleague was quicker
    """The interest has changed since the coordinator last saw it."""


class Closed(Stale):
    """The interest is closed."""


class NotAStage(Exception):  # noqa: N818  a person's mistake
    """The interest's pathway has no such stage, or the interest is at it already."""


class NotAnOutcome(Exception):  # noqa: N818  a person's mistake
    """There is no such outcome."""


@dataclass(frozen=True)
class Answers:
    """What the form was told, checked. Empty is "not given". `area` is a key, `age_band` an AgeBand."""

    name: str
    email: str
    phone: str
    parent_name: str
    parent_email: str
    parent_phone: str
    area: str
    age_band: str
    availability: str
    words: str
    heard: str


def submit(  # noqa: PLR0913  all named, all needed
    session: Session,
    catalogue: Catalogue,
    *,
    roles: Sequence[Role],
    answers: Answers,
    form_key: str,
    came: Came,
    now: datetime,
    base_url: str,
) -> Sequence[Interest]:
    """One interest a role, its record and its letters, in one transaction that this commits.

    The same `form_key` with the same role gives the interest that is already there, and writes nothing. A child's own
    email and phone are never kept: see `AgeBand.UNDER_16`. What looks as if nobody meant it is set aside, and its
    letters wait for `release`. Raises limits.TooMany when too many forms have come from one network address, and then
    nothing is written.
    """
    if answers.age_band == AgeBand.UNDER_16:
        answers = replace(answers, email="", phone="")
    with writing(session):
        post = Post(session, catalogue, base_url, now)
        made = [_one(post, role, answers, form_key) for role in roles]
        if new := [interest for interest, is_new in made if is_new]:
            _judge(post, new, answers, came)
        return [interest for interest, _ in made]


def move(  # noqa: PLR0913  as above
    session: Session,
    catalogue: Catalogue,
    interest: Interest,
    *,
    to: str,
    by: Coordinator,
    version: int,
    now: datetime,
    base_url: str,
) -> None:
    """Take an interest to another stage of its pathway, with a line of the record and the stage's letter, and commit.

    `version` is the one that the coordinator saw. Raises Stale, Closed or NotAStage, and then nothing has changed.
    """
    with writing(session):
        _lock(session, interest, version)
        if to == interest.stage or to not in stages(catalogue, interest):
            raise NotAStage
        _enter(session, interest, now, by.id, "moved", from_stage=interest.stage, to_stage=to)
        interest.stage, interest.moved_at = to, now
        Post(session, catalogue, base_url, now).moved(interest)


def close(  # noqa: PLR0913  as above
    session: Session, interest: Interest, *, outcome: str, by: Coordinator, version: int, now: datetime
) -> None:
    """Give an interest its outcome, with a line of the record, and commit. Raises Stale, Closed or NotAnOutcome.

    `Outcome.NOT_REAL` is for `refuse` to give.
    """
    if outcome not in list(Outcome) or outcome == Outcome.NOT_REAL:
        raise NotAnOutcome
    with writing(session):
        _lock(session, interest, version)
        _enter(session, interest, now, by.id, "closed", from_stage=interest.stage, outcome=outcome)
        interest.outcome, interest.moved_at = outcome, now


def release(  # noqa: PLR0913  as above
    session: Session,
    catalogue: Catalogue,
    interest: Interest,
    *,
    by: Coordinator,
    version: int,
    now: datetime,
    base_url: str,
) -> None:
    """A coordinator has found a real person in what was set aside: write its letters, with a line of the record, and
    commit. The day that was promised stays. Raises Stale or Closed, and then nothing has changed.
    """
    with writing(session):
        _lock(session, interest, version, set_aside=True)
        _enter(session, interest, now, by.id, "released")
        interest.set_aside = None
        Post(session, catalogue, base_url, now).received(interest)


def refuse(  # noqa: PLR0913  as above
    session: Session, interest: Interest, *, by: Coordinator, version: int, now: datetime, remember_in: Path
) -> None:
    """A coordinator has found nobody in what was set aside: close it, erase what was written, and commit.

    Raises Stale or Closed; or OSError if the list of erasures can't be written. Then nothing has changed.
    """
    with writing(session):
        _lock(session, interest, version, set_aside=True)
        _enter(session, interest, now, by.id, "closed", from_stage=interest.stage, outcome=Outcome.NOT_REAL)
        interest.outcome, interest.moved_at = Outcome.NOT_REAL, now
        _forget(session, interest, by.id, now, remember_in)
    leave_no_trace(session)


def withdraw(session: Session, interest: Interest, *, by: str, now: datetime) -> None:
    """The person wants no more of it: open or on the waiting list, it ends, with a line of the record, and commit.

    `by` is `applicant`, or the id of the coordinator whom they told. Twice is once. Raises Closed if it has ended.
    """
    with writing(session):
        session.refresh(interest, with_for_update=True)
        if interest.outcome == Outcome.WITHDRAWN:
            return
        if interest.outcome not in (None, Outcome.WAITING):
            raise Closed
        _enter(session, interest, now, by, "closed", from_stage=interest.stage, outcome=Outcome.WITHDRAWN)
        interest.outcome, interest.moved_at, interest.set_aside = Outcome.WITHDRAWN, now, None
        interest.version += 1


def erase(session: Session, interest: Interest, *, by: str, now: datetime, remember_in: Path) -> None:
    """Forget the person, put the interest's id on the list of erasures, and commit. Twice is once.

    `by` is who asked: `applicant`, the id of the coordinator whom they told, or `system` when its time is up. An
    interest that had no end gets one. Raises OSError if the list can't be written, and then nothing is erased.
    """
    erase_one_of_many(session, interest, by=by, now=now, remember_in=remember_in)
    leave_no_trace(session)


def erase_one_of_many(  # noqa: PLR0913  as above
    session: Session, interest: Interest, *, by: str, now: datetime, remember_in: Path, version: int | None = None
) -> None:
    """As `erase`, for a caller who calls `leave_no_trace` after the last of them.

    Raises Stale if the interest is no more as it was at `version`, and then it is not erased.
    """
    with writing(session):
        session.refresh(interest, with_for_update=True)
        if version not in (None, interest.version):
            raise Stale
        _forget(session, interest, by, now, remember_in)


def seen(session: Session, interest: Interest, *, by: Coordinator, now: datetime) -> None:
    """Put on the record that a coordinator looked at a person's details, and commit."""
    with writing(session):
        _enter(session, interest, now, by.id, "viewed")


def _forget(session: Session, interest: Interest, by: str, now: datetime, remember_in: Path) -> None:
    """Of an interest that is locked."""
    gone = f"erased {interest.id}"
    if interest.form_key != gone:
        if interest.outcome in (None, Outcome.WAITING):
            interest.outcome = Outcome.LAPSED if by == "system" else Outcome.WITHDRAWN
            interest.moved_at = now
        _enter(session, interest, now, by, "erased", from_stage=interest.stage, outcome=interest.outcome)
        interest.version += 1
    _make_anonymous(session, interest, gone)
    session.flush()
    # Last before the commit: after a crash between the two a restore erases too much, never too little.
    erasures.remember(remember_in, interest.id)


def _make_anonymous(session: Session, interest: Interest, gone: str) -> None:
    """Leave a count: where, for which role, how far, when and how it ended, and the record's ids, verbs and times.

    What can be matched to the person from outside goes too. Their letter has the reference, a mail server's log the
    Message-ID, an open page the form's key. With the area the age band picks out a child in a small place, and no
    report needs it. The times stay exact, because the record, which nothing can change, has the same.
    """
    for table in reversed(Base.metadata.sorted_tables):  # every one, so that a table of tomorrow isn't forgotten
        if "interest_id" in table.c and table.name != Entry.__tablename__:
            session.execute(delete(table).where(table.c.interest_id == interest.id))
    interest.reference = interest.form_key = gone
    interest.age_band = ""
    interest.set_aside = None


def _judge(post: Post, new: Sequence[Interest], answers: Answers, came: Came) -> None:
    """Once for a form, however many roles it is for: set it aside, or write its letters."""
    signs = quarantine.judge(post.session, vars(answers), len(new), came, post.now)
    for interest in new:
        if signs is None:
            post.received(interest)
            continue
        interest.set_aside = signs
        _enter(post.session, interest, post.now, "system", "set_aside")


def _one(post: Post, role: Role, answers: Answers, form_key: str) -> tuple[Interest, bool]:
    """The interest in a role, and whether it is new."""
    session = post.session
    while not add_unless_there(session, Interest, values := _values(post, role, answers, form_key)):
        if known := session.scalar(select(Interest).filter_by(form_key=form_key, role=role.key)):
            return known, False
        # Otherwise it was the reference that was taken: draw another.
    interest = as_read(session, Interest, values)
    person = {key: value for key, value in vars(answers).items() if key not in ("area", "age_band")}
    person["interest_id"] = interest.id
    add(session, Applicant, person)
    set_committed_value(interest, "applicant", as_read(session, Applicant, person))
    _enter(session, interest, post.now, "applicant", "received", to_stage=interest.stage)
    return interest, True


def _values(post: Post, role: Role, answers: Answers, form_key: str) -> dict[str, object]:
    promise = post.catalogue.organisations[role.organisation].reply_within or 0
    return {
        "id": random_id(),
        "reference": _reference(),
        "form_key": form_key,
        "organisation": role.organisation,
        "role": role.key,
        "role_title": role.title,
        "pathway": role.pathway,
        "stage": next(iter(post.catalogue.stages(role)), None),
        "area": answers.area or None,
        "age_band": answers.age_band,
        "received_at": post.now,
        "reply_by": london_day(post.now) + timedelta(days=promise),
        "moved_at": post.now,
        "version": 1,
    }


def _reference() -> str:
    letters = "".join(secrets.choice(_READABLE) for _ in range(8))
    return f"CIP-{letters[:4]}-{letters[4:]}"


def _enter(session: Session, interest: Interest, at: datetime, actor: str, verb: str, **what: str | None) -> None:
    """A line of the record. `what` is any of from_stage, to_stage and outcome."""
    add(session, Entry, {"interest_id": interest.id, "at": at, "actor": actor, "verb": verb, **what})


def _lock(session: Session, interest: Interest, version: int, *, set_aside: bool = False) -> None:
    """Hold the row until the commit, as it now is, and mark it changed.

    What is set aside must be decided about first, and what is not needs no such decision.
    """
    session.refresh(interest, with_for_update=True)
    if interest.outcome:
        raise Closed
    if interest.version != version or (interest.set_aside is not None) != set_aside:
        raise Stale
    interest.version += 1
