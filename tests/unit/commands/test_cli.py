import errno
import json
import logging
import os
import shlex
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pypdfium2
import pytest

from desktop.app.backup_work import BackupWork
from desktop.cli import build_parser, main
from desktop.commands.backup_secret import recovery_file_of
from desktop.commands.files import write_file
from desktop.commands.outcome import EXIT_BAD_INPUT, EXIT_OK, EXIT_WORLD_FAULT, EXIT_WRONG_USE, exit_code_of
from desktop.core import Core
from desktop.domain.errors import ErrorCode
from desktop.domain.text import VIETNAMESE_LETTERS
from desktop.records.store import DATABASE_FILE
from desktop.resources_dir import resources_dir
from desktop.services.record_values import AuditAction
from tests.support.escpos_decoder import decode
from tests.support.office import sample_desk
from tests.support.record_samples import OFFICER

CARD = "042151000123||Nguyễn Thị Bưởi|05031951|Nữ|Thôn Đông Đoài, Đức Thịnh, Hà Tĩnh|12082024||||"


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def run_one(*words: str) -> tuple[int, str, str]:
        try:
            code = main([*words, "--data-dir", str(tmp_path / "may")])
        except SystemExit as ended:
            code = int(ended.code or 0)
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return run_one


def test_a_card_is_read_as_one_json_object(run: Run) -> None:
    code, out, err = run("card", CARD, "--json")

    assert code == EXIT_OK
    assert err == ""
    plain = json.loads(out)
    assert plain["id_number"] == "042151000123"
    assert plain["full_name"] == "Nguyễn Thị Bưởi"
    assert plain["birth_date"] == {"day": 5, "month": 3, "year": 1951}


def test_a_card_is_read_without_json_in_words(run: Run) -> None:
    code, out, _ = run("card", CARD)

    assert code == EXIT_OK
    assert "Nguyễn Thị Bưởi" in out


def test_an_unreadable_card_is_bad_input_told_in_vietnamese(run: Run) -> None:
    code, out, err = run("card", "không phải thẻ", "--json")

    assert code == EXIT_BAD_INPUT
    assert out == ""
    assert err.startswith("khongviet: [card_unreadable] Chưa đọc được thẻ.")


def test_a_deadline_says_due_days_rule_and_reasons(run: Run) -> None:
    code, out, _ = run("deadline", "1.001776", "--received", "2023-07-25T09:00", "--json")

    assert code == EXIT_OK
    plain = json.loads(out)
    assert set(plain) >= {"due", "counted_days", "rule", "reasons"}
    assert plain["due"].startswith("2023-08-24")
    assert run("deadline", "1.001776", "--received", "2023-07-25T09:00")[1]


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("deadline", "9.999999", "--received", "2026-11-17T09:00"), EXIT_BAD_INPUT),
        (("deadline", "2.000635", "--received", "hôm qua"), EXIT_BAD_INPUT),
        (("deadline", "2.000635"), EXIT_WRONG_USE),
        (("không-có-lệnh-này",), EXIT_WRONG_USE),
        (("forms",), EXIT_WRONG_USE),
        (("card", "a", "--image", "b"), EXIT_WRONG_USE),
        (("forms", "render", "khong.co", "--out", "x.pdf"), EXIT_BAD_INPUT),
        (("forms", "check", "khong-co.toml"), EXIT_BAD_INPUT),
        (("forms", "list", "--on", "2026-02-30"), EXIT_BAD_INPUT),
        (("verdict", "khong-co.json"), EXIT_BAD_INPUT),
        (("ticket", "--number", " ", "--service", "x", "--out", "x.bin"), EXIT_BAD_INPUT),
        (("ticket", "--number", "A1", "--service", "x", "--waiting", "-1", "--out", "x.bin"), EXIT_BAD_INPUT),
        (("ticket", "--number", "A1", "--service", "x", "--to", "ftp://x"), EXIT_BAD_INPUT),
        (("ticket", "--number", "A1", "--service", "x"), EXIT_WRONG_USE),
        (("backup", "x.bak"), EXIT_BAD_INPUT),
        (("restore", "khong-co.bak"), EXIT_BAD_INPUT),
    ],
)
def test_faults_go_to_stderr_in_vietnamese_with_their_code(
    run: Run, words: tuple[str, ...], exit_code: int
) -> None:
    code, out, err = run(*words, "--json")

    assert code == exit_code
    assert out == ""
    assert err.startswith("khongviet: [")
    assert "usage" not in err
    assert "required" not in err


def test_a_verdict_file_gives_the_five_answers(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(
        json.dumps(
            {"procedure": "2.000635", "received": "2026-11-17T09:00", "papers": ["id"], "signers": []}
        ),
        encoding="utf-8",
    )
    code, out, err = run("verdict", str(case), "--json")

    assert (code, err) == (EXIT_OK, "")
    assert set(json.loads(out)) >= {"writing", "same_day", "slip", "due", "reasons"}


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe{", b'{"procedure": 7}', b"[" * 100_000])
def test_a_broken_case_file_is_told_and_nothing_else_happens(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    case = tmp_path / "case.json"
    case.write_bytes(content)

    code, out, err = run("verdict", str(case), "--json")

    assert code == EXIT_BAD_INPUT
    assert out == ""
    assert "khongviet: [" in err


def test_every_mistake_of_a_case_file_has_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "ca-1.json"
    case.write_text(
        '{"procedure": "2.000635", "received": "2026-11-17T09:00", "papr": ["id"], "signers": []}',
        encoding="utf-8",
    )
    code, out, err = run("verdict", str(case), "--json")

    assert (code, out) == (EXIT_BAD_INPUT, "")
    strange, missing = err.splitlines()
    assert "(ca-1.json: papr)" in strange
    assert "khóa lạ" in strange
    assert '"papers"' in strange
    assert "(ca-1.json: papers)" in missing


def test_a_key_that_stands_twice_in_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text('{"procedure": "2.000635", "procedure": "1.000656"}', encoding="utf-8")
    code, _, err = run("verdict", str(case))

    assert code == EXIT_BAD_INPUT
    assert "“procedure” ghi hai lần" in err


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ('"\\ud800 Bưởi"', "một nửa ký tự"),
        ("NaN", "“NaN” không phải là số"),
        ("-Infinity", "không phải là số"),
    ],
)
def test_a_file_with_what_no_record_takes_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, value: str, problem: str
) -> None:
    case = tmp_path / "case.json"
    case.write_text(f'{{"procedure": {value}}}', encoding="utf-8")
    code, _, err = run("verdict", str(case))

    assert code == EXIT_BAD_INPUT
    assert problem in err
    assert "Bưởi" not in err


def test_every_shipped_form_is_listed_and_has_no_mistake(run: Run) -> None:
    code, out, _ = run("forms", "list", "--json")
    listed = json.loads(out)

    assert code == EXIT_OK
    assert listed["problems"] == []
    assert {"ho-tich.trich-luc", "ho-tich.khai-tu", "bao-tro-xa-hoi.nd176-2025.mau-01"} <= {
        form["id"] for form in listed["forms"]
    }
    assert run("forms", "check")[0] == EXIT_OK
    on = json.loads(run("forms", "list", "--on", "2023-07-25", "--json")[1])
    assert "bao-tro-xa-hoi.nd20-2021.mau-1d" in {form["id"] for form in on["forms"]}


def test_a_mistake_in_a_form_file_names_file_line_and_cure(run: Run, tmp_path: Path) -> None:
    shipped = resources_dir() / "forms" / "ho-tich" / "trich-luc" / "2024-06-06.toml"
    wrong = tmp_path / "sai.toml"
    wrong.write_text(
        shipped.read_text(encoding="utf-8").replace("capitals = true", "capitls = true", 1), "utf-8"
    )

    code, out, _ = run("forms", "check", str(wrong), "--json")

    assert code == EXIT_BAD_INPUT
    (problem, *_) = json.loads(out)["problems"]
    assert problem["line"] > 0
    assert "capitals" in problem["cure"]


def test_a_form_is_checked_against_the_whole_library_and_the_catalogue(run: Run, tmp_path: Path) -> None:
    text = (resources_dir() / "forms/ho-tich/trich-luc/2024-06-06.toml").read_text(encoding="utf-8")
    file = tmp_path / "mau.toml"
    file.write_text(text.replace('"2.000635"', '"2000635"', 1), encoding="utf-8")
    code, out, err = run("forms", "check", str(file))

    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "“2.000635”" in err
    file.write_text(text.replace('equals = "khai tử"', 'equals = "khai tu"', 1), encoding="utf-8")
    code, out, err = run("forms", "check", str(file), "--json")
    assert (code, err) == (EXIT_OK, "")
    assert "khai tu" in json.loads(out)["doubts"][0]["message"]


def test_a_single_file_of_the_offices_own_library_must_lie_where_it_says(run: Run, tmp_path: Path) -> None:
    text = (resources_dir() / "forms/ho-tich/trich-luc/2024-06-06.toml").read_text(encoding="utf-8")
    file = tmp_path / "may" / "forms" / "ho-tich" / "khai-tu" / "2024-06-06.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    code, _, err = run("forms", "check", str(file))

    assert code == EXIT_BAD_INPUT
    assert "“khai-tu”" in err


def test_a_form_is_rendered_filled_and_blank(run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(
        json.dumps({"requester.name": "H'Mông Ẵm Đỗ", "extract.copies": 2, "subject.birth": "14/9/2021"}),
        encoding="utf-8",
    )
    filled, blank = tmp_path / "filled.pdf", tmp_path / "blank.pdf"

    assert (
        run("forms", "render", "ho-tich.trich-luc", "--answers", str(answers), "--out", str(filled))[0] == 0
    )
    assert run("forms", "render", "ho-tich.trich-luc", "--blank", "--out", str(blank), "--json")[0] == 0
    document = pypdfium2.PdfDocument(filled)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "H'MÔNG ẴM ĐỖ" in text
    assert blank.read_bytes().startswith(b"%PDF")


def test_an_unknown_version_of_a_form_is_answered_with_those_there_are(run: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "x.pdf")
    code, _, err = run("forms", "render", "ho-tich.trich-luc", "--version", "1999", "--blank", "--out", out)

    assert code == EXIT_BAD_INPUT
    assert "không có phiên bản 1999" in err
    assert "2020-07-16, 2024-06-06" in err
    assert "Không có mẫu" in run("forms", "render", "ho-tich.la", "--version", "1999", "--out", out)[2]


def test_an_unknown_answer_is_refused_by_its_key(run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"requester.nmae": "A"}', encoding="utf-8")

    code, _, err = run(
        "forms", "render", "ho-tich.trich-luc", "--answers", str(answers), "--out", str(tmp_path / "x.pdf")
    )

    assert code == EXIT_BAD_INPUT
    assert "requester.nmae" in err
    assert not (tmp_path / "x.pdf").exists()


def test_a_ticket_file_holds_a_picture_an_independent_reader_understands(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "ticket.bin"
    code, _, err = run("ticket", "--number", "A047", "--service", "Chứng thực bản sao", "--out", str(out))

    assert (code, err) == (EXIT_OK, "")
    assert len(decode(out.read_bytes()).rows) > 100


def test_a_ticket_names_the_office_of_the_data_folder_unless_told_another(run: Run, tmp_path: Path) -> None:
    words = ("ticket", "--number", "A047", "--service", "Khai tử", "--out", str(tmp_path / "x.bin"), "--json")
    assert json.loads(run(*words)[1])["office"] == ""
    with sample_desk(tmp_path / "may"):
        pass

    code, out, err = run(*words)
    assert (code, err) == (EXIT_OK, "")
    assert json.loads(out)["office"].startswith("UBND xã")
    assert json.loads(run(*words, "--office", "UBND xã Khác")[1])["office"] == "UBND xã Khác"
    assert json.loads(run(*words, "--office", "")[1])["office"] == ""


def test_a_ticket_is_printed_even_when_the_data_do_not_open(run: Run, tmp_path: Path) -> None:
    (tmp_path / "may").mkdir()
    (tmp_path / "may" / DATABASE_FILE).write_bytes(b"x" * 4096)
    code, out, err = run(
        "ticket", "--number", "A1", "--service", "Khai tử", "--out", str(tmp_path / "x.bin"), "--json"
    )

    assert code == EXIT_OK
    assert json.loads(out)["bytes"] > 1000
    assert err.startswith("khongviet: [database_")


def test_signs_that_print_as_boxes_are_told(run: Run, tmp_path: Path) -> None:
    words = ("ticket", "--number", "A1", "--out", str(tmp_path / "x.bin"), "--json", "--service")
    code, out, err = run(*words, "Khai tử 😀 漢 cho bà H'Mông")

    assert code == EXIT_OK
    assert json.loads(out)["without_glyph"] == ["😀", "漢"]
    assert "[glyph_missing]" in err
    assert "😀 (U+1F600), 漢 (U+6F22)" in err
    every_letter = "".join(sorted(VIETNAMESE_LETTERS))
    assert run(*words, f"{every_letter} H'Mông “Đ” – №")[2] == ""


def test_a_ticket_goes_to_a_printer_on_the_network(run: Run) -> None:
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def take() -> None:
            connection, _ = server.accept()
            with connection:
                while piece := connection.recv(65536):
                    received.append(piece)

        thread = threading.Thread(target=take)
        thread.start()
        code, _, _ = run(
            "ticket", "--number", "A047", "--service", "Khai tử", "--to", f"tcp://127.0.0.1:{port}"
        )
        thread.join(10)

    assert code == EXIT_OK
    assert len(decode(b"".join(received)).rows) > 100


def test_a_printer_that_is_off_is_a_fault_of_the_world(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    code, _, err = run("ticket", "--number", "A047", "--service", "x", "--to", f"tcp://127.0.0.1:{port}")

    assert code == EXIT_WORLD_FAULT
    assert "[printer_" in err
    assert "bấm" not in err, "there is no button on a command line"


def test_backup_and_restore_bring_a_day_back_on_another_machine(run: Run, tmp_path: Path) -> None:
    data_dir, copy = tmp_path / "may", tmp_path / "ban-sao.bak"
    with sample_desk(data_dir) as desk:
        desk.play("khai-tu-va-trich-luc")

    code, out, err = run("backup", str(copy), "--json")
    assert (code, err) == (EXIT_OK, "")
    assert json.loads(out)["bytes"] == copy.stat().st_size
    key = recovery_file_of(data_dir)
    assert key.stat().st_mode & 0o077 == 0

    other = tmp_path / "may-khac"
    assert main(["restore", str(copy), "--secret-file", str(key), "--data-dir", str(other)]) == EXIT_OK
    with Core.open(other) as core:
        names = {row.requester_name for row in core.store.read.dossiers_on(date(2026, 11, 17))}
    assert "Nguyễn Đình Khuê" in names
    code, out, _ = run("restore", str(copy))
    assert code == EXIT_OK, "the same machine knows its recovery key"
    (kept,) = data_dir.glob("records-truoc-khoi-phuc-*.db")
    assert f"Dữ liệu cũ được giữ ở {kept}; máy tự xóa tệp ấy ngày " in out
    assert "Nội dung hết hạn lưu bị xóa thì cũng bị xóa trong tệp ấy." in out
    code, out, _ = run("restore", str(copy), "--json")
    assert json.loads(out)["old_database_until"] > "2026-11-17"


def test_a_machine_without_data_says_that_there_is_nothing_to_back_up(run: Run, tmp_path: Path) -> None:
    code, out, err = run("backup", str(tmp_path / "ban-sao.bak"))

    assert (code, out) == (EXIT_BAD_INPUT, "")
    assert "[backup_empty] Máy này chưa có dữ liệu để sao lưu." in err
    assert not (tmp_path / "ban-sao.bak").exists()


def test_no_officer_is_sent_to_reinstall_for_a_file_they_named(run: Run, tmp_path: Path) -> None:
    for words in (
        ("verdict", "la.json"),
        ("restore", "la.bak"),
        ("forms", "check", "la.toml"),
        ("card", "--image", "la.png"),
    ):
        code, _, err = run(*words[:-1], str(tmp_path / words[-1]))
        assert code == EXIT_BAD_INPUT
        assert "[file_missing]" in err
        assert "cài lại" not in err


def test_doctor_reads_like_a_list_and_says_whether_all_is_well(run: Run, tmp_path: Path) -> None:
    with sample_desk(tmp_path / "may"):
        pass
    code, out, err = run("doctor", "--json")
    plain = json.loads(out)

    assert (code, err) == (EXIT_OK, "")
    assert plain["ok"] is True
    assert {"Tệp dữ liệu", "Nhật ký thao tác", "Phông chữ", "Mẫu tờ khai", "Đồng hồ"} <= {
        check["subject"] for check in plain["checks"]
    }
    (tmp_path / "may" / "settings.toml").write_text("=", encoding="utf-8")
    code, out, _ = run("doctor")
    assert code == EXIT_WORLD_FAULT
    assert "✗ Thiết lập" in out


def test_doctor_says_what_is_not_there_yet_and_makes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("doctor", "--json")
    folder = next(one for one in json.loads(out)["checks"] if one["subject"] == "Thư mục dữ liệu")

    assert code == EXIT_OK
    assert folder["mark"] == "look"
    assert folder["text"].startswith(f"chưa có {tmp_path / 'may'}, sẽ được tạo")
    assert not (tmp_path / "may").exists()


@pytest.mark.parametrize("damage", ["gone", "empty"])
def test_doctor_does_not_take_lost_data_for_data_that_was_never_there(
    run: Run, tmp_path: Path, damage: str
) -> None:
    with sample_desk(tmp_path / "may"):
        pass
    (tmp_path / "may" / DATABASE_FILE).unlink()
    if damage == "empty":
        (tmp_path / "may" / DATABASE_FILE).touch()
    code, out, err = run("doctor")
    assert code != EXIT_OK
    assert "sẽ được tạo" not in out + err
    assert "✗ Dữ liệu" in out


@pytest.mark.parametrize(
    ("megabytes", "words"), [(400, "chỉ còn trống 400 MB"), (950, "950 MB"), (75_586, "73,8 GB")]
)
def test_doctor_tells_the_room_of_the_disk_in_words(
    megabytes: int, words: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "may").mkdir()
    monkeypatch.setattr(shutil, "disk_usage", Mock(return_value=Mock(free=megabytes << 20)))

    assert words in run("doctor")[1]


def test_doctor_shows_the_clock_of_the_office_with_its_zone(run: Run) -> None:
    text = next(line for line in run("doctor")[1].splitlines() if "Đồng hồ" in line)

    assert "giờ Việt Nam (UTC+7)" in text
    assert "Máy đặt múi giờ UTC;" in text, "the tests run in UTC"


def test_json_and_data_dir_may_stand_before_or_after_the_command() -> None:
    parser = build_parser()
    before = parser.parse_args(["--json", "--data-dir", "x", "forms", "list"])
    after = parser.parse_args(["forms", "list", "--json", "--data-dir", "x"])

    assert (before.json, before.data_dir) == (after.json, after.data_dir) == (True, Path("x"))


def test_the_command_line_needs_no_qt() -> None:
    program = "import sys, desktop.cli; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 - our own words


def test_every_command_of_the_readme_is_understood() -> None:
    text = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("khongviet ")]
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line, comments=True)
        parsed = build_parser().parse_args(words[1:])
        assert callable(parsed.run), line


def test_every_fault_has_an_exit_code() -> None:
    assert {exit_code_of(code) for code in ErrorCode} == {EXIT_BAD_INPUT, EXIT_WORLD_FAULT}


@pytest.mark.parametrize(
    ("words", "not_needed"),
    [
        (["card", CARD], {"sqlalchemy", "reportlab", "escpos", "pypdf", "zxingcpp", "PIL"}),
        (
            ["deadline", "2.000635", "--received", "2026-12-01T09:00"],
            {"sqlalchemy", "reportlab", "escpos", "PIL"},
        ),
        (["forms", "list"], {"sqlalchemy", "escpos", "pypdf"}),
        (["--help"], {"sqlalchemy", "reportlab", "escpos", "pypdf", "holidays"}),
    ],
)
def test_a_command_waits_only_for_the_libraries_it_uses(words: list[str], not_needed: set[str]) -> None:
    program = (
        "import sys, contextlib, desktop.cli\n"
        "with contextlib.suppress(SystemExit): desktop.cli.main(sys.argv[1:])\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    told = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program, *words], check=True, capture_output=True, text=True
    )

    assert not not_needed & set(told.stderr.split())


@pytest.mark.parametrize("content", ['{"a": ' + "1" * 9000 + "}", "[" * 100_000, '{"a": ' * 100_000])
def test_a_hostile_json_file_is_bad_input(run: Run, tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")

    code, _, err = run("verdict", str(file))

    assert code == EXIT_BAD_INPUT
    assert "[file_invalid]" in err


def test_a_device_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "ong"
    os.mkfifo(pipe)
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, b"abc")
    reader.join(10)

    assert seen == [b"abc"]
    assert pipe.is_fifo()


def test_a_full_device_is_a_full_disk(run: Run) -> None:
    for words in (
        ("forms", "render", "ho-tich.trich-luc", "--blank", "--out", "/dev/full"),
        ("ticket", "--number", "A1", "--service", "x", "--out", "/dev/full"),
    ):
        code, _, err = run(*words)
        assert (code, "[disk_full]" in err) == (EXIT_WORLD_FAULT, True)
    assert Path("/dev/full").is_char_device()


def test_a_link_stays_and_the_file_behind_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "that.pdf").write_bytes(b"")
    (tmp_path / "lien-ket.pdf").symlink_to(tmp_path / "that.pdf")
    write_file(tmp_path / "lien-ket.pdf", b"abc")

    assert (tmp_path / "that.pdf").read_bytes() == b"abc"
    assert (tmp_path / "lien-ket.pdf").is_symlink()


def test_a_ticket_into_a_folder_or_for_an_unknown_model_names_what_is_wrong(run: Run, tmp_path: Path) -> None:
    code, _, err = run("ticket", "--number", "A1", "--service", "x", "--out", str(tmp_path))
    assert (code, "[file_not_writable]" in err) == (EXIT_WORLD_FAULT, True)

    code, _, err = run(
        "ticket", "--number", "A1", "--service", "x", "--model", "khong-co", "--out", str(tmp_path / "x")
    )
    assert (code, "generic-80mm" in err) == (EXIT_BAD_INPUT, True)


def test_an_empty_data_folder_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=str(EXIT_WRONG_USE)):
        main(["doctor", "--data-dir", ""])
    assert "--data-dir đang để trống" in capsys.readouterr().err


def test_restoring_on_a_fresh_machine_without_the_secret_says_where_to_take_it_from(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.bak").write_bytes(b"x")
    code, _, err = run("restore", str(tmp_path / "x.bak"))

    assert code == EXIT_BAD_INPUT
    assert "--secret-file" in err


def test_a_comma_in_the_name_of_a_folder_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["doctor", "--data-dir", str(tmp_path / "xã A, huyện B")])

    assert "xã A, huyện B, sẽ" in capsys.readouterr().out


def test_a_folder_without_form_files_is_not_called_faultless(run: Run, tmp_path: Path) -> None:
    code, out, err = run("forms", "check", str(tmp_path))

    assert (code, out, "[input_invalid]" in err) == (EXIT_BAD_INPUT, "", True)


@pytest.mark.parametrize(
    ("redirected", "code"), [(">&-", EXIT_OK), (">&- 2>&-", EXIT_OK), ("> /dev/full", EXIT_WORLD_FAULT)]
)
def test_a_console_that_is_not_there_or_full_is_no_crash(redirected: str, code: int) -> None:
    words = f"{shlex.quote(sys.executable)} -m desktop card {shlex.quote(CARD)} {redirected}"
    ended = subprocess.run(["/bin/sh", "-c", words], check=False, capture_output=True, text=True)  # noqa: S603 - our own words

    assert ended.returncode == code
    assert "Traceback" not in ended.stderr


def test_without_any_input_the_card_command_says_what_it_needs() -> None:
    words = f"{shlex.quote(sys.executable)} -m desktop card <&-"
    ended = subprocess.run(["/bin/sh", "-c", words], check=False, capture_output=True, text=True)  # noqa: S603 - our own words

    assert (ended.returncode, "[input_invalid]" in ended.stderr) == (EXIT_BAD_INPUT, True)


def test_whatever_goes_wrong_ends_with_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, expect_warnings: list[logging.LogRecord]
) -> None:
    for fault, code in (
        (OSError(5, "Input/output error"), "system_fault"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (RuntimeError("some fault"), "unexpected"),
    ):
        monkeypatch.setattr("desktop.commands.card.read_card", Mock(side_effect=fault))
        ended, out, err = run("card", CARD)
        assert (ended, out, f"[{code}]" in err) == (EXIT_WORLD_FAULT, "", True)
        assert str(fault.args[-1]) not in err  # the log has it; nobody at a counter reads it
    assert len(expect_warnings) == 3
    assert all(record.exc_text is not None or record.exc_info is not None for record in expect_warnings)


def test_whoever_stops_a_command_before_it_began_gets_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.cli.build_parser", Mock(side_effect=KeyboardInterrupt))
    ended, out, err = run("office", "status")
    assert (ended, out, "[interrupted]" in err) == (EXIT_WORLD_FAULT, "", True)


def backups_told(core: Core, name: str) -> list[str]:
    with core.store.begin(OFFICER) as work:
        told = work.audit.of("backup", name)
    assert all(one.action is AuditAction.BACKED_UP for one in told)
    return [one.reason for one in told]


def test_a_backup_by_command_stands_in_the_trail(run: Run, tmp_path: Path) -> None:
    data_dir = tmp_path / "may"
    with sample_desk(data_dir):
        pass
    assert run("backup", str(tmp_path / "nowhere" / "a.bak"))[0] != EXIT_OK
    assert run("backup", str(tmp_path / "b.bak"))[0] == EXIT_OK
    assert run("backup", str(tmp_path / "c.bak"), "--by", "không ai")[0] == EXIT_BAD_INPUT
    assert not (tmp_path / "c.bak").exists()
    with Core.open(data_dir) as core:
        begun, failed = backups_told(core, "a.bak")
        assert begun.startswith("Bằng lệnh, lúc ")
        assert failed.startswith("Bằng lệnh, không thành, lúc ")
        assert len(backups_told(core, "b.bak")) == 1


def test_a_backup_beside_the_open_window_is_told_by_the_window(run: Run, tmp_path: Path) -> None:
    data_dir = tmp_path / "may"
    with sample_desk(data_dir):
        pass
    with Core.open(data_dir) as core:
        assert run("backup", str(tmp_path / "b.bak"))[0] == EXIT_OK
        assert backups_told(core, "b.bak") == []
        for _ in range(2):
            BackupWork(core).state()
            assert len(backups_told(core, "b.bak")) == 1


def test_a_recovery_key_copied_with_notepad_is_read(run: Run, tmp_path: Path) -> None:
    data_dir, copy, noted = tmp_path / "may", tmp_path / "ban-sao.bak", tmp_path / "khoa.txt"
    with sample_desk(data_dir):
        pass
    assert run("backup", str(copy))[0] == EXIT_OK
    noted.write_bytes(b"\xef\xbb\xbf" + recovery_file_of(data_dir).read_bytes().replace(b"\n", b"\r\n"))

    assert (
        main(["restore", str(copy), "--secret-file", str(noted), "--data-dir", str(tmp_path / "moi")])
        == EXIT_OK
    )
