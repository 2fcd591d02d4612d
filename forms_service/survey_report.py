"""What may be shown of the equality survey: numbers from which nobody, and no small number, can be worked out.

The rule, for each question of one organisation in one quarter:

- Fewer than 10 answered it: nothing of it is shown.
- Otherwise each number below 5, nought too, is "fewer than 5", and any other is rounded to the nearest 5. That is the
  rounding of the Higher Education Statistics Agency (HESA), but for nought, which would say that nobody here is such.
- There is no total: 7, 7 and 4 would be shown as 5, 5 and fewer than 5, and a total of 20 would give the 4 away. How
  many left a question out is not even counted, so one question's numbers tell nothing of another's.
- A quarter is shown when it is over and its numbers change no more: two reports can't be subtracted.

So each number that is not shown may be any of three at the least, whatever else is known from the report: they stay
free but for their being 10 together with the rest, and every question has three answers or more.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from io import StringIO
from itertools import groupby

from sqlalchemy.orm import Session

from site_builder.catalogue import Catalogue, day_words

from .post import london_day
from .survey_counts import counts, first_day_after, is_quarter, places
from .survey_questions import QUESTIONS, Question
from .trouble import Trouble

FEWEST_PEOPLE = 10
FEWEST = 5
FEW = f"fewer than {FEWEST}"
TOO_FEW = f"Fewer than {FEWEST_PEOPLE} people answered"


class NotShown(Trouble):
    """What was asked for isn't there, or isn't to be shown yet. The message says what is."""


@dataclass(frozen=True)
class Line:
    """A number as it may be shown; `answer` is empty where nothing of the question may be."""

    organisation: str
    quarter: str
    question: str
    answer: str
    number: str


def report(
    session: Session,
    catalogue: Catalogue,
    *,
    now: datetime,
    organisation: str | None = None,
    quarter: str | None = None,
) -> Sequence[Line]:
    """Of every organisation and quarter that has answers, or of those that are asked for.

    Raises NotShown for an organisation that isn't there, or a quarter that is misspelt or isn't over.
    """
    there, today = places(session), london_day(now)
    known = sorted({*catalogue.organisations, *(place[0] for place in there)})
    if organisation and organisation not in known:
        raise NotShown(f"No organisation is called {organisation}. There are: {', '.join(known)}.")
    if quarter and not is_quarter(quarter):
        raise NotShown("A quarter is written like 2026-Q4.")
    if quarter and first_day_after(quarter) > today:
        raise NotShown(f"{quarter} isn't over. Its numbers are shown from {day_words(first_day_after(quarter))} on.")
    over = [place for place in there if first_day_after(place[1]) <= today]
    wanted = [place for place in over if organisation in (None, place[0]) and quarter in (None, place[1])]
    return [line for place in wanted for line in _lines(session, *place)]


def _lines(session: Session, organisation: str, quarter: str) -> Iterator[Line]:
    found = counts(session, organisation, quarter)
    for question in QUESTIONS:
        chosen = found.get(question.key, {})
        for answer, number in _shown(question, chosen).items():
            yield Line(organisation, quarter, question.words, answer, number)


def _shown(question: Question, chosen: Mapping[str, int]) -> Mapping[str, str]:
    """The numbers of a question as words, by the words of its answers."""
    numbers = {words: chosen.get(key, 0) for key, words in question.answers.items()}
    if sum(numbers.values()) < FEWEST_PEOPLE:
        return {"": TOO_FEW}
    return {words: _rounded(number) for words, number in numbers.items()}


def _rounded(number: int) -> str:
    return FEW if number < FEWEST else str((number + FEWEST // 2) // FEWEST * FEWEST)


# As it is read ------------------------------------------------------------------------------------------------------


def as_text(lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        yield "There is nothing to show: no quarter that is over has answers."
    for (organisation, quarter), here in groupby(lines, lambda line: (line.organisation, line.quarter)):
        yield f"{organisation}, {quarter}"
        for question, answers in groupby(here, lambda line: line.question):
            yield f"  {question}"
            yield from (
                f"    {line.answer}: {line.number}" if line.answer else f"    {line.number}" for line in answers
            )


def as_csv(lines: Sequence[Line]) -> Iterator[str]:
    """With a line of names first. Every cell is of our own words or a key, so none is a formula."""
    yield _csv_line([field.name for field in fields(Line)])
    yield from (_csv_line(astuple(line)) for line in lines)


def _csv_line(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()
