"""Errors become answers here and nowhere else: one table of class → status and title; RFC 9457 for the API,
a page otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.exceptions import HTTPException

from api.request import faults
from api.request.language import pick
from api.request.sentences import FIELD_SENTENCES, OTHER_STATUSES, Pair
from api.schemas.sentences import VERB_SENTENCES
from models import errors as storage
from workflow import errors as rules


@dataclass(frozen=True, slots=True)
class Answer:
    """How an error class is answered: status, title, and what to do next, each as (Vietnamese, English)."""

    status: int
    title: Pair
    advice: Pair


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as it is shown: `errors` are fields ({path, code, detail}), `reasons` why an act is refused
    ({code, name,
    detail}), `findings` faults of a definition, `headers` what goes into the answer's head."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[Mapping[str, str], ...] = ()
    reasons: tuple[Mapping[str, str], ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


_TABLE: Mapping[type[Exception], Answer] = {
    faults.NotLoggedIn: Answer(
        401,
        ("Chưa đăng nhập", "Not logged in"),
        ("Hãy đăng nhập, hoặc gửi mã truy cập còn hiệu lực.", "Log in, or send a valid access token."),
    ),
    faults.LoginRefused: Answer(
        401,
        ("Không đăng nhập được", "Login refused"),
        ("Tên đăng nhập hoặc mật khẩu không đúng.", "The name or the password is wrong."),
    ),
    faults.TooManyAttempts: Answer(
        429,
        ("Thử quá nhiều lần", "Too many attempts"),
        ("Hãy chờ ít phút rồi thử lại.", "Wait some minutes and try again."),
    ),
    faults.ScopeMissing: Answer(
        403,
        ("Mã truy cập không cho phép việc này", "The token does not cover this"),
        ("Hãy dùng mã truy cập có phạm vi phù hợp.", "Use a token with the right scope."),
    ),
    faults.WrongMediaType: Answer(
        415,
        ("Sai kiểu nội dung", "Wrong media type"),
        ("Hãy gửi nội dung đúng kiểu mà địa chỉ này nhận.", "Send the media type that this address takes."),
    ),
    faults.KeyMissing: Answer(
        400,
        ("Thiếu Idempotency-Key", "Idempotency-Key is missing"),
        ("Hãy gửi kèm đầu mục Idempotency-Key.", "Send the header Idempotency-Key."),
    ),
    faults.BadKey: Answer(
        400,
        ("Idempotency-Key không đúng dạng", "Idempotency-Key is malformed"),
        (
            "Khóa gồm 1 đến 80 chữ, số và dấu . _ ~ : + / = -",
            "The key is 1 to 80 letters, digits and . _ ~ : + / = -",
        ),
    ),
    faults.VersionMissing: Answer(
        428,
        ("Thiếu If-Match", "If-Match is missing"),
        (
            "Hãy gửi ETag của bản đã đọc trong đầu mục If-Match.",
            "Send the ETag of what you read as If-Match.",
        ),
    ),
    faults.BadVersion: Answer(
        400,
        ("If-Match không đúng dạng", "If-Match is malformed"),
        ("Hãy gửi đúng một ETag như đã nhận.", "Send one ETag as you got it."),
    ),
    faults.MalformedBody: Answer(
        400,
        ("Nội dung không đọc được", "The body cannot be read"),
        ("Hãy gửi một đối tượng JSON viết bằng UTF-8.", "Send one JSON object in UTF-8."),
    ),
    faults.BadText: Answer(
        400,
        ("Ký tự không hợp lệ", "Characters that cannot be taken"),
        ("Hãy bỏ các ký tự điều khiển rồi gửi lại.", "Leave out control characters and send it again."),
    ),
    faults.RequestFault: Answer(
        400,
        ("Yêu cầu không hợp lệ", "Bad request"),
        ("Hãy kiểm tra lại yêu cầu.", "Check the request."),
    ),
    rules.NotFound: Answer(
        404,
        ("Không tìm thấy", "Not found"),
        (
            "Không có nội dung này, hoặc nằm ngoài phạm vi được xem.",
            "There is no such thing, or it is outside what you may see.",
        ),
    ),
    rules.NotPermitted: Answer(
        403,
        ("Không được phép", "Not permitted"),
        ("Vai trò của bạn không cho phép việc này ở đây.", "Your roles do not allow this act here."),
    ),
    rules.StaleCase: Answer(
        409,
        ("Hồ sơ đã thay đổi", "The case has changed"),
        ("Hãy xem lại hồ sơ rồi làm tiếp.", "Look at the case again, then go on."),
    ),
    rules.CommandReused: Answer(
        422,
        ("Khóa đã dùng cho yêu cầu khác", "The key was used for another request"),
        ("Hãy dùng Idempotency-Key mới.", "Use a new Idempotency-Key."),
    ),
    rules.InvalidInput: Answer(
        422,
        ("Nội dung nhập chưa đúng", "What was entered cannot be taken"),
        ("Hãy sửa các mục được nêu.", "Correct the fields that are named."),
    ),
    rules.TransitionRefused: Answer(
        409,
        ("Chưa thực hiện được", "Not possible now"),
        ("Các lý do được nêu bên dưới.", "The reasons are given below."),
    ),
    rules.DefinitionInvalid: Answer(
        422,
        ("Định nghĩa có lỗi", "The definition has faults"),
        ("Hãy sửa các lỗi được nêu.", "Correct the faults that are named."),
    ),
    rules.DeadlineRefused: Answer(
        422,
        ("Không tính được thời hạn", "The time limit cannot be counted"),
        ("Thời hạn không tính được như đã yêu cầu.", "The time limit cannot be counted as asked."),
    ),
    rules.ChainBroken: Answer(
        409,
        ("Chuỗi nhật ký bị đứt", "The audit chain is broken"),
        ("Hãy báo cho người quản trị.", "Tell the administrator."),
    ),
    rules.WorkflowError: Answer(
        422,
        ("Chưa thực hiện được", "Not possible"),
        ("Hãy kiểm tra lại nội dung đã nhập.", "Check what was entered."),
    ),
    storage.Busy: Answer(
        503,
        ("Hệ thống đang bận", "The system is busy"),
        ("Chưa có gì được ghi. Hãy thử lại sau ít giây.", "Nothing was written. Try again in some seconds."),
    ),
    storage.Full: Answer(
        507,
        ("Hết chỗ lưu trữ", "No room is left"),
        (
            "Chưa có gì được ghi. Hãy báo người quản trị, và gửi lại khi đã có chỗ.",
            "Nothing was written. Tell the administrator, and send it again once there is room.",
        ),
    ),
    storage.Unsure: Answer(
        503,
        ("Mất kết nối khi đang ghi", "The connection was lost while writing"),
        (
            "Chưa rõ đã ghi hay chưa. Hãy gửi lại đúng yêu cầu này: không có gì được ghi hai lần.",
            "It may be written or not. Send the same request again: nothing is written twice.",
        ),
    ),
    storage.Conflict: Answer(
        503,
        ("Có người vừa ghi trước", "Somebody wrote first"),
        ("Chưa có gì được ghi. Hãy thử lại.", "Nothing was written. Try again."),
    ),
    storage.Duplicate: Answer(
        409,
        ("Đã có rồi", "It exists already"),
        ("Nội dung này đã được ghi trước đó.", "This was recorded before."),
    ),
    storage.Immutable: Answer(
        409,
        ("Không sửa được nhật ký", "The record cannot be changed"),
        ("Nhật ký chỉ được ghi thêm.", "The record may only grow."),
    ),
}

PROBLEM_CLASSES = tuple(_TABLE)


def answer_of(kind: type[Exception]) -> Answer | None:
    """The row for an error class or its nearest ancestor, or None."""
    return next((_TABLE[base] for base in kind.__mro__ if base in _TABLE), None)


def problem_of(error: Exception, *, is_conditional: bool = False) -> Problem | None:
    """An error as a problem, or None for one that nobody foresaw. `is_conditional`: the request carried
    If-Match."""
    if isinstance(error, HTTPException):
        return _of_http(error)
    answer = answer_of(type(error))
    if answer is None:
        return None
    status = 412 if is_conditional and isinstance(error, rules.StaleCase) else answer.status
    return Problem(
        status,
        str(getattr(error, "code", "error")),
        pick(*answer.title),
        pick(*answer.advice),
        _errors(error),
        _reasons(error),
        _findings(error),
        _headers(error),
    )


def describe(fault: rules.FieldError) -> Mapping[str, str]:
    """A field's fault as {path, code, detail}."""
    return {"path": fault.path, "code": fault.code, "detail": field_sentence(fault.code, dict(fault.facts))}


def field_sentence(code: str, facts: Mapping[str, str]) -> str:
    """The sentence of a field fault in the request's language."""
    text = pick(*(FIELD_SENTENCES.get(code) or VERB_SENTENCES.get(code) or FIELD_SENTENCES["invalid"]))
    try:
        return text.format(**facts)
    except (KeyError, IndexError):
        return text


def _errors(error: Exception) -> tuple[Mapping[str, str], ...]:
    return tuple(describe(one) for one in error.errors) if isinstance(error, rules.InvalidInput) else ()


def _reasons(error: Exception) -> tuple[Mapping[str, str], ...]:
    if not isinstance(error, rules.TransitionRefused):
        return ()
    return tuple(
        {"code": one.code, "name": one.name, "detail": pick(one.vi, one.en)} for one in error.reasons
    )


def _findings(error: Exception) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(error, rules.DefinitionInvalid):
        return ()
    names = ("file", "line", "column", "code", "severity", "message")
    return tuple({name: getattr(one, name) for name in names} for one in error.findings)


def _headers(error: Exception) -> Mapping[str, str]:
    if isinstance(error, faults.NotLoggedIn):
        return {"WWW-Authenticate": 'Bearer realm="tiepdan"'}
    if isinstance(error, faults.ScopeMissing):
        return {"WWW-Authenticate": 'Bearer realm="tiepdan", error="insufficient_scope"'}
    if isinstance(error, faults.TooManyAttempts):
        return {"Retry-After": str(error.facts.get("seconds", 60))}
    if isinstance(error, (storage.Busy, storage.Conflict)):
        return {"Retry-After": "60" if isinstance(error, storage.Full) else "2"}
    return {}


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    code, title, advice = OTHER_STATUSES.get(status, OTHER_STATUSES[500 if status >= 500 else 400])
    kept = {
        name: value
        for name, value in error.get_headers()
        if name in ("Allow", "Retry-After", "Content-Range")
    }
    return Problem(status, code, pick(*title), pick(*advice), headers=kept)
