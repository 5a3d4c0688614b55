"""Documents against their sheets: each code is told of one broken neighbour of a sound procedure."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from service.cli.checking import check_files
from service.cli.definition_forms import uses
from service.definition_files import HERE, read_file
from workflow.case_type.checks.letters import CODES, FILE_CODES, problems, unused
from workflow.case_type.forms import Form, load_forms
from workflow.case_type.library import Library
from workflow.case_type.model import CaseType
from workflow.case_type.schema import load_case_type
from workflow.errors import DefinitionInvalid, Finding
from workflow.source import read_source

CASE = """
case_type: mini
kind: statutory
version: "1"
title: {vi: Việc nhỏ, en: Small matter}
valid: {received_from: 2026-07-01}
roles:
  clerk: {holds: clerk, title: {vi: Văn phòng, en: Clerk}}
fields:
  senders: {type: parties, personal: true, required: true, title: {vi: Người gửi, en: Senders}}
  subject: {type: line, required: true, title: {vi: Trích yếu, en: Subject}}
  secret: {type: line, personal: true, sealed: {reveal: clerk}, title: {vi: Bí mật, en: Secret}}
  outcome:
    type: choice
    of: {yes: {vi: Có, en: Yes}, no: {vi: Không, en: No}}
    title: {vi: Kết quả, en: Outcome}
documents:
  answer: {letter: answer, title: {vi: Văn bản trả lời, en: Answer}}
  note: {title: {vi: Ghi chú, en: Note}}
states:
  received: {stage: received, title: {vi: Tiếp nhận, en: Received}}
  waiting: {stage: assigned, untimed: Luật không đặt thời hạn, title: {vi: Đang chờ, en: Waiting}}
  closed: {ending: true, ground: outcome, title: {vi: Kết thúc, en: Closed}}
transitions:
  wait: {from: received, to: waiting, by: clerk, title: {vi: Chờ, en: Wait}}
  close:
    {from: waiting, to: closed, by: clerk, asks: outcome, issues: answer, title: {vi: Trả lời, en: Answer}}
clocks:
  reply: {rule: test.reply, starts: opened, stops: close, title: {vi: Hạn trả lời, en: Reply}}
"""
LETTERS = """
letters_of: mini
title: {vi: Văn bản, en: Letters}
law: Luật thử
in_force: {from: 2026-01-01}
confidence: H
forms:
  answer:
    title: {vi: Văn bản trả lời, en: Answer}
    by: office
    cites: Điều 1
    fields:
      ngay_lap: {type: date, required: true, from: act.day, title: {vi: Ngày, en: Day}}
      kinh_gui: {type: line, required: true, from: senders.name, title: {vi: Kính gửi, en: To}}
      truoc_ngay: {type: date, required: true, from: clock.reply, title: {vi: Hạn, en: Until}}
      ve_viec: {type: line, required: true, from: [subject, hand], title: {vi: Về việc, en: About}}
      ket_qua:
        type: choice
        required: true
        from: {answer: outcome}
        of: {yes: {vi: Rồi, en: Yes}, no: {vi: Chưa, en: No}}
        title: {vi: Kết quả, en: Result}
      nguoi_ky: {type: signature, title: {vi: Người ký, en: Signed by}}
"""
BROKEN = {
    "unknown-name": [("letter: answer", "letter: anwser")],
    "no-letter": [("issues: answer", "issues: [answer, note]")],
    "no-act": [
        ("issues: answer", "issues: note"),
        ("note: {title", "note: {letter: answer, title"),
        ("from: {answer: outcome}", "from: outcome"),
    ],
    "form-not-in-force": [("in_force: {from: 2026-01-01}", "in_force: {from: 2020-01-01, to: 2026-06-30}")],
    "blank-unbound": [("from: [subject, hand]", "from: content")],
    "blank-may-be-empty": [("asks: outcome", "may_ask: outcome")],
    "sealed-in-letter": [("from: [subject, hand]", "from: [secret, hand]")],
    "wrong-type": [("from: clock.reply", "from: subject")],
}


def mini(library: Library, changes: list[tuple[str, str]] | None = None) -> tuple[CaseType, dict[str, Form]]:
    """The small procedure and its sheet, with some texts changed in either."""
    case, letters = CASE, LETTERS
    for old, new in changes or []:
        assert case.count(old) + letters.count(old) == 1, old
        case, letters = case.replace(old, new), letters.replace(old, new)
    return load_case_type(read_source(case, "case.yaml"), library), load_forms(read_source(letters, "l.yaml"))


def test_the_small_procedure_is_sound(library: Library) -> None:
    case_type, forms = mini(library)
    assert list(problems(case_type, forms)) == [] and list(unused(forms, [case_type])) == []


def test_every_code_is_broken_here() -> None:
    assert set(BROKEN) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_is_broken_is_told_with_place_and_sentence(code: str, library: Library) -> None:
    case_type, forms = mini(library, BROKEN[code])
    (found,) = problems(case_type, forms)
    assert (found.code, found.severity, found.path[0]) == (code, "error", "documents")
    assert len(found.message) > 30 and found.message.endswith(".")


@pytest.mark.parametrize(
    "old, new, code",
    [
        # The clock begins with an act that is not on every path.
        ("starts: opened", "starts: note_it", "blank-may-be-empty"),
        # The option that is printed is not one of the field's.
        ("of: {yes: {vi: Rồi, en: Yes}, no", "of: {done: {vi: Rồi, en: Yes}, no", "wrong-type"),
        # The sheet says nothing of this document.
        ("from: {answer: outcome}", "from: {refusal: outcome}", "blank-unbound"),
        # People have names; a line has none.
        ("from: senders.name", "from: subject.name", "blank-unbound"),
        # An address may be missing where people are not.
        ("from: senders.name", "from: senders.address", "blank-may-be-empty"),
    ],
)
def test_finer_faults(old: str, new: str, code: str, library: Library) -> None:
    noting = "\ntransitions:\n  note_it: {from: received, to: same, by: clerk, title: {vi: Ghi, en: Note}}"
    case_type, forms = mini(library, [("\ntransitions:", noting), (old, new)])
    assert [found.code for found in problems(case_type, forms)] == [code]


def test_a_sealed_sheet_may_name_whom_the_case_seals(library: Library) -> None:
    changes = [
        ("from: [subject, hand]", "from: [secret, hand]"),
        ("cites: Điều 1", "cites: Điều 1\n    sealed: true"),
    ]
    assert list(problems(*mini(library, changes))) == []


def test_what_nothing_uses_is_warned_of_at_the_sheet(library: Library) -> None:
    case_type, forms = mini(library, [("from: [subject, hand]", "from: [subject, content, hand]")])
    (found,) = unused(forms, [case_type])
    assert (found.code, found.severity) == ("source-unused", "warning")
    assert found.path == ("forms", "answer", "fields", "ve_viec", "from") and "content" in found.message
    (found,) = unused(forms, [])
    assert (found.code, found.severity, found.path) == ("form-unused", "warning", ("forms", "answer"))
    assert {"source-unused", "form-unused"} == set(FILE_CODES)


def test_a_document_of_the_sheet_that_no_case_type_has_is_warned_of(library: Library) -> None:
    case_type, forms = mini(library, [("from: {answer: outcome}", "from: {answer: outcome, refusal: hand}")])
    assert [(one.code, "refusal" in one.message) for one in unused(forms, [case_type])] == [
        ("source-unused", True)
    ]


def test_files_are_checked_beside_each_other(tmp_path: Path) -> None:
    """The command's own way: the letter is found in the file beside, or told to be missing."""
    case, letters = tmp_path / "mini.yaml", tmp_path / "letters.yaml"
    case.write_text(CASE.replace("test.reply", "reception.reply"), encoding="utf-8")
    letters.write_text(LETTERS, encoding="utf-8")
    alone = [one for one in check_files([case], HERE) if one.severity == "error"]
    assert [(one.code, one.line) for one in alone] == [
        ("unknown-name", CASE[: CASE.index("letter: answer")].count("\n") + 1)
    ]
    assert [one for one in check_files([case, letters], HERE) if one.severity != "warning"] == []
    assert [one.code for one in check_files([letters], HERE)] == ["form-unused"]


def product() -> tuple[list[Path], list[Path]]:
    """The files of sheets, and of case types."""
    sheets = [path for folder in ("forms", "letters") for path in sorted((HERE / folder).glob("*.yaml"))]
    return sheets, sorted((HERE / "case_types").glob("*/*.yaml"))


def test_every_sheet_and_every_document_of_the_product_fit() -> None:
    sheets, types = product()
    told: list[Finding] = check_files([*sheets, *types], HERE)
    assert [one for one in told if one.code in (*CODES, *FILE_CODES)] == []


@pytest.mark.parametrize("name", ["letters/general.yaml", "forms/nd31.yaml"])
def test_a_name_given_twice_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "again.yaml"
    text = (HERE / name).read_text(encoding="utf-8")
    path.write_text(
        text.replace("ters_of: general", "ters_of: again").replace("ms_of: nd31", "ms_of: again"),
        encoding="utf-8",
    )
    with pytest.raises(DefinitionInvalid) as caught:
        check_files([path], HERE)
    assert {one.code for one in caught.value.findings} == {"duplicate-key"}


def test_the_forms_have_the_blanks_of_the_sheets_in_their_order(shared_folder: Path) -> None:
    """What was read from the official sheets: every blank, whether it is required, and its place."""
    text = (shared_folder / "data" / "forms" / "forms.json").read_text(encoding="utf-8")
    names = {
        "02-TC": "nd31_02",
        "HGCS-24": "hgcs_24",
        "01/TCD": "nd154_01",
        "02/TCD": "nd154_02",
        "03/TCD": "nd154_03",
    }
    sheets = {name: form for path in product()[0] for name, form in load_forms(read_file(path)).items()}
    read = json.loads(text)["forms"]
    assert len(read) > 10
    for one in read:
        form = sheets[names.get(one["code"], f"nd155_{one['code']}")]
        ours = [(blank.name, blank.title.vi, blank.required) for blank in form.fields.values()]
        theirs = [
            (blank["name"].replace(".", "_"), blank["label"], blank["required"])
            for blank in one.get("fields") or one["columns"]
        ]
        assert ours == theirs, form.name


def test_the_forms_of_earlier_circulars_have_successors(shared_folder: Path) -> None:
    """Every form that the codified law names is followed by one of ours; an appointment is no case paper."""
    text = (shared_folder / "data" / "forms" / "form_references.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    named = {row[0].replace(" ", "") for row in rows[1:]}
    assert len(named) > 25
    sheets = [form for path in product()[0] for form in load_forms(read_file(path)).values()]
    followed = {old.partition(" ")[0] for form in sheets for old in form.follows}
    assert named - followed == {"04-TCD"}


def test_the_forms_that_the_law_lists_are_each_printed_or_taken_in(library: Library) -> None:
    """The forms of law.md §1.5, §2.3, §3 and §4 by their numbers, old annex and new."""
    wanted = {
        *(f"nd124_0{number}" for number in range(1, 5)), "nd124_dialogue",
        *(f"nd155_{number}" for number in ("01", "02", "03", "04", "14", "14a", "14b")),
        *(f"nd31_{number:02}" for number in range(1, 13)),
        *(f"{group}_0{number}" for group in ("nd154", "tt04") for number in range(1, 4)),
        *(f"tt05_0{number}" for number in range(1, 5)),
    }  # fmt: skip
    types = [load_case_type(read_file(path), library) for path in product()[1]]
    idle = {name for name in wanted if not any(use.acts or use.may for use in uses(name, types))}
    assert idle == set()
    old = {
        (use.case_type, name[:5])
        for name in wanted
        for use in uses(name, types)
        if name[:5] in ("nd124", "nd155")
    }
    assert ("complaint_first@2026.1", "nd124") not in old and ("complaint_first@2020.1", "nd124") in old
