"""Vietnamese spelling made comparable: one search key for all ways of typing a word, one sort key for the
alphabet."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# Besides đ itself its two look-alikes (eth, African d), which old Vietnamese fonts and keyboards have left
# in registers.
_D_WITH_STROKE = str.maketrans("đðɖĐÐƉ", "dddDDD")
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the dictionary
_TONE = f"[{_TONES}]"
_PAIR = re.compile(
    rf"(?<![qQ])(o)({_TONE}?)([ae])({_TONE}?)(?![\u0300-\u036f])|(u)({_TONE}?)(y)({_TONE}?)", re.IGNORECASE
)
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}
_TONE_RANK = {tone: str(place) for place, tone in enumerate(_TONES, start=2)}
_SHAPES = {"\u0306": "ă", "\u0302": "âêô", "\u031b": "ơư"}
_SHAPED = {
    base + mark: letter
    for mark, letters in _SHAPES.items()
    for letter in letters
    for base in unicodedata.normalize("NFD", letter)[0]
}
_TOKEN = re.compile(r"[0-9]+|[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*")


def fold(text: str) -> str:
    """The search key: without case, tone, diacritics or double spaces, đ as d. Folding twice changes nothing.

    "Đền bù", "đền bù" in decomposed form and "den bu" have one key; so have "hoà" and "hòa". Not for display.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    plain = _MARKS.sub("", unicodedata.normalize("NFD", plain)).translate(_D_WITH_STROKE)
    # Some foreign letters only become foldable once their marks are gone: a second pass makes the key stable.
    plain = _MARKS.sub("", unicodedata.normalize("NFD", plain.casefold()))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def spelled(text: str) -> str:
    """The same text in NFC with tones on the vowel that the school rule names: hoà → hòa, thuý → thúy, lọai
    → loại, qúy → quý.

    Keeps case and marks: for comparing exact spellings and for ranking hits that match with their marks.
    """
    marks_out = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _PAIR.sub(_place_tone, marks_out))


def sort_key(text: str) -> str:
    """An ASCII key whose byte order is the Vietnamese alphabetical order (store it in a column compared by
    bytes, COLLATE "C").

    Syllable by syllable as dictionaries do: letters first (a ă â b c d đ e ê … o ô ơ … u ư … y; f j w z in
    their Latin places), then tones (none, huyền, hỏi, ngã, sắc, nặng). Numbers by value: "Thôn 2" before
    "Thôn 10". Case and punctuation do not count.
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    plain = plain.replace("ð", "đ").replace("ɖ", "đ")
    return " ".join(_syllable_key(token) for token in _TOKEN.findall(plain))


def _place_tone(match: re.Match[str]) -> str:
    first, one, second, two = match.group(1, 2, 3, 4) if match[1] else match.group(5, 6, 7, 8)
    tone = one or two
    if not tone or (one and two):
        return match[0]
    rest = match.string[match.end() : match.end() + 1]
    before = match.string[match.start() - 1 : match.start()].lower()
    if before == "q" or rest.isalpha():
        return f"{first}{second}{tone}"
    return f"{first}{tone}{second}"


def _syllable_key(token: str) -> str:
    if token[0] in "0123456789":
        value = token.lstrip("0")
        return f"{len(value):03d}{value}"
    letters: list[str] = []
    tones: list[str] = []
    for char in token:
        if char in _TONE_RANK and tones:
            tones[-1] = _TONE_RANK[char]
        elif letters and letters[-1] + char in _SHAPED:
            letters[-1] = _SHAPED[letters[-1] + char]
        elif not unicodedata.combining(char):
            letters.append(char)
            tones.append("1")
    primary = "".join(_RANK.get(letter) or f"~{ord(letter):06x}" for letter in letters)
    return f"{primary}!{''.join(tones)}"
