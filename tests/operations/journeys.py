"""How cases of the two procedures travel in tests: what is entered at each act."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.operations.record import read
from tests.world import World
from workflow.operations.case.open_case import Opened

PARTIES = [{"name": "Nguyễn Thị Mùa", "address": "Thôn 3"}, {"name": "Trần Văn Đông"}]

DISPUTE = {
    "requesters": PARTIES,
    "content": "Tranh chấp lối đi giữa hai nhà.",
    "subject": "Tranh chấp lối đi",
}


def complaint(respondent: dict[str, Any] | None = None, people: int = 1, **more: Any) -> dict[str, Any]:
    """The fields a complaint is opened with."""
    return {
        "complainants": PARTIES[:1],
        "respondent": respondent or {"kind": "act", "act": "Quyết định thu hồi"},
        "content": "Khiếu nại việc thu hồi đất.",
        "subject": "Khiếu nại thu hồi đất",
        "people": people,
        **more,
    }


def open_dispute(world: World, who: str = "reception", **more: Any) -> Opened:
    """A dispute received today."""
    return world.open(who, "dispute", {**DISPUTE, **more.pop("fields", {})}, **more)


def dispute_to(world: World, state: str) -> Opened:
    """A dispute taken on the straight way to one of its states."""
    opened = open_dispute(world)
    ref = opened.case_id
    steps: list[tuple[str, tuple[Any, ...]]] = [
        ("classified", ("reception", ref, "classify", {"matter": "land_use", "mediable": True})),
        ("assigned", ("leader", ref, "assign", {"lead": world.user("mediator")}, ("assignment",))),
        ("mediating", ("mediator", ref, "start_mediation", {}, ("log_entry",))),
        ("agreed", ("mediator", ref, "agree", {"agreement": "Mở lối đi rộng hai mét."}, ("log_entry",))),
        ("monitored", ("mediator", ref, "monitor", {})),
    ]
    if state == "received":
        return opened
    for reached, arguments in steps:
        world.take(*arguments)
        if reached == state:
            return opened
    raise AssertionError(f"{state} does not lie on the way")


def open_complaint(world: World, who: str = "reception", **more: Any) -> Opened:
    """A complaint received today."""
    fields = complaint(more.pop("respondent", None), more.pop("people", 1), **more.pop("fields", {}))
    return world.open(who, "complaint_first", fields, **more)


def classify(world: World, ref: object, people: int = 1, **more: Any) -> None:
    """Classify a complaint as ours and eligible."""
    fields = {"competence": "own", "eligibility": "eligible", "people": people, **more.pop("fields", {})}
    world.take("reception", ref, "classify", fields, **more)


def accept(world: World, ref: object, **more: Any) -> None:
    """Classify and accept a complaint."""
    classify(world, ref)
    world.take("chair", ref, "accept", {}, ("acceptance_notice",), **more)


def complaint_to(world: World, state: str, **more: Any) -> Opened:
    """A complaint taken on the straight way to one of its states."""
    opened = open_complaint(world, **more)
    ref = opened.case_id
    accept(world, ref)
    steps: list[tuple[str, tuple[Any, ...]]] = [
        ("accepted", ()),
        ("assigned", ("chair", ref, "assign", {"lead": world.user("officer")}, ("assignment",))),
        ("verifying", ("officer", ref, "start_verification", {})),
        ("deciding", ("officer", ref, "report", {"views_differ": False}, ("verification_report",))),
        ("decided", ("chair", ref, "decide", {"outcome": "right"}, ("decision",))),
        ("sent", ("clerk", ref, "send", {"recipients": ["Người khiếu nại"]})),
        ("awaiting_effect", ("clerk", ref, "confirm_receipt", {}, ("receipts",))),
    ]
    for reached, arguments in steps:
        if arguments:
            world.take(*arguments)
        if reached == state:
            return opened
    raise AssertionError(f"{state} does not lie on the way")


def at_nine(world: World, day: date) -> World:
    """Put the world's clock to nine in the morning of a local day, without anything coming due."""
    world.at = world.at.replace(year=day.year, month=day.month, day=day.day, hour=2, minute=0)
    return world


def party_of(world: World, opened: Opened, field: str, place: int = 0) -> Any:
    """The id of a party of a case."""
    return [one for one in read(world, opened.case_id).parties if one["field"] == field][place]["party_id"]
