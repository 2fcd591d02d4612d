"""What people type → what we keep. Each function gives the clean answer, or raises ValueError with what to do."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

LONGEST_LINE = 200
LONGEST_NAME = 100
LONGEST_WORDS = 500

# Marks that nobody sees, and some turn the text around them: a name could be made to read as something else.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PHONE = re.compile(r"\+?[\d\s().\-/]+")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?")
_IN_A_NAME = frozenset("'’ʼʻ‘`´.,·()-‐‑–\u200c\u200d ")
# A name goes into letters, where a mail program would turn "evil.com" into a link.
_LIKE_AN_ADDRESS = re.compile(r"\w\.\w{2}")


def one_line(text: str | None) -> str:
    """On one line, its spaces single, without what can't be seen or stored."""
    return " ".join(_visible(text or "").split())


def lines(text: str | None) -> str:
    """As it was written, its lines kept."""
    return "\n".join(_visible(line).rstrip() for line in (text or "").splitlines()).strip()


def _visible(text: str) -> str:
    kept = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text) if c.isspace() or _storable(c))
    return _UNSEEN.sub("", "".join(kept))


def _storable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn")


def short(text: str) -> str:
    if len(text) > LONGEST_LINE:
        raise ValueError(f"Shorten this to {LONGEST_LINE} characters. You have {len(text)}")
    return text


def words(text: str) -> str:
    if len(text) > LONGEST_WORDS:
        raise ValueError(f"Shorten this to {LONGEST_WORDS} characters. You have {len(text)}")
    return text


def name(text: str) -> str:
    """In any script. Signs that no name has are refused: a name stands in letters."""
    if len(text) > LONGEST_NAME:
        raise ValueError(f"Shorten the name to {LONGEST_NAME} characters")
    letters = [c for c in text if unicodedata.category(c)[0] == "L"]
    odd = {c for c in text if c not in _IN_A_NAME and unicodedata.category(c)[0] not in "LM"}
    if text and (odd or not letters or _LIKE_AN_ADDRESS.search(text)):
        raise ValueError("Write the name with letters, spaces, hyphens, apostrophes and full stops alone")
    return text


def email(text: str) -> str:
    """As mail servers want it: a name of a host in other letters than ASCII comes in its ASCII form."""
    if not text:
        return ""
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise ValueError("Enter an email address like name@example.org") from None
    return found.ascii_email or found.normalized


def phone(text: str) -> str:
    """Any usual way to write it, 7 to 15 digits."""
    plain = unicodedata.normalize("NFKC", text)
    digits = sum(c.isdigit() for c in plain)
    if text and not (_PHONE.fullmatch(plain) and plain.isascii() and 7 <= digits <= 15):
        raise ValueError("Enter a phone number like 01632 960 001 or +44 7700 900 982")
    return plain


def outward(text: str) -> str:
    """The first half of a postcode, as `PE13`; what follows it is not kept."""
    squeezed = re.sub(r"[^A-Z\d]", "", text.upper())
    found = _POSTCODE.fullmatch(squeezed)
    if text and not found:
        raise ValueError("Enter the first half of a postcode, like PE13 or TR1")
    return found[1] if found else ""
