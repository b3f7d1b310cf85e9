"""What officers call the fields of records, and how a stored value is said to them.

The names of fields stand in the office's log; people never see them. A field this table does not know (a newer
program wrote it) is called by its own name, so that a decision about it can still be made.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from desktop.domain.calendar import DayKind, date_text, office_time
from desktop.domain.case import Promise
from desktop.domain.dossier import DossierState
from desktop.domain.help_session import Finger, SigningKind
from desktop.domain.office import Duty, StaffRole
from desktop.domain.person import IdPaperKind, Sex
from desktop.domain.plain import Plain
from desktop.domain.procedure import Channel
from desktop.domain.speech import money
from desktop.services.office_setup import KEEP_SETTING, PROFILE_SETTING, SAMPLE_SETTING
from desktop.services.record_values import Entity

EMPTY: Final = "để trống"
UNREADABLE: Final = "không đọc được"
REMOVED: Final = "xóa cả mục"
_ENTITY_WORDS: Final = {
    Entity.DOSSIER: "Hồ sơ",
    Entity.DOSSIER_MOVE: "Bước của hồ sơ",
    Entity.PERSON: "Người dân",
    Entity.HELP_SESSION: "Lượt viết hộ",
    Entity.ANSWERS: "Câu trả lời",
    Entity.PAPER: "Giấy đã in",
    Entity.TICKET: "Số thứ tự",
    Entity.STAFF: "Người của đơn vị",
    Entity.ROSTER: "Bảng phân công",
    Entity.OFFICE: "Thiết lập của cơ quan",
    Entity.CALENDAR_DAY: "Ngày nghỉ, ngày làm bù",
    Entity.AUDIT: "Nhật ký",
    Entity.ATTACHMENT: "Bản quét",
    Entity.CONFLICT: "Chỗ đã chọn",
    Entity.HANDOVER: "Giao nhận hồ sơ",
}
_DOSSIER: Final = {
    "procedure_code": "Mã thủ tục",
    "procedure_edition": "Bản của thủ tục",
    "procedure_name": "Thủ tục",
    "requester_id": "Người yêu cầu",
    "requester_name": "Tên người yêu cầu",
    "officer_id": "Người tiếp nhận",
    "created_at": "Lúc mở hồ sơ",
    "channel": "Cách nộp",
    "state": "Tình trạng",
    "number": "Số hồ sơ",
    "portal_code": "Mã hồ sơ trên cổng",
    "received_at": "Lúc tiếp nhận",
    "promise": "Cách trả",
    "due": "Hẹn trả lúc",
    "calendar_version": "Bản của lịch làm việc",
    "slip_printed_at": "Lúc in giấy tiếp nhận",
    "turned_into_appointment": "Đã chuyển sang có hẹn",
    "help_session_id": "Lượt viết hộ",
    "fee": "Lệ phí",
    "copies": "Số bản sao",
    "visit_no": "Số thứ tự của lượt",
    "answers_id": "Câu trả lời",
    "form_refs": "Mẫu tờ khai",
    "papers": "Giấy tờ đã nộp",
    "note": "Ghi chú",
    "fee_note": "Diện miễn lệ phí",
    "register_sector": "Sổ của lĩnh vực",
    "register_no": "Số thứ tự trong sổ",
    "return_place": "Nơi nhận kết quả",
    "authorised_by": "Người ủy quyền",
    "first_due": "Hẹn trả lần đầu",
}
_PERSON: Final = {
    "full_name": "Họ, chữ đệm, tên",
    "birth": "Ngày sinh",
    "sex": "Giới tính",
    "id_number": "Số định danh cá nhân",
    "id_paper_kind": "Loại giấy tờ tùy thân",
    "id_paper_number": "Số giấy tờ tùy thân",
    "id_paper_issuer": "Nơi cấp giấy tờ tùy thân",
    "id_paper_issued_on": "Ngày cấp giấy tờ tùy thân",
    "residence": "Nơi cư trú",
    "ethnicity": "Dân tộc",
    "nationality": "Quốc tịch",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
    "old_id_number": "Số chứng minh nhân dân cũ",
}
_HELP_SESSION: Final = {
    "started_at": "Lúc bắt đầu viết hộ",
    "requested_by_citizen": "Người dân nhờ viết hộ",
    "requested_at": "Lúc nhờ viết hộ",
    "writer_id": "Người viết hộ",
    "dictated_by": "Người đọc cho viết",
    "form_refs": "Mẫu tờ khai",
    "read_back": "Đọc lại",
    "signing": "Cách ký",
    "witnesses": "Người làm chứng",
    "fields_written": "Số ô đã viết",
    "finished_at": "Lúc viết xong",
}
_TICKET: Final = {
    "number": "Số thứ tự",
    "service": "Việc cần làm",
    "day": "Ngày",
    "issued_at": "Lúc lấy số",
    "called_at": "Lúc gọi",
    "finished_at": "Lúc xong",
    "counter": "Quầy gọi",
}
_STAFF: Final = {
    "name": "Họ tên",
    "title": "Chức danh",
    "role": "Vai trò",
    "pin_hash": "Mã PIN",
    "signs_as": "Thẩm quyền ký",
    "active": "Đang làm việc",
}
_ROSTER: Final = {
    "day": "Ngày",
    "staff_id": "Người trực",
    "duty": "Việc trực",
    "start": "Từ giờ",
    "end": "Đến giờ",
}
_OFFICE: Final = {
    PROFILE_SETTING: "Hồ sơ đơn vị",
    SAMPLE_SETTING: "Dữ liệu mẫu",
    KEEP_SETTING: "Số ngày lưu câu trả lời",
}
_PAPER: Final = {
    "kind": "Loại giấy",
    "form_id": "Mẫu",
    "form_version": "Bản của mẫu",
    "printed_at": "Lúc in",
    "printed_by": "Người in",
    "dossier_id": "Hồ sơ",
    "help_session_id": "Lượt viết hộ",
    "reprint_of": "In lại của",
    "pages": "Số trang",
}
_ATTACHMENT: Final = {
    "name": "Tên tệp",
    "kind": "Loại giấy",
    "content": "Loại tệp",
    "size": "Cỡ tệp",
    "sha256": "Dấu kiểm của tệp",
    "pages": "Số trang",
    "added_at": "Lúc đính kèm",
    "added_by": "Người đính kèm",
    "counter": "Quầy",
    "dossier_id": "Hồ sơ",
    "help_session_id": "Lượt viết hộ",
}
_CALENDAR_DAY: Final = {
    "kind": "Nghỉ hay làm",
    "name": "Tên ngày",
    "source": "Văn bản",
    "certainty": "Độ chắc chắn",
    "sessions": "Giờ làm việc",
}
_MOVE: Final = {
    "dossier_id": "Hồ sơ",
    "kind": "Việc đã làm",
    "at": "Lúc",
    "by": "Người làm",
    "from_state": "Từ tình trạng",
    "to_state": "Sang tình trạng",
    "reason": "Lý do",
}
_HANDOVER: Final = {
    "dossier_id": "Hồ sơ",
    "at": "Lúc",
    "by": "Người ghi",
    "from_unit": "Bên giao",
    "giver": "Người giao",
    "to_unit": "Bên nhận",
    "taker": "Người nhận",
    "note": "Ghi chú",
}
FIELD_WORDS: Final[Mapping[Entity, Mapping[str, str]]] = {
    Entity.DOSSIER: _DOSSIER,
    Entity.DOSSIER_MOVE: _MOVE,
    Entity.PERSON: _PERSON,
    Entity.HELP_SESSION: _HELP_SESSION,
    Entity.TICKET: _TICKET,
    Entity.STAFF: _STAFF,
    Entity.ROSTER: _ROSTER,
    Entity.OFFICE: _OFFICE,
    Entity.PAPER: _PAPER,
    Entity.ATTACHMENT: _ATTACHMENT,
    Entity.CALENDAR_DAY: _CALENDAR_DAY,
    Entity.HANDOVER: _HANDOVER,
}
_PROMISES: Final = {
    Promise.SAME_DAY: "trả trong ngày",
    Promise.APPOINTMENT: "có hẹn",
    Promise.SUPPLEMENT: "chờ bổ sung",
}
_ROLES: Final = {
    StaffRole.OFFICER: "công chức",
    StaffRole.CLERK: "văn thư",
    StaffRole.SIGNER: "người ký",
    StaffRole.HELPER: "người hỗ trợ",
    StaffRole.ADMIN: "người phụ trách",
}
_DUTIES: Final = {Duty.RECEIVING: "tiếp nhận", Duty.WRITING: "viết hộ", Duty.SIGNING: "ký"}
_CODES: Final[Mapping[tuple[Entity, str], Mapping[str, str]]] = {
    (Entity.DOSSIER, "state"): {one.value: one.label for one in DossierState},
    (Entity.DOSSIER, "channel"): {one.value: one.label for one in Channel},
    (Entity.DOSSIER, "promise"): {one.value: words for one, words in _PROMISES.items()},
    (Entity.PERSON, "sex"): {one.value: one.label for one in Sex},
    (Entity.PERSON, "id_paper_kind"): {one.value: one.label for one in IdPaperKind},
    (Entity.STAFF, "role"): {one.value: words for one, words in _ROLES.items()},
    (Entity.CALENDAR_DAY, "kind"): {DayKind.OFF.value: "nghỉ", DayKind.WORK.value: "làm việc"},
    (Entity.ROSTER, "duty"): {one.value: words for one, words in _DUTIES.items()},
}
_SIGNINGS: Final = {one.value: one.label for one in SigningKind} | {one.value: one.label for one in Finger}
_SECRET: Final = frozenset({(Entity.STAFF, "pin_hash")})
_NUMBERS: Final = frozenset({"fee", "copies", "fields_written", "pages", "number", "visit_no", "portal_code"})
_DAY_LENGTH: Final = len("2026-11-24")
_HOUR_LENGTH: Final = len("09:41:00")
_SHORTEST_MOMENT: Final = len("2026-11-24T09:41")


def entity_word(entity: Entity) -> str:
    """Give what officers call a kind of record: `Hồ sơ`."""
    return _ENTITY_WORDS[entity]


def field_word(entity: Entity, field: str) -> str:
    """Give what officers call a field: `Số bản sao`; its own name where nobody has named it yet."""
    return FIELD_WORDS.get(entity, {}).get(field, field)


def call_to_choose(entity: Entity, field: str, values: Sequence[Plain]) -> str:
    """Give the sentence that asks for a decision, `Chọn số đúng`, with its full stop."""
    known = FIELD_WORDS.get(entity, {})
    if field in known and (field in _NUMBERS or field.endswith("_number")):
        return "Chọn số đúng."
    said = [value for value in values if value is not None]
    if said and all(isinstance(value, int) and not isinstance(value, bool) for value in said):
        return "Chọn số đúng."
    if said and all(isinstance(value, str) and _when(value) for value in said):
        return "Chọn ngày giờ đúng."
    return "Chọn nội dung đúng."


def value_words(entity: Entity, field: str, value: Plain) -> str:
    """Give a stored value as an officer would read it; `để trống` for none.

    Codes of PINs are never shown, not even scrambled ones.
    """
    if value is None or value == "":
        return EMPTY
    if (entity, field) in _SECRET:
        return "một mã PIN khác"
    match value:
        case bool():
            words = "có" if value else "không"
        case int():
            words = money(value) if (entity, field) == (Entity.DOSSIER, "fee") else str(value)
        case str():
            words = _CODES.get((entity, field), {}).get(value) or _when(value) or value
        case Mapping():
            parts = [value_words(entity, name, one) for name, one in value.items() if one not in (None, "")]
            words = ", ".join(_SIGNINGS.get(part, part) for part in parts)
        case _:
            words = "; ".join(value_words(entity, field, one) for one in value)
    return words or EMPTY


def _when(text: str) -> str:
    """Give a stored day, moment, hour or pair of hours as people write it, empty for any other text."""
    try:
        if len(text) == _DAY_LENGTH:
            return date_text(date.fromisoformat(text))
        if len(text) >= _SHORTEST_MOMENT and text[_DAY_LENGTH] == "T":
            moment = datetime.fromisoformat(text)
            return f"{office_time(moment):%H:%M %d/%m/%Y}" if moment.tzinfo is not None else ""
        if text[_HOUR_LENGTH:][:1] in {"", "/"} and text.count(":"):
            return " đến ".join(f"{time.fromisoformat(part):%H:%M}" for part in text.split("/"))
    except ValueError:
        return ""
    return ""
