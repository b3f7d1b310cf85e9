from collections.abc import Iterator
from datetime import time

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.services.case_sheets import CaseSheets, visit_sheets
from desktop.services.sample_office import answered, begun
from tests.support.office import SampleDesk, sample_desk

DEATH = "khai-tu"


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    with sample_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


def sheets_of(desk: SampleDesk) -> CaseSheets:
    core = desk.core
    return CaseSheets(records=core.store, library=lambda: core.library, load_workday=core.workday)


def death_of(desk: SampleDesk) -> str:
    return next(
        one.key
        for one in desk.sample.visits
        if "1.000656" in {code for codes in one.procedures for code in codes}
    )


def test_a_visit_gives_the_sheet_of_what_takes_no_paper_first(desk: SampleDesk) -> None:
    flow, visit, now = desk.core.flow(), desk.visit(death_of(desk)), desk.at(time(9))
    draft = answered(flow, begun(flow, visit, desk.officer.id, now), visit, now)
    sheets = visit_sheets(flow, draft)
    assert sheets[0].form.id == "ho-tich.khai-tu"
    assert sheets[0].online_only == ("1.000656 Đăng ký khai tử",)
    assert any(row.copy for row in sheets[0].rows)


def test_what_waits_for_papers_is_not_filed_online_yet(desk: SampleDesk) -> None:
    flow, visit = desk.core.flow(), desk.visit("thieu-giay-bao-tu")
    draft = begun(flow, visit, desk.officer.id, desk.at(time(9)))
    assert visit_sheets(flow, draft), "before the verdict nobody knows"
    done = desk.core.conclude(flow, draft, desk.clock.now)
    assert visit_sheets(flow, done.draft) == ()


def test_who_writes_alone_has_nothing_to_copy(desk: SampleDesk) -> None:
    flow, now = desk.core.flow(), desk.at(time(9))
    draft = flow.choose(flow.open(desk.officer.id, now), "1.000656", now)
    assert visit_sheets(flow, draft) == ()


def test_an_old_dossier_gives_its_sheet_again_and_the_look_is_written_down(desk: SampleDesk) -> None:
    done = desk.play(death_of(desk))
    dossier = next(one for one in done.dossiers if one.procedure_code == "1.000656")
    before = len(desk.core.store.read.detail(dossier.id).timeline)
    sheets = sheets_of(desk)(desk.officer.id, dossier.id)
    assert sheets[0].online_only
    assert [ref.form_id for ref in dossier.form_refs] == [sheet.form.id for sheet in sheets]
    assert len(desk.core.store.read.detail(dossier.id).timeline) == before + 1


def test_erased_answers_are_said_and_an_unknown_dossier_too(desk: SampleDesk) -> None:
    dossier = desk.play(death_of(desk)).dossiers[0]
    assert dossier.answers_id is not None
    with desk.core.store.begin(desk.officer.id) as work:
        work.answers.erase(dossier.answers_id)
    with pytest.raises(DeskError) as caught:
        sheets_of(desk)(desk.officer.id, dossier.id)
    assert caught.value.code is ErrorCode.ANSWERS_ERASED
    with pytest.raises(DeskError) as caught:
        sheets_of(desk)(desk.officer.id, DossierId("nobody"))
    assert caught.value.code is ErrorCode.RECORD_MISSING
