"""`tiepdan organisation succeed`: the open cases of a merged or split office go to its successors."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from models.session import Database
from service.acting import OPERATOR, act_source
from service.cli.organisation_load import READABLE, Day, opened_text
from service.cli.speaking import json_option, print_json
from service.opening import environment_settings, opened
from workflow.audit.formats.csv_rows import guarded
from workflow.importers.unit_register import read_choices
from workflow.operations.people.offices import today
from workflow.operations.people.plan_succession import Choices, PlannedCase
from workflow.operations.people.successors import former_office
from workflow.organisation.succession import Why
from workflow.workers.succession import Succeeded, succeed_office

WHY = {
    Why.ONLY_SUCCESSOR: "đơn vị kế thừa duy nhất",
    Why.CHOSEN: "đã chọn cho vụ việc này",
    Why.CHOSEN_FOR_ALL: "đã chọn chung (--to)",
    Why.WITH_PARENT: "theo vụ việc gốc",
    Why.STAYS: "đã chọn ở lại",
    Why.CHOICE_NEEDED: "chờ người có thẩm quyền chọn",
}
EXTENT = {"whole": "toàn bộ", "part": "một phần"}


@click.command("succeed")
@click.argument("old")
@click.option(
    "--to", "for_all", metavar="NEW", help="The successor of every case without a choice of its own."
)
@click.option(
    "--as-of", "day", type=Day(), help="The day on which the succession is judged [default: today]."
)
@click.option("--choices", type=READABLE, help="CSV: case number, code of its successor.")
@click.option(
    "--left",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the cases that wait for a choice to this CSV, to be filled in for --choices.",
)
@click.option(
    "--move-units",
    is_flag=True,
    help="Make the units of the ended office (teams, sections) part of its one successor from that day on.",
)
@click.option("--because", default="", help="The reason, for the record of every case.")
@click.option("--cites", default="", help="The legal basis, for the record of every case.")
@click.option("--dry-run", is_flag=True, help="Say which case would go where and why; keep nothing.")
@json_option
def succeed(
    old: str,
    for_all: str | None,
    day: date | None,
    choices: Path | None,
    left: Path | None,
    move_units: bool,
    because: str,
    cites: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Pass the open cases of the office OLD to the offices that succeed it.

    OLD and NEW are codes or ids; CODE@DAY is the office that bore a code on a day. With one successor every
    case goes there. With several, or where only a part went, each case needs a choice; cases without one
    stay and are counted. Numbers and time limits do not change. Run again, it passes nothing twice.
    The units below the office and the people whose roles stand there are listed: a role at an ended office
    opens nothing new; give those people roles at the successor (page Administration).
    """
    by_case: dict[str, tuple[str, int]] = {}
    if choices is not None:
        with opened_text(choices) as lines:
            by_case = read_choices(lines, str(choices))
    make_act = act_source(OPERATOR)
    with opened(environment_settings()) as database:
        org_id, on = _office(database, old, day)
        wanted = Choices(by_case, for_all, str(choices or ""))
        result = succeed_office(
            database, make_act, org_id, on, wanted, because, cites, dry_run=dry_run, move_units=move_units
        )
    if left is not None:
        _write_left(left, result)
    if as_json:
        print_json(_as_json(result, dry_run))
    else:
        _say(result, dry_run)


def _office(database: Database, named: str, day: date | None) -> tuple[UUID, date]:
    act = act_source(OPERATOR)()
    with database.transaction(read_only=True) as session:
        on = day or today(session, act)
        return former_office(session, named, on), on


def _say(result: Succeeded, dry_run: bool) -> None:
    plan, names = result.plan, result.plan.names
    click.echo(f"{plan.old.code} {plan.old.name}".strip() + f", ngày {plan.day.isoformat()}:")
    for one in plan.old.successors:
        through = f" (qua {', '.join(one.through)})" if one.through else ""
        click.echo(f"  → {one.code} {one.name}: {EXTENT[one.office.extent]}{through}")
    if plan.fresh_successor is not None:
        click.echo(f"  → {names.get(plan.fresh_successor, '')}: được ghi là đơn vị kế thừa")
    for case in plan.cases:
        place = names[case.to] if case.to else "ở lại"
        click.echo(f"  {case.number}  {case.state}  hạn {_due(case) or '–'}  → {place}: {WHY[case.why]}")
    click.echo(
        f"{'Chạy thử: ' if dry_run else ''}chuyển {len(result.passed)}, đã chuyển trước {plan.moved_before}, "
        f"ở lại {result.staying}, chờ chọn {result.waiting}."
    )
    if plan.requests or plan.parts:
        click.echo(
            f"Vụ việc của cơ quan khác còn gửi đến đơn vị cũ: {plan.requests} yêu cầu phối hợp, "
            f"{plan.parts} phần việc."
        )
    _say_left(result)


def _say_left(result: Succeeded) -> None:
    """The units that are part of the ended office, and whose roles stand there."""
    plan = result.plan
    for unit, name in plan.units.items():
        goes = (
            f"→ {plan.names[plan.units_to]}" if unit in result.units_moved and plan.units_to else "còn ở lại"
        )
        click.echo(f"  Đơn vị trực thuộc: {name} {goes}")
    for post in plan.posts:
        at = plan.units.get(post.org_id, plan.old.name)
        click.echo(
            f"  Vai trò tại đơn vị đã kết thúc: {post.username} ({post.display_name}) {post.role}, {at}"
        )


def _as_json(result: Succeeded, dry_run: bool) -> dict[str, Any]:
    plan, names = result.plan, result.plan.names
    return {
        "office": {"id": str(plan.old.org_id), "code": plan.old.code, "name": plan.old.name},
        "as_of": plan.day.isoformat(),
        "dry_run": dry_run,
        "successors": [
            {
                "id": str(one.office.org_id),
                "code": one.code,
                "name": one.name,
                "extent": one.office.extent,
                "through": list(one.through),
            }
            for one in plan.old.successors
        ],
        "cases": [
            {
                "case": str(one.case_id),
                "number": one.number,
                "case_type": one.case_type,
                "state": one.state,
                "received": one.received_on.isoformat(),
                "due": _due(one) or None,
                "to": str(one.to) if one.to else None,
                "to_name": names.get(one.to) if one.to else None,
                "why": str(one.why),
                "passed": one.case_id in result.passed,
            }
            for one in plan.cases
        ],
        "passed": len(result.passed),
        "moved_before": plan.moved_before,
        "staying": result.staying,
        "waiting": result.waiting,
        "requests": plan.requests,
        "parts": plan.parts,
        "units": [
            {"id": str(unit), "name": name, "moved": unit in result.units_moved}
            for unit, name in plan.units.items()
        ],
        "posts": [
            {"username": post.username, "name": post.display_name, "role": post.role, "at": str(post.org_id)}
            for post in plan.posts
        ],
    }


def _due(case: PlannedCase) -> str:
    return case.due_at.isoformat() if case.due_at else ""


def _write_left(path: Path, result: Succeeded) -> None:
    """The cases that wait, with an empty place for the code; the codes to choose from stand beside."""
    codes = " | ".join(f"{one.code} {one.name}" for one in result.plan.old.successors)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "successor", "choose_from", "state", "received"])
        for one in result.plan.cases:
            if one.why is Why.CHOICE_NEEDED:
                writer.writerow(
                    [guarded(one.number), "", guarded(codes), one.state, one.received_on.isoformat()]
                )
