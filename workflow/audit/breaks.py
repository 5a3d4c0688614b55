"""What can be wrong with a chain, and its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class What(StrEnum):
    """What was done to a chain, as far as the evidence tells (`docs/reference/audit-record.md`, "What the
    names mean")."""

    ALTERED = "altered"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"


_SENTENCES: Mapping[What, tuple[str, str]] = MappingProxyType(
    {
        What.ALTERED: (
            "Sự kiện số {seq} của chuỗi {chain} đã bị sửa.",
            "Event {seq} of chain {chain} was altered.",
        ),
        What.DELETED: (
            "Sự kiện số {seq} của chuỗi {chain} đã bị xóa.",
            "Event {seq} of chain {chain} was deleted.",
        ),
        What.INSERTED: (
            "Một sự kiện lạ đã bị chèn vào chỗ số {seq} của chuỗi {chain}.",
            "A foreign event was inserted at place {seq} of chain {chain}.",
        ),
        What.REORDERED: (
            "Từ sự kiện số {seq}, thứ tự của chuỗi {chain} đã bị đổi.",
            "From event {seq} on, the order of chain {chain} was changed.",
        ),
        What.TRUNCATED: (
            "Phần cuối của chuỗi {chain}, từ sự kiện số {seq}, đã bị cắt.",
            "The end of chain {chain}, from event {seq} on, was cut off.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold: `seq` counts from 1."""

    chain_id: str
    seq: int
    what: What

    def say(self, language: str = "vi") -> str:
        """The finding as a sentence in `language` ("vi" or "en")."""
        vi, en = _SENTENCES[self.what]
        return (en if language == "en" else vi).format(seq=self.seq, chain=self.chain_id)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all chains hold. `events` counts those that held (all of them when `ok`), `chains` those
    begun."""

    ok: bool
    events: int
    chains: int
    first_break: Break | None = None
