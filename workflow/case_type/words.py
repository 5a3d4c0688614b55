"""A text of the office, in Vietnamese first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the office in Vietnamese, and in English where it was given."""

    vi: str
    en: str | None = None

    def say(self, language: str) -> str:
        """The text in `language` ("vi" or "en"), Vietnamese where there is no English."""
        return self.en if language == "en" and self.en else self.vi
