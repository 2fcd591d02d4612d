"""The questions of the equality survey: what is counted by.

They stand here and not in `content/`, because counts of another quarter can be laid beside these only while keys and
answers stay as they are, and because `survey_report` relies on every question having three answers or more. A key is
never given another meaning. Groups are those of the census of 2021, so that numbers can be compared with its own for
the same ground. Only what can be shown is asked: single ethnic groups or faiths would nearly always be too few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PREFER_NOT = "prefer-not-to-say"


@dataclass(frozen=True)
class Question:
    """`answers` are words by key, in the order of the page."""

    key: str
    words: str
    answers: Mapping[str, str]
    hint: str = ""


def _question(key: str, words: str, answers: Mapping[str, str], hint: str = "") -> Question:
    return Question(key, words, {**answers, PREFER_NOT: "Prefer not to say"}, hint)


QUESTIONS: Sequence[Question] = (
    _question(
        "age_group",
        "How old are you?",
        {
            "16-to-24": "16 to 24",
            "25-to-34": "25 to 34",
            "35-to-44": "35 to 44",
            "45-to-54": "45 to 54",
            "55-to-64": "55 to 64",
            "65-or-over": "65 or over",
        },
    ),
    _question("sex", "What is your sex?", {"female": "Female", "male": "Male"}),
    _question(
        "gender",
        "Is your gender the same as the sex that you were registered with at birth?",
        {"same": "Yes", "not-the-same": "No"},
    ),
    _question(
        "ethnic_group",
        "Which ethnic group fits you best?",
        {
            "asian": "Asian or Asian British: such as Bangladeshi, Chinese, Indian or Pakistani",
            "black": "Black or Black British: such as African or Caribbean",
            "mixed": "Mixed: two or more ethnic groups",
            "white-british": "White: British, English, Northern Irish, Scottish or Welsh",
            "white-other": "White: another background, such as Gypsy, Irish, Irish Traveller, Polish or Roma",
            "other": "Another ethnic group: such as Arab",
        },
    ),
    _question(
        "disability",
        "Do you have an illness, condition or disability that limits what you can do each day?",
        {
            "a-lot": "Yes, it limits me a lot",
            "a-little": "Yes, it limits me a little",
            "not-limited": "I have one, but it doesn’t limit me",
            "none": "No, I have none",
        },
        "Of body or mind. Count what has lasted 12 months or more, or probably will.",
    ),
    _question(
        "religion",
        "What is your religion or belief?",
        {
            "none": "No religion",
            "buddhist": "Buddhist",
            "christian": "Christian",
            "hindu": "Hindu",
            "jewish": "Jewish",
            "muslim": "Muslim",
            "sikh": "Sikh",
            "other": "Another religion or belief",
        },
    ),
    _question(
        "sexual_orientation",
        "What is your sexual orientation?",
        {
            "straight": "Straight or heterosexual",
            "gay-or-lesbian": "Gay or lesbian",
            "bisexual": "Bisexual",
            "other": "Another sexual orientation",
        },
    ),
    _question(
        "caring",
        "Do you look after somebody?",
        {"none": "No", "child": "Yes, a child or children", "adult": "Yes, an adult", "both": "Yes, both"},
        "For example your own child, or somebody who is ill, disabled or old. Paid work doesn’t count.",
    ),
)
