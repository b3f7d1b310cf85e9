import json
from datetime import date
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.core import Core
from desktop.domain.ids import FormRef
from tests.support.parked_visits import park_visit

REF = FormRef(form_id="ho-tich.trich-luc", version="2024-06-06")


def publish(tmp_path: Path, *words: str) -> int:
    data_dir, draft = tmp_path / "may", tmp_path / "don.toml"
    assert main(["forms", "copy", REF.form_id, "--out", str(draft), "--data-dir", str(data_dir)]) == 0
    text = draft.read_text(encoding="utf-8").replace("extract.book", "extract.tome")
    draft.write_text(text, encoding="utf-8")
    day = date(2027, 1, 1).isoformat()
    return main(["forms", "publish", str(draft), "--from", day, "--data-dir", str(data_dir), *words])


@pytest.mark.parametrize("is_open", [False, True])
def test_visits_in_work_that_no_longer_fit_are_counted_also_beside_the_open_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_open: bool
) -> None:
    core = Core.open(tmp_path / "may")
    park_visit(core.store.drafts, "a", REF, extract__book="12/2001", requester__name="Nguyễn Thị Bưởi")
    if not is_open:
        core.close()
    assert publish(tmp_path) == 0
    told = capsys.readouterr().out
    assert "1 lượt đang làm dở với phiên bản cũ, 1 lượt có câu trả lời không hợp mẫu mới." in told
    assert "- 1 lượt: extract.book: mẫu không còn ô này." in told
    assert "Bưởi" not in told
    core.close()


def test_the_count_stands_in_the_machine_readable_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Core.open(tmp_path / "may") as core:
        park_visit(core.store.drafts, "a", REF, extract__book="12/2001")
    publish(tmp_path, "--json")
    out = capsys.readouterr().out
    told = json.loads(out[out.index("{\n") :])
    assert (told["visits"], told["unfit_visits"]) == (1, 1)
    assert {"what": "extract.book: mẫu không còn ô này.", "visits": 1} in told["visit_misfits"]


def test_without_records_nothing_is_counted_and_none_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(tmp_path) == 0
    assert "lượt" not in capsys.readouterr().out
    assert [one.name for one in (tmp_path / "may").iterdir()] == ["forms"]


def test_records_that_do_not_open_are_told_and_hold_nothing_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Core.open(tmp_path / "may") as core:
        database = next(core.data_dir.glob("*.db"))
    database.write_bytes(b"x" * 8192)
    assert publish(tmp_path) == 0
    assert "Chưa đếm được lượt đang làm dở." in capsys.readouterr().out
