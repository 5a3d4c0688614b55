"""Vietnamese text written as old files have it: the inverse of what the importer reads."""

from __future__ import annotations

import unicodedata

from workflow.importers.old_letters import to_unicode

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WEST = [chr(code) for code in range(0xA1, 0x100)]
_BASES = "aeouyAEOUYôöÔÖ"


def in_fonts(text: str, letters: str) -> str:
    """A text as it looks when its font is not there ("NguyÔn V¨n")."""
    table = _table(letters)
    return "".join(table.get(one, one) for one in text)


def in_windows_1258(text: str) -> bytes:
    """A text with its tones as letters of their own, as that code page keeps them."""
    found = b""
    for one in text:
        marked = unicodedata.normalize("NFD", one)
        tones = "".join(mark for mark in marked if mark in _TONES)
        plain = unicodedata.normalize("NFC", "".join(mark for mark in marked if mark not in _TONES))
        found += (plain + tones).encode("cp1258")
    return found


def _table(letters: str) -> dict[str, str]:
    singles = _WEST if letters == "tcvn3" else [*_WEST, *(base + mark for base in _BASES for mark in _WEST)]
    found: dict[str, str] = {}
    for old in singles:
        new = to_unicode(old, letters)
        if len(new) == 1 and new != old and new not in found:
            found[new] = old
    return found


def has_all_letters(letters: str) -> bool:
    """Whether every small Vietnamese letter can be written so."""
    return all(one in _table(letters) or to_unicode(one, letters) == one for one in _LETTERS)
