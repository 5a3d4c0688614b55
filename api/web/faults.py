"""What is wrong with a form, in words that begin with what to do; the same beside the field and in the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


NO_FAULTS = Faults({}, ())


def faults_of(errors: Iterable[FieldError], titles: Mapping[str, str]) -> Faults:
    """The faults of a form whose fields are called `titles` by path. One sentence per path."""
    by_path: dict[str, str] = {}
    for error in errors:
        by_path.setdefault(error.path, sentence(error, titles.get(error.path, "")))
    listed = [Fault(id_of(path) if path in titles else "", text) for path, text in by_path.items()]
    return Faults(by_path, listed)


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


def sentence(error: FieldError, title: str) -> str:
    """What to do about one fault."""
    facts = dict(error.facts)
    if error.code in SENTENCES:
        said = _(SENTENCES[error.code])
        return f"{title}: {said}" if title else said
    made = _plain(error.code, title, facts)
    return made or (
        f"{title}: {field_sentence(error.code, facts)}" if title else field_sentence(error.code, facts)
    )


def _plain(code: str, title: str, facts: Mapping[str, str]) -> str:
    name = title[:1].lower() + title[1:]
    if code in ("missing", "required", "blank"):
        return _("Chưa có %(name)s: nhập hoặc chọn mục này", name=name)
    if code in ("too-small", "too-few"):
        return _("%(title)s: ít nhất là %(least)s", title=title, least=facts.get("least", ""))
    if code == "too-large" and "most" in facts:
        return _("%(title)s: nhiều nhất là %(most)s", title=title, most=facts["most"])
    if code == "too-long":
        return _("%(title)s: rút ngắn còn %(longest)s ký tự", title=title, longest=facts.get("longest", ""))
    table = {
        "not-a-choice": _("chọn một trong các mục"),
        "not-a-date": _("nhập ngày theo dạng dd/MM/yyyy"),
        "not-an-instant": _("nhập ngày và giờ"),
        "not-a-number": _("chỉ nhập chữ số"),
        "control-character": _("bỏ các ký tự lạ"),
        "nobody-there": _("chọn người đang làm việc tại đơn vị"),
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
    if code not in table:
        return ""
    return f"{title}: {table[code]}" if title else table[code][:1].upper() + table[code][1:]
