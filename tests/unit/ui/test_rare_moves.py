from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.dossier_moves import move_dossier
from desktop.domain.dossier import DossierState, MoveKind
from desktop.services.ports_printing import PrintState
from desktop.services.record_values import PaperKind
from desktop.ui.rare_moves import HANDOVER, PRINT, rare_moves
from tests.support.office import SampleDesk, sample_desk
from tests.support.pdf_words import words_on


@pytest.fixture
def desk(data_dir: Path) -> Iterator[SampleDesk]:
    with sample_desk(data_dir) as one:
        yield one


def test_each_offered_move_is_done_by_its_key_and_prints_its_slip(desk: SampleDesk) -> None:
    dossier = desk.play("tro-cap-nguoi-cao-tuoi").dossiers[0]
    offered = rare_moves(dossier, frozenset(), desk.core.workday(), desk.clock.now)
    keys = [move.key for move in offered]
    new_days = [key for key in keys if key.startswith(f"{MoveKind.APOLOGISE.value}:")]
    assert len(new_days) == 3
    for key, reason, words in (
        (HANDOVER, "Công an xã, Phan Văn Cường", ""),
        (f"{PRINT}:{PaperKind.CONTROL.value}", "", "Phan Văn Cường"),
        (new_days[0], "Chờ xác minh", "PHIẾU XIN LỖI"),
        (MoveKind.REFUSE.value, "Chưa đủ tuổi", "Chưa đủ tuổi"),
    ):
        assert key in keys
        move_dossier(desk.core, desk.officer.id, dossier.id, key, reason)
        if words:
            jobs = desk.core.store.print_jobs.in_state(PrintState.QUEUED)
            assert any(words in words_on(job.payload) for job in jobs)
    done = desk.core.store.read.detail(dossier.id)
    assert done.dossier.state is DossierState.REFUSED
    printed = frozenset(paper.kind for paper in done.papers)
    again = rare_moves(done.dossier, printed, desk.core.workday(), desk.clock.now)
    assert [move.text for move in again] == [
        "In lại tờ khai",
        "In lại phiếu từ chối",
        "In lại phiếu xin lỗi và hẹn lại",
        "In lại phiếu kiểm soát",
    ]
