"""Who succeeds an office, and where each case goes: what a person must choose is never chosen by the
product."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.organisation.succession import (
    PART,
    WHOLE,
    Going,
    Link,
    Successor,
    Why,
    destinations,
    successors,
)

OLD, A, B, C, D = (UUID(int=number) for number in range(1, 6))
CASE, CHILD, OTHER = (UUID(int=number) for number in range(11, 14))


def to(org_id: UUID, extent: str = WHOLE) -> Successor:
    return Successor(org_id, extent, (), None)


def test_one_successor() -> None:
    assert successors(OLD, {OLD: [Link(A, WHOLE, "NQ")]}, ()) == (Successor(A, WHOLE, (), "NQ"),)
    assert successors(OLD, {}, ()) == ()


def test_a_merger_after_a_merger_is_followed() -> None:
    links = {OLD: [Link(A, WHOLE, None)], A: [Link(B, WHOLE, "NQ")]}
    assert successors(OLD, links, {A}) == (Successor(B, WHOLE, (A,), "NQ"),)
    # As long as A has not ended, what it gave to B is not everything.
    assert [one.org_id for one in successors(OLD, links, ())] == [A]


def test_a_part_on_the_way_makes_it_a_part() -> None:
    links = {OLD: [Link(A, PART, None), Link(C, PART, None)], A: [Link(B, WHOLE, None)]}
    found = successors(OLD, links, {A})
    assert {(one.org_id, one.extent) for one in found} == {(B, PART), (C, PART)}


def test_a_circle_ends() -> None:
    links = {OLD: [Link(A, WHOLE, None)], A: [Link(OLD, WHOLE, None), Link(B, WHOLE, None)]}
    assert [one.org_id for one in successors(OLD, links, {A, OLD})] == [B]


@pytest.mark.parametrize(
    ("found", "chosen", "for_all", "wanted"),
    [
        ([to(A)], {}, None, Going(A, Why.ONLY_SUCCESSOR)),
        ([to(A, PART)], {}, None, Going(None, Why.CHOICE_NEEDED)),
        ([to(A, PART), to(B, PART)], {}, None, Going(None, Why.CHOICE_NEEDED)),
        ([to(A), to(B)], {}, None, Going(None, Why.CHOICE_NEEDED)),
        ([to(A), to(B)], {CASE: B}, None, Going(B, Why.CHOSEN)),
        ([to(A), to(B)], {}, A, Going(A, Why.CHOSEN_FOR_ALL)),
        ([to(A), to(B)], {CASE: B}, A, Going(B, Why.CHOSEN)),
        ([to(A, PART), to(B, PART)], {CASE: OLD}, A, Going(None, Why.STAYS)),
        ([], {}, A, Going(A, Why.CHOSEN_FOR_ALL)),
    ],
)
def test_where_a_case_goes(
    found: list[Successor], chosen: dict[UUID, UUID], for_all: UUID | None, wanted: Going
) -> None:
    assert destinations({CASE: None}, OLD, found, chosen, for_all) == {CASE: wanted}


def test_a_child_goes_with_its_parent_unless_it_is_chosen_for() -> None:
    waiting = {CASE: None, CHILD: CASE, OTHER: CHILD}
    both = [to(A, PART), to(B, PART)]
    found = destinations(waiting, OLD, both, {CASE: A}, B)
    assert found[CHILD] == found[OTHER] == Going(A, Why.WITH_PARENT)
    assert destinations(waiting, OLD, both, {CASE: A, CHILD: B}, None)[CHILD] == Going(B, Why.CHOSEN)
    stays = destinations(waiting, OLD, both, {CASE: OLD}, None)
    assert stays[CHILD] == stays[OTHER] == Going(None, Why.STAYS)
    # A parent that is closed, or lies elsewhere, says nothing.
    assert destinations({CHILD: CASE}, OLD, both, {}, None)[CHILD].why is Why.CHOICE_NEEDED


OFFICES = st.sampled_from([A, B, C, D])
CASES = [UUID(int=number) for number in range(20, 26)]


@given(
    st.dictionaries(st.sampled_from(CASES), st.none() | st.sampled_from(CASES)),
    st.lists(st.builds(to, OFFICES, st.sampled_from([WHOLE, PART])), unique_by=lambda one: one.org_id),
    st.dictionaries(st.sampled_from(CASES), OFFICES),
)
def test_nobody_chooses_but_people(
    waiting: dict[UUID, UUID | None], found: list[Successor], chosen: dict[UUID, UUID]
) -> None:
    going = destinations(waiting, OLD, found, chosen, None)
    assert going.keys() == waiting.keys()
    for one in going.values():
        assert (one.to is None) == (one.why in (Why.CHOICE_NEEDED, Why.STAYS))
        if one.why is Why.ONLY_SUCCESSOR:
            assert [(each.org_id, each.extent) for each in found] == [(one.to, WHOLE)]
        elif one.to is not None:
            assert one.to in chosen.values()
