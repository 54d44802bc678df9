"""Telephone numbers: from how a booking system writes them to how a telephone wants them."""

from __future__ import annotations

import re

_SWEDEN = "+46"


def dialled(number: str) -> str:
    """`070-174 06 01` → `+46701740601`; a number with another country's code keeps it. Short numbers stay ("1177")."""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", number))
    if number.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return _SWEDEN + digits[1:] if digits.startswith("0") else digits
