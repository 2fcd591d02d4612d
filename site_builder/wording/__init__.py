"""Facts of the catalogue in plain sentences: pure functions, plain text without markup."""

from .answers import NONE, NOT_PUBLISHED, REQUIREMENTS, unsaid
from .commitment import commitment, few_words, slot
from .events import happens, held
from .intake import CLOSES, COUNTED, STATES, closing, instead, intakes, state_label, state_sentence
from .lists import any_of, counted, first_sentence, inside, several
from .people import BARS, ORGANISATIONS, age, recruiters, requirement, team
from .stages import CONDITIONS, total, weeks

__all__ = [
    "BARS",
    "CLOSES",
    "CONDITIONS",
    "COUNTED",
    "FILTERS",
    "NONE",
    "NOT_PUBLISHED",
    "ORGANISATIONS",
    "REQUIREMENTS",
    "STATES",
    "few_words",
    "several",
]

_SAY = (age, any_of, closing, commitment, counted, few_words, happens, held)
_MORE = (first_sentence, inside, instead, intakes, recruiters, requirement, several, slot)
_TELL = (state_label, state_sentence, team, total, unsaid, weeks)
FILTERS = {function.__name__: function for function in (*_SAY, *_MORE, *_TELL)}
"""Every function by its name, for templates."""
