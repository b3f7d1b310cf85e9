"""The one table of sentences: what happened, and what to do now, for every fault of the world.

Sentences are built when they are shown. `{name}` takes a parameter of the error; a parameter that is missing
leaves the sentence readable. Officers read these in the window, on the command line and on the morning check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.shared_office_sentences import SHARED_OFFICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What people read about a fault.

    Attributes:
        happened: What happened, one sentence.
        to_do: What to do now, one or two sentences.
        place: File, line or key, when the fault has one.
    """

    happened: str
    to_do: str
    place: str = ""

    @property
    def text(self) -> str:
        """Everything on one line, for the command line and the log."""
        where = f" ({self.place})" if self.place else ""
        return f"{self.happened}{where} {self.to_do}"


class _Forgiving(Formatter):
    """Fills in what is known and leaves out what is not: a bad sentence must not hide a fault."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:  # noqa: ARG002 - the Formatter's signature
        return kwargs.get(str(key), "…")


_SENTENCES: Final[Mapping[ErrorCode, tuple[str, str]]] = MappingProxyType(
    SHARED_OFFICE
    | {
        ErrorCode.FILE_MISSING: (
            "Không tìm thấy tệp {file}.",
            "Kiểm tra lại đường dẫn.",
        ),
        ErrorCode.SHIPPED_FILE_MISSING: (
            "Thiếu {file} đi kèm chương trình.",
            "Cài lại chương trình; dữ liệu trên máy vẫn còn nguyên.",
        ),
        ErrorCode.FILE_INVALID: ("Tệp {file} có chỗ sai: {problem}", "{cure}"),
        ErrorCode.PROCEDURE_UNKNOWN: (
            "Danh mục không có thủ tục mã {procedure}.",
            "Kiểm tra lại mã, hoặc tìm theo tên thủ tục.",
        ),
        ErrorCode.PROCEDURE_NOT_IN_FORCE: (
            "Thủ tục {procedure} không có hiệu lực vào ngày {day}.",
            "Có hiệu lực: {spans}. Chọn thủ tục thay thế, hoặc kiểm tra lại ngày.",
        ),
        ErrorCode.PROCEDURE_CHANNEL_UNKNOWN: (
            "Thủ tục {procedure} chưa ghi thời hạn cho cách nộp này ({channel}).",
            "Chọn cách nộp khác, hoặc bổ sung thời hạn vào danh mục.",
        ),
        ErrorCode.OFFICE_UNKNOWN: ("Không có hồ sơ đơn vị “{office}”.", "Chọn một đơn vị trong danh sách."),
        ErrorCode.OFFICE_NOT_IN_FORCE: (
            "Hồ sơ đơn vị “{office}” không dùng cho ngày {day}.",
            "Chọn hồ sơ đơn vị đúng thời kỳ trong Thiết lập.",
        ),
        ErrorCode.CALENDAR_MISSING: (
            "Chưa có lịch làm việc “{calendar}”.",
            "Chép tệp lịch vào thư mục calendars rồi mở lại chương trình.",
        ),
        ErrorCode.CALENDAR_OUT_OF_RANGE: (
            "Lịch nghỉ lễ chưa có năm {year}.",
            "Bổ sung ngày nghỉ của năm đó vào bảng lịch rồi tính lại.",
        ),
        ErrorCode.FORM_INVALID: ("Tệp mẫu {file}, dòng {line} có chỗ sai: {what}", "{cure}"),
        ErrorCode.FORM_BACKGROUND_INVALID: ("Không dùng được tệp làm nền cho mẫu: {what}", "{cure}"),
        ErrorCode.DOCUMENT_INVALID: ("Không đọc được tệp văn bản: {what}", "{cure}"),
        ErrorCode.FORM_VERSION_KEPT: (
            "Mẫu “{form}” đã có phiên bản {version}, không ghi đè để hồ sơ cũ in lại được.",
            "Công bố với ngày có hiệu lực khác.",
        ),
        ErrorCode.EVENT_UNKNOWN: (
            "Không có sự kiện “{event}”.",
            "Gõ “khongviet events list” để xem các sự kiện đang có.",
        ),
        ErrorCode.FORM_UNKNOWN: (
            "Không có mẫu “{form}”.",
            "Gõ “khongviet forms list” để xem các mẫu đang có.",
        ),
        ErrorCode.FORM_VERSION_UNKNOWN: (
            "Mẫu “{form}” không có phiên bản {version}.",
            "Đang có: {known}.",
        ),
        ErrorCode.FORM_NOT_IN_FORCE: (
            "Mẫu “{form}” không dùng cho ngày {day}.",
            "Chọn phiên bản khác của mẫu, hoặc kiểm tra lại ngày.",
        ),
        ErrorCode.INPUT_INVALID: ("Dữ liệu đưa vào không đúng: {problem}", "Sửa lại rồi thử lần nữa."),
        ErrorCode.CASE_INVALID: (
            "Tệp tình huống có chỗ sai: {problem}",
            "Cách sửa: {cure}. Cách viết tệp: docs/verdict-case.md.",
        ),
        ErrorCode.MOMENT_INVALID: (
            "Không hiểu thời điểm “{text}”.",
            "Viết như 2026-02-13T09:00, giờ Việt Nam.",
        ),
        ErrorCode.DATE_INVALID: (
            "Chưa hiểu ngày này, hoặc lịch không có ngày này.",
            "Hỏi lại rồi gõ như 5/3/1951; chỉ nhớ năm thì gõ 1951.",
        ),
        ErrorCode.DATE_TWO_CENTURIES: (
            "Năm viết hai số có thể là {first} hoặc {second}.",
            "Gõ đủ bốn số của năm.",
        ),
        ErrorCode.ANSWER_INVALID: ("Câu trả lời chưa dùng được: {problem}", "Sửa lại ô này rồi đi tiếp."),
        ErrorCode.CARD_UNREADABLE: (
            "Chưa đọc được thẻ.",
            "Lau mặt thẻ rồi đặt lại, hoặc gõ 12 số ở mặt trước.",
        ),
        ErrorCode.CARD_NUMBER_INVALID: (
            "Số định danh trong mã không đủ 12 chữ số.",
            "Quét lại, hoặc gõ 12 số ở mặt trước thẻ.",
        ),
        ErrorCode.CARD_NUMBER_ONLY: (
            "Đây mới là số định danh, chưa phải nội dung mã QR của thẻ.",
            "Quét mã QR; không quét được thì gõ số này vào ô số định danh rồi điền họ tên, ngày sinh theo thẻ.",
        ),
        ErrorCode.IMAGE_NOT_A_PICTURE: (
            "Tệp này không phải ảnh, hoặc ảnh bị hỏng.",
            "Chọn tệp ảnh PNG hoặc JPG, hoặc chụp lại thẻ.",
        ),
        ErrorCode.IMAGE_TOO_LARGE: (
            "Ảnh này quá lớn.",
            "Chụp lại ở cỡ nhỏ hơn, chỉ cần thấy rõ mã QR của thẻ.",
        ),
        ErrorCode.IMAGE_UNREADABLE: (
            "Không thấy mã QR của thẻ trong ảnh này.",
            "Chụp lại cho mã QR rõ và đủ bốn góc, hoặc gõ 12 số ở mặt trước.",
        ),
        ErrorCode.DRAFT_UNREADABLE: (
            "Lượt làm dở này được ghi bằng bản chương trình khác, chưa mở được.",
            "Cập nhật chương trình rồi mở lại; dữ liệu vẫn còn trên máy.",
        ),
        ErrorCode.SETTINGS_UNREADABLE: (
            "Không đọc được tệp thiết lập {file}.",
            "Sửa lại tệp, hoặc đổi tên nó để dùng thiết lập mặc định.",
        ),
        ErrorCode.SETTINGS_NOT_SAVED: (
            "Chưa lưu được thiết lập vào {file}.",
            "Kiểm tra ổ đĩa còn chỗ và thư mục cho phép ghi, rồi lưu lại.",
        ),
        ErrorCode.DEADLINE_NOT_AGREED: (
            "Thủ tục này tính hạn theo thỏa thuận với người dân.",
            "Hỏi người dân rồi gõ ngày hẹn.",
        ),
        ErrorCode.ILLEGAL_MOVE: (
            "Hồ sơ đang ở tình trạng “{state}”, chưa làm được việc này.",
            "Mở hồ sơ để xem các bước làm được tiếp theo.",
        ),
        ErrorCode.REASON_MISSING: ("Việc này cần ghi lý do.", "Gõ một câu lý do rồi làm lại."),
        ErrorCode.SUPPLEMENT_ONCE: (
            "Hồ sơ này đã được yêu cầu bổ sung một lần.",
            "Luật chỉ cho yêu cầu bổ sung một lần; xem lại phiếu đã phát.",
        ),
        ErrorCode.APOLOGY_ONCE: (
            "Hồ sơ này đã xin lỗi và hẹn lại một lần.",
            "Luật chỉ cho hẹn lại một lần; báo lãnh đạo để trả kết quả sớm.",
        ),
        ErrorCode.DUE_NOT_LATER: (
            "Ngày {due} không muộn hơn ngày đã hẹn.",
            "Ghi một ngày làm việc sau ngày đã hẹn.",
        ),
        ErrorCode.SLIP_NOT_DUE: (
            "Hồ sơ này không có {slip} để in.",
            "Xem tình trạng hồ sơ; phiếu chỉ in khi việc đó đã được ghi.",
        ),
        ErrorCode.WRITING_BARRED: (
            "Loại giấy này người dân phải tự viết.",
            "Anh/chị có thể in mẫu trống và hướng dẫn.",
        ),
        ErrorCode.HELP_INCOMPLETE: ("Lượt viết hộ còn thiếu: {missing}", "Làm nốt phần thiếu rồi kết luận."),
        ErrorCode.NUMBERS_USED_UP: (
            "Đã dùng hết số hồ sơ của quầy này trong ngày.",
            "Báo quản trị để cấp thêm dải số; hồ sơ đang làm vẫn được giữ.",
        ),
        ErrorCode.NUMBER_INVALID: ("Số “{number}” không đúng dạng.", "Kiểm tra lại từng chữ số."),
        ErrorCode.RECORD_MISSING: ("Không còn thấy bản ghi này.", "Tải lại danh sách rồi chọn lại."),
        ErrorCode.RECORD_TOO_LONG: (
            "Nội dung vừa ghi dài quá một triệu chữ, chưa lưu được.",
            "Rút ngắn ô dài nhất rồi lưu lại; những gì lưu trước đó vẫn còn.",
        ),
        ErrorCode.RECORD_CHANGED: (
            "Nơi khác vừa sửa ô “{field}” của bản ghi này.",
            "Xem hai giá trị rồi chọn giá trị đúng.",
        ),
        ErrorCode.VALUE_UNREADABLE: (
            "Máy này không đọc được nội dung ấy.",
            "Giữ nội dung đang có; nội dung kia mới đúng thì hỏi quầy đã ghi rồi ghi lại.",
        ),
        ErrorCode.ANSWERS_ERASED: (
            "Câu trả lời của hồ sơ này đã được xóa theo thời hạn lưu.",
            "Chỉ còn sổ theo dõi; hỏi lại người dân nếu cần viết mới.",
        ),
        ErrorCode.ANSWERS_SEALED: (
            "Máy này chưa mở được nội dung đã niêm phong này: sổ chung thiếu chìa khóa. Nội dung chưa bị xóa.",
            "Nhờ quầy đã ghi nội dung ấy sửa và lưu lại một lần; không được thì báo người phụ trách.",
        ),
        ErrorCode.DATABASE_BUSY: ("Dữ liệu đang bận.", "Chờ vài giây rồi làm lại; chưa có gì bị mất."),
        ErrorCode.DATABASE_IN_USE: (
            "Dữ liệu của máy này đang được một cửa sổ hay một lệnh khác của chương trình dùng.",
            "Đợi lệnh ấy xong, hoặc dùng cửa sổ đang mở; đóng nó rồi thì mở lại được.",
        ),
        ErrorCode.DATABASE_DAMAGED: (
            "Tệp dữ liệu bị hỏng.",
            "Đừng ghi thêm. Phục hồi bản sao lưu gần nhất: khongviet restore TỆP.",
        ),
        ErrorCode.DATABASE_UNREADABLE: (
            "Không mở được tệp dữ liệu.",
            "Kiểm tra ổ đĩa và quyền đọc ghi của thư mục dữ liệu rồi mở lại.",
        ),
        ErrorCode.DATABASE_KEY_WRONG: (
            "Khóa trên máy không mở được tệp dữ liệu này.",
            "Đặt lại đúng tệp khóa, hoặc phục hồi từ bản sao lưu bằng mật khẩu sao lưu.",
        ),
        ErrorCode.DATABASE_KEY_MISSING: (
            "Không tìm thấy khóa của dữ liệu.",
            "Tìm lại tệp khóa, hoặc phục hồi từ bản sao lưu bằng mật khẩu sao lưu.",
        ),
        ErrorCode.DATABASE_KEY_EXPOSED: (
            "Tệp khóa đang để người khác đọc được.",
            "Đặt lại quyền chỉ cho tài khoản này đọc (0600) rồi mở lại.",
        ),
        ErrorCode.DATABASE_NEWER: (
            "Dữ liệu được ghi bằng bản chương trình mới hơn.",
            "Cập nhật chương trình trên máy này rồi mở lại.",
        ),
        ErrorCode.LOG_BROKEN: (
            "Sổ nhật ký thao tác không khớp chuỗi kiểm tra.",
            "Ngừng ghi, sao tệp dữ liệu ra chỗ khác rồi báo người phụ trách.",
        ),
        ErrorCode.DISK_FULL: (
            "Ổ đĩa đã đầy, chưa ghi được.",
            "Xóa bớt tệp không cần rồi làm lại; phần đã lưu còn nguyên.",
        ),
        ErrorCode.FILE_NOT_WRITABLE: (
            "Không ghi được tệp {file}.",
            "Chọn thư mục khác hoặc kiểm tra quyền ghi.",
        ),
        ErrorCode.BACKUP_UNRECORDED: (
            "Ổ đĩa của máy này đã đầy, không ghi được vào nhật ký nên chưa sao lưu.",
            "Xóa bớt tệp không cần trên máy này rồi sao lưu lại.",
        ),
        ErrorCode.BACKUP_EMPTY: (
            "Máy này chưa có dữ liệu để sao lưu.",
            "Nếu dữ liệu ở thư mục khác, ghi thêm --data-dir.",
        ),
        ErrorCode.BACKUP_UNREADABLE: (
            "Tệp sao lưu hỏng hoặc không phải của chương trình này.",
            "Dùng tệp sao lưu khác; dữ liệu hiện có chưa bị thay đổi.",
        ),
        ErrorCode.BACKUP_SECRET_WRONG: (
            "Mật khẩu sao lưu không đúng.",
            "Gõ lại mật khẩu; dữ liệu hiện có chưa bị thay đổi.",
        ),
        ErrorCode.BACKUP_SECRET_WEAK: (
            "Mật khẩu sao lưu quá ngắn.",
            "Dùng ít nhất {least} ký tự, dễ nhớ mà khó đoán.",
        ),
        ErrorCode.ATTACHMENT_INVALID: (
            "Tệp này không phải PDF, JPEG, PNG hay TIFF, hoặc đã hỏng.",
            "Chọn tệp quét hoặc ảnh chụp khác.",
        ),
        ErrorCode.ATTACHMENT_TOO_LARGE: (
            "Tệp này lớn hơn {limit} MB.",
            "Quét lại ở 150 hoặc 200 dpi, hoặc tách thành nhiều tệp.",
        ),
        ErrorCode.ATTACHMENT_ELSEWHERE: (
            "Bản quét này chỉ có ở {counter}, sổ chung chưa có.",
            "Mở ở {counter}; không mở được thì quét lại rồi đính kèm.",
        ),
        ErrorCode.ATTACHMENT_LOST: (
            "Tệp của bản quét này không còn trên máy và không lấy lại được.",
            "Quét lại rồi đính kèm vào hồ sơ.",
        ),
        ErrorCode.ATTACHMENT_DAMAGED: (
            "Tệp bản quét trên máy này bị hỏng.",
            "Mở ở quầy khác đã có bản quét này, hoặc quét lại rồi đính kèm.",
        ),
        ErrorCode.ATTACHMENT_SHARED_DAMAGED: (
            "Bản quét để trong sổ chung bị hỏng, hoặc không phải của cơ quan.",
            "Mở ở quầy đã quét, hoặc quét lại rồi đính kèm; báo người phụ trách sổ chung.",
        ),
        ErrorCode.ATTACHMENT_ERASED: (
            "Bản quét này đã được xóa theo thời hạn lưu.",
            "Trong sổ chỉ còn ghi là đã có; hỏi lại người dân nếu cần.",
        ),
        ErrorCode.PRINTER_UNKNOWN: (
            "Máy này không có máy in “{printer}”.",
            "Chọn lại máy in trong Thiết lập; giấy vẫn nằm trong hàng chờ in.",
        ),
        ErrorCode.PRINTER_OFF: (
            "Máy in không trả lời, có thể đang tắt.",
            "Bật máy in, xem lại dây, rồi in tiếp.",
        ),
        ErrorCode.PRINTER_REFUSED: (
            "Máy in không nhận kết nối.",
            "Tắt máy in, bật lại rồi in tiếp; giấy chưa in không mất.",
        ),
        ErrorCode.PRINTER_NO_PAPER: ("Máy in hết giấy.", "Thêm giấy rồi in tiếp; không mất gì cả."),
        ErrorCode.PRINTER_COVER_OPEN: ("Nắp máy in đang mở.", "Đóng nắp rồi in tiếp."),
        ErrorCode.PRINTER_OFFLINE: (
            "Máy in đang ngoại tuyến.",
            "Bấm nút Online trên máy in rồi in tiếp.",
        ),
        ErrorCode.PRINTER_SLOW: (
            "Máy in nhận quá chậm, chưa rõ đã in xong chưa.",
            "Xem khay giấy: có rồi thì thôi, chưa có thì in lại.",
        ),
        ErrorCode.PRINTER_CONNECTION_LOST: (
            "Mất kết nối với máy in khi đang in.",
            "Xem khay giấy: có rồi thì thôi, chưa có thì in lại.",
        ),
        ErrorCode.PRINTER_REJECTED: (
            "Hệ thống in từ chối giấy này.",
            "Kiểm tra khổ giấy và máy in trong Thiết lập rồi in lại.",
        ),
        ErrorCode.PRINTER_ADDRESS_INVALID: (
            "Địa chỉ máy in phiếu “{address}” không đúng dạng.",
            "Viết như tcp://192.168.1.50:9100, serial:///dev/ttyUSB0 hoặc queue://TÊN.",
        ),
        ErrorCode.PRINT_SYSTEM_MISSING: (
            "Máy này chưa có hệ thống in.",
            "Cài CUPS (cups-client), hoặc chọn ghi ra tệp PDF trong Thiết lập.",
        ),
        ErrorCode.PRINT_CONTENT_INVALID: (
            "Nội dung cần in bị hỏng.",
            "Mở lại hồ sơ và in lại từ đó.",
        ),
        ErrorCode.PRINT_CANCELLED: ("Lệnh in đã bị hủy ở máy in.", "In lại nếu vẫn cần giấy này."),
        ErrorCode.PRINT_STATE_CHANGED: (
            "Lệnh in này vừa đổi tình trạng.",
            "Xem lại danh sách in rồi chọn lại.",
        ),
        ErrorCode.PRINT_INTERRUPTED: (
            "Chương trình bị tắt khi đang in, không rõ giấy đã ra chưa.",
            "Xem khay giấy: có rồi thì thôi, chưa có thì in lại.",
        ),
    }
)


def message_for(error: DeskError) -> Message:
    """Give the sentence of a fault, with its parameters filled in."""
    happened, to_do = _SENTENCES[error.code]
    fill = _Forgiving().vformat
    return Message(
        happened=fill(happened, (), error.params),
        to_do=fill(to_do, (), error.params),
        place=error.place,
    )


def codes_with_sentences() -> frozenset[ErrorCode]:
    """Give the codes that have a sentence; a test holds that none is missing."""
    return frozenset(_SENTENCES)
