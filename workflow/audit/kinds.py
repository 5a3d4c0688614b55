"""The closed list of what the audit trail records. One act writes one event;
`docs/reference/audit-record.md` says what each body holds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class EventKind(StrEnum):
    """What was done. The value is stored and never renamed; the comment beside it is its meaning."""

    CASE_OPENED = "case_opened"  # a case was received and opened
    CASE_IMPORTED = "case_imported"  # a case came in from an old register, in its true state
    TRANSITION_TAKEN = "transition_taken"  # a case went along an edge of its definition
    TRANSITION_PROPOSED = "transition_proposed"  # the first of two persons asked for a transition
    PROPOSAL_LAPSED = "proposal_lapsed"  # a proposal ended without a second person
    ASSIGNED = "assigned"  # a case was given to a lead or a coordinating person or unit
    UNASSIGNED = "unassigned"  # an assignment was ended
    CASE_SUCCEEDED = "case_succeeded"  # a case went to the office that succeeds the one it lay with
    REQUEST_SENT = "request_sent"  # another unit was asked to coordinate
    REQUEST_ANSWERED = "request_answered"  # the unit asked has answered
    DOCUMENT_ATTACHED = "document_attached"  # a paper was put on a case by an act of its own
    RECEIPT_RECORDED = "receipt_recorded"  # it was recorded that a party received a paper
    CASE_LINKED = "case_linked"  # two cases were linked; both keep their numbers
    CHILD_OPENED = "child_opened"  # a child case was opened from this case
    VALUE_REVEALED = "value_revealed"  # a sealed value was shown to somebody, with a reason
    TIMER_REARMED = "timer_rearmed"  # open time limits were counted anew after a calendar or rule change
    CASE_MIGRATED = "case_migrated"  # a running case was moved to another version of its case type
    RUNG_FIRED = "rung_fired"  # a warning or escalation point was reached and told
    LATE_ENTRY_CONFIRMED = "late_entry_confirmed"  # a late entry was confirmed by the person entitled to
    DEFINITION_DEPLOYED = "definition_deployed"  # a version of a case type came into use
    CALENDAR_DEPLOYED = "calendar_deployed"  # a version of a working calendar came into use
    RULES_DEPLOYED = "rules_deployed"  # a version of a rule pack came into use
    MIGRATION_PROPOSED = "migration_proposed"  # one asked to move running cases to another version
    MIGRATION_APPROVED = "migration_approved"  # a second person agreed to move them
    MIGRATION_APPLIED = "migration_applied"  # the cases were moved and checked
    ORGANISATION_RECORDED = "organisation_recorded"  # an office, its dated name, parent, trait or successor
    USER_RECORDED = "user_recorded"  # a user was added or changed
    ROLE_GIVEN = "role_given"  # a role was given to a user at an office from a day on
    ROLE_ENDED = "role_ended"  # a role was ended
    SUBSTITUTE_RECORDED = "substitute_recorded"  # who stands in for whom, from when to when
    LEAVE_RECORDED = "leave_recorded"  # an absence of a user
    PASSWORD_CHANGED = "password_changed"  # a password was set or reset
    SESSION_OPENED = "session_opened"  # a user logged in
    TOKEN_ISSUED = "token_issued"  # an access token was issued
    TOKEN_REVOKED = "token_revoked"  # an access token was revoked
    AUDIT_PULLED = "audit_pulled"  # the audit trail was pulled for an inspection
    REGISTER_IMPORTED = "register_imported"  # a file of an old register was read in
    SELFTEST_RUN = "selftest_run"  # the escalation self-test was run


_TITLES: Mapping[EventKind, tuple[str, str]] = MappingProxyType(
    {
        EventKind.CASE_OPENED: ("Mở hồ sơ", "Case opened"),
        EventKind.CASE_IMPORTED: ("Nhập hồ sơ từ sổ cũ", "Case imported"),
        EventKind.TRANSITION_TAKEN: ("Chuyển trạng thái", "Transition taken"),
        EventKind.TRANSITION_PROPOSED: ("Đề nghị chuyển trạng thái", "Transition proposed"),
        EventKind.PROPOSAL_LAPSED: ("Đề nghị hết hiệu lực", "Proposal lapsed"),
        EventKind.ASSIGNED: ("Phân công", "Assigned"),
        EventKind.UNASSIGNED: ("Thôi phân công", "Unassigned"),
        EventKind.CASE_SUCCEEDED: ("Chuyển sang cơ quan kế thừa", "Passed to the successor office"),
        EventKind.REQUEST_SENT: ("Gửi yêu cầu phối hợp", "Request sent"),
        EventKind.REQUEST_ANSWERED: ("Trả lời yêu cầu phối hợp", "Request answered"),
        EventKind.DOCUMENT_ATTACHED: ("Đính kèm tài liệu", "Document attached"),
        EventKind.RECEIPT_RECORDED: ("Ghi nhận đã nhận văn bản", "Receipt recorded"),
        EventKind.CASE_LINKED: ("Liên kết hồ sơ", "Case linked"),
        EventKind.CHILD_OPENED: ("Mở hồ sơ con", "Child case opened"),
        EventKind.VALUE_REVEALED: ("Mở xem nội dung niêm phong", "Sealed value revealed"),
        EventKind.TIMER_REARMED: ("Tính lại thời hạn", "Clocks counted anew"),
        EventKind.CASE_MIGRATED: ("Chuyển sang phiên bản quy trình khác", "Moved to another version"),
        EventKind.RUNG_FIRED: ("Cảnh báo thời hạn", "Clock warning fired"),
        EventKind.LATE_ENTRY_CONFIRMED: ("Xác nhận ghi nhận muộn", "Late entry confirmed"),
        EventKind.DEFINITION_DEPLOYED: ("Ban hành quy trình", "Definition deployed"),
        EventKind.CALENDAR_DEPLOYED: ("Ban hành lịch làm việc", "Calendar deployed"),
        EventKind.RULES_DEPLOYED: ("Ban hành quy tắc thời hạn", "Rules deployed"),
        EventKind.MIGRATION_PROPOSED: ("Đề xuất chuyển phiên bản quy trình", "Migration proposed"),
        EventKind.MIGRATION_APPROVED: ("Duyệt chuyển phiên bản quy trình", "Migration approved"),
        EventKind.MIGRATION_APPLIED: ("Đã chuyển phiên bản quy trình", "Migration applied"),
        EventKind.ORGANISATION_RECORDED: ("Ghi nhận cơ quan", "Organisation recorded"),
        EventKind.USER_RECORDED: ("Ghi nhận người dùng", "User recorded"),
        EventKind.ROLE_GIVEN: ("Giao vai trò", "Role given"),
        EventKind.ROLE_ENDED: ("Thôi vai trò", "Role ended"),
        EventKind.SUBSTITUTE_RECORDED: ("Ghi nhận người thay thế", "Substitute recorded"),
        EventKind.LEAVE_RECORDED: ("Ghi nhận nghỉ vắng mặt", "Leave recorded"),
        EventKind.PASSWORD_CHANGED: ("Đổi mật khẩu", "Password changed"),
        EventKind.SESSION_OPENED: ("Đăng nhập", "Logged in"),
        EventKind.TOKEN_ISSUED: ("Cấp mã truy cập", "Token issued"),
        EventKind.TOKEN_REVOKED: ("Thu hồi mã truy cập", "Token revoked"),
        EventKind.AUDIT_PULLED: ("Trích xuất nhật ký", "Audit trail pulled"),
        EventKind.REGISTER_IMPORTED: ("Nhập sổ theo dõi", "Register imported"),
        EventKind.SELFTEST_RUN: ("Tự kiểm tra cảnh báo", "Self-test run"),
    }
)


def title(kind: EventKind, language: str = "vi") -> str:
    """The kind as people read it, in `language` ("vi" or "en")."""
    vi, en = _TITLES[kind]
    return en if language == "en" else vi
