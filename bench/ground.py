"""The ground all measurements stand on: a PostgreSQL of our own with fsync on, a small world in it, and the
service's own settings."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from service.definition_files import deploy_folder
from service.settings import Settings, read_settings
from service.wiring import make_database
from tests.support.databases import migrate
from tests.support.postgres import Cluster
from tests.world import World, make_world

DEFINITIONS = Path(__file__).resolve().parent / "definitions"


@dataclass(frozen=True)
class Ground:
    """A migrated database in a running cluster, and the folder of its keys and documents."""

    cluster: Cluster
    folder: Path
    url: str

    @property
    def postmaster(self) -> int:
        """The process that all of PostgreSQL's processes descend from."""
        return int((Path(self.cluster.folder) / "data" / "postmaster.pid").read_text().splitlines()[0])

    @property
    def environment(self) -> dict[str, str]:
        """What a service process on this ground is started with."""
        return {
            "TIEPDAN_DATABASE_URL": self.url,
            "TIEPDAN_DATA_DIR": str(self.folder / "var"),
        }

    @property
    def settings(self) -> Settings:
        """The same, read."""
        return read_settings(self.environment)

    @property
    def plain_url(self) -> str:
        """The address for psycopg alone."""
        return self.url.replace("postgresql+psycopg://", "postgresql://")

    def world(self, at: datetime | None = None) -> World:
        """Offices, people and all definitions, the measured ones too, under the keys of the data folder."""
        world = make_world(self.url, self.folder / "world", at or datetime.now(UTC))
        world.database.engine.dispose()
        world.database = make_database(self.settings)
        deploy_folder(world.database, world.act("cli"), DEFINITIONS)
        return world

    def settle(self) -> None:
        """Have PostgreSQL do now what it would do by itself in the middle of a measurement after so many
        rows: vacuum, a checkpoint, and statistics, without which a plan made for an empty table stays."""
        with psycopg.connect(self.plain_url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


@contextmanager
def ground(name: str = "bench") -> Iterator[Ground]:
    """A new cluster with fsync and synchronous_commit on, gone when left."""
    folder = Path(tempfile.mkdtemp(prefix="tdbench"))
    cluster = Cluster.start(fsync=True)
    try:
        url = cluster.create_database(name)
        migrate(url)
        yield Ground(cluster, folder, url)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
