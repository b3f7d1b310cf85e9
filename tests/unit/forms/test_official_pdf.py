import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.official_pdf import MAX_PDF_BYTES, read_official_pdf
from tests.support.official_pdfs import (
    bomb_pdf,
    empty_pdf,
    locked_pdf,
    official_pdf,
    turned_pdf,
    uneven_pdf,
)


def test_pages_are_told_as_large_as_they_are_seen() -> None:
    upright = read_official_pdf(official_pdf(3))
    assert [(round(page.width_mm), round(page.height_mm)) for page in upright.pages] == [(210, 297)] * 3
    for degrees in (90, 270):
        lying = read_official_pdf(turned_pdf(degrees, left=120, bottom=-40)).pages[0]
        assert (round(lying.width_mm), round(lying.height_mm)) == (297, 210)
        assert (lying.left, lying.bottom) == (120, -40)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7" + b"0" * MAX_PDF_BYTES, "MB"),
        (b"PK\x03\x04 la tep khac", "không phải PDF"),
        (official_pdf()[:900], "hỏng"),
        (b"%PDF-1.7\n%%EOF", "hỏng"),
        (locked_pdf(), "mật khẩu"),
        (bomb_pdf(), "quá lớn"),
        (official_pdf(500), "hơn 20 trang"),
        (empty_pdf(), "không có trang"),
        (uneven_pdf(), "khác khổ"),
        (official_pdf(size=(60, 3000)), "khổ 21 x 1058"),
    ],
)
def test_a_file_that_cannot_be_a_background_is_refused_with_what_helps(data: bytes, told: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_official_pdf(data)
    assert caught.value.code is ErrorCode.FORM_BACKGROUND_INVALID
    assert told in caught.value.params["what"]
    assert caught.value.params["cure"]


def test_any_damage_to_a_good_file_is_either_read_or_refused() -> None:
    good = official_pdf()
    told: list[ErrorCode] = []
    for at in range(0, len(good), 97):
        damaged = good[:at] + b"\x00<<[/" + good[at + 5 :]
        try:
            pages = read_official_pdf(damaged).pages
        except DeskError as error:
            told.append(error.code)
        else:
            assert pages
    assert set(told) == {ErrorCode.FORM_BACKGROUND_INVALID}
