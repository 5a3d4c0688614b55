"""A small procedure and small logs for it, made here: two roles, a sentry, a given end, and a step that the
system takes by itself."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.world import World
from workflow.case_type.model import CaseType
from workflow.importers.log import LogTrace
from workflow.importers.log_mapping import LogMapping, read_log_mapping
from workflow.importers.log_survey import check_log_mapping, survey
from workflow.importers.xes import read_xes
from workflow.operations.case.replay_case import Log
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.operations.definition.find_version import newest_version, version_for
from workflow.operations.steps.library import library
from workflow.source import read_source
from workflow.workers.replay import Replayed, replay_log

ERRAND = """
case_type: errand
kind: internal
version: "1"
title: {vi: Việc vặt, en: Errand}
number: "E-{office}-{year}-{serial}"
roles:
  desk: {holds: clerk, title: {vi: Văn phòng, en: Desk}}
  chair: {holds: chair, title: {vi: Chủ tịch, en: Chair}}
fields:
  subject: {type: line, required: true, title: {vi: Trích yếu, en: Subject}}
  due: {type: instant, title: {vi: Hạn, en: Due}}
  people: {type: integer, at_least: 1, title: {vi: Số người, en: People}}
  who: {type: line, personal: true, title: {vi: Người đề nghị, en: Who}}
  result: {type: choice, of: [yes, no], title: {vi: Kết quả, en: Result}}
states:
  open: {stage: received, title: {vi: Mới, en: Open}}
  examined: {stage: assigned, title: {vi: Đã xem, en: Examined}}
  resting: {stage: assigned, title: {vi: Tạm nghỉ, en: Resting}}
  decided: {stage: resolved, title: {vi: Đã quyết định, en: Decided}}
  effective: {stage: follow_up, title: {vi: Có hiệu lực, en: In force}}
  closed: {ending: true, ground: result, title: {vi: Kết thúc, en: Closed}}
sentries:
  counted: {if: {people: {at_least: 1}}, say: {vi: Chưa ghi số người., en: The people were not counted.}}
transitions:
  count: {from: open, to: same, by: desk, asks: people, title: {vi: Đếm, en: Count}}
  examine: {from: open, to: examined, by: desk, needs: counted, title: {vi: Xem xét, en: Examine}}
  give_back: {from: examined, to: open, by: desk, title: {vi: Trả lại, en: Give back}}
  rest: {from: [open, examined], to: resting, by: desk, title: {vi: Nghỉ, en: Rest}}
  wake: {from: resting, to: previous, by: desk, title: {vi: Tiếp tục, en: Go on}}
  decide: {from: examined, to: decided, by: chair, title: {vi: Quyết định, en: Decide}}
  agree: {from: examined, to: decided, by: desk, second: chair, title: {vi: Thống nhất, en: Agree}}
  take_effect: {from: decided, to: effective, by: system, on: [effect.reached], title: {vi: Có hiệu lực, en: Take effect}}
  close: {from: effective, to: closed, by: desk, asks: result, title: {vi: Kết thúc, en: Close}}
  pass_on: {from: open, to: closed, by: desk, asks: result, becomes: complaint_first, carries: [subject], title: {vi: Chuyển, en: Pass on}}
clocks:
  reply: {given: due, because: {vi: Hạn ghi sẵn, en: Given}, starts: opened, stops: [decide, any_ending], rungs: [due, late], title: {vi: Hạn trả lời, en: Reply}}
  effect: {promise: 3 days, kind: effect, because: {vi: Chờ hiệu lực, en: Wait}, starts: [decide, agree], stops: take_effect, title: {vi: Hiệu lực, en: Effect}}
  next: {promise: 2 days, because: {vi: Việc sau, en: Next}, starts: take_effect, stops: close, rungs: [late], title: {vi: Việc sau, en: Next}}
rungs:
  late: {mark: late, tell: chair}
"""  # noqa: E501

MAPPING = """
log: errands
case_type: errand
office: X
zone: Asia/Ho_Chi_Minh
case: "case:concept:name"
activity: "concept:name"
time: "time:timestamp"
resource: "org:resource"
number: "OLD-{key}"
opens: {Start: open}
activities:
  Count: count
  Look: [give_back, examine]
  Decide*: decide
  Agree: agree
  Close: close
fields:
  subject: {attributes: ["case:concept:name", "concept:name"]}
  due: "case:due"
  who: "case:who"
entered:
  count: {people: "count"}
  close: {result: {fixed: "yes"}}
actors:
  default: clerk
  roles: {Chief: chair, Nobody: []}
"""

Event = tuple[str, str, str]
"""(activity, time, resource) of one event."""

WHOLE: list[Event] = [
    ("Start", "2026-01-05T08:00:00+07:00", "Anh"),
    ("Count", "2026-01-05T09:00:00+07:00", "Anh"),
    ("Look", "2026-01-06T09:00:00+07:00", "Binh"),
    ("Decide it", "2026-01-07T09:00:00+07:00", "Chief"),
    ("Close", "2026-01-12T09:00:00+07:00", "Binh"),
]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest) -> World:
    """A world of the test's own, once on each database, with the procedure deployed."""
    made: World = request.getfixturevalue("sqlite_world" if request.param == "sqlite" else "pg_world")
    deployed(made)
    return made


def xes(cases: dict[str, list[Event]], due: str = "2026-01-20T17:00:00+07:00", head: str = "") -> str:
    """A log of cases; an event of `Count` counts three people."""
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<log xes.version="1.0">\n']
    for key, events in cases.items():
        parts.append(f'<trace>\n<string key="concept:name" value="{key}"/>\n')
        parts.append(f'<date key="due" value="{due}"/>\n<string key="who" value="Người {key}"/>\n')
        parts += [_event(*one) for one in events]
        parts.append("</trace>\n")
    return "".join(parts) + "</log>\n"


def _event(activity: str, time: str, resource: str) -> str:
    count = '<int key="count" value="3"/>' if activity == "Count" else ""
    return (
        f'<event>\n<string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{time}"/>'
        f'<string key="org:resource" value="{resource}"/>{count}\n</event>\n'
    )


def traces(text: str) -> Iterator[LogTrace]:
    """The traces of a log's text, fed in small pieces."""
    raw = text.encode()
    return read_xes((raw[at : at + 100] for at in range(0, len(raw), 100)), "log.xes")


def mapping(text: str = MAPPING) -> LogMapping:
    """A mapping from its text."""
    return read_log_mapping(read_source(text, "log.yaml"))


def deployed(world: World, text: str = ERRAND) -> CaseType:
    """The procedure, deployed."""
    world.run(deploy_definition, world.act("cli"), read_source(text, "errand.yaml"))
    found = world.read(newest_version, "errand")
    assert isinstance(found, CaseType)
    return found


def bring_in(
    world: World,
    text: str,
    mapped: str = MAPPING,
    read: Callable[[], Iterable[LogTrace]] | None = None,
    **options: Any,
) -> Replayed:
    """Import a log's text in small batches, as the command does it: survey, check, replay."""
    source = read_source(mapped, "log.yaml")
    wanted = read_log_mapping(source)
    again = read or (lambda: traces(text))
    found = survey(wanted, again(), "log.xes", world.at)
    staff = list(world.read(lambda session: library(session).roles()))
    check_log_mapping(wanted, world.read(newest_version, wanted.case_type), found, staff, source)
    covering = lru_cache(maxsize=None)(lambda day: world.read(version_for, wanted.case_type, day))
    return replay_log(
        world.database,
        lambda: world.act(f"import:{wanted.log}"),
        Log(wanted.log, "0" * 64, world.orgs["commune"]),
        wanted,
        found,
        covering,
        again(),
        **{"size": 3, **options},
    )


def packed(folder: Path, text: str) -> Path:
    """The log as a packed file."""
    file = folder / "log.xes.gz"
    file.write_bytes(gzip.compress(text.encode()))
    return file
