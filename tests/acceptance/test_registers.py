"""The real registers of 2024 and 2025 and the table of successions, where the reference material is present:
eleven thousand units, ten thousand successions, in bounded time."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models import registers
from models.migrate import upgrade
from service.definition_files import HERE
from tests.operations.merged import FIRST, LAST, MERGED, REGIME, bearer
from tests.operations.record import chains_hold
from tests.world import World, make_world
from workflow.importers.unit_register import read_successions, read_units
from workflow.operations.people.load_register import LoadedRegister, UnitRegister, load_register
from workflow.operations.people.record_succession import (
    RecordedSuccession,
    SuccessionTable,
    record_succession,
)
from workflow.operations.people.successors import former_office
from workflow.operations.steps.places import place_on
from workflow.operations.steps.successors import old_office
from workflow.organisation.units import is_same_name

LONGEST = 120
"""Seconds that any of the three may take, on a busy machine; each takes about three."""


class Country:
    """A world in which both registers were loaded, and what each load came to."""

    def __init__(self, world: World, units: Path) -> None:
        self.world, self.units = world, units
        self.before, self.after = self.load("units_2024.csv", FIRST), self.load("units_2025.csv", MERGED)
        self.successions = self.succeed(units / "succession_2025.csv")

    def load(self, file: str, day: date) -> LoadedRegister:
        lines = (self.units / file).read_text(encoding="utf-8").splitlines()
        register = UnitRegister(file, day, file, "0" * 64, read_units(lines, file, REGIME, day))
        started = time.monotonic()
        found = self.world.run(load_register, self.world.act("cli"), REGIME, register)
        assert time.monotonic() - started < LONGEST
        return found  # type: ignore[no-any-return]

    def succeed(self, file: Path) -> RecordedSuccession:
        rows = read_successions(file.read_text(encoding="utf-8").splitlines(), file.name)
        table = SuccessionTable(file.name, MERGED, "0" * 64, rows)
        return self.world.run(record_succession, self.world.act("cli"), table)  # type: ignore[no-any-return]

    def rows(self, file: str) -> list[dict[str, str]]:
        with (self.units / file).open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def country(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    folder = tmp_path_factory.mktemp("country")
    url = f"sqlite:///{folder / 'country.sqlite'}"
    upgrade(url)
    world = make_world(url, folder)
    yield Country(world, shared_folder / "data" / "units")
    world.database.engine.dispose()


def test_every_unit_bears_its_name_on_its_days(country: Country) -> None:
    for file, day in (("units_2024.csv", LAST), ("units_2025.csv", MERGED)):
        recorded = {row["code"]: row["name"] for row in country.world.read(registers.named_by_code, day)}
        for row in country.rows(file):
            assert is_same_name(recorded[row["code"]], row["full_name"]), row


def test_what_goes_on_is_what_kept_code_and_name(country: Country) -> None:
    old = {row["code"]: row["full_name"] for row in country.rows("units_2024.csv")}
    same = [
        row["code"]
        for row in country.rows("units_2025.csv")
        if is_same_name(old.get(row["code"], ""), row["full_name"])
    ]
    bodies = 1 + sum(1 for row in country.rows("units_2024.csv") if row["level"] != "commune")
    assert country.before.begun == len(old) + bodies and country.before.ended == 0
    # Thanh tra of the provinces that go on, and that of the Government, go on with them.
    assert len(same) < country.after.going_on <= len(same) + 35
    assert country.after.begun + country.after.going_on == 3355 + 34 + 1


def test_every_row_of_the_table_is_accounted_for(country: Country) -> None:
    found, rows = country.successions, country.rows("succession_2025.csv")
    assert found.recorded + found.known + found.unchanged + len(found.rejected) == len(rows) == 10_565
    assert {code for _, code, _ in found.rejected} == {"old-no-code"} and len(found.rejected) == 50
    again = country.succeed(country.units / "succession_2025.csv")
    assert (again.recorded, again.relinked) == (0, 0)


def test_the_merged_provinces_oversee_what_is_left(country: Country) -> None:
    world = country.world
    bac_kan = bearer(world, "06", LAST)
    found = country.succeed(HERE / "organisations" / "provinces_2025.csv")
    assert (found.recorded, found.unchanged, found.rejected) == (36, 16, ())
    (thai_nguyen,) = world.read(old_office, bac_kan, MERGED).successors
    assert thai_nguyen.name == "Tỉnh Thái Nguyên"
    commune = next(
        row["code"]
        for row in country.rows("units_2024.csv")
        if row["level"] == "commune" and row["parent_code"] == "060"
    )
    above = world.read(place_on, bearer(world, commune, LAST), MERGED).above
    assert above == (thai_nguyen.office.org_id,)
    assert chains_hold(world)


def test_binh_luong_and_ha_trung(country: Country) -> None:
    world = country.world

    def found(code: str) -> set[tuple[str, str, str]]:
        old = world.read(old_office, world.read(former_office, code, MERGED), MERGED)
        return {(one.code, one.name, one.office.extent) for one in old.successors}

    assert found("16204") == {("16186", "Xã Hóa Quỳ", "whole")}
    assert found("15271") == {("15271", "Xã Hà Trung", "part"), ("15286", "Xã Hoạt Giang", "part")}
