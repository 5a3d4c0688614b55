"""Random lawful walks of every definition: a case never leaves its states, and nothing but a reason is ever
raised."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from models import cases, organisations
from models.definitions import newest_for, versions
from models.tables.organisations import organisations as organisations_table
from service.definition_files import HERE
from tests.operations.journeys import PARTIES
from tests.operations.record import chains_hold, read, sweep
from tests.world import World, paper
from workflow.case_type.beginning import DESK
from workflow.case_type.model import CaseType, Field, Transition
from workflow.engine.decision import ReasonCode
from workflow.errors import CaseNotFound, InvalidInput, TransitionRefused
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.offer_transitions import Offered, offer_transitions
from workflow.operations.case.take_transition import take_transition
from workflow.operations.definition.find_version import version_for
from workflow.operations.steps.forming import opening_fields
from workflow.operations.steps.library import library

VERSIONS = sorted((path.parent.name, path.stem) for path in HERE.glob("case_types/*/*.yaml"))
PEOPLE = ("reception", "clerk", "officer", "colleague", "chair", "mediator", "leader", "upper")
WALKS, STEPS = 2, 14
OF_THE_FORM = {ReasonCode.SENTRY, ReasonCode.FIELD, ReasonCode.CAP, ReasonCode.AFTER_END, ReasonCode.CONFLICT}
"""What may still stand against an offered act: what only its form can tell (a sentry over what it asks), or a
limit."""


def value_of(declared: Field, world: World, rng: random.Random) -> Any:
    """A value a form could hold."""
    day = world.today() + timedelta(days=rng.randint(-40, 40))
    match declared.type:
        case "integer":
            return rng.randint(declared.at_least or 0, (declared.at_least or 0) + 9)
        case "choice":
            return (declared.options[0] if rng.random() < 0.6 else rng.choice(declared.options)).code
        case "choices":
            return [rng.choice(declared.options).code]
        case "yes_no":
            return rng.random() < 0.5
        case "date":
            return day.isoformat()
        case "instant":
            return f"{day.isoformat()}T09:00:00+07:00"
        case "officer":
            return world.user(rng.choice(("officer", "colleague", "mediator")))
        case "organisation":
            return str(world.orgs["team"])
        case "units":
            return [str(world.orgs[rng.choice(("team", "police"))])]
        case "parties":
            return PARTIES[: rng.randint(1, 2)]
        case "respondent":
            return rng.choice(
                ({"kind": "act", "act": "x"}, {"kind": "official", "user": world.user("chair")})
            )
        case "recipients":
            return ["Nơi nhận"]
    return "Chữ"


def form(case_type: CaseType, transition: Transition, world: World, rng: random.Random) -> tuple[Any, Any]:
    """What somebody could enter: everything asked for, some of the rest."""
    names = [*transition.asks, *(name for name in transition.may_ask if rng.random() < 0.5)]
    fields = {name: value_of(case_type.fields[name], world, rng) for name in dict.fromkeys(names)}
    papers = [
        *transition.attaches,
        *transition.issues,
        *(one for one in transition.may_attach if rng.random() < 0.5),
    ]
    return fields, [paper(kind) for kind in dict.fromkeys(papers)]


def chosen(case_type: CaseType, names: list[str], rng: random.Random) -> str:
    """One of the acts, those that lead on before those that stay, those that end the case last."""

    def ends(name: str) -> bool:
        target = case_type.transitions[name].target
        return target in case_type.states and case_type.states[target].ending

    leads_on = any(not ends(name) and case_type.transitions[name].target != "same" for name in names)

    def weight(name: str) -> float:
        if ends(name):
            return 0.1 if leads_on else 1
        return 0.4 if case_type.transitions[name].target == "same" else 4

    return rng.choices(names, [weight(name) for name in names])[0]


def offered(world: World, who: str, ref: str) -> Offered:
    found: Offered = world.read(lambda session: offer_transitions(session, world.act(who), ref))
    return found


def step(world: World, ref: str, rng: random.Random) -> bool:
    """One act of somebody who is offered one. False where nobody is."""
    for who in rng.sample(PEOPLE, len(PEOPLE)):
        try:
            seen = offered(world, who, ref)
        except CaseNotFound:
            continue
        if seen.confirm == ():
            world.run(confirm_proposal, world.act(who), ref, accept=rng.random() < 0.8)
            return True
        possible = [one.transition for one in seen.offers if one.possible]
        if possible:
            transition = seen.case_type.transitions[chosen(seen.case_type, possible, rng)]
            fields, papers = form(seen.case_type, transition, world, rng)
            try:
                world.run(take_transition, world.act(who), ref, transition.name, fields, papers)
            except TransitionRefused as refused:
                assert {one.code for one in refused.reasons} <= OF_THE_FORM, refused.facts
            except InvalidInput as refused:
                assert all(one.path.startswith("fields.") for one in refused.errors), refused.facts
            return True
    return False


def last_day(world: World, name: str, version: str) -> date | None:
    """The last day of receipt of a version, None where it is open."""
    rows = world.read(versions, "case_type", name)
    sha256 = next(row["sha256"] for row in rows if row["version"] == version)
    return walked(world, sha256).received_to


def walked(world: World, sha256: str) -> CaseType:
    """A version by its hash."""
    found: CaseType = world.read(lambda session: library(session).case_type(sha256))
    return found


def opens_today(world: World, name: str) -> str:
    """The version in which a case received today opens."""
    found = world.read(version_for, name, world.today())
    assert isinstance(found, CaseType)
    return found.version


def start(world: World, name: str, version: str, rng: random.Random) -> str:
    with world.database.transaction(read_only=True) as session:
        held = library(session)
        sha256 = newest_for(session, name, held.today(world.at))
        assert sha256 is not None
        case_type = held.case_type(sha256)
    assert case_type.version == version
    names = [one for one in opening_fields(case_type) if case_type.fields[one].required or rng.random() < 0.3]
    fields = {one: value_of(case_type.fields[one], world, rng) for one in names}
    at, doors = case_type.opened.at, case_type.opened.doors
    if at and "commune" not in at:
        # The office of the walk is of the level that opens such cases.
        level = update(organisations_table).where(organisations_table.c.org_id == world.orgs["commune"])
        world.run(lambda session: session.execute(level.values(kind=at[0])))
    door = DESK if DESK in doors else doors[0]
    return str(world.open("clerk" if door != DESK else opener(case_type), name, fields, door=door).case_id)


def opener(case_type: CaseType) -> str:
    """Somebody of the office who may open a case of the type at the desk: the clerk, or whom it names."""
    holds = {case_type.roles[one].holds for one in case_type.opened.by}
    return "clerk" if not holds or "clerk" in holds else "reception"


@pytest.mark.parametrize("name, version", VERSIONS)
def test_lawful_walks_stay_within_the_definition(world: World, name: str, version: str) -> None:
    rng = random.Random(f"{name} {version}")
    last = last_day(world, name, version)
    if last is not None:
        # A version that is no longer opened is walked on its last days.
        world.at -= timedelta(days=max(0, (world.today() - last).days + 30))
    # Some procedures may only be taken to their end where the office resolves second complaints.
    trait = {"org_id": world.orgs["commune"], "trait": "second_instance", "value": True, "because": "Thử"}
    always = {"from_day": date(2015, 1, 1), "to_day": None}
    world.run(organisations.insert_organisation_rows, "trait", [{**trait, **always}])
    visited = set()
    refs = [start(world, name, version, rng) for _ in range(WALKS)]
    walking = list(refs)
    for _ in range(STEPS):
        for place, ref in enumerate(walking):
            step(world, ref, rng)
            is_over = world.read(cases.read_case, UUID(ref))["closed_at"] is not None
            if is_over and opens_today(world, name) == version:
                # A walk that came to its end is followed by another, so that no path stays short by chance.
                walking[place] = start(world, name, version, rng)
                refs.append(walking[place])
        world.later(days=rng.choice((0, 0, 1, 3, 12)), hours=1)
        sweep(world)
    for ref in refs:
        record = read(world, UUID(ref))
        case_type = walked(world, record.row["definition_sha256"])
        states = [event.body["to"] for event in record.events]
        assert set(states) <= set(case_type.states) and states[-1] == record.row["state"]
        assert record.row["stage"] == case_type.states[states[-1]].stage
        if case_type.states[states[-1]].ending:
            alive = {clock for clock in record.running() if not case_type.clocks[clock].outlives}
            assert alive == set() and record.row["closed_at"] is not None
        moves = zip(states, states[1:], record.events[1:], strict=False)
        for before, after, event in moves:
            taken = event.body.get("transition")
            if taken is None or str(event.kind) != "transition_taken":
                assert before == after
            else:
                assert before in case_type.transitions[taken].sources
        visited |= set(states)
    # Some are short: a conclusion of an inspection waits for its items, which nobody opens here. A sealed
    # case is seen by those it names alone, and its golden scenarios walk it.
    least = 1 if case_type.sealed else min(3, len(case_type.states))
    assert len(visited) >= least, f"the walks went nowhere: {visited}"
    chains_hold(world)
