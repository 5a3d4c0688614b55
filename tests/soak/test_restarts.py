"""PostgreSQL killed and started again under load: nothing acknowledged is lost, nothing is done twice, and
the server goes on without a restart of its own."""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import waitress

from models import audit, migrate
from models.errors import StorageError
from tests.concurrency.mortals import Running, bell
from tests.operations.journeys import DISPUTE, open_dispute
from tests.operations.record import chains_hold, read
from tests.soak.conftest import Noting
from tests.soak.doors import Heads, client_of, tokens
from tests.soak.sizes import sizes
from tests.support import skips
from tests.support.living import wait_until
from tests.support.postgres import Cluster
from tests.support.postgres_binaries import PostgresMissing, free_port
from tests.world import World, make_world
from workflow.audit.entry import parse
from workflow.workers.sweeper import sweep

CLIENTS = 4
BETWEEN = 12
"""Acts acknowledged between two deaths of the cluster, at least."""

pytestmark = pytest.mark.postgres


@pytest.fixture
def mortal_cluster() -> Iterator[Cluster]:
    """A cluster of the test's own that writes through to the disk, so that a crash is honest."""
    try:
        cluster = Cluster.start(fsync=True)
    except PostgresMissing:
        skips.skip_for_lack_of(skips.POSTGRES)
    yield cluster
    cluster.stop()


@dataclass
class Client:
    """Opens cases and classifies them over HTTP, each command repeated under its key until it is answered."""

    name: str
    port: int
    heads: Heads
    office: str
    over: threading.Event
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Command → case."""

    def run(self) -> None:
        """Act until it is over."""
        opening = {"case_type": "dispute", "office": self.office, "received_on": "2026-07-06"}
        move = {"transition": "classify", "fields": {"matter": "land_use", "mediable": True}}
        turn = 0
        while not self.over.is_set():
            turn += 1
            case = self.command(f"{self.name}-open-{turn}", "/cases", opening | {"fields": DISPUTE}, None)
            if case is not None:
                self.acknowledged[f"{self.name}-open-{turn}"] = case["id"]
                path, key = f"/cases/{case['id']}/transitions", f"{self.name}-move-{turn}"
                if self.command(key, path, move, '"1"') is not None:
                    self.acknowledged[key] = case["id"]

    def command(
        self, key: str, path: str, body: Mapping[str, Any], etag: str | None
    ) -> dict[str, Any] | None:
        """What a command is answered in the end; None where it was over before."""
        while not self.over.is_set():
            status, answer = self._post(key, path, body, etag)
            self.answers[f"{status} {answer.get('code', '')}".strip()] += 1
            if status == 201:
                return answer
            if status != 503:
                return None
            self.over.wait(0.05)
        return None

    def _post(
        self, key: str, path: str, body: Mapping[str, Any], etag: str | None
    ) -> tuple[int, dict[str, Any]]:
        heads = {**self.heads["reception"], "Idempotency-Key": key, "Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            more = {} if etag is None else {"If-Match": etag}
            connection.request("POST", f"/api/v1{path}", json.dumps(body), heads | more)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def serving(port: int) -> Any:
    """The product's server, until it is killed."""

    def job(world: World) -> None:
        waitress.serve(client_of(world).application, host="127.0.0.1", port=port, threads=CLIENTS + 1)

    return job


def sweeping(over: Any) -> Any:
    """A sweeper that never gives up; gives what its sweeps came to."""

    def job(world: World) -> Counter[str]:
        found = Counter[str]()
        while not over.wait(0.1):
            try:
                found["fired"] += sweep(world.database, lambda: world.act("system")).fired
            except StorageError as error:
                found[f"swept: {error.code}"] += 1
        return found

    return job


@pytest.mark.parametrize("deaths", sizes(1, 20))
def test_the_cluster_dies_under_load(
    deaths: int, mortal_cluster: Cluster, tmp_path: Path, figures: Noting
) -> None:
    url = mortal_cluster.create_database("mortal")
    migrate.upgrade(url)
    world = make_world(url, tmp_path)
    heads, port, over = tokens(world), free_port(), bell()
    server, sweeper = Running(world, serving(port)), Running(world, sweeping(over))
    done = threading.Event()
    clients = [
        Client(f"c{number}", port, heads, str(world.orgs["commune"]), done) for number in range(CLIENTS)
    ]
    threads = [threading.Thread(target=one.run, daemon=True) for one in clients]
    wait_until(lambda: answers_at(port), "the server does not answer")
    for thread in threads:
        thread.start()
    kill_and_restart(mortal_cluster, clients, deaths)
    done.set()
    over.set()
    for thread in threads:
        thread.join(60)
    swept = sweeper.result()
    server.kill()
    answers = sum((one.answers for one in clients), Counter[str]()) + swept
    figures(deaths=deaths, **dict(sorted(answers.items())))
    assert {told for told in answers if told[0].isdigit() and told[:3] not in ("201", "503")} == set()
    lost, doubled = compare(world, {key: case for one in clients for key, case in one.acknowledged.items()})
    assert (lost, doubled) == (set(), set())
    figures(acknowledged=sum(len(one.acknowledged) for one in clients), lost=0, events=chains_hold(world))
    world.database.engine.dispose()


def test_a_lost_answer_is_not_called_unwritten(pg_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database commits, and the connection breaks before it can say so: a repeat finds the act."""
    world, client, ref = pg_world, client_of(pg_world), open_dispute(pg_world).case_id
    dialect, heads = world.database.engine.dialect, tokens(world)["reception"]
    commit = dialect.do_commit

    def commit_and_break(connection: Any) -> None:
        commit(connection)
        connection.dbapi_connection.close()
        raise psycopg.OperationalError("the connection is lost")

    def send() -> Any:
        body = {"transition": "classify", "fields": {"matter": "land_use", "mediable": True}}
        more = {"Idempotency-Key": "once", "If-Match": '"1"', "Accept-Language": "en"}
        return client.post(f"/api/v1/cases/{ref}/transitions", json=body, headers={**heads, **more})

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", commit_and_break)
        answer = send()
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (503, "outcome-unknown")
    assert "Nothing was written" not in answer.get_json(force=True)["detail"]
    assert len(read(world, ref).events) == 2
    assert send().status_code == 201 and len(read(world, ref).events) == 2


def kill_and_restart(cluster: Cluster, clients: list[Client], deaths: int) -> None:
    """Kill the cluster so often, each time once every client has got on since the last time."""
    dice = random.Random(deaths)
    for _ in range(deaths + 1):
        before = [len(one.acknowledged) for one in clients]
        wanted = dice.randint(BETWEEN, 2 * BETWEEN)

        def got_on(before: list[int] = before, wanted: int = wanted) -> bool:
            gained = [len(one.acknowledged) - was for one, was in zip(clients, before, strict=True)]
            return sum(gained) >= wanted and min(gained) > 0

        wait_until(got_on, "a client does not get on", patience=90)
        if deaths:
            deaths -= 1
            cluster.kill()
            cluster.restart()


def compare(world: World, acknowledged: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Which acknowledged commands the chains lack, and which commands they hold twice."""
    with world.database.transaction(read_only=True) as session:
        entries = [parse(words) for _, _, words, _ in audit.stream_events(session)]
    held = Counter((one.command_id, str(UUID(one.chain_id))) for one in entries if one.command_id)
    lost = {key for key, case in acknowledged.items() if not held[key, case]}
    return lost, {str(key) for (key, _), count in held.items() if count > 1}


def answers_at(port: int) -> bool:
    """Whether a server listens there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
