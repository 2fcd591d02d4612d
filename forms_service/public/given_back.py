"""What somebody typed, in words that they can copy, when the form that they sent can't be gone on with."""

from collections.abc import Mapping

from flask import g, request

from forms_service import typed

from .asked import asked_for
from .questions import QUESTIONS, as_read, in_words, questions_of_any
from .signed import open_draft


def typed_words() -> Mapping[str, str]:
    """By question, without those that were left empty."""
    asked = questions_of_any(g.catalogue)
    draft = open_draft(g.settings.secret_key, request.form.get("answers", ""), asked_for())
    if draft:
        written = in_words(draft.answers, asked)
    else:
        written = {name: as_read(name, typed.lines(request.form.get(name)), asked) for name in QUESTIONS}
    return {QUESTIONS[name]: answer for name, answer in written.items() if answer}
