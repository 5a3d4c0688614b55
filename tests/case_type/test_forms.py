"""The statutory forms: what a file must say, and that every document of a case type names one that exists."""

from __future__ import annotations

from datetime import date

import pytest

from service.definition_files import HERE, read_file
from workflow.case_type.forms import Form, load_forms, missing_forms
from workflow.case_type.library import Library
from workflow.case_type.schema import build_case_type, load_code_list
from workflow.errors import DefinitionInvalid
from workflow.source import read_source

FILES = sorted((HERE / "forms").glob("*.yaml"))
CASE_TYPES = sorted((HERE / "case_types").glob("*/*.yaml"))

SOUND = """
forms_of: nd900
title: {vi: Biểu mẫu thử, en: Forms}
law: Nghị định thử
in_force: {from: 2026-07-01}
confidence: H*
forms:
  nd900_01:
    code: "01"
    title: {vi: Đơn, en: Paper}
    by: citizen
    confidence: M
    fields:
      ngay: {type: date, required: true, title: {vi: Ngày, en: Day}}
      loai: {type: choice, of: {a: {vi: A, en: A}, b: {vi: B, en: B}}, title: {vi: Loại, en: Kind}}
"""


def all_forms() -> dict[str, Form]:
    """Every form of the product by name."""
    return {name: form for path in FILES for name, form in load_forms(read_file(path)).items()}


def test_a_form_is_read_with_its_group() -> None:
    form = load_forms(read_source(SOUND, "nd900.yaml"))["nd900_01"]
    assert (form.code, form.law, form.confidence) == ("01", "Nghị định thử", "M")
    assert (form.in_force_from, form.in_force_to) == (date(2026, 7, 1), None)
    assert [(one.name, one.kind, one.required) for one in form.fields.values()] == [
        ("ngay", "date", True),
        ("loai", "choice", False),
    ]
    assert [option.code for option in form.fields["loai"].options] == ["a", "b"]


@pytest.mark.parametrize(
    "old, new, line, code",
    [
        ("confidence: H*", "confidence: X", 6, "wrong-type"),
        ("in_force: {from: 2026-07-01}", "in_force: {from: soon}", 5, "wrong-type"),
        ("by: citizen", "by: somebody", 11, "wrong-type"),
        ("type: date, required: true", "type: day, required: true", 14, "wrong-type"),
        ("required: true", "needed: true", 14, "unknown-name"),
        ("type: choice, of: {a: {vi: A, en: A}, b: {vi: B, en: B}}", "type: choice", 15, "wrong-type"),
        ("    by: citizen\n", "", 8, "wrong-type"),
        ("  nd900_01:", "  ND900/01:", 8, "wrong-type"),
    ],
)
def test_what_a_form_may_not_say_is_refused_at_its_place(old: str, new: str, line: int, code: str) -> None:
    assert SOUND.count(old) == 1
    with pytest.raises(DefinitionInvalid) as caught:
        load_forms(read_source(SOUND.replace(old, new), "nd900.yaml"))
    assert [(one.line, one.code) for one in caught.value.findings] == [(line, code)]


def test_a_file_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(DefinitionInvalid):
        load_forms(read_source("- a\n- b\n", "nd900.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_forms_of_the_product_are_sound_and_bilingual(path: object) -> None:
    forms = load_forms(read_file(path))  # type: ignore[arg-type]
    assert forms
    for form in forms.values():
        assert form.title.en and form.fields
        assert all(field.title.en for field in form.fields.values()), form.name


def test_no_name_is_given_twice() -> None:
    assert len(all_forms()) == sum(len(load_forms(read_file(path))) for path in FILES)


@pytest.mark.parametrize("path", CASE_TYPES, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_every_document_names_a_form_that_exists(path: object) -> None:
    source = read_file(path)  # type: ignore[arg-type]
    lists = dict(load_code_list(read_file(one)) for one in sorted((HERE / "code_lists").glob("*.yaml")))
    case_type = build_case_type(source.value, source.sha256, Library(lists).code_lists)
    groups = [one.stem for one in FILES]
    assert missing_forms(case_type, all_forms(), groups) == []


def test_a_document_with_an_unknown_form_is_told_the_nearest() -> None:
    path = HERE / "case_types" / "complaint_first" / "2026.1.yaml"
    text = path.read_text(encoding="utf-8").replace("form: nd155_01", "form: nd155_011")
    lists = dict(load_code_list(read_file(one)) for one in sorted((HERE / "code_lists").glob("*.yaml")))
    case_type = build_case_type(read_source(text, str(path)).value, "", lists)
    (problem,) = missing_forms(case_type, all_forms(), ("nd155",))
    assert problem.path == ("documents", "petition", "form") and "nd155_01" in problem.message
