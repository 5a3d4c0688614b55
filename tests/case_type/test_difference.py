"""What changed between two versions."""

from __future__ import annotations

from pathlib import Path

from workflow.case_type.difference import differences
from workflow.case_type.library import Library
from workflow.case_type.schema import load_case_type
from workflow.source import read_source

GOOD = (Path(__file__).parent / "corpus" / "no-text" / "good.yaml").read_text(encoding="utf-8")


def test_differences_are_named(library: Library) -> None:
    newer = GOOD.replace('version: "1"', 'version: "2"').replace("kind: statutory", "kind: internal")
    newer = newer.replace("clerk: {holds: clerk,", "writer: {holds: clerk,").replace(
        "by: clerk,", "by: writer,"
    )
    newer = newer.replace("en: Closed}", "en: Finished}").replace(
        "stops: close", "stops: close, rungs: [due]"
    )
    old, new = (load_case_type(read_source(text, "c"), library) for text in (GOOD, newer))
    assert [str(each) for each in differences(old, new)] == [
        "kind altered",
        "states.closed altered (title)",
        "transitions.close altered (by)",
        "roles.writer added",
        "roles.clerk removed",
        "clocks.reply altered (rungs)",
        "rungs.due added",
    ]
    assert differences(old, old) == []
