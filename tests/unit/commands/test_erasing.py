"""`khongviet register erase` and `keep`, over a real folder whose years pass."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.commands import erasing
from desktop.core import Core, wall_clock
from desktop.domain.dossier import MoveKind
from tests.support.command_desk import Desk


@pytest.fixture
def years(monkeypatch: pytest.MonkeyPatch) -> timedelta:
    """Five years by which the commands here are late."""
    late = timedelta(days=5 * 366)
    monkeypatch.setattr(erasing, "Core", LateCore)
    monkeypatch.setattr(LateCore, "late", late)
    return late


class LateCore(Core):
    """A core some years from now."""

    late = timedelta()

    @classmethod
    def open(cls, data_dir: Path, **named: Any) -> "LateCore":  # noqa: ANN401 - handed on as they are
        def clock() -> datetime:
            return wall_clock() + cls.late

        return super().open(data_dir, **({"clock": clock} | named))


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    made = Desk(tmp_path, capsys)
    made.open("one")
    return made


def a_finished_dossier(desk: Desk) -> str:
    answers = desk.folder / "answers.json"
    answers.write_text('{"reason": "chuyện riêng"}', encoding="utf-8")
    words = ("--procedure", "2.000635", "--name", "Bà Bưởi", "--answers", str(answers))
    dossier_id: str = desk("one", "register", "new", *words)["id"]
    desk("one", "register", "move", dossier_id, MoveKind.WITHDRAW.value, "--reason", "đổi ý")
    return dossier_id


def test_answers_are_kept_for_twenty_years_unless_the_office_says_otherwise(desk: Desk) -> None:
    told = desk("one", "register", "keep")
    assert (told["keep_days"], told["certainty"]) == (7305, "memory")
    for wrong in ("364", "0", "-5", "40000"):
        assert "input_invalid" in desk("one", "register", "keep", "--days", wrong, code=3)
    assert desk("one", "register", "keep", "--days", "1000")["keep_days"] == 1000
    assert desk("one", "register", "keep") == {
        "keep_days": 1000,
        "source": "Cơ quan tự đặt",
        "certainty": "verified",
    }


def test_nothing_is_erased_before_its_time(desk: Desk) -> None:
    dossier_id = a_finished_dossier(desk)
    desk("one", "register", "keep", "--days", "365")
    told = desk("one", "register", "erase")
    assert (told["expired"], told["erased"], told["kept"]) == (0, 0, 0)
    assert "input_invalid" in desk("one", "register", "erase", "--before", "2090-01-01", code=3)
    assert desk("one", "register", "show", dossier_id)["answers"] == {"reason": "chuyện riêng"}


def test_what_has_expired_is_counted_and_then_erased(desk: Desk, years: timedelta) -> None:
    dossier_id = a_finished_dossier(desk)
    open_one = desk.new("one", "Ông Mít")["id"]
    assert years
    assert desk("one", "register", "erase", "--dry-run")["expired"] == 0
    desk("one", "register", "keep", "--days", "1000")
    assert desk("one", "register", "erase", "--dry-run", "--before", "2020-01-01")["expired"] == 0
    told = desk("one", "register", "erase", "--dry-run")
    assert (told["keep_days"], told["expired"], told["erased"]) == (1000, 1, 0)
    assert desk("one", "register", "show", dossier_id)["answers"]
    told = desk("one", "register", "erase")
    assert (told["expired"], told["erased"], told["kept"]) == (1, 1, 0)
    shown = desk("one", "register", "show", dossier_id)
    assert (shown["answers"], shown["requester_name"], shown["state"]) == ({}, "Bà Bưởi", "withdrawn")
    assert desk("one", "register", "erase")["expired"] == 0
    assert [row["id"] for row in desk("one", "register", "find", "mít")["dossiers"]] == [open_one]


@pytest.mark.parametrize(("typed", "left"), [("không\n", 1), ("Xóa\n", 0)])
def test_whoever_sits_at_the_keyboard_is_asked(
    desk: Desk, years: timedelta, monkeypatch: pytest.MonkeyPatch, typed: str, left: int
) -> None:
    assert years
    a_finished_dossier(desk)
    desk("one", "register", "keep", "--days", "1000")

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    assert desk.plain("one", "register", "erase") == 0
    told = desk.capsys.readouterr().out
    assert "Xóa rồi không lấy lại được" in told
    assert ("Chưa xóa gì." in told) is bool(left)
    assert desk("one", "register", "erase", "--dry-run")["expired"] == left


def test_a_shared_dossier_too_young_for_the_office_is_kept_with_the_reason(
    desk: Desk, years: timedelta
) -> None:
    a_finished_dossier(desk)
    desk("one", "office", "create", "--at", str(desk.folder / "share"))
    desk("one", "office", "sync", "--once")
    desk("one", "register", "keep", "--days", "1000")
    assert years
    told = desk("one", "register", "erase")
    assert (told["expired"], told["erased"], told["kept"]) == (1, 0, 1)
    assert desk.plain("one", "register", "erase") == 0
    assert "1 hồ sơ còn giữ lại vì sổ chung chưa cho xóa" in desk.capsys.readouterr().out
    assert desk("one", "office", "status")["quarantined"] == 0
