"""What the scenarios of the common front have in common."""

from __future__ import annotations

from typing import Any

from tests.operations.golden.scenario import Scenario, Step, act, opened

SENDER = [{"name": "Phan Văn Sáu", "address": "Thôn Đông"}]
OTHER_SIDE = [{"name": "Lò Thị Bảy", "address": "Thôn Tây"}]
FIELDS: dict[str, Any] = {
    "senders": SENDER,
    "content": "Đơn gửi Ủy ban nhân dân xã.",
    "subject": "Đơn về rác thải và đất đai",
    "people": 1,
}
ACT = {"kind": "act", "act": "Quyết định 12"}
# Monday 6/7/2026: ten working days after it end on Monday 20/7, three on 9/7.
OPENED = {"processing": "2026-07-20", "reply_to_citizen": "2026-07-20", "classification": "2026-07-09"}
PETITION = {
    "processing": "2026-07-20",
    "reply_to_citizen": "2026-07-20",
    "classification": "2026-07-09",
    "unassigned": "2026-07-08",
}
# Land: three working days to tell the parties, thirty days to mediate, from the same Monday.
LAND_DUE = {
    "notice": "2026-07-09",
    "mediation": "2026-08-05",
    "reply_to_citizen": "2026-07-20",
    "unassigned": "2026-07-13",
}
# Seven working days to look at a denunciation, five to pass it on.
DENUNCIATION_DUE = {"initial_processing": "2026-07-15", "transfer": "2026-07-13"}
COMPLAINT = {"acceptance": "2026-07-15", "reply_to_citizen": "2026-07-20", "unassigned": "2026-07-08"}


def received(**more: Any) -> Step:
    fields = {**FIELDS, **more.pop("fields", {})}
    if not more.pop("senders", True):
        fields.pop("senders")
    due = {**OPENED, **more.pop("due", {})}
    return opened("2026-07-06", "reception", fields, ("filing",), to="received", due=due, **more)


def classified(
    kind: str, competence: str = "own", papers: tuple[str, ...] = (), day: str = "2026-07-07", **more: Any
) -> Step:
    fields = {"kind": kind, "competence": competence, **more}
    return act(day, "reception", "classify", fields, papers, to="classified")


def split(name: str, day: str, **more: Any) -> Step:
    fields = {"part_subject": "Phần của đơn", "part_content": "Nội dung phần này.", **more}
    return act(day, "clerk", f"split_{name}", fields, to="splitting")


def ends(title: str, kind: str, competence: str, *steps: Step) -> Scenario:
    return Scenario("intake", "2026.1", title, received(), classified(kind, competence), *steps)
