"""Who asked for the same role more than once. Coordinators alone are told: no stranger may know it."""

import re


def number(phone: str) -> str:
    """A phone number as it is dialled in the United Kingdom, however it was written."""
    digits = re.sub(r"\D", "", phone).removeprefix("00")
    return f"0{digits[2:].lstrip('0')}" if digits.startswith("44") else digits
