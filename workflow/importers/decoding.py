"""Bytes of a text file to its lines, or to the line and column where they are not what they are said to
be."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from workflow.errors import DefinitionInvalid, Finding
from workflow.importers.misread import is_syllable
from workflow.importers.old_letters import to_unicode

OLD = {"tcvn3": "tcvn3", "abc": "tcvn3", "vni": "vni", "vni-windows": "vni"}
"""Names of encodings that are fonts: the bytes are windows-1252, and each letter stands for another."""
LONGEST_LINE = 1_000_000
_SINGLE_BYTES = (
    ("windows-1258", "cp1258", "unicode"),
    ("tcvn3", "cp1252", "tcvn3"),
    ("vni", "cp1252", "vni"),
)
_CALLED = {"cp1258": "windows-1258"}
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def codec_of(encoding: str) -> tuple[str, str]:
    """(codec, letters) of an encoding's name: letters are "" where the encoding says nothing of them. Raises
    LookupError for a name that is no encoding of texts."""
    name = encoding.strip().lower()
    if name in OLD:
        return "cp1252", OLD[name]
    found = codecs.lookup(name).name
    "".encode(found)  # Raises LookupError where the codec is not one of texts.
    return {"utf-8": "utf-8-sig"}.get(found, found), ""


def text_lines(chunks: Iterable[bytes], encoding: str, file: str) -> Iterator[str]:
    """The lines of a text with their ends, old letters as they stand. Raises DefinitionInvalid with line,
    column and a guess where a byte does not belong to the encoding, or where a line does not end."""
    codec = codec_of(encoding)[0]
    source = iter(chunks)
    first = next(source, b"")
    _check_first(first, encoding, codec, file)
    decoder = codecs.getincrementaldecoder(codec)()
    number, rest = 1, ""
    for chunk in _ended(first, source):
        try:
            text = rest + decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = rest + error.object[: error.start].decode(codec, errors="replace")
            line, column = number + before.count("\n"), len(before) - before.rfind("\n")
            raise unreadable(file, line, column, _not(encoding, guess_encoding(error.object))) from error
        lines = text.split("\n")
        rest = lines.pop()
        yield from (f"{line}\n" for line in lines)
        number += len(lines)
        if len(rest) > LONGEST_LINE:
            raise unreadable(
                file, number, LONGEST_LINE, "The line does not end: no register has lines this long."
            )
    if rest:
        yield rest


def unreadable(file: str, line: int, column: int, said: str) -> DefinitionInvalid:
    """The error of a file that cannot be read from a place on (1-based; 1, 1 where it is the whole file)."""
    return DefinitionInvalid([Finding(file, line, column, "unreadable", "error", said)])


def guess_encoding(raw: bytes) -> str | None:
    """What Vietnamese bytes may be encoded in: the reading that makes the most of their words syllables."""
    marked = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    if marked or b"\0" in raw:
        return marked or "utf-16"
    if _is_utf8(raw):
        return "utf-8"
    counts = {
        name: _syllables(to_unicode(raw.decode(codec, errors="replace"), letters))
        for name, codec, letters in _SINGLE_BYTES
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 0 else None


def _check_first(first: bytes, encoding: str, codec: str, file: str) -> None:
    """Encodings that take any byte, or any two, would read another one's text as nonsense without a word."""
    guess = guess_encoding(first)
    if codec == "utf-16":
        is_other = not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    elif codec.startswith("utf"):
        is_other = guess == "utf-16" and not codec.startswith("utf-16")
    else:
        is_other = guess is not None and guess != _CALLED.get(codec, encoding.strip().lower())
        is_other = is_other and OLD.get(encoding.strip().lower()) != guess
    if is_other:
        line = next((number for number, one in enumerate(first.split(b"\n"), 1) if not one.isascii()), 1)
        raise unreadable(file, 1 if codec.startswith("utf") else line, 1, _not(encoding, guess))


def _ended(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
    yield b""


def _is_utf8(raw: bytes) -> bool:
    """Whether the bytes can hardly be anything else: several letters, and all of them whole in UTF-8."""
    whole = raw[: raw.rfind(b"\n") + 1] or raw
    try:
        return len([one for one in whole.decode("utf-8") if one > "\x7f"]) > 1
    except UnicodeDecodeError:
        return False


def _not(encoding: str, guess: str | None) -> str:
    return f"This is not {encoding}." + (f" It looks like {guess}: say `encoding: {guess}`." if guess else "")


def _syllables(text: str) -> int:
    words = "".join(one if one.isalpha() or "\u0300" <= one <= "\u036f" else " " for one in text).split()
    marked = [word for word in words if not word.isascii()]
    good = sum(map(is_syllable, marked))
    return 2 * good - len(marked)
