"""Small forms of named inputs: declared once, drawn with what was typed, read with all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import Response, make_response

from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.web.faults import NO_FAULTS, Faults, faults_of
from api.web.fields import Input, Typed, first
from api.web.frame import new_command_id
from workflow.errors import FieldError, InvalidInput
from workflow.text.dates import parse_date
from workflow.text.unreadable import Unreadable

NOTHING: Typed = {}
Errors = Sequence[FieldError]


@dataclass(frozen=True, slots=True)
class Form:
    """A form as `administration/forms.html` draws it. `command_id`: a repeated post does nothing twice."""

    title: str
    action: str
    button: str
    inputs: Sequence[Input]
    about: str = ""
    command_id: str = ""
    files: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What came back with a form that could not be taken: what was typed, and what is wrong."""

    typed: Typed
    errors: Errors = ()

    def faults(self, forms: Iterable[Form]) -> Faults:
        """The faults of all forms of a page."""
        if not self.errors:
            return NO_FAULTS
        titles = {one.name: one.title for form in forms for one in form.inputs}
        made, own = faults_of(self.errors, titles), own_words()
        said = {one.path: own[one.code] for one in reversed(self.errors) if one.code in own}
        by_path = {path: said.get(path, text) for path, text in made.by_path.items()}
        listed = [replace(one, text=text) for one, text in zip(made.listed, by_path.values(), strict=True)]
        return Faults(by_path, listed)

    def filled(self, forms: Sequence[Form]) -> tuple[list[Form], Faults]:
        """The forms with what was typed, and the faults for the summary."""
        faults = self.faults(forms)
        known = first(self.typed, "command_id")
        return [
            replace(
                form,
                inputs=[
                    replace(one, values=self.typed.get(one.name, one.values), error=faults.at(one.name))
                    for one in form.inputs
                ],
                command_id=known or new_command_id(),
            )
            for form in forms
        ], faults


FRESH = Turn(NOTHING)


class Reading:
    """Reads typed values under a prefix and keeps what is wrong, to tell all of it at once."""

    def __init__(self, typed: Typed, prefix: str) -> None:
        self.typed, self.prefix = typed, prefix
        self.errors: list[FieldError] = []

    def text(self, name: str, required: bool = True) -> str:
        """A line of text without outer blanks."""
        value = first(self.typed, f"{self.prefix}.{name}")
        if required and not value:
            self._fault(name, "missing")
        return value

    def day(self, name: str, required: bool = True) -> date | None:
        """A day typed as dd/MM/yyyy."""
        text = self.text(name, required)
        if not text:
            return None
        try:
            return parse_date(text)
        except Unreadable as error:
            self._fault(name, error.code)
            return None

    def id(self, name: str, among: Iterable[UUID], required: bool = True) -> UUID | None:
        """One of the ids that the form offered."""
        text = self.text(name, required)
        found = next((one for one in among if str(one) == text), None)
        if text and found is None:
            self._fault(name, "not-a-choice")
        return found

    def choice(self, name: str, among: Iterable[str]) -> str:
        """One of the codes that the form offered."""
        text = self.text(name)
        if text and text not in set(among):
            self._fault(name, "not-a-choice")
        return text

    def refuse(self, name: str, code: str) -> None:
        """Note another fault of a value."""
        self._fault(name, code)

    def finish(self) -> None:
        """Raise InvalidInput where anything is wrong."""
        if self.errors:
            raise InvalidInput(self.errors)

    def _fault(self, name: str, code: str) -> None:
        self.errors.append(FieldError(f"{self.prefix}.{name}", code))


def own_words() -> Mapping[str, str]:
    """What only these forms find wrong, in words that begin with what to do."""
    return {
        "before-from": _("Chọn lại: ngày cuối phải từ ngày đầu trở đi"),
        "ends-before-it-begins": _("Chọn lại: ngày cuối phải từ ngày đầu trở đi"),
        "not-utf8": _("Chọn lại tệp: tệp phải là văn bản UTF-8"),
        "nothing-chosen": _("Chọn ít nhất một mục"),
        "not-the-same": _("Nhập lại cho giống mật khẩu mới"),
        "too-short": _("Nhập ít nhất 12 ký tự"),
        "wrong-password": _("Nhập lại: mật khẩu hiện tại không đúng"),
        "too-many-attempts": _("Đã thử sai nhiều lần, thử lại sau ít phút"),
        "expired": _("Chọn ngày từ hôm nay trở đi"),
        "bad-username": _("Nhập 3 đến 40 ký tự: chữ thường không dấu, chữ số, dấu . _ -"),
        "taken": _("Chọn tên khác: tên này đã có người dùng"),
    }


def sure(day: date | None) -> date:
    """A day that `Reading.finish` has made sure of."""
    assert day is not None
    return day


def known(one: UUID | None) -> UUID:
    """An id that `Reading.finish` has made sure of."""
    assert one is not None
    return one


def placed(prefix: str, renamed: Mapping[str, str], work: Callable[[], None]) -> None:
    """Run a verb; what it finds wrong is put at the form's own inputs (`renamed`: verb's name → input's)."""
    try:
        work()
    except InvalidInput as error:
        raise InvalidInput(
            [replace(one, path=f"{prefix}.{renamed.get(one.path, one.path)}") for one in error.errors]
        ) from error


def acted(work: Callable[[Call, Typed], Response], show: Callable[[Call, Turn], str]) -> Response:
    """What `work` answers; where the input cannot be taken, the page again as typed, with 422."""
    typed = form_values()
    try:
        return in_call(lambda call: work(call, typed))
    except InvalidInput as error:
        turn = Turn(typed, error.errors)
        return make_response(in_call(lambda call: show(call, turn), read_only=True), 422)


def day_input(name: str, title: str, value: str = "", *, required: bool = True, about: str = "") -> Input:
    """An input for a day."""
    example = about or _("Ngày/tháng/năm, ví dụ 27/11/2026")
    return Input(name, title, "date", [value] if value else (), required=required, size="date", help=example)
