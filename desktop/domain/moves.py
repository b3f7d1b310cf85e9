"""The kinds of moves of a dossier, and the words officers use for them."""

from enum import StrEnum


class MoveKind(StrEnum):
    """What was done to a dossier."""

    RECEIVE = "receive"
    REQUEST_SUPPLEMENT = "request_supplement"
    RESUME = "resume"
    PROCESS = "process"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    SIGN = "sign"
    MAKE_READY = "make_ready"
    RETURN_RESULT = "return_result"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    STOP = "stop"
    TURN_INTO_APPOINTMENT = "turn_into_appointment"
    APOLOGISE = "apologise"

    @property
    def label(self) -> str:
        """Return the words on the button and in the history."""
        return _MOVE_LABELS[self]


_MOVE_LABELS = {
    MoveKind.RECEIVE: "Tiếp nhận",
    MoveKind.REQUEST_SUPPLEMENT: "Yêu cầu bổ sung",
    MoveKind.RESUME: "Nhận bổ sung",
    MoveKind.PROCESS: "Chuyển xử lý",
    MoveKind.SUBMIT: "Trình ký",
    MoveKind.SEND_BACK: "Trả lại để sửa",
    MoveKind.SIGN: "Ghi nhận đã ký",
    MoveKind.MAKE_READY: "Chuyển chờ trả",
    MoveKind.RETURN_RESULT: "Trả kết quả",
    MoveKind.REFUSE: "Từ chối",
    MoveKind.WITHDRAW: "Rút hồ sơ",
    MoveKind.STOP: "Dừng giải quyết",
    MoveKind.TURN_INTO_APPOINTMENT: "Chuyển sang có hẹn",
    MoveKind.APOLOGISE: "Xin lỗi, hẹn lại",
}
