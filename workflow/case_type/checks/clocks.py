"""Clocks: explored together with the states, so that no open state stands without one and none runs on
unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.case_type.checks.graph import Edge, edges, remembering
from workflow.case_type.grammar import read_trigger
from workflow.case_type.model import CaseType, Clock, Trigger
from workflow.case_type.plain import ANY_ENDING, many
from workflow.case_type.problems import Problem
from workflow.source import Source

CAP = 20_000
IDLE, RUNNING, PAUSED = "idle", "running", "paused"

Node = tuple[str, str, str | None]
Joint = tuple[str, frozenset[str], str | None]


def problems(case_type: CaseType, source: Source) -> Iterator[Problem]:
    """no-clock, clock-never-stopped, stop-without-start, pause-without-resume.

    Only clocks that a system transition waits for expire; an overdue duty counts as running until it is
    stopped. Events that are no transitions (receipt by a party, an answer, leave) may come at any time or
    never."""
    all_edges = edges(case_type)
    yield from _unclocked(case_type, all_edges)
    for clock in case_type.clocks.values():
        walk = Walk.of(case_type, clock, all_edges)
        yield from _never_stopped(case_type, clock, walk)
        yield from _never_started(clock, walk, source)
        yield from _never_resumed(clock, walk)


@dataclass(frozen=True, slots=True)
class Walk:
    """Every (state, condition of one clock, state remembered) that can be reached, and the steps between
    them."""

    nodes: frozenset[Node]
    steps: tuple[tuple[Node, Edge, Node], ...]

    @classmethod
    def of(cls, case_type: CaseType, clock: Clock, all_edges: tuple[Edge, ...]) -> Walk:
        remember = remembering(case_type)
        waiting: list[Node] = [
            (name, RUNNING if opened_in(clock, name) else IDLE, None) for name in case_type.starts
        ]
        seen, steps = set(waiting), []
        while waiting:
            node = waiting.pop()
            state, condition, origin = node
            found: list[Node] = []
            if condition == IDLE and spontaneous(clock.starts) and not case_type.states[state].ending:
                found.append((state, RUNNING, origin))
            for edge in all_edges:
                if edge.source == state and (edge.origin is None or edge.origin == origin):
                    if (
                        clock.name in edge.transition.on
                        and condition != RUNNING
                        and not spontaneous(clock.starts)
                    ):
                        continue
                    after = (edge.target, _after(clock, condition, edge), _memory(edge, origin, remember))
                    steps.append((node, edge, after))
                    found.append(after)
            for after in found:
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return cls(frozenset(seen), tuple(steps))


def opened_in(clock: Clock, state: str) -> bool:
    """True when opening a case in `state` starts the clock."""
    return bool({Trigger("opened"), Trigger("opened", state), Trigger("entered", state)} & {*clock.starts})


def events_of(edge: Edge) -> frozenset[Trigger]:
    """What taking an edge is, for the clocks: its act, and the states left and entered unless it stays."""
    moved = {Trigger("left", edge.source), Trigger("entered", edge.target)}
    act = {Trigger("transition", edge.transition.name)}
    return frozenset(act if edge.source == edge.target else act | moved)


def _memory(edge: Edge, origin: str | None, remember: frozenset[str]) -> str | None:
    if edge.source == edge.target:
        return origin
    return edge.source if edge.target in remember else None


def _after(clock: Clock, condition: str, edge: Edge) -> str:
    events = events_of(edge)
    if events & {*clock.stops} or clock.name in edge.transition.on:
        condition = IDLE
    if events & {*clock.pauses} and condition == RUNNING:
        condition = PAUSED
    elif events & {*clock.resumes} and condition == PAUSED:
        condition = RUNNING
    return RUNNING if events & {*clock.starts} else condition


def spontaneous(triggers: tuple[Trigger, ...]) -> bool:
    """True when an event that is no act of the graph may touch the clock at any time."""
    return any(trigger.kind not in ("opened", "transition", "entered", "left") for trigger in triggers)


def _never_stopped(case_type: CaseType, clock: Clock, walk: Walk) -> Iterator[Problem]:
    if clock.kind not in ("duty", "internal") or clock.outlives:
        return
    acts: dict[str, str] = {}
    for _, edge, (state, condition, _) in walk.steps:
        if condition != IDLE and case_type.states[state].ending and edge.source != edge.target:
            acts.setdefault(edge.transition.name, state)
    if acts:
        yield Problem(
            ("clocks", clock.name),
            "clock-never-stopped",
            f"A case can end by {', '.join(acts)} with {clock.name} still running; stop it there "
            f"(stops: any_ending stops at every ending), or write outlives: true.",
        )


def _never_started(clock: Clock, walk: Walk, source: Source) -> Iterator[Problem]:
    """Looks at the stops as written: `any_ending` may name endings that this clock never meets."""
    met = {
        event for (_, condition, _), edge, _ in walk.steps if condition != IDLE for event in events_of(edge)
    }
    written = source.value["clocks"][clock.name].get("stops")
    for index, name in enumerate(many(written)):
        stop = None if name == ANY_ENDING else read_trigger(name)
        if stop and stop.kind != "opened" and not spontaneous((stop,)) and stop not in met:
            path = (
                ("clocks", clock.name, "stops", index)
                if isinstance(written, list)
                else ("clocks", clock.name, "stops")
            )
            yield Problem(
                path,
                "stop-without-start",
                f"{clock.name} never runs when {name} happens; remove the stop or add a start.",
            )


def _never_resumed(clock: Clock, walk: Walk) -> Iterator[Problem]:
    back: dict[Node, set[Node]] = {}
    for before, _, after in walk.steps:
        back.setdefault(after, set()).add(before)
    resumed = {
        before for before, edge, _ in walk.steps if before[1] == PAUSED and events_of(edge) & {*clock.resumes}
    }
    able, waiting = set(resumed), list(resumed)
    while waiting:
        for before in back.get(waiting.pop(), ()):
            if before[1] == PAUSED and before not in able:
                able.add(before)
                waiting.append(before)
    stuck = sorted({state for state, condition, _ in walk.nodes - able if condition == PAUSED})
    if stuck and not spontaneous(clock.resumes):
        yield Problem(
            ("clocks", clock.name, "pauses"),
            "pause-without-resume",
            f"Once paused in {', '.join(stuck)}, {clock.name} can never run again; "
            f"add a resume, or stop it instead.",
        )


def _unclocked(case_type: CaseType, all_edges: tuple[Edge, ...]) -> Iterator[Problem]:
    sure = {name: clock for name, clock in case_type.clocks.items() if not spontaneous(clock.stops)}
    remember = remembering(case_type)
    waiting: list[Joint] = [
        (state, frozenset(name for name, clock in sure.items() if opened_in(clock, state)), None)
        for state in case_type.starts
    ]
    seen, told = set(waiting), set()
    while waiting:
        state, running, origin = waiting.pop()
        if not running and state not in told and not _needs_no_clock(case_type, state):
            told.add(state)
            yield Problem(
                ("states", state),
                "no-clock",
                f"A case can stand in {state} with no clock running; "
                f"start one on the way in, or write untimed: REASON.",
            )
        for edge in all_edges:
            if edge.source != state or (edge.origin is not None and edge.origin != origin):
                continue
            if any(
                name in sure and not spontaneous(sure[name].starts) and name not in running
                for name in edge.transition.on
            ):
                continue
            after = (edge.target, _running_after(sure, running, edge), _memory(edge, origin, remember))
            if after not in seen:
                if len(seen) >= CAP:
                    yield Problem(
                        ("clocks",),
                        "no-clock",
                        f"Too many combinations of clocks; looked at {CAP}.",
                        "warning",
                    )
                    return
                seen.add(after)
                waiting.append(after)


def _running_after(sure: dict[str, Clock], running: frozenset[str], edge: Edge) -> frozenset[str]:
    events = events_of(edge)
    left = {
        name
        for name in running
        if not events & {*sure[name].stops, *sure[name].pauses} and name not in edge.transition.on
    }
    # A paused clock runs on after its resume wherever it was started; who pauses it
    # twice is told by the walk above.
    begun = {name for name, clock in sure.items() if events & {*clock.starts, *clock.resumes}}
    return frozenset(left | begun)


def _needs_no_clock(case_type: CaseType, state: str) -> bool:
    """Endings, states with a reason, and states that the system leaves at once."""
    here = case_type.states[state]
    at_once = any(
        each.system and not each.on and not each.needs and state in each.sources
        for each in case_type.transitions.values()
    )
    return here.ending or here.untimed is not None or at_once
