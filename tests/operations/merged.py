"""The communes of the example (docs/examples/merged_communes): plain facts of 1 July 2025, in a test's
world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from models import people, registers
from service.definition_files import HERE, read_file
from tests.world import World
from workflow.importers.unit_register import read_successions, read_units
from workflow.operations.people.load_register import LoadedRegister, UnitRegister, load_register
from workflow.operations.people.record_succession import (
    RecordedSuccession,
    SuccessionTable,
    record_succession,
)
from workflow.organisation.schema import read_regime

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "merged_communes"
REGIME = read_regime(read_file(HERE / "organisations" / "vn.yaml"))
FIRST, LAST, MERGED = date(2025, 3, 1), date(2025, 6, 30), date(2025, 7, 1)
BINH_LUONG, HOA_QUY, HA_TRUNG, HOAT_GIANG, HA_BINH = "16204", "16186", "15271", "15286", "15328"
POSTS = {"reception": "receptionist", "clerk": "clerk", "officer": "officer", "chair": "chair"}


@contextmanager
def before_the_merger(world: World) -> Iterator[None]:
    """What happens inside happens while the old offices still stood; afterwards it is as late as before."""
    now, world.at = world.at, datetime(2025, 6, 23, 2, 0, tzinfo=UTC)
    yield
    world.at = now


def load_before(world: World) -> LoadedRegister:
    """The units as they stood before the merger."""
    return load(world, "truoc_2025-07-01.csv", "2024", FIRST)


def load_after(world: World) -> LoadedRegister:
    """The units since the merger."""
    return load(world, "tu_2025-07-01.csv", "2025", MERGED)


def load(world: World, file: str, name: str, day: date) -> LoadedRegister:
    lines = (EXAMPLE / file).read_text(encoding="utf-8").splitlines()
    register = UnitRegister(name, day, file, "0" * 64, read_units(lines, file, REGIME, day))
    return world.run(load_register, world.act("cli"), REGIME, register)  # type: ignore[no-any-return]


def record_successors(world: World) -> RecordedSuccession:
    """Who succeeded whom."""
    lines = (EXAMPLE / "ke_thua.csv").read_text(encoding="utf-8").splitlines()
    rows = read_successions(lines, "ke_thua.csv")
    table = SuccessionTable("Nghị quyết sắp xếp 2025", MERGED, "0" * 64, rows)
    return world.run(record_succession, world.act("cli"), table)  # type: ignore[no-any-return]


def bearer(world: World, code: str, day: date) -> UUID:
    """The office that bears a code on a day."""
    rows = world.read(registers.named_by_code, day)
    (found,) = [row["org_id"] for row in rows if row["code"] == code]
    return UUID(str(found))


def staffed(world: World, name: str, org_id: UUID) -> None:
    """The office by a name, and one person per post there: `<name>_<post>`."""
    world.orgs[name] = org_id
    with world.database.transaction() as session:
        for post, role in POSTS.items():
            user_id = world.users[f"{name}_{post}"] = world.new_id()
            user = {"user_id": user_id, "username": f"{name}_{post}", "display_name": f"{name} {post}"}
            rest = {"password_hash": None, "active_to": None, "imported": False, "recorded_at": world.at}
            people.insert_people_row(session, "user", {**user, **rest, "active_from": FIRST})
            held = {"user_id": user_id, "role": role, "org_id": org_id, "from_day": FIRST, "to_day": None}
            people.insert_people_row(session, "role", held)


def merged(world: World, *old: tuple[str, str]) -> None:
    """Both registers and the successions, with people in every old office told by (name, code) and in the new
    ones: `hoa_quy`, `xa_ha_trung`, `hoat_giang`."""
    load_before(world)
    for name, code in old:
        staffed(world, name, bearer(world, code, LAST))
    load_after(world)
    record_successors(world)
    for name, code in (("hoa_quy", HOA_QUY), ("xa_ha_trung", HA_TRUNG), ("hoat_giang", HOAT_GIANG)):
        staffed(world, name, bearer(world, code, MERGED))
