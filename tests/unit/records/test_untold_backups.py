"""A backup made beside the open window is not forgotten, whatever becomes of the small file it is kept in."""

from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.untold_backups import UNTOLD_FILE, UntoldBackup, forget_taken, keep_untold, take_untold
from tests.support.record_samples import MORNING, OFFICER
from tests.support.record_samples import open_store as opened

MADE = UntoldBackup(by=OFFICER, name="sao-lưu.bak", at=MORNING)


def test_what_was_kept_is_read_in_its_order_and_then_forgotten(tmp_path: Path) -> None:
    assert take_untold(tmp_path) == ()
    failed = UntoldBackup(by=OFFICER, name="b.bak", at=MORNING, failed=True)
    for one in (MADE, failed):
        keep_untold(tmp_path, one)
    assert take_untold(tmp_path) == (MADE, failed)
    forget_taken(tmp_path)
    assert take_untold(tmp_path) == ()


@pytest.mark.parametrize(
    "rubbish", [b"{", b"[1]", b"\xff\xfe", b'{"by": "x"}', b'{"by":1,"name":2,"at":"hom qua"}']
)
def test_a_line_nobody_can_read_hides_no_other(tmp_path: Path, rubbish: bytes) -> None:
    keep_untold(tmp_path, MADE)
    with (tmp_path / UNTOLD_FILE).open("ab") as stream:
        stream.write(rubbish + b"\n")
    keep_untold(tmp_path, MADE)
    assert take_untold(tmp_path) == (MADE, MADE)


def test_what_is_added_while_others_are_told_is_told_next(tmp_path: Path) -> None:
    keep_untold(tmp_path, MADE)
    assert take_untold(tmp_path) == (MADE,)
    later = UntoldBackup(by=OFFICER, name="b.bak", at=MORNING)
    keep_untold(tmp_path, later)
    assert take_untold(tmp_path) == (MADE,)  # it was not forgotten: a program was killed in between
    forget_taken(tmp_path)
    assert take_untold(tmp_path) == (later,)


def test_where_nothing_can_be_kept_no_backup_is_made(tmp_path: Path) -> None:
    (tmp_path / UNTOLD_FILE).mkdir()
    with pytest.raises(DeskError) as caught:
        keep_untold(tmp_path, MADE)
    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE


def test_the_next_start_tells_the_trail(tmp_path: Path) -> None:
    keep_untold(tmp_path, MADE)
    with opened(tmp_path) as store, store.begin(OFFICER) as work:
        (told,) = work.audit.of("backup", MADE.name)
        assert told.by == OFFICER
    assert take_untold(tmp_path) == ()
