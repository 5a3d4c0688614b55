"""A PostgreSQL cluster of our own for the length of a test run: no service, no fixed port, no contrib.

PostgreSQL refuses to run as root, so root starts it under an unprivileged account.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.support.living import children, is_alive, locked, signal_to, wait_until
from tests.support.postgres_binaries import find_binaries, free_port, reachable, unprivileged_account

_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A running cluster with the superuser `postgres`. Plain values only: other processes can join it."""

    folder: str
    binaries: str
    port: int
    password: str
    account: str | None
    fsync: bool

    @classmethod
    def start(cls, *, fsync: bool = False, watch: int | None = None) -> Cluster:
        """Make a new cluster and wait until it answers (seconds). It dies with this process.

        `fsync` on makes a crash honest and every commit slower. `watch` is the process whose end, even by
        SIGKILL, ends the cluster too; this one unless another is named. Raises PostgresMissing.
        """
        binaries, account = find_binaries(), unprivileged_account()
        folder = Path(tempfile.mkdtemp(prefix="tdpg"))
        if account:
            shutil.chown(folder, account)
            binaries = reachable(binaries, folder, account)
        cluster = cls(str(folder), str(binaries), free_port(), secrets.token_hex(16), account, fsync)
        cluster._initialise()
        cluster._launch()
        cluster._leave_guard(watch or os.getpid())
        if watch is None:
            atexit.register(cluster.stop)
        return cluster

    @classmethod
    def join(cls, record: str) -> Cluster:
        """The cluster that another process described with `describe`."""
        return cls(**json.loads(record))

    def describe(self) -> str:
        """What another process needs to `join`."""
        return json.dumps(asdict(self))

    def url(self, database: str = "postgres", *, tcp: bool = False) -> str:
        """A SQLAlchemy address: by Unix socket, or over 127.0.0.1 with a password."""
        if tcp:
            return f"postgresql+psycopg://postgres:{self.password}@127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://postgres@/{database}?host={quote(self.folder)}&port={self.port}"

    def kill(self) -> None:
        """SIGKILL to every process of the cluster, as when the power fails; returns when all are gone."""
        postmaster = self._postmaster()
        if postmaster is None:
            return
        family = [postmaster, *children(postmaster)]
        for process_id in family:
            signal_to(process_id, signal.SIGKILL)
        wait_until(lambda: not any(map(is_alive, family)), "the cluster outlived SIGKILL")

    def restart(self) -> None:
        """Start again after `kill`, on the same port and folder; recovery runs first."""
        self.kill()
        (Path(self.folder) / "data" / "postmaster.pid").unlink(missing_ok=True)
        self._launch()

    def stop(self) -> None:
        """Kill the cluster and remove its folder. Safe to call twice."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database, cloned from `template` (that nobody may be in) if one is named; give its url."""
        source = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + source)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, putting out whoever is still in it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(**self._address(), autocommit=True) as connection:
            connection.execute(statement)

    def _address(self) -> dict[str, Any]:
        return {"host": self.folder, "port": self.port, "user": "postgres", "dbname": "postgres"}

    def _initialise(self) -> None:
        secret = Path(self.folder) / "password"
        secret.write_text(self.password, encoding="ascii")
        if self.account:
            shutil.chown(secret, self.account)
        command = [f"{self.binaries}/initdb", "-D", f"{self.folder}/data", "-U", "postgres", "--no-sync"]
        command += ["--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={secret}"]
        command += ["--encoding=UTF8", "--locale=C"]
        outcome = subprocess.run(
            command, cwd=self.folder, user=self.account, capture_output=True, text=True, check=False
        )
        secret.unlink()
        if outcome.returncode:
            raise RuntimeError(f"initdb failed: {outcome.stderr}")

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": self.folder,
            "max_connections": "200",
            **({} if self.fsync else _QUICK),
        }
        command = [f"{self.binaries}/postgres", "-D", f"{self.folder}/data"]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = Path(self.folder) / "log"
        with log.open("ab") as sink:
            server = subprocess.Popen(
                command, cwd=self.folder, user=self.account, stdin=subprocess.DEVNULL,
                stdout=sink, stderr=sink, start_new_session=True,
            )  # fmt: skip
        # Reaped by init when this process ends; here only its early death is of interest.
        server_died = server.poll
        wait_until(lambda: self._answers() or server_died() is not None, "the cluster does not answer")
        if server_died() is not None:
            raise RuntimeError(f"postgres did not start: {log.read_text(errors='replace')[-2000:]}")
        server.returncode = 0

    def _answers(self) -> bool:
        try:
            psycopg.connect(**self._address(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _leave_guard(self, watched: int) -> None:
        """A tiny process that outlives us and clears up, because atexit does not run on SIGKILL."""
        script = (
            f"while kill -0 {watched} 2>/dev/null; do sleep 1; done; "
            f'kill -QUIT "$(head -n 1 {self.folder}/data/postmaster.pid)" 2>/dev/null; '
            f"sleep 1; rm -rf {self.folder}"
        )
        guard = subprocess.Popen(
            ["sh", "-c", script], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        guard.returncode = 0

    def _postmaster(self) -> int | None:
        try:
            first = (Path(self.folder) / "data" / "postmaster.pid").read_text().splitlines()[0]
        except (FileNotFoundError, IndexError):
            return None
        return int(first) if is_alive(int(first)) else None


def shared(folder: Path, watch: int | None) -> Cluster:
    """The one cluster of a test run: whoever comes first under the lock in `folder` starts it, the rest join.

    It ends with the process `watch`, the one that outlives all workers; with this process when None.
    """
    with locked(folder / "cluster.lock"):
        record = folder / "cluster.json"
        if record.exists():
            return Cluster.join(record.read_text(encoding="utf-8"))
        cluster = Cluster.start(watch=watch)
        record.write_text(cluster.describe(), encoding="utf-8")
        return cluster
