"""What is wrong with a form, in words that say what to do; the same beside the field and in the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.request.language import pick
from api.request.language import say as _
from api.request.problems import field_sentence
from workflow.errors import FieldError, Reason
from workflow.text.unreadable import SENTENCES


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: `href` is the id of the field, or nothing."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Faults:
    """All that is wrong with a form: by path for the fields, in order for the summary."""

    by_path: Mapping[str, str]
    listed: Sequence[Fault]

    def at(self, path: str) -> str:
        """The sentence for a field, or nothing."""
        return self.by_path.get(path, "")


@dataclass(frozen=True, slots=True)
class Told:
    """How a field is spoken of: its title, what to do where it is needed and empty, its id."""

    title: str
    demand: str
    id: str


NO_FAULTS = Faults({}, ())


def faults_of(errors: Iterable[FieldError], titles: Mapping[str, Any]) -> Faults:
    """The faults of a form whose fields are told by path, or plainly by their titles: then the path is the id
    as well. One sentence per path."""
    told = {path: _told(path, title) for path, title in titles.items()}
    by_path: dict[str, str] = {}
    for error in errors:
        by_path.setdefault(error.path, sentence(error, told.get(error.path)))
    listed = [Fault(told[path].id if path in told else "", text) for path, text in by_path.items()]
    return Faults(by_path, listed)


def _told(path: str, title: str | Told) -> Told:
    if isinstance(title, Told):
        return title
    return Told(title, _("Nhập mục: %(title)s", title=title), id_of(path))


def id_of(path: str) -> str:
    """The id of the input at a path: no dots, for addresses take it as it is."""
    return path.replace(".", "-")


def curable(reasons: Iterable[Reason]) -> tuple[list[FieldError], list[Reason]]:
    """Reasons that the form itself cures as faults of its fields, and the rest."""
    kinds = {"field-missing": "fields", "document-missing": "documents"}
    errors, rest = [], []
    for reason in reasons:
        if reason.code in kinds:
            errors.append(FieldError(f"{kinds[reason.code]}.{reason.name}", "missing"))
        else:
            rest.append(reason)
    return errors, rest


def reason_text(reason: Reason) -> str:
    """A refusal's reason in the page's language."""
    return pick(reason.vi, reason.en)


def sentence(error: FieldError, told: Told | None) -> str:
    """What to do about one fault."""
    facts, title = dict(error.facts), told.title if told else ""
    if told and error.code in ("missing", "required", "blank"):
        return told.demand
    if error.code in SENTENCES:
        said = _(SENTENCES[error.code])
    else:
        said = _plain(error.code, facts) or field_sentence(error.code, facts)
    return f"{title}: {said[:1].lower()}{said[1:]}" if title else f"{said[:1].upper()}{said[1:]}"


def _plain(code: str, facts: Mapping[str, str]) -> str:
    if code in ("too-small", "too-few"):
        return _("ít nhất là %(least)s", least=facts.get("least", ""))
    if code == "too-large" and "most" in facts:
        return _("nhiều nhất là %(most)s", most=facts["most"])
    if code == "too-long":
        return _("rút ngắn còn %(longest)s ký tự", longest=facts.get("longest", ""))
    table = {
        "not-a-choice": _("chọn một trong các mục"),
        "not-a-date": _("nhập ngày theo dạng dd/MM/yyyy"),
        "not-an-instant": _("nhập ngày và giờ"),
        "not-a-number": _("chỉ nhập chữ số"),
        "control-character": _("bỏ các ký tự lạ"),
        "nobody-there": _("chọn người đang làm việc tại đơn vị"),
        "unknown-case": _("nhập số của một vụ việc đang do đơn vị giữ"),
        "unknown-organisation": _("chọn một đơn vị trong danh sách"),
        "unknown-user": _("chọn một người trong danh sách"),
        "in-the-future": _("ngày không được sau hôm nay"),
        "before-last-event": _("ngày không được trước sự kiện gần nhất của vụ việc"),
        "late-reason-needed": _("ghi nhận muộn phải nêu lý do"),
        "no-version-for-day": _("chưa có quy trình cho ngày nhận này"),
        "empty-file": _("tệp rỗng"),
        "file-too-large": _("tệp lớn hơn 20 MB"),
        "file-type-not-taken": _("tệp phải là PDF, DOCX, JPG hoặc PNG"),
        "file-type-differs": _("nội dung tệp không đúng với đuôi tệp"),
        "file-or-words": _("chọn tệp hoặc ghi nội dung, không dùng cả hai"),
        "file-lost": _("chọn lại tệp"),
        "not-a-paper": _("rút ngắn số hoặc tên văn bản"),
        "details-without-paper": _("chọn tệp hoặc ghi nội dung văn bản"),
        "nothing-sent": _("chưa có văn bản nào được gửi cho người này"),
        "answered-already": _("yêu cầu này đã được trả lời"),
    }
    return table.get(code, "")
