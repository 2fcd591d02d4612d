"""How an interest stands: what a coordinator should see about it at a glance."""

from datetime import date
from typing import NamedTuple

from forms_service import words
from forms_service.models import Interest
from site_builder.catalogue import LONDON, day_words


class Standing(NamedTuple):
    """`look` is the modifier of the class `state`."""

    words: str
    look: str


def standing(interest: Interest, today: date) -> Standing:
    """The promise is to reply: the first move keeps it. `today` is a day in London."""
    if interest.outcome:
        return Standing(words.OUTCOMES[interest.outcome].partition(":")[0], "closed")
    if interest.moved_at != interest.received_at:
        return Standing(f"Moved {day_words(interest.moved_at.astimezone(LONDON).date())}", "open")
    if interest.reply_by < today:
        return Standing(f"Overdue since {day_words(interest.reply_by)}", "overdue")
    if interest.reply_by == today:
        return Standing("Reply today", "paused")
    return Standing(f"Reply by {day_words(interest.reply_by)}", "upcoming")
