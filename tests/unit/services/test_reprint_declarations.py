from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, PrintJobId
from desktop.services.ports_printing import PrintState
from desktop.services.record_values import PaperKind
from desktop.services.reprint_declarations import ReprintDeclarations
from tests.support.office import SampleDesk, sample_desk
from tests.support.pdf_words import words_on


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def again(desk: SampleDesk, dossier_id: DossierId) -> tuple[PrintJobId, ...]:
    core = desk.core
    use = ReprintDeclarations(
        core.store, core.papers, library=core.library, load_workday=core.load_workday, clock=core.clock
    )
    return use(desk.officer.id, dossier_id)


def test_the_paper_says_what_the_first_one_said_and_is_marked_as_its_copy(desk: SampleDesk) -> None:
    done = desk.play("tro-cap-nguoi-cao-tuoi")
    (dossier,) = done.dossiers
    first = desk.core.store.print_jobs.get(done.draft.print_jobs[0])
    (job_id,) = again(desk, dossier.id)
    job = desk.core.store.print_jobs.get(job_id)
    assert job is not None
    assert first is not None
    assert words_on(job.payload) == words_on(first.payload), "the same answers, the same hand that signs"
    assert job.reprint_of == first.id
    found = desk.core.store.read.detail(dossier.id)
    (paper,) = [one for one in found.papers if one.kind is PaperKind.FORM]
    assert paper.reprint_of == first.id


def test_a_dossier_nobody_wrote_for_has_nothing_to_print(desk: SampleDesk) -> None:
    (dossier,) = desk.play("di-chuc").dossiers
    before = desk.core.store.print_jobs.in_state(PrintState.QUEUED)
    with pytest.raises(DeskError) as caught:
        again(desk, dossier.id)
    assert caught.value.code is ErrorCode.ANSWERS_ERASED
    assert desk.core.store.print_jobs.in_state(PrintState.QUEUED) == before
