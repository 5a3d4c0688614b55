"""A small register in the shape of the city's, made here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.definition_files import read_file
from tests.world import World
from workflow.case_type.model import CaseType
from workflow.importers.mapping import RegisterMapping, check_against, read_mapping
from workflow.importers.register import read_rows
from workflow.operations.case.import_case import Register
from workflow.operations.definition.deploy_calendar import deploy_calendar
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.operations.definition.find_version import newest_version, version_for
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


def bring_in(
    world: World, lines: Iterator[str] | list[str], *, dry_run: bool = False, size: int = 3
) -> Imported:
    """Import lines under the header, in small batches."""
    wanted = mapping()
    rows = read_rows(iter([HEADER, *lines]), wanted, "register.csv")
    header = next(rows)[1]
    case_type = world.read(newest_version, "service_request")
    check_against(wanted, case_type, list(header), read_file(EXAMPLE / "register.yaml"))
    return import_register(
        world.database,
        lambda: world.act("import:boston"),
        Register(wanted.register, "0" * 64, world.orgs["commune"]),
        wanted,
        lambda day: world.read(version_for, wanted.case_type, day),
        rows,
        size=size,
        dry_run=dry_run,
    )
