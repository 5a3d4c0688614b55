"""Papers as they come in with JSON bodies and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.operations.steps.papers import Paper


def papers_of(listed: Iterable[Mapping[str, Any]]) -> tuple[Paper, ...]:
    """The papers of a body."""
    return tuple(_paper(one) for one in listed)


def paper_of(said: Mapping[str, Any], content: bytes, media_type: str, source: str = "scan") -> Paper:
    """A paper of these bytes with what was said about it."""
    return Paper(
        said["kind"],
        content,
        media_type,
        said["title"],
        said.get("source", source),
        said.get("official_number"),
        said.get("dated"),
    )


def _paper(one: Mapping[str, Any]) -> Paper:
    if "text" in one:
        return paper_of(one, one["text"].encode(), "text/plain", "written")
    return paper_of(one, one["content_base64"], one["media_type"])
