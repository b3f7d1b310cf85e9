import json
from pathlib import Path

import pytest

from desktop.cli import main


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *words: str) -> tuple[int, str, str]:
    code = main(["events", *words, "--data-dir", str(tmp_path)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_list_names_every_event_with_what_it_asks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, tmp_path, "list", "--json")
    events = json.loads(out)["events"]
    assert code == 0
    assert len(events) == 8
    assert all(event["questions"] and event["procedures"] for event in events)
    code, out, _ = run(capsys, tmp_path, "list", "--on", "2023-07-25")
    assert "sinh-con" in out
    assert "ho-kinh-doanh" not in out


def test_a_plan_names_steps_papers_and_forms_and_prints_the_guide(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers = tmp_path / "tl.json"
    answers.write_text(
        json.dumps({"event.registered": "có", "event.copies": "có", "event.benefits": ["Không có"]}),
        encoding="utf-8",
    )
    guide = tmp_path / "huong-dan.pdf"
    words = ("plan", "co-nguoi-mat", "--on", "2026-11-24", "--answers", str(answers), "--guide", str(guide))
    code, out, _ = run(capsys, tmp_path, *words, "--json")
    plan = json.loads(out)
    assert code == 0
    assert plan["procedures"] == ["2.000635"]
    assert plan["forms"] == [{"id": "ho-tich.trich-luc", "version": "2024-06-06"}]
    assert plan["missing"]
    assert guide.read_bytes().startswith(b"%PDF")
    code, out, _ = run(capsys, tmp_path, *words, "--paper", "A4-chu-to")
    assert code == 0
    assert "Còn phải hỏi" in out


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("plan", "khong-co"), "event_unknown"),
        (("plan", "sinh-con", "--on", "24/11/2026"), "input_invalid"),
        (("plan", "sinh-con", "--answers", "khong-co.json"), "file_missing"),
        (("list", "--on", "mai"), "input_invalid"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_its_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], fault: str
) -> None:
    code, _, err = run(capsys, tmp_path, *words)
    assert code == 3
    assert fault in err


def test_an_answer_to_a_question_nobody_asks_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers = tmp_path / "tl.json"
    answers.write_text('{"event.x": "có"}', encoding="utf-8")
    code, _, err = run(capsys, tmp_path, "plan", "sinh-con", "--answers", str(answers))
    assert code == 3
    assert "event.x" in err
