"""What a translator gives back: our text, what it could not say, and what the original has broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.source import Source, read_source

Sections = dict[str, Any]


class Untranslatable(Exception):
    """The original holds something that the translator does not know; nothing is dropped silently."""


@dataclass(frozen=True)
class Unsaid:
    """Something that our language does not say: what, where it stands in the original, what became of it."""

    what: str
    where: str
    how: str


@dataclass(frozen=True)
class Translation:
    """A foreign procedure in our language. `original` counts what the original has ("states", "changes" from
    a state to a state, "tasks", "gateways" ...)."""

    text: str
    unsaid: tuple[Unsaid, ...]
    original: Mapping[str, int]
    code_lists: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """The case type as it would be read from its file."""
        return read_source(self.text, "translated.yaml")

    @property
    def name(self) -> str:
        """The case type's name."""
        return str(self.source.value["case_type"])

    def waived(self, places: Iterable[tuple[str, str]]) -> Source:
        """The same text with what the original has broken waived, so that it can be deployed and walked."""
        because = "Bản gốc viết như vậy."
        waivers = [{"code": code, "at": at, "because": because} for code, at in dict.fromkeys(places)]
        lines = [f"  - {_flow(one)}" for one in waivers]
        if not waivers:
            return self.source
        return read_source("\n".join([self.text, "waive:", *lines]) + "\n", "translated.yaml")


def write(sections: Sections) -> str:
    """A case type as text: one line for each thing, as people write it."""
    lines: list[str] = []
    for section, value in sections.items():
        if isinstance(value, dict) and section not in ("title", "valid"):
            if value:
                lines += [f"{section}:", *(f"  {name}: {_flow(entry)}" for name, entry in value.items())]
        else:
            lines.append(f"{section}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def code_list(name: str, source: str, options: Mapping[str, str]) -> str:
    """A code list as text."""
    texts = {code: both(title) for code, title in options.items()}
    head = {"code_list": name, "title": both(name), "source": source}
    return write({**head, "options": texts})


def head(name: str, title: str) -> Sections:
    """How every translated file begins: no statute rules here."""
    return {"case_type": name, "kind": "internal", "version": "1", "title": both(title)}


def both(title: str) -> dict[str, str]:
    """An English title in both languages: the original has no Vietnamese."""
    return {"vi": title, "en": title}


def word(name: str) -> str:
    """A foreign name as our language writes names."""
    found = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not found or not found[0].isalpha():
        raise Untranslatable(f"{name!r} makes no name")
    return found


def only(entry: Mapping[str, Any], *known: str) -> None:
    """Refuse an original that says more than the translator reads."""
    more = set(entry) - set(known)
    if more:
        raise Untranslatable(f"nobody reads {sorted(more)}")


def _flow(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
