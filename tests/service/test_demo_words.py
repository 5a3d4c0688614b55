"""The words of the demo's story: days, people drawn, texts with words in them; and the ways of its files."""

from __future__ import annotations

from datetime import date

import pytest

from service.definition_files import HERE
from service.demo.duties import OPEN, duty_scenes
from service.demo.scenes import READ, read_story, scenes_of
from service.demo.words import Words, people_drawn
from tests.calendar.calendars import vn

NAMES, HOMES = ["An", "Bình", "Chi"], ["Thôn 1", "Thôn 2"]
MONDAY = date(2026, 11, 23)


def words(**said: object) -> Words:
    return Words(vn(), said, people_drawn("k", NAMES, HOMES))


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("#5", "2026-12-01"),  # Tuesday 24 November is off
        ("#-1", "2026-11-20"),
        ("@1", "2026-11-25T02:00:00+00:00"),
        ("$subject", "Rác"),
        ("$subject. Đề nghị.", "Rác. Đề nghị."),
        ("$chutich", "$chutich"),
        ("$due", "2026-12-01"),
        (["$subject", "$police"], ["Rác", "$police"]),
        ({"number_of": "$subject"}, {"number_of": "Rác"}),
        (True, True),
        ("#", "#"),
    ],
)
def test_a_word_becomes_a_value(told: object, value: object) -> None:
    assert words(subject="Rác", due="#5").value(told, MONDAY) == value


def test_nobody_is_drawn_twice_before_all_were() -> None:
    drawing = words(people=2)
    two, name = drawing.value({"drawn": "$people"}, MONDAY), drawing.value({"drawn": "name"}, MONDAY)
    assert {one["name"] for one in two} | {name} == set(NAMES)
    assert [one["representative"] for one in two] == [True, False]
    assert all(one["address"] in HOMES for one in two)
    assert words(people=2).value({"drawn": "$people"}, MONDAY) == two, "the key alone decides"
    assert len(words(people=14).value({"drawn": "$people"}, MONDAY)) == 5, "a group names representatives"


@pytest.mark.parametrize("as_of", [MONDAY, date(2027, 1, 5), date(2027, 12, 31)])
def test_the_story_is_told_the_same_twice_and_ends_before_its_day(as_of: date) -> None:
    story = read_story(HERE)
    told = [*scenes_of(story, vn(), as_of), *duty_scenes(story, vn(), as_of)]
    assert told == [*scenes_of(story, vn(), as_of), *duty_scenes(story, vn(), as_of)]
    assert max(scene.at for scene in told) < vn().midnight(as_of)
    keys = [(scene.case, scene.place) for scene in told]
    assert len(set(keys)) == len(keys) > 800, "each act has a key of its own, by which a repeat finds it"
    assert {scene.who for scene in told} <= {*story.office["people"], "system"}
    assert any(scene.what == OPEN for scene in told) and all(scene.what != READ for scene in told)


def test_every_route_is_gone() -> None:
    """A route that no case goes, and that no other goes on from, is never seen to be right."""
    story = read_story(HERE)
    for name, tale in story.tales.items():
        used = {case["at"] for case in tale.get("cases", ())}
        used |= {duty["at"] for duty in tale.get("duties", {}).values()} | {
            tale.get("otherwise", {}).get("at")
        }
        used |= {route["after"] for route in tale["routes"].values() if "after" in route}
        for other in story.tales.values():
            for case in other.get("cases", ()):
                used |= {
                    child["at"]
                    for key, child in case.get("then", {}).items()
                    if key.partition(".")[0] == name
                }
        assert set(tale["routes"]) <= used, name
