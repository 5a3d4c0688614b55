"""Fields of every type and papers, entered as a person enters them: by the keyboard and the mouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.desk import WORDS
from workflow.case_type.model import CaseType, Field

PDF = b"%PDF-1.4\n%%EOF\n"
PARTS = ("name", "address", "identity", "contact")


def fill_fields(page: Page, case_type: CaseType, values: Mapping[str, Any]) -> None:
    """Enter values as a scenario writes them, its people and offices given by their ids."""
    for name, value in values.items():
        _enter(page, case_type.fields[name], f"fields.{name}", value)


def bring_papers(page: Page, kinds: Iterable[str], file: bool = False) -> None:
    """Bring papers in words; the first as a file, where `file`."""
    for place, kind in enumerate(kinds):
        chosen = page.locator(f"[name='documents.{kind}']")
        words = page.locator(f"[name='documents.{kind}.words']")
        words.wait_for(state="attached")
        if not words.is_visible():
            page.locator(f"details:has([name='documents.{kind}.words']) > summary").click()
        if file and place == 0:
            chosen.set_input_files({"name": "quet.pdf", "mimeType": "application/pdf", "buffer": PDF})
        else:
            words.fill(WORDS)


def written(day: str) -> str:
    """A day as it is typed."""
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def _enter(page: Page, field: Field, path: str, value: Any) -> None:
    match field.type:
        case "date":
            _input(page, path).fill(written(value))
        case "recipients":
            _input(page, path).fill("\n".join(value))
        case "yes_no":
            _tick(page, path, "yes" if value else "no", "Có" if value else "Không")
        case "choice":
            _choose(page, path, str(value), _title(field, value))
        case "officer" | "organisation":
            _choose(page, path, str(value), "")
        case "choices":
            _only(page, path, {str(one): _title(field, one) for one in value})
        case "units":
            _only(page, path, {str(one): "" for one in value})
        case "instant":
            moment = datetime.fromisoformat(value)
            _input(page, f"{path}.day").fill(f"{moment:%d/%m/%Y}")
            _input(page, f"{path}.time").fill(f"{moment:%H:%M}")
        case "parties":
            _people(page, path, value)
        case "respondent":
            for part, text in value.items():
                _choose(page, f"{path}.{part}", str(text), "")
        case _:
            _input(page, path).fill(str(value))


def _title(field: Field, code: object) -> str:
    return next(one.title.vi for one in field.options if one.code == code)


def _input(page: Page, name: str) -> Locator:
    return page.locator(f"main [name='{name}']")


def _choose(page: Page, name: str, value: str, title: str) -> None:
    """Choose from a list or among buttons, whichever the form has; type where it has neither."""
    place = _input(page, name).first
    kind = place.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind == "radio":
        _tick(page, name, value, title)
    elif kind == "select":
        place.select_option(value=value)
        shown = place.evaluate("one => one.selectedOptions[0].text")
        assert title in shown, f"{name}: {shown!r} is chosen, not {title!r}"
    else:
        place.fill(value)


def _tick(page: Page, name: str, value: str, title: str) -> None:
    place = page.locator(f"main [name='{name}'][value='{value}']")
    place.check()
    label = place.evaluate("one => one.labels[0].textContent")
    assert title in label, f"{name}: {label!r} stands beside it, not {title!r}"


def _only(page: Page, name: str, wanted: Mapping[str, str]) -> None:
    """Tick these boxes and no others."""
    for ticked in page.locator(f"main [name='{name}']:checked").all():
        ticked.uncheck()
    for value, title in wanted.items():
        _tick(page, name, value, title)


def _people(page: Page, path: str, people: Iterable[Mapping[str, Any]]) -> None:
    for number, person in enumerate(people):
        if number and not _input(page, f"{path}.{number}.name").count():
            page.locator(f"main button[value='more:{path}']").click()
        for part in PARTS:
            if part in person:
                _input(page, f"{path}.{number}.{part}").fill(str(person[part]))
        if person.get("representative"):
            _tick(page, f"{path}.{number}.representative", "yes", "Là người đại diện")
