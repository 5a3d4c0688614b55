"""A case in words: stage line, facts, parties, acts with the reasons against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from api.request.calls import Call
from api.request.language import say as _
from api.web.faults import reason_text
from api.web.words import day, moment
from models import organisations, people
from workflow.case_type.model import CLOSED, STAGES, CaseType, Transition
from workflow.errors import Reason
from workflow.operations.case.offer_transitions import Offered
from workflow.operations.case.read_events import EventView
from workflow.operations.steps.views import CaseView, ShownParty, ShownValue
from workflow.text.numbers import format_integer


@dataclass(frozen=True, slots=True)
class StageMark:
    """One stage of the line: `mark` past | here | next | skipped."""

    title: str
    mark: str


@dataclass(frozen=True, slots=True)
class ActLink:
    """An act that is possible now, or the reasons why it is not."""

    title: str
    href: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acts:
    """What can be done now: at most one main act, further ones, and those refused."""

    main: ActLink | None
    others: Sequence[ActLink]
    refused: Sequence[ActLink]


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A party: role first, person second; an official complained about is named by the account. `receives`:
    papers can reach it, which a decision complained about is not."""

    party_id: str
    role: str
    pairs: Sequence[tuple[str, str]]
    received: date | None
    receives: bool


CHANNELS = ("in_person", "post", "online", "from_above", "front", "press", "own_initiative")


def channel_title(channel: str) -> str:
    """How a filing reached the office, in words."""
    return {
        "in_person": _("Trực tiếp"),
        "post": _("Bưu chính"),
        "online": _("Trực tuyến"),
        "from_above": _("Cấp trên giao"),
        "front": _("Mặt trận Tổ quốc chuyển"),
        "press": _("Báo chí phản ánh"),
        "own_initiative": _("Cơ quan tự phát hiện"),
        "system": _("Hệ thống"),
    }.get(channel, channel)


def stage_marks(
    case_type: CaseType, view: CaseView, events: Iterable[EventView], language: str
) -> tuple[list[StageMark], str]:
    """The stage line and its one sentence. What leads upwards is drawn only once it happened."""
    states = [str(one.body.get("to", "")) for one in events]
    seen = {case_type.states[name].stage for name in states if name in case_type.states} | {view.stage}
    if not states:
        # Whoever sees the case in outline has no events to read the path from: it is drawn as gone through.
        seen |= {name for name, _title in view.stages if name != "escalated"}
    shown = [(name, title) for name, title in view.stages if name != "escalated" or name in seen]
    here = next(place for place, (name, _title) in enumerate(shown) if name == view.stage)
    marks = []
    for place, (name, title) in enumerate(shown):
        mark = "here" if place == here else "next" if place > here else "past" if name in seen else "skipped"
        marks.append(StageMark(title.say(language), mark))
    state = view.state_title.say(language)
    words = _(
        "Giai đoạn %(place)s/%(all)s: %(stage)s – %(state)s",
        place=str(here + 1),
        all=str(len(shown)),
        stage=view.stage_title.say(language),
        state=state[:1].lower() + state[1:],
    )
    return marks, words


def acts_of(call: Call, view: CaseView, offered: Offered, ref: str) -> Acts:
    """The offered acts in the definition's order; the main one leads on and is nobody's right of
    going another way."""
    declared = offered.case_type.transitions
    possible: list[tuple[Transition, ActLink]] = []
    refused: list[tuple[Transition, ActLink]] = []
    for offer in offered.offers:
        transition = declared[offer.transition]
        if transition.system:
            continue
        link = ActLink(
            transition.title.say(call.language),
            url_for("web.show_act", ref=ref, transition=transition.name),
            tuple(reason_text(one) for one in offer.reasons),
        )
        (possible if offer.possible else refused).append((transition, link))
    main = next((link for one, link in possible if _leads_on(offered.case_type, view, one)), None)
    return Acts(main, [link for _one, link in possible if link is not main], [link for _one, link in refused])


def _leads_on(case_type: CaseType, view: CaseView, one: Transition) -> bool:
    """Whether an act is the ordinary way on: not back, not upwards, to an ending only from the last stage."""
    if one.target not in case_type.states or one.right:
        return False
    stage = case_type.states[one.target].stage
    if stage == CLOSED:
        return view.stage == STAGES[-1]
    return stage != "escalated" and view.stage in STAGES and STAGES.index(stage) >= STAGES.index(view.stage)


def reasons_shown(reasons: Iterable[Reason]) -> list[str]:
    """Reasons in the page's language."""
    return [reason_text(one) for one in reasons]


def facts_of(call: Call, fields: Iterable[ShownValue]) -> list[tuple[str, str, str]]:
    """(title, text, value id) of each field that has a value; the id only where it is sealed."""
    return [
        (one.title.say(call.language), value_text(call, one), str(one.value) if one.sealed else "")
        for one in fields
    ]


def value_text(call: Call, one: ShownValue) -> str:
    """A value in words."""
    if one.sealed:
        return _("giữ bí mật")
    if one.shown:
        return ", ".join(title.say(call.language) for title in one.shown)
    if one.value is None:
        return ""
    match one.type:
        case "date":
            return day(date.fromisoformat(one.value))
        case "instant":
            return moment(datetime.fromisoformat(one.value))
        case "integer":
            return format_integer(one.value)
        case "yes_no":
            return _("Có") if one.value else _("Không")
        case "officer":
            return _people(call, [one.value])
        case "organisation":
            return _offices(call, [one.value])
        case "units":
            return _offices(call, one.value)
    return (
        one.value
        if isinstance(one.value, str)
        else ", ".join(map(str, one.value))
        if isinstance(one.value, list)
        else str(one.value)
    )


def party_cards(call: Call, parties: Iterable[ShownParty]) -> list[PartyCard]:
    """The parties with what is known of them; empty parts are said to be unknown."""
    return [_card(call, one) for one in parties]


def _card(call: Call, one: ShownParty) -> PartyCard:
    name = one.name or (_people(call, [str(one.user_id)]) if one.user_id else "")
    pairs = [(_("Họ tên, tên gọi"), name)]
    if one.kind == "person":
        pairs += [
            (_("Địa chỉ"), one.address or ""),
            (_("Số căn cước"), one.identity or ""),
            (_("Liên hệ"), one.contact or ""),
        ]
    elif one.address:
        pairs.append((_("Địa chỉ"), one.address))
    role = one.title.say(call.language)
    if one.representative:
        role = _("%(role)s (người đại diện)", role=role)
    return PartyCard(str(one.party_id), role, pairs, one.received_decision_on, one.kind != "act")


def identity_pairs(call: Call, view: CaseView) -> list[tuple[str, str]]:
    """Who has the case, and where it came from."""
    leading = [one.user_name or one.org_name or "" for one in view.assignments if one.part == "lead"]
    coordinating = [one.user_name or one.org_name or "" for one in view.assignments if one.part != "lead"]
    return [
        (_("Cơ quan"), view.org_name),
        (_("Chủ trì"), ", ".join(leading) or view.holder_name or _("Chưa phân công")),
        (_("Phối hợp"), ", ".join(coordinating) or _("Chưa có")),
        (_("Ngày nhận"), day(view.received_on)),
        (_("Nguồn đơn"), channel_title(view.channel)),
        (_("Quy trình"), f"{view.type_title.say(call.language)} {view.version}"),
        (_("Chuyển bước gần nhất"), moment(view.moved_at)),
    ]


def document_rows(call: Call, view: CaseView, ref: str) -> list[Mapping[str, Any]]:
    """The papers for their table."""
    standings = {
        "not_scanned": _("Chưa quét (chưa có máy quét)"),
        "clean": _("Không thấy mã độc"),
        "held": _("Bị giữ lại"),
    }
    return [
        {
            "title": one.title,
            "kind": one.kind_title.say(call.language),
            "number": one.official_number or "",
            "dated": one.dated,
            "revision": one.revision,
            "standing": standings.get(one.quarantine, one.quarantine),
            "sha256": one.sha256,
            "href": url_for("web.read_paper", ref=ref, document_id=one.document_id),
        }
        for one in view.documents
    ]


def _people(call: Call, ids: Iterable[str]) -> str:
    from_ids = people.names_of(call.session, [UUID(one) for one in ids])
    return ", ".join(from_ids.values())


def _offices(call: Call, ids: Iterable[str]) -> str:
    names = organisations.names_on(call.session, [UUID(one) for one in ids], call.held.today(call.act.at))
    return ", ".join(names.values())
