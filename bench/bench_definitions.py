"""All definitions loaded cold: by a new process from the database, as a service does, and from their files,
as those who write them do.

`python -m bench.bench_definitions [--quick]`
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bench.arguments import Size, read_size
from bench.goals import Seen, report
from bench.ground import Ground, ground
from bench.measure import Round, interleaved, say, spread
from models import definitions
from models.session import Session
from service.cli.checking import check_files
from service.definition_files import HERE, deploy_folder, in_order
from service.settings import read_settings
from service.wiring import make_database
from workflow.operations.steps.library import library

KINDS = ("roles", "code_list", "rules", "calendar_base", "calendar_year", "case_type")
Load = Callable[[Mapping[str, str]], int]


def main() -> None:
    """Rounds of all three in turn, each in a process of its own."""
    size = read_size(("definitions",), quick=Size(0, 2, 0), full=Size(0, 5, 0))
    with ground() as made:
        world = made.world()
        deploy_folder(world.database, world.act("cli"), HERE)
        world.database.engine.dispose()
        found = interleaved(
            {
                "texts": partial(_alone, made, texts),
                "database": partial(_alone, made, from_database),
                "files": partial(_alone, made, from_files),
            },
            size.rounds,
        )
    say("definitions", found)
    seconds = {name: spread([one.seconds for one in rounds]) for name, rounds in found.items()}
    count = found["database"][0].done
    files = f"from {found['files'][0].done} files, checked: {seconds['files']} s"
    floor = f"{count} texts read as JSON {seconds['texts']} s; {files}"
    report(
        [Seen("16 definitions", seconds["database"].median, str(seconds["database"]), floor)],
        quick=size.is_quick,
    )


def texts(environment: Mapping[str, str]) -> int:
    """The floor: the canonical forms read from the database as JSON, and nothing made of them."""
    with make_database(read_settings(environment)).transaction(read_only=True) as session:
        return len(definitions.texts_of(session, _hashes(session)))


def from_database(environment: Mapping[str, str]) -> int:
    """Every version of every definition as the rules use it."""
    with make_database(read_settings(environment)).transaction(read_only=True) as session:
        held = library(session)
        held.roles()
        held.law()
        held.calendar("vn")
        for row in definitions.versions(session, "case_type"):
            held.case_type(row["sha256"])
        return len(_hashes(session))


def from_files(_environment: Mapping[str, str]) -> int:
    """Every file read, with its places, and checked."""
    files = [path for _, path in in_order(HERE)]
    check_files(files, HERE)
    return len(files)


def _hashes(session: Session) -> list[str]:
    return [str(row["sha256"]) for kind in KINDS for row in definitions.versions(session, kind)]


def _alone(made: Ground, load: Load) -> Round:
    """One load in a process that has imported everything and loaded nothing."""
    ours, theirs = get_context("spawn").Pipe()
    child = get_context("spawn").Process(target=_load, args=(load, made.environment, theirs))
    child.start()
    theirs.close()
    done, seconds, cpu = ours.recv()
    child.join()
    return Round(done, seconds, cpu, 0.0)


def _load(load: Load, environment: Mapping[str, str], told: Connection) -> None:
    begin, cpu = time.perf_counter(), time.process_time()
    done = load(environment)
    told.send((done, time.perf_counter() - begin, time.process_time() - cpu))


if __name__ == "__main__":
    main()
