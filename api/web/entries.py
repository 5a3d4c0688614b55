"""What is typed into the form of an act, read whole: values, papers, when it happened; and drawn again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.request.calls import Call
from api.request.language import say as _
from api.web.faults import Faults, faults_of
from api.web.fields import Input, Lists, Typed, first, read_values
from api.web.inputs import inputs_of, told_by_path
from api.web.papers import Held, Papers, hold_files, marks_of, paper_inputs, read_papers
from workflow.case_type.model import Document, Field
from workflow.errors import FieldError, InvalidInput
from workflow.operations.steps.acting import Told
from workflow.operations.steps.papers import Paper
from workflow.text.dates import format_date, parse_date
from workflow.text.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for: fields and papers, and the names of those that are needed."""

    fields: Sequence[Field]
    papers: Sequence[Document]
    needed: frozenset[str]
    needed_papers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed, read. `errors` are what could not be read at all; the rules have not looked yet."""

    typed: Typed
    values: Mapping[str, Any]
    papers: tuple[Paper, ...]
    told: Told
    held: dict[str, Held]
    errors: Sequence[FieldError]

    def check(self) -> None:
        """Raise InvalidInput for what could not be read."""
        if self.errors:
            raise InvalidInput(self.errors)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The inputs of a form with what is wrong, for the template. `hidden` goes along unseen."""

    days: Sequence[Input]
    fields: Sequence[Input]
    papers: Sequence[Input]
    faults: Faults
    hidden: Mapping[str, str]

    @property
    def inputs(self) -> list[Input]:
        """All inputs in their order."""
        return [*self.days, *self.fields, *self.papers]


def read_entry(call: Call, asked: Asked, typed: Typed, day_field: str = "happened") -> Entry:
    """Read a posted form; its files are held from now on."""
    values, errors = read_values(asked.fields, typed)
    held, file_errors = hold_files([one.name for one in asked.papers], call.act.actor_name)
    brought: Papers = read_papers(asked.papers, typed, held)
    told, day_errors = _told(call, typed, day_field)
    return Entry(
        typed, values, brought.papers, told, held, (*errors, *day_errors, *file_errors, *brought.errors)
    )


def draw(
    call: Call,
    asked: Asked,
    lists: Lists,
    typed: Typed,
    *,
    errors: Iterable[FieldError] = (),
    held: dict[str, Held] | None = None,
    day: Input,
    hidden: Mapping[str, str],
) -> Drawn:
    """The form's inputs again, with what was typed and the faults beside their fields."""
    kept = held or {}
    listed = list(errors)
    blank = _draw(call, asked, lists, typed, faults_of((), {}), kept, day)
    faults = faults_of(listed, told_by_path(blank.inputs))
    drawn = _draw(call, asked, lists, typed, faults, kept, day)
    return replace(drawn, faults=faults, hidden={**hidden, **marks_of(kept)})


def _draw(
    call: Call, asked: Asked, lists: Lists, typed: Typed, faults: Faults, held: dict[str, Held], day: Input
) -> Drawn:
    return Drawn(
        [replace(day, error=faults.at(day.name)), _late_input(typed, faults)],
        inputs_of(asked.fields, asked.needed, typed, faults, lists, call.language),
        paper_inputs(asked.papers, asked.needed_papers, typed, held, faults, call.language),
        faults,
        {},
    )


def day_input(call: Call, typed: Typed, name: str, title: str) -> Input:
    """The input of the day an act happened or a filing came: today unless typed."""
    given = typed.get(name)
    values = given if given is not None else [format_date(call.held.today(call.act.at))]
    return Input(name, title, "date", values, help=_("Ngày/tháng/năm, ví dụ 27/11/2026"), size="date")


def read_day(typed: Typed, name: str, today: date) -> tuple[date, list[FieldError]]:
    """The day typed, today where nothing is."""
    text = first(typed, name)
    try:
        return (parse_date(text) if text else today), []
    except Unreadable as error:
        return today, [FieldError(name, error.code)]


def shown_pairs(inputs: Iterable[Input]) -> list[tuple[str, str]]:
    """What was entered as (title, text), for the check page; what was left empty is left out there."""
    pairs = [(one.title, _shown(one)) for one in inputs]
    return [pair for pair in pairs if pair[1]]


def carried(typed: Typed, hidden: Mapping[str, str]) -> list[tuple[str, str]]:
    """Everything typed as hidden inputs, for the turn from the check page to the record."""
    own = {"csrf_token", "go", *hidden}
    return [(name, text) for name, listed in typed.items() if name not in own for text in listed]


def _shown(one: Input) -> str:
    if one.widget == "group":
        lines = [f"{part.title}: {text}" for row in one.rows for part in row if (text := _shown(part))]
        return "\n".join(lines)
    if one.widget == "file":
        return one.held
    if one.widget in ("radios", "select", "checks"):
        return ", ".join(option.title for option in one.options if option.code in one.values)
    return one.values[0].strip() if one.values else ""


def _told(call: Call, typed: Typed, name: str) -> tuple[Told, list[FieldError]]:
    today = call.held.today(call.act.at)
    day, errors = read_day(typed, name, today)
    return Told(None if day == today else day, first(typed, "late_reason")), errors


def _late_input(typed: Typed, faults: Faults) -> Input:
    return Input(
        "late_reason",
        _("Lý do ghi nhận muộn"),
        "area",
        typed.get("late_reason", ()),
        help=_("Chỉ cần khi ghi nhận muộn hơn thời gian cho phép; Chủ tịch hoặc cấp trên sẽ xác nhận"),
        error=faults.at("late_reason"),
        required=False,
        size="2",
    )
