"""The closed vocabulary of a form file: every key, every part of a person, every place of the office.

One list serves the loader (what is allowed, what is a slip of the pen), the JSON Schema and the handbook's table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from desktop.forms.definition import CheckedLevel, FieldType
from desktop.forms.paper import Align, PaperSize


class Shape(Enum):
    """What may stand behind a key."""

    TEXT = "text"
    FLAG = "flag"
    WHOLE = "whole"
    SHARE = "share"
    MEASURE = "measure"
    DAY = "day"
    TEXTS = "texts"
    SCALAR = "scalar"
    SCALARS = "scalars"
    NOTE = "note"
    TABLE = "table"
    TABLES = "tables"
    CONDITION = "condition"
    CONDITIONS = "conditions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: its shape, whether it must be there, the table inside it, the only words allowed, what it is for.

    `most` bounds the rows of a table, `highest` a number.
    """

    name: str
    shape: Shape
    about: str
    must: bool = False
    table: str = ""
    words: tuple[str, ...] = ()
    most: int = 300
    highest: int = 10**12


ALIGN_WORDS = tuple(align.value for align in Align)
ONE_OF: Mapping[str, tuple[str, ...]] = MappingProxyType({"print": ("page", "background")})
"""Tables of which exactly one of some keys must be there."""

_FIELD_WORDS = tuple(kind.value for kind in FieldType)
_COLUMN_WORDS = tuple(
    kind.value
    for kind in (
        FieldType.TEXT,
        FieldType.DATE,
        FieldType.NUMBER,
        FieldType.MONEY,
        FieldType.ID12,
        FieldType.CHOICE,
        FieldType.ADDRESS,
    )
)


def _key(name: str, shape: Shape, about: str, *, must: bool = False, table: str = "") -> Key:
    return Key(name=name, shape=shape, about=about, must=must, table=table)


TABLES: Mapping[str, tuple[Key, ...]] = MappingProxyType(
    {
        "form": (
            _key("id", Shape.TEXT, "Tên máy của mẫu, không đổi qua các phiên bản", must=True),
            _key("version", Shape.TEXT, "Phiên bản, thường là ngày có hiệu lực; trùng tên tệp", must=True),
            _key("name", Shape.TEXT, "Tên chính thức của mẫu", must=True),
            _key("short_name", Shape.TEXT, "Tên gọi ngắn trên màn hình"),
            _key("source", Shape.TEXT, "Văn bản ban hành mẫu", must=True),
            _key("in_force", Shape.TABLE, "Dùng từ ngày nào đến ngày nào", must=True, table="in_force"),
            _key("replaced_by", Shape.TEXT, "Mẫu thay thế (tên máy)"),
            _key("procedures", Shape.TEXTS, "Mã các thủ tục dùng mẫu này"),
            _key(
                "checked",
                Shape.TABLE,
                "Đã đối chiếu ngày nào, với gì, chắc đến đâu",
                must=True,
                table="checked",
            ),
            _key("eform_order", Shape.TEXTS, "Thứ tự các ô trên biểu mẫu điện tử"),
            _key("person", Shape.TABLES, "Những người có trong mẫu", table="person"),
            _key("question", Shape.TABLES, "Các câu hỏi, theo thứ tự hỏi", table="question"),
            _key("print", Shape.TABLE, "Khổ giấy và trang in", must=True, table="print"),
        ),
        "in_force": (
            _key("from", Shape.DAY, "Ngày đầu tiên được dùng", must=True),
            _key("to", Shape.DAY, "Ngày cuối cùng được dùng; bỏ trống là còn dùng"),
        ),
        "checked": (
            _key("on", Shape.DAY, "Ngày đối chiếu", must=True),
            _key("against", Shape.TEXT, "Đối chiếu với bản nào", must=True),
            _key("certainty", Shape.TEXT, "Chỗ nào chưa chắc"),
            Key(
                name="level",
                shape=Shape.TEXT,
                about="Chắc đến đâu",
                words=tuple(level.value for level in CheckedLevel),
            ),
        ),
        "person": (
            _key("role", Shape.TEXT, "Vai: requester, subject, deceased…", must=True),
            _key("title", Shape.TEXT, "Tên vai trên màn hình", must=True),
            _key("called", Shape.TEXT, "Gọi người đó là gì trong câu hỏi khi chưa biết tên"),
            _key("same_as", Shape.TABLES, "Khi nào chính là một người khác đã hỏi", table="same_person"),
        ),
        "same_person": (
            _key("person", Shape.TEXT, "Vai của người kia", must=True),
            _key("when", Shape.CONDITION, "Điều kiện; bỏ trống là luôn luôn"),
        ),
        "question": (
            _key("say", Shape.TEXT, "Câu hỏi, đúng như nói với người dân", must=True),
            _key("title", Shape.TEXT, "Tên ngắn của câu trong danh sách đã hỏi"),
            _key("hint", Shape.TEXT, "Nhắc riêng cho công chức, không in"),
            _key("person", Shape.TEXT, "Vai của người được hỏi về"),
            _key("ask", Shape.TEXTS, "Hỏi gì về người đó: name, birth, residence…"),
            _key("field", Shape.TABLES, "Các ô của câu hỏi", table="field"),
        ),
        "field": (
            _key("key", Shape.TEXT, "Tên máy của ô; mẫu khác dùng cùng tên thì chỉ hỏi một lần", must=True),
            _key("label", Shape.TEXT, "Nhãn đúng như trên mẫu"),
            Key(name="type", shape=Shape.TEXT, about="Loại ô", words=_FIELD_WORDS),
            _key("optional", Shape.FLAG, "true: không bắt buộc"),
            _key("options", Shape.TEXTS, "Các lựa chọn"),
            _key("other", Shape.FLAG, "true: được gõ câu trả lời khác"),
            _key("note", Shape.NOTE, "Số chú thích trên mẫu"),
            _key("capitals", Shape.FLAG, "true: in chữ hoa"),
            Key(name="boxes", shape=Shape.WHOLE, about="Số ô vuông, mỗi ô một chữ số", highest=100),
            _key("default", Shape.SCALAR, "Ghi sẵn"),
            _key("hint", Shape.TEXT, "Nhắc trên màn hình, không in"),
            _key("suggest", Shape.TEXTS, "Gợi ý khi gõ"),
            _key("ask_when", Shape.CONDITION, "Chỉ hỏi và in khi đúng điều kiện"),
            _key("same_as", Shape.TABLES, "Lấy câu trả lời từ ô khác", table="same_field"),
            _key("columns", Shape.TABLES, "Các cột của bảng", table="column"),
            Key(name="min_rows", shape=Shape.WHOLE, about="Số dòng in ít nhất của bảng", highest=200),
            _key("from", Shape.TEXT, "Ô tự tính: tính từ ô nào"),
            Key(name="as", shape=Shape.TEXT, about="Ô tự tính: viết thành dạng nào"),
            _key("not_printed", Shape.FLAG, "true: chỉ hỏi, không có trên giấy"),
        ),
        "same_field": (
            _key("field", Shape.TEXT, "Ô kia", must=True),
            _key("when", Shape.CONDITION, "Điều kiện; bỏ trống là luôn luôn"),
        ),
        "column": (
            _key("key", Shape.TEXT, "Tên máy của cột", must=True),
            _key("title", Shape.TEXT, "Tên cột trên giấy", must=True),
            Key(name="type", shape=Shape.TEXT, about="Loại cột", words=_COLUMN_WORDS),
            _key("width", Shape.SHARE, "Phần bề rộng, từ 0 đến 1"),
            _key("options", Shape.TEXTS, "Các lựa chọn"),
            _key("counted", Shape.FLAG, "true: số thứ tự, máy tự đánh"),
            _key("by_hand", Shape.FLAG, "true: để trống cho người dân ký, viết tay"),
        ),
        "print": (
            Key(name="paper", shape=Shape.TEXT, about="Khổ giấy", words=tuple(s.value for s in PaperSize)),
            _key("page", Shape.TEXT, "Trang in, viết như trên mẫu, {ô} là chỗ điền"),
            _key("background", Shape.TEXT, "Tệp PDF của mẫu làm nền, nằm cạnh tệp này; thay cho page"),
            _key("background_sha256", Shape.TEXT, "Dấu kiểm của tệp nền, để biết tệp không bị thay"),
            _key("place", Shape.TABLES, "Chỗ điền trên tệp nền", table="place"),
        ),
        "place": (
            _key("field", Shape.TEXT, "Ô được điền vào đây, hoặc chỗ của cơ quan", must=True),
            _key("as", Shape.TEXT, "Viết thành dạng nào: day, month, year, capitals…"),
            _key("option", Shape.TEXT, "Đánh dấu khi chọn mục này"),
            Key(name="row", shape=Shape.WHOLE, about="Dòng thứ mấy của bảng, tính từ 1", highest=200),
            _key("column", Shape.TEXT, "Cột nào của bảng"),
            Key(name="page", shape=Shape.WHOLE, about="Trang thứ mấy, tính từ 1", must=True, highest=100),
            _key("left", Shape.MEASURE, "Cách mép trái bao nhiêu mi-li-mét", must=True),
            _key("top", Shape.MEASURE, "Cách mép trên bao nhiêu mi-li-mét", must=True),
            _key("width", Shape.MEASURE, "Rộng bao nhiêu mi-li-mét", must=True),
            _key("height", Shape.MEASURE, "Cao bao nhiêu mi-li-mét", must=True),
            Key(name="size", shape=Shape.MEASURE, about="Cỡ chữ, không ghi là 12", highest=72),
            Key(
                name="smallest",
                shape=Shape.MEASURE,
                about="Cỡ chữ nhỏ nhất khi phải thu, không ghi là 8",
                highest=72,
            ),
            Key(
                name="align", shape=Shape.TEXT, about="Đặt chữ bên nào, không ghi là trái", words=ALIGN_WORDS
            ),
            Key(
                name="boxes",
                shape=Shape.WHOLE,
                about="Số ô vuông có sẵn trên mẫu, mỗi ô một chữ",
                highest=100,
            ),
            _key("pitch", Shape.MEASURE, "Cách nhau bao nhiêu mi-li-mét: hai ô vuông, hoặc hai dòng chấm"),
            _key("capitals", Shape.FLAG, "true: in chữ hoa"),
        ),
        "condition": (
            _key("field", Shape.TEXT, "Ô được xét"),
            Key(name="is", shape=Shape.TEXT, about="Trạng thái ô", words=("empty", "filled", "unknown")),
            _key("equals", Shape.SCALAR, "Bằng đúng giá trị này"),
            _key("in", Shape.SCALARS, "Là một trong các giá trị này"),
            _key("before", Shape.DAY, "Trước ngày này"),
            _key("after", Shape.DAY, "Sau ngày này"),
            _key("age_at_least", Shape.WHOLE, "Đủ bao nhiêu tuổi"),
            _key("age_below", Shape.WHOLE, "Dưới bao nhiêu tuổi"),
            _key("at_least", Shape.WHOLE, "Số không nhỏ hơn"),
            _key("at_most", Shape.WHOLE, "Số không lớn hơn"),
            _key("all", Shape.CONDITIONS, "Mọi điều kiện đều đúng"),
            _key("any", Shape.CONDITIONS, "Có một điều kiện đúng"),
            _key("not", Shape.CONDITION, "Điều kiện này không đúng"),
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPart:
    """What one asks of any person: usual label, type, and what may be written without asking."""

    label: str
    type: FieldType
    options: tuple[str, ...] = ()
    default: str | None = None
    suggest: tuple[str, ...] = ()
    other: bool = False


ETHNIC_GROUPS = (
    "Kinh", "Tày", "Thái", "Mường", "Khmer", "Mông", "Nùng", "Hoa", "Dao", "Gia Rai", "Ê Đê", "Ba Na", "Xơ Đăng",
    "Sán Chay", "Cơ Ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Raglay", "Xtiêng", "Bru - Vân Kiều", "Thổ", "Khơ Mú",
    "Cơ Tu", "Giáy", "Gié Triêng", "Tà Ôi", "Mạ", "Co", "Chơ Ro", "Xinh Mun", "Hà Nhì", "Chu Ru", "Lào", "Kháng",
    "La Chí", "Phù Lá", "La Hủ", "La Ha", "Pà Thẻn", "Chứt", "Lự", "Lô Lô", "Mảng", "Cờ Lao", "Bố Y", "Cống",
    "Ngái", "Si La", "Pu Péo", "Rơ Măm", "Brâu", "Ơ Đu",
)  # fmt: skip

PERSON_PARTS: Mapping[str, PersonPart] = MappingProxyType(
    {
        "name": PersonPart(label="Họ, chữ đệm, tên", type=FieldType.TEXT),
        "birth": PersonPart(label="Ngày, tháng, năm sinh", type=FieldType.DATE),
        "sex": PersonPart(label="Giới tính", type=FieldType.CHOICE, options=("Nam", "Nữ")),
        "ethnicity": PersonPart(label="Dân tộc", type=FieldType.TEXT, suggest=ETHNIC_GROUPS),
        "nationality": PersonPart(label="Quốc tịch", type=FieldType.TEXT, default="Việt Nam"),
        "residence": PersonPart(label="Nơi cư trú", type=FieldType.ADDRESS),
        "hometown": PersonPart(label="Quê quán", type=FieldType.ADDRESS),
        "contact": PersonPart(label="Địa chỉ liên lạc", type=FieldType.ADDRESS),
        "id_number": PersonPart(label="Số định danh cá nhân", type=FieldType.ID12),
        "id_paper": PersonPart(label="Giấy tờ tùy thân", type=FieldType.ID_PAPER),
        "phone": PersonPart(label="Số điện thoại", type=FieldType.PHONE),
        "email": PersonPart(label="Thư điện tử", type=FieldType.TEXT),
    }
)

CONTEXT_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "today": "Ngày lập giấy (ISO 2026-11-24)",
        "office.name": "Tên cơ quan đầy đủ: Ủy ban nhân dân xã Đức Thịnh",
        "office.superior": "Cơ quan chủ quản, dòng đầu góc trái của phiếu, chữ in hoa",
        "office.desk_heading": "Tên nơi tiếp nhận ở góc trái của phiếu, chữ in hoa",
        "office.unit": "Tên nơi tiếp nhận: Trung tâm Phục vụ hành chính công xã Đức Thịnh",
        "office.unit_code": "Ký hiệu nơi tiếp nhận trong số phiếu: TTPVHCC",
        "office.business_office": "Nơi nhận giấy tờ hộ kinh doanh: Phòng Kinh tế xã Đức Thịnh",
        "office.commune": "Tên xã kèm cấp: xã Đức Thịnh",
        "office.district": "Tên huyện kèm cấp, để trống từ 01/7/2025: huyện Đức Thọ",
        "office.area": "Huyện (nếu có) và tỉnh: huyện Đức Thọ, tỉnh Hà Tĩnh",
        "office.province": "Tên tỉnh kèm cấp: tỉnh Hà Tĩnh",
        "office.place": "Địa danh ghi trước ngày tháng: Đức Thịnh",
        "office.chairman_title": "Chức danh người đứng đầu: CHỦ TỊCH",
        "office.phone": "Điện thoại liên hệ của nơi tiếp nhận",
        "officer.name": "Họ tên người tiếp nhận hồ sơ",
        "officer.title": "Chức danh người tiếp nhận",
        "officer.phone": "Điện thoại người tiếp nhận",
        "dossier.number": "Số của máy này: 261124-0001",
        "dossier.slip_number": "Số phiếu",
        "dossier.code": "Mã hồ sơ của hệ thống tỉnh",
        "dossier.procedure": "Nội dung yêu cầu giải quyết (tên thủ tục)",
        "dossier.person": "Người nộp hồ sơ",
        "dossier.person_id": "Số định danh của người nộp",
        "dossier.address": "Địa chỉ người nộp",
        "dossier.phone": "Điện thoại người nộp",
        "dossier.email": "Thư điện tử người nộp",
        "dossier.authorised_by": "Người ủy quyền: họ tên, địa chỉ, số định danh, giấy tờ ủy quyền",
        "dossier.papers": "Thành phần hồ sơ, mỗi giấy tờ một dòng",
        "dossier.sets": "Số lượng hồ sơ (bộ)",
        "dossier.limit": "Thời gian giải quyết theo quy định: 22 ngày làm việc",
        "dossier.received": "Lúc nhận hồ sơ (ISO 2026-11-24T09:00)",
        "dossier.due": "Lúc hẹn trả (ISO)",
        "dossier.return_place": "Nơi nhận kết quả",
        "dossier.book": "Quyển số",
        "dossier.book_number": "Số thứ tự trong sổ",
        "dossier.missing": "Những nội dung phải bổ sung, mỗi nội dung một dòng",
        "dossier.reason": "Lý do",
        "dossier.qr": "Chữ trong mã QR của hồ sơ",
        "dossier.fee": "Phí, lệ phí",
        "dossier.new_due": "Lúc hẹn lại (ISO), trên phiếu xin lỗi",
        "dossier.solver": "Cơ quan (bộ phận) giải quyết hồ sơ",
        "dossier.partner": "Cơ quan phối hợp giải quyết hồ sơ",
        "dossier.handovers": "Bảng: các lần giao, nhận hồ sơ, mỗi lần hai dòng",
        "dossier.state": "Tình trạng hồ sơ: Đang xử lý",
        "dossier.asked_at": "Lúc người dân đề nghị dừng (ISO)",
        "dossier.asked_by": "Đề nghị dừng bằng cách nào: Trực tiếp",
        "dossier.returned": "Giấy tờ, phí, lệ phí trả lại khi dừng",
        "register.rows": "Bảng: các dòng của sổ theo dõi hồ sơ",
        "register.span": "Sổ của thời gian nào: năm 2026",
        "register.book": "Quyển số của sổ theo dõi",
        "register.sector": "Lĩnh vực của sổ theo dõi",
    }
)

CONTEXT_OF_CASES = ("dossier.", "register.")
"""Beginnings of places that only the desk's own slips fill."""

CONTEXT_DAYS = frozenset({"today"})
CONTEXT_MOMENTS = frozenset({"dossier.received", "dossier.due", "dossier.new_due", "dossier.asked_at"})
CONTEXT_TABLES = frozenset({"dossier.handovers", "register.rows"})
"""Places that hold rows: one line a row, cells between tabs."""

SPEECH_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "address_term": "Cách gọi: bà, ông, chị, anh, em",
        "called": "Gọi trong câu hỏi: “bà” nếu là chính người yêu cầu, “ông Lâm”, “cháu Bảo” nếu là người khác",
    }
)

_TEXTS = frozenset(
    {
        FieldType.TEXT,
        FieldType.TEXTAREA,
        FieldType.CHOICE,
        FieldType.ADDRESS,
        FieldType.COMPUTED,
        FieldType.PHONE,
    }
)
_DAYS = frozenset({FieldType.DATE, FieldType.MOMENT})
_PAPER = frozenset({FieldType.ID_PAPER})
_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})

FORMATS: Mapping[str, frozenset[FieldType]] = MappingProxyType(
    {
        "capitals": _TEXTS,
        "start": _TEXTS,
        "given": _TEXTS,
        "day": _DAYS,
        "month": _DAYS,
        "year": _DAYS,
        "long": _DAYS,
        "date": _DAYS,
        "words": _DAYS | _NUMBERS,
        "hour": frozenset({FieldType.MOMENT}),
        "minute": frozenset({FieldType.MOMENT}),
        "kind": _PAPER,
        "number": _PAPER,
        "issuer": _PAPER,
        "issued": _PAPER,
        "boxes": frozenset({FieldType.ID12, FieldType.NUMBER, FieldType.TEXT, FieldType.PHONE}),
    }
)

MAX_BYTES = 512 * 1024
MAX_FIELDS = 400
MAX_PAGE_LINES = 800
MAX_CONDITION_DEPTH = 8
