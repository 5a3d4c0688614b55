"""What a golden scenario is: a table of steps with the days that the law gives, and how it is played.

A scenario is read from top to bottom:

    Scenario(
        "complaint_first", "2026.1", "not accepted",
        opened("2026-07-06", "reception", FIELDS, due={"acceptance": "2026-07-15"}),
        act("2026-07-07", "reception", "classify", {"competence": "own"}, to="classified"),
        refused("2026-07-08", "chair", "accept", papers=("notice",), because=("sentry", "eligible")),
        act("2026-07-15", "chair", "reject", papers=("notice",), to="rejected"),
    )

`due` says of a clock after the step: its legal end as a day (for an effect the first day in force), a list of
days where it runs for several parties, "paused", or the verdict it was stopped with ("in_time", "late",
"none"; with its end: "none of 2026-08-18"). Every clock that a step starts or moves must be named there, and
every verdict "late": a date that nobody reasoned fails the scenario. Values in fields: `@officer` is a person
of the world, `@@police` an office, `#first` the number of the case that `before` opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workflow.case_type.model import CaseType

Days = str | list[str]
Fields = Mapping[str, Any]
NOTHING: Fields = {}
REFERRED: Fields = {"referred_to": "Ủy ban Kiểm tra Đảng ủy xã", "referral_ground": "discipline"}
"""What a matter is referred to the competent body with."""


@dataclass(frozen=True)
class Step:
    """One line of the table. `kind`: open, act, refused, wait, receipt, ask, answer, deliver, confirm."""

    kind: str
    day: str
    who: str = "system"
    name: str = ""
    fields: Fields = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    to: str | None = None
    due: Mapping[str, Days] = field(default_factory=dict)
    of: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


class Scenario:
    """One way of a matter through a version of its procedure."""

    def __init__(
        self, case_type: str, version: str, title: str, *steps: Step,
        people: Mapping[str, tuple[str, str]] = NOTHING, remote: bool = False, org: str = "commune",
        traits: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """`people`: further persons by name, each with staff role and office; `remote`: the office lies in a
        remote place; `traits`: what else is true of the office; `org`: where the case is opened."""
        self.case_type, self.version, self.title, self.steps = case_type, version, title, steps
        self.people, self.org = people, org
        self.traits = (*traits, "remote") if remote else traits

    def __repr__(self) -> str:
        return f"{self.case_type}@{self.version}: {self.title}"


def opened(
    day: str, who: str, fields: Fields, papers: tuple[str, ...] = (), *,
    to: str | None = None, due: Mapping[str, Days] = NOTHING, **more: Any,
) -> Step:  # fmt: skip
    """The case is received and entered on that day. `more`: `channel`, `received` (an earlier day),
    `late_reason`, `state`."""
    return Step("open", day, who, fields=fields, papers=papers, to=to, due=due, more=more)


def before(first: Step) -> Step:
    """A case of the same type that was received first; it stays as it is."""
    return replace(first, of="first")


def act(
    day: str, who: str, name: str, fields: Fields = NOTHING, papers: tuple[str, ...] = (), *,
    to: str | None = None, due: Mapping[str, Days] = NOTHING, of: str = "", **more: Any,
) -> Step:  # fmt: skip
    """A transition is taken; `to` is the state afterwards (the same where left out). `of`: the case type of a
    child opened by `delivered`, where the act is the child's. `more`: `hour`."""
    return Step("act", day, who, name, fields, papers, to, due, of, more)


def refused(
    day: str, who: str, name: str, fields: Fields = NOTHING, papers: tuple[str, ...] = (), *,
    because: tuple[str, str] | tuple[tuple[str, str], ...], of: str = "", **more: Any,
) -> Step:  # fmt: skip
    """A transition is refused for exactly this (code, name), or these, and the record stays as it was."""
    reasons = {because} if isinstance(because[0], str) else set(because)
    return Step("refused", day, who, name, fields, papers, None, {}, of, {**more, "because": reasons})


def wait(
    day: str, *, to: str | None = None, due: Mapping[str, Days] = NOTHING, of: str = "", hour: float = 9
) -> Step:
    """Time passes until that day's hour; what comes due fires, and the system may move the case."""
    return Step("wait", day, to=to, due=due, of=of, more={"hour": hour})


def receipt(
    day: str, who: str, party: str, place: int = 0, *, due: Mapping[str, Days] = NOTHING, of: str = ""
) -> Step:
    """The party at `place` of the field `party` received on that day what was sent."""
    return Step("receipt", day, who, party, due=due, of=of, more={"place": place})


def asked(
    day: str, who: str, name: str, org: str, *, due: Mapping[str, Days] = NOTHING, of: str = ""
) -> Step:
    """A coordination request of a kind goes to a unit."""
    return Step("ask", day, who, name, due=due, of=of, more={"org": org})


def answered(day: str, who: str, name: str, *, due: Mapping[str, Days] = NOTHING, of: str = "") -> Step:
    """The newest open request of a kind is answered."""
    return Step("answer", day, who, name, due=due, of=of)


def confirmed(
    day: str, who: str, *, to: str | None = None, due: Mapping[str, Days] = NOTHING, of: str = ""
) -> Step:
    """The second person confirms what was proposed."""
    return Step("confirm", day, who, to=to, due=due, of=of)


def delivered(day: str, case_type: str, *, to: str, due: Mapping[str, Days] = NOTHING) -> Step:
    """The message that an act left opens a case of this type; later steps name it by `of`."""
    return Step("deliver", day, to=to, due=due, of=case_type)


def uncovered(case_type: CaseType, scenarios: Iterable[Scenario]) -> dict[str, set[str]]:
    """States, transitions and clocks of a version that no scenario enters, takes or dates; a child's in the
    scenarios of its parents."""
    steps = [
        step
        for one in scenarios
        for step in one.steps
        if step.of == case_type.name
        or (not step.of and (one.case_type, one.version) == (case_type.name, case_type.version))
    ]
    return {
        "states": set(case_type.states) - {step.to for step in steps},
        "transitions": {name for name, one in case_type.transitions.items() if not one.system}
        - {step.name for step in steps if step.kind == "act"},
        "clocks": set(case_type.clocks) - {clock for step in steps for clock in step.due},
    }
