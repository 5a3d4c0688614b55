"""Numbers as Vietnamese offices write them: a dot between groups of three digits, a comma before the
fraction."""

from __future__ import annotations

import re
from decimal import Decimal

from workflow.text.unreadable import Unreadable

_PLAIN = re.compile(r"[+-]?[0-9]{1,18}")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){1,6}|[+-]?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3}){1,6}")
_FRACTION = re.compile(r"[+-]?[0-9][0-9.]*,[0-9]+")
_MISGROUPED = re.compile(r"[+-]?[0-9]+(?:[. \u00a0\u202f][0-9]+)+")


def format_integer(number: int) -> str:
    """1234567 → "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def format_decimal(number: Decimal) -> str:
    """Decimal("1234.5") → "1.234,5", with the decimals it has and no exponent."""
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def parse_integer(text: str) -> int:
    """The whole number of "1234", "1.234" or "1 234", with a sign or without.

    Raises Unreadable: number-empty, number-form, number-groups ("1.23"), number-fraction ("1,5").
    """
    typed = text.strip()
    if not typed:
        raise Unreadable("number-empty")
    if _PLAIN.fullmatch(typed):
        return int(typed)
    if _GROUPED.fullmatch(typed):
        return int(re.sub(r"[. \u00a0\u202f]", "", typed))
    if _FRACTION.fullmatch(typed):
        raise Unreadable("number-fraction")
    raise Unreadable("number-groups" if _MISGROUPED.fullmatch(typed) else "number-form")
