"""The record of a case as its timeline shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.request.language import say as _
from api.web.due_days import DueDay, due_day
from api.web.words import day, moment
from models import definitions
from workflow.operations.case.read_events import EventView, read_events
from workflow.operations.steps.views import CaseView

BATCH = 200


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline, in words."""

    seq: int
    title: str
    when: str
    recorded: str
    who: str
    lines: tuple[str, ...]
    hash: str
    ends: tuple[tuple[str, DueDay], ...] = ()


def all_events(call: Call, ref: str) -> list[EventView]:
    """Every event of the case, oldest first. Raises CaseNotFound."""
    found: list[EventView] = []
    while batch := read_events(call.session, call.act, ref, found[-1].seq if found else 0, BATCH):
        found += batch
        if len(batch) < BATCH:
            break
    return found


def events_since(call: Call, ref: str, version: int) -> list[EventView]:
    """What was recorded after the case had this row version."""
    return [one for one in all_events(call, ref) if int(one.body.get("version", 0)) > version]


def shown_events(call: Call, view: CaseView, events: Iterable[EventView]) -> list[Happening]:
    """Events in words."""
    case_type = call.held.case_type(view.definition_sha256)
    # Papers of acts under an earlier version keep the names they had there.
    earlier = [call.held.case_type(sha) for _seq, sha in definitions.moves_of(call.session, view.case_id)]
    papers = {
        name: one.title.say(call.language)
        for version in (*earlier, case_type)
        for name, one in version.documents.items()
    }
    return [_shown(call, view.case_id, one, papers) for one in events]


def _shown(call: Call, case_id: UUID, one: EventView, papers: dict[str, str]) -> Happening:
    kind = one.kind_title.say(call.language)
    title = f"{kind}: {one.act_title.say(call.language)}" if one.act_title else kind
    if one.act_title and _stays(one):
        title = one.act_title.say(call.language)
    when = moment(one.happened) if isinstance(one.happened, datetime) else day(one.happened)
    recorded = ""
    if not isinstance(one.happened, datetime) or one.happened != one.recorded:
        recorded = _("ghi nhận %(moment)s", moment=moment(one.recorded))
        if one.days_late > 0:
            recorded += " " + _("(muộn %(days)s ngày)", days=str(one.days_late))
    who = _("Hệ thống") if one.actor == "system" else one.actor_name
    if one.on_behalf_of:
        who = _("%(who)s thay %(other)s", who=who, other=one.on_behalf_of)
    return Happening(
        one.seq,
        title,
        _("Xảy ra %(when)s", when=when),
        recorded,
        who,
        tuple(_lines(call, one.body, papers, one)),
        one.hash[:8],
        tuple(_moved(call, case_id, one.body)) if one.kind == "case_migrated" else (),
    )


_STATE_TOLD = ("transition_taken", "case_opened", "case_imported", "case_migrated")


def _lines(call: Call, body: Any, papers: dict[str, str], one: EventView) -> Iterable[str]:
    if one.state_after and one.kind in _STATE_TOLD and not _stays(one):
        yield _("Trạng thái: %(state)s", state=one.state_after.say(call.language))
    kinds = [papers.get(paper.get("kind", ""), "") for paper in body.get("documents", ())]
    if any(kinds):
        yield _("Tài liệu: %(papers)s", papers=", ".join(filter(None, kinds)))
    if one.kind == "case_succeeded":
        yield _("Từ %(old)s sang %(new)s", old=body.get("from_name", ""), new=body.get("to_name", ""))
        yield from filter(None, (body.get("because"), body.get("cites"), body.get("basis")))
    if one.kind == "case_migrated":
        yield from _migrated(call, body)


def _stays(one: EventView) -> bool:
    """Whether an act left the case in the state it was in: then no change of state is told."""
    return one.kind == "transition_taken" and one.body.get("from") == one.body.get("to")


def _migrated(call: Call, body: Any) -> Iterable[str]:
    """From which version to which; a clock that has no place in the new one ended with the old one."""
    old, new = body["from_definition"], body["to_definition"]
    yield _("Phiên bản %(old)s → %(new)s", old=old["version"], new=new["version"])
    for one in body["moved"]:
        if one["after"] is None:
            yield _(
                "%(clock)s: hạn %(old)s → %(new)s; %(because)s (%(cites)s)",
                new="–",
                **_of_move(call, body, one),
            )


def _moved(call: Call, case_id: UUID, body: Any) -> Iterable[tuple[str, DueDay]]:
    """Every date that moved with its legal reason, and the new end of its clock."""
    timers = {(one["clock"], one.get("legal_due")): UUID(one["timer"]) for one in body["clocks"]}
    for one in body["moved"]:
        if one["after"] is not None:
            words = _("%(clock)s: hạn %(old)s; %(because)s (%(cites)s) →", **_of_move(call, body, one))
            end = one["after"]["legal"]
            yield words, due_day(case_id, timers[one["clock"], end], date.fromisoformat(end))


def _of_move(call: Call, body: Any, one: Any) -> dict[str, str]:
    clocks = {
        **call.held.case_type(body["from_definition"]["sha256"]).clocks,
        **call.held.case_type(body["to_definition"]["sha256"]).clocks,
    }
    reason = one.get("reason", {})
    return {
        "clock": clocks[one["clock"]].title.say(call.language),
        "old": day(date.fromisoformat(one["before"]["legal"])) if one["before"] else "–",
        "because": (reason.get("en") if call.language == "en" else None) or reason.get("vi", ""),
        "cites": reason.get("cites", ""),
    }
