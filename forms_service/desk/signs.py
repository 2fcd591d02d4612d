"""Why something was set aside, as a coordinator reads it."""

from collections.abc import Mapping, Sequence

from forms_service.models import Interest
from forms_service.quarantine import QUICKEST, Sign

_WORDS: Mapping[str, str] = {
    Sign.LINK: "There is a web link in it.",
    Sign.LINKS: "There are web links in it.",
    Sign.FAST: f"It was sent within {QUICKEST.seconds} seconds of opening the form.",
    Sign.COPIED: "Others sent the same words on the same day.",
    Sign.MAILBOX: "The same email address or phone number was given again and again. "
    "Whoever has it may not have sent these.",
    Sign.CROWD: "Very many forms came from the same place on the internet.",
}


def why(interest: Interest) -> Sequence[str]:
    """In sentences. A sign of another version of this service stands for itself."""
    return [_WORDS.get(sign, sign) for sign in (interest.set_aside or "").split()]
