"""The record: chains verified against hashing the same bytes, and exported as JSON Lines in flat memory.

`python -m bench.bench_record [--quick] [--only verify|export]`
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import psycopg

from bench.arguments import Size, read_size
from bench.exporting import Wanted, export, peak_of
from bench.goals import Seen, report
from bench.ground import Ground, ground
from bench.measure import Round, cpu_of, interleaved, ratios, say, spread
from bench.seeds import Copy, ascending_ids, copy_cases, template
from models import audit
from tests.operations.journeys import dispute_to
from tests.world import World
from workflow.audit.chain import Row, verify
from workflow.operations.audit.pull_audit import pull_audit
from workflow.operations.audit.verify_audit import verify_audit

HELD = 60_000
"""So many events are held in memory where the database is left out."""


def main() -> None:
    """Measure what was asked for."""
    size = read_size(("verify", "export"), quick=Size(0.5, 3, 5_000), full=Size(2.0, 5, 20_000))
    seen: list[Seen] = []
    with ground() as made:
        world = made.world()
        _seed(made, world, size.cases)
        seen += _verify(made, world, size) if "verify" in size.only else []
        seen += _export(made, world, size) if "export" in size.only else []
        world.database.engine.dispose()
    report(seen, quick=size.is_quick)


def _seed(made: Ground, world: World, count: int) -> None:
    """Copies of a dispute under mediation, whose chains hold."""
    opened = dispute_to(world, "monitored")
    with psycopg.connect(made.plain_url) as connection:
        model, ids = template(connection, opened.case_id), ascending_ids(int(time.time() * 1000))
        copy_cases(connection, ((model, Copy(one, f"HG-{one.hex}")) for one in islice(ids, count)))
        connection.execute("ANALYZE")


def _verify(made: Ground, world: World, size: Size) -> list[Seen]:
    with world.database.transaction(read_only=True) as session:
        rows: list[Row] = list(islice(audit.stream_events(session), HELD))
        heads = {chain: (seq, digest) for chain, seq, digest in audit.read_heads(session)}
        last = rows[-1][0]
        rows = [row for row in rows if row[0] != last]
    kept = {row[0] for row in rows}
    texts = [row[2] for row in rows]
    some = {chain: head for chain, head in heads.items() if chain in kept}
    found = interleaved(
        {
            "hashing": partial(_timed, made, lambda: _hash(texts)),
            "core": partial(_timed, made, lambda: verify(rows, some).events),
            "reading": partial(_timed, made, lambda: _read(world)),
            "whole": partial(_timed, made, lambda: _verify_all(world)),
        },
        size.rounds,
    )
    say("verify", found)
    # Both are Python on one core: CPU is compared, for the clock also counts what others take.
    core = ratios(found["hashing"], found["core"], lambda one: one.own_cpu / one.done)
    whole, reading = (spread([one.rate for one in found[name]]) for name in ("whole", "reading"))
    hashing = spread([one.done / one.own_cpu for one in found["hashing"]])
    return [
        Seen("10 verify", whole.median, str(whole), f"reading the same rows in psycopg {reading}/s"),
        Seen("11 verify ratio", core.median, str(core), f"{hashing}/s of CPU"),
    ]


def _hash(texts: Sequence[str]) -> int:
    for text in texts:
        hashlib.sha256(text.encode()).hexdigest()
    return len(texts)


def _read(world: World) -> int:
    """The floor of reading: the stored rows through a server-side cursor of psycopg, and nothing else."""
    url = world.database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    count = 0
    with psycopg.connect(url) as connection, connection.cursor("floor") as cursor:
        cursor.itersize = 2000
        cursor.execute("SELECT chain_id, seq, text, hash FROM audit_event ORDER BY chain_id, seq")
        for _, _, text, _ in cursor:
            hashlib.sha256(text.encode()).hexdigest()
            count += 1
    return count


def _verify_all(world: World) -> int:
    with world.database.transaction(read_only=True) as session:
        verdict = verify_audit(session)
    if not verdict.ok:
        raise RuntimeError(f"the seeded chains do not hold: {verdict}")
    return verdict.events


def _export(made: Ground, world: World, size: Size) -> list[Seen]:
    today, inspector = world.today(), world.act("inspector", "bench")
    pulled = world.run(pull_audit, inspector, world.orgs["commune"], today, today)
    with Path(os.devnull).open("wb") as sink:
        wanted = Wanted(made.environment, world.users["inspector"], pulled.pull_id)
        found = interleaved(
            {
                "export": partial(_timed, made, lambda: export(world.database, wanted, sink.write)),
                "reading": partial(_timed, made, lambda: _read(world)),
            },
            size.rounds,
        )
    say("export", found)
    rate, reading = (spread([one.rate for one in found[name]]) for name in ("export", "reading"))
    peaks = [peak_of(replace(wanted, most=most)) for most in (pulled.events // 10, None)]
    flat = (
        f"memory at its peak: a tenth of {pulled.events:,} events +{peaks[0]:.1f} MB, all +{peaks[1]:.1f} MB"
    )
    return [Seen("12 export", rate.median, str(rate), f"reading them in psycopg {reading}/s; {flat}")]


def _timed(made: Ground, work: Callable[[], int]) -> Round:
    own, database, begin = time.process_time(), cpu_of(made.postmaster), time.perf_counter()
    done = work()
    seconds = time.perf_counter() - begin
    return Round(done, seconds, time.process_time() - own, cpu_of(made.postmaster) - database)


if __name__ == "__main__":
    main()
