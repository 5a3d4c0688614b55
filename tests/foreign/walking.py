"""Walks a deployed case type through every change that can be reached, by the real operations."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.operations.record import read, sweep
from tests.world import World
from workflow.case_type.model import SAME, CaseType
from workflow.operations.case.offer_transitions import offer_transitions
from workflow.operations.case.open_case import Opened

HOLDERS = {"receptionist": "reception", "clerk": "clerk", "officer": "officer", "chair": "chair"}
"""Who holds which staff role in the commune."""

Change = tuple[str, str]
"""A transition and the state it is taken from."""


@dataclass
class Walker:
    """Goes from change to change by the shortest way; opens another case where none is left ahead."""

    world: World
    case_type: CaseType
    opening: dict[str, Any]
    at: tuple[Opened, str] | None = None
    taken: set[Change] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    used: set[tuple[str, str]] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)

    def cover(self) -> None:
        """Take every change that a lawful way leads to, and each act once in each of its roles."""
        for start in self.case_type.starts:
            found = True
            while found:
                self._open(start)
                found = False
                while way := self._way_to_new():
                    found = True
                    for change in way:
                        self._take(*change)

    def _open(self, start: str) -> None:
        opened = self.world.open("reception", self.case_type.name, self.opening, state=start)
        assert opened.state == start
        self.opened.add(start)
        self._arrive(opened, start)

    def _way_to_new(self) -> list[Change]:
        assert self.at is not None
        ways: deque[tuple[str, list[Change]]] = deque([(self.at[1], [])])
        seen = {self.at[1]}
        while ways:
            state, way = ways.popleft()
            for change in self._out_of(state):
                target = self._target(*change)
                if self._is_new(change):
                    return [*way, change]
                if target not in seen:
                    seen.add(target)
                    ways.append((target, [*way, change]))
        return []

    def _is_new(self, change: Change) -> bool:
        roles = self.case_type.transitions[change[0]].by
        return change not in self.taken or any((change[0], role) not in self.used for role in roles)

    def _out_of(self, state: str) -> list[Change]:
        return [(name, state) for name, one in self.case_type.transitions.items() if state in one.sources]

    def _target(self, name: str, source: str) -> str:
        target = self.case_type.transitions[name].target
        return source if target == SAME else target

    def _take(self, name: str, source: str) -> None:
        assert self.at is not None
        opened, state = self.at
        assert state == source
        transition = self.case_type.transitions[name]
        if transition.system:
            self._wait(opened, transition.on)
        else:
            role = next((one for one in transition.by if (name, one) not in self.used), transition.by[0])
            fields = dict.fromkeys((*transition.asks, *transition.may_ask), "Chữ")
            who = HOLDERS[self.case_type.roles[role].holds]
            assert self.world.take(who, opened.case_id, name, fields).state == self._target(name, source)
            self.used.add((name, role))
        self.taken.add((name, source))
        self._arrive(opened, self._target(name, source))

    def _wait(self, opened: Opened, clocks: tuple[str, ...]) -> None:
        """Let time pass until the clocks that the system waits for have ended, and sweep."""
        ends = [read(self.world, opened.case_id).timer(clock)["due_at"] for clock in clocks]
        self.world.at = max(ends) - timedelta(seconds=1)
        sweep(self.world)
        assert read(self.world, opened.case_id).row["state"] == self.at[1] if self.at else False
        self.world.at = max(ends)
        sweep(self.world)

    def _arrive(self, opened: Opened, state: str) -> None:
        """Be in a state; the first time, everybody is offered exactly what their roles may take."""
        self.at = (opened, state)
        row = read(self.world, opened.case_id).row
        assert (row["state"], row["closed_at"] is not None) == (state, self.case_type.states[state].ending)
        if state in self.visited:
            return
        self.visited.add(state)
        for staff, who in HOLDERS.items():
            act = self.world.act(who)
            seen = self.world.read(
                lambda session, act=act: offer_transitions(session, act, str(opened.case_id))
            )
            wanted = {
                name
                for name, one in self.case_type.transitions.items()
                if state in one.sources and any(self.case_type.roles[role].holds == staff for role in one.by)
            }
            assert {one.transition for one in seen.offers if one.possible} == wanted
