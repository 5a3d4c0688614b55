"""The catalogue, and the contract that every text shown anywhere has its English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError
from jinja2.ext import babel_extract

from workflow.text.catalogue import Catalogue, packaged_catalogue

ROOT = Path(__file__).parents[2]
FOLDERS = ("api", "service", "workflow")
CALLS = ("_", "_l", "gettext", "lazy_gettext", "ngettext", "pgettext")
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
PO = """
msgid "Chào %(name)s"
msgstr "Hello %(name)s"

#, fuzzy
msgid "Ngờ"
msgstr "Doubtful"

msgid "Chưa dịch"
msgstr ""

msgid "100 % xong"
msgstr "100 % done"
"""


@dataclass(frozen=True)
class Used:
    """A text in the source: which, and where."""

    msgid: str
    place: str


def used_texts(root: Path) -> Iterator[Used]:
    """Every text marked for translation in the Python files and templates under `root`."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py":
                found = texts_of_python(path)
            elif "templates" in path.parts and path.is_file():
                found = texts_of_template(path)
            else:
                continue
            for line, msgid in found:
                yield Used(msgid, f"{path.relative_to(root).as_posix()}:{line}")


def texts_of_python(path: Path) -> Iterator[tuple[int, str]]:
    """(line, msgid) of each call such as `_("...")`, methods included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        if name not in CALLS:
            continue
        texts = [
            part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        for text in texts[1:] if name == "pgettext" else texts:
            yield node.lineno, text


def texts_of_template(path: Path) -> Iterator[tuple[int, str]]:
    """(line, msgid) of each `_("...")` and `{% trans %}` block. A template that cannot be read raises."""
    options = {"silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "encoding": "utf-8"}
    with path.open("rb") as source:
        for line, _, message, _ in babel_extract(source, CALLS, (), options):
            parts = message if isinstance(message, tuple) else (message,)
            for text in parts:
                if text:
                    yield line, text


def untranslated(root: Path, catalogue: Catalogue) -> list[str]:
    """The texts without English, each with its place."""
    missing = [used for used in used_texts(root) if used.msgid not in catalogue.english]
    return [f"{used.place}: {used.msgid!r}" for used in missing]


def test_every_text_shown_has_its_english() -> None:
    missing = untranslated(ROOT, packaged_catalogue())
    assert not missing, "no English in workflow/text/catalogue/en.po for:\n" + "\n".join(missing)


def test_our_own_sentences_are_among_the_texts_found() -> None:
    found = {used.msgid: used.place for used in used_texts(ROOT)}
    assert found["Chưa nhập ngày."].startswith("workflow/text/unreadable.py:")


def test_an_untranslated_text_is_shown_with_its_place(tmp_path: Path) -> None:
    templates = tmp_path / "api" / "web" / "templates"
    templates.mkdir(parents=True)
    (templates / "a.html").write_text(
        "<p>\n{{ _('Chào %(name)s', name=n) }}{{ _('Mới') }}</p>{% trans %}Khối{% endtrans %}{% do x %}",
        encoding="utf-8",
    )
    (tmp_path / "workflow").mkdir()
    (tmp_path / "workflow" / "a.py").write_text(
        'x = _("Nối " "liền")\ny = t.gettext("Chưa dịch")\nz = _(x)\n', encoding="utf-8"
    )
    assert untranslated(tmp_path, Catalogue.from_po(PO)) == [
        "api/web/templates/a.html:2: 'Mới'",
        "api/web/templates/a.html:2: 'Khối'",
        "workflow/a.py:1: 'Nối liền'",
        "workflow/a.py:2: 'Chưa dịch'",
    ]


def test_both_languages_have_the_same_placeholders() -> None:
    for vi, en in packaged_catalogue().english.items():
        assert set(PLACEHOLDER.findall(vi)) == set(PLACEHOLDER.findall(en)), vi


def test_translating() -> None:
    catalogue = Catalogue.from_po(PO)
    assert catalogue.translate("Chào %(name)s", "en", name="An") == "Hello An"
    assert catalogue.translate("Chào %(name)s", name="An") == "Chào An"
    assert catalogue.translate("100 % xong", "en") == "100 % done"
    assert [catalogue.translate(text, "en") for text in ("Ngờ", "Chưa dịch", "Lạ")] == [
        "Ngờ",
        "Chưa dịch",
        "Lạ",
    ]
    with pytest.raises(KeyError):
        catalogue.translate("Chào %(name)s", "en", other="An")


@pytest.mark.parametrize(
    "text", ["garbage\n", 'msgid "a"\nmsgid "b"\n', 'msgid "a"\nmsgstr "b"\nmsgstd "c"\n']
)
def test_a_broken_catalogue_is_refused(text: str) -> None:
    with pytest.raises(PoFileError):
        Catalogue.from_po(text)


def test_no_text_stands_in_the_catalogue_twice() -> None:
    lines = (ROOT / "workflow" / "text" / "catalogue" / "en.po").read_text(encoding="utf-8").splitlines()
    starts = [line for line in lines if line.startswith("msgid ")]
    # One entry is the header; an entry that babel dropped (unquoted, empty, doubled) makes the counts differ.
    assert len(starts) == len(packaged_catalogue().english) + 1
