from datetime import date

import pytest

from desktop.forms.certainty import LEVEL_WORDS, doubts_before_signing
from desktop.forms.definition import CheckedLevel
from tests.support.form_files import check, form_of, form_text, shipped

TODAY = date(2026, 11, 24)
LIBRARY = shipped()


def test_the_least_sure_paper_is_named_first_and_with_what_is_open() -> None:
    forms = [
        LIBRARY.in_force(form_id, TODAY)
        for form_id in ("ho-tich.khai-tu", "giay-to-chung.uy-quyen", "nguoi-co-cong.nd131-2021.mau-12")
    ]
    memory, own, labels = doubts_before_signing(forms)
    assert memory.startswith("Người có công từ trần: chưa đối chiếu với bản gốc, xem kỹ trước khi ký.")
    assert "trí nhớ" in memory
    assert own == "Giấy ủy quyền: đơn của quầy, không phải mẫu chính thức."
    assert labels == "Khai tử: cách trình bày chưa đối chiếu với bản gốc."


def test_a_form_compared_with_the_original_raises_no_doubt() -> None:
    checked = form_text().replace('against = "không"', 'against = "Công báo"\nlevel = "original"')
    assert doubts_before_signing([form_of(checked)]) == ()


def test_a_level_nobody_knows_is_a_mistake_with_the_words_allowed() -> None:
    wrong = form_text().replace('against = "không"', 'against = "không"\nlevel = "sure"')
    (problem,) = check(wrong).problems
    assert "level" in str(problem)
    assert "labels" in str(problem)


@pytest.mark.parametrize("form", LIBRARY.all(), ids=lambda form: f"{form.id}@{form.version}")
def test_no_form_claims_more_than_its_note(form: object) -> None:
    checked = form.checked  # type: ignore[attr-defined]  # a FormDefinition
    assert checked.level in LEVEL_WORDS
    if "đơn tự do của quầy" in checked.certainty:
        assert checked.level is CheckedLevel.OWN
    if "phải đối chiếu bản gốc" in checked.certainty and checked.level is CheckedLevel.LABELS:
        assert "Nhãn" in checked.certainty
