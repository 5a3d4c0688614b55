"""Whether a text was read in other letters than it was typed in: no garbled name is ever brought in.

A word counts for a reading if it is a Vietnamese syllable in it. Old letters make words that no Vietnamese
word looks like ("NguyÔn", "Vieät"); foreign names do not become Vietnamese in another reading, and so raise
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from workflow.importers.old_letters import LETTERS, is_unicode, to_unicode

_WORD = re.compile(r"[A-Za-z\u00a1-\u024f\u0300-\u036f\u1e00-\u1eff]+")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TWICE = re.compile(r"á[º»]|Ä[‘\x91]|Æ[°¡]|[ÃĂ][¡-¿]")
_QUESTIONS = re.compile(r"[A-Za-z]\?[A-Za-z]")
_ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|p|ph|qu?|r|s|th?|tr|v|x)?"
_OPEN = (
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iêu|iu|oai|oao|oay|oeo|oi|ôi|ơi|ua|uai|uao|uay|uây|uâu|uơ|ưa|ui|ưi|ươi|ươu|ưu|"
    "uôi|uya|uyu|uêu|yêu"
)
_EITHER = "a|e|ê|i|o|ô|ơ|u|ư|y|oa|oe|uê|uy|oo|ua|ue|uo|ơ"
_CLOSED = "ă|â|iê|oă|uâ|uă|uô|ươ|uyê|yê|uơ|oa|oe"
_SYLLABLE = re.compile(
    f"{_ONSET}(?:{_OPEN}|(?:{_EITHER})(?:ch?|m|ng?|nh|p|t)?|(?:{_CLOSED})(?:ch?|m|ng?|nh|p|t))"
)

LOST, TWICE = "lost", "utf-8-twice"
SAID = {
    "unicode": "it is Unicode already; leave `letters:` out, and say `encoding: utf-8` if it is a text file",
    "tcvn3": "it looks like TCVN3 (ABC, fonts .VnTime); say `letters: tcvn3`, or `encoding: tcvn3` where the "
    "file is a text that is not Unicode",
    "vni": "it looks like VNI (fonts VNI-Times); say `letters: vni`, or `encoding: vni` where the file is a "
    "text that is not Unicode",
    TWICE: "it is UTF-8 that was read as another encoding; say `encoding: utf-8`, or write the file again",
    LOST: "letters were lost when the file was written; write it again as UTF-8",
}
"""What to do about each misreading."""


def misreading(text: str, letters: str) -> str | None:
    """As what a text ought to have been read, if not in `letters`; a key of SAID, or None where all is
    well."""
    if "\ufffd" in text or ("?" in text and len(_QUESTIONS.findall(text)) > 1):
        return LOST
    if text.isascii():
        return None
    if _TWICE.search(text):
        return TWICE
    if is_unicode(text):
        letters = "unicode"  # `to_unicode` leaves such a cell alone.
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if all(_reads(word, letters) for word in words):
        return None
    counts = {reading: sum(_reads(word, reading) for word in words) for reading in LETTERS}
    best = max(LETTERS, key=lambda reading: counts[reading])
    return best if counts[best] > counts[letters] else None


@lru_cache(maxsize=50_000)
def _reads(word: str, letters: str) -> bool:
    if letters != "unicode" and is_unicode(word):
        return False
    return is_syllable(to_unicode(word, letters))


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable, wherever its tone is placed."""
    marked = unicodedata.normalize("NFD", word.lower())
    plain, tones = _TONES.subn("", marked)
    return tones < 2 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None
