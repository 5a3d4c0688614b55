"""Chains to try things on: entries from hypothesis, and plain chains of a given length."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from workflow.audit.chain import Head, Row
from workflow.audit.entry import GENESIS, LARGEST_INTEGER, Entry, canonical_text, digest
from workflow.audit.kinds import EventKind

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


def entry(**members: Any) -> Entry:
    """A plain entry; `members` replace its own."""
    plain = Entry("case-1", 1, EventKind.ASSIGNED, "user-1", date(2026, 11, 20), AT, {"note": "n1"})
    return replace(plain, **members)


def chain(length: int, chain_id: str = "case-1") -> list[Row]:
    """A true chain of `length` events."""
    rows: list[Row] = []
    for seq in range(1, length + 1):
        rows.append(row(chain_id, seq, rows[-1][3] if rows else GENESIS))
    return rows


def row(chain_id: str, seq: int, previous: str, note: str = "Ghi chú") -> Row:
    """One true row: its text says what its columns say."""
    at = AT + timedelta(minutes=seq)
    body = {"note": f"{note} {seq}", "calendar": {"previous": "x"}}
    text = canonical_text(entry(chain_id=chain_id, seq=seq, previous=previous, recorded=at, body=body))
    return chain_id, seq, text, digest(text)


def renumbered(rows: list[Row]) -> list[Row]:
    """The rows with their columns numbered 1, 2, 3 …, their texts untouched: as an edit of the table."""
    return [(chain_id, place, text, stored) for place, (chain_id, _, text, stored) in enumerate(rows, 1)]


def heads(rows: list[Row]) -> dict[str, Head]:
    """The last event of each chain."""
    return {chain_id: (seq, stored) for chain_id, seq, _, stored in rows}


words = st.text(
    st.characters(codec="utf-8", exclude_characters='"\\', exclude_categories=("Cc", "Cs")),
    min_size=1,
    max_size=20,
)
texts = st.text(st.characters(codec="utf-8"), max_size=20)
names = st.text(st.characters(max_codepoint=127), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
shas = st.text("0123456789abcdef", min_size=64, max_size=64).filter(lambda text: text != GENESIS)
instants = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.timezones() | st.just(UTC))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that the format allows."""
    seq = draw(st.just(1) | st.integers(1, LARGEST_INTEGER))
    return Entry(
        chain_id=draw(words),
        seq=seq,
        kind=draw(st.sampled_from(EventKind)),
        actor=draw(words),
        happened=draw(st.dates() | instants),
        recorded=draw(instants),
        body=draw(st.dictionaries(names, values, max_size=5)),
        previous=GENESIS if seq == 1 else draw(shas),
        on_behalf_of=draw(st.none() | words),
        organisation=draw(st.none() | words),
        case_type=draw(st.none() | words),
        definition=draw(st.none() | shas),
        rules=tuple(draw(st.lists(words, max_size=3))),
        calendar=draw(st.none() | shas),
        command_id=draw(st.none() | words),
    )
