"""What the operator is shown of the equality survey, and that no small number can be worked out from it."""

import csv
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session
from world import Clock

from forms_service import survey_counts
from forms_service.db import writing
from forms_service.models import SurveyCount
from forms_service.portal import Portal
from forms_service.survey_questions import QUESTIONS, Question

FEW = "fewer than 5"
Survey = Callable[..., Result]


@pytest.fixture
def survey(app: Portal) -> Survey:
    """`flask --app forms_service survey …`"""
    return lambda *words: app.test_cli_runner().invoke(args=["survey", *words])


@pytest.fixture
def next_quarter(clock: Clock) -> None:
    """It is 1 January 2027 in London; all that is counted before then was in the quarter that is over."""
    clock.now = clock.now.replace(year=2027, month=1, day=1, hour=0)


def count(session: Session, organisation: str = "fenshire", quarter: str = "2026-Q4", **numbers: Sequence[int]) -> None:
    """As so many had answered: the numbers of a question's answers, in their order."""
    with writing(session):
        session.execute(delete(SurveyCount).where(SurveyCount.organisation == organisation))
        for question in QUESTIONS:
            chosen = numbers.get(question.key, [0] * len(question.answers))
            for answer, number in zip(question.answers, chosen, strict=True):
                session.add(
                    SurveyCount(
                        organisation=organisation, quarter=quarter, question=question.key, answer=answer, number=number
                    )
                )


def shown(result: Result) -> dict[str, dict[str, str]]:
    """The numbers of a report of one place as they stand there: by question and answer."""
    assert result.exit_code == 0
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(StringIO(result.output)):
        found.setdefault(row["question"], {})[row["answer"]] = row["number"]
    return found


# What is shown ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("next_quarter")
def test_numbers_are_rounded_to_five_and_small_ones_are_not_shown(survey: Survey, session: Session) -> None:
    count(session, sex=[12, 13, 4], caring=[1, 2, 3, 3, 0], gender=[0, 5, 5])
    result = survey()
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "fenshire, 2026-Q4"
    at = lines.index("  What is your sex?")
    assert lines[at : at + 9] == [
        "  What is your sex?",
        "    Female: 10",
        "    Male: 15",
        "    Prefer not to say: fewer than 5",
        "  Is your gender the same as the sex that you were registered with at birth?",
        "    Yes: fewer than 5",
        "    No: 5",
        "    Prefer not to say: 5",
        "  Which ethnic group fits you best?",
    ]
    assert lines[-2:] == ["  Do you look after somebody?", "    Fewer than 10 people answered"]


@pytest.mark.usefixtures("next_quarter")
@pytest.mark.parametrize(
    ("number", "told"),
    [(0, FEW), (1, FEW), (4, FEW), (5, "5"), (7, "5"), (8, "10"), (12, "10"), (13, "15"), (1002, "1000")],
)
def test_each_number_is_rounded_by_itself(survey: Survey, session: Session, number: int, told: str) -> None:
    count(session, sex=[number, 30, 30])
    assert shown(survey("--csv"))["What is your sex?"] == {"Female": told, "Male": "30", "Prefer not to say": "30"}


@pytest.mark.usefixtures("next_quarter")
def test_nothing_is_shown_of_a_question_that_few_answered(survey: Survey, session: Session) -> None:
    count(session, sex=[9, 0, 0], gender=[10, 0, 0])
    found = shown(survey("--csv"))
    assert found["What is your sex?"] == {"": "Fewer than 10 people answered"}
    assert len(found["Is your gender the same as the sex that you were registered with at birth?"]) == 3


def test_the_quarter_that_still_runs_is_not_shown(survey: Survey, session: Session, clock: Clock) -> None:
    """Two reports on two days would tell what somebody chose who answered between them."""
    clock.now = clock.now.replace(month=12, day=31, hour=23, minute=59)
    count(session, sex=[50, 50, 50])
    assert survey().output == "There is nothing to show: no quarter that is over has answers.\n"
    assert (survey("--quarter", "2026-Q4").exit_code, survey("--quarter", "2026-Q4").output) == (
        1,
        "Error: 2026-Q4 isn't over. Its numbers are shown from 1 January 2027 on.\n",
    )
    clock.forward(minutes=1)
    assert survey().output.startswith("fenshire, 2026-Q4\n")


def test_what_people_answer_is_what_is_shown_afterwards(
    app: Portal, survey: Survey, session: Session, clock: Clock
) -> None:
    for number in range(16):
        chosen = {"sex": "female" if number < 11 else "male"}
        survey_counts.add(session, "fenshire", chosen, form=str(number), now=clock.now)
    clock.forward(days=60)
    assert shown(survey("--csv"))["What is your sex?"] == {"Female": "10", "Male": "5", "Prefer not to say": FEW}


@pytest.mark.usefixtures("next_quarter")
def test_each_organisation_and_quarter_is_told_apart_and_can_be_asked_for(survey: Survey, session: Session) -> None:
    """There is no sum of them either: less all but one, it would be that one."""
    count(session, "fenshire", "2026-Q3", sex=[20, 0, 0])
    count(session, "fenshire-opcc", "2026-Q4", sex=[0, 20, 0])
    heads = [line for line in survey().output.splitlines() if not line.startswith(" ")]
    assert heads == ["fenshire, 2026-Q3", "fenshire-opcc, 2026-Q4"]
    assert survey("--organisation", "fenshire").output.splitlines()[0] == heads[0]
    assert survey("--quarter", "2026-Q4").output.splitlines()[0] == heads[1]
    assert survey("--organisation", "fenshire", "--quarter", "2026-Q4").output.startswith("There is nothing to show")


@pytest.mark.usefixtures("next_quarter")
def test_an_organisation_that_has_left_the_catalogue_can_still_be_asked_for(survey: Survey, session: Session) -> None:
    count(session, "gone", sex=[20, 0, 0])
    assert survey("--organisation", "gone").output.startswith("gone, 2026-Q4\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--organisation", "fenshier"], "No organisation is called fenshier. There are: fenshire, fenshire-opcc."),
        (["--quarter", "Q4"], "A quarter is written like 2026-Q4."),
        (["--quarter", "2026-Q5"], "A quarter is written like 2026-Q4."),
        (["--quarter", "２026-Q4"], "A quarter is written like 2026-Q4."),
    ],
)
def test_what_is_asked_for_wrongly_is_said(survey: Survey, words: list[str], told: str) -> None:
    result = survey(*words)
    assert (result.exit_code, result.output) == (1, f"Error: {told}\n")


@pytest.mark.usefixtures("next_quarter")
def test_as_csv_every_cell_is_inert(survey: Survey, session: Session) -> None:
    count(session, sex=[20, 0, 0], age_group=[9, 9, 9, 9, 9, 9, 9])
    rows = list(csv.reader(StringIO(survey("--csv").output)))
    assert rows[0] == ["organisation", "quarter", "question", "answer", "number"]
    assert ["fenshire", "2026-Q4", "What is your sex?", "Female", "20"] in rows
    assert {len(row) for row in rows} == {5}
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


# What can't be worked out -------------------------------------------------------------------------------------------

numbers = st.one_of(st.integers(0, 6), st.integers(0, 40))


@pytest.mark.usefixtures("next_quarter")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is shown of the same numbers is the same
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(data=st.data())
def test_each_number_that_is_not_shown_may_be_any_of_three_at_least(
    survey: Survey, session: Session, data: st.DataObject
) -> None:
    """Whatever was counted: with each of them the report would be the same, to the letter."""
    question = data.draw(st.sampled_from(QUESTIONS))
    true = data.draw(st.lists(numbers, min_size=len(question.answers), max_size=len(question.answers)))
    ask = partial(told, survey, session, question)
    report = ask(true)
    for place in [place for place, words in enumerate(report) if words == FEW]:
        assert len([value for value in range(5) if possible(ask, report, place, value)]) >= 3


def told(survey: Survey, session: Session, question: Question, numbers: Sequence[int]) -> list[str]:
    count(session, **{question.key: numbers})
    return list(shown(survey("--csv"))[question.words].values())


def possible(ask: Callable[[Sequence[int]], list[str]], report: Sequence[str], place: int, value: int) -> bool:
    """Whether the number in that place can be `value`, with the others as large as they are ever shown so."""
    most = [4 if words == FEW else int(words) + 2 for words in report]
    return ask([*most[:place], value, *most[place + 1 :]]) == report
