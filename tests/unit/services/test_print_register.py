"""The register over a real store: dense numbers by sector and year, kept through a rebuild, drawn by day or year."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.services.ports_printing import PrintState
from desktop.services.print_register import RegisterSpan
from desktop.services.record_values import PaperKind
from tests.support.office import SampleDesk, sample_desk
from tests.support.pdf_words import words_on

VISITS = ("khai-tu-va-trich-luc", "tro-cap-nguoi-cao-tuoi", "trich-luc-khai-sinh")


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        for key in VISITS:
            one.play(key)
        yield one


def numbers(desk: SampleDesk) -> dict[str, list[str]]:
    entries = desk.core.print_register.entries(desk.core.workday(), desk.day, desk.day)
    return {sector: [one.dossier.register_no for one in some] for sector, some in entries.items()}


def test_each_sector_counts_from_one_without_a_gap(desk: SampleDesk) -> None:
    found = numbers(desk)
    assert len(found) > 1
    for some in found.values():
        assert some == [f"{number:02d}" for number in range(1, len(some) + 1)]


def test_the_numbers_go_on_after_a_rebuild_and_begin_anew_with_the_year(desk: SampleDesk) -> None:
    before = numbers(desk)
    sector, some = next(iter(before.items()))
    desk.core.store.rebuild()
    assert numbers(desk) == before
    with desk.core.store.begin(desk.officer.id) as work:
        assert work.next_register_number(desk.day, sector) == f"{len(some) + 1:02d}"
        assert work.next_register_number(desk.day, sector) == f"{len(some) + 2:02d}"
        assert work.next_register_number(date(2027, 1, 4), sector) == "01"


def test_the_register_of_a_day_is_one_sheet_a_sector_with_everybody_on_it(desk: SampleDesk) -> None:
    queued = len(desk.core.store.print_jobs.in_state(PrintState.QUEUED))
    printed = desk.core.print_register.of_day(desk.officer.id, desk.core.workday())
    sheets = desk.core.store.print_jobs.in_state(PrintState.QUEUED)[queued:]
    assert [one.id for one in sheets] == list(printed)
    assert len(printed) == len(numbers(desk))
    words = " ".join(words_on(one.payload) for one in sheets)
    for dossier, _ in desk.core.store.read.received_between(desk.day, desk.day):
        assert dossier.requester_name.split()[-1] in words
        assert dossier.number in words.replace(" ", "")
    with desk.core.store.begin(desk.officer.id) as work:
        kept = work.papers.get(printed[0])
    assert (kept.kind, kept.dossier_id) == (PaperKind.REGISTER, None)


def test_a_register_is_of_one_year_and_of_a_sector_that_has_entries(desk: SampleDesk) -> None:
    register, workday = desk.core.print_register, desk.core.workday()
    for span in (
        RegisterSpan(sector="Hộ tịch", first=date(2026, 12, 1), last=date(2027, 1, 4)),
        RegisterSpan.of_year("Hàng hải", 2026),
    ):
        with pytest.raises(DeskError) as caught:
            register.compose(workday, span)
        assert caught.value.code is ErrorCode.INPUT_INVALID
