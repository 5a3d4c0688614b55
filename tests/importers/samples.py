"""A small register in the shape of the city's, made here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from service.definition_files import read_file
from tests.world import World
from workflow.case_type.model import CaseType
from workflow.importers.mapping import RegisterMapping, read_mapping
from workflow.importers.table import Table, read_text
from workflow.operations.case.import_case import Register
from workflow.operations.definition.deploy_calendar import deploy_calendar
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.operations.definition.find_version import newest_version, version_for
from workflow.source import Source
from workflow.workers.bulk import Imported, import_register

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "boston_311"
HEADER = (
    "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,outcome,subject,reason,type,queue,"
    "department,neighborhood,ward,police_district,source"
)


def row(
    key: str,
    opened: str = "2011-07-05 10:00:00",
    target: str = "2011-07-12 10:00:00",
    closed: str = "",
    state: str = "",
    source: str = "Self Service",
) -> str:
    """A line of the register: open unless a day of closing is given."""
    standing = state or ("Closed" if closed else "Open")
    outcome = "Resolved" if closed else ""
    times = f"{opened},{target},{closed}"
    return f"{key},{times},,{standing},{outcome},PW,Lights,Outage {key},q,PW,East,1,A,{source}"


def deployed(world: World) -> CaseType:
    """The example's calendar and case type, deployed."""
    world.run(deploy_calendar, world.act("cli"), read_file(EXAMPLE / "boston.yaml"))
    world.run(deploy_definition, world.act("cli"), read_file(EXAMPLE / "service_request.yaml"))
    found = world.read(newest_version, "service_request")
    assert isinstance(found, CaseType)
    return found


def mapping() -> RegisterMapping:
    """The example's mapping."""
    return read_mapping(read_file(EXAMPLE / "register.yaml"))


def table(lines: Iterable[str], source: Source | None = None, file: str = "register.csv") -> Table:
    """The table of lines (a header first), by the example's mapping or another."""
    source = source or read_file(EXAMPLE / "register.yaml")
    return read_text((f"{line.rstrip()}\n" for line in lines), read_mapping(source), source, file)


def bring_in(
    world: World, lines: Iterable[str], *, dry_run: bool = False, size: int = 3, **more: Any
) -> Imported:
    """Import lines under the header, in small batches."""
    return bring_in_table(world, mapping(), table(chain([HEADER], lines)), dry_run=dry_run, size=size, **more)


def bring_in_table(world: World, wanted: RegisterMapping, found: Table, **more: Any) -> Imported:
    """Import a table into the commune as the command does."""
    return import_register(
        world.database,
        lambda: world.act(f"import:{wanted.register}"),
        Register(wanted.register, "0" * 64, world.orgs["commune"]),
        wanted,
        lru_cache(lambda day: world.read(version_for, wanted.case_type, day)),
        found,
        **more,
    )
