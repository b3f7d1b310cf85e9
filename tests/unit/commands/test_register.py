from pathlib import Path

import pytest
from sqlalchemy import update

from desktop.records.office_tables import CLOCK_OFFSET, OFFICE_LINK
from tests.support.command_desk import Desk
from tests.support.record_samples import open_store


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_the_register_refuses_what_a_person_got_wrong(desk: Desk) -> None:
    assert "input_invalid" in desk("one", "register", "new", "--procedure", "2.000635", "--name", "A", code=3)
    desk.open("one")
    assert "input_invalid" in desk("one", "register", "new", "--procedure", "2.000635", "--name", " ", code=3)
    assert "procedure_unknown" in desk("one", "register", "new", "--procedure", "9", "--name", "A", code=3)
    dossier = desk.new("one", "Bà Bưởi")
    assert "input_invalid" in desk("one", "register", "set", dossier["id"], "state=returned", code=3)
    assert "input_invalid" in desk("one", "register", "set", dossier["id"], "copies=ba", code=3)
    assert "illegal_move" in desk("one", "register", "move", dossier["id"], "return_result", code=4)
    assert "record_missing" in desk("one", "register", "show", "khong-co", code=4)
    assert desk("one", "register", "move", dossier["id"], "process")["state"] == "processing"
    assert [move["to"] for move in desk("one", "register", "show", dossier["id"])["moves"]] == [
        "received",
        "processing",
    ]


def test_why_a_dossier_was_moved_is_kept_and_shown_for_every_move(desk: Desk) -> None:
    desk.open("one")
    dossier = desk.new("one", "Bà Bưởi")["id"]
    steps = (("process", "Giao bộ phận tư pháp"), ("submit", "Đủ giấy"), ("send_back", "Sai năm sinh"))
    for kind, reason in steps:
        desk("one", "register", "move", dossier, kind, "--reason", reason)
    desk("one", "register", "move", dossier, "submit")
    moves = desk("one", "register", "show", dossier)["moves"]
    assert [(move["kind"], move["reason"]) for move in moves] == [("receive", ""), *steps, ("submit", "")]
    assert desk.plain("one", "register", "show", dossier) == 0
    told = desk.capsys.readouterr().out.splitlines()
    assert len(told) == 1 + len(moves)
    assert [told[at].partition("  ")[2] for at in (1, 2, 4, 5)] == [
        "Tiếp nhận",
        "Chuyển xử lý: Giao bộ phận tư pháp",
        "Trả lại để sửa: Sai năm sinh",
        "Trình ký",
    ]


def test_a_clock_that_was_put_right_gives_numbers_at_once(desk: Desk) -> None:
    desk.pair()
    desk("one", "office", "sync", "--once")
    with open_store(desk.folder / "one") as store, store.database.write() as connection:
        wrong = update(OFFICE_LINK).where(OFFICE_LINK.c.k == CLOCK_OFFSET)
        connection.execute(wrong.values(v="-3600"))
    told = desk.new("one", "Bà Bưởi")
    assert (told["number"][-4:], told["warning"]) == ("0001", "")
    assert desk("one", "office", "status")["clock_offset_seconds"] == 0


def test_a_retired_counter_enters_nothing_and_a_counter_that_left_goes_on_in_its_share(desk: Desk) -> None:
    desk.pair()
    desk("one", "office", "retire", "2")
    assert "office_refused" in desk("two", "office", "sync", "--once", code=4)
    words = ("--procedure", "2.000635", "--name", "Bà Bưởi")
    assert "counter_retired" in desk("two", "register", "new", *words, code=4)
    assert desk.plain("two", "office", "leave") == 0
    assert "dãy riêng" in desk.capsys.readouterr().out
    assert desk.new("two", "Bà Bưởi")["number"][-4:] == "7100"


def test_a_counter_restored_on_another_pc_meets_the_office_before_it_gives_a_number(desk: Desk) -> None:
    desk.pair()
    desk("two", "office", "sync", "--once")
    (desk.folder / "secret").write_text("mưa dầm thấm lâu\n", encoding="utf-8")
    file, secret = str(desk.folder / "backup"), ("--secret-file", str(desk.folder / "secret"))
    desk("two", "backup", file, *secret)
    assert desk("new", "restore", file, *secret)["numbers_unsure"]
    (desk.folder / "share").rename(desk.folder / "away")
    words = ("--procedure", "2.000635", "--name", "Bà Bưởi")
    assert "numbers_unsure" in desk("new", "register", "new", *words, code=4)
    (desk.folder / "away").rename(desk.folder / "share")
    assert desk.new("new", "Bà Bưởi")["number"]
    assert not desk("two", "restore", file, *secret)["numbers_unsure"]
    assert desk.new("two", "Bà Bưởi")["number"]
