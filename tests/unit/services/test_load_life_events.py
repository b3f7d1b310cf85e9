from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.vocabulary import MAX_BYTES
from desktop.services.load_life_events import check_event_file, check_event_text, read_life_events

HEAD = """id = "thu"
name = "Thử"
source = "Không có"
in_force = { from = 2024-01-01 }
checked = { on = 2026-11-23, against = "không" }

[[question]]
say = "Có hay không ạ?"
  [[question.field]]
  key = "event.a"
  label = "A"
  type = "choice"
  options = ["x", "y"]

[[question]]
say = "Đúng không ạ?"
  [[question.field]]
  key = "event.b"
  label = "B"
  type = "yes_no"
"""
STEP = """
[[step]]
procedure = "2.000635"
why = "Vì vậy."
"""


def messages(text: str, name: str = "") -> list[str]:
    return [str(problem) for problem in check_event_text(text.encode(), "thu.toml", name=name).problems]


def test_a_sound_file_is_an_event() -> None:
    check = check_event_text((HEAD + STEP).encode(), "thu.toml", name="thu")
    assert not check.problems
    assert check.event is not None
    assert (check.event.id, check.event.name, check.event.steps[0].code) == ("thu", "Thử", "2.000635")


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ('[[step]]\nwhy = "Vì."\n', "không có thủ tục mà cũng không có tên"),
        ('[[step]]\nprocedure = "1"\n', "Thiếu khóa “why”"),
        ('[[step]]\nprocedure = "1"\nwhy = "V"\nwhen = { field = "event.c", equals = "x" }\n', "event.c"),
        (
            '[[step]]\nprocedure = "1"\nwhy = "V"\nwhen = { field = "event.a", equals = "z" }\n',
            "lựa chọn “z”",
        ),
        (
            '[[step]]\nprocedure = "1"\nwhy = "V"\nwhen = { field = "event.b", equals = "Có" }\n',
            "true, false",
        ),
        ('[[step]]\nprocedure = "1"\nwhy = "V"\nwhen = { field = "event.a" }\n', "Điều kiện viết chưa đúng"),
        ('[[step]]\nprocedure = "1"\nwhy = "V"\nwhen = { all = [] }\n', "all"),
        (
            '[[step]]\nprocedure = "1"\nwhy = "V"\nfrom = 2026-01-01\nto = 2025-01-01\n',
            "Ngày cuối đứng trước ngày đầu",
        ),
        ('[[step]]\nprocedure = "1"\nwhy = "V"\nwhere = "{office.x}"\n', "Không có chỗ {office.x}"),
        ('[[step]]\nprocedure = "1"\nwhy = "V {"\n', "không có cặp"),
        ('[[step]]\nprocedur = "1"\nwhy = "V"\n', "Có phải ý là “procedure”?"),
    ],
)
def test_a_planted_mistake_is_told_with_file_and_line(step: str, told: str) -> None:
    found = messages(HEAD + "\n" + step)
    assert any(told in message for message in found)
    assert all("thu.toml, dòng" in message for message in found)


def test_a_name_that_differs_from_the_file_is_told() -> None:
    assert any("khác tên tệp" in message for message in messages(HEAD + STEP, "khac"))


def test_what_is_no_event_at_all_ends_with_a_sentence() -> None:
    assert messages("[[[")
    assert messages("a = 1")
    assert messages("step = 5")
    assert "quá lớn" in messages("#" * (MAX_BYTES + 1))[0]


def test_a_bomb_is_not_read(tmp_path: Path) -> None:
    bomb = tmp_path / "bom.toml"
    bomb.write_bytes(b"a" * 10_000_000)
    assert "quá lớn" in str(check_event_file(bomb).problems[0])


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert "Không mở được" in str(check_event_file(tmp_path / "khong-co.toml").problems[0])


def test_the_offices_own_event_goes_before_the_shipped_one_and_a_bad_one_stops_nobody(tmp_path: Path) -> None:
    shipped, own = tmp_path / "bundles", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    (shipped / "thu.toml").write_text(HEAD + STEP, encoding="utf-8")
    (own / "thu.toml").write_text(HEAD.replace("Thử", "Của xã") + STEP, encoding="utf-8")
    (own / "sai.toml").write_text("a = ", encoding="utf-8")
    found = read_life_events([shipped, own])
    assert found.get("thu").name == "Của xã"
    assert len(found.problems) == 1
    with pytest.raises(DeskError) as fault:
        found.get("khac")
    assert fault.value.code is ErrorCode.EVENT_UNKNOWN
