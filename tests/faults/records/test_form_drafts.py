"""A draft of a form: kept whole or not at all, also on a full disk and after a kill."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.form_drafts import FormDraftFolder, write_whole
from desktop.services.form_drafts import FormDraft
from tests.support.small_files import files_no_larger_than

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 17, 2, 42, tzinfo=UTC)
DRAFT = FormDraft(id="a", text='name = "Đơn xin xác nhận"\n', remarks=("Dòng 3 chưa chắc.",))
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.records.form_drafts import FormDraftFolder
from desktop.services.form_drafts import FormDraft
folder = FormDraftFolder(Path(sys.argv[1]), lambda: datetime.now(UTC))
for number in range(10_000):
    folder.save(FormDraft(id="a", text=str(number) * 4000))
    print(number, flush=True)
"""


def drafts_in(folder: Path) -> FormDraftFolder:
    return FormDraftFolder(folder / "form-drafts", lambda: NOW)


def test_a_draft_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept = drafts_in(tmp_path).save(DRAFT)
    assert drafts_in(tmp_path).list() == (kept,)
    assert kept.saved_at == NOW


def test_a_full_disk_is_told_and_the_draft_kept_before_is_still_whole(tmp_path: Path) -> None:
    kept = drafts_in(tmp_path).save(DRAFT)
    with files_no_larger_than(2_000), pytest.raises(DeskError) as caught:
        drafts_in(tmp_path).save(FormDraft(id="a", text="dài " * 2_000))
    assert caught.value.code is ErrorCode.DISK_FULL
    assert drafts_in(tmp_path).list() == (kept,)
    assert len(list((tmp_path / "form-drafts").iterdir())) == 1, "no half file is left"


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "form-drafts").write_text("không phải thư mục", encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        drafts_in(tmp_path).save(DRAFT)
    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    with pytest.raises(DeskError):
        write_whole(tmp_path / "form-drafts" / "x.toml", b"x")


def test_a_killed_program_leaves_the_last_draft_it_had_kept(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(25)][-1]
        process.kill()
        said = [said, *(int(line) for line in process.stdout.read().split())][-1]
    found = FormDraftFolder(tmp_path, lambda: NOW).list()
    assert [one.text in {str(said) * 4000, str(said + 1) * 4000} for one in found] == [True]
