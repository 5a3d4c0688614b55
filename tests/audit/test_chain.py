"""Chains: whatever is changed is found, and named as far as the evidence tells."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.samples import chain, heads, renumbered, row
from workflow.audit.breaks import Break, What
from workflow.audit.chain import Row, verify
from workflow.audit.entry import GENESIS

FIVE = chain(5)
TWO_CHAINS = chain(4, "a") + chain(6, "b")
PLACES = st.integers(1, 5)


def found(rows: list[Row], true: list[Row] | None = None) -> tuple[int, What] | None:
    first = verify(rows, None if true is None else heads(true)).first_break
    return (first.seq, first.what) if first else None


def test_true_chains_hold() -> None:
    verdict = verify(TWO_CHAINS, heads(TWO_CHAINS))
    assert (verdict.ok, verdict.events, verdict.chains, verdict.first_break) == (True, 10, 2, None)
    nothing = verify([], {})
    assert (nothing.ok, nothing.events, nothing.chains) == (True, 0, 0)


@given(st.integers(0, 9), st.integers(0, 10**6), st.integers(1, 255))
def test_any_changed_byte_of_a_text_is_an_alteration(place: int, offset: int, change: int) -> None:
    chain_id, seq, text, stored = TWO_CHAINS[place]
    changed_bytes = bytearray(text.encode())
    changed_bytes[offset % len(changed_bytes)] ^= change
    changed = bytes(changed_bytes).decode("utf-8", "surrogateescape")
    rows = [*TWO_CHAINS[:place], (chain_id, seq, changed, stored), *TWO_CHAINS[place + 1 :]]
    assert verify(rows).first_break == Break(chain_id, seq, What.ALTERED)


@given(PLACES, st.integers(0, 63), st.sampled_from("0123456789abcdefA "))
def test_any_changed_character_of_a_hash_is_an_alteration(place: int, offset: int, char: str) -> None:
    chain_id, seq, text, stored = FIVE[place - 1]
    changed = stored[:offset] + char + stored[offset + 1 :]
    expected = None if changed == stored else (place, What.ALTERED)
    assert found([*FIVE[: place - 1], (chain_id, seq, text, changed), *FIVE[place:]]) == expected


@given(PLACES, st.sampled_from([GENESIS, "f" * 64, None]))
def test_an_event_written_anew_with_its_hash_is_an_alteration(place: int, previous: str | None) -> None:
    if previous is None or place == 1:
        previous = FIVE[place - 2][3] if place > 1 else GENESIS
    elif previous == GENESIS:
        previous = "e" * 64
    forged = row("case-1", place, previous, "khác")
    assert found([*FIVE[: place - 1], forged, *FIVE[place:]], FIVE) == (place, What.ALTERED)


@given(PLACES, st.booleans())
def test_a_deletion_is_named(place: int, close_the_gap: bool) -> None:
    rows = FIVE[: place - 1] + FIVE[place:]
    expected = What.TRUNCATED if place == 5 else What.DELETED
    assert found(renumbered(rows) if close_the_gap else rows, FIVE) == (place, expected)


@given(st.data())
def test_a_run_of_deletions_is_named_at_its_first(draws: st.DataObject) -> None:
    first = draws.draw(st.integers(1, 4))
    last = draws.draw(st.integers(first, 4))
    rows = FIVE[: first - 1] + FIVE[last:]
    assert found(rows) == found(renumbered(rows)) == (first, What.DELETED)


@given(st.data())
def test_an_insertion_is_named(draws: st.DataObject) -> None:
    place = draws.draw(st.integers(1, 6))
    forged_well = draws.draw(st.booleans()) or place == 1
    previous = (FIVE[place - 2][3] if place > 1 else GENESIS) if forged_well else "f" * 64
    forged = row("case-1", place, previous, "chèn")
    if draws.draw(st.booleans()):
        forged = (*forged[:3], "0" * 64)  # whoever inserts it does not care for the hash
    rows = [*FIVE[: place - 1], forged, *FIVE[place - 1 :]]
    assert found(renumbered(rows), FIVE) == (place, What.INSERTED)


@given(st.integers(1, 5), st.integers(1, 6))
def test_a_copy_of_an_event_is_an_insertion(source: int, place: int) -> None:
    rows = renumbered([*FIVE[: place - 1], FIVE[source - 1], *FIVE[place - 1 :]])
    seq, what = found(rows, FIVE) or (0, What.TRUNCATED)
    if source < place:
        assert (seq, what) == (place - 1 if source == place - 1 else place, What.INSERTED)
    elif source == place:
        assert (seq, what) == (place, What.INSERTED)
    else:  # a later event met too early: until its own place is read it looks moved
        assert (seq, what) == (place, What.REORDERED)


@given(st.lists(PLACES, min_size=2, max_size=2, unique=True), st.booleans())
def test_two_events_swapped_are_named(places: list[int], numbers_too: bool) -> None:
    low, high = sorted(places)
    rows = list(FIVE)
    rows[low - 1], rows[high - 1] = rows[high - 1], rows[low - 1]
    assert found(renumbered(rows) if numbers_too else rows, FIVE) == (low, What.REORDERED)


@given(st.permutations(range(5)))
def test_any_other_order_is_named_at_its_first_place(order: list[int]) -> None:
    rows = renumbered([FIVE[place] for place in order])
    first = next((place for place, index in enumerate(order, 1) if index != place - 1), None)
    assert found(rows, FIVE) == (None if first is None else (first, What.REORDERED))


@given(st.integers(0, 4))
def test_a_cut_tail_shows_against_the_head_only(kept: int) -> None:
    assert found(FIVE[:kept], FIVE) == (kept + 1, What.TRUNCATED)
    assert found(FIVE[:kept]) is None


def test_a_whole_chain_cut_away_or_put_in_is_named() -> None:
    assert verify(TWO_CHAINS[:4], heads(TWO_CHAINS)).first_break == Break("b", 1, What.TRUNCATED)
    assert verify(TWO_CHAINS, heads(TWO_CHAINS[:4])).first_break == Break("b", 1, What.INSERTED)


def test_a_chain_rewritten_from_the_middle_shows_against_the_head() -> None:
    rows = FIVE[:2]
    for seq in (3, 4, 5):
        rows = [*rows, row("case-1", seq, rows[-1][3], "viết lại")]
    assert verify(rows).ok
    assert found(rows, FIVE) == (5, What.ALTERED)


def test_an_event_moved_to_another_chain_is_found_there() -> None:
    chain_id, seq, text, stored = TWO_CHAINS[3]
    rows = [*TWO_CHAINS[:3], *chain(3, "b"), ("b", seq, text, stored)]
    assert verify(rows).first_break == Break("b", 4, What.ALTERED)


def test_the_number_beside_the_text_counts_too() -> None:
    assert found([*FIVE[:4], ("case-1", 9, FIVE[4][2], FIVE[4][3])]) == (5, What.ALTERED)


def test_an_older_note_of_the_head_is_met_on_the_way() -> None:
    noted = {"case-1": (3, FIVE[2][3])}
    assert verify(FIVE, noted, exact=False).ok
    assert verify(FIVE, noted).first_break == Break("case-1", 4, What.INSERTED)
    wrong = verify(FIVE, {"case-1": (3, "f" * 64)}, exact=False)
    assert (wrong.events, wrong.first_break) == (2, Break("case-1", 3, What.ALTERED))


def test_a_chain_can_be_read_from_its_middle() -> None:
    starts = {"case-1": (2, FIVE[1][3])}
    assert verify(FIVE[2:], heads(FIVE), starts=starts).ok
    assert verify(FIVE[3:], heads(FIVE), starts=starts).first_break == Break("case-1", 3, What.DELETED)
    assert verify([], {"case-1": (2, FIVE[1][3])}, starts=starts).ok


def test_verifying_keeps_memory_flat() -> None:
    def endless(chains: int) -> Iterator[Row]:
        for _ in range(chains):
            yield from FIVE
            yield from OTHER

    def peak(chains: int) -> int:
        tracemalloc.start()
        try:
            assert verify(endless(chains)).ok
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    assert peak(600) < peak(20) + 20_000


OTHER = chain(5, "case-2")


@pytest.mark.parametrize("what", list(What))
def test_every_break_has_its_sentence(what: What) -> None:
    broken = Break("case-1", 7, what)
    assert "7" in broken.say("vi") and "case-1" in broken.say("vi")
    assert "7" in broken.say("en") and broken.say("en") != broken.say("vi")
