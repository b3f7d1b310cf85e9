from pathlib import Path

import pytest

from tests.support.command_desk import Desk


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
