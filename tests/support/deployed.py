"""The definitions of a folder as rows, deployed once per process: deploying checks each of them, which takes
seconds, and most tests want them there and nothing else."""

from __future__ import annotations

import copy
import itertools
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, insert, select

from models.base import metadata
from models.memo import turn
from models.tables.epoch import epochs
from service.definition_files import deploy_folder

if TYPE_CHECKING:
    from tests.world import World

_kept: dict[tuple[Path, datetime], tuple[dict[Table, list[dict[str, Any]]], int]] = {}


def deploy_once(world: World, folder: Path) -> None:
    """Deploy a folder into a world's empty database: by the real verb the first time, by its rows later."""
    key = (folder, world.at)
    if key not in _kept:
        deploy_folder(world.database, world.act("cli"), folder)
        with world.database.transaction(read_only=True) as session:
            found = {
                table: [dict(row) for row in session.execute(select(table)).mappings()]
                for table in metadata.sorted_tables
                if table is not epochs
            }
        _kept[key] = ({table: rows for table, rows in found.items() if rows}, next(copy.copy(world._ids)))
        return
    rows_by_table, next_id = _kept[key]
    with world.database.transaction() as session:
        for table, rows in rows_by_table.items():
            session.execute(insert(table), rows)
        turn(session)
    world._ids = itertools.count(next_id)
