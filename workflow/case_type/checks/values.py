"""Data: states × the finite values that sentries read. Finds what can be stuck, and what has two answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from math import prod
from operator import itemgetter
from typing import Any

from workflow.case_type.checks.graph import Edge, edges
from workflow.case_type.checks.truth import Environment, may_hold, parts, values_of
from workflow.case_type.model import CaseType, Condition, Transition
from workflow.case_type.problems import Problem

CAP = 6_000

Valuation = tuple[Any, ...]


def problems(case_type: CaseType) -> Iterator[Problem]:
    """stuck-data, two-answers. Rights of citizens lead into states but not out of a fix; documents can
    always be attached; integers are looked at around their thresholds; an act `to: same` may change what it
    asks."""
    space = _Space.of(case_type)
    size = prod(len(values) for values in space.domains)
    if size > CAP:
        yield Problem(
            ("sentries",),
            "stuck-data",
            f"The sentries read fields with {size} combinations, more than {CAP}; this check was left out.",
            "warning",
        )
        return
    met = space.explore()
    for state, valuations in met.items():
        yield from _stuck(space, state, valuations)
        yield from _two_answers(space, state, valuations)


@dataclass(frozen=True, slots=True)
class _Space:
    """The fields that sentries read, in a fixed order, with the values they may take (None: not recorded)."""

    case_type: CaseType
    names: tuple[str, ...]
    domains: tuple[tuple[Any, ...], ...]
    edges: tuple[Edge, ...]
    judged: dict[Any, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, case_type: CaseType) -> _Space:
        used = {name for each in case_type.transitions.values() if not each.right for name in each.needs}
        leaves = [leaf for name in sorted(used) for leaf in parts(case_type.sentries[name].condition)]
        tests: dict[str, list[Condition]] = {}
        for leaf in leaves:
            if leaf.kind == "field":
                tests.setdefault(leaf.name, []).append(leaf)
        domains = tuple((None, *values_of(case_type.fields[name], found)) for name, found in tests.items())
        return cls(case_type, tuple(tests), domains, edges(case_type))

    def conditions(self, transition: Transition) -> tuple[Condition, ...]:
        return tuple(self.case_type.sentries[name].condition for name in transition.needs)

    def named(self, valuation: Valuation) -> dict[str, Any]:
        return dict(zip(self.names, valuation, strict=True))

    def starting(self) -> Iterator[Valuation]:
        required = [self.case_type.fields[name].required for name in self.names]
        yield from product(*(values[need:] for values, need in zip(self.domains, required, strict=True)))

    def entered(
        self, valuation: Valuation, required: Iterable[str], optional: Iterable[str]
    ) -> Iterator[Valuation]:
        """Every valuation after an act that asks for these fields."""
        must, may = set(required), set(optional)
        choices = [
            values[1:] if name in must else (*values[1:], old) if name in may else (old,)
            for name, values, old in zip(self.names, self.domains, valuation, strict=True)
        ]
        yield from product(*choices)

    def possible(self, transition: Transition, valuation: Valuation, env: Environment | None) -> bool:
        """Judged once for what the sentries of a transition read: most of a valuation makes no difference."""
        conditions = self.conditions(transition)
        read = {leaf.name for condition in conditions for leaf in parts(condition)}
        named = {name: value for name, value in zip(self.names, valuation, strict=True) if name in read}
        key = (transition.name, tuple(named.values()), None if env is None else tuple(env.values()))
        if key not in self.judged:
            self.judged[key] = all(may_hold(condition, named, env) for condition in conditions)
        return self.judged[key]

    def left_alone(self, act: Transition) -> Callable[[Valuation], Valuation]:
        """What of a valuation tells where an act leads: not what it asks for, and of what it may ask for only
        whether it is recorded already."""
        kept = [turn for turn, name in enumerate(self.names) if name not in {*act.asks, *act.may_ask}]
        maybe = [turn for turn, name in enumerate(self.names) if name in act.may_ask and name not in act.asks]
        pick = itemgetter(*kept, kept[0]) if kept else lambda _: ()
        if not maybe:
            return pick
        return lambda valuation: (*pick(valuation), *(valuation[turn] is None for turn in maybe))

    def explore(self) -> dict[str, set[Valuation]]:
        met: dict[str, set[Valuation]] = {name: set() for name in self.case_type.states}
        waiting = [(state, valuation) for state in self.case_type.starts for valuation in self.starting()]
        for state, valuation in waiting:
            met[state].add(valuation)
        # Valuations that differ in what an act overwrites lead to the same ones.
        alone = {edge.transition.name: self.left_alone(edge.transition) for edge in self.edges}
        gone: dict[tuple[str, str], set[Valuation]] = {}
        ways: dict[str, list[Edge]] = {}
        for edge in self.edges:
            ways.setdefault(edge.source, []).append(edge)
        while waiting:
            state, valuation = waiting.pop()
            for edge in ways.get(state, ()):
                act = edge.transition
                left, been = alone[act.name](valuation), gone.setdefault((act.name, edge.target), set())
                if left in been:
                    continue
                been.add(left)
                for after in self.entered(valuation, act.asks, act.may_ask):
                    if after not in met[edge.target] and (act.right or self.possible(act, after, None)):
                        met[edge.target].add(after)
                        waiting.append((edge.target, after))
        return met


def _stuck(space: _Space, state: str, valuations: set[Valuation]) -> Iterator[Problem]:
    here = {edge.transition.name: edge.transition for edge in space.edges if edge.source == state}
    ways_out = {edge.transition.name for edge in space.edges if edge.source == state and edge.target != state}
    exits = [each for name, each in here.items() if name in ways_out and not each.right]
    if space.case_type.states[state].ending or not exits:
        return
    acts = [each for name, each in here.items() if name not in ways_out]
    read = {leaf.name for each in exits for condition in space.conditions(each) for leaf in parts(condition)}
    changeable = {name for each in acts for name in (*each.asks, *each.may_ask)}
    judged: set[Valuation] = set()
    for valuation in sorted(valuations, key=repr):
        # Fields that no exit reads, or that an act here can change, cannot make a difference.
        key = tuple(
            v if n in read and n not in changeable else None
            for n, v in zip(space.names, valuation, strict=True)
        )
        if key in judged:
            continue
        judged.add(key)
        for env in _environments(space, exits):
            if not any(_can_leave(space, each, valuation, changeable, env) for each in exits):
                yield Problem(("states", state), "stuck-data", _sentence(space, state, valuation, read, env))
                return


def _can_leave(
    space: _Space, way: Transition, valuation: Valuation, changeable: set[str], env: Environment
) -> bool:
    return any(
        space.possible(way, after, env)
        for after in space.entered(valuation, way.asks, {*way.may_ask, *changeable})
    )


def _environments(space: _Space, exits: list[Transition]) -> list[Environment]:
    leaves = [leaf for each in exits for condition in space.conditions(each) for leaf in parts(condition)]
    clocks = sorted({leaf.name for leaf in leaves if leaf.kind == "clock"})
    traits = sorted({leaf.name for leaf in leaves if leaf.kind == "office"})
    keys = [("clock", name) for name in clocks] + [("office", name) for name in traits]
    values: list[tuple[Any, ...]] = [("running", "past_end")] * len(clocks) + [(True, False)] * len(traits)
    return [dict(zip(keys, each, strict=True)) for each in product(*values)]


def _sentence(space: _Space, state: str, valuation: Valuation, read: set[str], env: Environment) -> str:
    facts = [
        f"{name} {'not recorded' if value is None else f'is {value}'}"
        for name, value in space.named(valuation).items()
        if name in read
    ]
    facts += [f"{name} {value}" for (_, name), value in env.items()]
    return (
        f"In {state} no transition is possible when {', '.join(facts)}; add one, or an act that changes this."
    )


def _two_answers(space: _Space, state: str, valuations: set[Valuation]) -> Iterator[Problem]:
    # Two ways to one state are two answers too: what the record names, and which clocks start, differ.
    system = [each for each in space.case_type.transitions.values() if each.system and state in each.sources]
    for first, second in combinations(system, 2):
        same_event = set(first.on) & set(second.on) or not (first.on or second.on)
        if not same_event or first.priority != second.priority or _apart(first, second):
            continue
        if any(
            space.possible(first, each, None) and space.possible(second, each, None) for each in valuations
        ):
            yield Problem(
                ("transitions", second.name),
                "two-answers",
                f"In {state} the system could take {first.name} or {second.name}; make their sentries "
                f"exclude each other, or give them different priority.",
            )


def _apart(first: Transition, second: Transition) -> bool:
    """True when the two are never in force on the same day."""
    return any(
        one.in_force_to and other.in_force_from and one.in_force_to < other.in_force_from
        for one, other in ((first, second), (second, first))
    )
