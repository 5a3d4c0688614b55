"""Golden scenarios of denunciations that end before they are accepted, for both versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.operations.golden.denunciation_parts import received, screened, submitted
from tests.operations.golden.scenario import Scenario, Step, act, refused

Days = Mapping[str, str]


def _begins(y: Days, **more: Any) -> Step:
    return received(y["in"], y["initial"], y["transfer"], **more)


def _rejected(version: str, y: Days) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "not accepted",
        _begins(y),
        screened(y["d1"], conditions="unmet"),
        submitted(y["d1"]),
        refused(y["d2"], "chair", "accept", papers=("acceptance",), because=("sentry", "eligible")),
        act(
            y["d2"],
            "chair",
            "reject",
            {"rejection_ground": "content"},
            ("rejection_notice",),
            to="rejected",
        ),
    )


def _forwarded(version: str, y: Days) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "another's, forwarded after the fifth day",
        _begins(y),
        screened(y["d1"], competence="other"),
        refused(
            y["d2"],
            "reception",
            "keep",
            {"kept_ground": "guided"},
            because=("document-missing", "kept_note"),
        ),
        act(
            y["d6"],
            "reception",
            "forward",
            {"forwarded_to": "Sở chuyên ngành"},
            ("guidance", "forward_notice"),
            to="forwarded",
            due={"transfer": "late"},
        ),
    )


def _kept(version: str, y: Days) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "sent to many, kept",
        _begins(y),
        act(
            y["d1"],
            "reception",
            "check_several",
            {"several_places": True},
            ("several_finding",),
            due={"initial_processing": y["ten"]},
        ),
        act(y["d1"], "reception", "supplement", {"people": 2}, ("denunciation",)),
        screened(y["d1"]),
        act(y["d2"], "reception", "keep", {"kept_ground": "sent_to_many"}, ("kept_note",), to="kept"),
    )


def _criminal(version: str, y: Days) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "signs of a crime",
        _begins(y),
        screened(y["d1"]),
        act(
            y["d1"],
            "reception",
            "hand_to_investigators",
            {"crime_signs": "found"},
            ("crime_transfer",),
            to="to_investigators",
        ),
    )


def _checked(version: str, y: Days) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "anonymous, checked without a word to the sender",
        _begins(y, who="clerk"),
        screened(y["d1"], "clerk", signed="anonymous_evident"),
        act(y["d2"], "clerk", "check_information", to="info_check", due={"check_target": y["check"]}),
        act(
            y["d6"],
            "clerk",
            "finish_check",
            {"closing_ground": "checked"},
            ("check_record",),
            to="closed",
        ),
    )


def _passed_on(version: str, y: Days) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "anonymous, forwarded",
        _begins(y, who="clerk"),
        screened(y["d1"], "clerk", signed="anonymous"),
        refused(y["d1"], "clerk", "check_information", because=("sentry", "checkable")),
        act(y["d1"], "clerk", "supplement", {"signed": "anonymous_evident"}),
        act(y["d2"], "clerk", "check_information", to="info_check", due={"check_target": y["check"]}),
        act(
            y["d6"],
            "clerk",
            "forward_information",
            {"forwarded_to": "Thanh tra"},
            ("guidance",),
            to="forwarded",
        ),
    )


def ways_before_acceptance(version: str, year: Days) -> list[Scenario]:
    """Ways that both versions know; the days by name in `year`, on a plain stretch of calendar."""
    return [
        _rejected(version, year),
        _forwarded(version, year),
        _kept(version, year),
        _criminal(version, year),
        _checked(version, year),
        _passed_on(version, year),
    ]
