from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.errors import ErrorCode
from desktop.services.office_values import (
    ALONE,
    CANNOT_MERGE,
    TOO_YOUNG,
    UNKNOWN_TO_OFFICE,
    OfficeState,
    OfficeStatus,
)
from desktop.services.office_words import (
    Grade,
    NextStep,
    backup_line,
    clock_words,
    counter_advice,
    counter_grade,
    counter_words,
    moment_words,
    status_words,
    stuck_words,
    unchecked_clock_words,
)
from tests.support.fake_office import NOW, counter, shared_status

CUT = NOW - timedelta(minutes=38)


@pytest.mark.parametrize(
    ("status", "grade", "short", "sentence"),
    [
        (ALONE, Grade.READY, "Máy này làm việc một mình", "Máy này làm việc một mình"),
        (shared_status(), Grade.READY, "Đã chia sẻ hết", "Đã chia sẻ hết, 09:41."),
        (
            shared_status(state=OfficeState.WAITING, waiting=4),
            Grade.READY,
            "4 việc chờ gửi",
            "4 việc chờ gửi",
        ),
        (
            shared_status(state=OfficeState.CUT_OFF, waiting=4, cut_off_since=CUT),
            Grade.LOOK,
            "Quầy đang làm một mình, mất mạng từ 09:12",
            "4 việc chờ gửi, mất mạng từ 09:12, vẫn làm bình thường.",
        ),
        (
            shared_status(state=OfficeState.WAITING, waiting=4, fault=ErrorCode.OFFICE_DISK_FULL),
            Grade.LOOK,
            "4 việc chờ gửi · ổ để sổ chung đã đầy",
            "Đọc được, chưa gửi được (4 việc): ổ đĩa nơi để sổ chung đã đầy, không phải ổ của máy này.",
        ),
        (
            shared_status(state=OfficeState.WAITING, fault=ErrorCode.OFFICE_DISK_FULL),
            Grade.LOOK,
            "Ổ để sổ chung đã đầy",
            "Đọc được, chưa gửi được: ổ đĩa nơi để sổ chung đã đầy",
        ),
        (
            shared_status(state=OfficeState.WAITING, waiting=4, fault=ErrorCode.DISK_FULL, is_disk_full=True),
            Grade.STOPPED,
            "Ổ đĩa máy này đã đầy",
            "Ổ đĩa của máy này đã đầy; 4 việc chưa gửi được. Xóa bớt tệp không cần",
        ),
        (
            shared_status(state=OfficeState.WAITING, waiting=4, fault=ErrorCode.OFFICE_READ_ONLY),
            Grade.LOOK,
            "4 việc chờ gửi · sổ chung chỉ cho máy này đọc",
            "Đọc được, chưa gửi được (4 việc): nơi để sổ chung chỉ cho máy này đọc, không cho ghi. Nhờ người phụ trách",
        ),
        (
            shared_status(state=OfficeState.WAITING, fault=ErrorCode.OFFICE_READ_ONLY),
            Grade.LOOK,
            "Sổ chung chỉ cho máy này đọc",
            "Đọc được, chưa gửi được: nơi để sổ chung",
        ),
        (
            replace(ALONE, is_disk_full=True),
            Grade.STOPPED,
            "Ổ đĩa máy này đã đầy",
            "Ổ đĩa của máy này đã đầy. Xóa bớt tệp không cần",
        ),
        (
            shared_status(state=OfficeState.WAITING, fault=ErrorCode.DATABASE_UNREADABLE),
            Grade.LOOK,
            "Chưa trao đổi được với sổ chung",
            "Không mở được tệp dữ liệu. Kiểm tra ổ đĩa",
        ),
        (
            shared_status(state=OfficeState.WAITING, waiting=4, fault=ErrorCode.DATABASE_BUSY),
            Grade.LOOK,
            "4 việc chờ gửi",
            "4 việc chờ gửi. ",
        ),
        (shared_status(state=OfficeState.COPYING), Grade.LOOK, "Đang chép sổ chung", "Đang chép sổ chung"),
        (
            shared_status(state=OfficeState.STOPPED, fault=ErrorCode.OFFICE_WENT_BACK),
            Grade.STOPPED,
            "Đã dừng chia sẻ",
            "Đã dừng chia sẻ. Sổ chung đã lùi về một bản cũ hơn",
        ),
        (
            shared_status(conflicts=2),
            Grade.LOOK,
            "Đã chia sẻ hết · 2 chỗ cần chọn",
            "2 chỗ hai quầy ghi khác nhau",
        ),
    ],
)
def test_every_state_has_a_grade_a_word_and_a_sentence(
    status: OfficeStatus, grade: Grade, short: str, sentence: str
) -> None:
    words = status_words(status, NOW)
    assert words.grade is grade
    assert words.short == short
    assert words.lines[0].sentence.startswith(sentence)


@pytest.mark.parametrize(
    "fault", [code for code in ErrorCode if code.value.startswith(("office_", "shared_"))]
)
def test_whatever_stopped_the_exchange_is_said_with_what_to_do(fault: ErrorCode) -> None:
    words = status_words(shared_status(state=OfficeState.STOPPED, fault=fault), NOW)
    assert words.grade is Grade.STOPPED
    assert words.lines[0].step is NextStep.OFFICE


def test_a_shared_file_that_is_gone_is_no_cut_network() -> None:
    fault, params = ErrorCode.OFFICE_FILE_GONE, {"file": "khongviet-so-chung.db"}
    gone = shared_status(state=OfficeState.STOPPED, fault=fault, fault_params=params, waiting=2)
    words = status_words(gone, NOW)
    assert words.short == "Đã dừng chia sẻ, 2 việc chờ gửi"
    assert "khongviet-so-chung.db" in words.lines[0].sentence
    assert "mạng" not in words.lines[0].sentence


def test_a_decision_leads_to_the_page_where_it_is_made() -> None:
    cut = shared_status(state=OfficeState.CUT_OFF, cut_off_since=CUT, conflicts=1)
    assert status_words(cut, NOW).lines[0].step is NextStep.CHOOSE


def test_a_stop_stands_before_a_decision() -> None:
    both = shared_status(state=OfficeState.STOPPED, fault=ErrorCode.OFFICE_REFUSED, conflicts=1)
    assert [line.grade for line in status_words(both, NOW).lines] == [Grade.STOPPED, Grade.LOOK]


@pytest.mark.parametrize(
    ("seconds", "words", "grade"),
    [
        (0, "đồng hồ đúng", Grade.READY),
        (60, "đồng hồ chậm 1 phút", Grade.READY),
        (-61, "đồng hồ nhanh 1 phút", Grade.LOOK),
        (600, "đồng hồ chậm 10 phút", Grade.LOOK),
        (601, "đồng hồ chậm 10 phút", Grade.STOPPED),
        (-25200, "đồng hồ nhanh 7 giờ", Grade.STOPPED),
        (-4000, "đồng hồ nhanh 1 giờ 7 phút", Grade.STOPPED),
        (3599, "đồng hồ chậm 60 phút", Grade.STOPPED),
        (974_160, "đồng hồ chậm 11 ngày", Grade.STOPPED),
    ],
)
def test_a_clock_warns_above_one_minute_and_stops_above_ten(seconds: int, words: str, grade: Grade) -> None:
    row = counter(2, "Quầy 2", offset=seconds)
    assert clock_words(seconds) == words
    assert counter_grade(row) is grade
    assert bool(counter_advice(row)) is (grade is not Grade.READY)


def test_a_counter_is_told_in_one_line() -> None:
    row = replace(counter(2, "Quầy 2", offset=4), behind=7)
    assert counter_words(row, NOW) == "Lần cuối 09:49 · bản 0.1.0 · còn 7 mục chưa đọc · đồng hồ chậm 4 giây"
    assert counter_words(replace(row, retired=True), NOW) == "Đã ngừng; lần cuối 09:49"


def test_a_wrong_clock_of_this_pc_is_told() -> None:
    words = status_words(shared_status(clock_offset_seconds=-3600), NOW)
    assert words.grade is Grade.STOPPED
    assert "Đồng hồ nhanh 1 giờ" in words.lines[0].sentence


def test_an_old_moment_is_said_with_its_day() -> None:
    assert moment_words(NOW - timedelta(days=1), NOW) == "09:50 ngày 23/11"
    assert moment_words(NOW - timedelta(days=400), NOW) == "09:50 ngày 20/10/2025"


def test_a_week_without_a_backup_is_remembered() -> None:
    start = NOW - timedelta(days=30)
    assert backup_line(NOW - timedelta(days=6), start, NOW) is None
    late = backup_line(NOW - timedelta(days=7), start, NOW)
    assert late is not None
    assert late.sentence == "Đã 7 ngày chưa sao lưu."
    assert backup_line(None, NOW, NOW) is None
    never = backup_line(None, start, NOW)
    assert never is not None
    assert never.step is NextStep.BACK_UP


def test_a_store_that_keeps_what_somebody_erased_is_explained_and_a_bug_is_left_as_it_is() -> None:
    assert "chưa đủ số ngày tối thiểu" in stuck_words(f"record r1 is {TOO_YOUNG}\nCONTEXT: PL/pgSQL")
    assert "không ghép được việc này" in stuck_words(f"{CANNOT_MERGE}ValueError")
    assert stuck_words(f"{CANNOT_MERGE}ValueError").endswith("kèm chữ này: ValueError.")
    assert "nhập lại mục này" in stuck_words(UNKNOWN_TO_OFFICE)
    assert stuck_words("line 3: unknown field") == "line 3: unknown field"


def test_a_wrong_clock_of_this_pc_may_be_the_stores_and_stops_nothing_while_cut_off() -> None:
    off = shared_status(clock_offset_seconds=-3600)
    assert "máy này đúng thì báo người trông máy chủ" in status_words(off, NOW).lines[0].sentence
    cut = replace(off, state=OfficeState.CUT_OFF, cut_off_since=CUT)
    words = status_words(cut, NOW)
    assert words.grade is Grade.LOOK
    assert any("Lần gặp sổ chung gần nhất, đồng hồ nhanh 1 giờ" in line.sentence for line in words.lines)
    assert not any("Chưa cấp số" in line.sentence for line in words.lines)


def test_the_stores_wrong_clock_is_not_blamed_on_a_counter() -> None:
    row = replace(counter(2, "Quầy 2", offset=7200), is_store_clock_off=True)
    assert counter_grade(row) is Grade.LOOK
    assert "nơi để sổ chung sai" in counter_advice(row)
    words = status_words(shared_status(clock_offset_seconds=7200, is_store_clock_off=True), NOW)
    assert words.grade is Grade.LOOK
    assert words.lines[0].sentence.startswith("Nơi để sổ chung có đồng hồ nhanh 2 giờ so với máy này")


def test_a_day_without_the_office_asks_to_compare_the_date() -> None:
    cut = shared_status(state=OfficeState.CUT_OFF, clock_sure_at=NOW - timedelta(hours=23))
    assert unchecked_clock_words(cut, NOW) == ""
    assert unchecked_clock_words(ALONE, NOW) == ""
    late = replace(cut, clock_sure_at=NOW - timedelta(days=9))
    assert "thứ Ba 24/11/2026, 09:50" in unchecked_clock_words(late, NOW)


def test_what_waits_is_told_also_where_the_exchange_has_stopped() -> None:
    stopped = shared_status(state=OfficeState.STOPPED, fault=ErrorCode.OFFICE_WENT_BACK, waiting=1)
    words = status_words(stopped, NOW)
    assert words.lines[0].sentence.startswith("Đã dừng chia sẻ, 1 việc chờ gửi. Sổ chung đã lùi về")
    assert words.short == "Đã dừng chia sẻ, 1 việc chờ gửi"
    nothing = status_words(replace(stopped, waiting=0), NOW)
    assert nothing.lines[0].sentence.startswith("Đã dừng chia sẻ. ")
