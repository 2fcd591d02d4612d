"""The equality survey as it is kept: how often each answer was chosen, by organisation and quarter. Nothing else.

No row is a person's, so an answer is joined to no interest, to no moment, and not to what the same person answered to
the next question. What can't be told from the rows can't be told from how they lie on the disk either: each answer
writes all the rows of its organisation and quarter, in one order, and adds one or nothing to each. (What a database's
own log may hold for a while is told in content/pages/data-protection.md.)
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from site_builder.catalogue import LONDON

from .db import add_numbers, add_unless_there, writing
from .limits import Limit, take_each
from .models import Bucket, SurveyCount
from .post import london_day
from .survey_questions import QUESTIONS

A_DAY = 5_000
"""How many answers an organisation takes in a day. Who answers can't be limited one by one, without knowing them."""

FORM_LASTS = timedelta(days=1)
"""How long a form can be sent after it was opened: well before `retention` forgets that it was."""

Counts = Mapping[str, Mapping[str, int]]
"""By question and answer."""


class FullDay(Exception):  # noqa: N818  no error of the program
    """An organisation has had all the answers of a day. Nothing was counted."""


def add(session: Session, organisation: str, chosen: Mapping[str, str], *, form: str, now: datetime) -> None:
    """Count the answers that were `chosen`, keys by the question's key, once for each `form`; and commit.

    `form` is the name by which it is known among the limits: there it is kept for a week, with its day alone.
    Raises FullDay when the day has had its fill.
    """
    day = london_day(now)
    midnight = datetime.combine(day, time.min, LONDON)
    all_day = Limit(f"survey of {organisation} on {day}", A_DAY, 0)
    place = {"organisation": organisation, "quarter": quarter_of(day)}
    rows = [
        place | {"question": question.key, "answer": answer, "number": int(chosen.get(question.key) == answer)}
        for question in QUESTIONS
        for answer in question.answers
    ]
    with writing(session):
        if not add_unless_there(session, Bucket, {"name": form, "tokens": 0.0, "filled_at": midnight}):
            return
        if take_each(session, [all_day], midnight)[all_day.name] < 1:
            raise FullDay
        add_numbers(session, SurveyCount, rows, "number")


def counts(session: Session, organisation: str, quarter: str) -> Counts:
    """As they are: for `survey_report`, and for no eye."""
    here = SurveyCount.organisation == organisation, SurveyCount.quarter == quarter
    found: dict[str, dict[str, int]] = {}
    for row in session.scalars(select(SurveyCount).where(*here)):
        found.setdefault(row.question, {})[row.answer] = row.number
    return found


def places(session: Session) -> Sequence[tuple[str, str]]:
    """The organisations and quarters that have answers."""
    order = SurveyCount.organisation, SurveyCount.quarter
    return [(row[0], row[1]) for row in session.execute(select(*order).distinct().order_by(*order))]


def quarter_of(day: date) -> str:
    """`2026-Q4`, as quarters are written here and as they sort."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def is_quarter(text: str) -> bool:
    return re.fullmatch(r"[1-9]\d{3}-Q[1-4]", text, re.ASCII) is not None


def first_day_after(quarter: str) -> date:
    """The day in London from which a quarter is over."""
    year, number = (int(part) for part in quarter.split("-Q"))
    return date(year + number // 4, number % 4 * 3 + 1, 1)
