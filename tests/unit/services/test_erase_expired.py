from collections.abc import Callable, Collection
from datetime import UTC, date, datetime

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import AnswersId, DossierId, StaffId
from desktop.domain.office import KEEP_DAYS_LEAST, Retention
from desktop.domain.reason import Certainty, Citation
from desktop.services.erase_expired import EraseExpired, Erasure, erased_words, retention_words
from desktop.services.ports_erasing import ExpiredCase

NOW = datetime(2046, 12, 1, 17, 30, tzinfo=UTC)  # 00:30 on 2 December at the office
OFFICER = StaffId("s1")
RETENTION = Retention(days=1000, citation=Citation(text="Quy định thử", certainty=Certainty.MEMORY))


def a_case(number: int, *, dossiers: int = 1) -> ExpiredCase:
    return ExpiredCase(
        dossiers=tuple(DossierId(f"d{number}.{one}") for one in range(dossiers)),
        answers=AnswersId(f"a{number}"),
        help_sessions=(),
        attachments=(f"scan{number}",),
        people=(),
    )


class Cases:
    """Cases in memory; those in `moved` are needed again by the time they are erased."""

    def __init__(self, *cases: ExpiredCase) -> None:
        self.left = list(cases)
        self.moved: set[ExpiredCase] = set()
        self.asked: list[datetime] = []
        self.erased: list[tuple[StaffId, ExpiredCase, datetime, str]] = []
        self.followed = 0

    def expired(self, before: datetime) -> tuple[ExpiredCase, ...]:
        self.asked.append(before)
        return tuple(self.left)

    def erase(self, actor: StaffId, case: ExpiredCase, *, before: datetime, reason: str) -> bool:
        if case in self.moved:
            return False
        self.left.remove(case)
        self.erased.append((actor, case, before, reason))
        return True

    def erase_kept(self) -> None:
        self.followed = len(self.erased)


class BreakingCases(Cases):
    """The disk is full after the first case."""

    def erase(self, actor: StaffId, case: ExpiredCase, *, before: datetime, reason: str) -> bool:
        if self.erased:
            raise DeskError(ErrorCode.DISK_FULL)
        return super().erase(actor, case, before=before, reason=reason)


class Guard:
    """A store that keeps some records, or does not answer."""

    def __init__(self, *kept: str, fault: ErrorCode | None = None) -> None:
        self.kept = frozenset(kept)
        self.fault = fault
        self.asked = 0

    def erasable(self, records: Collection[str]) -> frozenset[str]:
        self.asked += 1
        if self.fault is not None:
            raise DeskError(self.fault)
        return frozenset(records) - self.kept


def erasing(cases: Cases, guard: Guard) -> EraseExpired:
    return EraseExpired(cases, guard, clock=lambda: NOW, retention=lambda _: RETENTION)


def code_of(call: Callable[[], object]) -> ErrorCode:
    with pytest.raises(DeskError) as caught:
        call()
    return caught.value.code


def test_a_dossier_is_kept_for_the_whole_of_its_last_day() -> None:
    cases = Cases(a_case(1, dossiers=2))
    expiry = erasing(cases, Guard()).look()
    assert expiry.dossiers == 2
    assert expiry.last_day == date(2044, 3, 6)  # finished on 7 March, it is 1000 days old only today
    assert cases.asked == [datetime(2044, 3, 6, 17, tzinfo=UTC)]
    assert not cases.erased


def test_what_has_expired_is_erased_with_its_reason() -> None:
    cases, guard = Cases(a_case(1), a_case(2, dossiers=3)), Guard()
    assert erasing(cases, guard)(OFFICER) == Erasure(erased=4, kept=0)
    (first, _) = cases.erased
    assert first == (OFFICER, a_case(1), datetime(2044, 3, 6, 17, tzinfo=UTC), "hết thời hạn lưu 1000 ngày")
    assert erasing(cases, guard)(OFFICER) == Erasure(erased=0, kept=0)
    assert guard.asked == 1  # nobody is asked about nothing


def test_a_day_whose_dossiers_are_still_to_be_kept_is_refused() -> None:
    cases = Cases(a_case(1))
    erase = erasing(cases, Guard())
    assert code_of(lambda: erase(OFFICER, date(2044, 3, 7))) is ErrorCode.INPUT_INVALID
    assert not cases.erased
    erase(OFFICER, date(2040, 1, 1))
    assert cases.erased[0][2] == datetime(2040, 1, 1, 17, tzinfo=UTC)


def test_what_the_store_keeps_is_not_even_tried_and_said() -> None:
    cases = Cases(a_case(1), a_case(2, dossiers=2))
    erasure = erasing(cases, Guard("scan2"))(OFFICER)
    assert erasure == Erasure(erased=1, kept=2)
    assert [case for _, case, _, _ in cases.erased] == [a_case(1)]
    assert erased_words(erasure).startswith(
        "Đã xóa nội dung của 1 hồ sơ; dòng trong sổ giữ nguyên. 2 hồ sơ còn"
    )


def test_nothing_is_erased_while_the_store_does_not_answer() -> None:
    cases = Cases(a_case(1))
    erase = erasing(cases, Guard(fault=ErrorCode.OFFICE_UNREACHABLE))
    assert code_of(lambda: erase(OFFICER)) is ErrorCode.OFFICE_UNREACHABLE
    assert not cases.erased


def test_the_records_kept_aside_follow_what_was_done_whatever_stops_the_rest() -> None:
    cases = Cases(a_case(1), a_case(2))
    erasing(cases, Guard())(OFFICER)
    assert cases.followed == 2
    broken = BreakingCases(a_case(1), a_case(2))
    assert code_of(lambda: erasing(broken, Guard())(OFFICER)) is ErrorCode.DISK_FULL
    assert broken.followed == 1


def test_a_case_that_somebody_needs_again_is_not_counted() -> None:
    cases = Cases(a_case(1), a_case(2))
    cases.moved.add(a_case(1))
    assert erasing(cases, Guard())(OFFICER) == Erasure(erased=1, kept=0)


def test_how_long_answers_are_kept_is_said_with_how_sure_that_is() -> None:
    assert "1000 ngày" in retention_words(RETENTION)
    assert "chưa kiểm chứng" in retention_words(RETENTION)
    assert RETENTION.days >= KEEP_DAYS_LEAST
