"""A case type from a structurally sound value: the file as read, or its stored canonical form. No
positions, no findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workflow.case_type.beginning import DOORS
from workflow.case_type.grammar import read_condition, read_rung, read_trigger
from workflow.case_type.model import (
    ANY_OPEN,
    CLOSED,
    Beginning,
    CaseType,
    Clock,
    Document,
    Extension,
    Field,
    Option,
    RequestKind,
    Role,
    Rung,
    Sentry,
    State,
    Text,
    Transition,
    Trigger,
)
from workflow.case_type.plain import ANY_ENDING, many, read_day
from workflow.case_type.promise import read_promise

CODE_LIST = "code_list."

Entry = Mapping[str, Any]


def build_case_type(value: Entry, sha256: str, code_lists: Mapping[str, tuple[Option, ...]]) -> CaseType:
    """The case type that `value` writes. Dates may be ISO texts; what is left out takes the language's
    defaults.

    The value must have passed `load_case_type` once; on anything else the errors are those of plain
    lookups."""
    valid = value.get("valid") or {}
    states = _states(value)
    transitions = {name: _transition(name, entry, states) for name, entry in value["transitions"].items()}
    into_endings = tuple(
        Trigger("transition", name)
        for name, transition in transitions.items()
        if transition.target in states and states[transition.target].ending
    )
    clocks = {name: _clock(name, entry, into_endings) for name, entry in (value.get("clocks") or {}).items()}
    return CaseType(
        name=value["case_type"],
        version=value["version"],
        kind=value["kind"],
        title=read_text(value.get("title"), value["case_type"]),
        sha256=sha256,
        number=value.get("number", "{office}-{year}-{serial}"),
        received_from=read_day(valid["received_from"]) if "received_from" in valid else None,
        received_to=read_day(valid["received_to"]) if "received_to" in valid else None,
        calendar=value.get("calendar", "vn"),
        roles={name: _role(name, entry) for name, entry in (value.get("roles") or {}).items()},
        fields={name: _field(name, entry, code_lists) for name, entry in (value.get("fields") or {}).items()},
        documents={name: _document(name, entry) for name, entry in (value.get("documents") or {}).items()},
        states=states,
        sentries={
            name: Sentry(name, read_condition(entry["if"]), read_text(entry.get("say"), name))
            for name, entry in (value.get("sentries") or {}).items()
        },
        transitions=transitions,
        clocks=clocks,
        rungs=_rungs(value.get("rungs") or {}, clocks),
        requests={
            name: _request(name, entry, states) for name, entry in (value.get("requests") or {}).items()
        },
        stage_titles={
            name: read_text(text, name) for name, text in (value.get("stage_titles") or {}).items()
        },
        waived=tuple((entry["code"], entry["at"], entry["because"]) for entry in many(value.get("waive"))),
        sealed=value.get("sealed", False),
        opened=_beginning(value.get("opened") or {}),
    )


def read_text(value: Any, name: str) -> Text:
    """A text of the office: `{vi, en}`, a bare Vietnamese string, or the thing's own name where nothing is
    written."""
    if isinstance(value, Mapping):
        return Text(value["vi"], value.get("en"))
    return Text(value if value is not None else name)


def read_option(code: str, written: Any) -> Option:
    """One value of a closed list; `written` is its text, with `cites` beside the languages."""
    cites = written.get("cites") if isinstance(written, Mapping) else None
    return Option(code, read_text(written, code), cites)


def open_states(states: Mapping[str, State]) -> tuple[str, ...]:
    """The names of the states that are no endings."""
    return tuple(name for name, state in states.items() if not state.ending)


def _beginning(entry: Entry) -> Beginning:
    said = read_text(entry["say"], "opened") if "say" in entry else None
    doors = many(entry["from"]) if "from" in entry else DOORS
    return Beginning(many(entry.get("by")), many(entry.get("at")), doors, said)


def _role(name: str, entry: Entry) -> Role:
    title = read_text(entry["title"], name) if "title" in entry else None
    return Role(
        name, entry["holds"], entry.get("at", "office"), entry.get("is"), many(entry.get("never")), title
    )


def _field(name: str, entry: Entry, code_lists: Mapping[str, tuple[Option, ...]]) -> Field:
    of, sealed = entry.get("of"), entry.get("sealed")
    code_list = of.removeprefix(CODE_LIST) if isinstance(of, str) else None
    if code_list is not None:
        options = code_lists[code_list]
    elif isinstance(of, Mapping):
        options = tuple(read_option(code, text) for code, text in of.items())
    else:
        options = tuple(read_option(code, None) for code in many(of))
    return Field(
        name=name,
        type=entry["type"],
        title=read_text(entry.get("title"), name),
        required=entry.get("required", False),
        personal=entry.get("personal", False),
        sealed=sealed is not None,
        reveal=many(sealed["reveal"]) if sealed else (),
        options=options,
        code_list=code_list,
        at_least=entry.get("at_least"),
        at_most=entry.get("at_most"),
        help=read_text(entry["help"], name) if "help" in entry else None,
        part=entry.get("part", "lead"),
    )


def _document(name: str, entry: Entry) -> Document:
    unless = read_condition(entry["unless"]) if "unless" in entry else None
    return Document(name, read_text(entry.get("title"), name), entry.get("letter"), entry.get("form"), unless)


def _states(value: Entry) -> dict[str, State]:
    names = list(value["states"])
    starts = many(value.get("starts")) or tuple(names[:1])
    states: dict[str, State] = {}
    stage = "received"
    for name, entry in value["states"].items():
        ending = entry.get("ending", False)
        # A state without a stage is reported by the checks (no-stage); it stands
        # with the state written before it.
        stage = entry.get("stage", stage)
        states[name] = State(
            name=name,
            stage=CLOSED if ending else stage,
            title=read_text(entry.get("title"), name),
            ending=ending,
            ground=entry.get("ground"),
            untimed=entry.get("untimed"),
            start=name in starts,
            reopens=entry.get("reopens", False),
            stub=entry.get("stub", False),
        )
    return states


def _sources(entry: Entry, states: Mapping[str, State]) -> tuple[str, ...]:
    written = many(entry["from"])
    left_out = {*many(entry.get("except")), entry["to"]}
    sources: dict[str, None] = {}
    for name in written:
        found = [each for each in open_states(states) if each not in left_out] if name == ANY_OPEN else [name]
        sources.update(dict.fromkeys(found))
    return tuple(sources)


def _transition(name: str, entry: Entry, states: Mapping[str, State]) -> Transition:
    system = entry.get("by") == "system"
    in_force = entry.get("in_force") or {}
    return Transition(
        name=name,
        title=read_text(entry.get("title"), name),
        sources=_sources(entry, states),
        target=entry["to"],
        by=() if system else many(entry.get("by")),
        system=system,
        on=tuple(each.removesuffix(".reached") for each in many(entry.get("on"))),
        needs=many(entry.get("needs")),
        asks=many(entry.get("asks")),
        may_ask=many(entry.get("may_ask")),
        attaches=many(entry.get("attaches")),
        may_attach=many(entry.get("may_attach")),
        issues=many(entry.get("issues")),
        right=entry.get("right", False),
        second=entry.get("second"),
        in_force_from=read_day(in_force["from"]) if "from" in in_force else None,
        in_force_to=read_day(in_force["to"]) if "to" in in_force else None,
        opens=entry.get("opens"),
        becomes=entry.get("becomes"),
        opens_at=entry.get("opens_at", "office"),
        opens_in=entry.get("opens_in"),
        carries=many(entry.get("carries")),
        carries_as=tuple((entry.get("carries_as") or {}).items()),
        hands_on=tuple((entry.get("hands_on") or {}).items()),
        joins=entry.get("joins"),
        priority=entry.get("priority", 0),
        cites=entry.get("cites"),
        confirms=entry.get("confirms", False),
    )


def _triggers(written: Any, into_endings: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    triggers: dict[Trigger, None] = {}
    for each in many(written):
        found = into_endings if each == ANY_ENDING else (read_trigger(each),)
        triggers.update(dict.fromkeys(found))
    return tuple(triggers)


def _clock(name: str, entry: Entry, into_endings: tuple[Trigger, ...]) -> Clock:
    own = "promise" in entry and "rule" not in entry
    promised, by_field = read_promise(entry["promise"]) if "promise" in entry else (None, None)
    return Clock(
        name=name,
        kind=entry.get("kind") or ("notice" if "before" in entry else "internal" if own else "duty"),
        title=read_text(entry.get("title"), name),
        starts=_triggers(entry["starts"], into_endings),
        stops=_triggers(entry.get("stops"), into_endings),
        pauses=_triggers(entry.get("pauses"), into_endings),
        resumes=_triggers(entry.get("resumes"), into_endings),
        rule=entry.get("rule"),
        promise=None if isinstance(promised, timedelta) else promised,
        because=read_text(entry["because"], name) if "because" in entry else None,
        given=entry.get("given"),
        before=entry.get("before"),
        variants=tuple((each, read_condition(when)) for each, when in (entry.get("variant") or {}).items()),
        extends=tuple(
            Extension(each["by"], each.get("step"), each.get("days"), each.get("decided"))
            for each in many(entry.get("extends"))
        ),
        rungs=many(entry.get("rungs")),
        per=entry.get("per", "case"),
        informative=entry.get("informative", False),
        outlives=entry.get("outlives", False),
        cites=entry.get("cites"),
        hours=promised if isinstance(promised, timedelta) else None,
        by_field=by_field,
        judged_if=read_condition(entry["judged_if"]) if "judged_if" in entry else None,
    )


def _rungs(written: Entry, clocks: Mapping[str, Clock]) -> dict[str, Rung]:
    rungs = {name: read_rung(name, entry or {}) for name, entry in written.items()}
    for clock in clocks.values():
        for name in clock.rungs:
            if name not in rungs:
                rungs[name] = read_rung(name, {})
    return rungs


def _request(name: str, entry: Entry, states: Mapping[str, State]) -> RequestKind:
    where = many(entry["states"])
    return RequestKind(
        name=name,
        title=read_text(entry.get("title"), name),
        by=many(entry["by"]),
        states=open_states(states) if ANY_OPEN in where else where,
        carries=many(entry.get("carries")),
        clock=entry.get("clock"),
        to=many(entry.get("to")),
    )
