"""Verifying hash chains as a stream: every event names the SHA-256 of the one before it, so that no change
goes unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from workflow.audit.breaks import Break, Verdict, What
from workflow.audit.entry import GENESIS, header

Row = tuple[str, int, str, str]
"""(chain_id, seq, canonical text, hash in hexadecimal), as stored."""

Head = tuple[int, str]
"""(seq, hash) of one event of a chain: its last one, or one noted down elsewhere."""

_START: Head = (0, GENESIS)


@dataclass(slots=True)
class _Walk:
    """How far one chain holds: `seq` events read, `last` the hash of the newest, `before` that of the one
    before it."""

    chain_id: str
    seq: int
    last: str
    before: str
    head: Head | None
    exact: bool


def verify(
    rows: Iterable[Row],
    heads: Mapping[str, Head] | None = None,
    *,
    starts: Mapping[str, Head] | None = None,
    exact: bool = True,
) -> Verdict:
    """Walk the chains up to their first break; memory stays flat (with `heads`: one chain id per chain met).

    `rows` come by chain, in each by seq. `heads`: the last event of every chain; with `exact=False` events
    noted down earlier (a checkpoint, a printed digest), so that chains may have grown since. `starts`: the
    event before the first row, for a chain that is read from its middle. A cut tail, or a chain rewritten
    as a whole, shows only against `heads`.
    """
    stream = iter(rows)
    walk = _Walk("", 0, GENESIS, GENESIS, None, exact)
    events, chains, met = 0, 0, set[str]()
    for row in stream:
        chain_id, seq, text, stored = row
        if chains == 0 or chain_id != walk.chain_id:
            if chains and (fault := _at_end(walk)):
                return Verdict(False, events, chains, fault)
            walk = _open(chain_id, heads, starts, exact)
            chains += 1
            if heads is not None:
                met.add(chain_id)
        walk.seq += 1
        if (
            seq != walk.seq
            or header(text) != (chain_id, walk.last, seq)
            or sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != stored
        ):
            return Verdict(False, events, chains, _name(walk, row, stream))
        if walk.head is not None and walk.head[0] == seq and walk.head[1] != stored:
            return Verdict(False, events, chains, _extra_or_altered(walk, stream))
        walk.before, walk.last = walk.last, stored
        events += 1
    fault = (_at_end(walk) if chains else None) or _never_met(heads, starts, met)
    return Verdict(fault is None, events, chains, fault)


def _open(
    chain_id: str, heads: Mapping[str, Head] | None, starts: Mapping[str, Head] | None, exact: bool
) -> _Walk:
    seq, last = (starts or {}).get(chain_id, _START)
    # A chain that the list of heads does not know has its end at its start: whatever it holds was put there.
    head = None if heads is None else heads.get(chain_id, (seq, last) if exact else None)
    return _Walk(chain_id, seq, last, "", head, exact)


def _at_end(walk: _Walk) -> Break | None:
    if walk.head is None or walk.seq == walk.head[0]:
        return None
    if walk.seq < walk.head[0]:
        return Break(walk.chain_id, walk.seq + 1, What.TRUNCATED)
    return Break(walk.chain_id, walk.head[0] + 1, What.INSERTED) if walk.exact else None


def _never_met(
    heads: Mapping[str, Head] | None, starts: Mapping[str, Head] | None, met: set[str]
) -> Break | None:
    for chain_id in heads or ():
        begun = (starts or {}).get(chain_id, _START)[0]
        if chain_id not in met and heads is not None and heads[chain_id][0] > begun:
            return Break(chain_id, begun + 1, What.TRUNCATED)
    return None


def _name(walk: _Walk, row: Row, rest: Iterator[Row]) -> Break:
    """Which break it is, from the row that does not fit and what follows it. `walk.seq` is the place
    expected."""
    found = _true_header(row)
    if found is None:
        return _extra_or_altered(walk, rest)
    _, previous, number = found
    if number < walk.seq:
        # All lower numbers have been met in their places. The copy, or its forged forerunner, is one too
        # many.
        forged_before = number == walk.seq - 1 and previous == walk.before
        return Break(walk.chain_id, number if forged_before else walk.seq, What.INSERTED)
    if number > walk.seq:
        moved = any(_numbered(later, walk) for later in _same_chain(walk, rest))
        return Break(walk.chain_id, walk.seq, What.REORDERED if moved else What.DELETED)
    if previous != walk.last:
        return _broken_link(walk, row, rest)
    return Break(walk.chain_id, walk.seq, What.ALTERED)  # the number stored beside the text was changed


def _extra_or_altered(walk: _Walk, rest: Iterator[Row]) -> Break:
    extra = _is_extra(walk, next(_same_chain(walk, rest), None))
    return Break(walk.chain_id, walk.seq, What.INSERTED if extra else What.ALTERED)


def _broken_link(walk: _Walk, row: Row, rest: Iterator[Row]) -> Break:
    follower = next(_same_chain(walk, rest), None)
    if _is_extra(walk, follower):
        return Break(walk.chain_id, walk.seq, What.INSERTED)
    if follower is not None:
        after = header(follower[2])
        vouched = after is not None and after[1] == row[3]
    else:
        vouched = walk.head is None or walk.head == (walk.seq, row[3])
    # What a later event vouches for is as it was written, so it is its forerunner that is another one now.
    forerunner = vouched and walk.before != ""
    return Break(walk.chain_id, walk.seq - 1 if forerunner else walk.seq, What.ALTERED)


def _is_extra(walk: _Walk, follower: Row | None) -> bool:
    """Does the chain go on as if the row at this place were not there?"""
    if follower is None:
        return walk.exact and walk.head is not None and walk.head[0] < walk.seq
    return _true_header(follower) == (walk.chain_id, walk.last, walk.seq)


def _true_header(row: Row) -> tuple[str, str, int] | None:
    chain_id, _, text, stored = row
    found = header(text)
    whole = found is not None and found[0] == chain_id
    return found if whole and sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == stored else None


def _same_chain(walk: _Walk, rest: Iterator[Row]) -> Iterator[Row]:
    for row in rest:
        if row[0] != walk.chain_id:
            return
        yield row


def _numbered(row: Row, walk: _Walk) -> bool:
    found = _true_header(row)
    return found is not None and found[2] == walk.seq
