import io
from datetime import datetime
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.file_remote import FileRemote
from desktop.sync.remote import Hello, Presence, Push
from desktop.sync.share_clock import ShareClock
from tests.support.command_desk import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_two_counters_on_a_share_write_read_disagree_and_decide(desk: Desk) -> None:
    desk.pair()
    dossier = desk.new("one", "Bà H'Mông Đỗ", "một")
    desk("one", "office", "sync", "--once")
    desk("two", "office", "sync", "--once")
    assert desk("two", "register", "find", "mong do")["dossiers"][0]["id"] == dossier["id"]
    desk("one", "register", "set", dossier["id"], "note=hai bản")
    desk("two", "register", "set", dossier["id"], "note=ba bản", "copies=3")
    assert desk("two", "office", "status")["waiting"] == 1
    for counter in ("one", "two", "one"):
        desk(counter, "office", "sync", "--once")
    (conflict,) = desk("one", "office", "conflicts")["conflicts"]
    assert (conflict["field"], conflict["stands"], conflict["offered"]) == ("note", "hai bản", "ba bản")
    desk("two", "office", "resolve", str(conflict["seq"]), "note", "mine")
    for counter in ("two", "one"):
        desk(counter, "office", "sync", "--once")
    assert desk("one", "office", "conflicts")["conflicts"] == []
    shown = desk("one", "register", "show", dossier["id"])
    assert (shown["note"], shown["copies"]) == ("ba bản", 3)


def test_counters_are_listed_retired_and_leave(desk: Desk) -> None:
    desk.pair()
    rows = desk("one", "office", "counters")["counters"]
    assert [(row["counter_no"], row["name"], row["is_this"]) for row in rows] == [
        (1, "Quầy 1", True),
        (2, "Quầy 2", False),
    ]
    desk("one", "office", "retire", "2")
    assert "office_refused" in desk("two", "office", "sync", "--once", code=4)
    assert desk("two", "office", "leave")["state"] == "alone"
    assert "input_invalid" in desk("one", "office", "retire", "2", code=3)


def test_a_share_that_is_gone_is_told_and_work_goes_on(desk: Desk) -> None:
    desk.pair()
    (desk.folder / "share").rename(desk.folder / "away")
    dossier = desk.new("one", "Bà Bưởi")
    assert dossier["number"]
    assert "office_unreachable" in desk("one", "office", "sync", "--once", code=4)
    (desk.folder / "away").rename(desk.folder / "share")
    assert desk("one", "office", "sync", "--once")["state"] == "shared"


def test_a_full_share_is_told_and_what_others_write_is_still_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pair()
    desk.new("one", "Bà Bưởi")
    desk("one", "office", "sync", "--once")
    desk.new("two", "Bà Mận")

    def full(_remote: FileRemote, _push: Push) -> bool:
        raise DeskError(ErrorCode.OFFICE_DISK_FULL)

    monkeypatch.setattr(FileRemote, "cas", full)
    assert "office_disk_full" in desk("two", "office", "sync", "--once", code=4)
    status = desk("two", "office", "status")
    assert (status["state"], status["waiting"], status["fault"]) == ("waiting", 1, "office_disk_full")
    assert len(desk("two", "register", "find", "buoi")["dossiers"]) == 1
    assert desk.plain("two", "office", "status") == 0
    assert desk.capsys.readouterr().out.startswith("Đọc được, chưa gửi được (1 việc)")


def test_who_may_only_read_the_share_receives_what_others_write_and_is_told_that_its_own_work_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pair()
    desk.new("one", "Bà Bưởi")
    desk("one", "office", "sync", "--once")
    desk.new("two", "Bà Mận")

    def refuse(_clock: ShareClock) -> datetime:
        raise DeskError(ErrorCode.OFFICE_READ_ONLY)

    with monkeypatch.context() as read_only:
        read_only.setattr(ShareClock, "now", refuse)
        assert "office_read_only" in desk("two", "office", "sync", "--once", code=4)
    status = desk("two", "office", "status")
    assert (status["state"], status["waiting"], status["fault"]) == ("waiting", 1, "office_read_only")
    assert len(desk("two", "register", "find", "buoi")["dossiers"]) == 1
    assert desk.plain("two", "office", "status") == 0
    assert desk.capsys.readouterr().out.startswith(
        "Đọc được, chưa gửi được (1 việc): nơi để sổ chung chỉ cho máy này"
    )
    assert desk("two", "office", "sync", "--once")["state"] == "shared"


@pytest.mark.parametrize("fault", [ErrorCode.OFFICE_DISK_FULL, ErrorCode.OFFICE_READ_ONLY])
def test_a_full_or_read_only_share_is_checked_all_the_same_and_what_waits_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: ErrorCode
) -> None:
    desk.pair()
    desk.new("one", "Bà Bưởi")
    desk("one", "office", "sync", "--once")
    desk.new("two", "Bà Mận")

    def refuse(_there: object, _push: Push | None = None) -> bool:
        raise DeskError(fault)

    monkeypatch.setattr(FileRemote, "cas", refuse)
    if fault is ErrorCode.OFFICE_READ_ONLY:
        monkeypatch.setattr(ShareClock, "now", refuse)
    check = desk("two", "office", "verify")
    assert (check["held_up"], check["waiting"], check["wrong_in_store"]) == (fault.value, 1, [])
    assert check["records"] > 0
    assert desk.plain("two", "office", "verify") == 0
    assert "Đọc được, chưa gửi được (1 việc)" in desk.capsys.readouterr().out


def test_a_store_that_was_not_read_to_its_end_is_not_called_sound(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pair()

    def refuse(_remote: FileRemote, _presence: Presence) -> Hello:
        raise DeskError(ErrorCode.OFFICE_DISK_FULL)

    monkeypatch.setattr(FileRemote, "hello", refuse)
    assert "office_disk_full" in desk("two", "office", "verify", code=4)


def test_a_wrong_code_and_a_second_office_are_refused_with_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pair()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"KV1.sai")))
    assert "pairing_code_invalid" in desk("three", "office", "join", code=3)
    (desk.folder / "code").write_bytes(b"KV1.\xff\xfe")
    assert "file_invalid" in desk("three", "office", "join", "--code-file", str(desk.folder / "code"), code=3)
    assert "office_exists" in desk("three", "office", "create", "--at", str(desk.folder / "share"), code=4)
    assert "office_already_joined" in desk("one", "office", "create", "--at", str(desk.folder), code=4)
    assert "office_not_joined" in desk("three", "office", "sync", "--once", code=4)
    assert "record_missing" in desk("one", "office", "resolve", "9", "note", "mine", code=4)


def test_the_whole_log_is_read_again_on_a_share_and_what_is_wrong_is_said(desk: Desk) -> None:
    desk.pair()
    desk.new("one", "Bà Bưởi")
    desk("one", "office", "sync", "--once")
    desk("two", "office", "sync", "--once")
    check = desk("two", "office", "verify")
    assert check["entries"] >= check["records"] > 0
    assert (check["unreadable"], check["wrong_in_store"], check["put_right"]) == ([], [], [])


def test_what_people_read_says_why_it_stopped_what_waits_and_what_leaving_keeps_back(desk: Desk) -> None:
    desk.pair()
    dossier = desk.new("two", "Bà Bưởi")
    desk("two", "office", "sync", "--once")
    desk("one", "office", "retire", "2")
    desk("two", "register", "set", dossier["id"], "note=chưa gửi")
    assert "office_refused" in desk("two", "office", "sync", "--once", code=4)
    desk.plain("two", "office", "status")
    told = desk.capsys.readouterr().out
    assert "Đã ngừng trao đổi với sổ chung. Quầy này đã được cho thôi tham gia sổ chung" in told
    assert "1 việc chờ gửi." in told
    desk.plain("two", "office", "leave")
    assert "1 việc chưa kịp gửi chỉ có ở máy này" in desk.capsys.readouterr().out


def test_a_disagreement_is_told_with_both_counters_and_moments(desk: Desk) -> None:
    desk.pair()
    dossier = desk.new("one", "Bà Bưởi", "một")
    for counter in ("one", "two"):
        desk(counter, "office", "sync", "--once")
    desk("one", "register", "set", dossier["id"], "note=hai bản")
    desk("two", "register", "set", dossier["id"], "note=ba bản")
    for counter in ("one", "two"):
        desk(counter, "office", "sync", "--once")
    desk.plain("two", "office", "conflicts")
    told = desk.capsys.readouterr().out
    assert "đang là “hai bản” (Quầy 1, " in told
    assert "giá trị kia “ba bản” (Quầy 2, " in told


def test_bringing_back_nothing_says_what_happens_next(desk: Desk) -> None:
    desk.pair()
    desk.plain("one", "office", "bring-back")
    assert "mỗi quầy tự gửi lại" in desk.capsys.readouterr().out


def test_a_decision_is_listed_in_words(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.pair()
    dossier = desk.new("one", "Bà Bưởi", "một")
    for counter in ("one", "two"):
        desk(counter, "office", "sync", "--once")
    desk("one", "register", "set", dossier["id"], "note=hai")
    desk("two", "register", "set", dossier["id"], "note=")
    for counter in ("one", "two"):
        desk(counter, "office", "sync", "--once")
    desk.plain("two", "office", "conflicts")
    told = capsys.readouterr().out
    assert "đang là “hai” (Quầy 1," in told
    assert "giá trị kia “để trống” (Quầy 2," in told
