"""Texts that were typed in the fonts from before Unicode, which old office files still hold.

In those fonts a Vietnamese letter takes the place of a West European one (TCVN3, also called ABC: one letter
for one) or of a letter and a mark after it (VNI-Windows). Which takes whose place is plain fact, as the
conversion tables of the Vietnamese Unicode project (vietunicode.sourceforge.net/charset) list it.
"""

from __future__ import annotations

import re
from functools import lru_cache

LETTERS = ("unicode", "tcvn3", "vni")
"""What a text may be typed in."""

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)

_TONED = {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹ", "ô": "ớờởỡợ", "ö": "ứừửữự"}
_SHAPED = {"a": "âấầẩẫậăắằẳẵặ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_TONE_MARKS, _SHAPE_MARKS = "ùøûõï", "âáàåãäêéèúüë"
_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    found = dict(_SINGLE)
    for table, marks in ((_TONED, _TONE_MARKS), (_SHAPED, _SHAPE_MARKS)):
        for base, letters in table.items():
            found |= {base + mark: letter for mark, letter in zip(marks, letters, strict=False)}
    capitals = {old.upper(): new.upper() for old, new in found.items()}
    # A capital's mark may be typed small, and a small letter's never large.
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in found.items() if len(old) == 2}
    return found | capitals | mixed


_VNI = _vni()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_TCVN3_PATTERN = re.compile(f"[{re.escape(''.join(_TCVN3))}]")
_WORD = re.compile(r"[^\W\d_]+")


def is_unicode(text: str) -> bool:
    """Whether a text holds letters that the old fonts cannot: it was typed in Unicode then."""
    return any("\u0100" <= one <= "\u01b0" or "\u1ea0" <= one <= "\u1ef9" for one in text)


def to_unicode(text: str, letters: str) -> str:
    """A text in Unicode that was typed in `letters` (of LETTERS). One that is Unicode already is left alone.

    The capital fonts of TCVN3 draw small letters large, so that which were meant is lost: a word of capitals
    is made so wholly ("CéNG" is CỘNG), a lone first letter ("§µ" is Đà) stays as it is.
    """
    if text.isascii() or letters == "unicode" or is_unicode(text):
        return text
    if letters == "vni":
        return _VNI_PATTERN.sub(lambda found: _VNI[found[0]], text)
    return _raised(text, _TCVN3_PATTERN.sub(lambda found: _TCVN3[found[0]], text))


def _raised(old: str, new: str) -> str:
    # One letter stands for one: places in the old text are places in the new.
    if not _has_capitals(old):
        return new
    if not any("a" <= one <= "z" for one in old):
        return new.upper()
    return _WORD.sub(lambda word: word[0].upper() if _is_capital(word[0]) else word[0], new)


def _has_capitals(text: str) -> bool:
    return any(_is_capital(word) for word in text.split())


@lru_cache(maxsize=4096)
def _is_capital(word: str) -> bool:
    plain = [one for one in word if one.isascii() and one.isalpha()]
    return len(plain) > 1 and all(one.isupper() for one in plain)
