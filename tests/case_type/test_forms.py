"""The files of forms and letters: what they must say, and how they are read."""

from __future__ import annotations

from datetime import date

import pytest

from service.definition_files import HERE, read_file
from workflow.case_type.forms import Form, load_forms
from workflow.errors import DefinitionInvalid
from workflow.source import read_source

FILES = [path for folder in ("forms", "letters") for path in sorted((HERE / folder).glob("*.yaml"))]

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
      ngay: {type: date, required: true, from: act.day, title: {vi: Ngày, en: Day}}
      ky: {type: signature, title: {vi: Ký, en: Signature}}
      loai:
        type: choice
        from: {don: is.a, thu: [kind, hand]}
        of: {a: {vi: A, en: A}, b: {vi: B, en: B}}
        title: {vi: Loại, en: Kind}
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
        ("ky", "signature", False),
        ("loai", "choice", False),
    ]
    assert form.statutory and not form.sealed
    ngay, loai = form.fields["ngay"], form.fields["loai"]
    assert [str(one) for one in ngay.sources_for("anything")] == ["act.day"]
    assert [str(one) for one in loai.sources_for("thu")] == ["kind", "hand"]
    assert [str(one) for one in loai.sources_for("don")] == ["is.a"] and loai.sources_for("other") == ()
    assert [option.code for option in form.fields["loai"].options] == ["a", "b"]


@pytest.mark.parametrize(
    "old, new, line, code",
    [
        ("confidence: H*", "confidence: X", 6, "wrong-type"),
        ("in_force: {from: 2026-07-01}", "in_force: {from: soon}", 5, "wrong-type"),
        ("by: citizen", "by: somebody", 11, "wrong-type"),
        ("type: date, required: true", "type: day, required: true", 14, "wrong-type"),
        ("required: true", "needed: true", 14, "unknown-name"),
        ("from: act.day, ", "", 14, "wrong-type"),
        ("from: act.day", "from: act.dya", 14, "wrong-type"),
        ("from: act.day", "from: []", 14, "wrong-type"),
        ("from: act.day", "from: [hand, act.day]", 14, "wrong-type"),
        ("type: choice", "type: line", 16, "wrong-type"),
        ("is.a", "is.c", 18, "wrong-type"),
        ("type: signature", "type: signature, from: hand", 15, "wrong-type"),
        ("    by: citizen\n", "", 8, "wrong-type"),
        ("  nd900_01:", "  ND900/01:", 8, "wrong-type"),
    ],
)
def test_what_a_form_may_not_say_is_refused_at_its_place(old: str, new: str, line: int, code: str) -> None:
    assert SOUND.count(old) == 1
    with pytest.raises(DefinitionInvalid) as caught:
        load_forms(read_source(SOUND.replace(old, new), "nd900.yaml"))
    assert [(one.line, one.code) for one in caught.value.findings] == [(line, code)]


def test_a_letter_has_no_number_and_cites_what_it_carries_out() -> None:
    letters = SOUND.replace("forms_of: nd900", "letters_of: nd900")
    with pytest.raises(DefinitionInvalid) as caught:
        load_forms(read_source(letters, "own.yaml"))
    assert [(one.line, one.code) for one in caught.value.findings] == [(8, "wrong-type"), (9, "unknown-name")]
    mended = letters.replace('code: "01"', "cites: Điều 1")
    form = load_forms(read_source(mended, "own.yaml"))["nd900_01"]
    assert (form.code, form.statutory, form.cites) == (None, False, "Điều 1")


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
