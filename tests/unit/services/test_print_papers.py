from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.help_session import Finger, Signing, SigningKind
from desktop.domain.visit import VisitDraft
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.services.ports_printing import PaperMedia, PrintState
from desktop.services.print_papers import PaperDesk, PrintDeclarations
from desktop.services.record_values import AuditAction, PaperKind
from desktop.services.rendered_paper import RenderedPaper
from desktop.services.sample_office import answered, begun
from desktop.services.visit_flow import VisitFlow
from tests.support.office import SampleDesk, sample_desk
from tests.support.pdf_words import words_on

EXTRACT_FORM = "ho-tich.trich-luc"


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


@pytest.fixture
def flow(desk: SampleDesk) -> VisitFlow:
    return desk.core.flow()


def written(desk: SampleDesk, flow: VisitFlow, key: str = "trich-luc-khai-sinh") -> VisitDraft:
    visit, now = desk.visit(key), desk.at(time(8))
    draft = answered(flow, begun(flow, visit, desk.officer.id, now), visit, now)
    return flow.read_aloud(draft, now, agreed=True)


def queued(desk: SampleDesk) -> int:
    return len(desk.core.store.print_jobs.in_state(PrintState.QUEUED))


def test_the_preview_shows_what_is_typed_and_what_is_being_typed(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = begun(flow, desk.visit("trich-luc-khai-sinh"), desk.officer.id, desk.at(time(8)))
    drawn = desk.core.papers.preview(flow, draft, EXTRACT_FORM, pending={"subject.name": "Trần Gia Bảo"})
    words = words_on(drawn.rendered.pdf)
    assert drawn.definition.id == EXTRACT_FORM
    assert "NGUYỄN THỊ BƯỞI" in words
    assert "TRẦN GIA BẢO" in words
    assert queued(desk) == 0


def test_a_form_that_is_not_in_the_library_is_not_previewed(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = written(desk, flow)
    with pytest.raises(DeskError) as caught:
        desk.core.papers.preview(flow, draft, "khong.co")
    assert caught.value.code is ErrorCode.FORM_UNKNOWN


def test_what_is_read_aloud_is_what_stands_on_the_paper(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = written(desk, flow)
    spoken = {line.key: line.value for line in desk.core.papers.spoken_lines(flow, draft)}
    paper = words_on(desk.core.papers.declaration(flow, draft, flow.definitions(draft)[0]).pdf)
    assert spoken["extract.copies"] == "2"
    assert spoken["subject.name"] in paper
    sheet = words_on(desk.core.papers.review_sheet(flow, draft).pdf)
    assert spoken["subject.name"] in sheet


def test_the_paper_has_the_place_to_sign_this_citizen_will_use(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = written(desk, flow)
    definition = flow.definitions(draft)[0]
    finger = Signing(kind=SigningKind.FINGERPRINT, at=desk.clock.now, finger=Finger.RIGHT_INDEX)
    plain = words_on(desk.core.papers.declaration(flow, draft, definition).pdf)
    printed = words_on(desk.core.papers.declaration(flow, draft, definition, finger).pdf)
    assert "ngón trỏ phải" in printed
    assert "ngón trỏ phải" not in plain
    signed = flow.sign(draft, finger, desk.clock.now)
    assert "ngón trỏ phải" in words_on(desk.core.papers.declaration(flow, signed, definition).pdf)


def test_every_declaration_of_a_visit_is_queued_with_its_record(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = written(desk, flow, "khai-tu-va-trich-luc")
    printed = desk.core.print_declarations(flow, draft, desk.clock.now)
    jobs = [desk.core.store.print_jobs.get(job) for job in printed.print_jobs]
    assert [job.title for job in jobs if job is not None] == [
        form.short_name for form in flow.definitions(draft)
    ]
    assert all(job is not None and job.media is PaperMedia.A4 for job in jobs)
    with desk.core.store.begin(desk.officer.id) as work:
        records = [work.papers.get(job) for job in printed.print_jobs]
    assert draft.help is not None
    assert {(one.kind, one.help_session_id) for one in records} == {(PaperKind.FORM, draft.help.id)}
    assert {(one.form_id, one.form_version) for one in records} == {
        (ref.form_id, ref.version) for ref in draft.form_refs
    }


class _SecondFails(PdfPapers):
    """Draws one paper; the next cannot be drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn = 0

    def draw(self, *args: object, **kwargs: object) -> RenderedPaper:
        self._drawn += 1
        if self._drawn > 1:
            raise OSError("full")
        return super().draw(*args, **kwargs)  # type: ignore[arg-type]  # handed on as it came


def test_when_one_declaration_cannot_be_drawn_none_is_queued(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = written(desk, flow, "khai-tu-va-trich-luc")
    papers = PaperDesk(_SecondFails(), new_id=desk.core.new_id)
    with pytest.raises(OSError, match="full"):
        PrintDeclarations(desk.core.store, papers)(flow, draft, desk.clock.now)
    assert queued(desk) == 0


def test_an_empty_form_carries_no_answer_and_leaves_a_trace(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = written(desk, flow)
    definition = flow.definitions(draft)[0]
    printed = desk.core.print_blank(flow, draft, definition, desk.clock.now)
    job = desk.core.store.print_jobs.get(printed.print_jobs[-1])
    assert job is not None
    assert "BƯỞI" not in words_on(job.payload)
    with desk.core.store.begin(desk.officer.id) as work:
        (event,) = work.audit.of("form", definition.id)
    assert event.action is AuditAction.PRINTED


def test_the_large_print_sheet_is_kept_as_a_paper_of_the_help(desk: SampleDesk, flow: VisitFlow) -> None:
    draft = written(desk, flow)
    printed = desk.core.print_review(flow, draft, desk.clock.now)
    job = desk.core.store.print_jobs.get(printed.print_jobs[-1])
    assert job is not None
    assert job.media is PaperMedia.A4
    assert "BƯỞI" in words_on(job.payload).upper()
    with desk.core.store.begin(desk.officer.id) as work:
        paper = work.papers.get(job.id)
    assert paper is not None
    assert paper.kind is PaperKind.REVIEW_SHEET


def test_no_print_list_ever_shows_a_persons_name(desk: SampleDesk) -> None:
    for visit in desk.sample.visits:
        desk.play(visit.key)
    names = {one.card.split("|")[2] for one in desk.sample.visits}
    jobs = desk.core.store.print_jobs.in_state(PrintState.QUEUED)
    assert jobs
    assert not {job.title for job in jobs if any(name in job.title for name in names)}
