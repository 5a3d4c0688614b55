"""The canonical bytes of an event: RFC 8785 by the word of an independent library, or refused."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given

from tests.audit.samples import AT, entries, entry
from workflow.audit.entry import LARGEST_INTEGER, Entry, EntryInvalid, canonical_text, digest, header, parse


@given(entries())
def test_bytes_are_those_of_rfc8785(one: Entry) -> None:
    text = canonical_text(one)
    assert rfc8785.dumps(json.loads(text)) == text.encode()


@given(entries())
def test_what_is_written_can_be_read_back(one: Entry) -> None:
    text = canonical_text(one)
    assert parse(text) == one
    assert parse(text).precision == one.precision
    assert header(text) == (one.chain_id, one.previous, one.seq)


def test_the_text_of_one_event_is_fixed() -> None:
    assert canonical_text(entry(body={"b": "Đơn\n", "a": [True, None, -1]})) == (
        '{"actor":"user-1","body":{"a":[true,null,-1],"b":"Đơn\\n"},"calendar":null,"case_type":null,'
        '"chain_id":"case-1","command_id":null,"definition":null,"happened":"2026-11-20","kind":"assigned",'
        '"on_behalf_of":null,"organisation":null,"precision":"day","previous":"' + "0" * 64 + '",'
        '"recorded":"2026-11-20T02:30:00.000000Z","rules":[],"schema":"tiepdan/event/1","seq":1}'
    )


def test_instants_are_written_in_utc() -> None:
    hanoi = datetime(2026, 11, 20, 9, 30, 0, 5, timezone(timedelta(hours=7)))
    text = canonical_text(entry(happened=hanoi, recorded=hanoi))
    assert text.count('"2026-11-20T02:30:00.000005Z"') == 2


def test_digest_is_sha256_of_the_utf8_bytes() -> None:
    assert digest("Đơn") == sha256("Đơn".encode()).hexdigest()


@pytest.mark.parametrize(
    ("members", "member"),
    [
        ({"body": {"share": 0.5}}, "body"),
        ({"body": {"n": LARGEST_INTEGER + 1}}, "body"),
        ({"body": {"n": [-LARGEST_INTEGER - 1]}}, "body"),
        ({"body": {"đơn": 1}}, "body"),
        ({"body": {"a": {1: "x"}}}, "body"),
        ({"body": {"a": (1, 2)}}, "body"),
        ({"body": {"at": AT}}, "body"),
        ({"kind": "assigned"}, "kind"),
        ({"seq": 0}, "seq"),
        ({"seq": True}, "seq"),
        ({"seq": LARGEST_INTEGER + 1, "previous": "a" * 64}, "seq"),
        ({"seq": 2}, "previous"),
        ({"previous": "a" * 64}, "previous"),
        ({"previous": "A" * 64}, "previous"),
        ({"definition": "abc"}, "definition"),
        ({"calendar": ""}, "calendar"),
        ({"actor": 'a"b'}, "actor"),
        ({"actor": ""}, "actor"),
        ({"chain_id": "a\\b"}, "chain_id"),
        ({"command_id": "a\nb"}, "command_id"),
        ({"rules": ['a"']}, "rules"),
        ({"rules": ["a"]}, "rules"),
        ({"recorded": datetime(2026, 1, 1)}, "recorded"),
        ({"happened": datetime(2026, 1, 1)}, "happened"),
        ({"recorded": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=7)))}, "recorded"),
    ],
)
def test_what_has_no_canonical_form_is_refused_by_name(members: dict[str, Any], member: str) -> None:
    with pytest.raises(EntryInvalid) as refusal:
        canonical_text(entry(**members))
    assert refusal.value.facts["member"] == member


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(EntryInvalid, match="surrogate"):
        canonical_text(entry(body={"note": "\ud800"}))
    with pytest.raises(EntryInvalid, match="surrogate"):
        canonical_text(entry(actor="\udfff"))


def test_a_body_that_holds_itself_is_refused() -> None:
    body: dict[str, Any] = {}
    body["again"] = body
    with pytest.raises(EntryInvalid, match="levels"):
        canonical_text(entry(body=body))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"seq":1', '"seq": 1'),
        lambda text: text.replace("tiepdan/event/1", "tiepdan/event/2"),
        lambda text: text.replace('"precision":"day"', '"precision":"instant"'),
        lambda text: text.replace("assigned", "assigned_lost"),
        lambda text: text.replace('"body":', '"body":{},"body":'),
        lambda text: text.replace('"n1"', "1.5"),
        lambda text: text.replace('"n1"', "9" * 5000),
        lambda text: text.replace('"n1"', "[" * 5000 + "]" * 5000),
        lambda text: text.replace('"seq":1', '"extra":1,"seq":1'),
        lambda text: text.replace('"command_id":null,', ""),
        lambda text: text + "\n",
        lambda text: "[]",
        lambda text: "",
    ],
)
def test_other_texts_are_no_events(change: Any) -> None:
    with pytest.raises(EntryInvalid):
        parse(change(canonical_text(entry())))


def test_a_body_cannot_pass_for_the_header() -> None:
    inner = {"calendar": None, "chain_id": "other", "previous": "f" * 64, "seq": 9, "x": '"calendar":null'}
    assert header(canonical_text(entry(body=inner))) == ("case-1", "0" * 64, 1)


def test_writing_keeps_nothing() -> None:
    one = entry(recorded=datetime(2026, 1, 1, tzinfo=UTC))
    canonical_text(one)
    tracemalloc.start()
    try:
        for _ in range(2000):
            canonical_text(one)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 20_000
