"""Message catalogues without a web framework. The msgid is the Vietnamese text itself, so a missing
translation still reads well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from typing import Any

from babel.messages.pofile import read_po


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Vietnamese text → English text."""

    english: Mapping[str, str]

    @classmethod
    def from_po(cls, text: str) -> Catalogue:
        """The catalogue of a PO file's text; fuzzy and untranslated entries are left out. Raises babel's
        PoFileError."""
        messages = read_po(BytesIO(text.encode()), locale="en", abort_invalid=True)
        return cls(
            {
                message.id: message.string
                for message in messages
                if isinstance(message.id, str)
                and message.id
                and isinstance(message.string, str)
                and message.string
                and not message.fuzzy
            }
        )

    def translate(self, msgid: str, language: str = "vi", **facts: Any) -> str:
        """The text in `language` ("vi" or "en"), Vietnamese where there is no English. `facts` fill
        %(name)s as in gettext.

        Without facts a percent sign stays as it is. Raises KeyError for a fact that the text names and the
        caller left out.
        """
        text = self.english.get(msgid, msgid) if language == "en" else msgid
        return text % facts if facts else text


def packaged_catalogue() -> Catalogue:
    """The catalogue shipped with this room. Reads a file each time: keep the result."""
    source = resources.files("workflow.text").joinpath("catalogue", "en.po")
    return Catalogue.from_po(source.read_text(encoding="utf-8"))
