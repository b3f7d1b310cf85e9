"""Why a machine refuses something is said in Vietnamese, whatever language the system speaks."""

import errno
import os
from pathlib import Path

import pytest

from desktop.domain.system_faults import FULL, REFUSED, reason_of


def test_a_missing_file_is_named_as_missing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as caught:
        (tmp_path / "không có").read_bytes()
    assert reason_of(caught.value) == "không có tệp hoặc thư mục ấy"


@pytest.mark.parametrize("number", sorted(FULL))
def test_every_fault_of_a_full_disk_has_the_same_words(number: int) -> None:
    assert reason_of(OSError(number, os.strerror(number))) == "ổ đĩa đã đầy"


@pytest.mark.parametrize("number", sorted(REFUSED))
def test_a_missing_right_is_told_as_one(number: int) -> None:
    assert reason_of(OSError(number, os.strerror(number))) == "người dùng này không có quyền"


def test_no_english_of_the_system_comes_through() -> None:
    for number in errno.errorcode:
        said = reason_of(OSError(number, os.strerror(number)))
        assert os.strerror(number) not in said
        assert said
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == f"lỗi hệ thống số {errno.EXDEV}"
    assert reason_of(OSError("timed out")) == "lỗi hệ thống"
