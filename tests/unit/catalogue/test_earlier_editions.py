from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue.procedures import find_procedure, load_editions
from desktop.domain.errors import DeskError
from tests.support.form_files import ROOT

EARLIER = """
[[procedure.earlier]]
edition = "2020"
to = 2024-06-05
source = "Thông tư 04/2020/TT-BTP"
data_available = false

[[procedure.earlier]]
edition = "2024"
to = 2025-12-31
"""


def rows_of(folder: Path, earlier: str) -> Path:
    handbook = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    example = handbook.split("```toml\n")[1].split("```")[0]
    (folder / "vi-du.toml").write_text(example + earlier, encoding="utf-8")
    return folder


def test_an_earlier_edition_is_the_row_with_what_was_different_then(tmp_path: Path) -> None:
    editions = load_editions(rows_of(tmp_path, EARLIER))
    assert [(one.edition, one.in_force_from, one.in_force_to) for one in editions] == [
        ("2020", date(2016, 1, 1), date(2024, 6, 5)),
        ("2024", date(2024, 6, 6), date(2025, 12, 31)),
        ("2026", date(2026, 1, 1), None),
    ]
    old, middle, now = editions
    assert old.source.text == "Thông tư 04/2020/TT-BTP"
    assert middle.source == now.source
    assert [one.papers[0].data_available for one in editions] == [False, True, True]
    assert old.limits == now.limits
    assert find_procedure(editions, "1.004837", date(2023, 7, 24)) is old


@pytest.mark.parametrize(
    "to", ["2015-12-31", '2024-06-05\n[[procedure.earlier]]\nedition = "x"\nto = 2024-01-01']
)
def test_editions_in_the_wrong_order_are_a_fault_with_its_cure(tmp_path: Path, to: str) -> None:
    with pytest.raises(DeskError) as caught:
        load_editions(rows_of(tmp_path, f'\n[[procedure.earlier]]\nedition = "2020"\nto = {to}\n'))
    assert "từ cũ đến mới" in str(caught.value.params)


def test_a_key_that_an_edition_does_not_have_is_a_fault(tmp_path: Path) -> None:
    wrong = '\n[[procedure.earlier]]\nedition = "2020"\nto = 2024-06-05\nlimit = "1 ngày"\n'
    with pytest.raises(DeskError):
        load_editions(rows_of(tmp_path, wrong))
