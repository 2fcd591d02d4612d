"""Wording that suggests that volunteers replace paid staff.

They must not: "A Charter for Strengthening Relations Between Paid Staff and Volunteers" (NCVO and TUC) says that
volunteers add to what paid staff do, and don't take their place. Such words also keep people from coming forward.
"""

import re
from collections.abc import Iterator

_STAFF = r"(?:officers?|constables?|detectives?|PCSOs?|staff|employees?|workers?)"
_REASONS = {
    rf"(?:instead|in place) of (?:\w+ ){{0,2}}{_STAFF}": "sounds as if a volunteer stood in for paid staff",
    rf"replac(?:e|es|ing) (?:\w+ ){{0,3}}(?:{_STAFF}|posts?)": "sounds as if a volunteer stood in for paid staff",
    rf"do(?:es|ing)? the (?:job|work) of (?:\w+ ){{0,2}}{_STAFF}": "sounds as if a volunteer did a paid job",
    rf"unpaid (?:{_STAFF}|labour)|free labour": "sounds as if a volunteer were staff without wages",
    r"(?:cover|fill)(?:s|ing)? (?:\w+ ){0,2}(?:shifts?|absences?|vacanc(?:y|ies))": (
        "sounds as if volunteers were there to fill the rota"
    ),
    r"staff(?:ing)? shortages?|short of staff|understaffed": "sounds as if volunteers were there to fill the rota",
    r"sav(?:e|es|ing) (?:\w+ ){0,3}(?:money|costs?|wages|salar(?:y|ies))|cheaper than|cut(?:s|ting)? costs": (
        "sounds as if volunteers were there to save money"
    ),
}
_EACH = [(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), why) for words, why in _REASONS.items()]
_DENIED = re.compile(r"\b(?:not|never|nobody|without|no)\b[^.!?:;]*\Z|n['’]t\b[^.!?:;]*\Z", re.IGNORECASE)


def paid_work(text: str) -> Iterator[tuple[str, str]]:
    """Each such wording in a text, and how it sounds. What the sentence denies ("never instead of staff") is none."""
    for words, why in _EACH:
        for found in words.finditer(text):
            if not _DENIED.search(text, 0, found.start()):
                yield found[0], why
